"""What may be chosen in menus and forms: colleagues, teams, priorities, services. Short lists, asked when one opens."""

from django.db.models import QuerySet

from okno.catalog.models import Priority, Service
from okno.people.models import Person, Team

AT_MOST = 300


def colleagues() -> QuerySet[Person]:
    """Return those who work here, by name."""
    return Person.objects.staff().order_by("name", "pk")


def teams() -> QuerySet[Team]:
    """Return the teams in use, line by line."""
    return Team.objects.filter(is_active=True)


def priorities() -> QuerySet[Priority]:
    """Return the priorities in use, the most urgent first."""
    return Priority.objects.filter(is_active=True).order_by("rank")


def services() -> QuerySet[Service]:
    """Return the services in use."""
    return Service.objects.filter(is_active=True)
