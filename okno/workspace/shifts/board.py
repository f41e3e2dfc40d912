"""Who is on shift now, and how much everybody has to do: the board of the teams, whose every figure opens its tickets."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.numbers import whole
from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.board import board, figures
from okno.people.models import Person, Team
from okno.workspace.doors import Request, room
from okno.workspace.queues.rows import read
from okno.workspace.queues.views import around

AT_MOST = 100
TITLES = {
    "in_hand": _("In work"),
    "unassigned": _("Unassigned"),
    "unaccepted": _("Not accepted yet"),
    "due": _("Due within an hour"),
    "late": _("Missed"),
}


@room()
def page(request: Request) -> HttpResponse:
    """Show the teams: a lead all that are open to him, a colleague the own ones."""
    now = clock.now()
    teams = access.boards_for(request.user)
    tables = board(teams, access.tickets_for(request.user), now)
    there = {seat.person.pk for table in tables for seat in table.seats if seat.is_there}
    context = {"tables": tables, "there": len(there), "slug": "board", **around(request)}
    return render(request, "workspace/shifts/board.html", context)


@room()
def tickets(request: Request, figure: str) -> HttpResponse:
    """Show the tickets behind one figure: of a team, or of a colleague."""
    conditions = figures(clock.now())
    if figure not in conditions:
        raise NotFound
    found, of = access.tickets_for(request.user).live().filter(conditions[figure]), ""
    if (pk := whole(request.GET.get("owner", ""))) is not None:
        found, of = found.filter(owner=pk), str(Person.objects.staff().filter(pk=pk).first() or "")
    elif (pk := whole(request.GET.get("team", ""))) is not None:
        team: Team | None = next((one for one in access.boards_for(request.user) if one.pk == pk), None)
        found, of = found.filter(team=pk), str(team or "")
    rows = read(found.order_by("due_order", "-pk").first_of_order(AT_MOST))
    context = {"title": TITLES[figure], "of": of, "rows": rows, "slug": "board", **around(request)}
    return render(request, "workspace/shifts/figure.html", context)
