"""What is told about an approval: to the one who decides, what is asked; to all who follow the ticket, how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from okno.catalog.answers import lines
from okno.catalog.approvals import Step, hours_words, whom_words
from okno.catalog.questions import Question, when_words
from okno.desk.models import (
    Approval,
    ApprovalQuestion,
    ApprovalState,
    ApprovalStep,
    Because,
    FilledForm,
    Ticket,
)
from okno.people.models import Person
from okno.sla.models import Metric


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody is asked to approve: never more of the ticket than this."""

    question: ApprovalQuestion
    ticket: Ticket
    subject: str
    requester: str
    organisation: str
    asks: str  # who asks for the approval, where that is a colleague
    what: str
    lines: list[tuple[str, str]]
    due_at: datetime | None
    work: str  # how long the work takes after it, as promised

    @property
    def is_open(self) -> bool:
        """True while the answer is waited for."""
        return self.question.state == ApprovalState.ASKED


@dataclass(frozen=True, slots=True)
class Asked:
    """One who was asked, by name, why in another one's place, and the answer."""

    row: ApprovalQuestion
    name: str
    why: str

    @property
    def state(self) -> str:
        """The answer in a word."""
        return str(ApprovalState(self.row.state).label)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the last approval of a ticket is."""

    approval: Approval
    steps: list["Stage"]

    @property
    def is_open(self) -> bool:
        """True while somebody is asked."""
        return self.approval.state == ApprovalState.ASKED


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of it in words: what it is called, how far it is, who was asked and what they said."""

    step: ApprovalStep
    name: str
    questions: list["Asked"]

    @property
    def state(self) -> str:
        """How far it is, in a word."""
        return str(ApprovalState(self.step.state).label)

    @property
    def is_here(self) -> bool:
        """True for the step whose turn it is."""
        return self.step.state == ApprovalState.ASKED

    @property
    def is_done(self) -> bool:
        """True where it was approved."""
        return self.step.state == ApprovalState.APPROVED


def matter_of(question: ApprovalQuestion) -> Matter:
    """Return what the person of this question reads before deciding."""
    approval = question.step.approval
    ticket = approval.ticket
    filled: FilledForm | None = getattr(ticket, "form", None)  # at hand where it was asked for together
    minutes = (ticket.promised or {}).get(Metric.RESOLUTION) if approval.is_of_form else None
    return Matter(
        question,
        ticket,
        subject=" ".join(ticket.subject.split()) or _("No subject"),
        requester=str(ticket.requester),
        organisation=str(ticket.organisation or ""),
        asks="" if approval.is_of_form else str(approval.by),
        what=approval.what,
        lines=lines(filled.version.questions, filled.answers) if filled else [],
        due_at=question.step.due_at,
        work=_hours(minutes) if minutes else "",
    )


def progress_of(ticket: Ticket) -> Progress | None:
    """Return how far the last approval of the ticket is; None where it never had one."""
    approval = Approval.objects.filter(ticket=ticket).select_related("by").order_by("-id").first()
    if approval is None:
        return None
    rows = approval.steps.prefetch_related("questions__person", "questions__instead_of").order_by("place")
    return Progress(approval, [_stage(row, place) for place, row in enumerate(rows, start=1)])


def ahead(steps: Sequence[Step], questions: Sequence[Question]) -> list[str]:
    """Return what comes before the work, step by step, in sentences without a name of anybody."""
    told = []
    for one in steps:
        words = one["name"] or _("Approved by: %(whom)s") % {"whom": _whom(one)}
        when = when_words(one, questions)
        only = _("only where %(words)s") % {"words": when} if when else ""
        told.append(", ".join(filter(None, (words, hours_words(one["hours"]), only))))
    return told


def name_of(person: Person) -> str:
    """Return what everybody may call the person: a mail address is nobody's business."""
    return str(person) if person.is_erased else person.name or _("somebody whose name we do not know")


def because(question: ApprovalQuestion) -> str:
    """Return why this person is asked, where it is in another one's place; empty for who was meant."""
    if not question.because:
        return ""
    words = str(Because(question.because).label)
    if question.instead_of is None:
        return words
    return _("%(why)s: %(name)s") % {"why": words, "name": name_of(question.instead_of)}


def _hours(minutes: int) -> str:
    if minutes % 60:
        return ngettext("%(count)d working minute", "%(count)d working minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)d working hour", "%(count)d working hours", hours) % {"count": hours}


def _stage(row: ApprovalStep, place: int) -> Stage:
    people = [Asked(one, name_of(one.person), because(one)) for one in row.questions.all()]
    return Stage(row, _name(row, place), people)


def _name(row: ApprovalStep, place: int) -> str:
    return row.recipe["name"] or whom_words(row.recipe) or _("Step %(place)d") % {"place": place}


def _whom(one: Step) -> str:
    """Return who decides by their roles; people are counted, not named."""
    count = len(one["people"])
    people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count} if count else ""
    return whom_words(one, [people] if people else [])
