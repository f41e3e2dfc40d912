from django.db import models
from django.utils.translation import gettext_lazy as _


class Line(models.IntegerChoices):
    FIRST = 1, _("line 1: dispatchers")
    SECOND = 2, _("line 2: specialists")
    THIRD = 3, _("line 3: engineers")


class Team(models.Model):
    """People with an area of work on one line of support."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    line = models.PositiveSmallIntegerField(_("line"), choices=Line.choices, default=Line.FIRST)
    # The work of a closed team (personnel, security) is seen by its members and administrators alone.
    is_closed = models.BooleanField(_("only members see its tickets"), default=False)
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
