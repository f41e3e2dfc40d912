from okno.sla.models.calendar import WorkCalendar
from okno.sla.models.promise import Metric, Promise

__all__ = ["Metric", "Promise", "WorkCalendar"]
