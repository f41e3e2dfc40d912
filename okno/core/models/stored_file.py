from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", _("not scanned")
    CLEAN = "clean", _("clean")
    INFECTED = "infected", _("infected")
    FAILED = "failed", _("scan failed")


class Trouble(models.TextChoices):
    """What stands between a file and its readers, in the words of its badge."""

    CHECKING = "checking", _("being checked for viruses")
    VIRUS = "virus", _("virus: not given out")
    UNCHECKED = "unchecked", _("not checked for viruses")


_TROUBLES = {ScanState.NOT_SCANNED: Trouble.CHECKING, ScanState.FAILED: Trouble.UNCHECKED}
WAITS = models.Q(scan__in=[ScanState.NOT_SCANNED, ScanState.FAILED])


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
    scan_said = models.CharField(max_length=250, blank=True, help_text="what the scanner said about it")
    scan_tries = models.PositiveSmallIntegerField(default=0)
    scan_again_at = models.DateTimeField(
        null=True, help_text="when it is to be checked; empty: when nothing else waits"
    )
    asked_at = models.DateTimeField(db_index=True)  # when somebody handed these bytes in, for the last time

    class Meta:
        indexes = [
            models.Index(
                models.F("scan_again_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="stored_waits_for_scan",
                condition=WAITS,
            )
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def is_picture(self) -> bool:
        """True for what may be shown in place."""
        return self.kind.startswith("image/")

    @property
    def trouble(self) -> Trouble | None:
        """Why it is not simply given; a virus that was found once stays one, the rest holds only where there is a scanner."""
        if self.scan == ScanState.INFECTED:
            return Trouble.VIRUS
        return _TROUBLES.get(ScanState(self.scan)) if settings.VIRUS_SCANNER else None

    @property
    def is_kept_back(self) -> bool:
        """True for what no customer gets, and not in a moment either."""
        return self.trouble in (Trouble.VIRUS, Trouble.UNCHECKED)

    @property
    def path(self) -> str:
        """Name in the storage: two levels of folders keep each of them short."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"
