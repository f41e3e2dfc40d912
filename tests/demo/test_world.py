import pytest

from okno.core import clock
from okno.demo.world import build
from okno.desk.models import Clock, Fact, State, Ticket


@pytest.mark.django_db
def test_the_world_of_the_demo_is_true() -> None:
    told: list[tuple[int, int]] = []
    build(lambda number, of: told.append((number, of)))
    assert told[-1] == (20, 20)
    assert Ticket.objects.count() == 20
    assert set(Ticket.objects.values_list("state", flat=True)) == set(State)
    now = clock.now()
    assert not Fact.objects.filter(at__gt=now).exists()
    for ticket in Ticket.objects.all():
        moments = list(Fact.objects.filter(ticket=ticket).order_by("id").values_list("at", flat=True))
        assert moments == sorted(moments), ticket
        assert ticket.version == len(moments) + 1
    assert Clock.objects.filter(due_at__gt=now, stopped_at=None).exists()
