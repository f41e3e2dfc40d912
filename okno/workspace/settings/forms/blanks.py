"""The form of a blank: for whom it is, its text, and what it does besides."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import Priority, Service
from okno.desk.models import Blank, Kind
from okno.people.models import Person, Team
from okno.setup.shape import Plain
from okno.workspace.settings.kit import CALLED, Kit

AS_IT_IS = _("Leave it as it is")
WHOEVER = "me"
ROWS: dict[str, Any] = {"priority": Priority, "service": Service, "to_team": Team}


class BlankForm(Kit):
    """A reply to be completed by hand, and what is done together with it."""

    whose = forms.ChoiceField(label=pgettext_lazy("of a blank", "For whom"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", AS_IT_IS), *Kind.choices], required=False)
    tags = forms.CharField(
        label=_("Add tags"),
        required=False,
        max_length=2000,
        help_text=_("Several are written with commas between them."),
    )
    hands = forms.ChoiceField(label=_("Owner"), required=False)
    groups = (
        ("", "", ("name", "whose", "text")),
        (
            _("What it does besides"),
            _(
                "All of it is optional, and nothing happens before one sends: what is done is shown under the text, and can be"
                " taken out. With something to do, the text may be empty."
            ),
            ("priority", "service", "kind", "tags", "to_team", "hands", "then"),
        ),
    )

    class Meta:
        model = Blank
        fields = ("name", "text", "priority", "service", "kind", "to_team", "then")
        labels = {
            "name": CALLED,
            "text": _("Text"),
            "priority": _("Priority"),
            "service": _("Service"),
            "to_team": _("Hand over to the team"),
            "then": _("What becomes of the ticket"),
        }
        widgets = {"text": forms.Textarea({"rows": 10})}

    def prepare(self) -> None:
        """Offer what is in use, and what is chosen already."""
        for name, model in ROWS.items():
            self.offer_in_use(name, model, none=AS_IT_IS)
        self.choose("whose", self._whose())
        self.choose("hands", self._hands())
        self.initial["tags"] = ", ".join(self.instance.tags)
        self.initial["hands"] = (
            WHOEVER if self.instance.to_me else getattr(self.instance.to_person, "email", "")
        )
        if self.instance.pk:
            team = self.instance.team
            self.initial["whose"] = "me" if self.instance.owner_id else f"team:{team.name}" if team else "all"

    def plain(self) -> Plain:
        """Return the blank with its owner or its team, and what it does; other rows by what they are called."""
        plain, whose, hands = super().plain(), self.cleaned_data["whose"], self.cleaned_data["hands"]
        priority = self.cleaned_data["priority"]
        return {name: plain[name] for name in ("name", "text", "service", "kind", "to_team", "then")} | {
            "team": whose.removeprefix("team:") if whose.startswith("team:") else None,
            "owner": self.by.email if whose == "me" else None,
            "priority": priority.code if priority else None,
            "tags": plain["tags"].split(","),
            "to_me": hands == WHOEVER,
            "to_person": hands if hands not in ("", WHOEVER) else None,
        }

    def field_of(self, name: str) -> str | None:
        """Lead complaints about owner and team to the one field for both, and those about hands to theirs."""
        one = {"team": "whose", "owner": "whose", "to_me": "hands", "to_person": "hands"}
        return one.get(name) or super().field_of(name)

    def _whose(self) -> list[tuple[str, str]]:
        """Return those for whom the colleague may write blanks."""
        teams = Team.objects.filter(Q(is_active=True) | Q(pk=self.instance.team_id))
        if not self.by.is_administrator:
            teams = teams.filter(memberships__person=self.by) if self.by.is_lead else teams.none()
        for_all = [("all", gettext("For everybody"))] if self.by.is_administrator else []
        of_teams = [
            (f"team:{team.name}", gettext("For the team “%(name)s”") % {"name": team.name}) for team in teams
        ]
        return [("me", gettext("For me alone")), *for_all, *of_teams]

    def _hands(self) -> list[tuple[str, str]]:
        staff = Person.objects.staff() | Person.objects.filter(pk=self.instance.to_person_id)
        colleagues = [(one.email, str(one)) for one in staff.order_by("name", "pk")]
        return [("", str(AS_IT_IS)), (WHOEVER, gettext("Whoever uses it")), *colleagues]
