from okno.catalog.models.matrix import CELLS, Impact, Matrix, Urgency, priority_by
from okno.catalog.models.priority import Priority
from okno.catalog.models.service import Service

__all__ = ["CELLS", "Impact", "Matrix", "Priority", "Service", "Urgency", "priority_by"]
