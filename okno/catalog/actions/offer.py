from okno.catalog.models import Service
from okno.people.models import Team


def offer(name: str, *, team: Team | None = None, description: str = "") -> Service:
    """Put a service into the catalogue; repeated with the same name it changes nothing."""
    return Service.objects.get_or_create(name=name, defaults={"team": team, "description": description})[0]
