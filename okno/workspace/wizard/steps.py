"""The steps of the first run in their order: what each asks, and where it is changed later."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from okno.core.refusals import NotFound
from okno.people.models import Person
from okno.workspace.wizard import knowing
from okno.workspace.wizard.forms import ProviderStep, StepForm
from okno.workspace.wizard.forms_people import PeopleStep, TeamsStep
from okno.workspace.wizard.forms_work import HoursStep, MailStep

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the first run."""

    slug: str
    icon: str
    name: Words  # in the list of steps
    title: Words
    lead: Words
    form: Callable[..., StepForm]
    later: str  # the section of the settings
    without: Words = ""  # what is so when the step is left out
    is_done: Callable[[Person], bool]


STEPS = (
    Step(
        slug="provider", icon="home", name=_("Your desk"), title=_("Whose desk is this?"), form=ProviderStep, later="provider",
        lead=_("Customers see the name above their pages; times are told in your zone."),
        is_done=lambda _person: knowing.is_named(),
    ),
    Step(
        slug="hours", icon="calendar", name=_("Hours"), title=_("When do you work?"), form=HoursStep, later="calendars",
        lead=_("Deadlines are counted in these hours only: what comes on Friday evening begins on Monday morning."),
        is_done=lambda _person: True,
    ),
    Step(
        slug="mail", icon="letter", name=pgettext_lazy("step", "Mail"), title=_("Where do customers write?"),
        form=MailStep, later="mailboxes",
        lead=_("Letters to this address become requests, and answers leave from it."),
        without=_("Letters neither come nor leave yet; a mailbox can be added at any moment."),
        is_done=lambda _person: knowing.mailbox() is not None,
    ),
    Step(
        slug="teams", icon="team", name=_("Teams"), title=_("Who takes requests up?"), form=TeamsStep, later="teams",
        lead=_("A request comes to the first line and goes on to those who know more. One line is enough to begin with."),
        without=_("Everybody works from one list then."),
        is_done=lambda _person: knowing.has_teams(),
    ),
    Step(
        slug="people", icon="agent", name=_("Colleagues"), title=_("Who works with you?"), form=PeopleStep, later="people",
        lead=_("Everybody gets a letter that tells how to come in. Leave it empty if you are alone for now."),
        without=_("You work alone for now."),
        is_done=knowing.has_colleagues,
    ),
)  # fmt: skip
READY = "ready"
BY_SLUG = {step.slug: step for step in STEPS}


def step_of(slug: str) -> Step:
    """Return the step of this name; raises NotFound."""
    if slug not in BY_SLUG:
        raise NotFound
    return BY_SLUG[slug]


def after(step: Step) -> str:
    """Return the name of the page behind this step."""
    place = STEPS.index(step) + 1
    return STEPS[place].slug if place < len(STEPS) else READY


def before(step: Step | None) -> str:
    """Return the name of the page before this step, or nothing before the first; without a step, of the last one."""
    place = STEPS.index(step) if step else len(STEPS)
    return STEPS[place - 1].slug if place else ""
