from typing import Annotated

import typer

from okno.cli.words import _


def recount(
    check: Annotated[bool, typer.Option("--check", help=_("Name the tickets only; change nothing."))] = False,
) -> None:
    """Sum the clocks of all tickets anew from their facts; with --check exit status 1 where some differ."""
    from okno.cli import ground

    ground.wake()
    from okno.cli.tree import prepare

    prepare.require()
    from okno.desk.actions.recount import make_clocks_again
    from okno.desk.audit import audit

    with ground.counted(_("Summing")) as told:
        found = audit(told=told)
        mended = 0 if check else sum(make_clocks_again(ticket) for ticket in found.differ)
    for ticket in found.differ:
        print(ticket)
    counts = {"agree": found.agree, "untold": found.untold, "differ": len(found.differ), "mended": mended}
    print(
        _("Clocks agree with the facts: %(agree)d tickets. Differ: %(differ)d. Mended: %(mended)d.") % counts
    )
    if found.untold:
        print(_("Too old to tell: %(untold)d tickets, opened before facts kept what was promised.") % counts)
    raise typer.Exit(1 if check and found.differ else 0)
