import json
from typing import TYPE_CHECKING, Annotated

import typer

from okno.cli.words import _

if TYPE_CHECKING:
    from okno.cli.doctor import Finding


def check(
    deep: Annotated[bool, typer.Option("--deep", help=_("Really log in at mailboxes and relay."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for machines."))] = False,
) -> None:
    """Ask the desk doctor; exit status 1 when something is ill."""
    from okno.cli import ground

    ground.wake()
    from okno.cli.doctor import examine

    with ground.busy(_("Looking")):
        findings = examine(deep=deep)
    ill = [finding for finding in findings if finding.health == "ill"]
    if as_json:
        words = {"well": not ill, "findings": [finding.plain() for finding in findings]}
        print(json.dumps(words, ensure_ascii=False, indent=2))
    else:
        _table(findings)
    raise typer.Exit(1 if ill else 0)


SIGNS = {"well": ("✓", "green"), "care": ("!", "yellow"), "ill": ("✗", "red")}


def _table(findings: "list[Finding]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    for _column in range(3):
        table.add_column(overflow="fold")
    for finding in findings:
        sign, colour = SIGNS[finding.health]
        seen = Text(finding.seen)
        if finding.advice:
            seen.append(f"\n→ {finding.advice}", style="dim")
        table.add_row(Text(sign, style=colour), Text(finding.name, style="bold"), seen)
    Console(highlight=False).print(table)
