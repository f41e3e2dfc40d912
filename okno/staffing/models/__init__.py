from okno.staffing.models.absence import Absence, Reason
from okno.staffing.models.attendance import Attendance
from okno.staffing.models.feed import Feed
from okno.staffing.models.shift import Shift, Stint

__all__ = ["Absence", "Attendance", "Feed", "Reason", "Shift", "Stint"]
