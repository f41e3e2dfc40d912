"""No ticket is nobody's: what lies with who is away, silent or gone goes on. One sweep over due rows, each in its transaction."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from okno.core import clock
from okno.core.said import ngettext_noop, own_words
from okno.desk.actions._ground import decline, lock, put_into_hands
from okno.desk.actions.assign import hands as in_words
from okno.desk.hands import Care, Held, Verdict, Why, judge
from okno.desk.journal import record
from okno.desk.models import Assignment, Fact, State, Ticket
from okno.desk.models.ticket import IN_HAND, TicketQuerySet
from okno.people.actions.meet import robot
from okno.people.models import MOST_URGENT, STAFF, Membership, Person, Team
from okno.sla.clocks import calendar_of
from okno.staffing import who
from okno.staffing.models import Attendance
from okno.staffing.roster import Away, Duty
from okno.staffing.telling import away_words

PEOPLE_AT_MOST = 200  # of one run
SILENT = ngettext_noop(
    "%(name)s: not accepted within %(count)d minute", "%(name)s: not accepted within %(count)d minutes"
)
DutyOf = Callable[[int], Duty]


@transaction.atomic
def look_after(ticket: Ticket, duty_of: DutyOf) -> bool:
    """Look in whose hands the ticket is, and pass it on where it cannot stay; True where it went. Twice is harmless."""
    ticket = lock(ticket)
    now, owner = clock.now(), ticket.owner
    if owner is None or not ticket.is_live or ticket.merged_into_id is not None:
        _look_at(ticket, None)
        return False
    verdict = judge(_held(ticket, owner, duty_of), now)
    if verdict.why is None:
        _look_at(ticket, verdict.look_at)
        return False
    _pass_on(ticket, owner, verdict, duty_of, now)
    return True


@transaction.atomic
def pass_on(ticket: Ticket, *, by: Person) -> bool:
    """Pass on at once what lies with somebody who is away or gone, whatever its priority; False where the owner is there."""
    ticket = lock(ticket)
    now, owner = clock.now(), ticket.owner
    if owner is None or not ticket.is_live:
        return False
    duty_of = who.asked(now)
    duty = duty_of(owner.pk) if owner.is_staff_member else None
    away = duty.away_at(now) if duty else None
    if duty is not None and away is None:
        return False
    verdict = Verdict(Why.AWAY, away) if away else Verdict(Why.GONE)
    _pass_on(ticket, owner, verdict, duty_of, now, by=by)
    return True


def _held(ticket: Ticket, owner: Person, duty_of: DutyOf) -> Held:
    given = Assignment.objects.filter(ticket=ticket, ended_at=None).first()
    since = given.started_at if given else ticket.created_at
    by_himself = given is not None and given.by_id == owner.pk
    return Held(
        duty=duty_of(owner.pk) if owner.is_staff_member else None,
        care=Care.of(ticket.team),
        rank=ticket.priority.rank,
        since=since,
        is_accepted=by_himself or Fact.objects.filter(ticket=ticket, by=owner, at__gte=since).exists(),
        is_waiting=ticket.state == State.WAITING,
        urgent_hours=calendar_of(ticket.priority.calendar),
    )


def _pass_on(
    ticket: Ticket,
    owner: Person,
    verdict: Verdict,
    duty_of: DutyOf,
    now: datetime,
    *,
    by: Person | None = None,
) -> None:
    """Give the ticket to who stands in and is there, or back to the team, with the reason."""
    by = by or robot()
    substitute = _substitute(verdict.away, duty_of, now)
    team = ticket.team or _team_of(owner)
    before = in_words(ticket.team, owner)
    agreed = put_into_hands(ticket, team=team, owner=substitute, by=by, at=now)
    if verdict.why is Why.SILENT:
        decline(ticket, owner, now)
    why = reason(owner, verdict, Care.of(team).accept_minutes)
    record(
        "ticket.passed_on", ticket, by=by, at=now, why=why,
        before=before, after=in_words(team, substitute), because=str(verdict.why), from_owner=owner.pk, **agreed,
    )  # fmt: skip


def reason(owner: Person, verdict: Verdict, minutes: int | None) -> str:
    """Return why it goes on, in words."""
    if verdict.why is Why.AWAY and verdict.away is not None:
        return own_words("%(name)s: %(why)s", name=str(owner), why=away_words(verdict.away))
    if verdict.why is Why.GONE:
        return own_words(gettext_noop("%(name)s does not work here any more"), name=str(owner))
    if verdict.why is Why.SHIFT_OVER:
        return own_words(gettext_noop("%(name)s: the shift is over"), name=str(owner))
    return own_words(SILENT[0], plural=SILENT[1], name=str(owner), count=minutes or 0)


def _substitute(away: Away | None, duty_of: DutyOf, now: datetime) -> Person | None:
    """Return who stands in, where that one is not away as well."""
    if away is None or away.substitute is None:
        return None
    found = Person.objects.staff().filter(pk=away.substitute).first()
    return found if found and duty_of(found.pk).away_at(now) is None else None


def _team_of(owner: Person) -> Team | None:
    """Return the first of the owner's teams, by the line."""
    own = Membership.objects.filter(person=owner).values("team")
    return Team.objects.filter(pk__in=own, is_active=True).order_by("line", "name").first()


def _look_at(ticket: Ticket, moment: datetime | None) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(hands_due_at=moment)


# ---- the people


def look_at_people(now: datetime) -> None:
    """Mark the tickets of those who have just left, and know when the others will; bounded, and harmless when repeated."""
    staff = Person.objects.staff()
    known = Attendance.objects.values("person")
    fresh = [Attendance(person=one) for one in staff.exclude(pk__in=known)[:PEOPLE_AT_MOST]]
    Attendance.objects.bulk_create(fresh, ignore_conflicts=True)
    here = Q(person__is_active=True, person__role__in=STAFF)
    for _turn in range(PEOPLE_AT_MOST):
        if not _look_at_one(Q(leaves_at=None) | Q(leaves_at__lte=now) | ~here, now):
            break


@transaction.atomic
def _look_at_one(due: Q, now: datetime) -> bool:
    row = (
        Attendance.objects.filter(due)
        .select_related("person")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("leaves_at", "pk")
        .first()
    )
    if row is None:
        return False
    if not row.person.is_staff_member:
        Ticket.objects.live().filter(owner=row.person_id).update(hands_due_at=now)
        row.delete()
        return True
    duty = who.duties([row.person_id], now)[row.person_id]
    if row.leaves_at is not None and not duty.is_there(now):
        _urgent_of(row.person_id).update(hands_due_at=now)
    row.leaves_at = duty.leaves_at(now)
    row.save(update_fields=["leaves_at"])
    return True


def _urgent_of(owner: int) -> TicketQuerySet:
    """Return what does not wait for its owner: the urgent that is in work, by the rule of its team."""
    held = Ticket.objects.standing().filter(owner=owner, state__in=IN_HAND)
    by_team = Q(priority__rank__lte=F("team__urgent_rank")) | Q(team=None, priority__rank__lte=MOST_URGENT)
    return Ticket.objects.filter(pk__in=held.filter(by_team).values("pk"))
