"""Which other post is meant where two of one matter become one: those like it before the first word, then what is found."""

import re
from typing import Final

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import npgettext

from okno.community import access
from okno.community.models import Post
from okno.community.models.post import PostQuerySet
from okno.community.search import fitting, understood
from okno.core.numbers import whole
from okno.workspace.doors import Request, room
from okno.workspace.picking import Offer, number_of, show, typed

AT_MOST: Final = 8
_ADDRESS: Final = re.compile(r"\S+/(\d+)/?", re.ASCII)


@room()
def others(request: Request, pk: int) -> HttpResponse:
    """Offer posts of the same kind that readers see; a number finds one, words find those that have them."""
    found = access.post_of_moderator(request.user, pk)
    may = access.posts_of_moderator(request.user).shown().filter(kind=found.kind).exclude(pk=pk)
    return show(request, [_offer(one) for one in _meant(may, typed(request) or found.title)])


def number_in(said: str) -> int | None:
    """Return the number of the post that is named: by its number, as the offers do, or by its address."""
    number = number_of(said)
    by_address = _ADDRESS.fullmatch(said.strip())
    return whole(by_address[1]) if number is None and by_address else number


def _meant(may: PostQuerySet, words: str) -> list[Post]:
    number = whole(words)
    if number is not None:
        return list(may.filter(pk=number))
    return list(fitting(may, understood(words))[:AT_MOST])


def _offer(one: Post) -> Offer:
    answers = npgettext("to a post", "%(n)s answer", "%(n)s answers", one.answers_count) % {
        "n": one.answers_count
    }
    about = f"№\u00a0{one.pk} · {answers} · {date_format(one.at, 'SHORT_DATE_FORMAT')}"
    return Offer(f"№ {one.pk} · {one.title}"[:200], one.title, about)
