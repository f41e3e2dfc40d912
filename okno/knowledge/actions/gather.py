"""Finding what the knowledge does not answer: always whole, from what is there now, so that doing it twice is doing it once.

What was put aside stays so, and what an article was begun from stays hidden: a group is known again by its tickets.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Count, F, Q, Sum

from okno.core import clock
from okno.core.grouping import grouped
from okno.core.live import nudge
from okno.desk.search.words import words
from okno.knowledge.gathering.asking import (
    LATELY,
    REPLY_MINUTES,
    Asked,
    asked_since,
    minutes_of,
    spoken,
    stemmed,
)
from okno.knowledge.gathering.clusters import Cluster, clusters
from okno.knowledge.models import Article, Gap, GapKind, GapTicket, Helped, Vain
from okno.knowledge.search.finding import find
from okno.knowledge.search.lexis import stems

GROUPS_AT_MOST, SEARCHES_AT_MOST, ARTICLES_AT_MOST = 200, 100, 100
TICKETS_OF_GROUP, VARIANTS = 200, 10
FEWEST_SEARCHES, FEWEST_NOES = 2, 2
FORGOTTEN = timedelta(days=365)  # words that nobody found an answer for
_LOCK = 7_100_034  # of the gaps, among PostgreSQL's advisory locks


@transaction.atomic
def gather() -> int:
    """Find the gaps anew; returns how many there are."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    since = now - LATELY
    asked = asked_since(since)
    cost = minutes_of(one.ticket for one in asked)
    typical = round(sum(cost.values()) / len(cost)) if cost else REPLY_MINUTES
    _groups(asked, cost, now)
    _searches(since, typical, now)
    _articles(since, typical, now)
    Vain.objects.filter(day__lt=(now - FORGOTTEN).date()).delete()
    nudge(gaps=True)
    return Gap.objects.count()


def _groups(asked: Sequence[Asked], cost: Mapping[int, int], now: datetime) -> None:
    """Write the groups of tickets; what a closed team was asked is compared with nothing else."""
    said, found = stemmed(asked), []
    for circle in grouped(asked, lambda one: one.circle).values():
        found += clusters({one.ticket: said[one.ticket] for one in circle})
    found = sorted(found, key=lambda one: -_price(one, cost))[:GROUPS_AT_MOST]
    names = {one.ticket: one.subject for one in asked}
    told = spoken(asked, {stem for one in found for stem in one.words})
    known = _known(found)
    for one in found:
        gap = known.get(one.centre) or Gap(kind=GapKind.TICKETS)
        gap.name = names[one.centre] or " ".join(told[stem] for stem in one.words)
        gap.words = [told[stem] for stem in one.words]
        gap.ticket_id, gap.times, gap.minutes, gap.found_at = (
            one.centre,
            len(one.members),
            _price(one, cost),
            now,
        )
        gap.save()
        GapTicket.objects.filter(gap=gap).delete()
        members = one.members[:TICKETS_OF_GROUP]
        GapTicket.objects.bulk_create(
            GapTicket(gap=gap, ticket_id=ticket, place=place) for place, ticket in enumerate(members)
        )
    _forget(GapKind.TICKETS, now)


def _known(found: Iterable[Cluster]) -> dict[int, Gap]:
    """Return for the centres of groups the gap that they were before: at least half of the smaller one is the same."""
    rows = list(GapTicket.objects.values_list("ticket", "gap"))
    sizes, of_ticket = Counter(gap for _ticket, gap in rows), grouped(rows, lambda row: row[0])
    gaps = Gap.objects.in_bulk(sizes)
    known: dict[int, Gap] = {}
    for one in found:
        votes = Counter(gap for ticket in one.members for _ticket, gap in of_ticket[ticket])
        for gap, count in votes.most_common():
            if gap in gaps and 2 * count >= min(len(one.members), sizes[gap]):
                known[one.centre] = gaps.pop(gap)
                break
    return known


def _searches(since: datetime, typical: int, now: datetime) -> None:
    """Write what was looked for in vain, together what has the same stems; what is answered by now is left out."""
    rows = list(
        Vain.objects.filter(day__gte=since.date())
        .values("words")
        .annotate(empty=Sum("empty"), asked=Sum("asked"))
        .order_by("-asked", "-empty", "words")[: 20 * SEARCHES_AT_MOST]
    )
    known = stems({word for row in rows for word in words(row["words"])})
    alike = grouped(rows, lambda row: _key(row["words"], known))
    counted = {
        key: sum(max(row["empty"], row["asked"]) for row in same) for key, same in alike.items() if key
    }
    most = sorted(counted, key=lambda key: (-counted[key], key))[:SEARCHES_AT_MOST]
    for key in most:
        same = alike[key]
        if counted[key] < FEWEST_SEARCHES or _is_answered(same):
            continue
        told = {
            "name": same[0]["words"],
            "words": [row["words"] for row in same[1:VARIANTS]],
            "times": counted[key],
            "minutes": counted[key] * typical,
            "found_at": now,
        }
        Gap.objects.update_or_create(
            key=key, defaults=told, create_defaults=told | {"kind": GapKind.SEARCHES}
        )
    _forget(GapKind.SEARCHES, now)


def _key(said: str, known: Mapping[str, str]) -> str:
    return " ".join(sorted({known[word] or word for word in words(said)}))[:200]


def _is_answered(same: Sequence[Mapping[str, Any]]) -> bool:
    """Return True where nobody went on to ask, and the search finds something for everybody by now."""
    if any(row["asked"] for row in same):
        return False
    return bool(find(AnonymousUser(), same[0]["words"], at_most=1).hits)


def _articles(since: datetime, typical: int, now: datetime) -> None:
    """Write the articles whose present words did not help; each reader who said no may have asked instead."""
    noes = (
        Helped.objects.filter(at__gte=since, version=F("article__version"), article__archived_at=None)
        .values("article")
        .annotate(no=Count("pk", filter=Q(is_yes=False)), yes=Count("pk", filter=Q(is_yes=True)))
        .filter(Q(no__gte=FEWEST_NOES), Q(no__gte=F("yes")))
        .order_by("-no", "article")[:ARTICLES_AT_MOST]
    )
    counts = {row["article"]: row["no"] for row in noes}
    for article in Article.objects.filter(pk__in=counts).select_related("version"):
        no = counts[article.pk]
        told = {"name": str(article), "times": no, "minutes": no * typical, "found_at": now}
        Gap.objects.update_or_create(
            article=article, defaults=told, create_defaults=told | {"kind": GapKind.ARTICLE}
        )
    _forget(GapKind.ARTICLE, now)


def _forget(kind: GapKind, now: datetime) -> None:
    """Take out what was not found this time; what somebody has decided about is kept for when it comes back."""
    Gap.objects.filter(kind=kind, found_at__lt=now, aside_at=None, draft=None).delete()


def _price(one: Cluster, cost: Mapping[int, int]) -> int:
    return sum(cost.get(ticket, REPLY_MINUTES) for ticket in one.members)
