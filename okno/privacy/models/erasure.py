from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class ErasureState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("erasure", "waits for a decision")
    DOING = "doing", pgettext_lazy("erasure", "is being done")
    DONE = "done", pgettext_lazy("erasure", "done")
    REFUSED = "refused", pgettext_lazy("erasure", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("erasure", "taken back")


OPEN = (ErasureState.ASKED, ErasureState.DOING)


class ErasureRequest(models.Model):
    """Somebody wants the desk to forget him (152-ФЗ, articles 14, 20, 21); one stands at a time.

    Once it is done nothing in the row says who it was.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="erasures")
    state = models.CharField(max_length=10, choices=ErasureState.choices, default=ErasureState.ASKED)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="the end of the tenth working day after it")
    # Who wrote it down: the person himself, or an administrator with a letter or a paper before the eyes.
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(
        max_length=500, blank=True, help_text="how it came, where it did not come by the page"
    )
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(
        max_length=1000, blank=True, help_text="why it was refused; the person reads it"
    )
    # While it is being done: who and what is looked for, sealed; emptied at the end.
    sealed = models.TextField(blank=True)
    closes = models.BooleanField(default=False, help_text="open tickets are closed on the way")
    total = models.PositiveIntegerField(default=0, help_text="tickets to go through")
    done = models.PositiveIntegerField(default=0, help_text="of these, gone through")
    ended_at = models.DateTimeField(null=True)
    # The last letter: its address is forgotten when it has left.
    farewell = models.ForeignKey("channels.Delivery", on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager["ErasureRequest"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="one_erasure_at_a_time", condition=Q(state__in=OPEN)
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="erasure_open", condition=Q(state__in=OPEN)),
            models.Index(fields=["-id"], name="erasure_over", condition=~Q(state__in=OPEN)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        """True while it waits or is being done."""
        return self.state in OPEN

    @property
    def by_hand(self) -> bool:
        """True where an administrator wrote it down in the person's name."""
        return self.asked_by_id != self.person_id
