def reindex() -> None:
    """Make what the search knows anew, from the tickets as they are; the desk may go on working."""
    from okno.cli import ground
    from okno.cli.words import _

    ground.wake()
    from okno.cli.tree import prepare

    prepare.require()
    from rich.progress import Progress

    from okno.desk.actions.index import index_all

    made, terminal = 0, ground.console()
    with Progress(console=terminal, transient=True, disable=not terminal.is_terminal) as progress:
        bar = progress.add_task(_("Reading tickets"), total=None)
        for made, total in index_all():
            progress.update(bar, completed=made, total=total)
    print(_("The search knows all tickets: %(count)d.") % {"count": made})
