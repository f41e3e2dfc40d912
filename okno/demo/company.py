"""The people, teams and services by the short names of the stories; all are made by verbs."""

from okno.catalog.actions.found import found
from okno.catalog.actions.offer import offer
from okno.catalog.models import Priority
from okno.channels.actions.open_mailbox import open_mailbox
from okno.demo import macros
from okno.demo.cast import ADDRESS, COLLEAGUES, CUSTOMERS, ORGANISATIONS, PASSWORD, SERVICES, TEAMS
from okno.demo.stories.telling import DISPATCHERS
from okno.desk.actions.keep_view import keep_view
from okno.desk.models import SavedView, ViewIcon
from okno.people.actions.hire import hire
from okno.people.actions.meet import robot
from okno.people.actions.organise import gather, register
from okno.sla import clocks
from okno.sla.models import WorkCalendar

# What the lead of the dispatchers wants to see of the work of the day.
COLUMNS = ["number", "subject", "requester", "service", "priority", "owner", "due", "changed"]


class Company:
    """«Сервис-Плюс» and its customers."""

    def __init__(self) -> None:
        found()
        self.calendar = clocks.calendar_of(WorkCalendar.objects.get(is_always=False))
        organisations = {key: register(name, domains=[f"{key}.test"]) for key, name in ORGANISATIONS.items()}
        self.teams = {name: gather(name, line=line) for name, (line, _who) in TEAMS.items()}
        self.people = {"robot": robot()}
        for key, part in COLLEAGUES.items():
            teams = [self.teams[team] for team, (_line, who) in TEAMS.items() if key in who]
            self.people[key] = hire(part.email, part.name, part.role, password=PASSWORD, teams=teams)
        for key, part in CUSTOMERS.items():
            organisation = organisations[part.organisation]
            self.people[key] = hire(part.email, part.name, part.role, organisation=organisation)
        self.services = {name: offer(name, team=self.teams[team]) for name, team in SERVICES.items()}
        self.priorities = {
            priority.code: priority for priority in Priority.objects.select_related("calendar")
        }
        open_mailbox(ADDRESS, name="Поддержка", team=self.teams[DISPATCHERS])
        self._share_a_view()
        macros.write(teams=self.teams, services=self.services, priorities=self.priorities)

    def _share_a_view(self) -> None:
        lead, team = self.people["vera"], self.teams[DISPATCHERS]
        view = SavedView(
            owner=lead, team=team, name="Картина дня", query="статус:открыт", icon=ViewIcon.CLOCK
        )
        view.columns = COLUMNS
        keep_view(view, by=lead)
