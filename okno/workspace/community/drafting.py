"""What colleagues bring into the community: a question out of a ticket, an idea out of a suggestion.

Personal data are taken out by rules, and the colleague reads it through before everybody does.
"""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.community import access
from okno.community.actions.ask import ask
from okno.community.models import Kind
from okno.core.refusals import BadInput, TooMuch
from okno.desk import access as desk
from okno.desk.models import Ticket
from okno.feedback import access as feedback
from okno.feedback.actions.make_idea import make_idea
from okno.knowledge.gathering.masking import masked
from okno.look.complaining import complain
from okno.workspace.community.deeds import address
from okno.workspace.community.editing import PostForm, write_page
from okno.workspace.doors import Request, go, room

TEXT_AT_MOST = 10_000  # signs of a request that go into a draft


@room("GET", "HEAD", "POST")
def of_ticket(request: Request, number: int) -> HttpResponseBase:
    """Show a question for the community, made of a ticket without personal data; take it."""
    found = desk.ticket_for(request.user, number, to="work")
    if (known := access.post_of_ticket(request.user, found.pk)) is not None:
        return go(request, address(known))
    form = PostForm(request.POST if request.method == "POST" else None, initial=_begun(request, found))
    if form.is_valid():
        try:
            made = ask(Kind.QUESTION, form.said, by=request.user, ticket=found)
        except (BadInput, TooMuch) as refusal:
            complain(form, refusal)
        else:
            return go(request, address(made), _("The question stands in the community."))
    back = reverse("workspace:ticket", args=[number])
    return write_page(request, form, None, title=_("A question for the community"), back=back)


@room("GET", "HEAD", "POST")
def of_suggestion(request: Request, pk: int) -> HttpResponseBase:
    """Show an idea for the community, made of a suggestion without personal data; take it."""
    found = feedback.suggestion_for(request.user, pk, to="decide")
    if found.idea is not None:
        return go(request, address(found.idea))
    begun = {"text": masked(found.words, [found.by.name])}
    form = PostForm(request.POST if request.method == "POST" else None, initial=begun)
    if form.is_valid():
        try:
            made = make_idea(found, form.said, by=request.user)
        except (BadInput, TooMuch) as refusal:
            complain(form, refusal)
        else:
            return go(request, address(made), _("The idea stands in the community."))
    back = reverse("workspace:suggestions")
    return write_page(request, form, None, title=_("An idea for the community"), back=back)


def _begun(request: Request, found: Ticket) -> dict[str, str]:
    """Return the first words of the ticket without names, addresses and numbers of people."""
    first = desk.messages_for(request.user, found).order_by("pk").first()
    names = {
        found.requester.name,
        *(one.person.name for one in found.participants.select_related("person")),
    }
    text = first.text[:TEXT_AT_MOST] if first is not None else ""
    return {"title": masked(found.subject, names), "text": masked(text, names)}
