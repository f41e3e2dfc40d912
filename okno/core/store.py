"""The folder of stored files: each is named by its content, so a name is written whole or not at all, and only once."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class ContentStorage(FileSystemStorage):
    """Django's folder of files, with what a crash asks for: beside its place, forced to the disk, then put in place."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002 - Django's signature
        """Return the name itself: what lies there under it has the same content."""
        return name

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        is_known_folder = place.parent.exists()
        draft = f"{name}.{secrets.token_hex(8)}"
        try:
            super()._save(draft, content)  # type: ignore[misc] # the stubs do not know Django's own hook
            _sync(Path(self.path(draft)))
            Path(self.path(draft)).replace(place)
        except BaseException:
            self.delete(draft)
            raise
        _sync(place.parent)
        if not is_known_folder:
            _sync(place.parent.parent)
            _sync(place.parent.parent.parent)
        return name


def _sync(path: Path) -> None:
    """Wait until the disk has the file, or the names in the folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
