"""The embedded PostgreSQL: made, shared, private, the same in every language of the machine (V12, SEC-55)."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from okno.core.postgres import Cluster, PostgresError, account, boot_checks, find, house, process, temporary
from okno.core.postgres.__main__ import main
from okno.core.postgres.passing import sweep
from tests import ground

ROOT = Path(__file__).resolve().parents[2]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can try two accounts")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder in memory: to write a new cluster to a disk takes three times the processor."""
    yield from _folder(ground.place())


@pytest.fixture
def place_for_programs() -> Iterator[Path]:
    """A folder on a disk: not every machine lets programs run out of its memory."""
    yield from _folder(Path(tempfile.gettempdir()))


def _folder(parent: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="okno-ground-", dir=parent))
    folder.chmod(0o755)
    yield folder
    for link in [*folder.rglob("postgres*")]:
        if link.is_symlink() or (link / "guard.lock").exists():
            Cluster(link).remove()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def one() -> Iterator[Cluster]:
    """A cluster for all who only look at what one is."""
    with temporary(parent=ground.place()) as cluster:
        yield cluster


def ordinary_python() -> str:
    """A Python of our version that an account without rights can start."""
    for name in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        if (
            subprocess.run(["setpriv", *NOBODY, name, "-c", ""], check=False, capture_output=True).returncode
            == 0
        ):
            return name
    pytest.skip("no Python of this version that an ordinary account can start")


NOBODY = ("--reuid=65534", "--regid=65534", "--clear-groups")


