"""Erasing somebody: nothing of the person is left in any table, what others said stays, and the sums stay true."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from okno.channels.models import Delivery
from okno.core.erasing import erasing
from okno.desk.actions.close import close
from okno.desk.actions.merge_people import merge_people, undo_merge_people
from okno.desk.actions.reply import reply
from okno.desk.audit import audit
from okno.desk.models import Attachment, Clock, Fact, Message, MessageKind, State, Ticket
from okno.people.actions.meet import meet, robot
from okno.people.actions.say_consent import say_consent
from okno.people.actions.set_up_purpose import set_up_purpose
from okno.people.models import Channel, Consent, Person, Purpose, PurposeText, Role
from okno.privacy.actions import erase as erasing_of
from okno.privacy.actions.ask_erasure import ask_erasure, refuse_erasure, withdraw_erasure
from okno.privacy.actions.end_farewell import forget_farewells
from okno.privacy.actions.erase import begin_erasure, go_on_erasing, wake_erasures
from okno.privacy.due import due
from okno.privacy.models import ErasureRequest, ErasureState
from okno.privacy.preview import preview
from okno.privacy.refusals import (
    AlreadyDecided,
    AlreadyErased,
    NoReason,
    NotThisPerson,
    OpenTickets,
    WorksHere,
)
from okno.sla.worktime import ALWAYS, Calendar
from tests import make
from tests.channels import letters
from tests.privacy.planted import MAIL, finds, plant
from tests.queue import run_waiting

pytestmark = pytest.mark.django_db
MOSCOW = ZoneInfo("Europe/Moscow")


def done(person: Person, by: Person, *, closes: bool = True) -> ErasureRequest:
    """Erase somebody from the wish to the end."""
    row = ask_erasure(person, by=person)
    begin_erasure(row, by=by, closes=closes)
    run_waiting(also_later=True, only="erase")
    row.refresh_from_db()
    assert row.state == ErasureState.DONE
    return row


@pytest.mark.django_db(transaction=True)
def test_no_word_of_the_person_is_left_in_any_table_and_what_others_said_stays() -> None:
    planted = plant()
    run_waiting()
    assert len({place.partition(":")[0] for place in finds()}) > 20
    shape = list(Fact.objects.order_by("pk").values_list("pk", "kind", "ticket", "message", "by", "at"))
    counted = {model: model.objects.count() for model in (Ticket, Message, Clock)}
    whole = audit()
    done(planted.person, planted.boss)
    assert finds() == []
    assert (
        list(Fact.objects.order_by("pk").values_list("pk", "kind", "ticket", "message", "by", "at"))[
            : len(shape)
        ]
        == shape
    )
    assert {model: model.objects.count() for model in counted} == counted
    assert audit().agree == whole.agree
    said = set(planted.ticket.messages.values_list("text", flat=True))
    assert {"Чужие слова остаются.", "Ответ специалиста остаётся.", "Заметка остаётся."} <= said


@pytest.mark.django_db(transaction=True)
def test_who_is_killed_in_the_middle_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = plant()
    run_waiting()
    monkeypatch.setattr(erasing_of, "RUN_SECONDS", 0.0)  # one ticket a turn, and then the worker is gone
    row = ask_erasure(planted.person, by=planted.person)
    begin_erasure(row, by=planted.boss, closes=True)
    row.refresh_from_db()
    assert go_on_erasing(row)
    row.refresh_from_db()
    assert row.state == ErasureState.DOING
    assert row.done == 1 < row.total
    assert finds() != []
    wake_erasures()
    wake_erasures()
    run_waiting(also_later=True, only="erase")
    row.refresh_from_db()
    assert (row.state, row.done) == (ErasureState.DONE, row.total)
    assert finds() == []


def test_erasing_twice_changes_nothing(anna: Person, gleb: Person) -> None:
    ticket = make.ticket(by=anna)
    row = done(anna, gleb)
    facts, letters_ = Fact.objects.count(), Delivery.objects.count()
    begin_erasure(row, by=gleb)
    wake_erasures()
    run_waiting(also_later=True, only="erase")
    assert go_on_erasing(row) is False
    assert (Fact.objects.count(), Delivery.objects.count()) == (facts, letters_)
    assert ticket.facts.filter(kind="person.erased").count() == 1
    anna.refresh_from_db()
    with pytest.raises(AlreadyErased):
        ask_erasure(anna, by=gleb)


def test_the_name_is_a_number_that_the_reader_is_told_in_words(anna: Person, gleb: Person) -> None:
    done(anna, gleb)
    anna.refresh_from_db()
    assert str(anna) == f"Удалённый человек № {anna.pk}"
    assert (anna.email, anna.is_active, anna.role, anna.organisation) == ("", False, Role.ERASED, None)


def test_a_later_letter_from_the_address_is_a_strangers(anna: Person, gleb: Person) -> None:
    done(anna, gleb)
    again = meet(Channel.MAIL, "anna@romashka.test", name="Анна Белова")
    assert again.pk != anna.pk
    assert not again.tickets.exists()


def test_who_was_merged_goes_with_whoever_stands_for_him(anna: Person, boris: Person, gleb: Person) -> None:
    double = make.person("Анна Двойник", "double@romashka.test")
    first = make.message(by=double, text="Слова двойника")
    row = merge_people(double, anna, by=gleb)
    done(double, gleb)
    first.refresh_from_db()
    row.refresh_from_db()
    double.refresh_from_db()
    assert "двойник" not in first.text.casefold()
    assert "double" not in str(row.moved)
    assert str(double) == str(Person.objects.get(pk=anna.pk)) == f"Удалённый человек № {anna.pk}"
    undo_merge_people(row, by=gleb)
    double.refresh_from_db()
    assert (double.email, double.is_active, double.role) == ("", False, Role.ERASED)


def test_another_persons_words_in_the_same_ticket_stay(
    anna: Person, grigory: Person, boris: Person, gleb: Person
) -> None:
    theirs = make.message(by=grigory, text="Слова Григория", subject="Тема Григория")
    make.message(by=anna, ticket=theirs.ticket, text="Слова Анны")
    done(anna, gleb)
    theirs.ticket.refresh_from_db()
    assert theirs.ticket.subject == "Тема Григория"
    assert theirs.ticket.state != State.CLOSED
    assert [one.text for one in theirs.ticket.messages.all()] == ["Слова Григория", "█" * 6]


def test_files_lose_their_last_reference(anna: Person, gleb: Person) -> None:
    letters.came(letters.raw(files=(("договор.txt", b"secret"),)), letters.mailbox())
    assert Attachment.objects.count() == 1
    done(anna, gleb)
    assert not Attachment.objects.exists()


def test_a_letter_that_came_in_between_is_forgotten_too(anna: Person, gleb: Person) -> None:
    ticket = make.ticket(by=anna)
    row = ask_erasure(anna, by=anna)
    begin_erasure(row, by=gleb, closes=True)
    row.refresh_from_db()
    while go_on_erasing(row):
        pass
    ErasureRequest.objects.filter(pk=row.pk).update(state=ErasureState.DOING, sealed=_sealed_of(anna, gleb))
    make.message(by=anna, ticket=ticket, text="Слова из очереди")
    row.refresh_from_db()
    while go_on_erasing(row):
        pass
    assert not Message.objects.filter(kind=MessageKind.HEARD).exclude(text="█" * 6).exists()


def _sealed_of(person: Person, by: Person) -> str:
    person.refresh_from_db()
    return erasing_of._sealed(erasing_of._sought([person]))


def test_consents_stay_as_a_proof_without_a_name(anna: Person, gleb: Person) -> None:
    set_up_purpose(Purpose(name="Поддержка", text="Слова"))
    say_consent(PurposeText.objects.get(), by=anna, is_given=True)
    done(anna, gleb)
    assert Consent.objects.get().person.name == str(anna.pk)


def test_open_tickets_are_closed_only_where_that_was_chosen(anna: Person, gleb: Person) -> None:
    ticket = make.ticket(by=anna)
    row = ask_erasure(anna, by=anna)
    assert preview(row).open_count == 1
    with pytest.raises(OpenTickets):
        begin_erasure(row, by=gleb)
    anna.refresh_from_db()
    assert anna.is_active
    done(anna, gleb)
    ticket.refresh_from_db()
    assert ticket.state == State.CLOSED


def test_who_has_nothing_open_is_erased_at_once(anna: Person, gleb: Person) -> None:
    ticket = make.ticket(by=anna)
    close(ticket, by=gleb)
    done(anna, gleb, closes=False)


def test_neither_the_robot_nor_who_works_here_is_erased(boris: Person, gleb: Person) -> None:
    with pytest.raises(NotThisPerson):
        ask_erasure(robot(), by=gleb)
    with pytest.raises(WorksHere):
        ask_erasure(boris, by=gleb)


def test_a_former_colleague_loses_the_name_and_his_answers_stay(
    anna: Person, boris: Person, gleb: Person
) -> None:
    ticket = make.ticket(by=anna)
    reply(ticket, "Переткните кабель.", by=boris)
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    boris.refresh_from_db()
    done(boris, gleb)
    answer = ticket.messages.get(kind=MessageKind.REPLY)
    assert answer.text == "Переткните кабель."
    assert str(answer.author) == f"Удалённый человек № {boris.pk}"


def test_one_wish_stands_at_a_time_and_is_taken_back(anna: Person, gleb: Person) -> None:
    row = ask_erasure(anna, by=anna)
    assert ask_erasure(anna, by=gleb, note="Бумага № 5") == row
    withdraw_erasure(row)
    withdraw_erasure(row)
    row.refresh_from_db()
    assert row.state == ErasureState.WITHDRAWN
    for late in (lambda: begin_erasure(row, by=gleb), lambda: refuse_erasure(row, by=gleb, reason="Нет")):
        with pytest.raises(AlreadyDecided):
            late()
    assert ask_erasure(anna, by=anna) != row


def test_a_refusal_has_a_reason(anna: Person, gleb: Person) -> None:
    row = ask_erasure(anna, by=anna)
    with pytest.raises(NoReason):
        refuse_erasure(row, by=gleb, reason="  ")
    refuse_erasure(row, by=gleb, reason="Договор действует, 402-ФЗ велит хранить.")
    refuse_erasure(row, by=gleb, reason="Ещё раз")
    row.refresh_from_db()
    assert (row.state, row.reason) == (ErasureState.REFUSED, "Договор действует, 402-ФЗ велит хранить.")
    with pytest.raises(AlreadyDecided):
        withdraw_erasure(row)


@pytest.mark.usefixtures("smtp")
def test_every_step_is_told_by_letter_and_the_last_ones_address_is_forgotten(
    anna: Person, gleb: Person, smtp
) -> None:
    row = done(anna, gleb)
    assert row.farewell is not None
    assert row.farewell.address == "anna@romashka.test"
    forget_farewells()
    row.farewell.refresh_from_db()
    assert row.farewell.address == "anna@romashka.test"  # it has not left yet
    run_waiting(also_later=True)
    told = [str(letter) for letter in smtp.to("anna@romashka.test")]
    assert len(told) == 1  # the first one had no time to leave
    forget_farewells()
    assert not Delivery.objects.filter(address="anna@romashka.test").exists()
    row.refresh_from_db()
    assert row.farewell is None


def test_the_wish_and_the_refusal_are_told(anna: Person, gleb: Person, smtp) -> None:
    row = ask_erasure(anna, by=anna)
    refuse_erasure(row, by=gleb, reason="Договор действует.")
    run_waiting(also_later=True)
    asked, refused = (letter.text for letter in smtp.to("anna@romashka.test"))
    assert "/my/privacy/" in asked
    assert "Договор действует." in refused
    assert "Роскомнадзор" in refused
    (to_boss,) = (letter.text for letter in smtp.to("gleb@desk.test"))
    assert f"/settings/erasures/{row.pk}/" in to_boss
    assert "Анна Белова" in to_boss


def test_ten_working_days_are_counted_by_the_calendar() -> None:
    week = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    calendar = Calendar.from_plain({"zone": "Europe/Moscow", "week": week, "holidays": ["2026-11-04"]})
    asked = datetime(2026, 10, 30, 23, 30, tzinfo=MOSCOW)  # a Friday
    assert due(asked, calendar).astimezone(MOSCOW) == datetime(2026, 11, 16, 18, tzinfo=MOSCOW)
    assert due(asked, ALWAYS) - asked > timedelta(days=9)


@pytest.mark.parametrize(
    "write",
    [
        "DELETE FROM desk_fact",
        "UPDATE desk_fact SET at = now() + interval '1 day'",
        "UPDATE desk_fact SET kind = 'x'",
        "UPDATE setup_change SET at = now()",
    ],
)
def test_even_while_somebody_is_erased_only_words_leave_a_fact(
    anna: Person, gleb: Person, write: str
) -> None:
    from okno.setup import setups
    from okno.setup.actions.save import save

    make.ticket(by=anna)
    save(setups.SUPPORT_LEVELS, None, {"name": "Золотой"}, by=gleb)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        erasing(),
        connection.cursor() as cursor,
    ):
        cursor.execute(write)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE desk_fact SET why = ''")


@time_machine.travel("2026-11-23T10:00:00+00:00", tick=True)
def test_the_preview_counts_and_names_where_others_quote(anna: Person, boris: Person, gleb: Person) -> None:
    message = make.message(by=anna, text="Слова")
    reply(message.ticket, "Анна Белова просила…", by=boris)
    seen = preview(ask_erasure(anna, by=anna))
    assert (seen.messages, seen.tickets, seen.named_count) == (1, 1, 1)
    assert seen.named[0].ticket == message.ticket


@pytest.mark.parametrize(
    ("name", "named", "others"),
    [
        (
            "Пётр Иванов",
            ("Ивановым довольны", "Передал Иванову", "Спросите Петра", "Иванов"),
            ("Иван", "петрушка"),
        ),
        ("Нина Белова", ("Нине ответил", "с Ниной", "у Беловой", "БЕЛОВУ"), ("Белый", "Бел")),
        ("Игорь", ("Игорю", "Игорем"), ("игра",)),
        ("John Smith", ("Mr. Smith agreed",), ("smithy",)),
    ],
)
def test_names_in_other_cases_are_shown_as_what_may_name_the_person(
    name: str, named: tuple[str, ...], others: tuple[str, ...], anna: Person, boris: Person
) -> None:
    Person.objects.filter(pk=anna.pk).update(name=name)
    anna.refresh_from_db()
    ticket = make.message(by=anna, text=f"Это {name}").ticket
    for words in (*named, *others):
        reply(ticket, words, by=boris)
    seen = preview(ask_erasure(anna, by=anna))
    assert {one.text for one in seen.alike} | {one.text for one in seen.named} == set(named)
    assert seen.alike_count == len(seen.alike) > 0


def test_the_mark_of_the_walk_is_found_where_it_was_put(db: None) -> None:
    make.person(f"Имя {MAIL}", MAIL)
    assert {place.partition(":")[0] for place in finds()} >= {"people_person", "people_address"}
