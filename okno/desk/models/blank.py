from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from okno.desk.models.ticket import Kind


class Transition(models.TextChoices):
    """What becomes of a ticket after a macro."""

    STAYS = "", _("It stays as it is")
    WAIT = "wait", _("It waits for the customer")
    RESOLVE = "resolve", _("Resolved, the requester is asked")
    CLOSE = "close", _("Closed without asking")


class Blank(models.Model):
    """A reply to be completed by hand: one's own, a team's, or everybody's. Its variables are those of okno.desk.blanks.

    One that also does something is a macro: it may set what the ticket is, give it into other hands and say what becomes of
    it. A macro may be without a text.
    """

    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    owner = models.ForeignKey(
        "people.Person",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="blanks",
        verbose_name=_("owner"),
    )
    team = models.ForeignKey(
        "people.Team",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="blanks",
        verbose_name=_("team"),
    )
    priority = models.ForeignKey(
        "catalog.Priority", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    service = models.ForeignKey(
        "catalog.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    to_team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_me = models.BooleanField(default=False, help_text="into the hands of whoever uses it")
    then = models.CharField(max_length=10, choices=Transition.choices, blank=True, default=Transition.STAYS)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="one_shared_blank_a_name", condition=Q(owner=None)),
            models.UniqueConstraint(fields=["owner", "name"], name="one_own_blank_a_name"),
            models.CheckConstraint(condition=Q(owner=None) | Q(team=None), name="blank_of_one_or_of_a_team"),
            models.CheckConstraint(
                condition=Q(to_me=False) | Q(to_person=None), name="into_the_hands_of_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name
