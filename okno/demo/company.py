"""The people, teams and services by the short names of the stories; all are made by verbs."""

from datetime import timedelta

from procrastinate.testing import InMemoryConnector

from okno.catalog.actions.found import found
from okno.catalog.actions.offer import offer
from okno.catalog.models import Priority
from okno.channels.actions.open_mailbox import open_mailbox
from okno.channels.actions.set_up_widget import set_up_widget
from okno.channels.models import Widget
from okno.core import clock, jobs
from okno.demo import agreements, catalogue, knowledge, macros, objects
from okno.demo.cast import (
    ADDRESS,
    COLLEAGUES,
    CUSTOMERS,
    NIGHT_SHIFT,
    ORGANISATIONS,
    PASSWORD,
    SERVICES,
    TEAMS,
    WIDGET,
)
from okno.demo.stories.telling import DISPATCHERS, ENGINEERS, FIELD
from okno.desk.actions.keep_view import set_up_view
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
        objects.write(organisations)
        agreements.promise(organisations)
        agreements.agree(self.teams[ENGINEERS], self.teams[FIELD])
        agreements.sort_letters(teams=self.teams, services=self.services, priorities=self.priorities)
        self._share_a_view()
        self._share_the_week()
        catalogue.write(teams=self.teams, services=self.services)
        macros.write(teams=self.teams, services=self.services, priorities=self.priorities)
        with jobs.app.replace_connector(InMemoryConnector()):  # what had to be told of it was told then
            knowledge.write(self.people)
        self._stand_on_a_site()

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

    def _stand_on_a_site(self) -> None:
        """The widget of the page `/site/`; sites of others are added in the settings."""
        hours = WorkCalendar.objects.get(is_always=False)
        looks = {"accent": "#b4236a", "title_ru": "Поддержка «Ромашки»", "title_en": "Help for “Romashka”"}
        told = [{"page": "/site", "words": "касса чек терминал"}]
        set_up_widget(
            Widget(
                name="Сайт «Ромашки»",
                key=WIDGET,
                phone="+7 495 123-45-67",
                calendar=hours,
                contexts=told,
                **looks,
            )
        )

    def _share_a_view(self) -> None:
        lead, team = self.people["vera"], self.teams[DISPATCHERS]
        view = SavedView(
            owner=lead, team=team, name="Картина дня", query="статус:открыт", icon=ViewIcon.CLOCK
        )
        set_up_view(view, columns=COLUMNS)
