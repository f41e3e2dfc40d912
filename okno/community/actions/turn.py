"""One click: a question becomes a ticket, an accepted answer the draft of an article."""

from django.db import transaction
from django.utils.translation import gettext as _

from okno.community.actions._ground import happened, lock
from okno.community.links import whole_link
from okno.community.models import Kind, Post
from okno.community.refusals import NothingAccepted
from okno.core import clock
from okno.desk import models as desk
from okno.desk.actions.hear import Heard, hear
from okno.desk.actions.note import note
from okno.desk.models import Ticket
from okno.knowledge.actions.describe import About
from okno.knowledge.actions.start import start
from okno.knowledge.gathering.masking import masked
from okno.knowledge.markdown import letter
from okno.knowledge.models import Article
from okno.people.models import Person

_KINDS = {Kind.QUESTION: desk.Kind.QUESTION, Kind.IDEA: desk.Kind.IDEA}


@transaction.atomic
def to_ticket(post: Post, *, by: Person) -> Ticket:
    """Make a ticket of what somebody has written, as if he had asked the desk; a post has one ticket."""
    post = lock(post)
    if post.ticket is not None:
        return post.ticket
    now = clock.now()
    author = post.author.standing
    heard = Heard(
        text=letter(post.text), subject=post.title, at=now, key=f"community:{post.pk}", door="portal"
    )
    ticket = hear(heard, by=author, kind=_KINDS[Kind(post.kind)]).ticket
    note(ticket, _("Made of a post in the community: %(link)s") % {"link": whole_link(post)}, by=by)
    post.ticket = ticket
    post.save(update_fields=["ticket"])
    happened(post, "ticket", by=by, at=now, number=ticket.number)
    return ticket


@transaction.atomic
def to_article(post: Post, *, by: Person) -> Article:
    """Begin an article from the accepted answer; personal data are taken out. A post has one article. Raises NothingAccepted."""
    post = lock(post)
    if post.article is not None:
        return post.article
    answer = post.accepted
    if answer is None:
        raise NothingAccepted
    about = About(owner=by, section=post.section, tags=post.tags)
    names = (post.author.name, answer.author.name)
    text = masked(f"{_quoted(post.text)}\n\n{answer.text}", names)
    post.article = start(masked(post.title, names), text, about, by=by)
    post.save(update_fields=["article"])
    happened(post, "article", by=by, at=clock.now())
    return post.article


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
