"""What is wrong with the mail of the desk as a whole, read from the rows as they are; whom to tell is decided above.

A trouble lasts as long as it is found here; each has one name, so that it is told once (REL-03, SEC-29).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min
from django.db.models.functions import Coalesce, Greatest

from okno.channels.guard import ACKNOWLEDGEMENTS_A_MINUTE
from okno.channels.mail import status_words
from okno.channels.models import Delivery, DeliveryState, Inbound, InboundState, Mailbox
from okno.channels.models.delivery import Purpose

SAID_AFTER = timedelta(minutes=5)  # on the page of the mailboxes
ALARM_AFTER = timedelta(minutes=15)
STORM_LASTS = timedelta(minutes=10)  # so long after its last gust a storm is not over
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that is wrong: which, since when, at which mailbox; `facts` hold what its sentence names."""

    about: str
    since: datetime
    mailbox: int | None = None
    facts: dict[str, str | int] = field(default_factory=dict)

    @property
    def name(self) -> tuple[str, int | None]:
        """What two sightings of the same trouble have in common."""
        return self.about, self.mailbox


@dataclass(frozen=True, slots=True)
class Silent:
    """A mailbox from which nothing could be fetched for a while."""

    pk: int
    address: str
    reason: str  # of the last failure, an English sentence of the catalogue
    since: datetime


def troubles(now: datetime) -> list[Trouble]:
    """Return what administrators have to hear of at this moment."""
    return [*_silent(now), *_stuck(now), *_storm(now), *_quarantine()]


def silent_mailboxes(now: datetime, *, after: timedelta) -> list[Silent]:
    """Return the mailboxes that should be fetched and were not for so long.

    One that was opened or set up anew is given the same time; of one that nobody could ever read its first error counts.
    """
    fetched = Mailbox.objects.filter(is_active=True).exclude(imap_host="")
    since = Coalesce(Greatest("last_success_at", "watched_since"), "last_error_at")
    rows = fetched.annotate(silent_since=since).filter(silent_since__lt=now - after).order_by("address")
    return [Silent(*row) for row in rows.values_list("pk", "address", "last_error", "silent_since")]


def storm_since(now: datetime) -> datetime | None:
    """Return when the last storm began: so many confirmations within a minute that the guard held others back; None in calm."""
    sent = Delivery.objects.filter(purpose=Purpose.ACKNOWLEDGE, created_at__gt=now - STORM_LASTS - _MINUTE)
    moments = list(sent.order_by("created_at").values_list("created_at", flat=True))
    full = zip(moments, moments[ACKNOWLEDGEMENTS_A_MINUTE - 1 :], strict=False)
    return next((first for first, last in full if last - first <= _MINUTE), None)


def _silent(now: datetime) -> Iterator[Trouble]:
    for box in silent_mailboxes(now, after=ALARM_AFTER):
        facts: dict[str, str | int] = {"address": box.address, "reason": box.reason}
        yield Trouble(about="silent", since=box.since, mailbox=box.pk, facts=facts)


def _stuck(now: datetime) -> Iterator[Trouble]:
    """Letters that a server of ours does not take; one that a single recipient puts off is no trouble of the desk."""
    rows = Delivery.objects.filter(door="mail", state=DeliveryState.QUEUED)
    rows = rows.filter(reason__in=status_words.OF_THE_RELAY)
    told = rows.aggregate(since=Min("created_at"), count=Count("pk"), reason=Max("reason"))
    if told["since"] is not None and told["since"] < now - ALARM_AFTER:
        facts = {"count": told["count"], "reason": told["reason"]}
        yield Trouble(about="stuck", since=told["since"], facts=facts)


def _storm(now: datetime) -> Iterator[Trouble]:
    since = storm_since(now)
    if since is not None:
        yield Trouble(about="storm", since=since, facts={"count": ACKNOWLEDGEMENTS_A_MINUTE})


def _quarantine() -> Iterator[Trouble]:
    rows = Inbound.objects.filter(state=InboundState.QUARANTINED)
    newest = (
        rows.annotate(entered=Coalesce("handled_at", "received_at")).defer("raw").order_by("-entered").first()
    )
    if newest is not None:
        entered: datetime = newest.entered
        facts: dict[str, str | int] = {
            "count": rows.count(),
            "reason": newest.reason,
            "newest": entered.isoformat(),
        }
        yield Trouble(about="quarantine", since=entered, facts=facts)
