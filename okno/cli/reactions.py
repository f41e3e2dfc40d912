def reactions() -> None:
    """Print each kind of fact with what it sets in motion: the content of docs/reactions.md."""
    from okno.cli.ground import wake

    wake(database=False)
    from okno.desk import reacting

    for line in lines(reacting.table()):
        print(line)


def lines(table: list[tuple[str, str]]) -> list[str]:
    """Return the table as Markdown."""
    rows = [f"| `{kind}` | `{name}` |" for kind, name in table]
    return ["| Fact | Reaction |", "|---|---|", *rows]
