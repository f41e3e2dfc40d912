from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkCalendar(models.Model):
    """When the desk works: a zone, weekly hours, exceptions by date. The plain form is that of `okno.sla.worktime`."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Moscow")
    is_always = models.BooleanField(_("day and night, every day"), default=False)
    week = models.JSONField(_("weekly hours"), default=dict, blank=True)
    holidays = models.JSONField(_("days off"), default=list, blank=True)
    breaks = models.JSONField(_("breaks by date"), default=dict, blank=True)
    exceptions = models.JSONField(_("hours by date"), default=dict, blank=True)
    names = models.JSONField(
        _("names of days"), default=dict, blank=True, help_text="by date; only of days that are told above"
    )
    production = models.JSONField(
        _("production calendar"),
        default=dict,
        blank=True,
        help_text="by year: days off and hours as the desk put them in; all others are by hand",
    )
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(
        default=1, help_text="grows with each change; prepared calendars are kept by it"
    )

    def __str__(self) -> str:
        return self.name

    def plain(self) -> dict[str, object]:
        """Return the plain data from which `worktime` prepares a calendar."""
        return {
            "zone": self.zone,
            "week": self.week,
            "holidays": self.holidays,
            "breaks": self.breaks,
            "exceptions": self.exceptions,
        }
