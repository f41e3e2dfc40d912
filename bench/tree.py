"""Measure the whole idle tree: how long until it answers, and the memory of each process. `.venv/bin/python bench/tree.py`

PSS (proportional set size, /proc/PID/smaps_rollup): a page that four processes share counts a quarter in each, so the
sum is what the tree really takes. Linux only.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REST = float(os.environ.get("REST", "20"))  # seconds of idling before memory is read
PAGES = ("/health/ready", "/")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="okno-bench-") as folder:
        Path(folder).chmod(0o711)
        port = free_port()
        run(folder, port, "migrate")
        run(
            folder,
            port,
            "createadmin",
            "--email=admin@desk.test",
            "--password-stdin",
            given="Rowan-Harbour-41",
        )
        first = start(folder, port)
        stop(first[0])
        tree, seconds = start(folder, port)
        try:
            processor = used(tree.pid)
            for page in PAGES * 3:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=20).read()
            time.sleep(REST)
            facts = json.loads((Path(folder) / "var" / "run.json").read_text())
            rows = [("parent", tree.pid), *facts["parts"].items()]
            table = [(name, pss(pid)) for name, pid in rows]
            server = [(words(pid), pss(pid)) for pid in postgres(folder)]
        finally:
            began = time.monotonic()
            stop(tree)
            ended = time.monotonic() - began
    print(
        f"answers after {seconds:.1f} s (with a warm disk; {processor:.1f} s of processor), stops in {ended:.1f} s\n"
    )
    for name, kilobytes in table:
        print(f"{name:40} {kilobytes / 1024:7.1f} MB")
    print(
        f"{'PostgreSQL, ' + str(len(server)) + ' processes':40} {sum(size for _, size in server) / 1024:7.1f} MB"
    )
    for name, kilobytes in sorted(server, key=lambda row: -row[1])[:20]:
        print(f"    {name:36} {kilobytes / 1024:7.1f} MB")
    print(f"{'sum':40} {sum(size for _, size in [*table, *server]) / 1024:7.1f} MB")


def environment(folder: str, port: int) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OKNO_", "DATABASE_"))}
    clean.pop("PYTHONDONTWRITEBYTECODE", None)  # as bin/okno does
    return clean | {
        "OKNO_VAR": f"{folder}/var",
        "OKNO_BASE_URL": f"http://127.0.0.1:{port}",
        "OKNO_LISTENER": f"smtp://127.0.0.1:{free_port()}",
        "OKNO_LOG_LEVEL": "WARNING",
    }


def run(folder: str, port: int, *command: str, given: str = "") -> None:
    subprocess.run(
        [sys.executable, "-P", "-m", "okno", *command],
        check=True,
        input=given.encode(),
        cwd=ROOT,
        env=environment(folder, port),
        stdout=subprocess.DEVNULL,
    )


def start(folder: str, port: int) -> tuple[subprocess.Popen[bytes], float]:
    began = time.monotonic()
    tree = subprocess.Popen(
        [sys.executable, "-P", "-m", "okno", "serve"], cwd=ROOT, env=environment(folder, port)
    )
    while time.monotonic() - began < 60:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=20).read()
        except OSError:
            time.sleep(0.02)
        else:
            return tree, time.monotonic() - began
    raise SystemExit("the tree does not answer")


def stop(tree: subprocess.Popen[bytes]) -> None:
    tree.send_signal(signal.SIGTERM)
    tree.wait(30)


def used(pid: int) -> float:
    """Seconds of processor of the parent and of its ended children: on a busy machine the honest number."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def postgres(folder: str) -> list[int]:
    pidfile = next(Path(folder, "var").glob("postgres/pgdata/postmaster.pid"))
    head = int(pidfile.read_text().split("\n", 1)[0])
    children = subprocess.run(["pgrep", "-P", str(head)], capture_output=True, text=True, check=False).stdout
    return [head, *map(int, children.split())]


def words(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()[-36:]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
