"""Files in a bucket, against a real S3 server over HTTP on loopback."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import translation

from okno.channels.incoming import take_one
from okno.channels.mail.cage import Cage
from okno.channels.models import Inbound, InboundState
from okno.cli.doctor import machine
from okno.core import clock, files
from okno.core.backup import backup
from okno.core.models import StoredFile
from okno.core.refusals import NotFound
from okno.desk.actions.hear import NewFile
from okno.desk.models import Message
from tests import ground, make
from tests.cli.desk import free_port, okno, wait_for
from tests.portal.canary import PICTURE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRET = "kanarejka-secret-key"


@dataclass
class Store:
    """The server, and a client of it that is not ours."""

    url: str
    client: Any
    bucket: str = "okno-files"

    def keys(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        return [str(one["Key"]) for one in found]


@contextmanager
def running() -> Iterator[str]:
    port = free_port()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=told,
            stderr=told,
        )
        try:
            url = f"http://127.0.0.1:{port}"

            def answers() -> bool:
                assert process.poll() is None
                try:
                    return httpx2.get(url, trust_env=False).status_code > 0
                except httpx2.TransportError:
                    return False

            wait_for(answers)
            yield url
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running() as url:
        yield url


@pytest.fixture
def store(server: str, settings: Any) -> Iterator[Store]:
    client = boto3.client(
        "s3",
        endpoint_url=server,
        aws_access_key_id="desk",
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )
    made = Store(server, client)
    client.create_bucket(Bucket=made.bucket)
    settings.S3_BUCKET = made.bucket
    kept_in(settings, server, made.bucket)
    yield made
    for key in list(made.keys()):
        client.delete_object(Bucket=made.bucket, Key=key)
    client.delete_bucket(Bucket=made.bucket)
    client.close()


def kept_in(settings: Any, url: str, bucket: str) -> None:
    """Let the desk keep its files in this bucket."""
    options = {
        "bucket_name": bucket, "endpoint_url": url, "access_key": "desk", "secret_key": SECRET, "region_name": None,
        "default_acl": None, "file_overwrite": True,
    }  # fmt: skip
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "okno.core.bucket.Bucket", "OPTIONS": options},
    }


def away(settings: Any) -> None:
    """Let nobody answer."""
    kept_in(settings, f"http://127.0.0.1:{free_port()}", "okno-files")


def test_a_file_is_kept_once_and_read_back(store: Store) -> None:
    content = "Счёт".encode() * 1000
    first, second = files.keep(content), files.keep(content)
    assert first == second
    assert store.keys() == [first.path]
    assert files.read(first) == content
    assert store.client.get_object(Bucket=store.bucket, Key=first.path)["Body"].read() == content


def test_large_and_empty_files_come_back_as_they_were(store: Store) -> None:
    for content in (b"", bytes(range(256)) * 80_000):  # 20 MB goes in parts
        assert files.read(files.keep(content)) == content


def test_an_object_that_is_lost_is_mended_when_the_file_comes_again(store: Store) -> None:
    file = files.keep(PICTURE)
    default_storage.delete(file.path)
    assert store.keys() == []
    assert files.keep(PICTURE) == file
    assert files.read(file) == PICTURE


def test_two_at_once_keep_one_object(store: Store) -> None:
    file = StoredFile(sha256="ab" * 32, size=4, asked_at=clock.now())
    with ThreadPoolExecutor(4) as pool:
        names = list(pool.map(lambda _: default_storage.save(file.path, ContentFile(b"same")), range(8)))
    assert set(names) == set(store.keys()) == {file.path}


def attached(content: bytes, name: str) -> Message:
    return make.message(files=[NewFile(file=files.keep(content), name=name)])


def test_a_file_is_given_through_the_authorised_view_with_safe_headers(
    store: Store, as_boris: Client, as_grigory: Client
) -> None:
    file = attached(PICTURE, "снимок.png").attachments.get()
    for way, kind, shown in (("", files.DOWNLOAD, "attachment"), ("?show=1", "image/png", "inline")):
        answer = as_boris.get(f"/attachments/{file.pk}/{way}")
        assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PICTURE)
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Length"] == str(len(PICTURE))
        assert answer.headers["Content-Disposition"].startswith(shown)
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, max-age=3600"
        assert store.url not in str(answer.headers)
    assert as_grigory.get(f"/attachments/{file.pk}/").status_code == 404


def test_a_missing_object_is_told_in_words(store: Store, as_boris: Client) -> None:
    file = attached(b"gone", "x.txt").attachments.get()
    default_storage.delete(file.file.path)
    answer = as_boris.get(f"/attachments/{file.pk}/", HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()["title"]) == (404, str(NotFound.message))
    with pytest.raises(NotFound):
        files.read(file.file)


def test_a_store_that_is_away_is_told_in_words_and_nothing_is_half_written(
    store: Store, settings: Any, as_boris: Client, caplog: pytest.LogCaptureFixture
) -> None:
    file = attached(PICTURE, "x.png").attachments.get()
    away(settings)
    answer = as_boris.get(f"/attachments/{file.pk}/", HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()["title"]) == (503, str(files.StoreAway.message))
    rows = StoredFile.objects.count()
    with pytest.raises(files.StoreAway):
        files.keep(b"new")
    assert StoredFile.objects.count() == rows
    assert "does not answer" in caplog.text
    assert SECRET not in caplog.text
    kept_in(settings, store.url, store.bucket)
    assert store.keys() == [file.file.path]


@pytest.mark.django_db(transaction=True)
def test_a_letter_whose_files_cannot_be_kept_waits_and_comes_whole(store: Store, settings: Any) -> None:
    raw = (
        b"From: anna@romashka.test\r\nTo: support@desk.test\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: application/pdf\r\n"
        b"Content-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF-1.7\r\n--b--\r\n"
    )
    row = Inbound.objects.create(
        external_id="1", sha256="0" * 64, size=len(raw), raw=raw, received_at=clock.now()
    )
    away(settings)
    cage = Cage()
    try:
        assert take_one(cage)
        row.refresh_from_db()
        assert (row.state, row.attempts, Message.objects.count()) == (InboundState.NEW, 0, 0)
        assert row.retry_at is not None
        assert row.retry_at > clock.now()
        kept_in(settings, store.url, store.bucket)
        Inbound.objects.update(retry_at=None)
        assert take_one(cage)
    finally:
        cage.close()
    attachment = Message.objects.get().attachments.get()
    assert files.read(attachment.file).strip() == b"%PDF-1.7"


@translation.override("en")
def test_the_doctor_tells_whether_the_store_answers(store: Store, settings: Any) -> None:
    for deep in (False, True):
        [found] = machine.bucket(deep=deep)
        assert (found.health, found.seen) == ("well", "okno-files answers")
    assert store.keys() == []
    kept_in(settings, store.url, "no-such-bucket")
    [found] = machine.bucket(deep=True)
    assert (found.health, "NoSuchBucket" in found.seen) == ("ill", True)
    away(settings)
    [found] = machine.bucket(deep=False)
    assert found.health == "ill"
    assert "OKNO_S3_ENDPOINT" in found.advice
    assert SECRET not in found.seen
    settings.S3_BUCKET = ""
    assert list(machine.bucket(deep=True)) == []


def test_the_variables_of_the_environment_lead_to_the_bucket(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    variables = {
        "OKNO_S3_BUCKET": store.bucket, "OKNO_S3_ENDPOINT": store.url, "OKNO_S3_ACCESS_KEY": "desk", "OKNO_VAR": str(tmp_path),
        "OKNO_S3_SECRET_KEY_FILE": str(secret), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }  # fmt: skip
    done = okno("check", "--json", env=variables)
    assert f"{store.bucket} answers" in done.stdout
    assert SECRET not in done.stdout + done.stderr


def test_a_backup_says_that_it_holds_no_files(store: Store, tmp_path: Path) -> None:
    import psycopg

    from okno.core.postgres import temporary

    with temporary("okno-bucket-", ground.place()) as cluster:
        cluster.create_database("full")
        with psycopg.connect(cluster.url("full")) as connection:
            connection.execute("CREATE TABLE core_storedfile (sha256 text PRIMARY KEY)")
            connection.execute("INSERT INTO core_storedfile VALUES ('a'), ('b')")
        report = backup(cluster.url("full"), None, tmp_path / "b.tar")
    assert report.files == 0
    [warning] = report.warnings
    assert "(2)" in warning
    assert "S3" in warning
