"""States that have a who and a when: rows, so that figures are plain SQL and every one can be explained."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """In whose hands the ticket was, from when to when."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="assignments")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="in_one_hand", condition=Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.team} · {self.owner}"


class Closure(models.Model):
    """A solution as offered, and what became of it: agreed, closed in silence, or reopened."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="closures")
    resolved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], name="one_standing_closure", condition=Q(reopened_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.resolved_at}"


class Merge(models.Model):
    """One ticket was poured into another; what moved is written down, so the undo puts exactly that back."""

    source = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="merges_away")
    target = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="merges_in")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(
        default=dict, help_text="ids of messages; people added; the source's state and clocks before"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], name="merged_once", condition=Q(undone_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class Split(models.Model):
    """Messages of one ticket became a ticket of their own; the undo brings them back."""

    source = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="splits_away")
    target = models.OneToOneField("desk.Ticket", on_delete=models.CASCADE, related_name="split_from")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=list, help_text="ids of messages")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class LinkKind(models.TextChoices):
    RELATED = "related", _("related")
    CAUSE = "cause", _("caused by")
    DUPLICATE = "duplicate", _("duplicate of")
    MAYBE_REPLY = "maybe_reply", _("perhaps a reply to")
    SPLIT = "split", _("split from")


# What the other ticket is to the first one, and the first one to the other.
SIDES = {
    LinkKind.RELATED: (_("related"), _("related")),
    LinkKind.CAUSE: (_("cause"), _("consequence")),
    LinkKind.DUPLICATE: (_("original"), _("duplicate")),
    LinkKind.MAYBE_REPLY: (_("perhaps answered here"), _("perhaps a reply")),
    LinkKind.SPLIT: (_("split from it"), _("split off")),
}


class Link(models.Model):
    """Two tickets have to do with each other."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=12, choices=LinkKind.choices, default=LinkKind.RELATED)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "other", "kind"], name="linked_once"),
            models.CheckConstraint(condition=~Q(ticket=models.F("other")), name="not_linked_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind} {self.other_id}"

    @property
    def other_is(self) -> str:
        """What the other ticket is, told beside the first one."""
        return str(SIDES[LinkKind(self.kind)][0])

    @property
    def ticket_is(self) -> str:
        """What the first ticket is, told beside the other one."""
        return str(SIDES[LinkKind(self.kind)][1])


class WorkLog(models.Model):
    """Work that was done for the ticket, in minutes."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="work")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_log_a_key", condition=~Q(key=""))
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min"
