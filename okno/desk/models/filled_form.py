from django.db import models


class FilledForm(models.Model):
    """What was answered to the form of a request type, with the very version of the form that was asked."""

    ticket = models.OneToOneField("desk.Ticket", on_delete=models.CASCADE, related_name="form")
    version = models.ForeignKey("catalog.FormVersion", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(
        default=dict, help_text="key of the question → answer, see okno.catalog.answers"
    )
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.ticket} · {self.version}"
