from okno.catalog.models.category import Category
from okno.catalog.models.matrix import CELLS, Impact, Matrix, Urgency, priority_by
from okno.catalog.models.priority import Priority
from okno.catalog.models.request_type import FormVersion, RequestType, WhenOpen
from okno.catalog.models.service import Service
from okno.catalog.models.ticket_field import TicketField, TicketFieldKind

__all__ = [
    "CELLS",
    "Category",
    "FormVersion",
    "Impact",
    "Matrix",
    "Priority",
    "RequestType",
    "Service",
    "TicketField",
    "TicketFieldKind",
    "Urgency",
    "WhenOpen",
    "priority_by",
]
