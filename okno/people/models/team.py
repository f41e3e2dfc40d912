from django.db import models
from django.utils.translation import gettext_lazy as _


class Line(models.IntegerChoices):
    FIRST = 1, _("line 1: dispatchers")
    SECOND = 2, _("line 2: specialists")
    THIRD = 3, _("line 3: engineers")


ACCEPT_MINUTES = 30
MOST_URGENT = 1  # the rank of priorities


class Strategy(models.TextChoices):
    """Who gets what comes to a team."""

    BY_HAND = "hand", _("by hand: everybody takes")
    ROUND_ROBIN = "round", _("in turn")
    LEAST_LOADED = "load", _("whoever has least to do")
    BY_SKILL = "skill", _("by skill")
    KNOWS_CUSTOMER = "knows", _("whoever knows the customer")
    TERRITORY = "territory", _("whoever looks after the organisation")


class Team(models.Model):
    """People with an area of work on one line of support."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    line = models.PositiveSmallIntegerField(_("line"), choices=Line.choices, default=Line.FIRST)
    # The work of a closed team (personnel, security) is seen by its members and administrators alone.
    is_closed = models.BooleanField(_("only members see its tickets"), default=False)
    # Working minutes in which an owner does something, or the ticket goes on; none: it stays.
    accept_minutes = models.PositiveSmallIntegerField(
        _("accepted within, minutes"), null=True, blank=True, default=ACCEPT_MINUTES
    )
    # Priorities up to this rank do not wait for an owner who is not there; 0: all of them wait.
    urgent_rank = models.PositiveSmallIntegerField(
        _("does not wait for an absent owner"), default=MOST_URGENT
    )
    strategy = models.CharField(
        _("who gets a new ticket"), max_length=10, choices=Strategy.choices, default=Strategy.BY_HAND
    )
    # Whose people they are, where they are not ours: a contractor, a maker.
    partner = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(_("in use"), default=True)
    members: "models.ManyToManyField[Team, Membership]" = models.ManyToManyField(
        "people.Person", through="Membership", related_name="teams"
    )

    class Meta:
        ordering = ["line", "name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person works in a team; a lead answers for it."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(_("leads the team"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="once_in_a_team")]

    def __str__(self) -> str:
        return f"{self.person} · {self.team}"
