"""How a draft grows out of tickets: what was asked and answered there without personal data, for colleagues alone at first."""

from collections.abc import Sequence

from okno.desk.models import Ticket
from okno.knowledge.actions.describe import About
from okno.knowledge.actions.start import start
from okno.knowledge.gathering.answers import told_in
from okno.knowledge.gathering.composing import composed, title_of
from okno.knowledge.models import Article, Audience, Source
from okno.knowledge.models.article import TITLE_AT_MOST
from okno.people.models import Person


def grown(tickets: Sequence[Ticket], name: str, *, by: Person) -> Article:
    """Begin an article out of the best answers of these tickets, the one that stands for all first; `name` where they have none.

    A machine alone has looked for personal data, so one press publishes it to nobody but colleagues; its editor
    decides who else may read it.
    """
    told = told_in(tickets)
    title, text = (title_of(told), composed(told)) if told else (name, "")
    title = (title or name)[:TITLE_AT_MOST]
    about = About(owner=by, audience=Audience.STAFF if tickets else Audience.EVERYONE)
    article = start(title[:1].upper() + title[1:], text, about, by=by)
    Source.objects.bulk_create(Source(article=article, ticket=ticket) for ticket in tickets)
    return article
