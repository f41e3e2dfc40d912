"""Lines of support: which team takes a ticket up on a line, by the service that it is about."""

from okno.catalog.models import Service
from okno.people.models import Line, Team


def team_on(line: int, service: Service | None) -> Team | None:
    """Return the team of the service on this line, else the only team of the line; none where one has to choose."""
    if service is not None:
        for team in (service.team, service.second_team, service.third_team):
            if team is not None and team.line == line and team.is_active:
                return team
    of_line = list(Team.objects.filter(line=line, is_active=True)[:2])
    return of_line[0] if len(of_line) == 1 else None


def next_team(team: Team | None, service: Service | None) -> Team | None:
    """Return the team of the nearest line above this one that has a team for the service, or only one."""
    lines = [line for line in Line.values if line > (team.line if team else Line.FIRST)]
    return next((found for line in lines if (found := team_on(line, service))), None)
