"""The form of a shift: its hours, its dates, who works it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from okno.people import zones
from okno.people.models import STAFF, Person
from okno.people.provider import ours
from okno.setup.shape import Plain
from okno.sla.worktime import WEEKDAYS
from okno.staffing.models import Shift
from okno.workspace.settings import hours
from okno.workspace.settings.forms.catalogue import LONG_DAYS
from okno.workspace.settings.forms.people import Colleagues
from okno.workspace.settings.kit import CALLED, Kit, Words

DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class ShiftForm(Kit):
    """Hours of a week that some people work."""

    people = Colleagues(
        label=_("Colleagues"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever works no shift on a date works by the usual hours of the desk."),
    )
    groups = (
        ("", "", ("name",)),
        (_("Week"), _("Like “9–13, 14–18”; over midnight “22–6”; empty: a day off."), WEEKDAYS),
        (
            _("Dates"),
            _("Empty: from always, for good."),
            ("begins_on", "ends_on", "keeps_holidays", "is_draft"),
        ),
        (_("Who works so"), "", ("people",)),
    )

    class Meta:
        model = Shift
        fields = ("name", "begins_on", "ends_on", "keeps_holidays", "is_draft")
        labels = {
            "name": CALLED,
            "begins_on": _("First day"),
            "ends_on": _("Last day"),
            "keeps_holidays": _("Rests on holidays"),
            "is_draft": _("A draft: nobody works so yet"),
        }
        help_texts = {
            "is_draft": _(
                "Look on the board of the teams what it would have meant on the past, and switch it on there from a day."
            ),
            "keeps_holidays": _(
                "As the calendar for new tickets has them; off for who is on duty every day."
            ),
        }
        widgets = {"begins_on": DATE, "ends_on": DATE}

    def prepare(self) -> None:
        """Make a field of each day, and offer those who work here."""
        row = self.instance
        for day in WEEKDAYS:
            self.fields[day] = forms.CharField(label=LONG_DAYS[day], required=False, max_length=200)
            self.initial[day] = hours.hours_text(row.week.get(day) or ())
        mine = Q(stints__shift=row) if row.pk else Q(pk=None)
        known = Q(role__in=STAFF, is_active=True)
        self.offer("people", Person.objects.filter(known | mine).distinct().order_by("name", "pk"))
        if row.pk:
            self.initial["people"] = [one.person_id for one in row.stints.all()]

    def sections(self) -> Iterator[tuple[Words, Words, list[BoundField]]]:
        """Say by whose clocks the week is told."""
        by_clocks = _("By the clocks of the desk: %(zone)s.") % {"zone": zones.called(ours().zone)}
        for title, lead, fields in super().sections():
            is_week = any(one.name in WEEKDAYS for one in fields)
            yield title, f"{lead} {by_clocks}" if is_week else lead, fields

    def clean(self) -> dict[str, Any]:
        """Read the hours of each day."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for day in WEEKDAYS:
            try:
                cleaned[day] = hours.read_hours(cleaned.get(day) or "")
            except hours.NotHours as error:
                self.add_error(day, str(error))
        return cleaned

    def plain(self) -> Plain:
        """Return the shift with its week; dates as files have them."""
        told = self.cleaned_data
        known = {name: value for name, value in super().plain().items() if name not in WEEKDAYS}
        dates = {name: told[name].isoformat() if told[name] else None for name in ("begins_on", "ends_on")}
        return known | dates | {"week": {day: told[day] for day in WEEKDAYS if told[day]}}

    def field_of(self, name: str) -> str | None:
        """Lead complaints about the week to its first day."""
        return WEEKDAYS[0] if name == "week" else super().field_of(name)
