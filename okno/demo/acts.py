"""What everybody does in one ticket, and at which moment: pure. Nobody works when the desk is closed but the night shift."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from okno.demo import voices
from okno.demo.cast import CUSTOMERS, NIGHT_SHIFT, ORGANISATIONS, PEOPLE, SERVICES, TEAMS
from okno.demo.plan import Telling
from okno.demo.stories.telling import (
    APPLICATIONS,
    BOSS,
    COLLEAGUE,
    DISPATCHER,
    DISPATCHERS,
    ENGINEERS,
    FIELD,
    LEAD,
    NIGHT,
    OWNER,
    REQUESTER,
    Step,
)
from okno.people.models import Role
from okno.sla.worktime import ALWAYS, Calendar

# Who takes how much of a team's work; a lead has less of it, the night shift none by day.
SHARES = {
    DISPATCHERS: {"boris": 4, "liza": 4, "kirill": 3, "vera": 1},
    APPLICATIONS: {"nina": 4, "timur": 4, "boris": 1, "vera": 1},
    FIELD: {"oleg": 3, "yury": 4},
    ENGINEERS: {"rita": 4, "gleb": 3},
}
# Promised working minutes by priority: reaction and resolution; how far a late one goes beyond.
PROMISED = {"": (60, 960), "medium": (240, 480), "major": (60, 240), "critical": (30, 120)}
SILENT_DAYS = 3
WORK = (10, 15, 15, 20, 25, 30, 45, 60)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One verb of one person at one moment, in the ticket of a telling."""

    at: datetime
    verb: str
    by: str
    telling: Telling
    text: str = ""
    step: Step | None = None
    team: str = ""
    to: str = ""
    until: datetime | None = None
    minutes: int = 0

    @property
    def opens(self) -> bool:
        """True where a ticket begins."""
        return self.verb in ("open", "open_double")


