from okno.sla.models.calendar import WorkCalendar
from okno.sla.models.promise import Metric, Promise, Waited

__all__ = ["Metric", "Promise", "Waited", "WorkCalendar"]
