"""Of whose hours a colleague may know, and who may plan whom."""

from django.db.models import Q

from okno.core.refusals import NotAllowed, NotFound
from okno.desk.access.roles import require_staff
from okno.people.models import STAFF, Membership, Person, Team
from okno.staffing.actions.open_feed import digest_of
from okno.staffing.models import Absence, Feed


def colleague_for(reader: Person, pk: int, *, to: str = "read") -> Person:
    """Return a colleague for this purpose: hours are read by all who work here, "plan" is for oneself and for leads."""
    require_staff(reader)
    found = Person.objects.filter(pk=pk, role__in=STAFF, is_active=True).first()
    if found is None:
        raise NotFound
    if to != "read" and not may_plan(reader, found):
        raise NotAllowed
    return found


def may_plan(reader: Person, colleague: Person) -> bool:
    """Tell whether the person may say when this colleague is away."""
    return reader.is_lead or reader.pk == colleague.pk


def absence_for(reader: Person, pk: int) -> Absence:
    """Return an absence to be ended; raises NotFound or NotAllowed."""
    require_staff(reader)
    found = Absence.objects.standing().select_related("person").filter(pk=pk).first()
    if found is None:
        raise NotFound
    if not may_plan(reader, found.person):
        raise NotAllowed
    return found


def feed_of(word: str) -> Feed:
    """Return the feed behind a secret word; it leads nowhere once its owner works here, or in the team, no more."""
    feed = (
        Feed.objects.filter(digest=digest_of(word), revoked_at=None).select_related("person", "team").first()
    )
    if feed is None or not feed.person.is_staff_member:
        raise NotFound
    if feed.team is not None and feed.team not in feed_teams(feed.person):
        raise NotFound
    return feed


def feed_teams(person: Person) -> list[Team]:
    """Return the teams whose hours the person may read in a calendar: the own ones."""
    own = Membership.objects.filter(person=person).values("team")
    return list(Team.objects.filter(pk__in=own, is_active=True))


def boards_for(person: Person) -> list[Team]:
    """Return the teams whose board one may see: a lead all, but for the closed ones of others; a colleague the own ones."""
    require_staff(person)
    teams = Team.objects.filter(is_active=True)
    own = Membership.objects.filter(person=person).values("team")
    if not person.is_lead:
        return list(teams.filter(pk__in=own))
    return list(teams if person.is_administrator else teams.filter(Q(is_closed=False) | Q(pk__in=own)))
