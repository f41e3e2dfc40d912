from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import Impact, Urgency
from okno.people.models import Membership, Person


class State(models.TextChoices):
    NEW = "new", _("new")
    OPEN = "open", _("in work")
    WAITING = "waiting", _("waiting")
    RESOLVED = "resolved", _("resolved")
    CLOSED = "closed", _("closed")


class WaitingFor(models.TextChoices):
    NOBODY = "", "—"
    CUSTOMER = "customer", _("for the customer")
    THIRD_PARTY = "third_party", _("for a third party")
    PLANNED = "planned", _("until a date")
    APPROVAL = "approval", _("for approval")  # by the customer's side
    OUR_APPROVAL = "our_approval", _("for our approval")


APPROVALS = (WaitingFor.APPROVAL, WaitingFor.OUR_APPROVAL)  # what only an answer, or a withdrawal, ends


class Approved(models.TextChoices):
    """How far the approval of a ticket is, for lists and the search."""

    NEVER = "", "—"
    ASKED = "asked", _("awaited")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class Kind(models.TextChoices):
    INCIDENT = "incident", _("incident")
    REQUEST = "request", _("service request")
    QUESTION = "question", _("question")
    PROBLEM = "problem", _("problem")
    IDEA = "idea", _("idea")


# Where somebody waits before the screen: answered at once, with a capacity of their own.
LIVE_DOORS = ("chat",)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # a ticket without a running clock stands behind all others
LIVE = (State.NEW, State.OPEN, State.WAITING)
IN_HAND = (State.NEW, State.OPEN)


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Questions about tickets in the words of the desk."""

    def first_of_order(self, count: int) -> "TicketQuerySet":
        """Keep the first of these; they are found in a narrow index before anything wide is joined to them."""
        narrow = self.values("pk")[:count]
        return Ticket.objects.filter(pk__in=narrow).order_by(*self.query.order_by)

    def standing(self) -> "TicketQuerySet":
        """Return tickets of their own: those merged into another are read there."""
        return self.filter(merged_into=None)

    def live(self) -> "TicketQuerySet":
        """Not resolved and not closed."""
        return self.standing().filter(state__in=LIVE)

    def owned_by(self, person: Person) -> "TicketQuerySet":
        """In this person's hands, waiting ones too."""
        return self.live().filter(owner=person)

    def unassigned(self) -> "TicketQuerySet":
        """In nobody's hands."""
        return self.live().filter(owner=None)

    def chats(self) -> "TicketQuerySet":
        """Conversations in the chat that are in work or wait for somebody."""
        return self.standing().filter(door__in=LIVE_DOORS, state__in=IN_HAND)

    def of_teams_of(self, person: Person) -> "TicketQuerySet":
        """Of the teams in which this person works."""
        return self.live().filter(team__in=Membership.objects.filter(person=person).values("team"))

    def due_within(self, length: timedelta) -> "TicketQuerySet":
        """With a deadline that has passed, or passes within this time from now."""
        return self.live().filter(due_order__lt=Now() + length)

    def waiting(self) -> "TicketQuerySet":
        """Waiting for the customer, a third party or a date."""
        return self.standing().filter(state=State.WAITING)

    def resolved(self) -> "TicketQuerySet":
        """Solved as we think; the customer has not said yes yet."""
        return self.standing().filter(state=State.RESOLVED)

    def closed(self) -> "TicketQuerySet":
        """Agreed to be done."""
        return self.standing().filter(state=State.CLOSED)


