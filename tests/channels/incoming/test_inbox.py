"""Whose letter is it, and is it a letter that asks anything?"""

from datetime import timedelta

import pytest

from okno.channels import guard, recorder
from okno.channels.actions.drop_raw import drop_raw
from okno.channels.models import Delivery, DeliveryState, Inbound, InboundState
from okno.core import clock
from okno.desk import message_ids
from okno.desk.actions.redact import redact
from okno.desk.actions.resolve import resolve
from okno.desk.models import Message, State, Ticket
from okno.people.models import Address, Person
from tests import make
from tests.channels import letters

pytestmark = pytest.mark.django_db

VACATION = {"Auto_Submitted": "auto-replied", "Precedence": "bulk"}


def test_a_first_letter_opens_a_ticket_of_the_team_of_its_mailbox() -> None:
    box = letters.mailbox(team=make.team("Первая линия"))
    inbound = letters.came(letters.raw(files=(("отчёт.txt", b"1"),)), box)
    ticket = inbound.ticket
    assert inbound.state == InboundState.DONE, inbound.decisions
    assert ticket is not None
    assert (ticket.subject, ticket.team, ticket.our_address) == (
        "Принтер гудит",
        box.team,
        "support@desk.test",
    )
    assert ticket.requester.name == "Анна Белова"
    assert ticket.next_due_at is not None
    assert [file.name for file in inbound.message.attachments.all()] == ["отчёт.txt"]
    assert letters.codes(inbound) == ["came", "sender", "nothing_points", "team", "opened"]


def test_every_decision_is_a_sentence() -> None:
    inbound = letters.came(letters.raw(), letters.mailbox())
    sentences = recorder.explain(inbound)
    assert any("anna@romashka.test" in sentence for sentence in sentences)
    assert all(sentence and "{" not in sentence for sentence in sentences)


def test_rel_11_one_letter_in_two_mailboxes_is_one_message() -> None:
    first, second = letters.mailbox(), letters.mailbox("sales@desk.test")
    content = letters.raw(to="support@desk.test, sales@desk.test")
    one, other = letters.came(content, first), letters.came(content, second)
    assert one.message == other.message
    assert Message.objects.count() == 1
    assert "seen_before" in letters.codes(other)


def test_rel_12_a_message_id_alone_never_makes_a_copy() -> None:
    box = letters.mailbox()
    for number in range(50):
        letters.kept(letters.raw(f"Вопрос {number}", message_id="same@broken.test"), box)
        letters.kept(letters.raw(f"Без имени {number}", message_id=""), box)
    letters.read_all()
    assert Message.objects.count() == 100
    again = letters.raw("Дважды", message_id="twice@broken.test")
    with clock.moved_to(clock.now() + timedelta(seconds=1)):
        first, second = letters.came(again, box), letters.came(again, box)
    assert first.message == second.message, "the same words under the same name are one letter"
    nameless = letters.raw("Ещё раз", message_id="")
    assert letters.came(nameless, box).message != letters.came(nameless, box).message
    assert Message.objects.count() == 103


def test_sec_29_our_own_letter_that_comes_back_is_set_aside(anna: Person) -> None:
    ticket = make.ticket(by=anna)
    own = letters.came(letters.raw(message_id=message_ids.fresh(ticket)), letters.mailbox())
    marked = letters.came(letters.raw(X_Loop=guard.loop_id()), own.mailbox)
    assert (own.state, marked.state) == (InboundState.IGNORED, InboundState.IGNORED)
    assert Message.objects.count() == 1


def test_sec_29_our_own_mailbox_is_never_a_requester() -> None:
    box = letters.mailbox()
    letters.mailbox("second@desk.test")
    by_person = letters.came(letters.raw(by="second+x@desk.test"), box)
    by_robot = letters.came(letters.raw(by="second@desk.test", **VACATION), box)
    assert by_person.state == InboundState.QUARANTINED
    assert by_robot.state == InboundState.IGNORED
    assert not Ticket.objects.exists()


