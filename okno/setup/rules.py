"""What must hold between the settings, beyond what one table can say: checked before every save, whoever asks for it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from okno.automation.models import Rule as Routing
from okno.catalog.models import Priority, RequestType, Service, TicketField
from okno.channels.models import Mailbox
from okno.contracts.actions.set_up import renew
from okno.contracts.models import Agreement, Policy, PolicyVersion
from okno.core.refusals import BadInput, Conflict, NotAllowed
from okno.desk import access
from okno.desk.actions.keep_view import AT_MOST as VIEWS_AT_MOST
from okno.desk.actions.keep_view import TooManyViews
from okno.desk.jobs import recount_later
from okno.desk.models import Blank, Kind, SavedView, Ticket
from okno.people.models import STAFF, Organisation, Person, Team, normalised
from okno.people.models.address import Channel
from okno.setup.shape import IS_TAKEN
from okno.sla.models import BY_TERMS, WorkCalendar

SERVICE_LEADS_HERE = gettext_lazy(
    "The service “%(name)s” leads to this team; choose another one there first."
)
RULE_LEADS_HERE = gettext_lazy("The rule “%(name)s” leads to this team; choose another one there first.")
REQUEST_LEADS_HERE = gettext_lazy(
    "The request type “%(name)s” leads to this team; choose another one there first."
)
LETTERS_LEAD_HERE = gettext_lazy("Letters to “%(name)s” go to this team; choose another one there first.")

# The roads by which a request comes in, as far as policies may ask for them.
DOORS = {
    "mail": gettext_lazy("mail"),
    "portal": gettext_lazy("the portal"),
    "chat": gettext_lazy("the chat"),
    "widget": gettext_lazy("the widget"),
}

Plain = dict[str, Any]
# The row as it shall be, the plain form of the row as it was, who asks.
Rule = Callable[[Any, Plain, Person], None]


def none(row: Model, before: Plain, by: Person) -> None:
    """Ask for nothing."""


def nothing(row: Model) -> None:
    """Do nothing afterwards."""


def recount_calendar(row: WorkCalendar) -> None:
    """Promises that count by the calendar are summed anew, in a job."""
    recount_later(_("The calendar “%(name)s” has changed.") % {"name": row})


def recount_priority(row: Priority) -> None:
    """Open tickets are promised what their priority promises now, in a job."""
    recount_later(_("The priority “%(name)s” has changed.") % {"name": row.name})


def recount_policy(row: Policy | PolicyVersion) -> None:
    """Open tickets are promised what holds for them now, in a job."""
    policy = row.policy if isinstance(row, PolicyVersion) else row
    recount_later(_("The policy “%(name)s” has changed.") % {"name": policy})


def recount_agreement(row: Agreement) -> None:
    """What lies with the team counts by the agreement as it is now, in a job."""
    recount_later(_("The agreement “%(name)s” has changed.") % {"name": row})


def renew_team(row: Team) -> None:
    """What is promised by a partner's team from now on names the partner."""
    if Agreement.objects.filter(team=row).exists():
        renew()


def recount_organisation(row: Organisation) -> None:
    """Where policies ask for support levels or regions, open tickets are promised anew, in a job."""
    renew()
    asking = Policy.objects.exclude(support_level=None, region="").filter(is_active=True)
    if asking.exists():
        recount_later(_("The organisation “%(name)s” has changed.") % {"name": row})


def calendar(row: WorkCalendar, before: Plain, by: Person) -> None:  # noqa: ARG001 - a rule's signature
    """A calendar by which a priority or a policy counts stays in use."""
    used = Priority.objects.filter(calendar=row, is_active=True).order_by("rank").first() if row.pk else None
    if used is not None and _rests(row, before):
        words = _("The priority “%(name)s” counts by this calendar; choose another one there first.")
        raise Conflict(words % {"name": used})
    counting = PolicyVersion.objects.filter(calendar=row.pk, is_active=True, policy__is_active=True)
    version = counting.select_related("policy").order_by("pk").first() if row.pk else None
    if version is not None and _rests(row, before):
        words = _(
            "The policy “%(name)s” counts by this calendar; let a version with another one follow first."
        )
        raise Conflict(words % {"name": version.policy})
    agreed = (
        Agreement.objects.filter(calendar=row.pk, is_active=True).order_by("pk").first() if row.pk else None
    )
    if agreed is not None and _rests(row, before):
        words = _("The agreement “%(name)s” counts by this calendar; choose another one there first.")
        raise Conflict(words % {"name": agreed})


def agreement(row: Agreement, before: Plain, by: Person) -> None:  # noqa: ARG001
    """An agreement stays with its team, and its name is its own."""
    if before and before.get("team") != row.team.name:
        raise Conflict(_("An agreement stays with its team; add one for the other team."), field="team")
    if Agreement.objects.filter(name=row.name).exclude(pk=row.pk).exists():
        raise BadInput(IS_TAKEN, field="name")


def policy(row: Policy, before: Plain, by: Person) -> None:  # noqa: ARG001
    """What a policy asks for is something that tickets can have."""
    if row.kind and row.kind not in Kind.values:
        raise BadInput(_("There is no such kind of ticket."), field="kind")
    if row.door and row.door not in DOORS:
        raise BadInput(_("There is no such channel."), field="door")
    if row.region and not Organisation.objects.filter(region=row.region).exists():
        raise BadInput(_("No organisation has the region “%(name)s”.") % {"name": row.region}, field="region")


def request_type(row: RequestType, before: Plain, by: Person) -> None:  # noqa: ARG001
    """What a request becomes is something that tickets can be."""
    if row.kind and row.kind not in Kind.values:
        raise BadInput(_("There is no such kind of ticket."), field="kind")


