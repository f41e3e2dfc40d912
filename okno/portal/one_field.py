"""The one field «What happened?»: answers, what may be asked for, own open requests, as one types. Open without a login."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okno.catalog.models import RequestType
from okno.community import access as community
from okno.community.models import Post
from okno.community.search import find as find_posts
from okno.community.search import understood
from okno.core import throttle
from okno.core.text import one_line
from okno.desk import access
from okno.desk.models import Ticket
from okno.knowledge.actions.note_vain import note_vain
from okno.knowledge.search.asking import nearly
from okno.knowledge.search.finding import Found, find
from okno.people.models import Person
from okno.portal import own_fitting
from okno.portal.fitting import BESIDE, Asked, Shelf, best, shelf
from okno.portal.library import ASKED_AT_MOST, IN_SECONDS

SEARCHES_AT_MOST = 1200  # of one address in ten minutes: offices share one
OFFERED, SHOWN = 4, 20  # answers, as one types and on the page
POSTS = 10  # of the community, on the page
TYPES_READ = 200
_OF_TYPE = ("name", "name_en", "description", "description_en")
_AROUND = ("service__name", "service__name_en", "service__category__name", "service__category__name_en")
_SAID = ("pk", *_OF_TYPE, *_AROUND)


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
    """Return what fits, of what the reader may find; seventeen statements at most besides who reads."""
    person = request.user
    answers = find(person, text, at_most=OFFERED if is_typing else SHOWN, is_typing=is_typing)
    is_led = community.leads_to(person)
    asked = understood(text)
    at_most = BESIDE if is_typing else POSTS
    posts = tuple(find_posts(person, asked, at_most=at_most)) if is_led and asked else ()
    if not asked:
        return Offer(answers, posts)
    types = shelf(access.request_types_for(person).values_list(*_SAID)[:TYPES_READ], _text_of)
    if not isinstance(person, Person):  # what everybody may ask for; choosing it leads to the log-in
        return Offer(answers, posts, _offered(person, best(mended(asked, types), types)))
    tickets = own_fitting.open_ones(person)
    asked = mended(asked, types, tickets)
    return Offer(
        answers,
        posts,
        _offered(person, best(asked, types)),
        own_fitting.fitting(person, text, asked, tickets),
    )


def said_by_others(
    reader: community.Reader, asked: Asked, *, at_most: int, kind: str = "", is_answered: bool = False
) -> tuple[Post, ...]:
    """Return the posts of the community that fit; a community that is not open costs no statement."""
    if not asked or not community.leads_to(reader):
        return ()
    return tuple(find_posts(reader, asked, at_most=at_most, kind=kind, is_answered=is_answered))


def mended(asked: Asked, *shelves: Shelf[Any]) -> Asked:
    """Return the words with those of the articles that were meant by what no row has; one statement at most."""
    found = zip(*(one.stand_for(asked, mends=False) for one in shelves), strict=True)
    lonely = [at for at, words_of in enumerate(found) if not any(words_of)]
    meant = nearly({stem for at in lonely for stem in asked[at]}, lambda _spellings: ())
    return tuple(
        one.union(*(meant.get(stem, ()) for stem in one)) if at in lonely else one
        for at, one in enumerate(asked)
    )


def fitting_types(text: str, types: Sequence[RequestType]) -> list[RequestType]:
    """Return those of the types that fit the words; two statements at most."""
    shelved = shelf(types, _words_of)
    asked = understood(text)
    return best(mended(asked, shelved), shelved)


def _offered(person: Person | AnonymousUser, best_ones: Sequence[tuple[Any, ...]]) -> tuple[RequestType, ...]:
    """Return the rows behind what fits, in this order."""
    rows = access.request_types_for(person).in_bulk([pk for pk, *_words in best_ones]) if best_ones else {}
    return tuple(rows[pk] for pk, *_words in best_ones)


def _words_of(one: RequestType) -> str:
    """Return what the type, its service and its shelf are called, in both languages."""
    service, category = one.service, one.service.category
    names = [getattr(one, name) for name in _OF_TYPE]
    names += [service.name, service.name_en, *([category.name, category.name_en] if category else [])]
    return " ".join(filter(None, names))


def _text_of(row: tuple[Any, ...]) -> str:
    return " ".join(filter(None, row[1:]))
