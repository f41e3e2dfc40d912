"""The promises: the clocks that are kept, beside what the facts make of them."""

from collections.abc import Iterator

from okno.cli.doctor.finding import Finding, care, well
from okno.cli.words import _
from okno.desk.audit import audit

LOOKED_AT = 500  # tickets; `okno recount --check` looks at all
NAMED = 5


def clocks() -> Iterator[Finding]:
    """Sum the clocks of the tickets that were changed last from their facts."""
    name, found = _("clocks of tickets"), audit(LOOKED_AT)
    if not found.differ:
        seen = _("%(count)d tickets agree with their facts") % {"count": found.agree}
        yield well(name, seen)
        return
    numbers = ", ".join(str(ticket) for ticket in found.differ[:NAMED])
    yield care(
        name,
        _("%(count)d tickets differ from their facts: %(numbers)s")
        % {"count": len(found.differ), "numbers": numbers},
        _("A calendar may just have changed; where they still differ in a minute, run “okno recount”."),
    )
