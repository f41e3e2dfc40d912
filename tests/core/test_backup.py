"""A backup is one moment, proven when it is made and when it is read (REL-37)."""

import hashlib
import io
import json
import os
import random
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from okno.core.backup import BackupError, backup, restore, verify
from okno.core.backup.archive import DUMP, MANIFEST, members
from okno.core.postgres import Cluster, temporary
from tests import ground

pytestmark = pytest.mark.slow
WORDS = ["Не работает принтер", "Ёлка 🎄", "back\\slash\tand\nnewline", ""]

IMPATIENT = "BEGIN; SET LOCAL lock_timeout = '200ms'; DROP TABLE mine;"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with temporary("okno-backup-", ground.place()) as cluster:
        yield cluster


@pytest.fixture
def full(cluster, tmp_path) -> Iterator[str]:
    """A database with rows, a view, an index, a sequence; and files that it knows, in tmp_path/files."""
    name = f"full_{os.urandom(4).hex()}"
    cluster.create_database(name)
    with psycopg.connect(cluster.url(name)) as connection:
        connection.execute(
            "CREATE TABLE ticket (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject text NOT NULL)"
        )
        connection.execute("CREATE VIEW shown AS SELECT lower(subject) AS subject FROM ticket")
        connection.execute("CREATE INDEX ON ticket (lower(subject))")
        connection.execute("CREATE TABLE core_storedfile (sha256 text PRIMARY KEY)")
        connection.execute("CREATE TABLE django_session (session_key text)")
        connection.execute("INSERT INTO django_session VALUES ('a key to a door')")
        for word in WORDS:
            connection.execute("INSERT INTO ticket (subject) VALUES (%s)", [word])
        for content in (b"one", b"", os.urandom(300_000)):
            digest = keep(tmp_path / "files", content)
            connection.execute("INSERT INTO core_storedfile VALUES (%s)", [digest])
    yield cluster.url(name)
    cluster.drop_database(name)


@pytest.fixture
def empty(cluster) -> Iterator[str]:
    name = f"empty_{os.urandom(4).hex()}"
    cluster.create_database(name)
    yield cluster.url(name)
    cluster.drop_database(name)


