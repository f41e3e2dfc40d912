"""The kit from which every page of the settings is made: one description for a kind of rows, one form over its model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from okno.core.refusals import BadInput
from okno.people.models import Person
from okno.setup.setups import Setup
from okno.setup.shape import Plain

Words = str | Promise
CALLED = pgettext_lazy("of a thing", "Name")
# What can be said in a second language: where that is empty, the first is shown.
IN_ENGLISH = gettext_lazy("In English")
FOR_READERS = gettext_lazy("For those who read the desk in English. Empty: they read the words above.")
OF_BOTH = ("name_en", "description_en")
LABELS_EN: Mapping[str, str | Promise] = {"name_en": CALLED, "description_en": gettext_lazy("Description")}
NOT_CHOSEN = gettext_lazy("Not chosen")
SHARED: Mapping[str, Words] = {"is_active": gettext_lazy("In use")}  # what many kinds of rows have
Group = tuple[Words, Words, tuple[str, ...]]  # a title, a sentence under it, the fields


class Kit(forms.ModelForm):  # type: ignore[type-arg] # of any model
    """A form whose values go to the verb as plain words; the verb alone decides whether a row can be so."""

    groups: ClassVar[tuple[Group, ...]] = ()
    table_page = ""  # of a form that has a table below its groups: its template

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        for name in ("name", "address", "email"):
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = "off"
        for one in self.fields.values():
            if isinstance(one, forms.ModelChoiceField) and one.empty_label is not None:
                one.empty_label = str(NOT_CHOSEN)
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the row and to who fills them in."""

    def offer(self, name: str, rows: QuerySet[Any], *, none: Words | None = None) -> None:
        """Let one choose among these rows; `none` is what stands there where nothing is chosen and nothing need be."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        if none is not None and field.empty_label is not None:
            field.empty_label = str(none)

    def offer_in_use(self, name: str, model: type[Model], *, none: Words | None = None) -> None:
        """Let one choose among the rows in use; what is chosen already stays so."""
        mine = Q(is_active=True) | Q(pk=getattr(self.instance, f"{name}_id"))
        rows = model._default_manager.filter(mine)  # noqa: SLF001 - Django's documented name of it
        self.offer(name, rows if rows.ordered else rows.order_by("name"), none=none)

    def choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        """Let one choose among these values, each with its words."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _post_clean(self) -> None:
        """Leave the row as it is: the verb gets it from the table, locked."""

    def plain(self) -> Plain:
        """Return what was filled in, in the shape of history and files."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}

    def sections(self) -> Iterator[tuple[Words, Words, list[BoundField]]]:
        """Yield the groups of fields as the page shows them."""
        for title, lead, names in self.groups:
            yield title, lead, [self[name] for name in names if name in self.fields]

    def complain(self, errors: Mapping[str, list[str]]) -> None:
        """Show the verb's sentences next to their fields; those of a field that is not here stand above all."""
        for name, sentences in errors.items():
            for sentence in sentences:
                # some sentences follow a colon elsewhere
                self.add_error(self.field_of(name), capfirst(sentence))

    def field_of(self, name: str) -> str | None:
        """Return the field of the form that holds this part of the row."""
        return name if name in self.fields else None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its head, and what stands there for a row."""

    head: Words
    told: Callable[[Any], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One kind of rows as people see it."""

    setup: Setup
    form: type[Kit]
    icon: str
    name: Words
    lead: Words
    add: Words = ""
    empty: Words = ""
    columns: tuple[Column, ...] = ()
    search: tuple[str, ...] = ()
    labels: Mapping[str, Words] = field(default_factory=dict)  # of parts without a field in the form
    told: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    """How a part is written in history where its plain form says little."""
    saved: Callable[[Any, Kit, Person], None] | None = None
    side: str = ""  # a template below the form
    preview: str = ""  # a template beside it, which shows what is being written
    beside: Callable[[Any], Mapping[str, object]] = lambda _row: {}  # what it shows of a row
    above: Callable[[], Mapping[str, object]] = dict  # what the list shows above itself
    stays: bool = False  # on the page of the row after saving

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.setup.name

    def found(self, rows: "QuerySet[Any]", words: str) -> "QuerySet[Any]":
        """Keep the rows in which the words occur."""
        match = Q()
        for name in self.search:
            match |= Q(**{f"{name}__icontains": words})
        return rows.filter(match).distinct() if words else rows

    def cells(self, row: Model) -> list[object]:
        """Return what stands in the columns of a row."""
        return [column.told(row) for column in self.columns]


def seen(setup: Setup, row: Model) -> str:
    """Seal the row as it is shown, so that saving can tell what somebody else has changed meanwhile."""
    return signing.dumps(setup.shape.plain(row), salt=f"okno.settings.{setup.name}", compress=True)


def opened(setup: Setup, token: str) -> Plain:
    """Return the row as it was shown; raises BadInput."""
    try:
        plain: Plain = signing.loads(token, salt=f"okno.settings.{setup.name}")
    except signing.BadSignature:
        raise BadInput(
            _("This page was open for too long. Please reload it and try again; copy your text first.")
        ) from None
    return plain


def _plain(value: Any) -> Any:
    """Turn a chosen row into what it is called."""
    if isinstance(value, QuerySet):
        return sorted(str(_plain(one)) for one in value)
    if isinstance(value, Person):
        return value.email
    return str(getattr(value, "name", value)) if isinstance(value, Model) else value
