"""A real tree of processes on a folder and a database of its own; started when first asked for, on free ports."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
START = 900.0  # a tree that dies is noticed at once, one that a busy machine makes slow is awaited


def clean_environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("OKNO_", "DATABASE_URL", "DJANGO_", "LC_", "LANGUAGE"))
    }
    return kept | {"LANG": "C.UTF-8", "PYTHONWARNINGS": ""}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def okno(
    *arguments: str, env: dict[str, str] | None = None, given: str | None = None, seconds: float = PATIENCE
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-P", "-m", "okno", *arguments],
        cwd=ROOT,
        env=clean_environment() | (env or {}),
        input=given,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def wait_for(what: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come true in {seconds} s")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


class Desk:
    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.port, self.listener = free_port(), free_port()
        self.log = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.further: dict[str, str] = {}  # variables

    @property
    def env(self) -> dict[str, str]:
        return {
            "OKNO_VAR": str(self.var),
            "OKNO_BASE_URL": f"http://127.0.0.1:{self.port}",
            "OKNO_LISTENER": f"smtp://127.0.0.1:{self.listener}",
            "OKNO_LOG_FORMAT": "plain",
            "OKNO_WORKERS": "1",
            **self.further,
        }

    def up(self) -> "Desk":
        """Start the tree unless it runs; returns when it answers."""
        if self.process is None or self.process.poll() is not None:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "okno", "serve", "--port", str(self.port)],
                    cwd=ROOT,
                    env=clean_environment() | {**self.env, "OKNO_BASE_URL": ""},
                    stdout=log,
                    stderr=log,
                )
        wait_for(self.answers_or_died, START)
        assert self.process.poll() is None, self.log.read_text()
        wait_for((self.var / "run.json").exists)
        return self

    def answers_or_died(self) -> bool:
        assert self.process is not None
        return self.process.poll() is not None or self.get("/health/ready") == (200, "ok")

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def facts(self) -> dict[str, Any]:
        return json.loads((self.var / "run.json").read_text())

    def all_pids(self) -> list[int]:
        """The parent, the parts and the processes of the database."""
        facts = self.facts()
        head = int((self.var / "postgres/pgdata/postmaster.pid").read_text().split("\n", 1)[0])
        return [facts["pid"], *facts["parts"].values(), head]

    def tell(self, number: int) -> int:
        """Send the parent a signal and return its exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def down(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.tell(signal.SIGTERM)
        from okno.core.postgres import Cluster

        Cluster(self.var / "postgres").remove()
