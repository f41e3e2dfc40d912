"""The round: each organ is asked by itself; one that cannot even answer is ill, and stops no other."""

from collections.abc import Callable, Iterable

from okno.cli.doctor import doors, hands, machine, promises, store, viruses, wishes, work
from okno.cli.doctor.finding import Finding, ill
from okno.cli.words import _

Organ = Callable[[], Iterable[Finding]]


def examine(*, deep: bool = False) -> list[Finding]:
    """Return the findings; `deep` really logs in at the mailboxes and the relay. Without its database little is asked."""
    findings = list(_ask(_("database"), store.database))
    alive = not any(finding.health == "ill" for finding in findings)
    organs: list[tuple[str, Organ]] = [
        (_("secret key"), machine.secret_key),
        (_("disk"), machine.disk),
        (_("S3 store"), lambda: machine.bucket(deep=deep)),
        (_("files for browsers"), machine.static_files),
        (_("virus scanner"), viruses.scanner),
    ]
    if alive:
        organs += [
            (_("tables"), store.tables),
            (_("clock"), store.clock_difference),
            (_("checked files"), viruses.files),
            (_("founding"), store.founding),
            (_("calendar"), store.calendar),
            (_("clocks of tickets"), promises.clocks),
            (_("deadlines"), promises.uncounted),
            (_("hands of tickets"), hands.hands),
            (_("wishes to be erased"), wishes.erasures),
            (_("workers"), work.workers),
            (_("jobs"), work.jobs_waiting),
            (_("failed jobs"), work.jobs_failed),
            (_("mail doors"), doors.doors),
            (_("mailboxes"), lambda: doors.mailboxes(deep=deep)),
            (_("relay"), lambda: doors.relay(deep=deep)),
            (_("quarantine"), doors.quarantine),
            (_("outbox"), doors.outbox),
        ]
    for name, organ in organs:
        findings += _ask(name, organ)
    return findings


def _ask(name: str, organ: Organ) -> list[Finding]:
    from okno.core.logs import scrub

    try:
        return list(organ())
    except Exception as error:  # noqa: BLE001 - the doctor's round goes on
        told = scrub(" ".join(str(error).split()))[:300]
        return [ill(name, f"{type(error).__name__}: {told}", _("Look into the log; mend this first."))]
