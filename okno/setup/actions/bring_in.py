import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from okno.core.refusals import Conflict, Refusal
from okno.people.models import Person
from okno.setup.actions.save import save
from okno.setup.file import Rows, names_of, read
from okno.setup.models import Source
from okno.setup.setups import BY_NAME, Setup
from okno.setup.shape import Plain, Unfit

ADDED, CHANGED, UNTOUCHED, WRONG = "added", "changed", "untouched", "wrong"


@dataclass(slots=True)
class Outcome:
    """What becomes of one row of the file: its fields before and after, or why it cannot be brought in."""

    what: str
    name: str
    verdict: str
    before: Plain = field(default_factory=dict)
    after: Plain = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """The difference between the desk and a file."""

    outcomes: list[Outcome]

    @property
    def counts(self) -> Counter[str]:
        """How many rows are added, changed, untouched, wrong."""
        return Counter(outcome.verdict for outcome in self.outcomes)

    @property
    def is_clean(self) -> bool:
        """True where nothing stands against it."""
        return not self.counts[WRONG]

    @property
    def told(self) -> list[Outcome]:
        """What a person looks at: wrong rows first, then what changes."""
        order = {WRONG: 0, CHANGED: 1, ADDED: 2}
        return sorted(
            (one for one in self.outcomes if one.verdict in order), key=lambda one: order[one.verdict]
        )

    @property
    def mark(self) -> str:
        """A mark of exactly this difference: what was looked at is what is brought in."""
        plain = [[one.what, one.name, one.verdict, one.before, one.after, one.wrong] for one in self.outcomes]
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


class SomethingIsWrong(Conflict):
    """The file cannot be brought in as it is; `report` says what stands against it."""


class DeskHasChanged(Conflict):
    """The difference is no longer the one that was looked at; `report` holds the new one."""


def difference(content: bytes, *, by: Person) -> Report:
    """Return what bringing the file in would do: it is done, looked at and taken back. Raises what reading refuses."""
    rows = read(content)
    with transaction.atomic():
        report = _done(rows, by=by)
        transaction.set_rollback(True)
    return report


@transaction.atomic
def bring_in(content: bytes, *, by: Person, mark: str | None = None) -> Report:
    """Bring the whole file in, or nothing of it; each row that changes has it in its history.

    Raises SomethingIsWrong, and DeskHasChanged where `mark` is of another difference.
    """
    report = _done(read(content), by=by)
    if not report.is_clean:
        raise SomethingIsWrong(_("Nothing was brought in: some rows of the file do not fit."), report=report)
    if mark is not None and mark != report.mark:
        raise DeskHasChanged(
            _("The desk has changed since you looked; look at the difference once more."), report=report
        )
    return report


def _done(rows: Rows, *, by: Person) -> Report:
    """Save row by row, each within a point of its own: one that does not fit hides no other."""
    return Report([_row(name, plain, by=by) for name, plain in rows])


def _row(name: str, plain: Plain, *, by: Person) -> Outcome:
    setup = BY_NAME[name]
    called = names_of(plain, setup.shape.keys)
    outcome = Outcome(name, " · ".join(called)[:300], UNTOUCHED)
    try:
        with transaction.atomic():
            _no_secrets(setup, plain)
            row = setup.rows().first() if setup.is_single else setup.shape.called(called, setup.rows())
            _saved, change = save(setup, row, plain, by=by, source=Source.FILE)
    except Unfit as unfit:
        outcome.verdict, outcome.wrong = WRONG, unfit.errors
    except Refusal as refusal:
        outcome.verdict, outcome.wrong = WRONG, {"": [str(refusal)]}
    else:
        if change is not None:
            outcome.verdict = ADDED if change.is_addition else CHANGED
            outcome.before, outcome.after = _plain(change.before), _plain(change.after)
    return outcome


def _no_secrets(setup: Setup, plain: Plain) -> None:
    for name in setup.shape.secrets:
        if name in plain:
            raise Unfit({name: [_("Passwords do not come by file; enter it in the settings.")]})


def _plain(side: Any) -> Plain:
    return dict(side or {})
