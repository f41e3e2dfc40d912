def reactions() -> None:
    """Print each kind of fact with what it sets in motion: the content of docs/reactions.md."""
    from okno.cli.ground import wake

    wake(database=False)
    for line in lines(table()):
        print(line)


def table() -> list[tuple[str, str]]:
    """Return what happens with who reacts: the facts of tickets, then what happens to articles."""
    from okno.desk import reacting
    from okno.knowledge import reacting as reacting_to_articles

    return [*reacting.table(), *reacting_to_articles.table()]


def lines(table: list[tuple[str, str]]) -> list[str]:
    """Return the table as Markdown."""
    rows = [f"| `{kind}` | `{name}` |" for kind, name in table]
    return ["| Fact | Reaction |", "|---|---|", *rows]
