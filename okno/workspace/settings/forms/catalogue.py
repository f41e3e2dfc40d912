"""Forms about what is promised: services, priorities, calendars."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import Category, Priority, Service
from okno.core import clock
from okno.people import zones
from okno.people.models import STAFF, Line, Person, Team
from okno.setup.shape import Plain
from okno.sla import russia
from okno.sla.models import BY_TERMS, WorkCalendar
from okno.sla.worktime import WEEKDAYS
from okno.workspace.settings import hours
from okno.workspace.settings.kit import CALLED, FOR_READERS, IN_ENGLISH, LABELS_EN, OF_BOTH, Kit

LATIN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
                 "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch  y  e yu ya".split(" "), strict=True))  # fmt: skip
MINUTES = tuple(f"{metric}_minutes" for metric in BY_TERMS)
LONG_DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}


class ServiceForm(Kit):
    """Something that customers may ask about."""

    groups = (
        ("", "", ("name", "description", "category", "team", "second_team", "third_team", "owner")),
        (_("Priority"), "", ("priority",)),
        (IN_ENGLISH, FOR_READERS, OF_BOTH),
    )

    class Meta:
        model = Service
        fields = (
            "name",
            "description",
            "category",
            "team",
            "second_team",
            "third_team",
            "owner",
            "priority",
            *OF_BOTH,
        )
        labels = {
            "name": CALLED,
            "description": _("Description"),
            "category": _("Category"),
            "team": _("Team"),
            "second_team": _("Team on line 2"),
            "third_team": _("Team on line 3"),
            "owner": _("Owner of the service"),
            "priority": _("Fixed priority"),
            **LABELS_EN,
        }
        help_texts = {
            "category": _("The shelf of the catalogue on which customers find it."),
            "team": _("New tickets about the service go there first."),
            "second_team": _("There they go with “To the next line”."),
            "owner": _(
                "Answers for it as a whole; is asked where a request about it wants the owner's approval."
            ),
            "priority": _(
                "Every ticket about the service gets it, whatever impact and urgency say. Empty: nothing is fixed."
            ),
        }
        widgets = {
            "description": forms.Textarea({"rows": 3}),
            "description_en": forms.Textarea({"rows": 3}),
        }

    def prepare(self) -> None:
        """Offer the teams in use, and the one that is chosen."""
        row = self.instance
        for name in ("team", "second_team", "third_team"):
            chosen = Q(pk=getattr(row, f"{name}_id"))
            line = Q() if name == "team" else Q(line=Line.SECOND if name == "second_team" else Line.THIRD)
            self.offer(name, Team.objects.filter((Q(is_active=True) & line) | chosen))
        colleagues = Person.objects.get_queryset().filter(
            Q(role__in=STAFF, is_active=True) | Q(pk=row.owner_id or 0)
        )
        self.offer("owner", colleagues.by_name())
        self.offer_in_use("category", Category)
        fixed = Priority.objects.filter(Q(is_active=True) | Q(pk=row.priority_id)).order_by("rank")
        self.offer("priority", fixed)

    def plain(self) -> Plain:
        """Return the service; its priority goes by its code."""
        priority = self.cleaned_data["priority"]
        return super().plain() | {"priority": priority.code if priority else None}


class PriorityForm(Kit):
    """How much it hurts, and what is promised then."""

    groups = (
        (_("Priority"), "", ("name", "criterion", "rank", "is_default")),
        (
            _("Promises, in working minutes"),
            _(
                "They hold for new tickets and for the open ones of this priority, which are promised anew. "
                "Empty: nothing is promised."
            ),
            ("calendar", *MINUTES),
        ),
        (_("In English"), _("For those who read the desk in English."), ("name_en", "criterion_en")),
    )

    class Meta:
        model = Priority
        fields = ("name", "criterion", "rank", "is_default", "calendar", *MINUTES, "name_en", "criterion_en")
        labels = {
            "name": CALLED,
            "criterion": _("How to tell it"),
            "rank": _("Place in the order"),
            "is_default": _("New tickets get it"),
            "calendar": _("Calendar"),
            "reaction_minutes": _("Reaction"),
            "first_reply_minutes": _("First reply"),
            "next_reply_minutes": _("Each next reply"),
            "update_minutes": _("Keeping up to date"),
            "resolution_minutes": _("Solution"),
            "name_en": CALLED,
            "criterion_en": _("How to tell it"),
        }
        help_texts = {
            "rank": _("1 is the most urgent."),
            "criterion": _("Colleagues choose by this sentence."),
            "next_reply_minutes": _("To each message of the customer after our first reply."),
            "update_minutes": _(
                "So often we write how it goes, asked or not; while we wait for the customer, not."
            ),
        }
        widgets = {"criterion": forms.Textarea({"rows": 2}), "criterion_en": forms.Textarea({"rows": 2})}

    def prepare(self) -> None:
        """Offer the calendars in use."""
        calendars = WorkCalendar.objects.filter(Q(is_active=True) | Q(pk=self.instance.calendar_id)).order_by(
            "name"
        )
        self.offer("calendar", calendars)
        self.fields["rank"].widget.attrs["min"] = 1

    def plain(self) -> Plain:
        """Return the priority; a new one gets the code by which files know it."""
        plain = super().plain()
        return plain if self.instance.pk else plain | {"code": code_of(plain["name_en"] or plain["name"])}


class CalendarForm(Kit):
    """When the desk works."""

    zone = forms.ChoiceField(label=_("Time zone"))
    dates = forms.CharField(
        label=_("Days off, short days, breaks"),
        required=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "A line a date: “01.01.2027–08.01.2027 day off”, “30.12.2026 09:00–16:00”, “12.03.2027 break 13:00–15:00”."
        ),
    )
    russia = forms.MultipleChoiceField(
        label=_("Add the days off of Russia"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Public holidays, moved days off and short days of the production calendar, by the hours above."
        ),
    )
    groups = (
        ("", "", ("name", "zone", "is_always")),
        (_("Week"), _("Like “9–13, 14–18”; empty: a day off."), WEEKDAYS),
        (_("Dates"), "", ("dates", "russia")),
    )

    class Meta:
        model = WorkCalendar
        fields = ("name", "is_always")
        labels = {"name": CALLED, "is_always": _("Day and night, every day")}

    def prepare(self) -> None:
        """Make a field of each day, and show the dates as lines."""
        self.choose("zone", [*zones.choices(), ("UTC", "UTC")])
        row = self.instance
        self.initial.update({"zone": row.zone, "dates": hours.dates_text(row.plain())})
        for day in WEEKDAYS:
            self.fields[day] = forms.CharField(label=LONG_DAYS[day], required=False, max_length=200)
            self.initial[day] = hours.hours_text(row.week.get(day) or ())
        if row.pk:
            del self.fields["russia"]  # the page of the year loads it, and shows the difference first
            return
        this = clock.now().year
        years = [year for year in (this, this + 1) if russia.is_loaded(year)]
        self.choose("russia", [(str(year), str(year)) for year in years])

    def clean(self) -> dict[str, Any]:
        """Read the hours of each day and the lines of dates."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, read in [*((day, hours.read_hours) for day in WEEKDAYS), ("dates", hours.read_dates)]:
            try:
                cleaned[name] = read(cleaned.get(name) or "")
            except hours.NotHours as error:
                self.add_error(name, str(error))
        return cleaned

    def plain(self) -> Plain:
        """Return the calendar with its week and dates, and the days off of the chosen years."""
        told = self.cleaned_data
        week = {day: told[day] for day in WEEKDAYS if told[day]}
        dates: dict[str, Any] = told["dates"]
        for year in told.get("russia", ()):
            dates, _kept = russia.put({"week": week, **dates}, int(year))
        return {
            "name": told["name"],
            "zone": told["zone"],
            "is_always": told["is_always"],
            "week": week,
            **dates,
        }

    def field_of(self, name: str) -> str | None:
        """Lead complaints about parts of the plain form to the fields that hold them."""
        of_dates = dict.fromkeys(("holidays", "exceptions", "breaks", "names", "production"), "dates")
        return {**of_dates, "week": WEEKDAYS[0]}.get(name) or super().field_of(name)


def code_of(name: str) -> str:
    """Return a code for a new priority out of its name, in Latin letters, not taken yet."""
    base = slugify("".join(LATIN.get(sign, sign) for sign in name.casefold()))[:24] or "priority"
    taken = set(Priority.objects.filter(code__startswith=base).values_list("code", flat=True))
    found = next(
        code
        for number in range(1, len(taken) + 3)
        if (code := f"{base}-{number}" if number > 1 else base) not in taken
    )
    return re.sub(r"-+", "-", found)
