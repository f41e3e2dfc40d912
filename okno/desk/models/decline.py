from django.db import models


class Decline(models.Model):
    """Somebody did not take a ticket, or put it back: it is not given to the same person again."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="declines")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="declined_once")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.ticket_id}"
