"""What is promised: priorities, calendars, policies, agreements, warnings."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import CELLS
from okno.setup import setups
from okno.workspace.settings import hours, promises
from okno.workspace.settings.calendars import around
from okno.workspace.settings.forms.agreements import AgreementForm, minutes_text
from okno.workspace.settings.forms.catalogue import CalendarForm, PriorityForm
from okno.workspace.settings.forms.matrix import MatrixForm
from okno.workspace.settings.forms.policies import LevelForm, PolicyForm, VersionForm
from okno.workspace.settings.forms.promises import BreachReasonForm, WarningsForm, steps_text
from okno.workspace.settings.kit import Column, Section
from okno.workspace.settings.sections.words import priority_name


def _week(calendar: Any) -> str:
    return gettext("day and night") if calendar.is_always else hours.week_text(calendar.week)


def _minutes(priority: Any) -> str:
    told = (priority.reaction_minutes, priority.first_reply_minutes, priority.resolution_minutes)
    return " · ".join("—" if one is None else str(one) for one in told)


SECTIONS = (
    Section(
        setup=setups.PRIORITIES, form=PriorityForm, icon="flag", name=_("Priorities"),
        lead=_("How much a request hurts, told by a criterion, and what is promised then."),
        add=_("Add a priority"), empty=_("There is no priority yet."),
        columns=(Column(_("Priority"), str), Column(_("Minutes: reaction · reply · solution"), _minutes),
                 Column(_("Calendar"), lambda row: row.calendar),
                 Column(_("New tickets"), lambda row: gettext("get it") if row.is_default else "")),
        search=("name", "criterion"), labels={"code": _("Code in files")},
    ),
    Section(
        setup=setups.MATRIX, form=MatrixForm, icon="shapes", name=_("Impact and urgency"),
        lead=_("Which priority follows from how many are concerned and how soon it hurts."),
        told=dict.fromkeys(CELLS, priority_name), stays=True,
    ),
    Section(
        setup=setups.CALENDARS, form=CalendarForm, icon="calendar", name=_("Calendars"),
        lead=_("When you work. Promises are counted by these hours alone."),
        add=_("Add a calendar"), empty=_("There is no calendar yet."),
        columns=(Column(_("Calendar"), str), Column(_("Hours"), _week), Column(_("Time zone"), lambda row: row.zone)),
        search=("name", "zone"),
        labels={"week": _("Week"), "holidays": _("Days off"), "exceptions": _("Hours by date"), "breaks": _("Breaks"),
                         "names": _("Names of days"), "production": _("Production calendar")},
        told={"week": hours.week_text, "holidays": lambda days: hours.dates_text({"holidays": days}),
              "exceptions": lambda days: hours.dates_text({"exceptions": days}),
              "breaks": lambda days: hours.dates_text({"breaks": days}), "names": hours.names_text, "production": ", ".join},
        side="workspace/settings/calendars/side.html", beside=around.beside, above=around.above,
    ),
    Section(
        setup=setups.SUPPORT_LEVELS, form=LevelForm, icon="star", name=_("Support levels"),
        lead=_("What organisations have agreed upon with you: base, extended, VIP. Policies ask for it."),
        add=_("Add a support level"), empty=_("There is no support level yet."),
        columns=(Column(_("Support level"), str), Column(_("Place in the order"), lambda row: row.rank)),
        search=("name",),
    ),
    Section(
        setup=setups.POLICIES, form=PolicyForm, icon="contract", name=_("Policies"),
        lead=_("For whom and for what other promises hold than those of the priority. The most telling policy wins."),
        add=_("Add a policy"), empty=_("There is no policy yet: everybody is promised what the priority promises."),
        columns=(Column(_("Policy"), str), Column(_("Holds for"), promises.conditions), Column(_("Version"), promises.in_force)),
        search=("name", "organisation__name", "service__name"),
        told={"priority": priority_name, "kind": promises.kind_name, "door": promises.door_name}, stays=True,
        side="workspace/settings/policies/side.html", beside=promises.around_policy, above=promises.latest_run,
    ),
    Section(
        setup=setups.VERSIONS, form=VersionForm, icon="timer", name=_("Versions of policies"),
        lead=_("What each policy promises from which day on. What is in force is followed by another version, never changed."),
        add=_("Add a version"), empty=_("There is no version yet; add a policy first."),
        columns=(Column(_("Version"), str), Column(_("In force from"), lambda row: row.valid_from or gettext("draft")),
                 Column(_("Calendar"), lambda row: row.calendar)),
        search=("name", "policy__name"), labels={"minutes": _("Working minutes")},
        told={"minutes": promises.minutes_text}, side="workspace/settings/policies/version_side.html", stays=True,
    ),
    Section(
        setup=setups.AGREEMENTS, form=AgreementForm, icon="forward", name=_("Agreements with teams"),
        lead=_("In which time a team, ours or a partner's, does its part from the hand-over on (OLA). Customers never see it."),
        add=_("Add an agreement"), empty=_("There is no agreement yet: only customers are promised something."),
        columns=(Column(_("Agreement"), str), Column(_("Team"), lambda row: row.team),
                 Column(_("Working minutes"), lambda row: minutes_text(row.minutes) or "—"),
                 Column(_("Calendar"), lambda row: row.calendar)),
        search=("name", "team__name"), labels={"minutes": _("Working minutes")}, told={"minutes": minutes_text},
        above=promises.latest_run,
    ),
    Section(
        setup=setups.WARNINGS, form=WarningsForm, icon="alert", name=_("Warnings"),
        lead=_("Who is told when a deadline comes near, and when it has passed. Each colleague chooses by which ways."),
        labels={"steps": _("Who is told when")}, told={"steps": steps_text}, stays=True,
    ),
    Section(
        setup=setups.BREACH_REASONS, form=BreachReasonForm, icon="timer-off", name=_("Reasons of missed deadlines"),
        lead=_("What colleagues choose from when a deadline has passed, so that reports can count."),
        add=_("Add a reason"), empty=_("There is no reason yet."), columns=(Column(_("Reason"), str),),
        search=("name", "name_en"),
    ),
)  # fmt: skip
