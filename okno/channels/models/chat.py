from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ChatDesk(models.Model):
    """How the desk talks in the chat: one row."""

    name = models.CharField(max_length=20, default="chat", editable=False)
    is_active = models.BooleanField(_("in use"), default=False)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    calendar = models.ForeignKey(
        "sla.WorkCalendar", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    welcome = models.CharField(_("first words"), max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_chat_desk")]

    def __str__(self) -> str:
        return str(_("Chat"))


class Visitor(models.Model):
    """Somebody before a chat window: known by a secret of which only the hash is kept, or logged in and without one.

    What a visitor says about name and address is a claim: it opens nothing and joins nobody with anybody.
    """

    key = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the secret; empty: logged in")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="one_visitor_a_key", condition=~Q(key="")),
            models.UniqueConstraint(fields=["person"], name="one_visitor_logged_in", condition=Q(key="")),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Chat(models.Model):
    """One conversation in the chat: what is not the ticket's own. Marks are ids of messages, up to which all is meant."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="chats")
    ticket = models.OneToOneField("desk.Ticket", on_delete=models.CASCADE, related_name="chat")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="the visitor said that it is over")
    email = models.CharField(max_length=254, blank=True, help_text="where to go on, as the visitor claims")
    page = models.CharField(max_length=500, blank=True, help_text="on which page it was begun")
    context = models.JSONField(default=dict, help_text="what the page tells with the visitor's consent")
    shown_upto = models.BigIntegerField(default=0, help_text="came to the visitor's window")
    read_upto = models.BigIntegerField(default=0, help_text="was before the visitor's eyes")
    read_by_us = models.BigIntegerField(default=0, help_text="was before a colleague's eyes")
    goes_on_at = models.DateTimeField(null=True, help_text="when what was not shown by then leaves by mail")
    # What the visitor was told about waiting, in seconds, and when somebody really came.
    low = models.PositiveIntegerField(null=True)
    high = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["visitor", "-id"], name="chat_visitor"),
            models.Index(fields=["goes_on_at"], name="chat_goes_on", condition=Q(goes_on_at__isnull=False)),
            models.Index(fields=["-started_at"], name="chat_taken", condition=Q(taken_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.ticket)

    @property
    def told(self) -> list[tuple[str, str]]:
        """What the page told of itself, as pairs by name."""
        return sorted(self.context.items())

    @property
    def told_minutes(self) -> int:
        """How many minutes the visitor was told to wait at most."""
        return max(-(-(self.high or 0) // 60), 1)
