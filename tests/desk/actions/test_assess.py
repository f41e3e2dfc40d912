"""Impact × urgency → priority: it follows, with the reason; a service may fix it, a colleague may override it."""

import pytest

from okno.catalog.models import CELLS, Matrix, Priority
from okno.core.refusals import BadInput
from okno.desk.actions.assess import assess
from okno.desk.actions.classify import set_priority, set_service
from okno.desk.models import Fact, Ticket
from okno.people.models import Person
from okno.setup.actions.save import save
from okno.setup.setups import MATRIX
from tests import make

pytestmark = pytest.mark.django_db


def code(ticket: Ticket) -> str:
    return Ticket.objects.select_related("priority").get(pk=ticket.pk).priority.code


def test_a_new_desk_has_a_whole_matrix() -> None:
    row = Matrix.objects.get()
    assert all(getattr(row, cell) for cell in CELLS)


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        ("wide", "now", "critical"),
        ("part", "now", "major"),
        ("one", "now", "medium"),
        ("one", "later", "normal"),
    ],
)
def test_the_priority_follows_with_the_reason(
    boris: Person, impact: str, urgency: str, priority: str
) -> None:
    ticket = make.ticket()
    assess(ticket, impact=impact, urgency=urgency, by=boris)
    assess(ticket, impact=impact, urgency=urgency, by=boris)
    assert code(ticket) == priority
    assert Fact.objects.filter(ticket=ticket, kind="ticket.assessed").count() == 1
    for fact in Fact.objects.filter(ticket=ticket, kind="ticket.priority_set"):
        assert fact.why == "по влиянию и срочности"


def test_one_of_both_alone_decides_nothing(boris: Person) -> None:
    ticket = make.ticket()
    assess(ticket, impact="wide", by=boris)
    assert code(ticket) == "normal"
    assess(ticket, urgency="now", by=boris)
    assert code(ticket) == "critical"


def test_an_empty_cell_leaves_the_priority_as_it_is(boris: Person, gleb: Person) -> None:
    save(MATRIX, Matrix.objects.get(), {"wide_now": None}, by=gleb)
    ticket = make.ticket()
    assess(ticket, impact="wide", urgency="now", by=boris)
    assert code(ticket) == "normal"


def test_what_a_service_fixes_is_fixed_for_old_tickets_and_new_ones(boris: Person) -> None:
    service = make.service("Касса", priority=Priority.objects.get(code="critical"))
    ticket = make.ticket()
    set_service(ticket, service, by=boris)
    assert code(ticket) == "critical"
    assert "Касса" in Fact.objects.get(ticket=ticket, kind="ticket.priority_set").why
    assess(ticket, impact="one", urgency="later", by=boris)
    assert code(ticket) == "critical"


def test_a_colleague_may_choose_another_one_and_both_are_shown(as_boris, boris: Person) -> None:
    ticket = make.ticket()
    assess(ticket, impact="wide", urgency="now", by=boris)
    set_priority(ticket, Priority.objects.get(code="medium"), by=boris)
    page = as_boris.get(f"/tickets/{ticket.number}/around/").content.decode()
    assert "Критический; выбрана: Средний" in page


def test_what_the_customer_wishes_is_kept_beside_and_decides_nothing(as_anna, as_boris) -> None:
    as_anna.post("/ask/", {"text": "Касса не печатает чеки", "wish": "now"})
    ticket = Ticket.objects.get()
    assert (ticket.wish, ticket.urgency, code(ticket)) == ("now", "", "normal")
    page = as_boris.get(f"/tickets/{ticket.number}/around/").content.decode()
    assert "Срочность со слов клиента" in page


def test_a_word_that_is_none_is_refused(boris: Person) -> None:
    with pytest.raises(BadInput):
        assess(make.ticket(), impact="huge", by=boris)
