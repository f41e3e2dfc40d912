"""Sentences of the desk's own that are kept: as text for who reads the table, and as what they were made of for each reader.

What people have named stands in them as they named it; the words around it are translated when they are read.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, override, pgettext

Kept = Mapping[str, Any] | str | int


class Said(str):  # noqa: SLOT000 - it has a place of its own
    """A sentence in the writer's language that remembers what it was made of."""

    kept: Mapping[str, Any]

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Said":
        """Return the sentence made of this."""
        made = cls(tell(kept))
        made.kept = kept
        return made


def own_words(sentence: str, *, plural: str = "", **names: Any) -> Said:
    """Return a sentence of the catalogue filled with names; one with a plural goes by its `count`."""
    told = {name: one.kept if isinstance(one, Said) else one for name, one in names.items()}
    return Said.of({"id": sentence, "names": told} | ({"plural": plural} if plural else {}))


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence with its plural for the catalogue."""
    return one, many


def label(words: str | Promise, context: str = "") -> Said:
    """Return the label of a choice as a sentence."""
    with override(None):
        return Said.of({"id": str(words), "names": {}} | ({"context": context} if context else {}))


def day(moment: date) -> Said:
    """Return a date as people say it."""
    return Said.of({"day": moment.isoformat()})


def both(one: str, other: str) -> str:
    """Return two reasons as one, or the one that there is."""
    if not one or not other:
        return one or other
    return Said.of({"all": [part.kept if isinstance(part, Said) else part for part in (one, other)]})


def tell(kept: Kept) -> str:
    """Return what was kept in the words of the reader."""
    if not isinstance(kept, Mapping):
        return str(kept)
    if "day" in kept:
        return day_of(date.fromisoformat(kept["day"]))
    if "all" in kept:
        return ", ".join(tell(part) for part in kept["all"])
    names = {name: one if isinstance(one, int) else tell(one) for name, one in kept.get("names", {}).items()}
    return _sentence(kept, names) % names if names else _sentence(kept, names)


def day_of(day: date) -> str:
    """Return a date as people say it: 3 December."""
    return date_format(day, "j E" if day.year == timezone.localdate().year else "j E Y")


def _sentence(kept: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    if "plural" in kept:
        return ngettext(kept["id"], kept["plural"], names["count"])
    return pgettext(kept["context"], kept["id"]) if "context" in kept else gettext(kept["id"])