def as_nobody(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    return subprocess.run(
        ["setpriv", *NOBODY, ordinary_python(), *map(str, command)],
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": f"{ROOT}:{packages}",
            "PYTHONDONTWRITEBYTECODE": "1",
            **variables,
        },
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.slow
def test_an_empty_folder_becomes_a_database_and_stays_one(place):
    cluster = Cluster(place / "postgres")
    assert cluster.status().state == "absent"
    assert cluster.ensure() == cluster.url() == f"postgresql://okno@/okno?host={place}/postgres/run"
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('слово')")
    assert cluster.status().state == "running"
    cluster.release()
    assert cluster.status().state == "stopped"
    with Cluster(place / "postgres") as again, psycopg.connect(again.url()) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("слово",)
    assert again.status().state == "stopped"
    cluster.release()  # twice is harmless


@pytest.mark.slow
@pytest.mark.parametrize("language", ["C", "ru_RU.UTF-8", "tr_TR.ISO8859-9", ""])
def test_v12_cyrillic_is_right_whatever_the_language_of_the_machine(place, monkeypatch, language):
    for name in ("LANG", "LC_ALL", "LC_CTYPE", "LANGUAGE"):
        monkeypatch.setenv(name, language)
    with Cluster(place / "postgres", durable=False) as cluster:
        failed = [check for check in boot_checks(cluster.url()) if check.required and not check.passed]
        assert failed == []
        with psycopg.connect(cluster.url()) as connection:
            shown = connection.execute("SHOW data_checksums").fetchone()
            assert shown == ("on",)


@pytest.mark.slow
def test_v13_trigrams_know_cyrillic_where_they_are_announced(one):
    with psycopg.connect(one.url()) as connection:
        announced = next(check for check in boot_checks(one.url()) if check.name == "trigrams")
        if not announced.passed:
            pytest.skip("this PostgreSQL has no pg_trgm")
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT show_trgm('Ёж') <> '{}'").fetchone() == (True,)


@pytest.mark.slow
def test_the_desk_is_no_superuser_and_the_server_listens_on_no_network(one):
    with psycopg.connect(one.url()) as connection:
        assert connection.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == (False,)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("COPY (SELECT 1) TO PROGRAM 'cat'")


@pytest.mark.slow
def test_databases_come_and_go_and_twice_is_harmless(one):
    one.create_database("one")
    one.create_database("one")
    one.create_database('odd "name', template="one")
    with psycopg.connect(one.url("one")):
        one.drop_database("one")
    one.drop_database("one")
    with psycopg.connect(one.url('odd "name')) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ('odd "name',)


@pytest.mark.slow
def test_the_last_user_to_leave_stops_the_server_and_a_kept_one_lives_on(place):
    one, other = Cluster(place / "postgres", durable=False), Cluster(place / "postgres")
    one.ensure()
    other.ensure()
    one.release()
    assert other.status().state == "running"
    other.keep()
    other.release()
    assert other.status().state == "running"
    other.stop()
    assert other.status().state == "stopped"


@pytest.mark.slow
def test_two_clusters_stand_side_by_side(place):
    with (
        Cluster(place / "postgres-1", durable=False) as one,
        Cluster(place / "postgres-2", durable=False) as two,
    ):
        assert one.status().pid != two.status().pid
        with psycopg.connect(one.url()) as here, psycopg.connect(two.url()) as there:
            here.execute("CREATE TABLE mine ()")
            assert there.execute("SELECT to_regclass('mine')").fetchone() == (None,)


@pytest.mark.slow
def test_a_path_too_long_for_a_socket_and_full_of_odd_letters_works(place):
    deep = place / ("очень длинное имя, " * 4) / 'it\'s 100% "quoted"' / "postgres"
    with Cluster(deep, durable=False) as cluster, psycopg.connect(cluster.url()) as connection:
        run = house.socket_folder(cluster.data)
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert not run.is_relative_to(place)
        assert stat.S_IMODE(run.stat().st_mode) == 0o700
    cluster.remove()
    assert not run.exists()


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(place):
    (place / "letters").mkdir()
    (place / "letters" / "mine.txt").write_text("dear")
    before = (place / "letters").stat()
    with pytest.raises(PostgresError):
        Cluster(place / "letters").ensure()
    after = (place / "letters").stat()
    assert (before.st_mode, before.st_uid) == (after.st_mode, after.st_uid)
    assert [path.name for path in (place / "letters").iterdir()] == ["mine.txt"]


def test_a_strangers_folder_for_the_socket_is_refused(place):
    ours = account.choose(place)
    target = place / "elsewhere"
    target.mkdir()
    (place / "run").symlink_to(target)
    with pytest.raises((PostgresError, FileExistsError)):
        ours.folder(place / "run")


def test_a_lock_file_laid_as_a_link_is_not_followed(place):
    (place / "shadow").write_text("secret")
    (place / "guard.lock").symlink_to(place / "shadow")
    with pytest.raises(OSError):  # noqa: PT011 - ELOOP from the kernel
        account.choose(place).open(place / "guard.lock")


def test_a_number_that_belongs_to_somebody_else_is_no_server(place):
    (place / "postmaster.pid").write_text(f"{os.getpid()}\n{place}\n")
    assert process.recorded(place) == os.getpid()
    assert process.postmaster(place) is None


def test_a_dead_process_that_nobody_buried_is_not_alive():
    child = subprocess.Popen(["true"])
    try:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not process.alive(child.pid)
    finally:
        child.wait()


@pytest.mark.slow
def test_sec_55_nothing_of_the_database_is_open_to_others(one):
    home = one.status().home
    open_to_others = [
        path for path in (home, *home.rglob("*")) if not path.is_symlink() and path.stat().st_mode & 0o077
    ]
    assert [path for path in open_to_others if not stat.S_ISSOCK(path.stat().st_mode)] == []
    assert stat.S_IMODE((home / "run").stat().st_mode) == 0o700
    program = find().folder / "postgres"
    # Root runs nothing that the server could change.
    assert program.stat().st_uid != home.stat().st_uid or os.geteuid() != 0


@as_root
@pytest.mark.slow
def test_sec_55_another_user_cannot_connect(place):
    with Cluster(place / "postgres", durable=False) as cluster:
        if cluster.status().home.stat().st_uid == 65534:
            pytest.skip("the only service account here is the one that plays the stranger")
        script = "import psycopg, sys; psycopg.connect(sys.argv[1])"
        done = as_nobody("-c", script, cluster.url())
        assert done.returncode != 0
        assert "ermission denied" in done.stderr
        # Even through an open folder the server itself refuses a stranger.
        cluster.status().home.chmod(0o755)
        (cluster.status().home / "run").chmod(0o755)
        next((cluster.status().home / "run").glob(".s.PGSQL.*[0-9]")).chmod(0o777)
        done = as_nobody("-c", script, cluster.url())
        assert done.returncode != 0
        assert "Peer authentication failed" in done.stderr


@as_root
@pytest.mark.slow
def test_an_ordinary_user_and_root_work_side_by_side_with_lang_c(place):
    theirs = place / "theirs"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    script = (
        "import sys, pathlib; from okno.core.postgres import Cluster, boot_checks\n"
        "with Cluster(pathlib.Path(sys.argv[1]), durable=False) as c:\n"
        "    assert all(k.passed for k in boot_checks(c.url()) if k.required)\n"
        "    print(c.status().home.stat().st_uid)\n"
    )
    with Cluster(place / "postgres", durable=False) as cluster:
        done = as_nobody("-c", script, theirs / "postgres", LANG="C")
        assert done.stderr == ""
        assert done.stdout.strip() == "65534"
        assert cluster.status().state == "running"


@as_root
def test_a_folder_that_the_user_cannot_enter_is_told_in_a_sentence(place):
    (place / "closed").mkdir(mode=0o700)
    done = as_nobody("-m", "okno.core.postgres", "start", place / "closed" / "postgres")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "nobody" in done.stderr


@as_root
@pytest.mark.slow
def test_root_hands_the_server_to_the_owner_of_the_folder(place):
    theirs = place / "theirs"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    with Cluster(theirs / "postgres", durable=False) as cluster, psycopg.connect(cluster.url()):
        home = cluster.status().home
        assert {path.lstat().st_uid for path in (home, *home.rglob("*"))} == {65534}
    done = as_nobody("-m", "okno.core.postgres", "start", theirs / "postgres")
    assert done.returncode == 0, done.stderr
    assert as_nobody("-m", "okno.core.postgres", "stop", theirs / "postgres").returncode == 0


@as_root
@pytest.mark.slow
def test_data_under_a_closed_folder_of_root_live_in_a_shelter_and_no_folder_is_opened(place):
    closed = place / "root"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "okno" / "postgres", durable=False, shelters=(place / "shelter",))
    with cluster, psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert cluster.data.is_symlink()
    assert cluster.status().home.parent == place / "shelter"
    assert (place / "shelter").stat().st_uid == 0
    with cluster:
        assert cluster.status().state == "running"
    cluster.remove()
    assert not cluster.data.is_symlink()


