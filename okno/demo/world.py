"""A small company that lives: made through the verbs, with the clock moved, so that facts and clocks are true."""

from collections.abc import Callable
from datetime import datetime, timedelta

from okno.catalog.actions.found import found
from okno.catalog.actions.offer import offer
from okno.catalog.models import Priority
from okno.channels.actions.open_mailbox import open_mailbox
from okno.core import clock
from okno.demo.stories import STORIES, Story
from okno.desk.actions import classify
from okno.desk.actions.assign import hand_over, take
from okno.desk.actions.close import confirm
from okno.desk.actions.hear import Heard, hear
from okno.desk.actions.note import note
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.wait import wait
from okno.desk.models import Ticket
from okno.people.actions.hire import hire
from okno.people.actions.organise import gather, register
from okno.people.models import Line, Person, Role
from okno.sla import clocks
from okno.sla.models import WorkCalendar
from okno.sla.worktime import ALWAYS

PASSWORD = "okno-demo-2026"  # noqa: S105 - the demo listens on this machine alone and prints it
ADDRESS = "support@okno.test"
FRESH_HOURS = 2

COLLEAGUES = {
    "boris": ("boris@okno.test", "Борис Орлов", Role.AGENT),
    "vera": ("vera@okno.test", "Вера Соколова", Role.LEAD),
    "gleb": ("gleb@okno.test", "Глеб Титов", Role.ADMINISTRATOR),
}
CUSTOMERS = {
    "anna": ("anna@romashka.test", "Анна Белова", Role.CUSTOMER),
    "pavel": ("pavel@romashka.test", "Павел Громов", Role.CUSTOMER),
    "irina": ("irina@romashka.test", "Ирина Лаптева", Role.CUSTOMER),
    "denis": ("denis@romashka.test", "Денис Юрьев", Role.CUSTOMER),
    "sergey": ("sergey@romashka.test", "Сергей Макаров", Role.MANAGER),
    "marina": ("marina@romashka.test", "Марина Швец", Role.CUSTOMER),
}
TEAMS = {
    "Диспетчеры": (Line.FIRST, ("boris", "vera")),
    "Прикладные системы": (Line.SECOND, ("vera", "boris")),
    "Инженеры": (Line.THIRD, ("gleb",)),
}
SERVICES = {
    "Рабочие места": "Диспетчеры",
    "Доступы и учётные записи": "Диспетчеры",
    "Почта": "Диспетчеры",
    "Телефония": "Диспетчеры",
    "1С:Предприятие": "Прикладные системы",
    "Электронный документооборот": "Прикладные системы",
    "Сеть и интернет": "Инженеры",
    "Видеонаблюдение": "Инженеры",
}


class World:
    """The people, teams and services by the short names of the stories."""

    def __init__(self) -> None:
        found()
        self.calendar = clocks.calendar_of(WorkCalendar.objects.get(is_always=False))
        romashka = register("ООО «Ромашка»", domains=["romashka.test"])
        self.teams = {name: gather(name, line=line) for name, (line, _who) in TEAMS.items()}
        self.people: dict[str, Person] = {}
        for key, (email, name, role) in COLLEAGUES.items():
            teams = [self.teams[team] for team, (_line, who) in TEAMS.items() if key in who]
            self.people[key] = hire(email, name, role, password=PASSWORD, teams=teams)
        for key, (email, name, role) in CUSTOMERS.items():
            self.people[key] = hire(email, name, role, organisation=romashka)
        self.services = {name: offer(name, team=self.teams[team]) for name, team in SERVICES.items()}
        self.priorities = {priority.code: priority for priority in Priority.objects.all()}
        open_mailbox(ADDRESS, name="Поддержка", team=self.teams["Диспетчеры"])

    def tell(self, story: Story) -> Ticket:
        """Let one story happen, each step at its own moment of working time."""
        # What is fresh came just now by the clock on the wall, so that the demo is alive on a Sunday night too.
        calendar = ALWAYS if story.hours_ago < FRESH_HOURS else self.calendar
        start = calendar.add(clock.now(), -int(story.hours_ago * 3600))
        who = self.people[story.who]
        with clock.moved_to(start):
            heard = self.heard(story.text, start, subject=story.subject)
            message = hear(heard, by=who, team=self.teams["Диспетчеры"], our_address=ADDRESS)
        ticket = message.ticket
        with clock.moved_to(start + timedelta(minutes=2)):
            self.classify(ticket, story)
        for minutes, verb, text, facts in story.steps:
            moment = min(calendar.add(start, minutes * 60), clock.now())
            with clock.moved_to(moment):
                self.step(ticket, who, verb, text, moment, facts)
        return ticket

    def classify(self, ticket: Ticket, story: Story) -> None:
        """Say what the matter is, as a dispatcher does after reading."""
        by = self.people["boris"]
        if story.priority:
            classify.set_priority(ticket, self.priorities[story.priority], by=by)
        if story.service:
            classify.set_service(ticket, self.services[story.service], by=by)
        if story.kind:
            classify.set_kind(ticket, story.kind, by=by)
        if story.tags:
            classify.set_tags(ticket, story.tags, by=by)

    def step(
        self, ticket: Ticket, requester: Person, verb: str, text: str, moment: datetime, facts: dict[str, str]
    ) -> None:
        """Let one step of a story happen."""
        by = self.people[facts["who"]] if "who" in facts else requester
        match verb:
            case "hear":
                hear(self.heard(text, moment), by=by, ticket=ticket)
            case "reply":
                reply(ticket, text, by=by, then=Then(facts["then"]))
            case "note":
                note(ticket, text, by=by)
            case "take":
                take(ticket, by=by)
            case "hand_over":
                hand_over(ticket, by=by, tried=text, team=self.teams[facts["team"]])
            case "wait":
                wait(ticket, facts["waiting_for"], by=by, why=text)
            case "confirm":
                confirm(ticket, by=by)

    @staticmethod
    def heard(text: str, moment: datetime, subject: str = "") -> Heard:
        """Return what a customer says in a letter."""
        return Heard(
            text=text,
            at=moment,
            subject=subject,
            rfc_message_id=f"{moment.timestamp():.0f}.{len(text)}@romashka.test",
        )


def build(progress: Callable[[int, int], None]) -> World:
    """Make the world; `progress` hears how many stories of how many are told."""
    world = World()
    for told, story in enumerate(sorted(STORIES, key=lambda story: -story.hours_ago), start=1):
        world.tell(story)
        progress(told, len(STORIES))
    return world


def is_built() -> bool:
    """True when the desk holds tickets already."""
    return Ticket.objects.exists()
