"""Stored files: one place for one content, whole or not there at all."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections

from okno.core import clock, files, unused
from okno.core.models import StoredFile
from okno.desk.models import Attachment
from tests import make
from tests.channels.until import until


def place(file: StoredFile) -> Path:
    return Path(default_storage.path(file.path))


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once() -> None:
    one, other = files.keep(b"the same bytes"), files.keep(b"the same bytes")
    assert one == other
    assert files.read(one) == b"the same bytes"
    assert [path.name for path in place(one).parent.iterdir()] == [one.sha256]
    assert place(one).stat().st_mode & 0o077 == 0, "nobody else on the machine reads it"


@pytest.mark.django_db
@pytest.mark.parametrize("left", [b"", b"a par", None])
def test_what_a_crash_left_of_a_file_is_mended_when_it_comes_again(left: bytes | None) -> None:
    file = files.keep(b"a part of this was lost")
    if left is None:
        place(file).unlink()
    else:
        place(file).write_bytes(left)
    assert files.keep(b"a part of this was lost") == file
    assert files.read(file) == b"a part of this was lost"


@pytest.mark.django_db(transaction=True)
def test_eight_who_keep_the_same_bytes_at_once_keep_one_file() -> None:
    kept: list[StoredFile] = []

    def work() -> None:
        try:
            kept.append(files.keep(b"all at once" * 9999))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(kept) == 8
    assert len({file.pk for file in kept}) == 1
    assert [path.name for path in place(kept[0]).parent.iterdir()] == [kept[0].sha256]


def test_a_file_that_cannot_be_written_whole_leaves_nothing_under_its_name() -> None:
    class Breaking(ContentFile):  # type: ignore[type-arg]
        def chunks(self, chunk_size: int | None = None) -> object:
            yield b"the first half"
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        default_storage.save("zz/zz/zzzz", Breaking(b"both halves"))
    assert not any(Path(default_storage.path("zz/zz")).iterdir())


def last_asked_for(file: StoredFile, *, hours: int) -> None:
    StoredFile.objects.filter(pk=file.pk).update(asked_at=clock.now() - timedelta(hours=hours))


@pytest.mark.django_db
def test_bytes_that_nothing_refers_to_are_forgotten_after_a_day() -> None:
    young, lonely, used = (files.keep(content) for content in (b"of today", b"taken out", b"in a message"))
    Attachment.objects.create(message=make.message(), file=used, name="used.txt")
    last_asked_for(young, hours=23)
    last_asked_for(lonely, hours=25)
    last_asked_for(used, hours=999)
    assert unused.forget() == 1
    assert not place(lonely).exists()
    assert set(StoredFile.objects.all()) == {young, used}
    assert files.read(used) == b"in a message"


@pytest.mark.django_db
def test_bytes_that_come_again_live_on() -> None:
    file = files.keep(b"here again")
    last_asked_for(file, hours=48)
    assert files.keep(b"here again") == file
    assert unused.forget() == 0
    assert files.read(file) == b"here again"


@pytest.mark.django_db(transaction=True)
def test_bytes_that_come_while_they_are_forgotten_are_stored_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    old = files.keep(b"at the same moment")
    last_asked_for(old, hours=48)
    kept: list[StoredFile] = []

    def comes() -> None:
        try:
            kept.append(files.keep(b"at the same moment"))
        finally:
            connections.close_all()

    newcomer = threading.Thread(target=comes)
    delete = default_storage.delete

    def deletes_while_another_comes(name: str) -> None:
        newcomer.start()
        until(somebody_waits_for_a_lock)
        delete(name)

    monkeypatch.setattr(default_storage, "delete", deletes_while_another_comes)
    assert unused.forget() == 1
    newcomer.join(60)
    assert kept[0].pk != old.pk
    assert files.read(kept[0]) == b"at the same moment"


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])
