"""The hands: is there a ticket of which nobody takes care."""

from collections.abc import Iterator

from okno.cli.doctor.finding import Finding, care, well
from okno.cli.words import _

NAMED = 5


def hands() -> Iterator[Finding]:
    """Count the tickets that are nobody's, and name some."""
    from okno.core import clock
    from okno.desk.models import Ticket
    from okno.desk.nobodys import nobodys

    name, found = _("hands of tickets"), nobodys(Ticket.objects.all(), clock.now())
    if not found:
        yield well(name, _("no ticket is nobody's"))
        return
    several = "; ".join(f"№ {one.ticket.number}: {one.why}" for one in found[:NAMED])
    yield care(
        name,
        _("%(count)d tickets are nobody's: %(names)s") % {"count": len(found), "names": several},
        _("Open “Nobody's tickets” in the workspace: each can be mended there with one press."),
    )
