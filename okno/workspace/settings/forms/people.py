"""Forms about who works here: colleagues and teams."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import Priority
from okno.people import zones
from okno.people.models import STAFF, Organisation, Person, Role, Team
from okno.people.provider import ours
from okno.setup.shape import Plain
from okno.workspace.settings.kit import CALLED, Kit

COLLEAGUE_ROLES = [(role.value, role.label) for role in STAFF]


class Colleagues(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # generic for the checker alone
    """Colleagues to tick, with their addresses: two may have one name."""

    def label_from_instance(self, obj: Person) -> str:
        """Return the name and the address."""
        return f"{obj.name} · {obj.email}" if obj.name else obj.email


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
        self.choose("zone", [("", own), *zones.choices()])
        mine = Q(memberships__person=self.instance) if self.instance.pk else Q(pk=None)
        self.offer("teams", Team.objects.filter(Q(is_active=True) | mine).distinct())
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
            self.offer(name, people)
        self.offer_in_use("partner", Organisation, none=gettext("None: our own people"))
        urgent = [(one.rank, one.name) for one in Priority.objects.filter(is_active=True).order_by("rank")]
        names = [_upto(urgent, place) for place in range(len(urgent))]
        self.choose("urgent_rank", [(0, _("Everything waits")), *names])
        self.initial["urgent_rank"] = self.instance.urgent_rank
        if self.instance.pk:
            rows = list(self.instance.memberships.all())
            self.initial["members"] = [row.person_id for row in rows]
            self.initial["leads"] = [row.person_id for row in rows if row.is_lead]

    def plain(self) -> Plain:
        """Return the team; its leads are among the members."""
        plain = super().plain()
        return plain | {"members": sorted({*plain["members"], *plain["leads"]})}


def _upto(priorities: list[tuple[int, str]], place: int) -> tuple[int, str]:
    """Return the choice of all priorities up to this place, by their names."""
    rank, name = priorities[place]
    return rank, ", ".join(one for _rank, one in priorities[: place + 1]) if place else name
