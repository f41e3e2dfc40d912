"""The job that reads what came, several letters in one transaction; one that cannot be read waits and never stops the others.

Where a run of letters fails, each is read again in a transaction of its own, and only the one at fault is charged.
"""

import logging
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.utils.translation import gettext_noop as _

from okno.channels import inbox, recorder
from okno.channels.claiming import claim, is_waiting
from okno.channels.mail.cage import Cage, CageError
from okno.channels.mail.understand import BeyondLimitsError, glimpse
from okno.channels.models import Inbound, InboundState
from okno.core import clock, jobs
from okno.core.files import StoreAway
from okno.core.text import one_line

if TYPE_CHECKING:
    from okno.channels.known import Understood
    from okno.channels.mail.letter import Letter

ATTEMPTS = 5
CAGE_ATTEMPTS = 2  # a letter that breaks its reader breaks the next one too; once more, for a busy machine
BACK_OFF_SECONDS = 10  # 10, 20, 40, 80 between the attempts
COLLISIONS = 8  # tries at once when two workers stand in each other's way (REL-29, REL-30)
RUN_SECONDS = 8.0  # of one run of the job; then the next run goes on, so that a worker can stop
TOGETHER = 12  # letters of one transaction
TOGETHER_SECONDS = 5.0  # for them all; those that are left are the next run's
GIVE_WAY = "300ms"  # a run holds many rows, so it waits for nobody longer: less than PostgreSQL needs to see a deadlock
STORE_AWAY_SECONDS = 60  # until a letter whose files could not be kept is read again
READERS = 2  # runs at once in one process; each has a cage

TOO_BIG = _("The letter is larger or deeper than the desk reads.")
BROKE = _("The process that reads letters broke down on this one.")
SLOW = _("Reading this letter takes too long.")
HUNGRY = _("Reading this letter needs too much memory.")
FAULT = _("The desk made a mistake with this letter.")
NO_BYTES = _("The letter as it came is no longer kept.")
_CAGE_WORDS = {"timeout": SLOW, "memory": HUNGRY, "crash": BROKE}
_COLLIDED = frozenset({"40001", "40P01", "55P03"})  # serialization failure, deadlock, lock not available

log = logging.getLogger(__name__)
_seats = threading.Semaphore(READERS)
_more = threading.Event()
_cages: list[Cage] = []
_guard = threading.Lock()


@jobs.task(name="understand", queue="letters")
def understand() -> None:
    """Read the letters that wait, oldest first, until none is left or the time of this run is over."""
    if not connection.in_atomic_block:
        close_old_connections()  # one that died while the worker was idle
    _more.set()
    while _more.is_set() and _seats.acquire(blocking=False):
        try:
            _more.clear()
            is_done = _read_all(time.monotonic() + RUN_SECONDS)
        finally:
            _seats.release()
        if not is_done:
            wake()
            return


