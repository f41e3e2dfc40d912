"""A company that lives: its tickets are made through the verbs, each at its own moment, with the clock moved."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter

from django.conf import settings
from django.db import transaction
from procrastinate.testing import InMemoryConnector

from okno.core import clock, jobs
from okno.demo import approving, chatting, community, feedback, knowledge, plan, privacy
from okno.demo.acts import Act, Teller
from okno.demo.cast import ADDRESS, COLLEAGUES, CUSTOMERS, PASSWORD
from okno.demo.company import Company
from okno.demo.player import Player
from okno.demo.sharing import share
from okno.desk import journal
from okno.desk.models import Ticket
from okno.sla.worktime import Calendar
from okno.staffing.actions.be_seen import be_seen

__all__ = ["ADDRESS", "COLLEAGUES", "CUSTOMERS", "PASSWORD", "build", "is_built"]

LETTERS_HOURS = 5  # of work: later answers leave when the desk starts, earlier ones left long ago
TOGETHER = 100  # acts of one transaction
SHARED = 200  # tickets: from so many on, a second process is worth its start
# Of those on shift: who comes to the demo finds a desk at work.
AT_THEIR_DESKS = (
    "boris",
    "vera",
    "liza",
    "nina",
)
Progress = Callable[[int, int], None]


def build(progress: Progress, *, tickets: int | None = None) -> None:
    """Make the world; `progress` hears how many acts of how many are done.

    With fewer `tickets` than the settings want it is smaller: it reaches back as many fewer weeks.
    """
    count = tickets or settings.DEMO_TICKETS
    company, now = Company(), clock.now()
    acts = acts_until(now, count, company.calendar)
    begins = company.calendar.add(now, -LETTERS_HOURS * 3600)
    past = [act for act in acts if act.at < begins]
    player = Player(company)
    hands = 2 if count >= SHARED and len(os.sched_getaffinity(0)) > 1 else 1
    with jobs.app.replace_connector(
        InMemoryConnector()
    ):  # what had to be told of the past was told in the past
        told = _relate(player, past, hands, lambda done: progress(done, len(acts)))
        feedback.write(company.people)
        chatting.write(company)
        community.write(company.people)
        privacy.write(company.people)
    for done in perform(player, acts[len(past) :]):
        told += done
        progress(told, len(acts))
    approving.write(company.people)
    knowledge.name_sections()
    knowledge.hand_in(company.people)
    knowledge.look_in_vain()
    knowledge.find_alone()
    for name in AT_THEIR_DESKS:
        be_seen(company.people[name])


def acts_until(now: datetime, count: int, calendar: Calendar) -> list[Act]:
    """Return what everybody has done until now in a world of so many tickets, in the order of time."""
    told = plan.tellings(count, now, calendar)
    acts = [act for telling in told for act in _past(telling, calendar, now)]
    return sorted(acts, key=attrgetter("at"))


def perform(player: Player, acts: Sequence[Act]) -> Iterator[int]:
    """Let acts happen, many in one transaction; yields how many after each."""
    for start in range(0, len(acts), TOGETHER):
        some = acts[start : start + TOGETHER]
        with transaction.atomic(), journal.together():
            for act in some:
                player.perform(act)
        yield len(some)


def is_built() -> bool:
    """True when the desk holds tickets already."""
    return Ticket.objects.exists()


def _past(telling: plan.Telling, calendar: Calendar, now: datetime) -> Iterator[Act]:
    teller = Teller(telling=telling, calendar=calendar, chance=telling.chance, at=telling.opened_at)
    for act in teller.acts():
        if act.at > now:
            return
        yield act


def _relate(player: Player, past: Sequence[Act], hands: int, progress: Callable[[int], None]) -> int:
    """Let the past happen. All tickets are opened first, so that their numbers follow the time; then hands share them."""
    first = [act for act in past if act.opens or act.telling.is_entangled]
    rest = [act for act in past if not (act.opens or act.telling.is_entangled)]
    told = 0
    for done in perform(player, first):
        told += done
        progress(told)
    places = {ticket: place for place, ticket in enumerate(player.tickets)}
    parts = [[act for act in rest if places[id(act.telling)] % hands == hand] for hand in range(hands)]
    for done in share(lambda part: perform(player, part), parts):
        progress(told + done)
    return told + len(rest)
