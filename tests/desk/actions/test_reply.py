from datetime import timedelta

import pytest

from okno.core import clock
from okno.desk.actions.hear import hear
from okno.desk.actions.note import note
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.save_draft import attach_to_draft, save_draft
from okno.desk.actions.undo_send import undo_send
from okno.desk.models import Clock, Draft, Message, State
from okno.desk.refusals import EmptyText, NotNow, OutdatedReply, TicketIsMerged, TooLate
from okno.people.models import Person
from okno.sla.clocks import pauses
from tests import make

pytestmark = pytest.mark.django_db


def test_a_reply_stops_reaction_and_first_reply_and_takes_the_ticket_into_work(
    anna: Person, boris: Person
) -> None:
    ticket = make.ticket(by=anna)
    reply(ticket, "Уже смотрим.", by=boris)
    ticket.refresh_from_db()
    assert ticket.state == State.OPEN
    running = set(Clock.objects.running().filter(ticket=ticket).values_list("metric", flat=True))
    assert running == {"resolution"}


def test_rel_22_the_same_key_answers_once(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    first = reply(ticket, "Раз", by=boris, key="composer-1")
    assert [reply(ticket, "Раз", by=boris, key="composer-1") for _ in range(19)] == [first] * 19
    assert Message.objects.filter(ticket=ticket, kind="reply").count() == 1


def test_waiting_for_the_customer_pauses_the_resolution_and_the_answer_ends_it_when_received(
    anna: Person, boris: Person
) -> None:
    ticket = make.ticket(by=anna, at=clock.now() - timedelta(days=30))
    asked = ticket.created_at + timedelta(hours=1)
    reply(ticket, "Какая модель?", by=boris, then=Then.WAIT, at=asked)
    clock_row = Clock.objects.get(ticket=ticket, metric="resolution")
    assert clock_row.due_at is None
    answered = asked + timedelta(days=7)
    hear(make.said("LaserJet", at=answered), by=anna, ticket=ticket)
    clock_row.refresh_from_db()
    assert pauses(clock_row) == [(asked, answered, "customer", boris.pk)]
    assert clock_row.due_at is not None
    assert clock_row.due_at > answered
    ticket.refresh_from_db()
    assert (ticket.state, ticket.waiting_for) == (State.OPEN, "")


def test_an_outdated_reply_is_stopped_and_shows_the_news(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    seen = ticket.version
    news = hear(make.said("Уже не гудит, дымит!"), by=anna, ticket=ticket)
    with pytest.raises(OutdatedReply) as stopped:
        reply(ticket, "Выключите и включите.", by=boris, seen_version=seen)
    assert [fact.message_id for fact in stopped.value.facts["news"]] == [news.pk]
    reply(ticket, "Выключите!", by=boris, seen_version=stopped.value.facts["version"])


def test_what_the_author_did_in_the_meantime_is_no_news(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    seen = ticket.version
    note(ticket, "Похоже на ролик.", by=boris)
    reply(ticket, "Сейчас придём.", by=boris, seen_version=seen)


def test_undo_send_gives_the_text_and_the_files_back(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    message = reply(ticket, "Секретный ответ", by=boris)
    draft = undo_send(message, by=boris)
    assert draft.text == "Секретный ответ"
    assert undo_send(message, by=boris) == draft
    message.refresh_from_db()
    assert not message.is_public


def test_undo_after_the_letter_left_is_refused(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    message = reply(ticket, "Поздно", by=boris, at=clock.now() - timedelta(seconds=11))
    with pytest.raises(TooLate):
        undo_send(message, by=boris)


def test_sec_22_nobody_calls_back_the_reply_of_another(anna: Person, boris: Person, vera: Person) -> None:
    message = reply(make.ticket(by=anna), "Моё", by=boris)
    with pytest.raises(TooLate):
        undo_send(message, by=vera)


def test_rel_32_a_note_draft_never_becomes_a_reply(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    save_draft(ticket, "note", "между нами", by=boris)
    save_draft(ticket, "reply", "клиенту", by=boris)
    reply(ticket, "клиенту", by=boris)
    assert list(Draft.objects.filter(ticket=ticket).values_list("kind", "text")) == [("note", "между нами")]


def test_rel_32_two_tabs_keep_both_texts(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    first = save_draft(ticket, "reply", "из первой вкладки", by=boris)
    assert first is not None
    save_draft(ticket, "reply", "из первой вкладки, дальше", by=boris, seen_version=first.version)
    second = save_draft(ticket, "reply", "из второй вкладки", by=boris, seen_version=first.version)
    assert second is not None
    assert (second.text, second.other_text) == ("из второй вкладки", "из первой вкладки, дальше")


def test_a_draft_that_comes_after_its_own_message_is_none(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    message = reply(ticket, "Выезжаю", by=boris, key="k1")
    assert save_draft(ticket, "reply", "Выезжа", by=boris, key="k1") is None
    assert not Draft.objects.exists()
    assert save_draft(ticket, "reply", "И ещё", by=boris, key="k2") is not None
    undo_send(message, by=boris)
    assert save_draft(ticket, "reply", "Выезжаю сейчас", by=boris, key="k1") is not None


def test_a_file_of_a_draft_survives_its_undo(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    attachment = attach_to_draft(ticket, "reply", "../../etc/passwd\u202efdp.exe", b"bytes", by=boris)
    assert "/" not in attachment.name
    assert "\u202e" not in attachment.name


def test_an_empty_reply_is_refused(anna: Person, boris: Person) -> None:
    with pytest.raises(EmptyText):
        reply(make.ticket(by=anna), " \n ", by=boris)


def test_nothing_is_written_into_a_merged_ticket(anna: Person, boris: Person) -> None:
    from okno.desk.actions.merge import merge

    source, target = make.ticket(by=anna), make.ticket(by=anna)
    merge(source, target, by=boris)
    with pytest.raises(TicketIsMerged):
        reply(source, "Туда", by=boris)
    with pytest.raises(TicketIsMerged):
        note(source, "Туда", by=boris)


def test_a_reply_that_resolves_a_closed_ticket_is_refused(anna: Person, boris: Person) -> None:
    from okno.desk.actions.close import close

    ticket = make.ticket(by=anna)
    close(ticket, by=boris)
    with pytest.raises(NotNow):
        reply(ticket, "Решено ещё раз", by=boris, then=Then.RESOLVE)
    assert not Message.objects.filter(ticket=ticket, kind="reply").exists()
