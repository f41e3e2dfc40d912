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
    _articles_and_posts()


def _articles_and_posts() -> None:
    """Make anew what the one field of the portal finds."""
    from okno.cli.words import _
    from okno.community.actions.index_all import index_posts
    from okno.knowledge.actions.index import index_all

    articles = max(index_all(), default=0)
    print(_("It knows all articles: %(count)d.") % {"count": articles})
    print(_("It knows all questions of customers: %(count)d.") % {"count": index_posts()})