@dataclass(kw_only=True)
class Teller:
    """Walks through one telling: remembers the moment, the owner and the team."""

    telling: Telling
    calendar: Calendar
    chance: Random
    at: datetime
    owner: str = ""
    dispatcher: str = ""
    team: str = DISPATCHERS
    words: dict[str, str] = field(default_factory=dict)
    second: str = ""
    boss: str = ""
    is_night: bool = False

    def acts(self) -> Iterator[Act]:
        """Yield everything that happens, to the end; whoever performs stops at the present."""
        story = self.telling.story
        yield self.act("open", self.telling.requester, text=self._first_words())
        if story.untouched:
            return
        yield from self._reception()
        solved_before = max((n for n, step in enumerate(story.steps) if step.then == "resolve"), default=-1)
        for number, step in enumerate(story.steps):
            if number == solved_before and self.telling.late == "solve":
                self.pass_minutes(PROMISED[story.priority][1] * self.chance.uniform(0.9, 1.3), OWNER)
            yield from self._step(step)
        if self.telling.outage:
            yield from self._during_outage()
        yield from self._ending()

    def act(self, verb: str, by: str, **more: object) -> Act:
        """Return an act of the present moment."""
        return Act(at=self.at, verb=verb, by=by, telling=self.telling, **more)  # type: ignore[arg-type]

    def pass_minutes(self, minutes: float, by: str) -> None:
        """Let working minutes pass; at night those of the clock on the wall."""
        seconds = int(minutes * 60) + self.chance.randrange(5, 55)
        if by == NIGHT:
            self.at = ALWAYS.add(self.at, seconds)
        else:
            self.at = self.calendar.next_working_moment(self.calendar.add(self.at, seconds))

    def _first_words(self) -> str:
        requester = CUSTOMERS[self.telling.requester]
        organisation = requester.organisation
        others = [key for key, part in CUSTOMERS.items() if part.organisation == organisation]
        others.remove(self.telling.requester)
        bosses = [key for key in others if CUSTOMERS[key].role == Role.MANAGER]
        self.second, self.boss = self.chance.choice(others), (bosses or others)[0]
        self.words = {
            **self.telling.words,
            "имя": requester.called,
            "клиент": requester.name,
            "орг": ORGANISATIONS[organisation],
            "второй": CUSTOMERS[self.second].called,
            "шеф": CUSTOMERS[self.boss].called,
        }
        text = self.telling.story.text
        if self.telling.story.hours_ago is None:
            text = voices.opening(text, requester.voice, self.chance)
        return self.filled(text, self.telling.requester)

    def filled(self, text: str, by: str, colleague: str = "") -> str:
        """Return a text as this person says it now."""
        words = {**self.words, "я": PEOPLE[by].name.split()[0]}
        if colleague:
            words["коллега"] = PEOPLE[colleague].name
        requester = CUSTOMERS[self.telling.requester]
        return voices.fill(text, words, speaker=PEOPLE[by], requester=requester)

    def _reception(self) -> Iterator[Act]:
        """A dispatcher reads, says what it is, and takes it or gives it to the team of the service."""
        story = self.telling.story
        by = NIGHT if story.night else OWNER
        self.pass_minutes(self.chance.uniform(1, 9), by)
        self.dispatcher = self.member(DISPATCHERS, by)
        yield self.act("classify", self.dispatcher)
        team = SERVICES[story.service]
        stays = team == DISPATCHERS or story.by_first_line or by == NIGHT
        if not stays:
            self.pass_minutes(self.chance.uniform(0.3, 3), by)
            self.team = team
            yield self.act("assign", self.dispatcher, team=team)
        minutes = self.chance.uniform(1, 14)
        if self.telling.late == "take":
            minutes += PROMISED[story.priority][0] * self.chance.uniform(1.05, 2)
        yield self._taken(story.owner or (self.dispatcher if stays else self.member(team, by)), minutes, by)
        if self.telling.story.double:
            yield from self._double()

    def _taken(self, who: str, minutes: float, by: str = OWNER) -> Act:
        self.pass_minutes(minutes, by)
        self.owner = who
        return self.act("take", who)

    def member(self, team: str, by: str = OWNER) -> str:
        """Choose who of the team is there now."""
        if by == NIGHT and self.calendar.next_working_moment(self.at) != self.at:
            return NIGHT_SHIFT
        shares = SHARES[team]
        return self.chance.choices(list(shares), list(shares.values()))[0]

    def _double(self) -> Iterator[Act]:
        self.pass_minutes(2, OWNER)
        yield self.act("open_double", self.second, text=self.filled(self.telling.story.double, self.second))
        self.pass_minutes(6, OWNER)
        yield self.act("merge", self.owner)

    def _step(self, step: Step) -> Iterator[Act]:
        if step.by != REQUESTER:  # whoever asks at night reads the answer at night
            self.is_night = step.by == NIGHT
        pace = NIGHT if self.is_night else step.by
        self.pass_minutes(step.gap * self.chance.uniform(0.85, 1.15), pace)
        by = self._who(step)
        colleague = self._colleague(step.to, by) if step.verb == "note" and step.to else ""
        text = self.filled(step.text, by, colleague)
        if step.verb == "hear":
            text = voices.spoken(text, CUSTOMERS[by].voice)
            if by != self.telling.requester:
                yield self.act("join", self.telling.requester, to=by)
        until = None
        if step.verb == "wait" and step.minutes:
            until = self.calendar.add(self.at, step.minutes * 60)
        yield self.act(
            step.verb,
            by,
            text=text,
            step=step,
            team=step.team,
            to=colleague or self.filled(step.to, by),
            until=until,
            minutes=step.minutes,
        )
        if until is not None:
            self.at = until
            yield self.act("wake", "robot")
        if step.verb == "hand_over":
            self.team = step.team
            takers = [key for key in SHARES[step.team] if key != by]
            shares = [SHARES[step.team][key] for key in takers]
            yield self._taken(self.chance.choices(takers, shares)[0], self.chance.uniform(4, 20))
        if step.then == "resolve" and self._writes_down():
            self.at += timedelta(seconds=40)
            yield self.act("work", by, minutes=self.chance.choice(WORK))

    def _writes_down(self) -> bool:
        """Half of the colleagues write down how long it took, unless the story tells it itself."""
        told = any(step.verb == "work" for step in self.telling.story.steps)
        return not told and self.chance.random() < 1 / 2

    def _who(self, step: Step) -> str:
        known = {
            OWNER: self.owner,
            DISPATCHER: self.dispatcher,
            LEAD: "vera",
            REQUESTER: self.telling.requester,
        }
        if step.by in (COLLEAGUE, BOSS):
            return self.second if step.by == COLLEAGUE else self.boss
        if step.by == NIGHT:
            return self.member(DISPATCHERS, NIGHT)
        return known.get(step.by, step.by)

    def _colleague(self, to: str, by: str) -> str:
        if to in PEOPLE:
            return to
        return self.chance.choice([key for key in TEAMS[to][1] if key not in (by, NIGHT_SHIFT)])

    def _during_outage(self) -> Iterator[Act]:
        outage = self.telling.outage
        assert outage is not None
        self.pass_minutes(1, OWNER)
        yield self.act("link", self.owner)
        self.pass_minutes(2, OWNER)
        yield self.act("reply", self.owner, text=self.filled(outage.answer, self.owner))
        self.pass_minutes(80 + self.chance.uniform(0, 25), OWNER)
        yield self.act(
            "reply",
            self.owner,
            text=self.filled(outage.solved, self.owner),
            step=Step(verb="reply", gap=0, then="resolve"),
        )

    def _ending(self) -> Iterator[Act]:
        """What was solved is thanked for, confirmed, or closed in silence."""
        steps = self.telling.story.steps
        is_solved = self.telling.outage or (steps and steps[-1].then == "resolve")
        if not is_solved:
            return
        how = (
            self.telling.story.ends or self.chance.choices(("thanks", "confirm", "silence"), (42, 20, 38))[0]
        )
        if how == "silence":
            self.at = self._silent_until()
            yield self.act("silence", "robot")
        if how == "thanks":
            self.pass_minutes(self.chance.uniform(3, 90), REQUESTER)
            voice = CUSTOMERS[self.telling.requester].voice
            yield self.act("hear", self.telling.requester, text=voices.thanks(voice, self.chance))
        if how in ("thanks", "confirm"):
            self.pass_minutes(self.chance.uniform(1, 6 if how == "thanks" else 200), REQUESTER)
            yield self.act("confirm", self.telling.requester)

    def _silent_until(self) -> datetime:
        """Return the moment at which three working days are over, as the sweep of the desk counts them."""
        moment, worked = self.at, 0
        while worked < SILENT_DAYS:
            midnight = moment.astimezone(self.calendar.zone).replace(
                hour=0, minute=0, second=0, microsecond=0
            )
            worked += self.calendar.between(midnight, midnight + timedelta(days=1)) > 0
            moment += timedelta(days=1)
        return moment + timedelta(minutes=(3 - moment.minute) % 10)
