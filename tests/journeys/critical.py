"""A critical ticket whose deadline passes now, by verbs at moved clocks: python -m tests.journeys.critical prints its number."""

import sys
from datetime import timedelta

import django
from django.db import transaction

PROMISED = timedelta(minutes=120)  # of a critical ticket, day and night
WARNED = timedelta(minutes=110)  # ninety per cent and a little


@transaction.atomic  # the desk must not tell the miss before the warning
def happen() -> int:
    """Let the ticket come and be taken two hours ago, and be warned of; that it is missed is told by the desk itself."""
    from okno.catalog.models import Priority
    from okno.core import clock
    from okno.desk.actions.assign import take
    from okno.desk.actions.hear import Heard, hear
    from okno.desk.actions.warn import warn
    from okno.people.actions.meet import meet
    from okno.people.models import Channel, Person, Team

    begun = clock.now() - PROMISED
    with clock.moved_to(begun):
        critical = Priority.objects.select_related("calendar").get(code="critical")
        heard = Heard(text="Пресс не включается, смена стоит.", subject="Стоит пресс", at=begun)
        nina = meet(Channel.MAIL, "press@zavod.test", name="Нина")
        team = Team.objects.get(name="Диспетчеры")
        ticket = hear(heard, by=nina, priority=critical, team=team).ticket
        take(ticket, by=Person.objects.get(email="boris@okno.test"))
    with clock.moved_to(begun + WARNED):
        warn()
    return ticket.number


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(f"{happen()}\n")
