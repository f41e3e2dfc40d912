from okno.desk.models.approval import Approval, ApprovalQuestion, ApprovalState, ApprovalStep, Because
from okno.desk.models.attachment import Attachment
from okno.desk.models.blank import Blank
from okno.desk.models.breach import Breach, BreachReason
from okno.desk.models.bulk import BulkItem, BulkRun, Outcome, Reason
from okno.desk.models.clock import Clock
from okno.desk.models.decline import Decline
from okno.desk.models.draft import Draft
from okno.desk.models.fact import Fact
from okno.desk.models.filled_form import FilledForm
from okno.desk.models.history import Assignment, Closure, Link, Merge, Split, WorkLog
from okno.desk.models.loop import ASKING, LoopPlan, Occasion
from okno.desk.models.message import Message, MessageKind
from okno.desk.models.participant import Mention, Participant, Watch
from okno.desk.models.presence import Presence
from okno.desk.models.rating import Rating
from okno.desk.models.recount import Recount, RecountPart
from okno.desk.models.rehearsal import Late, Rehearsal, RehearsalPart
from okno.desk.models.revision import Revision
from okno.desk.models.search import SearchDocument
from okno.desk.models.ticket import Approved, Kind, State, Ticket, WaitingFor
from okno.desk.models.view import SavedView, ViewColumn, ViewIcon, ViewOrder
from okno.desk.models.warning import Warned, WarningPlan, Whom

__all__ = [
    "ASKING",
    "Approval",
    "ApprovalQuestion",
    "ApprovalState",
    "ApprovalStep",
    "Approved",
    "Assignment",
    "Attachment",
    "Because",
    "Blank",
    "Breach",
    "BreachReason",
    "BulkItem",
    "BulkRun",
    "Clock",
    "Closure",
    "Decline",
    "Draft",
    "Fact",
    "FilledForm",
    "Kind",
    "Late",
    "Link",
    "LoopPlan",
    "Mention",
    "Merge",
    "Message",
    "MessageKind",
    "Occasion",
    "Outcome",
    "Participant",
    "Presence",
    "Rating",
    "Reason",
    "Recount",
    "RecountPart",
    "Rehearsal",
    "RehearsalPart",
    "Revision",
    "SavedView",
    "SearchDocument",
    "Split",
    "State",
    "Ticket",
    "ViewColumn",
    "ViewIcon",
    "ViewOrder",
    "WaitingFor",
    "Warned",
    "WarningPlan",
    "Watch",
    "Whom",
    "WorkLog",
]
