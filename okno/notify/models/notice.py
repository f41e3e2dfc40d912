from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One person is told of something that belongs to no ticket, once: a calendar does not know the coming year."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="notices")
    calendar = models.ForeignKey("sla.WorkCalendar", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(help_text="the year that is lacking")
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "calendar", "year"], name="noticed_once")]
        indexes = [models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None))]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.year} → {self.person_id}"
