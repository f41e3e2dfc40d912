from okno.catalog.models.priority import Priority
from okno.catalog.models.service import Service

__all__ = ["Priority", "Service"]
