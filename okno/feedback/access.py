"""Who may know what customers say: asked here and nowhere else. What is said in a ticket is seen by those who see the ticket."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from okno.core.refusals import NotAllowed, NotFound
from okno.desk import access
from okno.desk.models import Rating
from okno.desk.occasions import loop_plan
from okno.feedback.models import Invitation, Review, Suggestion, Wave
from okno.people.models import Person

K = TypeVar("K")


def ratings_for(person: Person) -> QuerySet[Rating]:
    """Return the ratings of the tickets that the lead sees."""
    access.require_lead(person)
    return Rating.objects.filter(ticket__in=access.tickets_for(person).values("pk"))


def reviews_for(person: Person) -> QuerySet[Review]:
    """Return the low ratings that the lead looks into: those of the own teams and of none; an administrator all."""
    access.require_lead(person)
    found = Review.objects.filter(rating__ticket__in=access.tickets_for(person).values("pk"))
    if person.is_administrator:
        return found
    mine = Q(rating__ticket__team=None) | Q(rating__ticket__team__in=access.teams_led_by(person))
    return found.filter(mine)


def review_for(person: Person, pk: int) -> Review:
    """Return one of them."""
    try:
        return reviews_for(person).get(pk=pk)
    except (Review.DoesNotExist, OverflowError):
        raise NotFound from None


def suggestions_for(person: Person) -> QuerySet[Suggestion]:
    """Return what customers wish for, as far as it was said in tickets that the colleague sees, or by people whom he may know."""
    access.require_staff(person)
    seen = Q(ticket__in=access.tickets_for(person).values("pk"))
    return Suggestion.objects.filter(seen | Q(ticket=None, by__in=access.people_for(person).values("pk")))


def suggestion_for(person: Person, pk: int, *, to: str = "read") -> Suggestion:
    """Return one of them for this purpose, "read" or "decide"."""
    try:
        found = suggestions_for(person).get(pk=pk)
    except (Suggestion.DoesNotExist, OverflowError):
        raise NotFound from None
    if to != "read" and not may_decide(person):
        raise NotAllowed
    return found


def may_decide(person: Person) -> bool:
    """Tell whether the colleague decides what becomes of suggestions: leads, and the team of the product."""
    team = loop_plan().product_team_id
    return person.is_lead or (team is not None and person.memberships.filter(team=team).exists())


def waves_for(person: Person) -> QuerySet[Wave]:
    """Return the waves; leads and administrators see all of them."""
    access.require_lead(person)
    return Wave.objects.all()


def wave_for(person: Person, pk: int, *, to: str = "read") -> Wave:
    """Return one of them for this purpose, "read" or "change"; administrators alone write to all customers."""
    try:
        found = waves_for(person).get(pk=pk)
    except (Wave.DoesNotExist, OverflowError):
        raise NotFound from None
    if to != "read":
        access.require_administrator(person)
    return found


def said_in(wave: Wave, person: Person) -> QuerySet[Invitation]:
    """Return the answers with words of people whom the lead may know."""
    people = access.people_for(person).values("pk")
    said = wave.invitations.filter(person__in=people).exclude(words="")
    return said.select_related("organisation", "person")


def scores_of(waves: Iterable[Wave]) -> dict[int, Counter[int | None]]:
    """Return by wave how many of those whom it has asked said which number; None is no answer yet."""
    rows = Invitation.objects.filter(wave__in=waves).values_list("wave", "score")
    return _counted(rows.annotate(count=Count("pk")).order_by())


def scores_by_organisation(wave: Wave) -> dict[str | None, Counter[int | None]]:
    """Return the same of one wave by the names of the organisations; None is without one."""
    rows = wave.invitations.values_list("organisation__name", "score")
    return _counted(rows.annotate(count=Count("pk")).order_by())


def _counted(rows: Iterable[tuple[K, int | None, int]]) -> dict[K, Counter[int | None]]:
    found: defaultdict[K, Counter[int | None]] = defaultdict(Counter)
    for key, score, count in rows:
        found[key][score] += count
    return found
