"""Whether there is a community for this reader, and who looks after it."""

from django.contrib.auth.models import AnonymousUser

from okno.community.models import CommunityPlan, Readers
from okno.core.refusals import NotFound
from okno.core.remembered import remembered
from okno.people.models import Person

Reader = Person | AnonymousUser
NOBODY = AnonymousUser()
SECONDS = 5.0  # so long a page may show the way to a community that has just been shut, or hide it


def plan() -> CommunityPlan:
    """Return what the desk has chosen; where nothing was, the community is not open."""
    return CommunityPlan.objects.first() or CommunityPlan()


lately = remembered(SECONDS)(plan)


def is_open_to(reader: Reader) -> bool:
    """Return True where the reader may come in."""
    return _lets_in(plan(), reader)


def leads_to(reader: Reader) -> bool:
    """Tell whether pages shall lead this reader to the community; every page of the portal asks, none lets in by it."""
    return _lets_in(lately(), reader)


def require_open(reader: Reader) -> None:
    """Raise NotFound where there is no community for this reader."""
    if not is_open_to(reader):
        raise NotFound


def is_moderator(reader: Reader) -> bool:
    """Return True for those who look after the community: everybody who works here."""
    return isinstance(reader, Person) and reader.is_staff_member


def is_somebody(reader: Reader) -> bool:
    """Return True for a person who is logged in and no robot."""
    return isinstance(reader, Person) and reader.is_active and not reader.is_robot


def _lets_in(chosen: CommunityPlan, reader: Reader) -> bool:
    return chosen.is_open and (chosen.readers == Readers.EVERYONE or is_somebody(reader))
