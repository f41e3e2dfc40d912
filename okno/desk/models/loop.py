from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SILENCE_AT_MOST, TEXT_AT_MOST = 30, 5_000


class Occasion(models.TextChoices):
    """A step of a ticket about which a letter leaves by itself, once: to the customer, or to whoever is asked to approve it."""

    RECEIVED = "received", _("The request has come in")
    TAKEN = "taken", _("Somebody has taken it in hand")
    WAITING = "waiting", _("We wait for the customer")
    SOLVED = "solved", _("We think that it is solved")
    CLOSED = "closed", _("It is closed without the customer's word")
    APPROVAL = "approval", _("Somebody is asked for approval")
    INSTEAD = "approval_instead", _("Somebody is asked for approval in another one's place")
    REMINDED = "approval_reminded", _("Whoever has not decided is reminded")
    REFUSED = "refused", _("It was not approved")


# To those who decide: without the letter nobody would know that he is asked, so it always leaves.
ASKING = frozenset({Occasion.APPROVAL, Occasion.INSTEAD, Occasion.REMINDED})


def right_letters(letters: Any) -> None:
    """Refuse what is no table of occasions; a file of the configuration may hold anything."""
    languages = {code for code, _name in settings.LANGUAGES}
    for occasion, chosen in letters.items() if isinstance(letters, dict) else [("", None)]:
        is_right = (
            occasion in Occasion.values
            and isinstance(chosen, dict)
            and {"leaves", "texts"}.issuperset(chosen)
            and isinstance(chosen.get("leaves", True), bool)
            and isinstance(texts := chosen.get("texts", {}), dict)
            and languages.issuperset(texts)
            and all(isinstance(one, str) and len(one) <= TEXT_AT_MOST for one in texts.values())
        )
        if not is_right:
            raise ValidationError(
                _("“%(part)s” is no letter of a step: it leaves or not, and has texts by language."),
                params={"part": str(occasion)[:60]},
            )


class LoopPlan(models.Model):
    """How the desk closes the loop with a customer: of which steps he is told in which words, and how long silence lasts.

    The words for those who are asked to approve something stand here, too.

    One row for the desk; what is not named is as usual.
    """

    name = models.CharField(max_length=20, default="loop", editable=False)
    letters = models.JSONField(
        _("letters"),
        default=dict,
        blank=True,
        validators=[right_letters],
        help_text="occasion → {leaves, texts: language → text}",
    )
    silence_days = models.PositiveSmallIntegerField(
        _("working days of silence"), default=3, validators=[MaxValueValidator(SILENCE_AT_MOST)]
    )

    # Who sorts what customers wish for; nobody in particular: the leads.
    product_team = models.ForeignKey(
        "people.Team", on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("team of the product")
    )
    asks_again_days = models.PositiveSmallIntegerField(
        _("days between two questions to one person"),
        default=90,
        validators=[MinValueValidator(30), MaxValueValidator(730)],
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_plan_of_the_loop")]

    def __str__(self) -> str:
        return str(_("Letters about requests"))

    def leaves(self, occasion: str) -> bool:
        """True where customers are told of this step."""
        return bool(self.letters.get(occasion, {}).get("leaves", True))

    def text(self, occasion: str, language: str) -> str:
        """Return the words chosen for this step; none where the usual ones are said."""
        return str(self.letters.get(occasion, {}).get("texts", {}).get(language, ""))