def test_sec_29_an_automatic_answer_joins_in_silence(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    resolve(ticket, by=boris)
    answer = letters.raw("Я в отпуске", in_reply_to=f"<{message_ids.fresh(ticket)}>", **VACATION)
    inbound = letters.came(answer, letters.mailbox())
    ticket.refresh_from_db()
    assert inbound.ticket == ticket
    assert inbound.message.is_automatic
    assert ticket.state == State.RESOLVED
    assert guard.why_not_acknowledge(inbound.message, "anna@romashka.test", clock.now())


def test_sec_29_a_robot_that_answers_without_a_thread_opens_one_ticket_at_most() -> None:
    box = letters.mailbox()
    for number in range(5):
        letters.kept(letters.raw(f"Я в отпуске {number}", subject=f"Автоответ: {number}", **VACATION), box)
    letters.read_all()
    assert Ticket.objects.count() == 1


def test_sec_29_an_alarm_that_never_stops_ends_in_quarantine() -> None:
    box = letters.mailbox()
    for number in range(33):
        letters.kept(
            letters.raw(f"Диск {number}", by="zabbix@monitor.test", Auto_Submitted="auto-generated"), box
        )
    letters.read_all()
    assert Ticket.objects.count() == 30
    assert Inbound.objects.filter(state=InboundState.QUARANTINED).count() == 3


def test_a_mailing_list_is_heard_and_not_acknowledged() -> None:
    inbound = letters.came(letters.raw(List_Id="<news.romashka.test>"), letters.mailbox())
    assert "mailing_list" in letters.codes(inbound)
    assert guard.why_not_acknowledge(inbound.message, "anna@romashka.test", clock.now())


def test_sec_27_a_login_letter_is_for_colleagues_alone(anna: Person) -> None:
    ticket = make.ticket(by=anna)
    content = letters.raw(
        "Ваш код подтверждения: 123456",
        by="no-reply@slack.test",
        subject=f"Код для входа [№ {ticket.number}]",
        to=f"support+{message_ids.reply_token(ticket, 'no-reply@slack.test')}@desk.test, evil@other.test",
    )
    inbound = letters.came(content, letters.mailbox())
    assert inbound.ticket is not None
    assert inbound.ticket != ticket
    assert inbound.ticket.tags == ["login-letter"]
    assert not inbound.ticket.links.exists()
    assert "login_letter" in letters.codes(inbound)
    assert "not_added" not in letters.codes(inbound)
    assert guard.why_not_acknowledge(inbound.message, "no-reply@slack.test", clock.now())


def _delivery(ticket: Ticket, address: str) -> Delivery:
    now = clock.now()
    return Delivery.objects.create(
        ticket=ticket,
        purpose="reply",
        address=address,
        rfc_message_id=message_ids.fresh(ticket),
        state=DeliveryState.SENT,
        not_before=now,
        created_at=now,
        sent_at=now,
    )


def _report(delivery: Delivery, action: str = "failed", status: str = "5.1.1") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.test\r\nTo: support@desk.test\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Message-ID: <dsn-1@mx.test>\r\nMIME-Version: 1.0\r\nReturn-Path: <>\r\nContent-Type: multipart/report;"
        ' report-type=delivery-status; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\n'
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n"
        f"Final-Recipient: rfc822; {delivery.address}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: <{delivery.rfc_message_id}>\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


def test_a_bounce_marks_the_delivery_and_opens_no_ticket(anna: Person) -> None:
    ticket = make.ticket(by=anna)
    delivery = _delivery(ticket, "anna@romashka.test")
    inbound = letters.came(_report(delivery), letters.mailbox())
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert delivery.reason
    assert (inbound.state, inbound.ticket, inbound.message) == (InboundState.DONE, ticket, None)
    assert Ticket.objects.count() == 1
    assert Address.objects.get(normal="anna@romashka.test").broken_since is not None
    letters.came(letters.raw(), inbound.mailbox)
    assert Address.objects.get(normal="anna@romashka.test").broken_since is None


def test_a_report_about_none_of_our_letters_is_set_aside(anna: Person) -> None:
    delivery = _delivery(make.ticket(by=anna), "anna@romashka.test")
    delivery.rfc_message_id = "spam@forged.test"
    inbound = letters.came(
        _report(delivery).replace(b"anna@romashka.test", b"nobody@other.test"), letters.mailbox()
    )
    assert inbound.state == InboundState.IGNORED
    assert Ticket.objects.count() == 1


def test_sec_24_unknown_addresses_are_suggested_and_not_added(anna: Person) -> None:
    inbound = letters.came(
        letters.raw(to="support@desk.test, boss@romashka.test", Cc="evil@other.test"), letters.mailbox()
    )
    step = next(step for step in inbound.decisions if step["code"] == "not_added")
    assert step["facts"]["addresses"] == ["boss@romashka.test", "evil@other.test"]
    assert not inbound.ticket.participants.exists()
    assert not Person.objects.filter(email="evil@other.test").exists()


def test_sec_32_a_doubtful_sender_is_told() -> None:
    inbound = letters.came(letters.raw(by='"support@bank.test" <evil@other.test>'), letters.mailbox())
    assert inbound.message.doubts == ["name_is_another_address"]
    assert inbound.message.author.email == "evil@other.test"


def test_a_letter_of_nobody_is_heard_all_the_same() -> None:
    inbound = letters.came(b"Subject: ?\r\n\r\nkto-nibud!\r\n", letters.mailbox())
    again = letters.came(f"Subject: [№ {inbound.ticket.number}]\r\n\r\nda\r\n".encode(), inbound.mailbox)
    assert inbound.state == again.state == InboundState.DONE
    assert again.ticket != inbound.ticket


def test_sec_52_a_picture_bomb_is_kept_and_not_shown() -> None:
    bomb = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
        + (50_000).to_bytes(4)
        + (50_000).to_bytes(4)
        + b"\x08\x02"
        + bytes(40)
    )
    inbound = letters.came(letters.raw(files=(("большая.png", bomb),)), letters.mailbox())
    attachment = inbound.message.attachments.get()
    assert attachment.note
    assert not attachment.is_inline
    assert "file_unopened" in letters.codes(inbound)


def test_a_very_long_text_is_cut_and_kept_whole_as_a_file() -> None:
    inbound = letters.came(letters.raw("строка журнала\n" * 20_000), letters.mailbox())
    assert inbound.state == InboundState.DONE, inbound.decisions
    assert len(inbound.message.text) <= 150_000
    whole = inbound.message.attachments.get(name="letter.txt")
    assert whole.file.size > 500_000


def test_a_hidden_secret_leaves_no_bytes_behind(boris: Person, run_jobs: object) -> None:
    inbound = letters.came(letters.raw("Мой пароль hunter2hunter2"), letters.mailbox())
    redact(inbound.message, "hunter2hunter2", by=boris)
    run_jobs(only="react")  # type: ignore[operator]
    inbound.refresh_from_db()
    assert inbound.raw is None
    assert drop_raw(inbound.message) == 0
