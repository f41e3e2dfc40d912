from django.db import models
from django.db.models import Q


class About(models.TextChoices):
    """Of what a notice tells; its words are in the bell."""

    YEAR = "year"
    MESSENGER = "messenger"
    SILENT = "silent"
    STUCK = "stuck"
    STORM = "storm"
    QUARANTINE = "quarantine"


OF_THE_DESK = frozenset({About.SILENT, About.STUCK, About.STORM, About.QUARANTINE})  # troubles of its mail


class Notice(models.Model):
    """One person is told of something that belongs to no ticket, once: a year is lacking, the messenger lets nothing through.

    A trouble of the desk itself is told anew only after it was over; while it lasts it goes by the ways of the person's choice.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="notices")
    about = models.CharField(max_length=12, choices=About.choices, default=About.YEAR)
    calendar = models.ForeignKey("sla.WorkCalendar", on_delete=models.CASCADE, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, help_text="the year that is lacking")
    mailbox = models.ForeignKey("channels.Mailbox", on_delete=models.CASCADE, null=True, related_name="+")
    facts = models.JSONField(default=dict, help_text="what the sentence of a trouble names")
    told_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, help_text="when the trouble was seen no more")
    in_bell = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    push_at = models.DateTimeField(null=True, help_text="not before this moment")
    mail_at = models.DateTimeField(null=True, help_text="not before this moment")
    chat_at = models.DateTimeField(null=True, help_text="not before this moment")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "calendar", "year"], name="noticed_once"),
            models.UniqueConstraint(
                fields=["person", "about", "mailbox"],
                name="one_notice_a_trouble",
                condition=Q(over_at=None, about__in=["silent", "stuck", "storm", "quarantine"]),
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None))]

    def __str__(self) -> str:
        return f"{self.about} → {self.person_id}"