def field(row: TicketField, before: Plain, by: Person) -> None:  # noqa: ARG001
    """A field that tickets have keeps its name: their values are kept by it."""
    name = before.get("name", row.name)
    if name != row.name and Ticket.objects.filter(fields__has_key=name).exists():
        words = _("Tickets have this field already, so it keeps its name. Put it away and add another one.")
        raise Conflict(words, field="name")


def version(row: PolicyVersion, before: Plain, by: Person) -> None:  # noqa: ARG001
    """A version stays with its policy."""
    if before and before.get("policy") != row.policy.name:
        raise Conflict(_("A version stays with its policy; add one to the other policy."), field="policy")


def priority(row: Priority, before: Plain, by: Person) -> None:  # noqa: ARG001
    """Codes are never repeated, promises are in the order of time, and a new promise counts by a calendar in use."""
    if Priority.objects.filter(code=row.code).exclude(pk=row.pk).exists():
        raise BadInput(IS_TAKEN, field="code")
    if not row.calendar.is_active and before.get("calendar") != row.calendar.name:
        raise BadInput(_("This calendar is in the archive."), field="calendar")
    reaction, resolution = row.reaction_minutes, row.resolution_minutes
    for name in (f"{metric}_minutes" for metric in BY_TERMS):
        if getattr(row, name) == 0:
            raise BadInput(
                _("A promise lasts a minute at least; leave the field empty to promise nothing."), field=name
            )
    if reaction and resolution and reaction > resolution:
        raise BadInput(
            _("One cannot solve before one has begun: this is shorter than the reaction."),
            field="resolution_minutes",
        )


def colleague(row: Person, before: Plain, by: Person) -> None:
    """Nobody changes the own rights; who works here already, by whatever address of his, is not hired once more."""
    address = normalised(Channel.MAIL, row.email)
    theirs = Q(email=address) | Q(addresses__channel=Channel.MAIL, addresses__normal=address)
    known = Person.objects.filter(theirs, role__in=STAFF).exclude(pk=row.pk)
    if found := known.first():
        words = _("%(name)s with this address is in the archive; bring the row back from there.")
        told = IS_TAKEN if found.is_active else words % {"name": found}
        raise BadInput(told, field="email")
    if row.pk == by.pk and (row.role != before.get("role") or not row.is_active):
        raise Conflict(
            _("Nobody takes away or gives the own rights; another administrator can do this."), field="role"
        )


def team(row: Team, before: Plain, by: Person) -> None:  # noqa: ARG001
    """A team to which something still leads stays in use."""
    if not row.pk or not _rests(row, before):
        return
    for rows, words in (
        (Service.objects.filter(Q(team=row) | Q(second_team=row) | Q(third_team=row), is_active=True), SERVICE_LEADS_HERE),
        (Mailbox.objects.filter(team=row, is_active=True), LETTERS_LEAD_HERE),
        (Routing.objects.filter(to_team=row, is_active=True), RULE_LEADS_HERE),
        (_asked_of(row), REQUEST_LEADS_HERE),
    ):  # fmt: skip
        if found := rows.order_by("pk").first():
            raise Conflict(words % {"name": found})
    if count := Ticket.objects.live().filter(team=row).count():
        told = ngettext(
            "%(count)d open ticket is in the hands of this team; hand it over first.",
            "%(count)d open tickets are in the hands of this team; hand them over first.",
            count,
        )
        raise Conflict(told % {"count": count})


def blank(row: Blank, before: Plain, by: Person) -> None:
    """A colleague writes blanks of his own, a lead those of the own teams, an administrator everybody's; nobody another one's."""
    if row.owner_id is not None and row.team_id is not None:
        raise BadInput(_("A blank is either one's own or of a team."), field="team")
    if not _may_keep(row, before, by):
        raise BadInput(_("This blank would not be yours to change."), field="team")
    taken = Blank.objects.filter(name=row.name, owner=row.owner_id).exclude(pk=row.pk)
    if taken.exists():
        raise BadInput(IS_TAKEN, field="name")


def view(row: SavedView, before: Plain, by: Person) -> None:
    """A lead keeps the views of the own teams, an administrator and a file everybody's; whoever adds one has it as his own."""
    if not row.pk:
        row.owner = by
    if by.is_robot or by.is_administrator:
        if row.team_id is None and row.owner_id != by.pk:
            raise BadInput(_("Choose the team for which the view is."), field="team")
        return
    led = set(access.teams_led_by(by).values_list("name", flat=True))
    concerned = {before.get("team"), row.team.name if row.team else None} - {None}
    if not concerned <= led or (row.team_id is None and row.owner_id != by.pk):
        raise NotAllowed
    if not row.pk and access.views_for(by).count() >= VIEWS_AT_MOST:
        raise TooManyViews


def _may_keep(row: Blank, before: Plain, by: Person) -> bool:
    if by.is_robot:  # a file at the terminal of the machine: everything but what is one person's own
        return row.owner_id is None and not before.get("owner")
    was_mine = not before or access.blanks_changed_by(by).filter(pk=row.pk).exists()
    return was_mine and access.may_keep_blank(by, owner=row.owner_id, team=row.team_id)


def _asked_of(row: Team) -> QuerySet[RequestType]:
    """Return what is asked of this team, as a whole or in part."""
    return RequestType.objects.filter(Q(team=row) | Q(parts__contains=[{"team": row.pk}]), is_active=True)


def _rests(row: Any, before: Plain) -> bool:
    """True when the row goes into the archive now."""
    return bool(before.get("is_active")) and not row.is_active
