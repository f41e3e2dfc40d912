"""The table of the settings: every kind of rows with its form, its list and its words, in the order of the page."""

from typing import Any

from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from okno.automation.conditions import told
from okno.automation.deeds import deeds_of
from okno.catalog.models import CELLS, Priority
from okno.core.refusals import NotFound
from okno.desk.blanks import sentence
from okno.people import zones
from okno.people.actions.invite import needs_password, password_address
from okno.people.entrances import callback_address
from okno.people.models import Line, Person
from okno.setup import access, setups
from okno.setup.actions.save import join_teams
from okno.workspace.settings import conditions, hours, promises
from okno.workspace.settings.calendars import around
from okno.workspace.settings.forms_blanks import BlankForm
from okno.workspace.settings.forms_catalogue import CalendarForm, PriorityForm, ServiceForm
from okno.workspace.settings.forms_entrances import EntranceForm
from okno.workspace.settings.forms_mail import MailboxForm
from okno.workspace.settings.forms_matrix import MatrixForm
from okno.workspace.settings.forms_people import ColleagueForm, OrganisationForm, ProviderForm, TeamForm
from okno.workspace.settings.forms_policies import LevelForm, PolicyForm, VersionForm
from okno.workspace.settings.forms_promises import BreachReasonForm, WarningsForm, steps_text
from okno.workspace.settings.forms_rules import RuleForm
from okno.workspace.settings.forms_shifts import ShiftForm
from okno.workspace.settings.kit import Column, Kit, Section

NOTHING: dict[str, Any] = {}
IN_USE = {"is_active": _("In use")}


def _teams_of(person: Person, form: Kit, by: Person) -> None:
    join_teams(person, [team.name for team in form.cleaned_data["teams"]], by=by)


def _names(things: Any) -> str:
    return ", ".join(str(thing) for thing in things)


def _people_in(team: Any) -> str:
    count = len(team.memberships.all())
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count} if count else "—"


def _week(calendar: Any) -> str:
    return gettext("day and night") if calendar.is_always else hours.week_text(calendar.week)


def _workers(shift: Any) -> str:
    return _names(one.person for one in shift.stints.all()) or "—"


def _dates(shift: Any) -> str:
    begin, end = (f"{day:%d.%m.%Y}" if day else "" for day in (shift.begins_on, shift.ends_on))
    return f"{begin}–{end}" if begin or end else gettext("always")


def _minutes(priority: Any) -> str:
    told = (priority.reaction_minutes, priority.first_reply_minutes, priority.resolution_minutes)
    return " · ".join("—" if one is None else str(one) for one in told)


def _road(mailbox: Any) -> str:
    return mailbox.imap_host or gettext("listener or pipe")


def _whose(blank: Any) -> str:
    if blank.owner_id:
        return gettext("personal")
    return gettext("team “%(name)s”") % {"name": blank.team} if blank.team else gettext("everybody")


def _deeds(blank: Any) -> str:
    return truncatechars(sentence(blank), 80)


def _conditions(rule: Any) -> str:
    return truncatechars(conditions.sentence(told(rule.conditions)), 120)


def _done(rule: Any) -> str:
    return truncatechars(" · ".join(deed.words for deed in deeds_of(rule)), 120)


def _line(number: int) -> str:
    return str(Line(number).label)


def _priority(code: str) -> str:
    return str(Priority.objects.filter(code=code).first() or code)


