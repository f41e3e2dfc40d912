"""The filters of a customer's list: whose turn, who asked, about what, when, in which words."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import Service
from okno.desk import access
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import Person
from okno.portal.standing import TURNS

WORDS_AT_MOST = 6
PEOPLE_OFFERED = 100


class SiftForm(forms.Form):
    """What one looks for; everything may be left empty."""

    words = forms.CharField(label=_("Words or a number"), max_length=200, required=False)
    turn = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("any")),
            ("yours", _("Your turn")),
            ("ours", _("We are working on it")),
            ("done", _("Done")),
        ],
        required=False,
    )
    asked_by = forms.CharField(
        label=_("Who asked"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"list": "people-of-ours", "autocomplete": "off"}),
    )
    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.none(), required=False, empty_label=_("any")
    )
    since = forms.DateField(
        label=_("Asked from"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Asked till"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any, *, person: Person) -> None:
        super().__init__(data, auto_id="sift_%s")
        self.person = person
        self.fields["service"].queryset = access.services_for(person)  # type: ignore[attr-defined] # of rows
        if not access.sees_company(person):
            del self.fields["asked_by"]

    @property
    def is_used(self) -> bool:
        """True where something is looked for."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def query(self) -> str:
        """What is looked for, as the end of an address."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})

    def people(self) -> list[str]:
        """Return the names that are offered while one writes."""
        return [str(one) for one in access.company_of(self.person)[:PEOPLE_OFFERED]]

    def sifted(self, tickets: TicketQuerySet) -> TicketQuerySet:
        """Return those that fit; none where a filter makes no sense."""
        if not self.is_valid():
            return tickets.none()
        said = self.cleaned_data
        if said["turn"]:
            tickets = tickets.filter(TURNS[said["turn"]])
        if said["service"]:
            tickets = tickets.filter(service=said["service"])
        if said["since"]:
            tickets = tickets.filter(created_at__gte=_midnight(said["since"]))
        if said["until"]:
            tickets = tickets.filter(created_at__lt=_midnight(said["until"] + timedelta(days=1)))
        if name := said.get("asked_by"):
            tickets = tickets.filter(Q(requester__name__icontains=name) | Q(requester__email__icontains=name))
        for word in said["words"].split()[:WORDS_AT_MOST]:
            tickets = tickets.filter(access.holding(self.person, word))
        return tickets


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
