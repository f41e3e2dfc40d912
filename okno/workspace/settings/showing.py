"""Changes of the settings in the reader's words: which field, from what, to what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from okno.setup.models import Change
from okno.setup.shape import Plain
from okno.workspace.settings.kit import SHARED, Section
from okno.workspace.settings.sections import BY_SLUG

NOTHING = "—"
LONGEST = 400  # characters of one value in a history


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what it is called, what it was, what it is."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One change as the page shows it."""

    change: Change
    section: Section
    verb: str
    differences: list[Difference]
    can_undo: bool


def told(changes: Iterable[Change]) -> list[Told]:
    """Return changes in words; a kind of rows that this version does not know is left out."""
    return [_told(change, BY_SLUG[change.what]) for change in changes if change.what in BY_SLUG]


def differences(section: Section, before: Plain | None, after: Plain) -> list[Difference]:
    """Return field by field what has changed; of a new row what is in it."""
    shape = section.setup.shape
    order = [*shape.columns, *shape.lists, *shape.secrets]
    names = [name for name in order if name in after and (before is not None or _is_told(name, after[name]))]
    return [
        Difference(label(section, name), _before(section, name, before), value(section, name, after[name]))
        for name in names
    ]


def label(section: Section, name: str) -> str | Promise:
    """Return what a part of the row is called on its form; what says the same in English is told apart."""
    own = _label(section, name)
    if own and name.endswith("_en") and own == _label(section, name.removesuffix("_en")):
        return _("%(label)s (in English)") % {"label": own}
    return own or SHARED.get(name) or name


def _label(section: Section, name: str) -> str | Promise | None:
    return section.labels.get(name) or getattr(section.form.base_fields.get(name), "label", None)


def value(section: Section, name: str, plain: Any) -> str:
    """Return a value as people read it."""
    if name in section.setup.shape.secrets:
        return _("a new one was entered") if plain else NOTHING
    if isinstance(plain, bool):
        return _("yes") if plain else _("no")
    if plain in (None, "", [], {}):
        return NOTHING
    if name in section.told:
        words = section.told[name](plain)
    elif isinstance(plain, list):
        words = ", ".join(map(str, plain))
    else:
        words = str(_choices(section, name).get(plain, plain))
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def _is_told(name: str, plain: Any) -> bool:
    """Leave out of a new row what says nothing: what is empty, what is not so, and that it is in use."""
    return plain not in (None, "", [], {}, False) and name != "is_active"


def _before(section: Section, name: str, before: Plain | None) -> str:
    told = "" if before is None else value(section, name, before.get(name))
    return "" if told == NOTHING else told


def _choices(section: Section, name: str) -> dict[Any, Any]:
    field = section.form.base_fields.get(name)
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return {}  # another row is told by its name already
    pairs: Any = field.choices
    found = dict(pairs)
    return found | {int(key): label for key, label in found.items() if str(key).isdigit()}


def _told(change: Change, section: Section) -> Told:
    undone = hasattr(change, "undone_by")
    return Told(
        change, section, _verb(change), differences(section, change.before, change.after), can_undo=not undone
    )


def _verb(change: Change) -> str:
    """Return what was done, after the name of who did it."""
    if change.is_addition:
        return pgettext("after a name", "added")
    active = change.after.get("is_active") if len(change.after) == 1 else None
    if active is None:
        return _("undid a change of") if change.undoes_id else pgettext("after a name", "changed")
    return _("brought back") if active else _("put into the archive")