SECTIONS = (
    Section(
        setup=setups.PROVIDER, form=ProviderForm, icon="home", name=_("Your desk"),
        lead=_("How the desk is called, its language and its time zone."),
        add="", empty="", columns=(), search=(), labels=NOTHING, told={"zone": zones.called}, stays=True,
    ),
    Section(
        setup=setups.COLLEAGUES, form=ColleagueForm, icon="agent", name=_("Colleagues"),
        lead=_("Who works here, in which role and in which teams. Customers come by themselves with their first letter."),
        add=_("Add a colleague"), empty=_("Nobody works here yet."),
        columns=(Column(_("Name"), str), Column(_("Mail address"), lambda row: row.email),
                 Column(_("Role"), lambda row: row.get_role_display()), Column(_("Teams"), lambda row: _names(row.teams.all()))),
        search=("name", "email"), labels=IN_USE, told=NOTHING, saved=_teams_of, side="workspace/settings/person_side.html",
        beside=lambda row: {"password_address": password_address(row) if needs_password(row) else ""},
    ),
    Section(
        setup=setups.TEAMS, form=TeamForm, icon="team", name=_("Teams"),
        lead=_("People with an area of work, on one of three lines of support."),
        add=_("Add a team"), empty=_("There is no team yet. The first one is usually that of the dispatchers."),
        columns=(Column(_("Team"), str), Column(_("Line of support"), lambda row: row.get_line_display()),
                 Column(_("People"), _people_in)),
        search=("name",), labels=IN_USE, told=NOTHING,
    ),
    Section(
        setup=setups.SHIFTS, form=ShiftForm, icon="work", name=_("Shifts"),
        lead=_("Who works when. Whoever has no shift works by the usual hours of the desk."),
        add=_("Add a shift"), empty=_("There is no shift yet: everybody works by the usual hours of the desk."),
        columns=(Column(_("Shift"), str), Column(_("Hours"), lambda row: hours.week_text(row.week)),
                 Column(_("Dates"), _dates), Column(_("People"), _workers)),
        search=("name", "stints__person__name"), labels=IN_USE | {"week": _("Week")}, told={"week": hours.week_text},
    ),
    Section(
        setup=setups.SUPPORT_LEVELS, form=LevelForm, icon="star", name=_("Support levels"),
        lead=_("What organisations have agreed upon with you: base, extended, VIP. Policies ask for it."),
        add=_("Add a support level"), empty=_("There is no support level yet."),
        columns=(Column(_("Support level"), str), Column(_("Place in the order"), lambda row: row.rank)),
        search=("name",), labels=IN_USE, told=NOTHING,
    ),
    Section(
        setup=setups.ORGANISATIONS, form=OrganisationForm, icon="organisation", name=_("Organisations"),
        lead=_("Companies that you help. People join theirs by the domain of their mail."),
        add=_("Add an organisation"), empty=_("There is no organisation yet."),
        columns=(Column(_("Organisation"), str), Column(_("Mail domains"), lambda row: _names(row.domains.all()) or "—")),
        search=("name", "domains__domain"), labels=IN_USE, told=NOTHING,
    ),
    Section(
        setup=setups.SERVICES, form=ServiceForm, icon="service", name=_("Services"),
        lead=_("What customers may ask about, and which team takes it up."),
        add=_("Add a service"), empty=_("There is no service yet. Begin with what you are asked about most."),
        columns=(Column(_("Service"), str), Column(_("Team"), lambda row: row.team or "—"),
                 Column(_("Description"), lambda row: truncatechars(row.description, 80))),
        search=("name", "description"), labels=IN_USE, told={"priority": _priority},
    ),
    Section(
        setup=setups.PRIORITIES, form=PriorityForm, icon="flag", name=_("Priorities"),
        lead=_("How much a request hurts, told by a criterion, and what is promised then."),
        add=_("Add a priority"), empty=_("There is no priority yet."),
        columns=(Column(_("Priority"), str), Column(_("Minutes: reaction · reply · solution"), _minutes),
                 Column(_("Calendar"), lambda row: row.calendar),
                 Column(_("New tickets"), lambda row: gettext("get it") if row.is_default else "")),
        search=("name", "criterion"), labels=IN_USE | {"code": _("Code in files")}, told=NOTHING,
    ),
    Section(
        setup=setups.POLICIES, form=PolicyForm, icon="contract", name=_("Policies"),
        lead=_("For whom and for what other promises hold than those of the priority. The most telling policy wins."),
        add=_("Add a policy"), empty=_("There is no policy yet: everybody is promised what the priority promises."),
        columns=(Column(_("Policy"), str), Column(_("Holds for"), promises.conditions), Column(_("Version"), promises.in_force)),
        search=("name", "organisation__name", "service__name"), labels=IN_USE,
        told={"priority": _priority, "kind": promises.kind_name, "door": promises.door_name}, stays=True,
        side="workspace/settings/policies/side.html", beside=promises.around_policy, above=promises.latest_run,
    ),
    Section(
        setup=setups.VERSIONS, form=VersionForm, icon="timer", name=_("Versions of policies"),
        lead=_("What each policy promises from which day on. What is in force is followed by another version, never changed."),
        add=_("Add a version"), empty=_("There is no version yet; add a policy first."),
        columns=(Column(_("Version"), str), Column(_("In force from"), lambda row: row.valid_from or gettext("draft")),
                 Column(_("Calendar"), lambda row: row.calendar)),
        search=("name", "policy__name"), labels=IN_USE | {"minutes": _("Working minutes")},
        told={"minutes": promises.minutes_text}, side="workspace/settings/policies/version_side.html", stays=True,
    ),
    Section(
        setup=setups.CALENDARS, form=CalendarForm, icon="calendar", name=_("Calendars"),
        lead=_("When you work. Promises are counted by these hours alone."),
        add=_("Add a calendar"), empty=_("There is no calendar yet."),
        columns=(Column(_("Calendar"), str), Column(_("Hours"), _week), Column(_("Time zone"), lambda row: row.zone)),
        search=("name", "zone"),
        labels=IN_USE | {"week": _("Week"), "holidays": _("Days off"), "exceptions": _("Hours by date"), "breaks": _("Breaks"),
                         "names": _("Names of days"), "production": _("Production calendar")},
        told={"week": hours.week_text, "holidays": lambda days: hours.dates_text({"holidays": days}),
              "exceptions": lambda days: hours.dates_text({"exceptions": days}),
              "breaks": lambda days: hours.dates_text({"breaks": days}), "names": hours.names_text, "production": ", ".join},
        side="workspace/settings/calendars/side.html", beside=around.beside, above=around.above,
    ),
    Section(
        setup=setups.MAILBOXES, form=MailboxForm, icon="letter", name=_("Mailboxes"),
        lead=_("Your addresses: how letters come in and how answers leave."),
        add=_("Add a mailbox"), empty=_("There is no mailbox yet. Add the address to which customers write."),
        columns=(Column(_("Address"), str), Column(_("Team"), lambda row: row.team or "—"),
                 Column(_("Comes from"), _road), Column(_("Read last"), lambda row: row.last_success_at)),
        search=("address", "name"), labels=IN_USE | {"secret": _("Password")}, told=NOTHING,
        side="workspace/settings/mailbox_side.html", stays=True,
    ),
    Section(
        setup=setups.ENTRANCES, form=EntranceForm, icon="key", name=_("Single sign-on"),
        lead=_("Entering with an account of the company or of another service: OpenID Connect."),
        add=_("Add an entrance"),
        empty=_("Everybody enters with a password, a code by mail or a passkey. Here comes the account of your company."),
        columns=(Column(_("Entrance"), str), Column(_("Provider"), lambda row: row.issuer),
                 Column(pgettext_lazy("of an entrance", "For whom"), lambda row: row.get_audience_display()),
                 Column(_("Mail domains"), lambda row: _names(row.domains))),
        search=("name", "issuer"), labels=IN_USE | {"secret": _("Client secret")}, told=NOTHING,
        side="workspace/settings/entrance_side.html", beside=lambda row: {"callback": callback_address(row)}, stays=True,
    ),
    Section(
        setup=setups.BLANKS, form=BlankForm, icon="blank", name=_("Blanks and macros"),
        lead=_("Replies to be completed by hand: your own, your team's, everybody's. A macro also does something besides."),
        add=_("Add a blank"), empty=_("There is no blank yet. Write down what you answer most often."),
        columns=(Column(_("Blank"), str), Column(pgettext_lazy("of a blank", "For whom"), _whose),
                 Column(_("Text"), lambda row: truncatechars(row.text, 60)), Column(_("Does besides"), _deeds)),
        search=("name", "text"),
        labels=IN_USE | {"owner": _("Whose"), "team": _("Team"), "to_me": _("Taken by whoever uses it"), "to_person": _("Owner")},
        told={"priority": _priority}, side="workspace/settings/blank_side.html",
    ),
    Section(
        setup=setups.BREACH_REASONS, form=BreachReasonForm, icon="timer-off", name=_("Reasons of missed deadlines"),
        lead=_("What colleagues choose from when a deadline has passed, so that reports can count."),
        add=_("Add a reason"), empty=_("There is no reason yet."), columns=(Column(_("Reason"), str),),
        search=("name", "name_en"), labels=IN_USE, told=NOTHING,
    ),
    Section(
        setup=setups.WARNINGS, form=WarningsForm, icon="alert", name=_("Warnings"),
        lead=_("Who is told when a deadline comes near, and when it has passed. Each colleague chooses by which ways."),
        add="", empty="", columns=(), search=(), labels={"steps": _("Who is told when")}, told={"steps": steps_text}, stays=True,
    ),
    Section(
        setup=setups.MATRIX, form=MatrixForm, icon="shapes", name=_("Impact and urgency"),
        lead=_("Which priority follows from how many are concerned and how soon it hurts."),
        add="", empty="", columns=(), search=(), labels=NOTHING, told=dict.fromkeys(CELLS, _priority), stays=True,
    ),
    Section(
        setup=setups.RULES, form=RuleForm, icon="recorder", name=_("Rules"),
        lead=_("What the desk does by itself: which service, priority, team and line a ticket gets. From the first to the last."),
        add=_("Add a rule"), empty=_("There is no rule yet. Begin with the letters that somebody sorts by hand every day."),
        columns=(Column(_("Rule"), str), Column(_("Order"), lambda row: row.order),
                 Column(_("What must hold"), _conditions), Column(_("What is done"), _done)),
        search=("name",), labels=IN_USE,
        told={"conditions": conditions.sentence, "priority": _priority, "to_line": _line},
    ),
)  # fmt: skip
BY_SLUG = {section.slug: section for section in SECTIONS}


def sections_for(person: Person) -> list[Section]:
    """Return the sections that are open to the person."""
    mine = access.setups_for(person)
    return [section for section in SECTIONS if section.setup in mine]


def section_for(person: Person, slug: str) -> Section:
    """Return one section; raises NotFound."""
    section = BY_SLUG.get(slug)
    if section is None or section not in sections_for(person):
        raise NotFound
    return section
