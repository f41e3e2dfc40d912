"""Whom something concerns that happened to an article, and as what; never the one who did it."""

from collections.abc import Callable, Iterable

from okno.core import clock
from okno.knowledge.access import publishers
from okno.knowledge.models import Article, Happening
from okno.people.models import Membership
from okno.staffing.who import duties

_WRITES = ("started", "restored", "written", "review_asked")
_BEGINS_ANEW = ("published", "dropped")  # who wrote before this has not written the present draft


def concerned(happening: Happening) -> dict[int, str]:
    """Return person → kind of news."""
    kind, people = _of_kind[happening.kind]
    return {person: kind for person in people(happening) if person != happening.by_id}


def _reviewers(_happening: Happening) -> Iterable[int]:
    return publishers().values_list("pk", flat=True)


def _authors(happening: Happening) -> Iterable[int]:
    """Return who has written the draft that stood there when it happened, and who looks after the article."""
    before = Happening.objects.filter(article=happening.article_id, pk__lt=happening.pk)
    last = before.filter(kind__in=_BEGINS_ANEW).order_by("-pk").values_list("pk", flat=True).first() or 0
    wrote = before.filter(pk__gt=last, kind__in=_WRITES).values_list("by_id", flat=True)
    return {*wrote, happening.article.owner_id}


def _looks_after(happening: Happening) -> Iterable[int]:
    """Return the owner; while that one is away or works here no more, who leads the owner's teams, else who publishes."""
    article: Article = happening.article
    now, owner = clock.now(), article.owner
    if owner.is_staff_member and duties([owner.pk], now)[owner.pk].away_at(now) is None:
        return [owner.pk]
    mine = Membership.objects.filter(person=owner, team__is_active=True).values("team")
    leads = Membership.objects.filter(team__in=mine, is_lead=True, person__in=publishers())
    others = set(leads.exclude(person=owner).values_list("person_id", flat=True))
    return others or publishers().exclude(pk=owner.pk).values_list("pk", flat=True)


_of_kind: dict[str, tuple[str, Callable[[Happening], Iterable[int]]]] = {
    "review_asked": ("article_handed_in", _reviewers),
    "sent_back": ("article_returned", _authors),
    "published": ("article_published", _authors),
    "review_due": ("article_due", _looks_after),
    "review_overdue": ("article_overdue", _looks_after),
}
HAPPENINGS = tuple(_of_kind)
