"""What the first run finds set up already: the rows that its steps are about."""

from okno.catalog.models import Priority
from okno.channels.models import Mailbox
from okno.people.models import STAFF, Line, Person, Provider, Team
from okno.people.models.provider import NAMELESS
from okno.setup.models import Change
from okno.setup.setups import CALENDARS
from okno.sla.models import WorkCalendar


def provider() -> Provider:
    """Return the provider as it is now."""
    return Provider.objects.get()


def is_named() -> bool:
    """Tell whether somebody has said whose desk this is."""
    return provider().name != NAMELESS


def calendar() -> WorkCalendar:
    """Return the calendar by which ordinary tickets count."""
    return Priority.objects.select_related("calendar").get(is_default=True).calendar


def has_own_hours(calendar: WorkCalendar) -> bool:
    """Tell whether somebody has set up the hours of this calendar, other than those it was founded with."""
    changes = Change.objects.filter(what=CALENDARS.name, row=calendar.pk)
    return changes.filter(
        after__has_any_keys=["week", "is_always", "holidays", "exceptions", "breaks"]
    ).exists()


def mailbox() -> Mailbox | None:
    """Return the first mailbox in use."""
    return Mailbox.objects.filter(is_active=True).order_by("pk").first()


def team(line: int) -> Team | None:
    """Return the first team of a line of support."""
    return Team.objects.filter(is_active=True, line=line).order_by("pk").first()


def first_line() -> Team | None:
    """Return the team to which requests come."""
    return team(Line.FIRST)


def has_teams() -> bool:
    """Tell whether there is any team."""
    return Team.objects.filter(is_active=True).exists()


def colleagues(person: Person) -> list[Person]:
    """Return those who work here besides this person."""
    return list(
        Person.objects.filter(role__in=STAFF, is_active=True)
        .exclude(pk=person.pk)
        .prefetch_related("teams")
        .order_by("pk")[:200]
    )


def has_colleagues(person: Person) -> bool:
    """Tell whether anybody works here besides this person."""
    return bool(colleagues(person))
