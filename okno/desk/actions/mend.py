from django.db import transaction

from okno.core import clock
from okno.desk.actions.assign import assign, take
from okno.desk.actions.pass_on import pass_on
from okno.desk.models import Ticket
from okno.desk.nobodys import Lack, nobodys
from okno.people.models import Person, Team


@transaction.atomic
def mend(ticket: Ticket, *, by: Person) -> Lack | None:
    """Bring a ticket of which nobody takes care into somebody's hands; None where somebody does.

    What is nobody's goes to the first line, what lies with somebody gone or away to the substitute or the team, and
    what waits in a team without people to the one who says so.
    """
    found = nobodys(Ticket.objects.filter(pk=ticket.pk), clock.now())
    if not found:
        return None
    lack = found[0].lack
    if lack is Lack.NO_HANDS and (
        first := Team.objects.filter(is_active=True).order_by("line", "name").first()
    ):
        assign(ticket, team=first, by=by)
    elif lack in (Lack.GONE, Lack.AWAY):
        pass_on(ticket, by=by)
    else:
        take(ticket, by=by)
    return lack
