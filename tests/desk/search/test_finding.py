from datetime import timedelta

import pytest
from django.utils import timezone

from okno.catalog.models import Priority
from okno.core import clock, files
from okno.desk.actions.assign import assign, take
from okno.desk.actions.classify import (
    set_field,
    set_kind,
    set_priority,
    set_requester,
    set_service,
    set_subject,
    set_tags,
)
from okno.desk.actions.close import close
from okno.desk.actions.hear import NewFile
from okno.desk.actions.merge import merge, undo_merge
from okno.desk.actions.move_message import move_message
from okno.desk.actions.note import note
from okno.desk.actions.participate import add_participant, remove_participant
from okno.desk.actions.redact import redact, redact_attachment
from okno.desk.actions.reply import reply
from okno.desk.actions.resolve import resolve
from okno.desk.actions.split import split
from okno.desk.actions.undo_send import undo_send
from okno.desk.actions.wait import resume, wait
from okno.desk.models import SearchDocument, Ticket
from okno.desk.search.conditions import like
from okno.desk.search.finding import find
from okno.desk.search.language import parse
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Принтер не печатал", "принтеры не печатают"),
        ("Ёлка и её гирлянды", "елки"),
        ("Елка", "ёлку"),
        ("The printers are broken", "broken printer"),
        ("Код 0x80070005 при входе", "0x80070005"),
        ("Код 0х80070005 при входе", "0x8007000"),
        ("Не открывается 1С", "1c"),
        ("Пишите на ivanov@romashka.test", "ivanov@romashka.test"),
        ("Пишите на ivanov@romashka.test", "romashka"),
        ("Смотрите \\\\server\\share\\report_2026-11.xlsx", "report_2026-11.xlsx"),
        ("Видео-карта сгорела", "видео-карта"),
        ("Обновление не ставится", "обновл"),
        ("Адрес 192.168.10.7 занят", "192.168.10.7"),
    ],
)
def test_words_are_found_in_any_form(numbers, written, asked):
    by = make.person("Пётр Лосев", "losev@ferma.test")
    ticket = make.ticket(by=by, text=written, subject="Просьба")
    make.ticket(by=by, text="Совсем о другом", subject="Иное")
    assert numbers(asked) == [ticket.number]


def test_all_words_must_occur_and_some_must_not(numbers):
    one = make.ticket(text="Принтер гудит на складе")
    other = make.ticket(text="Принтер гудит в кассе")
    assert numbers("принтер склад") == [one.number]
    assert numbers("принтер -склад") == [other.number]
    assert numbers('принтер -"в кассе"') == [one.number]
    assert set(numbers("-сканер")) == {one.number, other.number}


def test_a_phrase_is_exact(numbers):
    ticket = make.ticket(text="Наш принтер не печатает", subject="Беда")
    assert numbers('"принтер не печатает"') == [ticket.number]
    for text in ('"принтеры не печатают"', '"принтер уже печатает"', '"не печатает принтер"'):
        assert numbers(text) == [], text


def test_everything_of_a_ticket_is_found(numbers, anna, boris):
    ticket = make.ticket(
        by=make.person("Пётр Лосев", "losev@ferma.test", organisation=make.organisation("АО «Ферма»")),
        subject="Тема", text="Слово", files=[NewFile(file=files.keep(b"x"), name="договор_поставки.pdf")],
    )  # fmt: skip
    set_tags(ticket, ["монтаж"], by=boris)
    set_field(ticket, "Инвентарный номер", "ЗК-404", by=boris)
    note(ticket, "Подозреваю коммутатор", by=boris)
    reply(ticket, "Проверяем розетку", by=boris)
    add_participant(ticket, anna, by=boris)
    make.ticket(by=make.person("Зоя Ежова"), text="Другое", subject="Иное")
    for text in (
        str(ticket.number), "лосев", "losev@ferma.test", "ферма", "договор_поставки.pdf", "поставка", "монтаж",
        "инвентарные номера", "зк-404", "коммутатор", "розетка", "анна белова",
    ):  # fmt: skip
        assert numbers(text) == [ticket.number], text
    remove_participant(ticket, anna, by=boris)
    assert numbers("анна") == []