class Ticket(models.Model):
    """One matter of one requester.

    Almost no field is required: with a customer on the phone one wants to give a number first and ask later.
    Columns are for lists; history is in facts and in rows (Assignment, Closure, Merge …).
    """

    number = models.PositiveBigIntegerField(unique=True, help_text="dictated by phone: short, digits only")
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    waiting_for = models.CharField(
        max_length=12, choices=WaitingFor.choices, blank=True, default=WaitingFor.NOBODY
    )
    waiting_until = models.DateTimeField(null=True, blank=True)
    approval = models.CharField(max_length=8, choices=Approved.choices, blank=True, default=Approved.NEVER)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, blank=True)
    priority = models.ForeignKey("catalog.Priority", on_delete=models.PROTECT, related_name="tickets")
    # How many are concerned and how soon it hurts, as the desk sees it; `wish` is how urgent the customer calls it.
    impact = models.CharField(_("impact"), max_length=4, choices=Impact.choices, blank=True)
    urgency = models.CharField(_("urgency"), max_length=5, choices=Urgency.choices, blank=True)
    wish = models.CharField(max_length=5, choices=Urgency.choices, blank=True)
    service = models.ForeignKey(
        "catalog.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    # By whose form it was asked for; it never changes.
    request_type = models.ForeignKey(
        "catalog.RequestType", on_delete=models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    requester = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="tickets")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    owner = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="owned"
    )
    # Who talks to the customer, whoever works on it: stays when the ticket goes to another line.
    speaker = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Through which door it came, and to which of our addresses: the answer leaves by the same one.
    door = models.CharField(max_length=20, default="mail")
    our_address = models.CharField(max_length=254, blank=True)
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    fields = models.JSONField(default=dict, blank=True, help_text="custom fields: name → value")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    follow_up_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    # The request that opened it with others; the whole is solved when all its parts are.
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", db_index=False
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="the last fact")
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # For lists: the nearest running clock, and the last word of the conversation.
    next_due_at = models.DateTimeField(null=True)
    due_order = models.GeneratedField(
        expression=Coalesce("next_due_at", NEVER), output_field=models.DateTimeField(), db_persist=True
    )
    # What the team that has it owes to the desk; the customer's promises are those of `next_due_at`.
    team_due_at = models.DateTimeField(null=True)
    # From when on lists show these two amber (`okno.desk.nearness`).
    near = models.JSONField(default=list, help_text="[customer's, team's]: metric and moments of the shares")
    last_message_at = models.DateTimeField(null=True)
    last_words = models.CharField(max_length=160, blank=True)
    last_from_customer = models.BooleanField(default=True)
    # A reading of the facts, as the clocks are: what the last of them promised, and why (`okno.contracts.terms`).
    promised = models.JSONField(
        default=dict, help_text="calendar, minutes by metric, the policy and its reason"
    )
    # When it must be looked at in whose hands it is: not accepted, or the owner has left.
    hands_due_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each fact; stops outdated answers")

    objects: ClassVar[models.Manager["Ticket"]] = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [
            models.Index(
                fields=["-changed_at", "-id"],
                name="ticket_live",
                condition=Q(state__in=LIVE, merged_into=None),
            ),
            models.Index(
                fields=["owner", "due_order", "-id"],
                name="ticket_owner_due",
                condition=Q(state__in=LIVE, merged_into=None),
            ),
            models.Index(
                fields=["due_order", "-id"],
                name="ticket_nobodys_due",
                condition=Q(owner=None, state__in=LIVE, merged_into=None),
            ),
            models.Index(
                fields=["due_order", "-id"],
                name="ticket_due",
                condition=Q(state__in=LIVE, merged_into=None),
            ),
            models.Index(
                fields=["team", "due_order", "-id"],
                name="ticket_team_due",
                condition=Q(state__in=LIVE, merged_into=None),
            ),
            models.Index(
                fields=["created_at"],
                name="ticket_chat_waits",
                condition=Q(door__in=LIVE_DOORS, owner=None, state__in=IN_HAND, merged_into=None),
            ),
            models.Index(fields=["team_due_at"], name="ticket_owed", condition=Q(team_due_at__isnull=False)),
            models.Index(fields=["state", "-changed_at", "-id"], name="ticket_state"),
            models.Index(fields=["requester", "-created_at"], name="ticket_requester"),
            models.Index(fields=["organisation", "-changed_at"], name="ticket_organisation"),
            models.Index(
                fields=["waiting_until"], name="ticket_wakes", condition=Q(waiting_until__isnull=False)
            ),
            models.Index(
                fields=["hands_due_at"], name="ticket_hands", condition=Q(hands_due_at__isnull=False)
            ),
            models.Index(fields=["resolved_at"], name="ticket_confirms", condition=Q(state="resolved")),
            models.Index(
                fields=["service", "priority", "-resolved_at"],
                name="ticket_alike",
                condition=Q(resolved_at__isnull=False, service__isnull=False, merged_into=None),
            ),
            models.Index(
                fields=["priority", "-resolved_at"],
                name="ticket_alike_free",
                condition=Q(resolved_at__isnull=False, request_type=None, part_of=None, merged_into=None),
            ),
            models.Index(fields=["-changed_at"], name="ticket_asks_approval", condition=Q(approval="asked")),
            models.Index(
                fields=["created_at"], name="ticket_asked", condition=Q(merged_into=None, part_of=None)
            ),
            GinIndex(fields=["tags"], name="ticket_tags"),
            models.Index(fields=["part_of"], name="ticket_parts", condition=Q(part_of__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def is_live(self) -> bool:
        """True until it is resolved."""
        return self.state in LIVE

    @property
    def is_over(self) -> bool:
        """True when resolved or closed."""
        return not self.is_live
