"""`okno sla explain`: why a deadline is what it is, as text; and sums of working time for other programs."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from okno.cli.words import _

if TYPE_CHECKING:
    from okno.desk.models import Clock

application = typer.Typer(no_args_is_help=True)


@application.callback()
def sla() -> None:
    """Keep the name of the one command below."""


@application.command(help=_("Tell how a deadline is summed; with --lines answer questions as JSON Lines."))
def explain(
    number: Annotated[int | None, typer.Argument(help=_("The number of a ticket."))] = None,
    start: Annotated[
        datetime | None, typer.Option(help=_("When time begins to count, if no ticket is named."))
    ] = None,
    minutes: Annotated[int, typer.Option(min=1, help=_("How many working minutes are promised."))] = 480,
    calendar: Annotated[
        str, typer.Option(help=_("The name of a calendar; else that of the usual priority."))
    ] = "",
    lines: Annotated[
        bool, typer.Option("--lines", help=_("Read questions from the standard input."))
    ] = False,
) -> None:
    """Print the sum of every clock of a ticket, or of a promise that begins at a moment."""
    if lines:
        answer_lines()
        return
    from okno.cli import ground

    ground.wake()
    from django.utils import timezone, translation

    from okno.cli.tree import prepare
    from okno.desk import clockface
    from okno.desk.models import Ticket
    from okno.people.provider import ours, zone_of

    prepare.require()
    with translation.override(ours().language), timezone.override(zone_of("")):
        if number is None:
            tell(promised(start or timezone.now(), minutes, calendar))
            return
        ticket = Ticket.objects.filter(number=number).first()
        if ticket is None:
            raise ground.Stop(_("There is no ticket with this number."))
        for clock in clockface.of(ticket):
            tell(clock)


def answer_lines() -> None:
    """Answer questions until the input ends; bytes that are no text get an error line too."""
    from okno.sla.worktime import explain_lines

    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    explain_lines(sys.stdin, sys.stdout)


def promised(start: datetime, minutes: int, calendar: str) -> "Clock":
    """Return a promise that nobody has made, by this calendar or by that of the usual priority."""
    from django.utils import timezone

    from okno.catalog.models import Priority
    from okno.cli.ground import Stop
    from okno.desk.models import Clock
    from okno.sla.models import Metric, WorkCalendar

    calendars = WorkCalendar.objects.order_by("pk")
    usual = Priority.objects.filter(is_default=True).values("calendar")
    named = calendars.filter(name=calendar).first() if calendar else calendars.filter(pk__in=usual).first()
    if named is None:
        raise Stop(_("There is no such calendar."))
    at = start if timezone.is_aware(start) else timezone.make_aware(start)
    return Clock(metric=Metric.RESOLUTION, calendar=named, minutes=minutes, started_at=at, pauses=[])


def tell(clock: "Clock") -> None:
    """Print the lines of a clock's ledger."""
    from django.utils import timezone

    from okno.desk.clockface import who_paused
    from okno.sla.ledger import ledger
    from okno.workspace.tickets.ledger_lines import lines

    now = timezone.now()
    told = ledger(clock, max(now, clock.started_at) if clock.pk else clock.started_at)
    print(f"{clock.get_metric_display()} · {clock.calendar.name}")
    for line in lines(told, clock, who_paused(clock), now):
        figures = f" · {line.counted} · {line.total}" if not line.is_mark else ""
        print(f"  {line.when} · {line.what}{figures}")
    print()
