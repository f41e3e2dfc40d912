"""Forms about people: colleagues, teams, organisations."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.assets.models import Asset
from okno.catalog.models import Priority
from okno.core.files import FileTooLarge
from okno.people import zones
from okno.people.actions.set_up_customer import CUSTOMERS
from okno.people.logos import NotALogo, drawn, mark_of
from okno.people.models import STAFF, Channel, Organisation, Person, Provider, Role, SupportLevel, Team
from okno.people.provider import ours
from okno.setup.shape import Plain
from okno.workspace.settings.kit import CALLED, Kit

COLLEAGUE_ROLES = [(role.value, role.label) for role in STAFF]


class Colleagues(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # generic for the checker alone
    """Colleagues to tick, with their addresses: two may have one name."""

    def label_from_instance(self, obj: Person) -> str:
        """Return the name and the address."""
        return f"{obj.name} · {obj.email}" if obj.name else obj.email


class LogoInput(forms.ClearableFileInput):
    """Shows the picture that stands there, with a box to take it away."""

    template_name = "workspace/settings/logo_input.html"

    def is_initial(self, value: object) -> bool:
        """Tell whether there is one."""
        return bool(value)

    def format_value(self, value: Any) -> Any:
        """Return where it is to be seen."""
        return mark_of(str(value)) if value and not isinstance(value, UploadedFile) else None


class ProviderForm(Kit):
    """Whose desk this is."""

    zone = forms.ChoiceField(label=_("Time zone"))
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        max_length=1000,
        help_text=_(
            "It stands beside the name on every page of customers. PNG, JPEG, GIF or WebP; it is made small."
        ),
        widget=LogoInput({"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )
    groups = (("", "", ("name", "logo", "accent", "language", "zone")),)

    class Meta:
        model = Provider
        fields = ("name", "accent", "language")
        labels = {"name": CALLED, "accent": _("Accent colour"), "language": _("Language")}
        help_texts = {
            "name": _("Customers see it above every page of theirs."),
            "accent": _(
                "Of links and buttons for customers, like #2b6cb0. It is made darker or lighter where it could not be read."
            ),
            "language": _("Of letters to those of whom the desk knows nothing yet."),
        }

    def prepare(self) -> None:
        """Offer all time zones."""
        _choices(self.fields["zone"], zones.choices())
        self.initial["zone"] = self.instance.zone
        self.initial["logo"] = self.instance.logo

    def clean_logo(self) -> str:
        """Return the picture as it is kept: the new one, none, or the one that stands there."""
        given = self.cleaned_data["logo"]
        if given is False:
            return ""
        if not isinstance(given, UploadedFile):
            return str(self.instance.logo)
        if (given.size or 0) > settings.MAX_FILE_BYTES:
            raise forms.ValidationError(str(FileTooLarge.message))
        try:
            return drawn(given.read())
        except NotALogo as refusal:
            raise forms.ValidationError(str(refusal)) from None


class ColleagueForm(Kit):
    """Somebody who works here."""

    role = forms.ChoiceField(label=_("Role"), choices=COLLEAGUE_ROLES, initial=Role.AGENT)
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        max_length=2000,
        help_text=_("With commas between them, like the names of services or tags: “1С, vpn”."),
    )
    groups = (
        (_("Who"), "", ("name", "email")),
        (_("What for"), "", ("role", "teams")),
        (_("What the desk gives by itself"), "", ("capacity", "chat_capacity", "skills")),
        (_("Language and time"), "", ("language", "zone")),
    )

    class Meta:
        model = Person
        fields = ("name", "email", "language", "capacity", "chat_capacity")
        labels = {
            "name": _("Name"),
            "email": _("Mail address"),
            "language": _("Language"),
            "capacity": _("Tickets at once"),
            "chat_capacity": _("Chats at once"),
        }
        help_texts = {
            "email": _("The login and the address of letters for the colleague."),
            "chat_capacity": _(
                "So many people can be talked to at the same time; beyond that no chat is given by itself. Empty: three."
            ),
            "capacity": _("Beyond that nothing is given by itself. Empty: as many as come."),
        }

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
            self.initial["skills"] = ", ".join(self.instance.skills)
        if self.instance.pk == self.by.pk:
            self.fields["role"].help_text = _("Another administrator can change your role.")

    def plain(self) -> Plain:
        """Return the person; the teams are saved as the teams' own change."""
        plain = {name: value for name, value in super().plain().items() if name != "teams"}
        return plain | {"skills": [one for one in plain["skills"].split(",") if one.strip()]}


