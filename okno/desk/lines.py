"""Lines of support: which team takes a ticket up on a line, by the service that it is about."""

from okno.catalog.models import Service
from okno.people.models import Line, Team


def team_on(line: int, service: Service | None) -> Team | None:
    """Return the team of the service on this line, else the only team of the line; none where one has to choose."""
    if (
        service is not None
        and service.team is not None
        and service.team.line == line
        and service.team.is_active
    ):
        return service.team
    of_line = list(Team.objects.filter(line=line, is_active=True)[:2])
    return of_line[0] if len(of_line) == 1 else None


def label(line: int) -> str:
    """Return what a line is called."""
    return str(Line(line).label)
