"""A missed deadline: why, and how much time a lead excuses; each is a fact, and each can be taken back."""

from datetime import timedelta

import pytest
from django.test import Client

from okno.core import clock as time
from okno.desk.actions.assign import take
from okno.desk.actions.breach import NotMissed, WrongExcuse, excuse, explain
from okno.desk.kinds import sentence
from okno.desk.models import Breach, BreachReason, Clock, Fact, Ticket
from okno.desk.refusals import EmptyText
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def missed(boris: Person) -> Clock:
    """The reaction clock of a ticket that lay for a month."""
    ticket = make.ticket(at=time.now() - timedelta(days=30))
    take(ticket, by=boris)
    return Clock.objects.select_related("ticket").get(ticket=ticket, metric="reaction")


@pytest.fixture
def slow() -> BreachReason:
    return BreachReason.objects.get_or_create(name="Не успели сами")[0]


def told(ticket: Ticket) -> list[tuple[str, str]]:
    facts = Fact.objects.filter(ticket=ticket, kind__startswith="breach.").order_by("id")
    return [(sentence(fact.kind, fact.data), fact.why) for fact in facts]


def test_the_reason_is_named_changed_and_taken_back(missed: Clock, slow: BreachReason, boris: Person) -> None:
    other = BreachReason.objects.create(name="Потоп")
    for reason, note in ((slow, "Все болели"), (slow, "Все болели"), (other, ""), (None, "")):
        explain(missed.ticket, missed.pk, reason, note=note, by=boris)
    assert told(missed.ticket) == [
        ("называет причину срыва (фиксация): Не успели сами", "Все болели"),
        ("называет причину срыва (фиксация): Потоп", ""),
        ("снимает причину срыва (фиксация): Потоп", ""),
    ]
    breach = Breach.objects.get()
    assert (breach.reason, breach.said_by, breach.said_at) == (None, None, None)


def test_excused_time_has_an_author_and_a_reason_and_is_taken_back(missed: Clock, vera: Person) -> None:
    with pytest.raises(EmptyText):
        excuse(missed.ticket, missed.pk, 40, by=vera)
    with pytest.raises(WrongExcuse):
        excuse(missed.ticket, missed.pk, -1, why="Так", by=vera)
    excuse(missed.ticket, missed.pk, 40, why="Отключили свет", by=vera)
    breach = Breach.objects.get()
    assert (breach.excused_minutes, breach.excused_by, breach.excused_why) == (40, vera, "Отключили свет")
    excuse(missed.ticket, missed.pk, 0, by=vera)
    breach.refresh_from_db()
    assert (breach.excused_minutes, breach.excused_by) == (0, None)
    assert told(missed.ticket) == [
        ("прощает 40 мин просрочки: фиксация", "Отключили свет"),
        ("отменяет прощение 40 мин просрочки: фиксация", ""),
    ]


def test_what_was_not_missed_is_not_explained(slow: BreachReason, boris: Person) -> None:
    clock = Clock.objects.get(ticket=make.ticket(), metric="resolution")
    with pytest.raises(NotMissed):
        explain(clock.ticket, clock.pk, slow, by=boris)


def test_an_agent_names_the_reason_on_the_page_and_a_lead_excuses_the_time(
    as_boris: Client, missed: Clock, slow: BreachReason, vera: Person
) -> None:
    page, clock = f"/tickets/{missed.ticket.number}/", f"/tickets/{missed.ticket.number}/clocks/{missed.pk}/"
    shown = as_boris.get(page).content.decode()
    assert "Назвать причину…" in shown
    assert "Простить время…" not in shown
    assert "Опоздание" in as_boris.get(f"{clock}reason/").content.decode()
    assert as_boris.post(f"{clock}reason/", {"reason": slow.pk, "note": "Все болели"}).status_code == 302
    assert "Не успели сами" in as_boris.get(page).content.decode()
    assert as_boris.post(f"{clock}excuse/", {"minutes": 5, "why": "Так"}).status_code == 403
    as_boris.force_login(vera, backend="okno.login.backends.ByMailAddress")
    assert "Простить время…" in as_boris.get(page).content.decode()
    whole = 60 * 24 * 90
    assert as_boris.post(f"{clock}excuse/", {"minutes": whole, "why": "Свет"}).status_code == 302
    assert "с прощением — в срок" in as_boris.get(page).content.decode()
    ledger = as_boris.get(f"/tickets/{missed.ticket.number}/ledger/?clock=reaction").content.decode()
    assert "Не успели сами" in ledger
    assert "С прощением" in ledger
