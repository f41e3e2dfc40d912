from okno.desk.models.attachment import Attachment
from okno.desk.models.blank import Blank
from okno.desk.models.breach import Breach, BreachReason
from okno.desk.models.bulk import BulkItem, BulkRun, Outcome, Reason
from okno.desk.models.clock import Clock
from okno.desk.models.decline import Decline
from okno.desk.models.draft import Draft
from okno.desk.models.fact import Fact
from okno.desk.models.history import Assignment, Closure, Link, Merge, Split, WorkLog
from okno.desk.models.message import Message, MessageKind
from okno.desk.models.participant import Mention, Participant, Watch
from okno.desk.models.presence import Presence
from okno.desk.models.rating import Rating
from okno.desk.models.recount import Recount
from okno.desk.models.rehearsal import Late, Rehearsal
from okno.desk.models.revision import Revision
from okno.desk.models.search import SearchDocument
from okno.desk.models.ticket import Kind, State, Ticket, WaitingFor
from okno.desk.models.view import SavedView, ViewColumn, ViewIcon, ViewOrder
from okno.desk.models.warning import Warned, WarningPlan, Whom

__all__ = [
    "Assignment",
    "Attachment",
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
    "Kind",
    "Late",
    "Link",
    "Mention",
    "Merge",
    "Message",
    "MessageKind",
    "Outcome",
    "Participant",
    "Presence",
    "Rating",
    "Reason",
    "Recount",
    "Rehearsal",
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
