from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", _("not scanned")
    CLEAN = "clean", _("clean")
    INFECTED = "infected", _("infected")
    FAILED = "failed", _("scan failed")


class StoredFile(models.Model):
    """Bytes that the desk keeps, once for each content; names and types belong to whoever refers to it."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    kind = models.CharField(
        max_length=100, default="application/octet-stream", help_text="media type told by the bytes"
    )
    # In pixels, where the bytes are a picture that a browser may open: room is kept for it before it has come.
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    scan = models.CharField(max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED)
    asked_at = models.DateTimeField(db_index=True)  # when somebody handed these bytes in, for the last time

    def __str__(self) -> str:
        return self.sha256

    @property
    def is_picture(self) -> bool:
        """True for what may be shown in place."""
        return self.kind.startswith("image/")

    @property
    def path(self) -> str:
        """Name in the storage: two levels of folders keep each of them short."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"
