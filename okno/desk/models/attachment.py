from django.db import models

SMALLEST_SEEN = 120  # pixels, of a picture inside of a letter


class Attachment(models.Model):
    """A file of a message under the name that its sender gave it; the bytes are kept once for each content."""

    message = models.ForeignKey(
        "desk.Message", on_delete=models.CASCADE, related_name="attachments", null=True
    )
    # Until the message is written, a file waits for its author alone (SEC-13, SEC-22).
    draft = models.ForeignKey("desk.Draft", on_delete=models.CASCADE, related_name="attachments", null=True)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    alt = models.CharField(
        max_length=250, blank=True, help_text="what a picture shows, for those who do not see it"
    )
    content_id = models.CharField(max_length=250, blank=True)
    is_inline = models.BooleanField(default=False)
    note = models.CharField(max_length=250, blank=True, help_text="why it was not opened, where it was not")
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(message__isnull=False) | models.Q(draft__isnull=False),
                name="attached_to_something",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_seen(self) -> bool:
        """True for a picture that is shown in the conversation; the small ones inside of letters are logos and lines."""
        file = self.file
        if self.redacted_at or self.note or not file.is_picture or file.trouble:
            return False
        return not self.is_inline or min(file.width or 0, file.height or 0) >= SMALLEST_SEEN