def test_conditions_hold_or_must_not(numbers, anna, boris, vera):
    team, service = make.team("Вторая линия"), make.service("Почта и календарь")
    mine, nobodys = (
        make.ticket(by=anna, text="Почта"),
        make.ticket(by=make.person("Пётр Королёв"), text="Почта"),
    )
    assign(mine, owner=boris, team=team, by=vera)
    set_service(mine, service, by=vera)
    set_tags(mine, ["vip"], by=vera)
    solved = make.ticket(by=anna, at=clock.now() - timedelta(days=40), text="Почта")
    close_after_solution(solved, vera)
    for text, expected in (
        ("статус:открыт", {mine, nobodys}), ("-статус:закрыт", {mine, nobodys}), ("status:closed", {solved}),
        ("от:королев", {nobodys}), ("от:анна", {mine, solved}), ("-from:anna@romashka", {nobodys}),
        ("кому:я", {mine}), ("owner:борис", {mine}), ("кому:никто", {nobodys, solved}), ("кому:я,никто", {mine, nobodys, solved}),
        ('команда:"вторая линия"', {mine}), ("-team:вторая", {nobodys, solved}), ("услуга:календарь", {mine}),
        ("тег:vip", {mine}), ("-тег:VIP", {nobodys, solved}), ("создан:сегодня", {mine, nobodys}),
        ("created:<2026-01-01", set()), ("создан:месяц", {mine, nobodys}), ("изменён:сегодня", {mine, nobodys, solved}),
        (f"номер:{mine.number},{solved.number}", {mine, solved}), ("почта статус:открыт от:анна", {mine}),
    ):  # fmt: skip
        assert set(numbers(text)) == {ticket.number for ticket in expected}, text


def test_kinds_channels_and_what_a_ticket_waits_for(numbers, anna, boris):
    asked, held, plain = (make.ticket(by=anna) for _ in range(3))
    set_kind(asked, "question", by=boris)
    take(held, by=boris)
    wait(held, "customer", by=boris)
    type(plain).objects.filter(pk=plain.pk).update(door="portal")
    for text, expected in (
        ("вид:вопрос", {asked}), ("вид:нет", {held, plain}), ("-вид:вопрос", {held, plain}),
        ("вид:вопрос,нет", {asked, held, plain}),
        ("канал:портал", {plain}), ("канал:почта", {asked, held}), ("ждём:клиента", {held}), ("ждём:даты", set()),
        ("-ждём:клиента", {asked, plain}),
    ):  # fmt: skip
        assert set(numbers(text)) == {ticket.number for ticket in expected}, text
    resume(held, by=boris)
    assert numbers("ждём:клиента") == []


def close_after_solution(ticket, by):
    resolve(ticket, by=by)
    ticket.refresh_from_db()
    close(ticket, by=by)


def test_promises_that_are_missed_and_that_are_near(numbers, anna):
    late = make.ticket(by=anna, at=clock.now() - timedelta(days=30))
    far = make.ticket(by=anna, priority=Priority.objects.order_by("-rank").first())
    in_days = clock.now() + timedelta(days=3)  # whatever the hour is
    Ticket.objects.filter(pk=far.pk).update(next_due_at=in_days)
    assert numbers("срок:просрочен") == [late.number]
    assert numbers("срок:час") == []
    Ticket.objects.filter(pk=late.pk).update(next_due_at=clock.now() + timedelta(minutes=90))
    assert numbers("срок:час") == []
    assert numbers("срок:2ч") == numbers('срок:"2 часа"') == numbers("due:2hours") == [late.number]
    assert late.number in numbers("due:<=2099-01-01")


def test_open_tickets_stand_first_then_the_better_and_the_fresher(numbers, anna, boris):
    now = clock.now()
    closed = make.ticket(by=anna, subject="Сканер", text="Сканер", at=now)
    close_after_solution(closed, boris)
    in_text = make.ticket(by=anna, subject="Просьба", text="Сломан сканер у бухгалтера", at=now)
    in_subject = make.ticket(by=anna, subject="Сканер", text="Не включается", at=now)
    old = make.ticket(by=anna, subject="Сканер", text="Не включается", at=now - timedelta(days=3000))
    assert numbers("сканер") == [in_subject.number, in_text.number, old.number, closed.number]


def test_a_whole_word_stands_before_one_that_only_begins_so(numbers, anna):
    begins = make.ticket(by=anna, subject="Портал", text="да")
    whole = make.ticket(by=anna, subject="Порт", text="да")
    make.ticket(by=anna, subject="Иное", text="да")
    assert numbers("порт") == [whole.number, begins.number]


def test_common_words_alone_find_nothing_and_say_so(boris):
    make.ticket()
    found = find(boris, parse("и не в", timezone.localdate()))
    assert not found.tickets
    assert [term.said for term in found.common] == ["и", "не", "в"]


def test_an_unknown_name_is_a_puzzle_with_what_there_is(boris):
    make.team("Первая линия")
    (puzzle,) = find(boris, parse("команда:шестая принтер", timezone.localdate())).asked.puzzles
    assert 'команда:"Первая линия"' in puzzle.possible


