from django.db import transaction
from django.utils.translation import gettext as _

from okno.desk.models import MessageKind, Ticket
from okno.knowledge import access
from okno.knowledge.actions._growing import grown
from okno.knowledge.actions.wish import fulfil
from okno.knowledge.models import Article
from okno.knowledge.refusals import NothingSolved, OfClosedTeam
from okno.people.models import Person


@transaction.atomic
def draw(ticket: Ticket, *, by: Person) -> Article:
    """Begin an article out of one solved ticket, without personal data; where one was begun from it, return that.

    A wish that was said in the ticket is answered by it. Raises NothingSolved, and OfClosedTeam: all colleagues read drafts.
    """
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("team").get(pk=ticket.pk)
    if (known := access.grown_from(ticket)) is not None:
        return known
    if ticket.team is not None and ticket.team.is_closed:
        raise OfClosedTeam
    replies = ticket.messages.filter(kind=MessageKind.REPLY, undone_at=None, redacted_at=None)
    if ticket.is_live or not replies.exclude(is_automatic=True).exists():
        raise NothingSolved
    article = grown([ticket], ticket.subject or _("No subject"), by=by)
    if (wished := access.wish_of(ticket)) is not None:
        fulfil(wished, article)
    return article
