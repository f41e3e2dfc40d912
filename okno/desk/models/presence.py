from datetime import timedelta

from django.db import models

from okno.desk.models.draft import DraftKind

STAYS = timedelta(seconds=25)  # a browser says every 10 seconds that somebody is there; one may get lost


class Presence(models.Model):
    """Somebody has a ticket before the eyes, or writes in it. No history: looking is nobody's deed."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    writes = models.CharField(max_length=5, choices=DraftKind.choices, blank=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.ticket_id}"
