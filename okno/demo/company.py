"""The people, teams and services by the short names of the stories; all are made by verbs."""

from datetime import timedelta

from okno.catalog.actions.found import found
from okno.catalog.actions.offer import offer
from okno.catalog.models import Priority
from okno.channels.actions.open_mailbox import open_mailbox
from okno.core import clock
from okno.demo import macros
from okno.demo.cast import (
    ADDRESS,
    COLLEAGUES,
    CUSTOMERS,
    NIGHT_SHIFT,
    ORGANISATIONS,
    PASSWORD,
    SERVICES,
    TEAMS,
)
from okno.demo.stories.telling import DISPATCHERS
from okno.desk.actions.keep_view import keep_view
from okno.desk.models import SavedView, ViewIcon
from okno.people.actions.hire import hire
from okno.people.actions.meet import robot
from okno.people.actions.organise import gather, register
from okno.sla import clocks
from okno.sla.models import WorkCalendar
from okno.sla.worktime import WEEKDAYS
from okno.staffing.actions.be_away import be_away
from okno.staffing.actions.set_up_shift import set_up_shift
from okno.staffing.models import Reason, Shift

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
        self._share_the_week()
        macros.write(teams=self.teams, services=self.services, priorities=self.priorities)

    def _share_the_week(self) -> None:
        """Most work by day, one by night; one learns, and another stands in."""
        day = [part.email for key, part in COLLEAGUES.items() if key != NIGHT_SHIFT]
        office = {key: [["09:00", "18:00"]] for key in WEEKDAYS[:5]}
        night = {key: [["18:00", "09:00"]] for key in WEEKDAYS}
        set_up_shift(Shift(name="Дневная", week=office), people=day)
        set_up_shift(
            Shift(name="Ночная", week=night, keeps_holidays=False), people=[COLLEAGUES[NIGHT_SHIFT].email]
        )
        now = clock.now()
        be_away(
            self.people["yury"],
            Reason.TRAINING,
            by=self.people["vera"],
            starts_at=now,
            ends_at=now + timedelta(days=4),
            substitute=self.people["oleg"],
        )

    def _share_a_view(self) -> None:
        lead, team = self.people["vera"], self.teams[DISPATCHERS]
        view = SavedView(
            owner=lead, team=team, name="Картина дня", query="статус:открыт", icon=ViewIcon.CLOCK
        )
        view.columns = COLUMNS
        keep_view(view, by=lead)
