"""Forms about who is promised what: levels of support, policies, their versions with a table of minutes."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from okno.catalog.models import Priority, RequestType, Service
from okno.contracts.actions.set_up import MINUTES_AT_MOST, today
from okno.contracts.models import Policy, PolicyVersion
from okno.desk.models import Kind
from okno.people.models import Organisation, SupportLevel, Team
from okno.setup.rules import DOORS
from okno.setup.shape import Plain
from okno.sla.models import BY_TERMS, WorkCalendar
from okno.workspace.settings.kit import CALLED, Kit

ANY = gettext_lazy("Any")


class LevelForm(Kit):
    """A level of support."""

    groups = (("", "", ("name", "rank")),)

    class Meta:
        model = SupportLevel
        fields = ("name", "rank")
        labels = {"name": CALLED, "rank": gettext_lazy("Place in the order")}
        help_texts = {"rank": gettext_lazy("1 is the highest.")}

    def prepare(self) -> None:
        """Begin with the highest."""
        self.fields["rank"].widget.attrs["min"] = 1


class PolicyForm(Kit):
    """For which tickets other promises hold."""

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of ticket"), required=False)
    door = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    groups = (
        ("", "", ("name",)),
        (
            gettext_lazy("It holds for tickets with all of these"),
            gettext_lazy(
                "Where several policies hold, the one wins that has the condition that stands higher here."
            ),
            (
                "organisation",
                "support_level",
                "region",
                "request_type",
                "service",
                "kind",
                "priority",
                "team",
                "door",
            ),
        ),
    )

    class Meta:
        model = Policy
        fields = ("name", "organisation", "support_level", "request_type", "service", "priority", "team")
        labels = {
            "name": CALLED,
            "organisation": gettext_lazy("Organisation"),
            "support_level": gettext_lazy("Support level"),
            "request_type": gettext_lazy("Request type"),
            "service": gettext_lazy("Service"),
            "priority": gettext_lazy("Priority"),
            "team": gettext_lazy("Team"),
        }

    def prepare(self) -> None:
        """Offer what is in use, and what is chosen."""
        models = {"organisation": Organisation, "support_level": SupportLevel, "service": Service}
        models |= {"request_type": RequestType, "priority": Priority, "team": Team}
        for name, model in models.items():
            self.offer_in_use(name, model, none=ANY)
        known = Organisation.objects.exclude(region="").order_by("region").values_list("region", flat=True)
        regions = [(name, name) for name in dict.fromkeys([*known, self.instance.region]) if name]
        for name, choices in (("region", regions), ("kind", Kind.choices), ("door", list(DOORS.items()))):
            self.choose(name, [("", ANY), *choices])
            self.initial.setdefault(name, getattr(self.instance, name))

    def plain(self) -> Plain:
        """Return the policy; a priority is known by its code."""
        chosen = self.cleaned_data["priority"]
        return super().plain() | {"priority": chosen.code if chosen else None}


class VersionForm(Kit):
    """What a policy promises from a date on."""

    table_page = "workspace/settings/policies/table.html"
    groups = (("", "", ("policy", "valid_from", "calendar")),)

    class Meta:
        model = PolicyVersion
        fields = ("policy", "valid_from", "calendar")
        labels = {
            "policy": gettext_lazy("Policy"),
            "valid_from": gettext_lazy("In force from"),
            "calendar": gettext_lazy("Calendar"),
        }
        help_texts = {
            "valid_from": gettext_lazy(
                "Empty: a draft, which can be rehearsed. What is in force is not changed any more."
            ),
            "calendar": gettext_lazy("All promises of this version are counted by it."),
        }
        widgets = {"valid_from": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def prepare(self) -> None:
        """Make a field of each priority and promise; what is empty shows what the priority itself promises."""
        for name, rows in (
            ("policy", Policy.objects.filter(Q(is_active=True) | Q(pk=self.instance.policy_id))),
            ("calendar", WorkCalendar.objects.filter(Q(is_active=True) | Q(pk=self.instance.calendar_id))),
        ):
            self.offer(name, rows.order_by("name"))
        before = self._followed()
        table = before.minutes if before else self.instance.minutes
        if before:
            self.initial.update(policy=before.policy_id, calendar=before.calendar_id)
        self.priorities = list(Priority.objects.filter(is_active=True))
        for priority in self.priorities:
            for metric in BY_TERMS:
                name = _cell(priority.code, metric)
                own = priority.minutes_for(metric)
                self.fields[name] = forms.IntegerField(
                    label=f"{priority} · {metric.label}",
                    required=False,
                    min_value=1,
                    max_value=MINUTES_AT_MOST,
                    widget=forms.NumberInput({"placeholder": own or "—"}),
                )
                self.initial[name] = table.get(priority.code, {}).get(metric)
        self.is_in_force = self.instance.pk is not None and self.instance.is_in_force(today())
        for one in self.fields.values() if self.is_in_force else ():
            one.disabled = True

    def _followed(self) -> PolicyVersion | None:
        """Return the version that a new one follows; it begins with the same."""
        asked = str(self.initial.get("after", ""))
        if self.instance.pk or not (asked.isascii() and asked.isdigit()):
            return None
        return PolicyVersion.objects.filter(pk=int(asked[:9])).first()

    def table(self) -> Iterator[tuple[Priority, list[BoundField]]]:
        """Yield the rows of the table."""
        for priority in self.priorities:
            yield priority, [self[_cell(priority.code, metric)] for metric in BY_TERMS]

    @property
    def heads(self) -> list[str]:
        """What stands above the columns of the table."""
        return [str(metric.label).capitalize() for metric in BY_TERMS]

    def plain(self) -> Plain:
        """Return the version with its table; rows of priorities in the archive stay as they are."""
        told = self.cleaned_data
        shown = {one.code for one in self.priorities}
        minutes: dict[str, Any] = {
            code: row for code, row in self.instance.minutes.items() if code not in shown
        }
        for code in shown:
            cells = {metric.value: told[_cell(code, metric)] for metric in BY_TERMS}
            if row := {metric: count for metric, count in cells.items() if count is not None}:
                minutes[code] = row
        plain: Plain = {
            "policy": told["policy"].name,
            "valid_from": told["valid_from"].isoformat() if told["valid_from"] else None,
            "calendar": told["calendar"].name,
            "minutes": minutes,
        }
        return plain if self.instance.pk else plain | {"name": _name_of(told["policy"])}


def _cell(code: str, metric: str) -> str:
    return f"minutes-{code}-{metric}"


def _name_of(policy: Policy) -> str:
    """Return a name for a new version by which files know it: that of the policy with a number."""
    taken = set(PolicyVersion.objects.filter(name__startswith=policy.name).values_list("name", flat=True))
    numbers = range(policy.versions.count() + 1, len(taken) + policy.versions.count() + 3)
    return next(name for number in numbers if (name := f"{policy.name} · {number}") not in taken)
