"""What is done to many tickets at once: a deed or a macro, for each ticket by verbs of its own, with a way back."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from okno.core.refusals import BadInput, NotAllowed, NotFound, Refusal
from okno.core.said import own_words
from okno.desk import access, blanks
from okno.desk.actions.take_back import take_back
from okno.desk.deeds import VERBS, Deed, named
from okno.desk.models import Blank, Fact, Reason, Ticket
from okno.desk.pictures import Picture, picture
from okno.desk.refusals import NotNow, TicketIsMerged
from okno.people.models import Person

MACRO = "macro"
KNOWN = frozenset({*VERBS, MACRO} - {"assess"})  # which is two values


def deeds_of(name: str, value: str, by: Person) -> list[Deed]:
    """Return what a run does to each of its tickets: one deed, or those of a macro that are still possible."""
    if name != MACRO:
        return [named(name, value)]
    macro = access.blanks_for(by).filter(pk=value).first()
    found = [deed for deed in blanks.deeds_of(macro) if not deed.is_gone] if macro else []
    if not found:
        raise BadInput
    return found


def words_of(name: str, value: str) -> str:
    """Return what a run does, in words."""
    if name != MACRO:
        return named(name, value).words
    return _("Macro “%(name)s”") % {"name": Blank.objects.filter(pk=value).first() or "—"}


def purpose_of_undo(name: str) -> str:
    """Return for what access is asked when a run is taken back; a macro may be there no more by then."""
    return "work" if name == MACRO else VERBS[name].to


def why_not(refusal: Refusal, ticket: Ticket) -> Reason:
    """Return the reason of a refusal, as the report of a run tells it."""
    if isinstance(refusal, TicketIsMerged):
        return Reason.MERGED
    if isinstance(refusal, NotNow):
        return Reason.OVER if ticket.is_over else Reason.NOT_NOW
    if isinstance(refusal, NotFound):
        return Reason.HIDDEN
    if isinstance(refusal, NotAllowed):
        return Reason.FORBIDDEN
    return Reason.INPUT if isinstance(refusal, BadInput) else Reason.FAULT


def put_back(ticket: Ticket, before: Picture, *, by: Person) -> None:
    """Make the ticket as it was before the run: what nobody else has touched since, new ones new and their clocks running."""
    was = dict(before)
    since = was.pop("fact", None)  # a run that an older desk began does not know it
    facts = Fact.objects.filter(ticket=ticket, pk__gt=since) if since is not None else Fact.objects.none()
    take_back(
        ticket,
        was,
        set(facts.values_list("pk", flat=True)),
        by=by,
        why=own_words(gettext_noop("A change to several tickets was taken back.")),
    )


def picture_before(ticket: Ticket) -> dict[str, Any]:
    """Return the picture of a ticket before a run, and its last fact then."""
    last = Fact.objects.filter(ticket=ticket).order_by("-id").values_list("pk", flat=True).first()
    return {**picture(ticket), "fact": last or 0}
