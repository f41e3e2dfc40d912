from django.db import models
from django.db.models import Q


class Participant(models.Model):
    """Somebody besides the requester who reads and writes in the ticket, from the moment of being added (SEC-24)."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="participations")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "person"], name="participates_once", condition=Q(removed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class Watch(models.Model):
    """A colleague who wants to know what happens in the ticket."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="watches")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="watches")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="watches_once")]

    def __str__(self) -> str:
        return str(self.person)


class Mention(models.Model):
    """A colleague was called by name in a note."""

    message = models.ForeignKey("desk.Message", on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="mentioned_once")]

    def __str__(self) -> str:
        return str(self.person)