def keep(files: Path, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    place = files / digest[:2] / digest[2:4] / digest
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return digest


def subjects(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [str(row[0]) for row in connection.execute("SELECT subject FROM ticket ORDER BY id")]


def tree(files: Path) -> dict[str, bytes]:
    return {
        path.relative_to(files).as_posix(): path.read_bytes() for path in files.rglob("*") if path.is_file()
    }


def test_what_was_saved_comes_back_on_an_empty_machine(full, empty, tmp_path):
    told = []
    report = backup(full, tmp_path / "files", tmp_path, lambda *news: told.append(news))
    assert report.warnings == ()
    assert report.files == 3
    assert report.path.stat().st_mode & 0o077 == 0
    about = restore(report.path, empty, tmp_path / "new" / "files", progress=lambda *news: told.append(news))
    assert about.files == 3
    assert subjects(empty) == WORDS
    assert tree(tmp_path / "new" / "files") == tree(tmp_path / "files")
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT subject FROM shown LIMIT 1").fetchone() == ("не работает принтер",)
        connection.execute("INSERT INTO ticket (subject) VALUES ('next')")
        assert connection.execute("SELECT max(id) FROM ticket").fetchone() == (len(WORDS) + 1,)
        assert connection.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
    assert told
    again = backup(empty, tmp_path / "new" / "files", tmp_path / "again.tar")
    assert restore(again.path, empty, tmp_path / "new" / "files", force=True).files == 3


def test_a_copy_says_nothing_about_its_password(full, tmp_path, monkeypatch):
    from okno.core.backup import programs

    assert "secret" not in programs._public("postgresql://desk:secret@host/name?sslpassword=secret")
    assert programs._environment("postgresql://desk:secret@host/name")["PGPASSWORD"] == "secret"
    report = backup(full, tmp_path / "files", tmp_path / "b.tar")
    assert b"a key to a door" not in report.path.read_bytes()


def test_rel_37_a_backup_during_writes_is_of_one_moment(full, empty, tmp_path):
    stop = threading.Event()

    def write() -> None:
        with psycopg.connect(full, autocommit=True) as connection:
            number = 0
            while not stop.is_set():
                number += 1
                digest = keep(tmp_path / "files", f"attachment {number}".encode())
                with connection.transaction():
                    connection.execute("INSERT INTO core_storedfile VALUES (%s)", [digest])
                    connection.execute("INSERT INTO ticket (subject) VALUES (%s)", [f"with {digest}"])
                stop.wait(0.005)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        report = backup(full, tmp_path / "files", tmp_path / "busy.tar")
    finally:
        stop.set()
        writer.join()
    assert [line for line in report.warnings if "missing" in line] == []
    restore(report.path, empty, tmp_path / "restored")
    there = {path.name for path in (tmp_path / "restored").rglob("*")}
    with psycopg.connect(empty) as connection:
        known = {str(row[0]) for row in connection.execute("SELECT sha256 FROM core_storedfile")}
        told = {
            str(row[0]).removeprefix("with ")
            for row in connection.execute("SELECT subject FROM ticket WHERE subject LIKE 'with %'")
        }
    assert told <= known <= there


def test_rel_37_any_flipped_byte_and_any_cut_are_found_before_anything_is_written(full, empty, tmp_path):
    report = backup(full, tmp_path / "files", tmp_path / "good.tar")
    good = report.path.read_bytes()
    chance = random.Random(37)
    places = [
        0,
        100,
        len(good) - 1,
        len(good) - 40,
        len(good) - 600,
        *(chance.randrange(len(good)) for _ in range(40)),
    ]
    for place in places:
        broken = bytearray(good)
        broken[place] ^= 1 << chance.randrange(8)
        refused(bytes(broken), empty, tmp_path)
    for length in (0, 1, 71, 72, 600, len(good) // 2, len(good) - 72, len(good) - 1):
        refused(good[:length], empty, tmp_path)
    refused(good + b"x", empty, tmp_path)
    restore(report.path, empty, tmp_path / "target")


def refused(content: bytes, url: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.tar"
    broken.write_bytes(content)
    with pytest.raises(BackupError):
        restore(broken, url, tmp_path / "target")
    assert not (tmp_path / "target").exists()
    with psycopg.connect(url) as connection:
        assert connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone() == (0,)


@pytest.mark.parametrize(
    "name",
    ["../outside", "/etc/outside", "files/../../outside", "files/a/../b", "files/.hidden", "files/a\nb", "x"],
)
def test_an_archive_with_a_name_that_leads_elsewhere_is_refused(full, empty, tmp_path, name):
    report = backup(full, tmp_path / "files", tmp_path / "good.tar")
    (tmp_path / "content").write_bytes(b"evil")
    refused(forged(report.path, tarfile.TarInfo(name)), empty, tmp_path)
    assert not (tmp_path.parent / "outside").exists()


def test_an_archive_with_a_link_or_a_member_twice_is_refused(full, empty, tmp_path):
    report = backup(full, tmp_path / "files", tmp_path / "good.tar")
    link = tarfile.TarInfo("files/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    refused(forged(report.path, link), empty, tmp_path)
    refused(forged(report.path, tarfile.TarInfo(DUMP)), empty, tmp_path)


def forged(path: Path, extra: tarfile.TarInfo) -> bytes:
    """The archive with one member more, its list of contents and its seal made to fit."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, size, content in members(path):
            entry = tarfile.TarInfo(name)
            text = content.read(size)
            if name == MANIFEST:
                extra.size = 4 if extra.isreg() else 0
                tar.addfile(extra, io.BytesIO(b"evil"))
                about = json.loads(text)
                about["members"].setdefault(extra.name, [hashlib.sha256(b"evil").hexdigest(), 4])
                text = json.dumps(about).encode()
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text))
    return out.getvalue() + f"sha256:{hashlib.sha256(out.getvalue()).hexdigest()}\n".encode()


def test_data_that_are_there_are_replaced_only_by_force(full, empty, tmp_path):
    report = backup(full, tmp_path / "files", tmp_path / "good.tar")
    with psycopg.connect(empty) as connection:
        connection.execute("CREATE SCHEMA other")
        connection.execute("CREATE TABLE other.mine AS SELECT 1 AS one")
    with pytest.raises(BackupError):
        restore(report.path, empty, tmp_path / "target")
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT one FROM other.mine").fetchone() == (1,)
    restore(report.path, empty, tmp_path / "target", force=True)
    assert subjects(empty) == WORDS
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT to_regclass('other.mine')").fetchone() == (None,)


def test_files_that_are_there_and_are_not_the_backups_need_force_too(full, empty, tmp_path):
    report = backup(full, tmp_path / "files", tmp_path / "good.tar")
    keep(tmp_path / "target", b"somebody's")
    with pytest.raises(BackupError):
        restore(report.path, empty, tmp_path / "target")


def test_a_database_that_refuses_leaves_everything_as_it_was(full, empty, tmp_path, monkeypatch):
    report = backup(full, tmp_path / "files", tmp_path / "good.tar")
    with psycopg.connect(empty) as busy:
        busy.execute("CREATE TABLE mine ()")
        busy.commit()
        busy.execute("LOCK TABLE mine")
        monkeypatch.setattr("okno.core.backup.programs.PRELUDE", IMPATIENT)
        with pytest.raises(BackupError):
            restore(report.path, empty, tmp_path / "target", force=True)
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT to_regclass('mine') IS NOT NULL").fetchone() == (True,)
    assert tree(tmp_path / "target") == {}


def test_a_restore_that_was_killed_can_be_run_again(full, empty, tmp_path):
    report = backup(full, tmp_path / "files", tmp_path / "good.tar")
    restore(report.path, empty, tmp_path / "target")
    with psycopg.connect(empty) as connection:  # killed after the files, before the database
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    restore(report.path, empty, tmp_path / "target")
    assert subjects(empty) == WORDS


def test_lost_and_damaged_files_are_told_when_the_backup_is_made(full, tmp_path):
    lost, hurt, *_rest = sorted(
        (path for path in (tmp_path / "files").rglob("*") if path.is_file()),
        key=lambda path: path.stat().st_size,
    )
    lost.unlink()
    hurt.write_bytes(b"two")
    (tmp_path / "files" / "no file of the desk!").write_text("?")
    report = backup(full, tmp_path / "files", tmp_path / "told.tar")
    assert len(report.warnings) == 3
    assert any(lost.name in line for line in report.warnings)
    assert any(hurt.name in line for line in report.warnings)


def test_a_backup_never_replaces_a_file_and_leaves_no_half_of_one(full, tmp_path):
    (tmp_path / "there.tar").write_text("mine")
    with pytest.raises(BackupError):
        backup(full, None, tmp_path / "there.tar")
    assert (tmp_path / "there.tar").read_text() == "mine"
    with pytest.raises(BackupError):
        backup(full + "_gone", None, tmp_path / "gone.tar")
    with pytest.raises(BackupError):
        backup(full, tmp_path / "files", tmp_path / "files" / "inside.tar")
    with pytest.raises(BackupError):
        backup(full, None, tmp_path / "no" / "folder.tar")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["files", "there.tar"]


def test_anybody_can_open_the_archive_with_tar(full, tmp_path):
    report = backup(full, tmp_path / "files", tmp_path / "plain.tar")
    done = subprocess.run(["tar", "tf", report.path], capture_output=True, text=True, check=True)
    names = done.stdout.splitlines()
    assert names[0] == DUMP
    assert names[-1] == MANIFEST
    assert verify(report.path).members.keys() == set(names[:-1])
