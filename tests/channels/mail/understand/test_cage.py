"""The cage: real letters come back whole, hostile ones end with a reason, and the desk goes on."""

import contextlib
import os
import threading
import time
from pathlib import Path

import pytest

from okno.channels.mail.cage import Cage, CageError
from okno.channels.mail.understand import TooBigError, TooDeepError, understand
from tests.letters.poison import BOMBS, POISON

LETTER = (
    b"From: a@b.example\nSubject: s\nDate: Mon, 16 Nov 2026 14:30:00 +0300\n"
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n"
    b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--b--\n"
)


@pytest.fixture(scope="module")
def cage():
    with Cage() as one:
        yield one


@pytest.mark.parametrize("name", ["letter", *POISON])
def test_a_letter_comes_out_of_the_cage_as_it_is_understood(cage, name):
    raw = LETTER if name == "letter" else POISON[name]
    assert cage.understand(raw) == understand(raw)


def test_the_child_stays_warm(cage):
    cage.understand(LETTER)
    first = cage.pid
    for _turn in range(20):
        cage.understand(LETTER)
    assert cage.pid == first


def test_refusals_keep_their_types_and_the_child_lives(cage):
    cage.understand(LETTER)
    first = cage.pid
    with pytest.raises(TooDeepError):
        cage.understand(BOMBS["1000_nested_multiparts"])
    with pytest.raises(TooBigError):
        cage.understand(b"x" * (64 * 1024 * 1024 + 1))
    assert cage.pid == first


def test_a_child_that_dies_is_replaced(cage):
    cage.understand(LETTER)
    assert cage.pid is not None
    os.kill(cage.pid, 9)
    with_limit(lambda: not cage._child.is_alive())
    assert cage.understand(LETTER).subject == "s"


def test_sec_51_a_letter_that_takes_too_long_is_given_up():
    with Cage(seconds=0.3) as impatient:
        impatient.understand(LETTER)
        os.kill(impatient.pid, 19)  # a child that hangs
        started = time.monotonic()
        with pytest.raises(CageError) as caught:
            impatient.understand(LETTER)
        assert caught.value.code == "timeout"
        assert time.monotonic() - started < 5
        assert impatient.understand(LETTER).subject == "s"


def test_sec_52_memory_is_bounded():
    with Cage(memory=160 * 1024 * 1024) as small:
        with pytest.raises(CageError) as caught:
            small.understand(b"Content-Type: text/plain\n\n" + b"x\n" * 30_000_000)
        assert caught.value.code in ("memory", "crash")
        assert small.understand(LETTER).subject == "s"


def test_sec_52_a_big_letter_fits_into_the_cage(cage):
    import base64

    content = os.urandom(30_000_000)
    raw = LETTER.replace(b"JVBERi0=\n", base64.encodebytes(content))
    assert cage.understand(raw).attachments[0].content == content


@pytest.mark.parametrize("name", BOMBS)
def test_sec_52_bombs_leave_the_cage_usable(cage, name):
    with contextlib.suppress(CageError, TooDeepError):
        cage.understand(BOMBS[name])
    assert cage.understand(LETTER).subject == "s"


def test_threads_share_one_cage(cage):
    subjects = []

    def one(number: int) -> None:
        subjects.append(cage.understand(b"Subject: %d\n\nx" % number).subject)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(subjects, key=int) == [str(number) for number in range(16)]


def test_a_forked_process_gets_a_child_of_its_own(cage):
    cage.understand(LETTER)
    mine = cage.pid
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            subject = cage.understand(LETTER).subject
            os.write(writer, f"{subject} {cage.pid}".encode())
            cage.close()
        finally:
            os._exit(0)
    os.close(writer)
    subject, theirs = os.read(reader, 100).decode().split()
    os.close(reader)
    os.waitpid(process, 0)
    assert subject == "s"
    assert int(theirs) != mine
    assert cage.understand(LETTER).subject == "s"
    assert cage.pid == mine


def test_the_child_is_small_and_knows_no_database():
    if not Path("/proc/self/status").exists():
        pytest.skip("no /proc on this system: the child's memory cannot be read")
    with Cage() as fresh:
        fresh.understand(LETTER)
        status = Path(f"/proc/{fresh.pid}/status").read_text()
        resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        maps = Path(f"/proc/{fresh.pid}/maps").read_text()
    assert resident < 45 * 1024
    assert "psycopg" not in maps


def with_limit(condition, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
