from django.db import models
from django.db.models import Q


class About(models.TextChoices):
    """Of what a notice tells; its words are in the bell."""

    YEAR = "year"
    MESSENGER = "messenger"


class Notice(models.Model):
    """One person is told of something that belongs to no ticket, once: a year is lacking, the messenger lets nothing through."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="notices")
    about = models.CharField(max_length=12, choices=About.choices, default=About.YEAR)
    calendar = models.ForeignKey("sla.WorkCalendar", on_delete=models.CASCADE, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, help_text="the year that is lacking")
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "calendar", "year"], name="noticed_once")]
        indexes = [models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None))]

    def __str__(self) -> str:
        return f"{self.about} → {self.person_id}"
