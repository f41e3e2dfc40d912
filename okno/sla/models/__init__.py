from okno.sla.models.calendar import WorkCalendar
from okno.sla.models.promise import BY_TERMS, Metric, Promise, Waited

__all__ = ["BY_TERMS", "Metric", "Promise", "Waited", "WorkCalendar"]
