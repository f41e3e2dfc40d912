"""What is committed survives: killed trees, stale numbers, long recoveries, changed majors (V11, REL-35)."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from okno.core.postgres import Cluster, PostgresError, account, binaries, find, house, process, upgrade
from okno.core.postgres.server import Server
from tests import ground
from tests.lacking import lacking

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
START = (
    "import sys, pathlib; from okno.core.postgres import Cluster; Cluster(pathlib.Path(sys.argv[1])).ensure()"
)
WRITER = """
import sys, pathlib, psycopg
from okno.core.postgres import Cluster
cluster = Cluster(pathlib.Path(sys.argv[1]))
with psycopg.connect(cluster.ensure(), autocommit=True) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS acknowledged (id int PRIMARY KEY)")
    start = connection.execute("SELECT coalesce(max(id), 0) FROM acknowledged").fetchone()[0]
    for number in range(start + 1, start + 1_000_000):
        connection.execute("INSERT INTO acknowledged VALUES (%s)", [number])
        print(number, flush=True)
"""


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="okno-crash-", dir=ground.place()))
    folder.chmod(0o755)
    yield folder / "postgres"
    Cluster(folder / "postgres").remove()
    shutil.rmtree(folder, ignore_errors=True)


def kill_everything(cluster: Cluster) -> None:
    for pid in process.remains(cluster.status().home / "pgdata"):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_rel_35_kill_9_of_the_whole_tree_loses_no_acknowledged_row(data):
    cluster = Cluster(data)
    acknowledged = 0
    for row_of_death in (40, 150, 230):
        before = acknowledged
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, data], stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as writer:
            assert writer.stdout is not None
            for line in writer.stdout:
                acknowledged = int(line)
                if acknowledged - before == row_of_death:
                    writer.kill()
                    kill_everything(cluster)
                    acknowledged = max(
                        [acknowledged, *(int(rest) for rest in writer.stdout if rest.endswith("\n"))]
                    )
                    break
        began = time.monotonic()
        with cluster, psycopg.connect(cluster.url()) as connection:
            assert time.monotonic() - began < 60
            query = "SELECT count(*), max(id) FROM acknowledged"
            count, highest = connection.execute(query).fetchone() or (0, 0)
            assert count == highest
            assert highest >= acknowledged > 0


def test_a_server_that_outlived_its_killed_parent_is_taken_over(data):
    script = f"{START}; import os; os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", script, data], cwd=ROOT, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    cluster = Cluster(data)
    orphan = cluster.status()
    assert orphan.state == "running"
    with cluster:
        assert cluster.status().pid == orphan.pid
    assert cluster.status().state == "stopped"


def test_a_command_that_just_ends_leaves_no_server_behind(data):
    script = START
    subprocess.run([sys.executable, "-c", script, data], cwd=ROOT, check=True, timeout=120)
    assert Cluster(data).status().state == "stopped"


def test_v11_a_strangers_number_in_postmaster_pid_stops_nothing_and_hurts_nobody(data):
    cluster = Cluster(data, durable=False)
    cluster.ensure()
    home = cluster.status().home
    kill_everything(cluster)
    cluster.release()
    stranger = subprocess.Popen(["sleep", "60"], user=home.stat().st_uid if os.geteuid() == 0 else None)
    try:
        for name in ("pgdata/postmaster.pid", "run/.s.PGSQL.5432.lock"):
            lines = (home / name).read_text().split("\n")
            (home / name).write_text("\n".join([str(stranger.pid), *lines[1:]]))
        assert cluster.status().state == "stopped"
        cluster.stop()
        with cluster, psycopg.connect(cluster.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_child_in_a_long_query_does_not_hinder_the_next_start(data):
    cluster = Cluster(data, durable=False)
    cluster.ensure()
    busy = psycopg.connect(cluster.url(), autocommit=True)
    busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 10000000000)")
    busy.pgconn.flush()
    postmaster = cluster.status().pid
    assert postmaster is not None
    os.kill(postmaster, signal.SIGKILL)
    cluster.ensure()
    assert cluster.status().pid != postmaster
    busy.close()
    cluster.release()


def test_v11_a_long_recovery_is_waited_for_and_told(data, monkeypatch):
    monkeypatch.setattr("okno.core.postgres.server.TOLD_EVERY", 0.05)
    told: list[str] = []
    cluster = Cluster(data, progress=told.append)
    cluster.ensure()
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE big AS SELECT n AS id, repeat('щ', 200) AS text FROM generate_series(1, 100000) n"
        )
        connection.execute("UPDATE big SET text = text || id")
        kill_everything(cluster)
    cluster.release()
    with cluster, psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT count(*) FROM big WHERE text LIKE '%1'").fetchone() == (10000,)
    assert any("recover" in line or "восстан" in line for line in told), told


def test_killed_in_the_middle_of_making_it_begins_again(data):
    half = data / "pgdata.making"
    with Cluster(data, durable=False):
        pass
    home = Cluster(data).status().home
    (home / "pgdata").rename(half)
    (half / "PG_VERSION").unlink()
    with Cluster(data, durable=False) as cluster:
        assert cluster.status().state == "running"
    assert not half.exists()


# ---- a newer major ----
def older() -> binaries.Binaries:
    newest = find()
    for major in range(newest.major - 1, binaries.OLDEST - 1, -1):
        if found := binaries.of_major(major):
            return found
    if any(one.origin == "system" and (one.folder / "postgres").is_file() for one in binaries.installed()):
        # Nothing that a package brings would change it: the system's own is as new as ours, or too old to begin with.
        pytest.skip("the PostgreSQL of this system is none from which an upgrade to ours begins")
    return lacking("no PostgreSQL of the system here (Debian: apt install postgresql)")


def furnished_by_older(data: Path) -> Cluster:
    with (
        Cluster(data, programs=older(), durable=False) as cluster,
        psycopg.connect(cluster.url()) as connection,
    ):
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept SELECT 'слово ' || n FROM generate_series(1, 1000) AS n")
    return cluster


def test_the_data_of_an_older_postgresql_are_carried_over_even_after_kills(data):
    old = furnished_by_older(data)
    old.ensure()
    kill_everything(old)  # the old server needs a recovery first
    old.release()
    half = data / "pgdata.upgraded"  # and an upgrade was killed in the middle of its copying
    shutil.copytree(data / "pgdata", half)
    (half / "PG_VERSION").write_text(f"{find().major}\n")
    for _time in range(2):
        with Cluster(data, durable=False) as cluster, psycopg.connect(cluster.url()) as connection:
            assert connection.info.server_version // 10_000 == find().major
            kept = connection.execute("SELECT count(*) FROM kept WHERE upper(word) LIKE 'СЛОВО%'").fetchone()
            assert kept == (1000,)
        assert (data / f"pgdata-{older().major}" / "PG_VERSION").exists()
        assert {path.name for path in data.iterdir()} & {
            "upgraded.json",
            "pgdata.upgraded",
            "upgrading",
        } == set()


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_an_upgrade_killed_between_its_moves_is_finished(data, moves):
    (data / "pgdata").mkdir(parents=True)
    (data / "pgdata.upgraded").mkdir()
    (data / "pgdata" / "PG_VERSION").write_text("15\n")
    (data / "pgdata.upgraded" / "PG_VERSION").write_text("18\n")
    (data / "upgraded.json").write_text('{"from": 15, "to": 18}')
    for source, target in [("pgdata", "pgdata-15"), ("pgdata.upgraded", "pgdata")][:moves]:
        (data / source).rename(data / target)
    upgrade.finish(Server(house.at(data), account.choose(data), find()))
    found = {path.name: upgrade.version_of(path) for path in data.iterdir()}
    assert found == {"pgdata": "18", "pgdata-15": "15"}


def test_without_the_old_programs_or_with_newer_data_nothing_is_touched(data, monkeypatch):
    furnished_by_older(data)
    found = (data / "pgdata/PG_VERSION").read_text().strip()
    monkeypatch.setattr(binaries, "of_major", lambda _major: None)
    with pytest.raises(PostgresError, match=found):
        Cluster(data).ensure()
    with pytest.raises(PostgresError, match=found):
        Cluster(data, programs=replace(find(), major=int(found) - 1)).ensure()
    assert (data / "pgdata/PG_VERSION").read_text().strip() == found
    assert Cluster(data).status().state == "stopped"