class CustomerForm(Kit):
    """Somebody who asks."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in CUSTOMERS],
        initial=Role.CUSTOMER,
        help_text=_("A manager sees all requests of the organisation and is asked for approval."),
    )
    phones = forms.CharField(
        label=_("Phones"),
        required=False,
        widget=forms.Textarea({"rows": 2, "inputmode": "tel"}),
        help_text=_("One a line."),
    )
    groups = (
        (_("Who"), "", ("name", "email", "phones")),
        (_("What for"), "", ("organisation", "role", "language")),
    )

    class Meta:
        model = Person
        fields = ("name", "email", "organisation", "language")
        labels = {
            "name": _("Name"),
            "email": _("Mail address"),
            "organisation": _("Organisation"),
            "language": _("Language"),
        }

    def prepare(self) -> None:
        """Offer the organisations in use, and show the phones as lines."""
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        mine = Q(is_active=True) | Q(pk=self.instance.organisation_id)
        field.queryset, field.empty_label = (
            Organisation.objects.filter(mine).order_by("name"),
            gettext("Not chosen"),
        )
        if self.instance.pk:
            self.initial["role"] = self.instance.role
            phones = self.instance.addresses.filter(channel=Channel.PHONE).order_by("value")
            self.initial["phones"] = "\n".join(one.value for one in phones)

    def clean_phones(self) -> list[str]:
        """Return the lines."""
        return [line.strip() for line in self.cleaned_data["phones"].splitlines() if line.strip()]


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
    urgent_rank = forms.TypedChoiceField(
        label=_("Does not wait for an absent owner"),
        coerce=int,
        help_text=_(
            "It goes to who stands in, or to the team, as soon as the owner's shift ends or an absence begins."
        ),
    )
    groups = (
        (_("Team"), "", ("name", "line", "partner", "is_closed")),
        (_("People"), _("Whoever leads a team works in it, too."), ("members", "leads")),
        (_("No ticket is nobody's"), "", ("strategy", "accept_minutes", "urgent_rank")),
    )

    class Meta:
        model = Team
        fields = ("name", "line", "partner", "is_closed", "strategy", "accept_minutes")
        labels = {
            "name": CALLED,
            "line": _("Line of support"),
            "partner": _("Partner company"),
            "is_closed": _("Only members see its tickets"),
            "strategy": _("Who gets a new ticket"),
            "accept_minutes": _("Accepted within, working minutes"),
        }
        help_texts = {
            "partner": _("Whose people they are, if they are not yours: a contractor, a maker."),
            "is_closed": _("For personnel, security and the like. Administrators see them, too."),
            "strategy": _("Only who is on shift and at the desk, and has room for more."),
            "accept_minutes": _(
                "Whoever got a ticket does something with it in this time, or it goes on. Empty: it stays."
            ),
        }

    def prepare(self) -> None:
        """Offer those who work here, and those who are in it."""
        mine = Q(memberships__team=self.instance) if self.instance.pk else Q(pk=None)
        people = (
            Person.objects.filter(Q(role__in=STAFF, is_active=True) | mine).distinct().order_by("name", "pk")
        )
        for name in ("members", "leads"):
            _rows(self.fields[name], people)
        mine = Q(is_active=True) | Q(pk=self.instance.partner_id)
        partner = self.fields["partner"]
        assert isinstance(partner, forms.ModelChoiceField)
        partner.queryset = Organisation.objects.filter(mine).order_by("name")
        partner.empty_label = gettext("None: our own people")
        urgent = [(one.rank, one.name) for one in Priority.objects.filter(is_active=True).order_by("rank")]
        names = [_upto(urgent, place) for place in range(len(urgent))]
        _choices(self.fields["urgent_rank"], [(0, _("Everything waits")), *names])
        self.initial["urgent_rank"] = self.instance.urgent_rank
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
    groups = (("", "", ("name", "domains", "support_level", "region", "keeper", "note")),)

    class Meta:
        model = Organisation
        fields = ("name", "support_level", "region", "note", "keeper")
        labels = {
            "name": CALLED,
            "support_level": _("Support level"),
            "region": _("Region"),
            "note": _("Note"),
            "keeper": _("Looked after by"),
        }
        help_texts = {
            "note": _("For colleagues only."),
            "keeper": _("Teams can give the tickets of the organisation to this colleague first."),
            "support_level": _("What was agreed upon; policies ask for it."),
            "region": _("Where it is; policies may ask for that too."),
        }

    def prepare(self) -> None:
        """Show the domains as lines, offer levels of support and who works here."""
        _rows(self.fields["keeper"], Person.objects.staff().order_by("name", "pk"))
        levels = self.fields["support_level"]
        assert isinstance(levels, forms.ModelChoiceField)
        mine = Q(is_active=True) | Q(pk=self.instance.support_level_id)
        levels.queryset, levels.empty_label = SupportLevel.objects.filter(mine), gettext("Not chosen")
        if self.instance.pk:
            self.initial["domains"] = "\n".join(sorted(one.domain for one in self.instance.domains.all()))

    def clean_domains(self) -> list[str]:
        """Return the lines."""
        return sorted({*self.cleaned_data["domains"].replace(",", " ").split()})


class AssetForm(Kit):
    """An object of a customer company."""

    groups = (("", "", ("organisation", "name", "sort", "place", "inventory_number")),)

    class Meta:
        model = Asset
        fields = ("organisation", "name", "sort", "place", "inventory_number")
        labels = {
            "organisation": _("Organisation"),
            "name": CALLED,
            "sort": _("Sort of object"),
            "place": _("Place"),
            "inventory_number": _("Inventory or serial number"),
        }
        help_texts = {
            "name": _("As people there call it: “Till 3”."),
            "sort": _("Till, shop, printer…"),
        }

    def prepare(self) -> None:
        """Offer the organisations in use, and its own."""
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        mine = Q(is_active=True) | Q(pk=self.instance.organisation_id)
        field.queryset = Organisation.objects.filter(mine).order_by("name")


def _upto(priorities: list[tuple[int, str]], place: int) -> tuple[int, str]:
    """Return the choice of all priorities up to this place, by their names."""
    rank, name = priorities[place]
    return rank, ", ".join(one for _rank, one in priorities[: place + 1]) if place else name


def _choices(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _rows(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
