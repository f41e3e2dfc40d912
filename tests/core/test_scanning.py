"""The virus scanner: every content is checked once, held back meanwhile, and no scanner holds the desk."""

import marshal
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from okno.core import clock, files, live, scanner, scanning
from okno.core.models import StoredFile
from okno.core.models.stored_file import ScanState, Trouble
from okno.core.refusals import Refusal
from okno.core.scanning import BeingChecked, NotChecked, Reader, VirusFound
from tests import scanners
from tests.queue import waiting

pytestmark = pytest.mark.django_db
RunJobs = Callable[..., int]


@pytest.fixture
def scanner_there(settings: Any, tmp_path: Path) -> Path:
    return scanners.set_up(settings, tmp_path)


def fresh(file: StoredFile) -> StoredFile:
    return StoredFile.objects.get(pk=file.pk)


def held(file: StoredFile) -> dict[Reader, type[Refusal] | None]:
    """What each reader hears."""
    found = {reader: scanning.refusal(fresh(file), reader) for reader in Reader}
    return {reader: type(refusal) if refusal else None for reader, refusal in found.items()}


def nobody(refusal: type[Refusal] | None) -> dict[Reader, type[Refusal] | None]:
    return dict.fromkeys(Reader, refusal)


def test_without_a_scanner_nothing_is_asked_held_back_or_paid(
    django_assert_num_queries: DjangoAssertNumQueries, run_jobs: RunJobs
) -> None:
    file = files.keep(scanners.VIRUS)
    assert not waiting()
    with django_assert_num_queries(1):
        files.keep(scanners.VIRUS)
    with django_assert_num_queries(0):
        assert files.read(file) == scanners.VIRUS
    scanning.look_for_unscanned(0)
    scanning.scan_waiting()
    assert not waiting()
    assert fresh(file).scan == ScanState.NOT_SCANNED


@pytest.mark.usefixtures("scanner_there")
def test_a_file_is_given_when_it_is_clean_and_not_before(run_jobs: RunJobs) -> None:
    file = files.keep(b"harmless")
    assert held(file) == nobody(BeingChecked) | {Reader.AUTHOR: None}
    with pytest.raises(BeingChecked):
        files.serve(file, "file.txt")
    with pytest.raises(BeingChecked):
        files.read(file)
    run_jobs()
    assert held(file) == nobody(None)
    assert files.read(fresh(file)) == b"harmless"


@pytest.mark.usefixtures("scanner_there")
def test_a_virus_is_given_to_nobody_also_when_there_is_no_scanner_any_more(
    run_jobs: RunJobs, settings: Any
) -> None:
    file = files.keep(scanners.VIRUS)
    run_jobs()
    settings.VIRUS_SCANNER = ()
    assert held(file) == nobody(VirusFound)
    assert fresh(file).scan_said == "Test.Worm FOUND", "without the place where the copy lay"


@pytest.mark.usefixtures("scanner_there")
def test_a_file_without_an_answer_is_for_those_alone_who_were_warned_and_is_tried_again(
    run_jobs: RunJobs,
) -> None:
    file = files.keep(scanners.SILENT)
    run_jobs()
    assert held(file) == {Reader.ANYBODY: NotChecked, Reader.WARNED: None, Reader.AUTHOR: None}
    assert fresh(file).scan_said == "exit code 2: cannot read"
    waits, moment = [], clock.now()
    for _time in range(14):
        again = fresh(file).scan_again_at
        assert again is not None
        waits.append(round((again - moment).total_seconds() / 60))
        moment = again
        with clock.moved_to(moment):
            scanning.look_for_unscanned(0)
            run_jobs()
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits[-1] == 24 * 60, "at last once a day at most, and for as long as it takes"


