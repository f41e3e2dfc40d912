from django.db import models


class Attachment(models.Model):
    """A file of a message under the name that its sender gave it; the bytes are kept once for each content."""

    message = models.ForeignKey(
        "desk.Message", on_delete=models.CASCADE, related_name="attachments", null=True
    )
    # Until the message is written, a file waits for its author alone (SEC-13, SEC-22).
    draft = models.ForeignKey("desk.Draft", on_delete=models.CASCADE, related_name="attachments", null=True)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
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
