def migrate() -> None:
    """Bring the database up to date, found a new desk, collect what browsers get."""
    from okno.cli import ground
    from okno.cli.words import _

    ground.wake()
    from okno.cli.tree import prepare

    with ground.busy(_("Preparing the database")):
        done = prepare.everything()
    for words in done or [_("Everything is up to date.")]:
        print(words)
