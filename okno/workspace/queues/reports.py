"""What came of a deed to many tickets, in words: how many went, how many did not and why, what can be taken back."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from okno.core import clock
from okno.desk import access, bulk
from okno.desk.actions.bulk import UNDO_FOR
from okno.desk.models import BulkItem, BulkRun, Outcome, Reason
from okno.people.models import Person

TOLD_FOR = timedelta(minutes=1)  # for so long a toast comes along from page to page
LEFT_AT_MOST = 100
_NOT_DONE = (Outcome.REFUSED, Outcome.KEPT)
_WHY = {
    Reason.OVER: ngettext_lazy(
        "%(count)d did not go: it is resolved or closed already",
        "%(count)d did not go: they are resolved or closed already",
        "count",
    ),
    Reason.NOT_NOW: ngettext_lazy(
        "%(count)d did not go: its state does not allow it",
        "%(count)d did not go: their state does not allow it",
        "count",
    ),
    Reason.MERGED: ngettext_lazy(
        "%(count)d did not go: it was merged into another one",
        "%(count)d did not go: they were merged into other ones",
        "count",
    ),
    Reason.HIDDEN: ngettext_lazy(
        "%(count)d did not go: it is not open to you",
        "%(count)d did not go: they are not open to you",
        "count",
    ),
    Reason.FORBIDDEN: ngettext_lazy(
        "%(count)d did not go: you may not do this to it",
        "%(count)d did not go: you may not do this to them",
        "count",
    ),
    Reason.INPUT: ngettext_lazy(
        "%(count)d did not go: the value does not fit it",
        "%(count)d did not go: the value does not fit them",
        "count",
    ),
    Reason.CHANGED: ngettext_lazy(
        "%(count)d is left: somebody has changed it since",
        "%(count)d are left: somebody has changed them since",
        "count",
    ),
    Reason.FAULT: ngettext_lazy(
        "%(count)d did not go: something went wrong at the desk",
        "%(count)d did not go: something went wrong with them at the desk",
        "count",
    ),
}


@dataclass(frozen=True)
class Report:
    """A run, and how many of its tickets had which outcome for which reason."""

    run: BulkRun
    counts: Counter[tuple[str, str]]

    def number(self, *outcomes: str) -> int:
        """Return how many tickets had one of these outcomes."""
        return sum(count for (outcome, _reason), count in self.counts.items() if outcome in outcomes)

    @property
    def total(self) -> int:
        """Return how many tickets the run is about."""
        return sum(self.counts.values())

    @property
    def turned(self) -> int:
        """Return how many have had their turn."""
        return self.total - self.number(Outcome.DONE if self.run.undone_at else Outcome.WAITS)

    @property
    def is_running(self) -> bool:
        """True while there is something to do."""
        return self.run.ended_at is None

    @property
    def is_stale(self) -> bool:
        """True when it was over a minute ago: a page that is opened now need not tell it again."""
        return self.run.ended_at is not None and clock.now() > self.run.ended_at + TOLD_FOR

    @property
    def can_undo(self) -> bool:
        """True for ten minutes after the end, where something was changed."""
        if self.run.undone_at or not self.number(Outcome.DONE):
            return False
        return self.is_running or clock.now() <= (self.run.ended_at or clock.now()) + UNDO_FOR

    @cached_property
    def deed(self) -> str:
        """Return what was to be done, in words."""
        return bulk.words_of(self.run.deed, self.run.value)

    @property
    def words(self) -> str:
        """Return how far it is, or how many went."""
        if self.is_running:
            told = (
                _("taken back %(turned)d of %(total)d")
                if self.run.undone_at
                else _("%(turned)d of %(total)d")
            )
            return told % {"turned": self.turned, "total": self.total}
        if self.run.undone_at:
            count = self.number(Outcome.UNDONE)
            return ngettext("%(count)d ticket is as it was", "%(count)d tickets are as they were", count) % {
                "count": count
            }
        count = self.number(Outcome.DONE)
        return ngettext("%(count)d ticket changed", "%(count)d tickets changed", count) % {"count": count}

    @property
    def others(self) -> list[str]:
        """Return sentences about those that did not change: how many, and why."""
        if self.is_running:
            return []
        said = []
        if same := self.number(Outcome.SAME):
            said.append(
                ngettext("%(count)d was so already", "%(count)d were so already", same) % {"count": same}
            )
        for (outcome, reason), count in sorted(self.counts.items()):
            if outcome in _NOT_DONE:
                said.append(_not_done(Reason(reason), count))
        if skipped := self.number(Outcome.SKIPPED):
            said.append(
                ngettext("%(count)d had not had its turn", "%(count)d had not had their turn", skipped)
                % {"count": skipped}
            )
        if self.run.missing:
            said.append(_not_done(Reason.HIDDEN, self.run.missing))
        return said

    def left_alone(self, reader: Person) -> "QuerySet[BulkItem]":
        """Return the tickets that were not changed and of which the reader may know now."""
        items = BulkItem.objects.filter(run=self.run, outcome__in=_NOT_DONE)
        return (
            items.filter(ticket__in=access.tickets_for(reader))
            .select_related("ticket")
            .order_by("ticket_id")[:LEFT_AT_MOST]
        )


def report_of(run: BulkRun) -> Report:
    """Count what came of a run, by one statement."""
    rows = run.items.order_by().values_list("outcome", "reason").annotate(count=Count("pk"))
    return Report(run, Counter({(outcome, reason): count for outcome, reason, count in rows}))


def _not_done(reason: Reason, count: int) -> str:
    return str(_WHY.get(reason, _WHY[Reason.NOT_NOW]) % {"count": count})