def test_a_scanner_that_is_back_finds_what_it_has_missed(
    run_jobs: RunJobs, settings: Any, tmp_path: Path
) -> None:
    place = scanners.set_up(settings, tmp_path)
    place.unlink()
    file = files.keep(b"while it was away")
    run_jobs()
    assert fresh(file).trouble == Trouble.UNCHECKED
    scanners.set_up(settings, tmp_path)
    with clock.moved_to(clock.now() + timedelta(minutes=2)):
        scanning.look_for_unscanned(0)
        run_jobs()
    assert fresh(file).scan == ScanState.CLEAN


@pytest.mark.usefixtures("scanner_there")
def test_whoever_asks_for_an_unchecked_file_has_it_tried_again_but_no_oftener_than_once_a_minute(
    run_jobs: RunJobs,
) -> None:
    file = files.keep(scanners.SILENT)
    run_jobs()
    StoredFile.objects.filter(pk=file.pk).update(
        scan_tries=9, scan_again_at=clock.now() + timedelta(minutes=256)
    )
    for minutes, jobs in ((0, 0), (2, 1)):
        with clock.moved_to(clock.now() + timedelta(minutes=minutes)):
            with pytest.raises(NotChecked):
                files.serve(fresh(file), "file.txt")
            assert len(waiting()) == jobs


