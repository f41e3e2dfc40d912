"""The form of what a team promises to the desk."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.catalog.models import Priority
from okno.contracts.actions.set_up import MINUTES_AT_MOST
from okno.contracts.models import Agreement
from okno.people.models import Team
from okno.setup.shape import Plain
from okno.sla.models import WorkCalendar
from okno.workspace.settings.kit import CALLED, Kit, Words


class AgreementForm(Kit):
    """In how many minutes a team does its part, by priority."""

    groups = (("", "", ("name", "team", "calendar")),)

    class Meta:
        model = Agreement
        fields = ("name", "team", "calendar")
        labels = {
            "name": CALLED,
            "team": gettext_lazy("Team"),
            "calendar": gettext_lazy("Calendar"),
        }
        help_texts = {
            "name": gettext_lazy("With a partner: the number of the contract, for instance."),
            "calendar": gettext_lazy("The hours of the team, by which its minutes are counted."),
        }

    def prepare(self) -> None:
        """Offer teams and calendars in use; make a field of each priority."""
        self.offer_in_use("team", Team)
        self.offer_in_use("calendar", WorkCalendar)
        self.codes = []
        for priority in Priority.objects.filter(is_active=True):
            self.codes.append(priority.code)
            self.fields[_cell(priority.code)] = forms.IntegerField(
                label=str(priority), required=False, min_value=1, max_value=MINUTES_AT_MOST
            )
            self.initial[_cell(priority.code)] = self.instance.minutes.get(priority.code)

    def sections(self) -> Iterator[tuple[Words, Words, list[BoundField]]]:
        """Yield whose agreement it is, and its minutes."""
        yield from super().sections()
        lead = _(
            "From the hand-over until the ticket is solved or handed on. Empty: nothing is agreed for it."
        )
        yield _("Working minutes"), lead, [self[_cell(code)] for code in self.codes]

    def plain(self) -> Plain:
        """Return the agreement with its table; priorities in the archive stay as they are."""
        told = self.cleaned_data
        minutes: dict[str, Any] = {
            code: count for code, count in self.instance.minutes.items() if code not in self.codes
        }
        minutes |= {code: told[_cell(code)] for code in self.codes if told[_cell(code)] is not None}
        named = {name: value for name, value in super().plain().items() if name in self.Meta.fields}
        return named | {"minutes": minutes}


def minutes_text(minutes: Mapping[str, int]) -> str:
    """Return the minutes in one line, for lists and history."""
    names = {one.code: str(one) for one in Priority.objects.all()}
    order = list(names)
    told = sorted(minutes.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
    return ", ".join(f"{names.get(code, code)} {count}" for code, count in told)


def _cell(code: str) -> str:
    return f"minutes-{code}"
