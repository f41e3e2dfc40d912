"""Files in a bucket of an S3 store: it answers in bounded time, or fails as a disk does, with an OSError that tells no secret."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

if TYPE_CHECKING:
    from django.core.files import File

CONNECT_SECONDS, SILENT_SECONDS = 5, 30
TRIES = 2
IN_MEMORY = 2 * 2**20  # bytes of a file that is read; the rest goes to a temporary file


class BucketAway(OSError):
    """The store does not answer, or does not let us in."""


class Bucket(S3Storage):  # type: ignore[misc] # the library ships no types
    """django-storages' S3 with our patience and our errors."""

    def __init__(self, **options: Any) -> None:
        # Names are the SHA-256 of the content, so the newer checksums of boto add nothing; many stores other than
        # Amazon's do not know them. With an endpoint of one's own the bucket stands in the path, as all stores understand.
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=SILENT_SECONDS,
            retries={"mode": "standard", "total_max_attempts": TRIES},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            signature_version="s3v4",
        )
        super().__init__(
            client_config=config,
            transfer_config=TransferConfig(use_threads=False),
            max_memory_size=IN_MEMORY,
            **options,
        )

    def exists(self, name: str) -> bool:
        """Tell whether the object is there."""
        with _as_a_disk():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        """Return the size in bytes."""
        with _as_a_disk():
            return int(super().size(name))

    def delete(self, name: str) -> None:
        """Remove the object; one that is not there is no error."""
        with _as_a_disk():
            super().delete(name)

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """Bring the whole object before anybody reads of it: an answer never breaks off in the middle."""
        with _as_a_disk():
            found: File[bytes] = super()._open(name, mode)
            return found.open()

    def _save(self, name: str, content: "File[bytes]") -> str:
        with _as_a_disk():
            return str(super()._save(name, content))


@contextmanager
def _as_a_disk() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise BucketAway(f"the store answers {error.response.get('Error', {}).get('Code', '?')}") from None
    except (BotoCoreError, Boto3Error) as error:
        raise BucketAway(f"the store does not answer: {type(error).__name__}") from None
