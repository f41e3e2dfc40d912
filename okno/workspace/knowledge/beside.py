"""Beside a ticket: the articles that may answer it, which of them were given, and a wish for one that is missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.core.refusals import NotAllowed
from okno.desk import access as desk
from okno.desk.models import Ticket
from okno.knowledge import access
from okno.knowledge.actions.draw import draw
from okno.knowledge.actions.give import give, take_back
from okno.knowledge.actions.wish import wish
from okno.knowledge.markdown import letter
from okno.knowledge.models import Article
from okno.knowledge.search.finding import find
from okno.knowledge.search.passages import Passage
from okno.people.models import Person
from okno.workspace.doors import Request, go, room

SUGGESTED = 4
LETTER_AT_MOST = 6000  # characters of an article that go into a reply
WORTH = 0.5  # of the best one's score: what fits much worse is not shown beside it
_SIGNS = 300  # of what the requester wrote, for the search


@dataclass(frozen=True, slots=True)
class Suggested:
    """An article that may answer the ticket; `is_open` where the requester may read it, too."""

    article: Article
    passage: Passage
    is_given: bool
    is_open: bool
    letter: str

    @property
    def link(self) -> str:
        """What stands in the reply for the article."""
        return (
            f"{self.article}: {settings.PORTAL_URL}{reverse('portal:help_article', args=[self.article.pk])}"
        )


@room()
def articles(request: Request, number: int) -> HttpResponse:
    """Show what may answer the ticket; asked for after the page itself."""
    return _beside(request, desk.ticket_for(request.user, number))


@room("POST")
def giving(request: Request, number: int, pk: int) -> HttpResponse:
    """Take note that an article goes into the reply; one that the requester may not read does not."""
    ticket, found = desk.ticket_for(request.user, number, to="work"), access.article_for(request.user, pk)
    if not access.articles_for(ticket.requester).filter(pk=pk).exists():
        raise NotAllowed
    give(found, ticket, by=request.user)
    return _beside(request, ticket)


@room("POST")
def taking_back(request: Request, number: int, pk: int) -> HttpResponse:
    """Take «it was not given after all»."""
    ticket = desk.ticket_for(request.user, number, to="work")
    take_back(access.article_for(request.user, pk), ticket)
    return _beside(request, ticket)


@room("POST")
def wishing(request: Request, number: int) -> HttpResponse:
    """Take a wish for an article."""
    ticket = desk.ticket_for(request.user, number, to="work")
    wish(ticket, request.POST.get("words", ""), by=request.user)
    return _beside(request, ticket)


@room("POST")
def drawing(request: Request, number: int) -> HttpResponse:
    """Begin an article from what has solved the ticket, and lead to it."""
    made = draw(desk.ticket_for(request.user, number, to="work"), by=request.user)
    said = _("Read the draft before you publish it: only a machine has looked for personal data.")
    return go(request, reverse("workspace:article", args=[made.pk]), said)


def _beside(request: Request, ticket: Ticket) -> HttpResponse:
    context = {
        "ticket": ticket,
        "suggested": list(_suggested(request.user, ticket)),
        "wish": access.wish_of(ticket),
        "grown": access.grown_from(ticket),
        "may_draw": ticket.is_over and not (ticket.team and ticket.team.is_closed),
    }
    return render(request, "workspace/knowledge/beside.html", context)


def _suggested(person: Person, ticket: Ticket) -> Iterator[Suggested]:
    """Yield what fits the first words of the ticket, best first."""
    first = desk.messages_for(person, ticket).order_by("pk").values_list("text", flat=True).first() or ""
    hits = find(person, f"{ticket.subject} {first[:_SIGNS]}", at_most=SUGGESTED).hits
    hits = tuple(hit for hit in hits if hit.score >= WORTH * hits[0].score)
    known = [hit.article.pk for hit in hits]
    given = access.given_in(ticket) if hits else set()
    readable = access.articles_for(ticket.requester).filter(pk__in=known).select_related("version")
    texts = {one.pk: one.version.text for one in readable if one.version} if hits else {}
    for hit in hits:
        text = letter(texts.get(hit.article.pk, ""))[:LETTER_AT_MOST]
        yield Suggested(hit.article, hit.passage, hit.article.pk in given, hit.article.pk in texts, text)
