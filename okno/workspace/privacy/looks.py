"""The journal of access: who had whose data before the eyes, as a list that can be narrowed, and as a file."""

from io import BytesIO
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from okno.core.files import safe_name
from okno.core.refusals import NotFound
from okno.core.throttle import at_most
from okno.look import tables
from okno.people.joining import family
from okno.people.models import STAFF, Person
from okno.privacy import access
from okno.privacy.keeping import KEPT
from okno.privacy.models import Look, What
from okno.workspace import pages
from okno.workspace.doors import Request, room
from okno.workspace.settings.views import page

PAGE = 100
TIMES, SECONDS = 10, 60
COLUMNS = (
    tables.Column(gettext_lazy("When"), ()),
    tables.Column(gettext_lazy("Who looked"), (), width=26),
    tables.Column(gettext_lazy("At whose data"), (), width=26),
    tables.Column(gettext_lazy("What it was"), (), width=22),
    tables.Column(gettext_lazy("Ticket"), (), width=10),
    tables.Column(gettext_lazy("Refused"), (), width=10),
    tables.Column(gettext_lazy("Tickets of a list"), (), width=14),
)


class NarrowForm(forms.Form):
    """How the journal is narrowed; what is not understood narrows nothing."""

    person = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    reader = forms.ModelChoiceField(
        label=gettext_lazy("Who looked"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("everybody"),
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What it was"),
        choices=[("", gettext_lazy("everything")), *What.choices],
        required=False,
    )
    since = forms.DateField(
        label=pgettext_lazy("of days", "From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("of days", "Until"), required=False, widget=forms.DateInput({"type": "date"})
    )
    refused = forms.BooleanField(label=gettext_lazy("Only what was refused"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = Person.objects.filter(role__in=STAFF).by_name()  # type: ignore[attr-defined] # a ModelChoiceField


@room()
def looks(request: Request) -> HttpResponse:
    """Show one page of the journal."""
    rows, form, asked = _narrowed(request)
    if place := request.GET.get("after"):
        rows = rows.filter(pk__lt=int(pages.opened("looks", place)[0]))
    listed = list(rows[: PAGE + 1])
    context: dict[str, Any] = {
        "rows": listed[:PAGE],
        "form": form,
        "person": _person(form),
        "query": urlencode(asked),
        "is_first": not place,
        "days": KEPT.days,
        "address": reverse("workspace:looks"),
    }
    if len(listed) > PAGE:
        context["more"] = "?" + urlencode(asked | {"after": pages.sealed("looks", listed[PAGE - 1].pk)})
    return page(request, "privacy/looks.html", context)


@room()
def looks_file(request: Request, ending: str) -> HttpResponse:
    """Give the narrowed journal as a file."""
    rows, _form, _asked = _narrowed(request)
    if ending not in tables.WRITERS:
        raise NotFound
    kind, write = tables.WRITERS[ending]
    at_most(TIMES, SECONDS, "export", str(request.user.pk))
    out = BytesIO()
    write(
        out,
        tables.of_rows(
            _("Journal of access"), COLUMNS, map(_cells, rows[: tables.AT_MOST].iterator(tables.CHUNK))
        ),
    )
    response = HttpResponse(out.getvalue(), content_type=kind)
    title = safe_name(f"{_('Journal of access')} {timezone.localdate():%Y-%m-%d}.{ending}")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, title))
    return response


def _narrowed(request: Request) -> tuple[QuerySet[Look], NarrowForm, dict[str, str]]:
    """Return the rows, the form as it was filled in, and what of it stands in the addresses of further pages."""
    rows, form = access.looks_for(request.user), NarrowForm(request.GET)
    form.is_valid()
    said = {name: value for name, value in form.cleaned_data.items() if value}
    person = _person(form)
    if person is not None:
        rows = rows.filter(person__in=[one.pk for one in family(person)])
    else:
        # The rows of people behind a list would drown all others; each person's own journal has them.
        rows = rows.exclude(what=What.LIST, person__isnull=False)
    names = {
        "reader": "reader",
        "what": "what",
        "since": "day__gte",
        "until": "day__lte",
        "refused": "is_refused",
    }
    rows = rows.filter(**{road: said[name] for name, road in names.items() if name in said})
    return rows, form, {name: request.GET[name] for name in said}


def _person(form: NarrowForm) -> Person | None:
    pk = form.cleaned_data.get("person")
    return Person.objects.filter(pk=pk).first() if pk else None


def _cells(row: Look) -> list[tables.Cell]:
    at = timezone.make_naive(row.at)
    whose = str(row.person) if row.person else ""
    number = row.ticket.number if row.ticket else None
    refused = _("yes") if row.is_refused else ""
    return [at, str(row.reader), whose, row.get_what_display(), number, refused, row.count or None]
