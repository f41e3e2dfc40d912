"""Who serves, and whom: the desk itself, colleagues, teams, shifts, organisations, what they agree to."""

from typing import Any

from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from okno.people import zones
from okno.people.actions.invite import needs_password, password_address
from okno.people.models import Person, PersonFact, PersonFactKind
from okno.setup import setups
from okno.setup.actions.save import join_teams
from okno.workspace.settings import hours
from okno.workspace.settings.forms.customers import AssetForm, CustomerForm, OrganisationForm
from okno.workspace.settings.forms.people import ColleagueForm, TeamForm
from okno.workspace.settings.forms.provider import ProviderForm
from okno.workspace.settings.forms.purposes import PurposeForm
from okno.workspace.settings.forms.shifts import ShiftForm
from okno.workspace.settings.kit import Column, Kit, Section
from okno.workspace.settings.sections.words import names_of


def _logo(text: str) -> str:
    return gettext("a picture") if text else "—"


def _teams_of(person: Person, form: Kit, by: Person) -> None:
    join_teams(person, [team.name for team in form.cleaned_data["teams"]], by=by)


def _people_in(team: Any) -> str:
    count = len(team.memberships.all())
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count} if count else "—"


def _workers(shift: Any) -> str:
    return names_of(one.person for one in shift.stints.all()) or "—"


def _dates(shift: Any) -> str:
    if shift.is_draft:
        return gettext("draft")
    begin, end = (f"{day:%d.%m.%Y}" if day else "" for day in (shift.begins_on, shift.ends_on))
    return f"{begin}–{end}" if begin or end else gettext("always")


SECTIONS = (
    Section(
        setup=setups.PROVIDER, form=ProviderForm, icon="home", name=_("Your desk"),
        lead=_("How the desk is called, its language and its time zone."),
        told={"zone": zones.called, "logo": _logo}, stays=True,
    ),
    Section(
        setup=setups.COLLEAGUES, form=ColleagueForm, icon="agent", name=_("Colleagues"),
        lead=_("Who works here, in which role and in which teams. Customers come by themselves with their first letter."),
        add=_("Add a colleague"), empty=_("Nobody works here yet."),
        columns=(Column(_("Name"), str), Column(_("Mail address"), lambda row: row.email),
                 Column(_("Role"), lambda row: row.get_role_display()),
                 Column(_("Teams"), lambda row: names_of(row.teams.all())),
                 Column(_("Second step"), lambda row: _("set up") if row.has_second_step else "—")),
        search=("name", "email"), saved=_teams_of, side="workspace/settings/person_side.html",
        beside=lambda row: {
            "password_address": password_address(row) if needs_password(row) else "",
            "resets": PersonFact.objects.filter(person=row, kind=PersonFactKind.SECOND_STEP_RESET).order_by("-pk")[:5],
        },
    ),
    Section(
        setup=setups.TEAMS, form=TeamForm, icon="team", name=_("Teams"),
        lead=_("People with an area of work, on one of three lines of support."),
        add=_("Add a team"), empty=_("There is no team yet. The first one is usually that of the dispatchers."),
        columns=(Column(_("Team"), str), Column(_("Line of support"), lambda row: row.get_line_display()),
                 Column(_("People"), _people_in)),
        search=("name",),
    ),
    Section(
        setup=setups.SHIFTS, form=ShiftForm, icon="work", name=_("Shifts"),
        lead=_("Who works when. Whoever has no shift works by the usual hours of the desk."),
        add=_("Add a shift"), empty=_("There is no shift yet: everybody works by the usual hours of the desk."),
        columns=(Column(_("Shift"), str), Column(_("Hours"), lambda row: hours.week_text(row.week)),
                 Column(_("Dates"), _dates), Column(_("People"), _workers)),
        search=("name", "stints__person__name"), labels={"week": _("Week")}, told={"week": hours.week_text},
    ),
    Section(
        setup=setups.ORGANISATIONS, form=OrganisationForm, icon="organisation", name=_("Organisations"),
        lead=_("Companies that you help. People join theirs by the domain of their mail."),
        add=_("Add an organisation"), empty=_("There is no organisation yet."),
        columns=(Column(_("Organisation"), str), Column(_("Mail domains"), lambda row: names_of(row.domains.all()) or "—")),
        search=("name", "domains__domain"),
    ),
    Section(
        setup=setups.CUSTOMERS, form=CustomerForm, icon="customer", name=_("Customers"),
        lead=_("Who asks. Most come by themselves with their first letter; here they are added, moved, made managers, invited."),
        add=_("Add a customer"), empty=_("Nobody has asked yet."),
        columns=(Column(_("Name"), str), Column(_("Mail address"), lambda row: row.email or "—"),
                 Column(_("Organisation"), lambda row: row.organisation or "—"),
                 Column(_("Role"), lambda row: row.get_role_display())),
        search=("name", "email", "organisation__name"), side="workspace/settings/customer_side.html",
    ),
    Section(
        setup=setups.ASSETS, form=AssetForm, icon="monitor", name=_("Objects"),
        lead=_("Tills, shops, machines: whoever asks by a form chooses the one that it is about."),
        add=_("Add an object"), empty=_("No organisation has objects yet; a form asks for the name of one then."),
        columns=(Column(_("Object"), str), Column(_("Organisation"), lambda row: row.organisation),
                 Column(_("Sort of object"), lambda row: row.sort or "—"),
                 Column(_("Inventory or serial number"), lambda row: row.inventory_number or "—")),
        search=("name", "place", "inventory_number", "organisation__name"),
    ),
    Section(
        setup=setups.PURPOSES, form=PurposeForm, icon="lock", name=_("Consents"),
        lead=_("What customers agree to with their personal data (152-FZ). Each version of a text is kept for ever."),
        add=_("Add a consent"), empty=_("No consent is asked for yet."),
        columns=(Column(_("Consent"), str), Column(_("Asked with a request"), lambda row: _("yes") if row.is_required else "—"),
                 Column(_("Text of the consent"), lambda row: truncatechars(row.text, 80))),
        search=("name", "text"),
    ),
)  # fmt: skip
