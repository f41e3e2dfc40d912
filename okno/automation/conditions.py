"""The conditions of a rule in their three forms: plain for history and files, kept in the table, made ready for asking.

In plain form other rows go by what they are called, in the table by their ids: a row may be renamed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from okno.automation.abouts import ABOUTS, About, Sort
from okno.automation.matching import Condition, Group, Place, Value
from okno.core.refusals import BadInput
from okno.sla.worktime.rules import time_text

Json = list[dict[str, Any]]
GROUPS, CONDITIONS, VALUES, SIGNS = 10, 12, 50, 120  # at most
NONE = "—"
_SPAN = re.compile(r"(\d{1,2})(?::(\d\d))?\s*[-–—]\s*(\d{1,2})(?::(\d\d))?")
_DAY = 24 * 60


class BadCondition(BadInput):
    """A condition that cannot be asked; the sentence says which one, `place` is its group and its place in it."""


def told(kept: Any) -> Json:
    """Return kept conditions in their plain form."""
    return [
        group
        | {
            "of": [
                one | {"values": [_told(one["about"], value) for value in one["values"]]}
                for one in group["of"]
            ]
        }
        for group in kept
    ]


def meant(plain: Any) -> Json:
    """Return plain conditions as they are kept; raises BadCondition with a sentence that says what and where."""
    if not isinstance(plain, list) or len(plain) > GROUPS:
        raise BadCondition(_("There are ten groups of conditions at most."), field="conditions")
    return [_group(group, number) for number, group in enumerate(plain, start=1)]


def ready(kept: Json, places: Mapping[str, tuple[Place, ...]]) -> tuple[Group, ...]:
    """Make kept conditions ready for asking; `places` has the stems of every phrase in them."""
    return tuple(
        Group(tuple(_ready(one, places) for one in group["of"]), any_will_do=group["fits"] == "any")
        for group in kept
    )


def phrases(kept: Json) -> Iterator[str]:
    """Yield the words and phrases of which the stems are asked."""
    for group in kept:
        for one in group["of"]:
            if ABOUTS[one["about"]].sort is Sort.WORDS:
                yield from one["values"]


def _group(group: Any, number: int) -> dict[str, Any]:
    of = group.get("of") if isinstance(group, dict) else None
    if not isinstance(of, list) or not of or group.get("fits") not in ("all", "any"):
        words = _("Group %(group)d is not a group of conditions.")
        raise BadCondition(words % {"group": number}, field="conditions")
    if len(of) > CONDITIONS:
        words = _("Group %(group)d has more than %(count)d conditions.")
        raise BadCondition(words % {"group": number, "count": CONDITIONS}, field="conditions")
    return {
        "fits": group["fits"],
        "of": [_condition(one, (number, place)) for place, one in enumerate(of, start=1)],
    }


def _condition(one: Any, place: tuple[int, int]) -> dict[str, Any]:
    try:
        return _asked(one if isinstance(one, dict) else {})
    except BadInput as wrong:
        words = _("Group %(group)d, condition %(place)d: %(wrong)s.")
        where = {"group": place[0], "place": place[1], "wrong": wrong}
        raise BadCondition(words % where, field="conditions", place=place) from None


def _asked(one: dict[str, Any]) -> dict[str, Any]:
    about, values = ABOUTS.get(str(one.get("about"))), one.get("values", [])
    if about is None:
        raise BadInput(_("nothing is asked"))
    if not isinstance(values, list) or len(values) > VALUES:
        raise BadInput(_("fifty values are the most"))
    clean = [" ".join(str(value).split())[:SIGNS] for value in values]
    found = [_meant(about, value) for value in dict.fromkeys(filter(None, clean))]
    if not found and about.sort is not Sort.YES:
        raise BadInput(_("there is no value"))
    kept = {"about": one["about"], "is_not": one.get("is_not") is True, "values": found}
    if not about.is_named:
        return kept
    name = " ".join(str(one.get("name", "")).split())[:60]
    if not name:
        raise BadInput(_("the field has no name"))
    return kept | {"name": name}


def _row(about: About, value: str) -> int:
    names = [name for name in (about.key, "name", "name_en") if hasattr(about.table, name)]
    for name in dict.fromkeys(names):
        if found := about.rows().filter(**{f"{name}__iexact": value}).values_list("pk", flat=True).first():
            return int(found)
    raise BadInput(_("there is no “%(name)s” here") % {"name": value})


def _code(about: About, value: str) -> str:
    assert about.codes is not None
    asked = value.casefold()
    for code, label in about.codes.items():
        if asked in (code, str(label).casefold()):
            return code
    raise BadInput(_("there is no “%(name)s” here") % {"name": value})


def _hours(_about: About, value: str) -> str:
    found = _SPAN.fullmatch(value)
    start, end = (0, 0)
    if found:
        start = int(found[1]) * 60 + int(found[2] or 0)
        end = int(found[3]) * 60 + int(found[4] or 0)
    if start == end or max(start, end) > _DAY:
        raise BadInput(_("“%(value)s” is no span of hours") % {"value": value})
    return f"{time_text(start * 60)}–{time_text(end * 60)}"


def _address(_about: About, value: str) -> str:
    local, _at, domain = value.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadInput(_("“%(value)s” is no address and no domain") % {"value": value}) from None
    return f"{local}@{domain}".lower() if local else domain.lower()


_MEANT: Mapping[Sort, Callable[[About, str], Any]] = {
    Sort.WORDS: lambda _about, value: value,
    Sort.TEXT: lambda _about, value: value.casefold(),
    Sort.ADDRESS: _address,
    Sort.ROW: _row,
    Sort.CODE: _code,
    Sort.HOURS: _hours,
    Sort.YES: lambda _about, value: value,
}


def _meant(about: About, value: str) -> Any:
    if about.may_be_none and value == NONE:
        return 0 if about.sort is Sort.ROW else ""
    return _MEANT[about.sort](about, value)


def _told(name: str, value: Any) -> str:
    about = ABOUTS[name]
    if about.may_be_none and not value:
        return NONE
    if about.table is not None:
        row = _found(about.table, value)
        return str(getattr(row, about.key)) if row is not None else NONE
    return str(value)


def said(name: str, value: Any) -> str:
    """Return a kept value as a trace keeps it: a row by its name, a code as it is."""
    table = ABOUTS[name].table
    return str(_found(table, value) or NONE) if table is not None and value else _told(name, value)


def _found(table: type[Model], pk: int) -> Model | None:
    return table._default_manager.filter(pk=pk).first()  # noqa: SLF001 - Django's documented name of it


def _ready(one: dict[str, Any], places: Mapping[str, tuple[Place, ...]]) -> Condition:
    name = one["about"]
    sort = ABOUTS[name].sort
    values = (Value(said(name, value), _compared(sort, value, places)) for value in one["values"])
    kept = tuple(value for value in values if value.meant != ())
    return Condition(name, kept, is_not=one["is_not"], name=one.get("name", ""))


def _compared(sort: Sort, value: Any, places: Mapping[str, tuple[Place, ...]]) -> Any:
    if sort is Sort.WORDS:
        return places[value]
    if sort is Sort.HOURS:
        start, end = (60 * int(moment[:2]) + int(moment[3:]) for moment in value.split("–"))
        return start, end
    return value