@as_root
@pytest.mark.slow
def test_programs_that_only_root_can_reach_are_copied_for_the_account(place_for_programs):
    place = place_for_programs
    closed = place / "root"
    closed.mkdir(mode=0o700)
    found = find()
    if found.origin == "system":
        pytest.skip("the system's programs are open to everybody")
    package = found.folder.parent.parent
    shutil.copytree(package, closed / package.name, symlinks=True, ignore=shutil.ignore_patterns("*.py"))
    libraries = package.with_name(package.name + ".libs")
    shutil.copytree(libraries, closed / libraries.name)
    hidden = type(found)(
        closed / found.folder.relative_to(package.parent), found.major, found.minor, found.origin
    )
    with Cluster(
        place / "postgres", durable=False, programs=hidden, shelters=(place / "shelter",)
    ) as cluster:
        assert cluster.status().state == "running"
        copies = list((place / "shelter").iterdir())
        assert len(copies) == 1
        assert {path.lstat().st_uid for path in copies[0].rglob("*")} == {0}


@pytest.mark.slow
def test_a_folder_deleted_under_a_running_server_is_no_trouble(place):
    cluster = Cluster(place / "postgres", durable=False)
    cluster.ensure()
    shutil.rmtree(place / "postgres")
    cluster.release()
    assert not (place / "postgres").exists()
    with Cluster(place / "postgres", durable=False) as again:
        assert again.status().state == "running"


@pytest.mark.slow
def test_a_temporary_cluster_whose_run_was_killed_is_swept_and_a_used_one_is_not(place):
    used, left, young = (
        Cluster(place / f"okno-x-{name}" / "postgres", durable=False) for name in ("used", "left", "young")
    )
    for cluster in (used, left, young):
        cluster.data.parent.mkdir()
        cluster.data.parent.chmod(0o711)
        cluster.ensure()
    for cluster in (used, left):
        os.utime(cluster.status().home / "users.lock", (1, 1))
    for cluster in (left, young):
        cluster._leave()  # as when the process is killed: the kernel lets the lock go, the server stays
    sweep(place, "okno-x-")
    assert not left.data.parent.exists()
    assert used.status().state == young.status().state == "running"
    used.stop()
    young.stop()


@pytest.mark.slow
def test_the_command_starts_tells_and_stops(place, capsys):
    data = str(place / "postgres")
    assert main(["start", data]) == 0
    assert main(["status", data]) == 0
    assert main(["stop", data]) == 0
    assert main(["status", data]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == Cluster(place / "postgres").url()
    assert [line.split()[0] for line in lines[1:]] == ["running", "stopped"]
    assert main(["dance"]) == 2


@pytest.mark.slow
def test_old_logs_go(place):
    with Cluster(place / "postgres", durable=False) as cluster:
        logs = cluster.status().home / "log"
        for day in range(10, 30):
            (logs / f"postgresql-2020-01-{day}-000000.log").write_text("old\n")
        cluster.tidy()
        assert len(list(logs.glob("postgresql-*.log"))) <= 6
        with psycopg.connect(cluster.url()) as connection, pytest.raises(psycopg.Error):
            connection.execute("SELECT 'тайна'::integer")
        assert "тайна" not in "".join(path.read_text(errors="replace") for path in logs.glob("*.log"))


def test_the_address_is_one_that_django_and_libpq_read_alike(place):
    parts = psycopg.conninfo.conninfo_to_dict(Cluster(place / "a b+c").url("x"))
    assert parts == {"user": "okno", "dbname": "x", "host": f"{place}/a b+c/run"}
