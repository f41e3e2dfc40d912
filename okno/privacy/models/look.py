from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    """Where somebody's data were before somebody's eyes."""

    PERSON = "person", _("page of the person")
    TICKET = "ticket", _("ticket")
    LETTER = "letter", _("letter as it came")
    FILE = "file", _("file of a ticket")
    LIST = "list", _("list as a file")
    OWN = "own", _("own data as a file")


class Look(models.Model):
    """One colleague had one person's data before the eyes on one day: the journal of access. One row a day, whatever often.

    A list that was taken as a file has a row for each person in it, and one without a person that counts its rows.
    """

    reader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, null=True, related_name="+")
    what = models.CharField(max_length=6, choices=What.choices)
    is_refused = models.BooleanField(default=False, help_text="it was tried, and not allowed")
    day = models.DateField(help_text="of the desk's calendar")
    at = models.DateTimeField(help_text="the first time on this day")
    count = models.PositiveIntegerField(default=0, help_text="tickets of a list")

    objects: ClassVar[models.Manager["Look"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "person", "what", "ticket", "day", "is_refused"],
                name="one_look_a_day",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="look_at_person", condition=Q(person__isnull=False)),
            models.Index(fields=["reader", "-id"], name="look_of_reader"),
            models.Index(fields=["day"], name="look_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} → {self.person_id}: {self.what}"
