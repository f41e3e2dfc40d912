"""Stored files: one place for one content, whole or not there at all."""

import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections

from okno.core import files
from okno.core.models import StoredFile


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
