"""Letters that programs write: automatic answers, lists, loops, delivery reports."""

import pytest

from okno.channels.mail.letter import BouncedRecipient
from okno.channels.mail.understand import understand


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated (rejected)", "Auto-submitted: auto-replied; owner-email=a@b", "X-Autoreply: yes",
        "X-Auto-Response-Suppress: All", "Precedence: auto_reply", "Precedence: bulk", "Return-Path: <>", "Subject: Автоматический ответ: Отпуск",
        "Subject: Out of Office: Re: x", "Subject: =?utf-8?B?0JDQstGC0L7QvtGC0LLQtdGC?=", "Subject: Automatic reply: x", "X-Autorespond: x",
    ],
)  # fmt: skip
def test_an_automatic_letter_is_known(head):
    letter = understand(f"From: a@b.example\n{head}\n\nя в отпуске".encode())
    assert letter.is_auto_reply
    assert any(reason.startswith("auto_reply") for reason in letter.why)


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: no", "Auto-Submitted: auto-forwarded", "X-Autoreply: no", "List-Id: <l.example>\nPrecedence: list", "Subject: Автоматика не работает",
        "Subject: Re: out of paper", "X-Auto-Response-Suppress: DR, RN, NRN", "X-MS-Exchange-Inbox-Rules-Loop: a@b.example", "Return-Path: <a@b.example>",
    ],
)  # fmt: skip
def test_a_persons_letter_is_not_automatic(head):
    assert not understand(f"From: a@b.example\n{head}\n\nтекст".encode()).is_auto_reply


def test_lists_and_loops_are_known():
    letter = understand(
        b"From: a@b.example\nList-Id: <l.example>\nX-Loop: desk@o.example\nX-Okno-Loop: abc\n\nx"
    )
    assert letter.is_list
    assert letter.loop_ids == ("desk@o.example", "abc")


STANDARD = (
    b"From: Mail Delivery System <MAILER-DAEMON@o.example>\nTo: help@o.example\nSubject: Undelivered Mail Returned to Sender\n"
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSorry.\n--b\n'
    b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; o.example\n\nFinal-Recipient: rfc822; ivan@z.example\nAction: %s\n"
    b"Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <ivan@z.example>\n no such user\n\n--b\nContent-Type: message/rfc822\n\n"
    b"Message-ID: <t5.7.abc@o.example>\nSubject: Re: x\n\nx\n--b--\n"
)


def test_a_standard_delivery_report_is_read():
    letter = understand(STANDARD % b"failed")
    assert letter.is_bounce
    assert letter.bounce is not None
    assert letter.bounce.original_message_id == "t5.7.abc@o.example"
    assert letter.bounce.recipients == (
        BouncedRecipient(address="ivan@z.example", action="failed", status="5.1.1", diagnostic="550 5.1.1 <ivan@z.example> no such user"),
    )  # fmt: skip


def test_a_report_of_success_is_not_a_bounce():
    assert not understand(STANDARD % b"delivered").is_bounce


def test_a_report_of_delay_says_that_it_is_a_delay():
    letter = understand(STANDARD % b"delayed")
    assert letter.bounce is not None
    assert letter.bounce.recipients[0].action == "delayed"


@pytest.mark.parametrize(
    "raw",
    [
        "From: mailer-daemon@mail.example\nX-Failed-Recipients: ivan@z.example\nSubject: Ваше сообщение не доставлено\n\nA message that you sent could not "
        "be delivered:\n\n  ivan@z.example\n    550 5.1.1 User unknown\n\n------ This is a copy of the message ------\n\nMessage-ID: <t5@o.example>\n\nx",
        "Return-Path: <>\nFrom: MAILER-DAEMON@q.example\nSubject: failure notice\n\nHi. I wasn't able to deliver your message.\n\n<ivan@z.example>:\n"
        "Remote host said: 550 5.1.1 no mailbox\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <h@o.example>\nMessage-Id: <t5@o.example>\n\nx",
    ],
)
def test_a_report_in_plain_words_is_read(raw):
    letter = understand(raw.replace("wasn't able", "was unable").encode())
    assert letter.bounce is not None
    assert letter.bounce.original_message_id == "t5@o.example"
    assert [(one.address, one.status) for one in letter.bounce.recipients] == [("ivan@z.example", "5.1.1")]


@pytest.mark.parametrize(
    "raw",
    [
        "From: Иван <i@z.example>\nSubject: Undelivered mail\n\nМне вернулось письмо: 550 user unknown. Почему?",
        "From: postmaster@z.example\nSubject: Вопрос\n\nКак настроить SPF?",
        "From: Иван <i@z.example>\nReturn-Path: <i@z.example>\nSubject: не доставлено\n\nТовар не доставлено.",
    ],
)
def test_a_person_who_speaks_of_bounces_is_not_one(raw):
    assert not understand(raw.encode()).is_bounce


def test_a_report_without_a_daemon_is_known_by_its_words_and_the_letter_inside():
    inner = (
        "Received: from x\nFrom: h@o.example\nTo: i@z.example\nSubject: Re: x\nMessage-ID: <t5@o.example>\n"
    )
    raw = f"From: no-reply@z.example\nSubject: Mail System Error - Returned Mail\n\nUser unknown: <i@z.example>\n\n{inner}"
    assert understand(raw.encode()).is_bounce
    assert not understand(raw.replace("Subject: Mail", "Subject: Fwd: Mail", 1).encode()).is_bounce


def test_a_read_receipt_and_a_spam_complaint_are_not_bounces():
    for kind in ("disposition-notification", "feedback-report"):
        raw = f"From: a@b.example\nSubject: Read\nContent-Type: multipart/report; report-type={kind}; boundary=b\n\n--b\n\nread\n--b--"
        assert not understand(raw.encode()).is_bounce
