def reindex() -> None:
    """Make what the search knows anew, from the tickets as they are; the desk may go on working."""
    from okno.cli import ground
    from okno.cli.words import _

    ground.wake()
    from okno.cli.tree import prepare

    prepare.require()
    from okno.desk.actions.index import index_all

    made = 0
    with ground.counted(_("Reading tickets")) as told:
        for made, total in index_all():
            told(made, total)
    print(_("The search knows all tickets: %(count)d.") % {"count": made})
