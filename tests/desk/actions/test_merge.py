import pytest

from okno.core.refusals import NotFound
from okno.desk.access import messages_for, ticket_for
from okno.desk.actions.hear import hear
from okno.desk.actions.merge import merge, undo_merge
from okno.desk.actions.split import ChooseMessages, split, undo_split
from okno.desk.models import Clock, Message, State, Ticket
from okno.desk.refusals import NotIntoItself
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def _picture(*tickets: Ticket) -> list[object]:
    """All that merge and undo may touch, as plain values."""
    rows: list[object] = []
    for ticket in tickets:
        ticket.refresh_from_db()
        rows.append(
            (ticket.state, ticket.waiting_for, ticket.merged_into_id, ticket.next_due_at, ticket.last_words)
        )
        rows.append(list(Message.objects.filter(ticket=ticket).values_list("pk", flat=True)))
        rows.append(
            list(
                Clock.objects.filter(ticket=ticket)
                .order_by("pk")
                .values("due_at", "cancelled_at", "stopped_at")
            )
        )
        rows.append(list(ticket.participants.filter(removed_at=None).values_list("person_id", flat=True)))
    return rows


def test_rel_27_undoing_a_merge_brings_back_exactly_what_was(
    anna: Person, grigory: Person, boris: Person
) -> None:
    source, target = make.ticket(by=anna, text="Один"), make.ticket(by=grigory, text="Два")
    before = _picture(source, target)
    row = merge(source, target, by=boris, share=True)
    assert _picture(source, target) != before
    undo_merge(row, by=boris)
    assert _picture(source, target) == before
    undo_merge(row, by=boris)
    assert _picture(source, target) == before


def test_rel_27_an_answer_to_the_source_follows_to_the_target(anna: Person, boris: Person) -> None:
    source, target = make.ticket(by=anna), make.ticket(by=anna)
    merge(source, target, by=boris)
    assert hear(make.said("Ещё вот что"), by=anna, ticket=source).ticket == target


def test_rel_27_people_of_the_source_do_not_see_the_target_unless_shared(
    anna: Person, grigory: Person, boris: Person
) -> None:
    source, target = make.ticket(by=anna), make.ticket(by=grigory, text="Тайна Григория")
    merge(source, target, by=boris)
    with pytest.raises(NotFound):
        ticket_for(anna, target.number)


def test_rel_27_shared_people_see_only_what_comes_after(anna: Person, grigory: Person, boris: Person) -> None:
    source, target = make.ticket(by=anna, text="Моё"), make.ticket(by=grigory, text="Тайна Григория")
    merge(source, target, by=boris, share=True)
    seen = messages_for(anna, ticket_for(anna, target.number))
    assert [message.text for message in seen] == ["Моё"]


def test_merging_twice_is_once(anna: Person, boris: Person) -> None:
    source, target = make.ticket(by=anna), make.ticket(by=anna)
    assert merge(source, target, by=boris) == merge(source, target, by=boris)


def test_a_ticket_is_not_merged_into_itself(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    with pytest.raises(NotIntoItself):
        merge(ticket, ticket, by=boris)


def test_what_was_written_after_the_merge_stays_where_it_was_written(anna: Person, boris: Person) -> None:
    source, target = make.ticket(by=anna), make.ticket(by=anna)
    row = merge(source, target, by=boris)
    later = hear(make.said("После слияния"), by=anna, ticket=target)
    undo_merge(row, by=boris)
    later.refresh_from_db()
    assert later.ticket == target


def test_splitting_makes_a_ticket_of_its_own_whose_promises_start_with_its_first_message(
    anna: Person, boris: Person
) -> None:
    ticket = make.ticket(by=anna)
    second = hear(make.said("И ещё мышь не работает"), by=anna, ticket=ticket)
    fresh = split(ticket, [second], by=boris, subject="Мышь")
    assert (fresh.subject, fresh.requester) == ("Мышь", anna)
    assert set(Clock.objects.filter(ticket=fresh).values_list("started_at", flat=True)) == {second.at}
    undo_split(fresh.split_from, by=boris)
    undo_split(fresh.split_from, by=boris)
    second.refresh_from_db()
    fresh.refresh_from_db()
    assert second.ticket == ticket
    assert (fresh.state, fresh.merged_into) == (State.CLOSED, ticket)


def test_the_last_message_cannot_be_split_off(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    with pytest.raises(ChooseMessages):
        split(ticket, list(ticket.messages.all()), by=boris)
