"""The whole tree of processes, for real."""

import json
import os
import signal
import stat
import time
from contextlib import suppress
from pathlib import Path

import pytest

from okno.core.postgres import Cluster
from tests.cli.desk import PATIENCE, Desk, is_alive, okno, wait_for

pytestmark = pytest.mark.slow


def test_the_tree_answers_and_says_what_it_is(desk: Desk) -> None:
    desk.up()
    assert desk.get("/health/live") == (200, "ok")
    assert desk.get("/health/ready") == (200, "ok")
    facts = desk.facts()
    assert (facts["port"], facts["pid"]) == (desk.port, desk.process.pid)
    assert set(facts["parts"]) == {"web", "worker", "mail", "database"}
    assert all(is_alive(pid) for pid in desk.all_pids())


def test_sec_55_nothing_of_the_desk_is_open_to_others(desk: Desk) -> None:
    desk.up()
    open_to_others = [
        path
        for path in [desk.var / "secret-key", desk.var / "run.json", *(desk.var / "postgres").rglob("*")]
        if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o022
    ]
    assert not open_to_others
    assert stat.S_IMODE((desk.var / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE((desk.var / "run.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("part", ["web", "worker", "mail"])
def test_a_part_that_is_killed_comes_back(desk: Desk, part: str) -> None:
    desk.up()
    before = desk.facts()["parts"][part]
    os.kill(before, signal.SIGKILL)
    after = wait_for(lambda: _other(desk, part, before))
    wait_for(lambda: desk.get("/health/ready") == (200, "ok"))
    assert is_alive(after)
    assert f"{part} was killed by SIGKILL" in desk.log.read_text()


def test_several_web_processes_share_the_port_and_one_of_them_tells_of_the_new_desk(desk: Desk) -> None:
    desk.down()
    before, desk.further = len(desk.log.read_text()) if desk.log.exists() else 0, {"OKNO_WEBS": "2"}
    try:
        desk.up()
        first = desk.facts()["parts"]["web 1"]
        wait_for(lambda: "/start/key/" in desk.log.read_text()[before:])
        os.kill(first, signal.SIGSTOP)  # it takes nothing and gives nothing away
        try:
            assert [desk.get("/health/ready") for _turn in range(3)] == [(200, "ok")] * 3
        finally:
            os.kill(first, signal.SIGCONT)
    finally:
        desk.further = {}
        desk.down()
    assert desk.log.read_text()[before:].count("/start/key/") == 1


def test_rel_35_a_killed_database_comes_back_and_the_pages_with_it(desk: Desk) -> None:
    desk.up()
    cluster = Cluster(desk.var / "postgres")
    before = cluster.status().pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: cluster.status().pid not in (None, before) and cluster.status().state == "running")
    wait_for(lambda: desk.get("/health/ready") == (200, "ok"))


def test_sigterm_ends_everything_in_order(desk: Desk) -> None:
    desk.up()
    pids = desk.all_pids()
    began = time.monotonic()
    assert desk.tell(signal.SIGTERM) == 0, desk.log.read_text()
    assert time.monotonic() - began < 15
    assert not [pid for pid in pids if is_alive(pid)]
    assert not (desk.var / "run.json").exists()


def test_nothing_outlives_a_killed_parent_and_a_new_start_works(desk: Desk) -> None:
    desk.up()
    pids = desk.all_pids()
    desk.tell(signal.SIGKILL)
    wait_for(lambda: not [pid for pid in pids if is_alive(pid)])
    desk.up()
    assert desk.get("/health/ready") == (200, "ok")


def test_a_tree_that_was_killed_as_a_whole_starts_again(desk: Desk) -> None:
    desk.up()
    pids = desk.all_pids()[:-1]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    desk.process.wait(PATIENCE)
    desk.up()
    assert desk.get("/health/ready") == (200, "ok")


def test_a_second_tree_on_the_same_folder_is_refused(desk: Desk) -> None:
    desk.up()
    done = okno("serve", env=desk.env)
    assert done.returncode == 2
    assert "runs on this folder already" in done.stderr
    assert "Traceback" not in done.stderr


def test_links_name_the_port_that_was_chosen(desk: Desk) -> None:
    desk.up()
    facts = json.loads((desk.var / "run.json").read_text())
    assert facts["url"] == f"http://127.0.0.1:{desk.port}"


def test_a_port_that_is_taken_is_named(desk: Desk, tmp_path: Path) -> None:
    desk.up()
    done = okno(
        "serve", "--port", str(desk.port), env=desk.env | {"OKNO_VAR": str(tmp_path), **_database(desk)}
    )
    assert done.returncode == 2
    assert "OKNO_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_finds_workers_and_doors_alive(desk: Desk) -> None:
    desk.up()

    def healthy() -> bool:
        found = {
            one["name"]: one["health"]
            for one in json.loads(okno("check", "--json", env=desk.env).stdout)["findings"]
        }
        return [found[name] for name in ("database", "tables", "workers", "mail doors")] == ["well"] * 4

    wait_for(healthy)


def test_rel_44_heads_and_bodies_are_bounded(desk: Desk) -> None:
    import socket

    desk.up()
    for sent, expected in (
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 400_000, b"431"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
    ):
        with socket.create_connection(("127.0.0.1", desk.port), timeout=20) as line:
            with suppress(OSError):  # cut off while it still speaks
                line.sendall(sent)
            assert expected in line.recv(4096), expected


def _other(desk: Desk, part: str, before: int) -> int:
    pid = desk.facts()["parts"].get(part, 0)
    return pid if pid != before else 0


def _database(desk: Desk) -> dict[str, str]:
    from okno.core.postgres import Cluster

    return {"DATABASE_URL": Cluster(desk.var / "postgres").url()}
