"""Forms about people: colleagues, teams, organisations."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from okno.people import zones
from okno.people.models import STAFF, Organisation, Person, Provider, Role, Team
from okno.people.provider import ours
from okno.setup.shape import Plain
from okno.workspace.settings.kit import CALLED, Kit

COLLEAGUE_ROLES = [(role.value, role.label) for role in STAFF]


class Colleagues(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # generic for the checker alone
    """Colleagues to tick, with their addresses: two may have one name."""

    def label_from_instance(self, obj: Person) -> str:
        """Return the name and the address."""
        return f"{obj.name} · {obj.email}" if obj.name else obj.email


class ProviderForm(Kit):
    """Whose desk this is."""

    zone = forms.ChoiceField(label=_("Time zone"))
    groups = (("", "", ("name", "language", "zone")),)

    class Meta:
        model = Provider
        fields = ("name", "language")
        labels = {"name": CALLED, "language": _("Language")}
        help_texts = {
            "name": _("Customers see it above every page of theirs."),
            "language": _("Of letters to those of whom the desk knows nothing yet."),
        }

    def prepare(self) -> None:
        """Offer all time zones."""
        _choices(self.fields["zone"], zones.choices())
        self.initial["zone"] = self.instance.zone


class ColleagueForm(Kit):
    """Somebody who works here."""

    role = forms.ChoiceField(label=_("Role"), choices=COLLEAGUE_ROLES, initial=Role.AGENT)
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = (
        (_("Who"), "", ("name", "email")),
        (_("What for"), "", ("role", "teams")),
        (_("Language and time"), "", ("language", "zone")),
    )

    class Meta:
        model = Person
        fields = ("name", "email", "language")
        labels = {"name": _("Name"), "email": _("Mail address"), "language": _("Language")}
        help_texts = {"email": _("The login and the address of letters for the colleague.")}

    def prepare(self) -> None:
        """Offer zones and teams; a name and an address are needed here."""
        self.fields["name"].required = self.fields["email"].required = True
        own = _("As the desk has it: %(zone)s") % {"zone": zones.called(ours().zone)}
        _choices(self.fields["zone"], [("", own), *zones.choices()])
        mine = Q(memberships__person=self.instance) if self.instance.pk else Q(pk=None)
        _rows(self.fields["teams"], Team.objects.filter(Q(is_active=True) | mine).distinct())
        if self.instance.pk:
            self.initial.update({name: getattr(self.instance, name) for name in ("role", "zone")})
            self.initial["teams"] = self.instance.teams.all()
        if self.instance.pk == self.by.pk:
            self.fields["role"].help_text = _("Another administrator can change your role.")

    def plain(self) -> Plain:
        """Return the person; the teams are saved as the teams' own change."""
        return {name: value for name, value in super().plain().items() if name != "teams"}


class TeamForm(Kit):
    """People with an area of work."""

    members = Colleagues(
        label=_("Members"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    leads = Colleagues(
        label=_("Leads of the team"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = (
        (_("Team"), "", ("name", "line", "is_closed")),
        (_("People"), _("Whoever leads a team works in it, too."), ("members", "leads")),
    )

    class Meta:
        model = Team
        fields = ("name", "line", "is_closed")
        labels = {
            "name": CALLED,
            "line": _("Line of support"),
            "is_closed": _("Only members see its tickets"),
        }
        help_texts = {"is_closed": _("For personnel, security and the like. Administrators see them, too.")}

    def prepare(self) -> None:
        """Offer those who work here, and those who are in it."""
        mine = Q(memberships__team=self.instance) if self.instance.pk else Q(pk=None)
        people = (
            Person.objects.filter(Q(role__in=STAFF, is_active=True) | mine).distinct().order_by("name", "pk")
        )
        for name in ("members", "leads"):
            _rows(self.fields[name], people)
        if self.instance.pk:
            rows = list(self.instance.memberships.all())
            self.initial["members"] = [row.person_id for row in rows]
            self.initial["leads"] = [row.person_id for row in rows if row.is_lead]

    def plain(self) -> Plain:
        """Return the team; its leads are among the members."""
        plain = super().plain()
        return plain | {"members": sorted({*plain["members"], *plain["leads"]})}


class OrganisationForm(Kit):
    """A customer company."""

    domains = forms.CharField(
        label=_("Mail domains"),
        required=False,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One a line, like romashka.ru. Whoever writes from them for the first time belongs to the organisation."
        ),
    )
    groups = (("", "", ("name", "domains", "note")),)

    class Meta:
        model = Organisation
        fields = ("name", "note")
        labels = {"name": CALLED, "note": _("Note")}
        help_texts = {"note": _("For colleagues only.")}

    def prepare(self) -> None:
        """Show the domains as lines."""
        if self.instance.pk:
            self.initial["domains"] = "\n".join(sorted(one.domain for one in self.instance.domains.all()))

    def clean_domains(self) -> list[str]:
        """Return the lines."""
        return sorted({*self.cleaned_data["domains"].replace(",", " ").split()})


def _choices(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _rows(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