@jobs.app.periodic(cron="* * * * * */10")
@jobs.task(name="sweep_letters", queue="letters", queueing_lock="sweep_letters", pass_context=False)
def sweep_letters(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells which tick it is
    """Wake the reader where letters wait for it: a wish that was lost, or another try whose time has come."""
    if is_waiting():
        wake()


def read_alone(raw: bytes) -> "Letter":
    """Read one letter beside the others, in the same cages; raises CageError and BeyondLimitsError."""
    cage = _take_cage()
    try:
        return cage.understand(raw)
    finally:
        _give_back(cage)


def wake() -> None:
    """Make sure that a run of the reader waits in the queue; in a transaction, from its commit on."""
    jobs.wake(understand)


def take_some(cage: Cage) -> int:
    """Read the oldest letters whose turn it is, together; returns how many, 0 where none waits."""
    run: list[Inbound] = []
    try:
        with transaction.atomic():
            _give_way()
            run = claim(TOGETHER)
            _read(run, cage)
    except Exception as error:
        if not run:
            raise
        log.info("a run of letters is read one by one: %s", type(error).__name__)
        _each_alone(run, cage)
    return len(run)


def _each_alone(run: list[Inbound], cage: Cage) -> None:
    until = time.monotonic() + TOGETHER_SECONDS
    for _letter in run:
        if not take_one(cage) or time.monotonic() > until:
            return


def take_one(cage: Cage) -> bool:
    """Read the oldest letter whose turn it is; returns False where none waits. Errors of the database are the caller's."""
    for collision in range(COLLISIONS):
        pk = None
        try:
            with transaction.atomic():
                run = claim(1)
                if not run:
                    return False
                pk = run[0].pk
                _read(run, cage)
        except IntegrityError as error:
            if collision + 1 < COLLISIONS:
                continue
            _failed(pk, FAULT, error, ATTEMPTS)
        except (OperationalError, InterfaceError) as error:
            # A database that is away says nothing about the letter (REL-15).
            if getattr(error.__cause__, "sqlstate", None) not in _COLLIDED or collision + 1 == COLLISIONS:
                raise
            continue
        except BeyondLimitsError as error:
            _failed(pk, TOO_BIG, error, 1)
        except CageError as error:
            _failed(pk, _CAGE_WORDS.get(error.code, BROKE), error, CAGE_ATTEMPTS)
        except Exception as error:  # noqa: BLE001 - whatever a stranger's letter does, those behind it go on (REL-01)
            _failed(pk, FAULT, error, ATTEMPTS)
        return True
    return True


def _read(run: list[Inbound], cage: Cage) -> None:
    """Understand first, then write: no ticket is held while a cage is slow."""
    until = time.monotonic() + TOGETHER_SECONDS
    understood: list[Understood] = []
    for inbound in run:
        if inbound.raw is None:
            inbox.quarantine(inbound, NO_BYTES)
            inbound.save(update_fields=["state", "reason", "decisions", "handled_at"])
        elif not understood or time.monotonic() < until:
            understood.append((inbound, cage.understand(bytes(inbound.raw))))
    if understood:
        inbox.take_in(understood)


def _read_all(until: float) -> bool:
    """Read until nothing waits (True) or the time is over (False)."""
    cage = _take_cage()
    has_called = False
    try:
        while time.monotonic() < until:
            if not take_some(cage):
                return True
            if not has_called and (has_called := is_waiting()):
                wake()  # more than one reader is welcome
    finally:
        _give_back(cage)
    return False


def _give_way() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [GIVE_WAY])


def _failed(pk: int | None, reason: str, error: Exception, attempts: int) -> None:
    """Write the failed attempt down; the last one puts the letter where people see it, with what its head tells."""
    if pk is None:
        raise error
    if isinstance(error, StoreAway):
        _put_off(pk)
        return
    with transaction.atomic():
        inbound = Inbound.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=pk)
        if inbound.state != InboundState.NEW:
            return
        inbound.attempts += 1
        recorder.note(inbound, "failed", attempt=inbound.attempts, reason=reason)
        log.warning("letter %s, attempt %s: %s", pk, inbound.attempts, type(error).__name__, exc_info=error)
        if inbound.attempts >= attempts:
            _describe_by_head(inbound)
            inbox.quarantine(inbound, reason)
            log.error("letter %s is in quarantine: %s", pk, reason)
        else:
            pause = BACK_OFF_SECONDS * 2 ** (inbound.attempts - 1)
            inbound.retry_at = clock.now() + timedelta(seconds=pause)
        inbound.save(
            update_fields=[
                "attempts",
                "state",
                "reason",
                "decisions",
                "retry_at",
                "subject",
                "sender",
                "handled_at",
            ]
        )


def _put_off(pk: int) -> None:
    """A store of files that is away says nothing about the letter, as little as a database: no attempt is counted."""
    later = clock.now() + timedelta(seconds=STORE_AWAY_SECONDS)
    Inbound.objects.filter(pk=pk, state=InboundState.NEW).update(retry_at=later)


def _describe_by_head(inbound: Inbound) -> None:
    """Let people see in the quarantine from whom it is and what about, as far as the first lines tell."""
    inbound.handled_at = clock.now()
    try:
        head = glimpse(bytes(inbound.raw or b""))
    except Exception:  # noqa: BLE001 - the letter has broken its reader before
        return
    inbound.subject = one_line(head.subject, 250) or inbound.subject
    inbound.sender = one_line(head.from_email.lower(), 320) or inbound.sender


def _take_cage() -> Cage:
    with _guard:
        return _cages.pop() if _cages else Cage()


def _give_back(cage: Cage) -> None:
    with _guard:
        _cages.append(cage)