def test_files_from_before_the_scanner_are_checked_the_newest_first(
    run_jobs: RunJobs, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [files.keep(b"%d" % number) for number in range(5)]
    scanners.set_up(settings, tmp_path)
    monkeypatch.setattr(scanning, "RUN_SECONDS", -1)  # each run has time for one
    scanning.look_for_unscanned(0)
    (first, *_) = waiting()
    scanning.scan_waiting()
    assert [fresh(file).scan for file in old] == ["not_scanned"] * 4 + ["clean"]
    files.keep(b"0")  # it has come again: somebody looks at it now
    scanning.scan_waiting()
    assert fresh(old[0]).scan == ScanState.CLEAN
    assert first[0] == "scan_waiting"
    run_jobs()
    assert {fresh(file).scan for file in old} == {"clean"}, "one run wakes the next"


@pytest.mark.usefixtures("scanner_there")
def test_where_several_wait_a_second_run_helps(run_jobs: RunJobs) -> None:
    files.keep(b"alone")
    run_jobs()
    for number in range(3):
        files.keep(b"file %d" % number)
    assert run_jobs(only="scan_waiting") == 2
    assert not StoredFile.objects.exclude(scan=ScanState.CLEAN).exists()


def test_the_files_of_one_letter_share_one_job(scanner_there: Path) -> None:
    for number in range(30):
        files.keep(b"file %d" % number)
    assert [name for name, _arguments in waiting()] == ["scan_waiting"]


@pytest.mark.usefixtures("scanner_there")
def test_a_clean_file_that_comes_again_is_not_checked_again(run_jobs: RunJobs) -> None:
    file = files.keep(b"a logo")
    run_jobs()
    assert files.keep(b"a logo").scan == ScanState.CLEAN
    assert not waiting()
    assert fresh(file).scan_tries == 1


@pytest.mark.usefixtures("scanner_there")
def test_a_file_whose_bytes_are_gone_is_no_end_of_the_others(run_jobs: RunJobs) -> None:
    lost, other = files.keep(b"lost"), files.keep(b"other")
    Path(default_storage.path(lost.path)).unlink()
    run_jobs()
    assert (fresh(lost).scan, fresh(other).scan) == (ScanState.FAILED, ScanState.CLEAN)


def test_a_scanner_that_hangs_is_ended_with_all_that_it_has_started(
    settings: Any, tmp_path: Path, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    scanners.set_up(settings, tmp_path, f'sleep 600 &\necho $! > "{child}"\nwait')
    monkeypatch.setattr(scanner, "SECONDS", 1)
    began = time.monotonic()
    file = files.keep(b"anything")
    run_jobs()
    assert fresh(file).trouble == Trouble.UNCHECKED
    assert fresh(file).scan_said == "no answer within 1 seconds"
    assert time.monotonic() - began < 20
    assert not is_alive(int(child.read_text()))


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_scanner_learns_none_of_our_secrets_and_says_no_more_than_a_line(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_jobs: RunJobs
) -> None:
    monkeypatch.setenv("OKNO_SECRET_KEY", "canary")
    monkeypatch.setenv("DATABASE_URL", "canary")
    heard = tmp_path / "heard"
    scanners.set_up(settings, tmp_path, f'env > "{heard}"; head -c 5000000 /dev/zero | tr "\\0" x; exit 1')
    file = files.keep(b"anything")
    run_jobs()
    assert "canary" not in heard.read_text()
    assert "PATH=" in heard.read_text()
    assert len(fresh(file).scan_said) == scanner.SAID_AT_MOST


def test_the_scanner_gets_a_copy_that_is_gone_afterwards(
    settings: Any, tmp_path: Path, run_jobs: RunJobs
) -> None:
    seen = tmp_path / "seen"
    scanners.set_up(settings, tmp_path, f'echo "$1" > "{seen}"; rm -f "$1"; exit 0')
    file = files.keep(b"mine")
    run_jobs()
    assert fresh(file).scan == ScanState.CLEAN
    assert files.read(fresh(file)) == b"mine", "whatever a scanner does to what it gets"
    assert not Path(seen.read_text().strip()).exists()


@pytest.mark.usefixtures("scanner_there")
def test_copies_of_workers_that_were_killed_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, of_others = Path(tempfile.mkdtemp(prefix="okno-scan-")), Path(tempfile.mkdtemp(prefix="others-"))
    (left / "file").write_bytes(b"a copy")
    (tmp_path / "okno-scan-link").symlink_to(of_others)
    scanning.look_for_unscanned(0)
    assert left.exists(), "somebody may be asking about it"
    with clock.moved_to(clock.now() + timedelta(minutes=11)):
        scanning.look_for_unscanned(0)
    assert not left.exists()
    assert of_others.exists()


@pytest.fixture
def another() -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(**live._parameters()) as line:
        yield line


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("scanner_there")
def test_two_check_at_once_and_no_more(another: psycopg.Connection[Any], run_jobs: RunJobs) -> None:
    file = files.keep(b"anything")
    for lane in range(scanning.LANES):
        another.execute("SELECT pg_advisory_lock(%s, %s)", [scanning._LOCKS, lane])
    scanning.scan_waiting()
    assert fresh(file).scan == ScanState.NOT_SCANNED
    another.execute("SELECT pg_advisory_unlock(%s, %s)", [scanning._LOCKS, 1])
    scanning.scan_waiting()
    assert fresh(file).scan == ScanState.CLEAN
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)


def test_the_test_virus_is_the_one_that_all_know_and_stands_nowhere_in_our_source() -> None:
    assert len(scanner.harmful()) == 68
    source = Path(scanner.__file__).read_bytes()
    assert scanner.harmful()[20:60] not in source
    assert scanner.harmful()[20:60] not in marshal.dumps(scanner.harmful.__code__)


@pytest.mark.usefixtures("scanner_there")
def test_a_file_that_takes_its_worker_down_comes_ever_more_seldom() -> None:
    file = files.keep(b"poison")
    moments, now = [], clock.now()
    for _death in range(6):
        with clock.moved_to(now):
            assert scanning._claimed() == file
            assert scanning._claimed() is None, "somebody has it"
        again = fresh(file).scan_again_at
        assert again is not None
        moments.append((again - now).total_seconds())
        now = again
    assert moments == [150, 150, 240, 480, 960, 1920]


@pytest.mark.usefixtures("scanner_there")
def test_a_file_that_waits_already_is_written_no_second_time(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    files.keep(b"the same in two letters")
    with django_assert_num_queries(2) as asked:  # the file, and the job that waits for it
        files.keep(b"the same in two letters")
    assert 'UPDATE "core_storedfile"' not in " ".join(query["sql"] for query in asked)
