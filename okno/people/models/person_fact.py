from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonFactKind(models.TextChoices):
    ADDRESS_ADDED = "address.added", _("address added")
    ADDRESS_REMOVED = "address.removed", _("address removed")
    ADDRESS_MAIN = "address.main", _("made the main address")
    SECOND_STEP_RESET = "second_step.reset", _("second step reset")
    ADDRESS_WORKS = "address.works", _("letters may go there again")


class PersonFact(models.Model):
    """One thing that was done to how a person is reached or comes in: who did it, and when. Never changed, but for an erasure."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=20, choices=PersonFactKind.choices)
    words = models.CharField(max_length=254, blank=True, help_text="the address that it was about")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["PersonFact"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="fact_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"
