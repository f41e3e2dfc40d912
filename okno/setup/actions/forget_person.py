"""The history of the settings forgets how somebody was called and reached; that something was changed stays."""

from typing import Any, Final

from django.db import transaction

from okno.core.erasing import erasing
from okno.people.forgetting import BLACK, Gone
from okno.setup.models import Change
from okno.setup.setups import COLLEAGUES, CUSTOMERS

PEOPLE: Final = (CUSTOMERS.name, COLLEAGUES.name)
CODES: Final = frozenset({"role", "language", "is_active", "capacity", "chat_capacity", "zone"})
BATCH: Final = 500


@transaction.atomic
def forget_in_changes(gone: Gone) -> None:
    """Black out the rows about the person, and the person's addresses in rows about anything else."""
    with erasing():
        for change in Change.objects.filter(what__in=PEOPLE, row__in=gone.people):
            _write(change, BLACK, _blacked(change.before), _blacked(change.after))
        for change in Change.objects.exclude(what__in=PEOPLE, row__in=gone.people).iterator(BATCH):
            told = (gone.black(change.title), gone.clean(change.before), gone.clean(change.after))
            if told != (change.title, change.before, change.after):
                _write(change, *told)


def names_in_changes(people: list[int]) -> list[str]:
    """Return how the person was called and reached according to the history of the settings."""
    rows = Change.objects.filter(what__in=PEOPLE, row__in=people)
    told: list[str] = []
    for change in rows:
        for side in (change.before, change.after):
            for name in ("name", "email", "phones"):
                value = (side or {}).get(name) or []
                told += [value] if isinstance(value, str) else [str(one) for one in value]
    return told


def _write(change: Change, title: str, before: Any, after: Any) -> None:
    Change.objects.filter(pk=change.pk).update(title=title, before=before, after=after)


def _blacked(plain: dict[str, Any] | None) -> dict[str, Any] | None:
    if plain is None:
        return None
    return {name: value if name in CODES else _black(value) for name, value in plain.items()}


def _black(value: Any) -> Any:
    if isinstance(value, list):
        return [BLACK] * len(value)
    return BLACK if isinstance(value, str) and value else value
