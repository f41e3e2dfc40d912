"""What the virus scanner means for the files: each content is checked, held back meanwhile, and whoever shows it hears of it.

Without a scanner in the settings nothing is checked and nothing is held back (docs/decisions/0050-virus-scanner.md).
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import Enum
from typing import Any, ClassVar, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.core import clock, jobs, scanner
from okno.core.hearing import Hearers
from okno.core.models import StoredFile
from okno.core.models.stored_file import WAITS, ScanState, Trouble
from okno.core.refusals import Refusal

RUN_SECONDS: Final = 30  # after so long a run begins no file more; the rest is the next run's
RUN_LIMIT: Final = RUN_SECONDS + 2 * scanner.SECONDS
LANES: Final = 2  # runs at once: a scanner that hangs takes no more of the workers
CLAIMED: Final = timedelta(seconds=RUN_LIMIT)  # a file of a worker that died is somebody else's after it
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(days=1)  # doubles with each try that had no answer
LOOKS_AGAIN: Final = 5  # seconds after which a page asks again whether the check is over
_LOCKS: Final = 0x0C0_0050  # the first half of our advisory locks; the second is the lane

on_scanned: Final = Hearers[[StoredFile]]()  # hear what came of a file, in the transaction that writes it
log = logging.getLogger(__name__)


class Reader(Enum):
    """Who wants a file: anybody, a colleague who was warned and takes it all the same, or the one who has just brought it."""

    ANYBODY = "anybody"
    WARNED = "warned"
    AUTHOR = "author"


class Held(Refusal):
    """A file that is not given out now, with the head of the page that says so; it is no try at what is another's."""

    heading: ClassVar[str | Promise] = ""

    def __init__(self, **facts: Any) -> None:
        super().__init__(heading=self.heading, **facts)


class BeingChecked(Held):
    status = 409
    heading = _("One moment, please")
    message = _("The file is being checked for viruses. This page tries again by itself in a few seconds.")

    def __init__(self) -> None:
        super().__init__(looks_again=LOOKS_AGAIN)


class VirusFound(Held):
    status = 403
    heading = _("This file is kept back")
    message = _("A virus was found in this file. It is given to nobody.")


class NotChecked(Held):
    status = 403
    heading = _("This file is kept back")
    message = _(
        "This file could not be checked for viruses yet, so it is not given out. The desk tries again by itself."
    )


def ask(file: StoredFile) -> None:
    """Let a file that waits for its check be the next, in the running transaction; without a scanner it costs nothing.

    Its row is written where that changes something, and no oftener: letters with the same files would else wait for each other.
    """
    if not settings.VIRUS_SCANNER or file.scan not in (ScanState.NOT_SCANNED, ScanState.FAILED):
        return
    now, again = clock.now(), file.scan_again_at
    if again is None or (again > now and again - _wait(file.scan_tries) + FIRST_WAIT < now):
        StoredFile.objects.filter(pk=file.pk).filter(WAITS).update(scan_again_at=now)
    elif again > now:
        return  # it is being checked, or was a moment ago
    jobs.wake(scan_waiting)


def refusal(file: StoredFile, reader: Reader = Reader.ANYBODY) -> Refusal | None:
    """Return why this reader does not get the file; None where it is given."""
    trouble = file.trouble
    if trouble == Trouble.VIRUS:
        return VirusFound()
    if not trouble or reader == Reader.AUTHOR:
        return None
    if trouble == Trouble.CHECKING:
        return BeingChecked()
    return NotChecked() if reader == Reader.ANYBODY else None


@jobs.task(name="scan_waiting", queue="scans", priority=jobs.AWAITED, seconds=RUN_LIMIT)
def scan_waiting() -> None:
    """Check what waits, the newest first: files that were asked about, tries that are due, then those from before the scanner."""
    while settings.VIRUS_SCANNER and _open().exists():
        with _lane() as lane:
            if lane is None:
                return  # whoever has them looks once more after it
            if lane == 0 and _open()[1:2].exists():
                jobs.wake(scan_waiting)  # one big file does not hold the others
            if not _scan_some():
                jobs.wake(scan_waiting)
                return


@jobs.every("23 * * * * *", seconds=30)
def look_for_unscanned(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Look for what waits: files from before there was a scanner, those of dead workers, tries that are due."""
    if not settings.VIRUS_SCANNER:
        return
    scanner.forget_left()
    if _open().exists():
        jobs.wake(scan_waiting)


def counted() -> dict[str, int]:
    """Return how many files there are in each state but the clean ones."""
    rows = StoredFile.objects.exclude(scan=ScanState.CLEAN).order_by().values_list("scan")
    return dict(rows.annotate(Count("pk")))


def _scan_some() -> bool:
    """Check one after the other; returns whether that was all."""
    until = time.monotonic() + RUN_SECONDS
    while (file := _claimed()) is not None:
        _scan(file)
        if time.monotonic() > until:
            return False
    return True


def _scan(file: StoredFile) -> None:
    """Ask the scanner about the file, and write down what it says."""
    found = _judged(file)
    with transaction.atomic():
        is_other = file.scan != found.state
        file.scan, file.scan_said = found.state, found.said
        file.scan_again_at = clock.now() + _wait(file.scan_tries) if found.state == ScanState.FAILED else None
        known = StoredFile.objects.filter(pk=file.pk)
        is_there = known.update(
            scan=file.scan,
            scan_said=file.scan_said,
            scan_again_at=file.scan_again_at,
        )
        if is_other and is_there:
            on_scanned.tell(file)
    if found.state == ScanState.INFECTED:
        log.warning("a virus was found in the stored file %s", file.sha256)


@transaction.atomic
def _claimed() -> StoredFile | None:
    file = _open().select_for_update(skip_locked=True, no_key=True).first()
    if file is not None:
        # Counted before: a file that takes its worker down each time comes ever more seldom.
        file.scan_tries += 1
        again = clock.now() + max(CLAIMED, _wait(file.scan_tries))
        StoredFile.objects.filter(pk=file.pk).update(scan_tries=file.scan_tries, scan_again_at=again)
    return file


def _open() -> QuerySet[StoredFile]:
    is_due = Q(scan_again_at=None) | Q(scan_again_at__lte=clock.now())
    return StoredFile.objects.filter(is_due, WAITS).order_by(F("scan_again_at").desc(nulls_last=True), "-id")


def _wait(tries: int) -> timedelta:
    return min(FIRST_WAIT * (1 << min(max(tries - 1, 0), 20)), LONGEST_WAIT)


def _judged(file: StoredFile) -> scanner.Judgement:
    try:
        with default_storage.open(file.path) as stream:
            return scanner.judge(stream)
    except OSError as error:
        log.error("the stored file %s cannot be checked: %s", file.sha256, error)  # noqa: TRY400 - one line is enough
        return scanner.Judgement(ScanState.FAILED, type(error).__name__)


@contextmanager
def _lane() -> Iterator[int | None]:
    """Hold one of the lanes of the whole desk while the block runs; None where all are taken."""
    with connection.cursor() as cursor:
        for lane in range(LANES):
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCKS, lane])
            if cursor.fetchone()[0]:
                break
        else:
            yield None
            return
        try:
            yield lane
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCKS, lane])
