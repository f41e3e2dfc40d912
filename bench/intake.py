"""How many letters a second come in: accepted and stored by the listener, and from a raw letter to a ticket with clocks.

4 KB of Russian text each, every tenth with 100 KB attached. Usage: python bench/intake.py [letters]
"""

import base64
import os
import smtplib
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.ground import desk, table

SESSIONS = 16
READERS = (1, 2)  # processes
WORDS = "Здравствуйте! Принтер на третьем этаже снова гудит и не печатает, посмотрите, пожалуйста. "


def letter(number: int) -> bytes:
    """One letter of one of fifty people."""
    body = base64.encodebytes((WORDS * 24 + str(number)).encode()[:3000]).decode()
    head = (
        f"From: =?utf-8?b?{base64.b64encode('Анна Белова'.encode()).decode()}?= <anna{number % 50}@romashka.test>\r\n"
        f"To: support@desk.test\r\nSubject: Printer {number}\r\nMessage-ID: <bench-{number}@romashka.test>\r\n"
        "Date: Sun, 22 Nov 2026 10:00:00 +0300\r\nMIME-Version: 1.0\r\n"
    )
    text = f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}"
    if number % 10:
        return (head + text).replace("\r\n", "\n").replace("\n", "\r\n").encode()
    file = base64.encodebytes(os.urandom(100_000)).decode()
    mixed = (
        f'{head}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n{text}\r\n--b\r\n'
        'Content-Type: application/pdf; name="scan.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="scan.pdf"\r\n\r\n{file}\r\n--b--\r\n'
    )
    return mixed.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def hand_in(port: int, letters: list[bytes]) -> float:
    """Send the letters over several sessions; returns the seconds."""
    piles = [letters[start::SESSIONS] for start in range(SESSIONS)]

    def session(pile: list[bytes]) -> None:
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            for content in pile:
                smtp.sendmail("anna@romashka.test", ["support@desk.test"], content)

    threads = [threading.Thread(target=session, args=(pile,)) for pile in piles]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


def listen(count: int) -> float:
    """Measure the listener, in a process of its own, as `okno serve` has it."""
    program = (
        "import sys, django; django.setup()\n"
        "from okno.channels.mail.door import Listening\n"
        "from okno.channels.mail.listener import places\n"
        "listening = Listening(places('smtp://127.0.0.1:0'))\n"
        "print(listening.ports[0], flush=True)\n"
        "sys.stdin.read()\n"
        "listening.stop()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdin
        port = int(process.stdout.readline())
        letters = [letter(number) for number in range(count)]
        hand_in(port, letters[:50])
        seconds = hand_in(port, letters[50:])
        process.stdin.close()
    from okno.channels.models import Inbound

    assert Inbound.objects.count() == count, "every acknowledged letter is in the table"
    return (count - 50) / seconds


def read(processes: int) -> float:
    """Measure the reader's job on what the listener stored."""
    from okno.channels.models import Inbound, InboundState

    waiting = Inbound.objects.filter(state=InboundState.NEW).count()
    program = (
        "import threading, sys, django; django.setup()\n"
        "from okno.channels import incoming\n"
        "incoming._give_back(incoming.Cage()); incoming._cages[0].warm_up()\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "def work():\n"
        "    while not incoming._read_all(float('inf')): pass\n"
        "threads = [threading.Thread(target=work) for _ in range(incoming.READERS)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(processes)
    ]
    for process in running:
        assert process.stdout
        process.stdout.readline()
    start = time.perf_counter()
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        process.wait()
    seconds = time.perf_counter() - start
    left = Inbound.objects.exclude(state=InboundState.DONE).count()
    assert left == 0, f"{left} letters are not in a ticket"
    return waiting / seconds


def main(count: int) -> None:
    """Print the table."""
    rows = []
    for processes in READERS:
        with_desk = subprocess.run(
            [sys.executable, __file__, str(count), str(processes)], check=True, capture_output=True, text=True
        )
        accepted, understood = with_desk.stdout.split()[-2:]
        rows += [
            ("accepted and stored by the listener, letters/s", accepted, "≥ 400"),
            (f"from raw letter to ticket, {processes} process(es), letters/s", understood, "≥ 120"),
        ]
    table(f"Mail in, {count} letters", rows)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1200
    if len(sys.argv) > 2:
        with desk():
            from okno.channels.models import Mailbox

            Mailbox.objects.create(address="support@desk.test")
            print(f"{listen(wanted):.0f} {read(int(sys.argv[2])):.0f}")
    else:
        main(wanted)
