from okno.catalog.models.category import Category
from okno.catalog.models.matrix import CELLS, Impact, Matrix, Urgency, priority_by
from okno.catalog.models.priority import Priority
from okno.catalog.models.request_type import FormVersion, RequestType, WhenOpen
from okno.catalog.models.service import Service

__all__ = [
    "CELLS",
    "Category",
    "FormVersion",
    "Impact",
    "Matrix",
    "Priority",
    "RequestType",
    "Service",
    "Urgency",
    "WhenOpen",
    "priority_by",
]
