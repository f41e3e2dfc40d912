"""A letter says exactly its facts, whatever the facts are."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from okno.channels.failures import Undeliverable
from okno.channels.mail.compose import File, Outgoing, chain, compose, subject_line, tagged

PLAIN = {"From", "To", "Subject", "Date", "Message-ID", "Content-Language", "MIME-Version", "Content-Type"}
HOSTILE = [
    "a\r\nBcc: evil@x.test",
    "a\nBcc: evil@x.test",
    "a\rBcc: evil@x.test",
    "a\u2028Bcc: evil@x.test",
    "a\x85Bcc: evil@x.test",
    "a\x00b",
    "=?utf-8?Q?a=0D=0ABcc:_evil=40x.test?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAeC50ZXN0?=",
    '"quoted" <evil@x.test>, other@x.test',
    "support@bank.test",
    "И\u202eван",
    "\ud800",
    "ж" * 400,
    "x" * 400,
    "👩‍👩‍👧" * 40,
]


def facts(**changed) -> Outgoing:
    return Outgoing(
        **{
            "from_name": "Борис Орлов · Поддержка",
            "from_address": "support@desk.test",
            "to_name": "Анна Белова",
            "to_address": "anna@romashka.test",
            "message_id": "okno.1001.abc@desk.test",
            "subject": "Re: Принтер гудит [№ 1001]",
            "date": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
            "language": "ru",
            "text": "Здравствуйте!\n.\nFrom here on.\n",
            **changed,
        }
    )


def read(content: bytes):
    return message_from_bytes(content, policy=policy.default)


def test_a_plain_letter_has_exactly_these_headers():
    letter = read(compose(facts()))
    assert set(letter.keys()) == PLAIN | {"Content-Transfer-Encoding"}
    assert str(letter["From"]) == "Борис Орлов · Поддержка <support@desk.test>"
    assert str(letter["Subject"]) == "Re: Принтер гудит [№ 1001]"
    assert letter.get_content().replace("\r\n", "\n") == "Здравствуйте!\n.\nFrom here on.\n"


def test_an_answer_carries_its_place_in_the_conversation():
    letter = read(
        compose(
            facts(
                in_reply_to="last@romashka.test",
                references=("last@romashka.test", *(f"n{number}@x.test" for number in range(40))),
                reply_to="support+1001-abc@desk.test",
                loop_id="okno-1@desk.test",
                html="<p>Здравствуйте!</p>",
            )
        )
    )
    assert set(letter.keys()) == PLAIN | {"In-Reply-To", "References", "Reply-To", "X-Loop"}
    assert str(letter["In-Reply-To"]) == "<last@romashka.test>"
    references = str(letter["References"]).split()
    assert len(references) == 21
    assert references[-1] == "<last@romashka.test>"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


def test_an_automatic_letter_says_so():
    letter = read(compose(facts(automatic="auto-replied")))
    assert str(letter["Auto-Submitted"]) == "auto-replied"
    assert str(letter["X-Auto-Response-Suppress"]) == "All"
    assert str(letter["Precedence"]) == "bulk"


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("place", ["from_name", "to_name", "subject"])
def test_sec_31_no_words_make_a_header(place, words):
    letter = read(compose(facts(**{place: words})))
    assert set(letter.keys()) == PLAIN | {"Content-Transfer-Encoding"}
    assert [address.addr_spec for address in letter["To"].addresses] == ["anna@romashka.test"]
    assert [address.addr_spec for address in letter["From"].addresses] == ["support@desk.test"]


@pytest.mark.parametrize("words", HOSTILE)
def test_sec_31_no_file_name_makes_a_header(words):
    letter = read(compose(facts(files=(File(name=f"{words}.pdf", content=b"%PDF"),))))
    part = next(letter.iter_attachments())
    assert set(part.keys()) <= {
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Disposition",
        "MIME-Version",
    }
    assert part.get_content() == b"%PDF"


@pytest.mark.parametrize(
    "address",
    ["a@b.test\r\nBcc: evil@x.test", "a b@c.test", "<a@b.test>", "a@b.test,evil@x.test", "a", "@b.test", ""],
)
def test_sec_31_what_is_no_address_is_never_written_to(address):
    with pytest.raises(Undeliverable):
        compose(facts(to_address=address))


@pytest.mark.parametrize("bad", ["a@x\r\nBcc: evil@x.test", "<a@x> <b@x>", "ж@x.test", "", "a" * 400])
def test_sec_31_a_foreign_message_id_that_is_not_safe_is_not_repeated(bad):
    letter = read(compose(facts(in_reply_to=bad, references=(bad, "good@x.test"))))
    assert str(letter["References"]) == "<good@x.test>"
    assert "In-Reply-To" not in letter


anything = some.text(alphabet=some.characters(), max_size=120)


@settings(max_examples=150, deadline=None)
@given(name=anything, subject=anything, text=some.text(max_size=300), file=anything)
def test_sec_31_any_words_whatever(name, subject, text, file):
    letter = read(
        compose(
            facts(
                to_name=name,
                subject=subject_line(subject, 7),
                text=text,
                files=(File(name=file, content=b"1"),),
            )
        )
    )
    assert set(letter.keys()) == PLAIN
    assert [address.addr_spec for address in letter["To"].addresses] == ["anna@romashka.test"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Принтер гудит", "Re: Принтер гудит [№ 1001]"),
        ("Re: Принтер гудит", "Re: Принтер гудит [№ 1001]"),
        ("RE: Re[2]: Fwd: На: Отв: Принтер гудит", "Re: Принтер гудит [№ 1001]"),
        ("Re: Принтер гудит [№ 1001]", "Re: Принтер гудит [№ 1001]"),
        ("Re: Принтер [#5] гудит [№ 12]", "Re: Принтер гудит [№ 1001]"),
        ("Реле: замена", "Re: Реле: замена [№ 1001]"),
        ("", "Re: Ваше обращение [№ 1001]"),
        ("Re:", "Re: Ваше обращение [№ 1001]"),
    ],
)
def test_a_subject_has_one_re_and_one_number(before, after):
    assert subject_line(before, 1001, fallback="Ваше обращение") == after


def test_the_chain_keeps_the_first_and_the_last_twenty():
    ids = [f"n{number}@x.test" for number in range(50)]
    assert chain(ids) == (ids[0], *ids[-20:])
    assert chain(["<a@x>", "a@x", " b@x "]) == ("a@x", "b@x")


def test_a_domain_with_russian_letters_goes_as_ascii():
    letter = read(compose(facts(to_address="anna@пример.рф")))
    assert letter["To"].addresses[0].domain == "xn--e1afmkfd.xn--p1ai"


def test_a_name_before_the_at_with_russian_letters_needs_a_relay_that_knows_them():
    made = facts(to_address="анна@пример.рф")
    assert made.needs_utf8
    assert "анна@".encode() in compose(made)


def test_a_mark_behind_a_long_name_is_left_out():
    assert tagged("support@desk.test", "1001-abc") == "support+1001-abc@desk.test"
    assert tagged(f"{'s' * 60}@desk.test", "1001-abc") == f"{'s' * 60}@desk.test"


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.eml", "a.exe", "noname"])
def test_a_file_never_claims_a_kind_that_a_reader_would_run(name):
    letter = read(compose(facts(files=(File(name=name, content=b"x"),))))
    kind = next(letter.iter_attachments()).get_content_type()
    assert kind.partition("/")[0] == "application"
    assert "html" not in kind


def test_every_line_is_short_and_every_octet_seven_bits():
    content = compose(facts(text="слово " * 2000, html="<p>" + "x" * 5000 + "</p>", subject="ж" * 200))
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_what_a_picture_shows_goes_with_it_and_is_no_second_header():
    shot = File(
        name="экран.png",
        content=b"x",
        kind="image/png",
        description="Окно\r\nBcc: evil@evil.test\r\n\r\nс ошибкой",
    )
    letter = read(compose(facts(files=(shot,))))
    (part,) = letter.iter_attachments()
    assert part["Content-Description"] == "Окно Bcc: evil@evil.test с ошибкой"
    assert letter["Bcc"] is None
    assert part["Bcc"] is None
