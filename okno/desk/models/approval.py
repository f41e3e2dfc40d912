from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApprovalState(models.TextChoices):
    """How far a question, a step of it, or the whole course is."""

    PLANNED = "planned", pgettext_lazy("approval", "its turn comes later")
    ASKED = "asked", pgettext_lazy("approval", "awaited")
    APPROVED = "approved", pgettext_lazy("approval", "approved")
    REFUSED = "refused", pgettext_lazy("approval", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("approval", "no longer asked")
    DELEGATED = "delegated", pgettext_lazy("approval", "passed on")


class Because(models.TextChoices):
    """Why somebody is asked in another one's place."""

    OWN = "", "—"
    AWAY = "away", _("stands in during an absence")
    DELEGATED = "delegated", _("was named by who was asked")
    LATE = "late", _("stands in, for there was no answer in time")
    NOBODY = "nobody", _("decides because there was nobody to ask")


class Approval(models.Model):
    """One course of approval of a ticket: steps in order, each of them questions to people. One stands at a time."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="approvals")
    what = models.TextField(blank=True, help_text="what a colleague asks; empty where the form says it")
    # Asked by the form, before anything is begun: a refusal ends the request.
    is_of_form = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], name="one_approval_at_a_time", condition=Q(state="asked")
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.state}"


class ApprovalStep(models.Model):
    """One step of a course: whom it asks, by which rule, until when."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    recipe = models.JSONField(help_text="as okno.catalog.approvals keeps it")
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.PLANNED)
    asked_at = models.DateTimeField(null=True)
    # When it is looked at next: the working hours are over.
    due_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0, help_text="how often the hours were over")
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["approval", "place"], name="one_step_a_place")]
        indexes = [models.Index(fields=["due_at"], name="approval_due", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.approval_id}·{self.place}"


class ApprovalQuestion(models.Model):
    """One person is asked in one step, once; the row is the right to answer."""

    step = models.ForeignKey(ApprovalStep, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="approval_questions")
    instead_of = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=10, choices=Because.choices, blank=True, default=Because.OWN)
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="one_question_a_person")]
        indexes = [models.Index(fields=["person"], name="approval_waits_for", condition=Q(state="asked"))]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"
