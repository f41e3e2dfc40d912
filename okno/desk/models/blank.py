from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Blank(models.Model):
    """A reply to be completed by hand: one's own, a team's, or everybody's. Its variables are those of okno.desk.blanks."""

    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text"), max_length=20_000)
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
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="one_shared_blank_a_name", condition=Q(owner=None)),
            models.UniqueConstraint(fields=["owner", "name"], name="one_own_blank_a_name"),
            models.CheckConstraint(condition=Q(owner=None) | Q(team=None), name="blank_of_one_or_of_a_team"),
        ]

    def __str__(self) -> str:
        return self.name
