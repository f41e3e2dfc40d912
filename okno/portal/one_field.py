"""The one field «What happened?»: answers, what may be asked for, own open requests, as one types. Open without a login."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okno.catalog.models import RequestType
from okno.community import access as community
from okno.community.models import Post
from okno.community.search import find as find_posts
from okno.core import throttle
from okno.core.text import one_line
from okno.desk import access
from okno.desk.models import State, Ticket
from okno.desk.search.layouts import other_layout
from okno.desk.search.words import words
from okno.knowledge.actions.note_vain import note_vain
from okno.knowledge.search.finding import Found, find
from okno.knowledge.search.lexis import stems
from okno.people.models import Person
from okno.portal import finding
from okno.portal.library import ASKED_AT_MOST, IN_SECONDS

T = TypeVar("T")
SEARCHES_AT_MOST = 1200  # of one address in ten minutes: offices share one
OFFERED, SHOWN = 4, 20  # answers, as one types and on the page
POSTS = 10  # of the community, on the page
BESIDE = 3  # of the catalogue, and of one's own requests
TYPES_READ, TICKETS_READ = 200, 200
WORDS_AT_MOST, SHORTEST = 24, 3

Asked = tuple[frozenset[str], ...]  # for each word its stems, in both layouts of the keyboard


@dataclass(frozen=True)
class Offer:
    """What is offered to somebody who says what happened."""

    answers: Found
    posts: tuple[Post, ...] = ()
    types: tuple[RequestType, ...] = ()
    tickets: tuple[Ticket, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where nothing fits."""
        return not (self.answers.hits or self.posts or self.types or self.tickets)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits the words; as one types, the list alone."""
    throttle.at_most(SEARCHES_AT_MOST, IN_SECONDS, "help-search", request.META.get("REMOTE_ADDR", ""))
    asked = one_line(request.GET.get("q", ""), ASKED_AT_MOST)
    is_typing = "HX-Request" in request.headers
    offer = offered(request, asked, is_typing=is_typing)
    if asked and not is_typing and not (offer.answers.hits or offer.types):
        note_vain(asked)
    context = {"asked": asked, "offer": offer}
    response = render(request, f"portal/help/{'found' if is_typing else 'search'}.html", context)
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def offered(request: HttpRequest, text: str, *, is_typing: bool) -> Offer:
    """Return what fits, of what the reader may find; twelve statements at most besides who reads."""
    person = request.user
    answers = find(person, text, at_most=OFFERED if is_typing else SHOWN, is_typing=is_typing)
    is_led = community.leads_to(person)
    if not isinstance(person, Person) and not is_led:
        return Offer(answers)  # answers are all that there is for strangers
    asked = understood(text)
    at_most = BESIDE if is_typing else POSTS
    posts = tuple(find_posts(person, asked, at_most=at_most)) if is_led and asked else ()
    if not isinstance(person, Person) or not asked:
        return Offer(answers, posts)
    types = access.request_types_for(person)[:TYPES_READ]
    tickets = (
        finding.listed(person)
        .standing()
        .exclude(state=State.CLOSED)
        .order_by("-changed_at", "-pk")[:TICKETS_READ]
    )
    return Offer(
        answers,
        posts,
        best(asked, types, lambda one: f"{one.name} {one.description} {one.service}"),
        best(asked, tickets, lambda one: one.subject),
    )


def said_by_others(
    reader: community.Reader, asked: Asked, *, at_most: int, kind: str = "", is_answered: bool = False
) -> tuple[Post, ...]:
    """Return the posts of the community that fit; a community that is not open costs no statement."""
    if not asked or not community.leads_to(reader):
        return ()
    return tuple(find_posts(reader, asked, at_most=at_most, kind=kind, is_answered=is_answered))


def understood(text: str) -> Asked:
    """Return the stems of the words, without those that every text has; one statement."""
    both = [
        (words(token), words(other_layout(token)))
        for token in text.split()[:WORDS_AT_MOST]
        if len(token) >= SHORTEST
    ]
    known = stems({word for pair in both for said in pair for word in said})
    asked = (frozenset(known[word] for said in pair for word in said if known[word]) for pair in both)
    return tuple(one for one in asked if one)


def best(asked: Asked, rows: Iterable[T], text_of: Callable[[T], str]) -> tuple[T, ...]:
    """Return the rows whose texts have most of the words, each with any ending; those that came first among equals."""
    scored = [(_score(asked, words(text_of(row))), row) for row in rows]
    found = sorted((one for one in scored if one[0]), key=itemgetter(0), reverse=True)
    return tuple(row for _score_of, row in found[:BESIDE])


def _score(asked: Asked, said: list[str]) -> int:
    return sum(any(word.startswith(stem) for word in said for stem in one if len(stem) > 1) for one in asked)