def test_sec_42_signs_of_expressions_and_of_sql_are_only_signs(numbers):
    make.ticket()
    for text in (
        "'",
        "от:.*",
        "от:(",
        "от:[",
        "от:\\m",
        'кому:"a{9999999}"',
        "орг:%",
        "тег:'; drop",
        "&|!():*<->",
        "от:^$",
        "а:*",
        "\\",
    ):
        numbers(text)
    assert like("a.b(") == r"\ma\.b\("


def test_sec_14_the_ticket_of_a_closed_team_is_not_found(numbers, anna, vera):
    team = make.team("Кадры", is_closed=True)
    team.memberships.create(person=vera)
    ticket = make.ticket(by=anna, team=team, subject="Оклад", text="Канарейка")
    for text in (
        "канарейка",
        "оклад",
        "от:анна",
        "команда:кадры",
        f"номер:{ticket.number}",
        '"канарейка"',
        "-склад",
    ):
        assert numbers(text) == [], text
        assert numbers(text, reader=vera) == [ticket.number], text


def test_customers_find_nothing_of_others_and_no_note(numbers, anna, grigory, boris):
    make.ticket(by=anna, text="Канарейка")
    assert numbers("канарейка", reader=grigory) == []


# ---- the documents tell what is there now


def test_sec_59_a_secret_that_was_hidden_is_not_found(numbers, anna, boris):
    message = make.message(by=anna, text="Пароль Qwerty12345 не подходит", subject="Пароль Qwerty12345")
    assert numbers("qwerty12345") == [message.ticket.number]
    redact(message, "Qwerty12345", by=boris)
    assert not SearchDocument.objects.filter(exact="qwerty12345").exists(), (
        "gone with the transaction, before any job"
    )
    assert numbers("qwerty12345") == numbers('"qwerty12345"') == numbers("qwer") == []
    assert numbers("пароль") == [message.ticket.number]


def test_sec_59_a_file_that_was_removed_is_not_found(numbers, anna, boris):
    message = make.message(by=anna, files=[NewFile(file=files.keep(b"x"), name="паспорт.jpg")])
    assert numbers("паспорт") == [message.ticket.number]
    redact_attachment(message.attachments.get(), by=boris, why="Лишнее")
    assert not SearchDocument.objects.filter(exact="паспорт").exists()
    assert numbers("паспорт") == []


def test_an_answer_that_was_called_back_is_not_found(numbers, anna, boris):
    ticket = make.ticket(by=anna)
    message = reply(ticket, "Подмените картридж", by=boris)
    assert numbers("картридж") == [ticket.number]
    undo_send(message, by=boris)
    assert numbers("картридж") == []


def test_after_a_merge_and_its_undo_each_word_is_where_it_stands(numbers, anna, boris):
    source, target = make.ticket(by=anna, text="Акация"), make.ticket(by=anna, text="Берёза")
    row = merge(source, target, by=boris)
    assert numbers("акация") == [target.number]
    undo_merge(row, by=boris)
    assert numbers("акация") == [source.number]
    assert numbers("береза") == [target.number]


def test_words_go_with_a_message_that_moves_or_is_split_off(numbers, anna, boris):
    ticket, other = make.ticket(by=anna, text="Акация"), make.ticket(by=anna, text="Берёза")
    second = make.message(by=anna, ticket=ticket, text="Ольха")
    third = make.message(by=anna, ticket=ticket, text="Рябина")
    fresh = split(ticket, [second], subject="Отдельно", by=boris)
    move_message(third, other, by=boris)
    assert numbers("ольха") == [fresh.number]
    assert numbers("рябина") == [other.number]
    assert numbers("акация") == [ticket.number]


def test_changed_subject_requester_and_fields_are_found_by_what_they_are_now(numbers, anna, boris):
    ticket = make.ticket(by=anna, subject="Старое", text="да")
    set_field(ticket, "Кабинет", "Сиреневый", by=boris)
    set_subject(ticket, "Новёхонькое", by=boris)
    set_requester(ticket, make.person("Зоя Ежова"), by=boris)
    set_field(ticket, "Кабинет", "", by=boris)
    assert numbers("новехонькое") == numbers("ежова") == [ticket.number]
    assert numbers("сиреневый") == []
    first, second = Priority.objects.order_by("rank")[:2]
    set_priority(ticket, first, by=boris)
    assert numbers(f'приоритет:"{first}"') == [ticket.number]
    assert numbers(f'приоритет:"{second}"') == []
