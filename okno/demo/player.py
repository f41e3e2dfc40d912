"""Turns acts into verbs of the desk, each at its own moment."""

from random import Random

from django.utils.translation import gettext_noop

from okno.core import clock, files
from okno.core.said import own_words
from okno.demo.acts import SILENT_DAYS, Act
from okno.demo.cast import ADDRESS, CUSTOMERS
from okno.demo.company import Company
from okno.demo.papers import paper
from okno.demo.stories.telling import DISPATCHERS, Step
from okno.desk.actions import classify
from okno.desk.actions.assign import assign, hand_over, take
from okno.desk.actions.close import close, confirm
from okno.desk.actions.hear import Heard, NewFile, hear
from okno.desk.actions.link import link
from okno.desk.actions.log_work import log_work
from okno.desk.actions.merge import merge
from okno.desk.actions.note import note
from okno.desk.actions.participate import add_participant
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.split import split
from okno.desk.actions.wait import resume, wait
from okno.desk.models import Message, MessageKind, Ticket
from okno.desk.models.history import LinkKind
from okno.desk.occasions import why_silent
from okno.people.models import Person


class Player:
    """Knows which ticket belongs to which telling."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.tickets: dict[int, Ticket] = {}
        self.doubles: dict[int, Ticket] = {}

    def perform(self, act: Act) -> None:
        """Let one act happen."""
        verb = getattr(self, f"_{act.verb}")
        with clock.moved_to(act.at):
            verb(act, self.company.people[act.by])

    def ticket(self, act: Act) -> Ticket:
        """Return the ticket of the act."""
        return self.tickets[id(act.telling)]

    def _open(self, act: Act, by: Person) -> None:
        story = act.telling.story
        heard = self._heard(act, subject=story.subject.format_map(act.telling.words), file=story.file)
        self.tickets[id(act.telling)] = self._opened(heard, by)

    def _open_double(self, act: Act, by: Person) -> None:
        subject = act.telling.story.subject.format_map(act.telling.words)
        self.doubles[id(act.telling)] = self._opened(self._heard(act, subject=subject), by)

    def _opened(self, heard: Heard, by: Person) -> Ticket:
        address = ADDRESS if heard.door == "mail" else ""
        return hear(heard, by=by, team=self.company.teams[DISPATCHERS], our_address=address).ticket

    def _hear(self, act: Act, by: Person) -> None:
        hear(self._heard(act, file=act.step.file if act.step else ""), by=by, ticket=self.ticket(act))

    def _heard(self, act: Act, *, subject: str = "", file: str = "") -> Heard:
        door = act.telling.story.door
        organisation = CUSTOMERS[act.by].organisation
        name = f"{act.at.timestamp():.0f}.{len(act.text)}.{act.by}@{organisation}.test"
        return Heard(
            text=act.text,
            at=act.at,
            subject=subject,
            files=self._files(act, file),
            rfc_message_id=name if door == "mail" else "",
            door=door,
        )

    def _files(self, act: Act, name: str) -> list[NewFile]:
        if not name:
            return []
        name = name.format_map(act.telling.words)
        content = paper(name, Random(f"{name} {act.by} {act.telling.words}"))  # noqa: S311 - not a secret
        return [NewFile(file=files.keep(content), name=name)]

    def _classify(self, act: Act, by: Person) -> None:
        story, ticket = act.telling.story, self.ticket(act)
        words = act.telling.words
        classify.set_service(ticket, self.company.services[story.service], by=by)
        if story.kind:
            classify.set_kind(ticket, story.kind, by=by)
        if story.priority:
            classify.set_priority(ticket, self.company.priorities[story.priority], by=by)
        if story.tags:
            classify.set_tags(ticket, story.tags.split(", "), by=by)
        for name, value in story.fields.items():
            classify.set_field(ticket, name, value.format_map(words), by=by)

    def _assign(self, act: Act, by: Person) -> None:
        assign(self.ticket(act), by=by, team=self.company.teams[act.team])

    def _take(self, act: Act, by: Person) -> None:
        take(self.ticket(act), by=by)

    def _hand_over(self, act: Act, by: Person) -> None:
        hand_over(self.ticket(act), by=by, tried=act.text, team=self.company.teams[act.team])

    def _reply(self, act: Act, by: Person) -> None:
        step = act.step or Step(verb="reply", gap=0)
        reply(self.ticket(act), act.text, by=by, then=Then(step.then), files=self._files(act, step.file))

    def _note(self, act: Act, by: Person) -> None:
        called = [self.company.people[act.to]] if act.to else []
        file = act.step.file if act.step else ""
        note(self.ticket(act), act.text, by=by, mentions=called, files=self._files(act, file))

    def _wait(self, act: Act, by: Person) -> None:
        assert act.step is not None
        wait(self.ticket(act), act.step.waiting_for, by=by, until=act.until, why=act.text)

    def _resume(self, act: Act, by: Person) -> None:
        resume(self.ticket(act), by=by, why=act.text)

    def _wake(self, act: Act, by: Person) -> None:
        resume(self.ticket(act), by=by, why=own_words(gettext_noop("The planned moment has come.")))

    def _work(self, act: Act, by: Person) -> None:
        log_work(self.ticket(act), act.minutes, by=by, note=act.text)

    def _priority(self, act: Act, by: Person) -> None:
        classify.set_priority(self.ticket(act), self.company.priorities[act.to], by=by, why=act.text)

    def _join(self, act: Act, by: Person) -> None:
        add_participant(self.ticket(act), self.company.people[act.to], by=by)

    def _merge(self, act: Act, by: Person) -> None:
        merge(
            self.doubles[id(act.telling)], self.ticket(act), by=by, share=True, why="То же самое от коллеги"
        )

    def _link(self, act: Act, by: Person) -> None:
        assert act.telling.main is not None
        link(self.ticket(act), self.tickets[id(act.telling.main)], by=by, kind=LinkKind.CAUSE)

    def _split(self, act: Act, by: Person) -> None:
        ticket = self.ticket(act)
        last = Message.objects.filter(ticket=ticket, kind=MessageKind.HEARD).order_by("id").last()
        assert last is not None
        fresh = split(ticket, [last], by=by, subject=act.to)
        take(fresh, by=by)
        reply(fresh, act.text, by=by, then=Then.RESOLVE)

    def _confirm(self, act: Act, by: Person) -> None:
        confirm(self.ticket(act), by=by)

    def _close(self, act: Act, by: Person) -> None:
        close(self.ticket(act), by=by, why=act.text)

    def _silence(self, act: Act, by: Person) -> None:
        close(self.ticket(act), by=by, why=why_silent(SILENT_DAYS))
