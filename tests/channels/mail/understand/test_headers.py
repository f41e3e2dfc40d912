"""Header lines of strangers: senders, names, ids, dates; what cannot be right is doubted, what could harm is taken out."""

from datetime import UTC, datetime

import pytest

from okno.channels.mail.parsing import addresses, params
from okno.channels.mail.understand import understand


@pytest.mark.parametrize(
    ("value", "boxes"),
    [
        ("Иван <i@z.example>", [("Иван", "i@z.example")]),
        ('"Петров, Иван" <i@z.example>, b@c.example', [("Петров, Иван", "i@z.example"), ("", "b@c.example")]),
        ("Петров, Иван <i@z.example>", [("Петров, Иван", "i@z.example")]),
        ("i@z.example (Иван Петров)", [("Иван Петров", "i@z.example")]),
        ("<i@z.example>", [("", "i@z.example")]),
        ("'i@z.example' <i@z.example>", [("i@z.example", "i@z.example")]),
        ("Отдел: a@b.example, c@d.example;", [("", "a@b.example"), ("", "c@d.example")]),
        ("undisclosed-recipients:;", []),
        ("=?utf-8?Q?=D0=98=D0=B2=D0=B0=D0=BD?= <i@z.example>", [("Иван", "i@z.example")]),
        ("=?utf-8?Q?a=2C_b?= <i@z.example>", [("a, b", "i@z.example")]),
        ("Иван <i@z.example", [("Иван", "i@z.example")]),
        ("a@b.example; c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
        ('"A \\"B\\" C" <a@b.example>', [('A "B" C', "a@b.example")]),
        ("mailto:a@b.example", [("", "a@b.example")]),
        ("Иван <почта@пример.рф>", [("Иван", "почта@пример.рф")]),
        ("", []),
        ("<>", []),
    ],
)
def test_address_lists_are_read_as_people_write_them(value, boxes):
    assert [(box.name, box.email) for box in addresses.read_text(value) if box.email] == boxes


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("attachment; filename*=us-ascii''W%F6lbung.jpg", "Wölbung.jpg"),
        ("attachment; filename*=utf-8''%D0%BE%D1%82%D1%87%D1%91%D1%82.pdf", "отчёт.pdf"),
        (
            "attachment; filename*0*=utf-8''%D0%BE%D1%82; filename*1*=%D1%87%D1%91%D1%82; filename*2=.pdf",
            "отчёт.pdf",
        ),
        ('attachment; filename="=?utf-8?B?0L7RgtGH0ZHRgi5wZGY=?="', "отчёт.pdf"),
        ("attachment; filename==?koi8-r?B?z9TexdQ=?=.txt", "отчет.txt"),
        ("attachment; filename=This is a test.txt", "This is a test.txt"),
        ('attachment; filename="a;b.txt"', "a;b.txt"),
        ("attachment; filename='a.txt'", "a.txt"),
        ('attachment; filename="no end.txt', "no end.txt"),
        ("attachment ; FILENAME = a.txt ; size=5", "a.txt"),
    ],
)
def test_rel_25_file_names_in_all_their_encodings(value, name):
    assert params.read(value.encode())[1]["filename"] == name


def test_rel_25_a_raw_windows_1251_file_name_is_read():
    assert (
        params.read('attachment; filename="отчёт за ноябрь.xls"'.encode("cp1251"))[1]["filename"]
        == "отчёт за ноябрь.xls"
    )


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\a\\счёт.pdf", "счёт.pdf"), ("a\r\nBcc: x.txt", "a Bcc: x.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"), ("a/b.txt", "a_b.txt"), ("x" * 500 + ".pdf", "x" * 196 + ".pdf"), ("\x00a\x00.txt", "a .txt"),
    ],
)  # fmt: skip
def test_sec_31_32_file_names_are_harmless(name, safe):
    from okno.channels.mail.parsing.files import safe_name

    assert safe_name(name) == safe


@pytest.mark.parametrize(
    "subject",
    ["=?utf-8?Q?a=0D=0ABcc:_evil@x?=", "=?utf-8?B?YQ0KQmNjOiBldmlsQHg=?=", "=?utf-8?Q?a=E2=80=A8Bcc:_evil@x?=", "=?utf-8?Q?a=0BBcc:_evil@x?="],
)  # fmt: skip
def test_v7_sec_31_encoded_line_ends_do_not_survive(subject):
    letter = understand(
        f'From: "{subject}" <a@b.example>\nSubject: {subject}\nMessage-ID: <a@b>\n\nx'.encode()
    )
    assert letter.subject in ("a Bcc: evil@x", "aBcc: evil@x")
    for text in (letter.subject, letter.from_name, letter.from_email):
        assert not set(text) & set("\r\n\x00\x0b\x0c\u2028\u2029")


@pytest.mark.parametrize(
    ("head", "doubt"),
    [
        ('From: "support@bank.example" <evil@x.example>', "name_is_another_address"),
        ("From: =?utf-8?Q?support=40bank.example?= <evil@x.example>", "name_is_another_address"),
        ("From: a@b.example, c@d.example", "several_senders"),
        ("From: a@b.example\nFrom: c@d.example", "several_from_headers"),
        ("From: =?utf-8?Q?a=E2=80=AEb?= <a@b.example>", "hidden_characters"),
        ("From: a@раура1.example", "lookalike_domain"),
        ("From: a@bаnk.example", "mixed_alphabets"),
        ("From: a@xn--bnk-5cd.example", "mixed_alphabets"),
        ("From: MAILER-DAEMON", "no_sender"),
        ("Subject: x", "no_sender"),
    ],
)
def test_v8_sec_32_a_sender_that_may_be_another_is_doubted(head, doubt):
    assert doubt in understand(f"{head}\n\nx".encode()).sender_doubts


@pytest.mark.parametrize(
    "head", ["From: Иван <i@z.example>", "From: i@почта.рф", 'From: "i@z.example" <I@Z.example>']
)
def test_v8_an_ordinary_sender_is_not_doubted(head):
    assert understand(f"{head}\n\nx".encode()).sender_doubts == ()


def test_ids_dates_and_copies_are_read():
    letter = understand(
        b"From: a@b.example\nTo: T <t@o.example>\nCc: c@o.example\nReply-To: r@b.example\nMessage-ID: <1@b.example>\n"
        b"In-Reply-To: <0@o.example>\nReferences: <x@o.example>\n <y@o.example>,<0@o.example>\nDate: Mon, 16 Nov 2026 14:30:00 +0300\n"
        b"Delivered-To: help@o.example\nReturn-Path: <a@b.example>\n\nx"
    )
    assert (letter.to, letter.cc, letter.reply_to) == (("t@o.example",), ("c@o.example",), ("r@b.example",))
    assert (letter.message_id, letter.in_reply_to) == ("1@b.example", ("0@o.example",))
    assert letter.references == ("x@o.example", "y@o.example", "0@o.example")
    assert letter.date == datetime(2026, 11, 16, 11, 30, tzinfo=UTC)
    assert (letter.delivered_to, letter.return_path) == (("help@o.example",), "a@b.example")


@pytest.mark.parametrize(
    "date",
    ["", "вчера", "Mon, 99 Nov 2026 99:99:99 +0300", "Mon, 16 Nov 99999 14:30:00 +9999", "1 2 3", "(" * 500],
)
def test_a_date_that_is_none_is_none(date):
    assert understand(f"Date: {date}\n\nx".encode()).date is None
