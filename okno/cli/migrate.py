def migrate() -> None:
    """Bring the database up to date, found a new desk, collect what browsers get."""
    from okno.cli import ground
    from okno.cli.words import _

    ground.wake()
    from okno.cli.tree import prepare

    with ground.counted(_("Preparing the database")) as told:
        done = prepare.everything(told)
    for words in done or [_("Everything is up to date.")]:
        print(words)
