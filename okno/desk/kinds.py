"""Each kind of fact once: its sentence, its icon, who may read it.

A sentence is a template over the names in `Fact.data`; it is filled by `sentence()`, never by a template engine (SEC-43).
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.catalog import fields
from okno.catalog.models import Impact, Urgency
from okno.core.naming import named
from okno.desk.models.history import LinkKind
from okno.desk.models.ticket import Kind, State, WaitingFor
from okno.sla.models import Metric


class Audience(Enum):
    """Who may read a fact in a timeline."""

    EVERYBODY = "everybody"
    STAFF = "staff"


@dataclass(frozen=True)
class FactKind:
    """How one kind of fact is told. `says` is what the log of work says, after the name of the actor."""

    says: str | Promise
    icon: str
    audience: Audience = Audience.STAFF


ALL = Audience.EVERYBODY

KINDS: dict[str, FactKind] = {
    "ticket.opened": FactKind(_("opened the ticket"), "inbox", ALL),
    "message.heard": FactKind(_("wrote"), "message-square", ALL),
    "message.replied": FactKind(_("replied"), "reply", ALL),
    "message.noted": FactKind(_("left a note"), "sticky-note"),
    "message.revised": FactKind(_("wrote a note anew"), "pencil"),
    "message.undone": FactKind(_("called the reply back before it left"), "undo-2"),
    "message.redacted": FactKind(_("hid a secret in a message"), "eye-off"),
    "message.file_removed": FactKind(_("removed the file “{file}” for good"), "eye-off"),
    "message.moved": FactKind(_("moved a message here from № {from_number}"), "corner-down-right"),
    "message.moved_away": FactKind(_("moved a message away to № {to_number}"), "corner-up-right"),
    "delivery.failed": FactKind(_("could not deliver to {address}: {reason}"), "mail-warning"),
    "delivery.uncertain": FactKind(
        _("does not know whether the letter to {address} arrived"), "mail-question"
    ),
    "delivery.repeated": FactKind(_("sent the letter to {address} again"), "retry"),
    "delivery.stopped": FactKind(_("decided not to send the letter to {address}"), "close"),
    "ticket.assigned": FactKind(_("gave the ticket: {before} → {after}"), "user-check"),
    "ticket.taken": FactKind(_("took the ticket"), "hand", ALL),
    "ticket.handed_over": FactKind(_("handed the ticket over to {after}; tried: {tried}"), "forward"),
    "ticket.put_back": FactKind(_("put the ticket back into the queue"), "undo-2"),
    "ticket.passed_on": FactKind(_("passed the ticket on: {before} → {after}"), "forward"),
    "ticket.priority_set": FactKind(_("changed the priority: {before} → {after}"), "flag", ALL),
    "ticket.promised_anew": FactKind(_("changed what is promised: {before} → {after}"), "timer"),
    "ticket.assessed": FactKind(_("saw it so: {impact}; {urgency}"), "flag"),
    "ticket.sent_back": FactKind(_("gave the ticket back: {before} → {after}; why: {reason}"), "undo-2"),
    "ticket.speaker_set": FactKind(
        _("changed who talks to the customer: {before} → {after}"), "message-square"
    ),
    "promise.given": FactKind(_("promised the customer: “{words}”"), "check"),
    "promise.withdrawn": FactKind(_("took a promise back: “{words}”"), "undo-2"),
    "ticket.recounted": FactKind(_("summed the deadlines anew by the calendar “{calendar}”"), "timer"),
    "ticket.service_set": FactKind(_("changed the service: {before} → {after}"), "layers", ALL),
    "ticket.kind_set": FactKind(_("changed the kind: {before} → {after}"), "shapes"),
    "ticket.subject_set": FactKind(_("changed the subject: {before} → {after}"), "pencil"),
    "ticket.requester_set": FactKind(_("changed the requester: {before} → {after}"), "user"),
    "ticket.tags_set": FactKind(_("changed the tags: {before} → {after}"), "tag"),
    "ticket.field_set": FactKind(_("changed the field “{field}”: {before} → {after}"), "text-cursor-input"),
    "ticket.waiting": FactKind(_("put the ticket on hold: {waiting_for}"), "hourglass", ALL),
    "ticket.resumed": FactKind(_("resumed the ticket"), "play", ALL),
    "ticket.restored": FactKind(_("made the ticket what it was: {after}"), "undo-2", ALL),
    "ticket.resolved": FactKind(_("offered the solution"), "check", ALL),
    "ticket.confirmed": FactKind(_("confirmed that it is solved"), "check-check", ALL),
    "rating.looked_into": FactKind(_("looked into the low rating"), "check-check"),
    "ticket.suggestion": FactKind(_("wrote down what the customer wishes for"), "lightbulb"),
    "ticket.rated": FactKind(_("rated the help: {stars} of 5"), "star"),
    "ticket.closed": FactKind(_("closed the ticket"), "archive", ALL),
    "ticket.reopened": FactKind(_("reopened the ticket"), "rotate-ccw", ALL),
    "ticket.merged": FactKind(_("merged № {from_number} into this ticket"), "merge"),
    "ticket.merged_away": FactKind(_("merged this ticket into № {to_number}"), "merge"),
    "ticket.unmerged": FactKind(_("undid the merge of № {from_number} into № {to_number}"), "undo-2"),
    "ticket.split": FactKind(_("split № {to_number} off this ticket"), "split"),
    "ticket.unsplit": FactKind(_("undid the split of № {to_number}"), "undo-2"),
    "ticket.linked": FactKind(_("linked № {other_number}: {link}"), "link"),
    "ticket.unlinked": FactKind(_("removed the link to № {other_number}"), "unlink"),
    "ticket.part_opened": FactKind(_("opened № {number} as a part of it: {part} → {team}"), "split"),
    "person.erased": FactKind(_("erased the words of a person who wished it"), "eye-off"),
    "ticket.watched": FactKind(_("started watching the ticket"), "eye"),
    "ticket.unwatched": FactKind(_("stopped watching the ticket"), "eye-off"),
    "ticket.watcher_added": FactKind(_("asked {name} to watch the ticket"), "eye"),
    "person.mentioned": FactKind(_("called {names}"), "at-sign"),
    "participant.added": FactKind(_("added {name} to the conversation"), "user-plus", ALL),
    "participant.removed": FactKind(_("removed {name} from the conversation"), "user-minus", ALL),
    "ticket.escalated": FactKind(_("escalated the ticket to {names}"), "siren"),
    "clock.warned": FactKind(
        _("warns: {metric} — {share} percent of the time has passed, due {due}"), "timer"
    ),
    "clock.missed": FactKind(_("warns: {metric} — the deadline has passed, it was {due}"), "timer-off"),
    "breach.explained": FactKind(_("named why {metric} was missed: {after}"), "message-square"),
    "breach.unexplained": FactKind(_("took back why {metric} was missed: {before}"), "undo-2"),
    "breach.excused": FactKind(_("excused {minutes} min of the missed {metric}"), "check"),
    "breach.unexcused": FactKind(_("took back {minutes} excused min of the missed {metric}"), "undo-2"),
    "approval.asked": FactKind(_("asks for approval: {names}"), "approval", ALL),
    "approval.approved": FactKind(_("approved it"), "check", ALL),
    "approval.passed": FactKind(_("need not ask in one step of the approval"), "check", ALL),
    "approval.given": FactKind(_("has all approvals, the work goes on"), "check-check", ALL),
    "approval.refused": FactKind(_("did not approve it: {reason}"), "refusal", ALL),
    "approval.delegated": FactKind(
        _("lets somebody else decide about it: {before} → {after}"), "forward", ALL
    ),
    "approval.substituted": FactKind(
        _("asks for approval who stands in: {before} → {after}"), "forward", ALL
    ),
    "approval.reminded": FactKind(_("reminded of the approval: {names}"), "timer"),
    "approval.withdrawn": FactKind(_("does not ask for approval any longer"), "undo-2", ALL),
    "chat.ended": FactKind(_("ended the chat"), "message-square"),
    "chat.went_on": FactKind(_("sent the answer on by mail to {address}"), "letter"),
    "work.logged": FactKind(_("logged {minutes} min of work"), "timer"),
    "work.taken_back": FactKind(_("took back {minutes} min of work of {name}"), "undo-2"),
}

# What a fact holds as a code is told in words.
_CODES: dict[tuple[str, str], type[TextChoices]] = {
    ("ticket.kind_set", "before"): Kind,
    ("ticket.kind_set", "after"): Kind,
    ("ticket.waiting", "waiting_for"): WaitingFor,
    ("ticket.restored", "after"): State,
    ("ticket.assessed", "impact"): Impact,
    ("ticket.assessed", "urgency"): Urgency,
    ("ticket.linked", "link"): LinkKind,
    ("clock.warned", "metric"): Metric,
    ("clock.missed", "metric"): Metric,
    ("breach.explained", "metric"): Metric,
    ("breach.unexplained", "metric"): Metric,
    ("breach.excused", "metric"): Metric,
    ("breach.unexcused", "metric"): Metric,
}
_MOMENTS = {("clock.warned", "due"), ("clock.missed", "due")}
_place = re.compile(r"\{(\w+)\}")


def sentence(kind: str, data: dict[str, Any]) -> str:
    """Return the sentence of a fact after the name of its actor; an unknown place stays empty."""
    return _place.sub(lambda place: told(kind, place.group(1), data) or "—", str(KINDS[kind].says))


def told(kind: str, name: str, data: dict[str, Any]) -> str:
    """Return in words what a fact of this kind holds under a name; empty where it holds nothing."""
    value = named(str(data.get(name, "") or ""), str(data.get(f"{name}_en", "") or ""))
    if value and (kind, name) in _MOMENTS:
        return _moment(datetime.fromisoformat(value))
    if value and kind == "ticket.field_set":
        return _of_field(name, value, data)
    codes = _CODES.get((kind, name))
    return str(codes(value).label) if codes and value in codes.values else value


def _of_field(name: str, value: str, data: dict[str, Any]) -> str:
    """Return a field's name, or what stood in it, as the reader reads them; of one that is known no more as it was."""
    known = fields.called(str(data.get("field", "")))
    if known is None:
        return value
    return str(known) if name == "field" else fields.words(known, value)


def _moment(at: datetime) -> str:
    """Return «14:30» of today, else «22 ноября, 14:30», by the reader's zone."""
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localdate()
    return date_format(local, "H:i" if is_today else "j E, H:i")
