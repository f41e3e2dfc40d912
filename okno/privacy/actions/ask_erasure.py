"""Somebody asks to be erased, takes the wish back, or hears why not."""

from datetime import datetime

from django.db import IntegrityError, transaction

from okno.catalog.usual import usual_calendar
from okno.core import clock
from okno.core.text import one_line, several_lines
from okno.people.joining import family
from okno.people.models import Person
from okno.privacy import letters
from okno.privacy.access import may_be_erased, open_erasure_of
from okno.privacy.due import due
from okno.privacy.models import ErasureRequest, ErasureState
from okno.privacy.refusals import AlreadyDecided, NoReason

NOTE_AT_MOST, REASON_AT_MOST = 500, 1000


@transaction.atomic
def ask_erasure(person: Person, *, by: Person, note: str = "", at: datetime | None = None) -> ErasureRequest:
    """Write down that the person wants to be erased, and tell him so; one wish stands at a time.

    `by` is the person, or an administrator who has a letter or a paper before the eyes. Raises what `may_be_erased` does.
    """
    person = family(person)[0]
    may_be_erased(person)
    known = open_erasure_of(person)
    if known is not None:
        return known
    now = at or clock.now()
    try:
        with transaction.atomic():
            row = ErasureRequest.objects.create(
                person=person,
                asked_by=by,
                asked_at=now,
                due_at=due(now, usual_calendar()),
                note=one_line(note, NOTE_AT_MOST),
            )
    except IntegrityError:  # pressed twice in one moment
        return ErasureRequest.objects.get(person=person, state=ErasureState.ASKED)
    letters.tell_asked(row)
    letters.tell_administrators(row)
    return row


@transaction.atomic
def withdraw_erasure(row: ErasureRequest) -> None:
    """Take the wish back, as long as nothing was erased; twice is once. Raises AlreadyDecided."""
    row = _locked(row)
    if row.state == ErasureState.WITHDRAWN:
        return
    if row.state != ErasureState.ASKED:
        raise AlreadyDecided
    row.state, row.ended_at = ErasureState.WITHDRAWN, clock.now()
    row.save(update_fields=["state", "ended_at"])


@transaction.atomic
def refuse_erasure(row: ErasureRequest, *, by: Person, reason: str) -> None:
    """Refuse, with a reason that the person is told; twice is once. Raises NoReason and AlreadyDecided."""
    row, reason = _locked(row), several_lines(reason, REASON_AT_MOST)
    if not reason:
        raise NoReason(field="reason")
    if row.state == ErasureState.REFUSED:
        return
    if row.state != ErasureState.ASKED:
        raise AlreadyDecided
    now = clock.now()
    row.state, row.reason, row.decided_by, row.decided_at, row.ended_at = (
        ErasureState.REFUSED,
        reason,
        by,
        now,
        now,
    )
    row.save(update_fields=["state", "reason", "decided_by", "decided_at", "ended_at"])
    letters.tell_refused(row)


def _locked(row: ErasureRequest) -> ErasureRequest:
    return ErasureRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
