"""Letters that broke other desks: each is understood or refused with a type, fast, whatever the bytes."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from okno.channels.mail.letter import Letter
from okno.channels.mail.understand import BeyondLimitsError, TooBigError, TooDeepError, glimpse, understand
from tests.letters.poison import BOMBS, POISON, SLOW

SECONDS = 2.0


def calmly(raw: bytes) -> Letter | None:
    """The letter, or None when it was refused in the agreed way; anything else fails the test."""
    try:
        letter = understand(raw)
    except BeyondLimitsError:
        return None
    for text in (
        letter.subject,
        letter.from_name,
        letter.from_email,
        *(one.filename for one in letter.attachments),
    ):
        assert not re.search("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]", text)
    for text in (
        letter.text,
        letter.new_text,
        letter.html,
        letter.signature,
        *letter.references,
        letter.message_id,
    ):
        assert not re.search("[\x00\ud800-\udfff\ue0f0-\ue0f9]", text)
    return letter


@pytest.mark.parametrize("name", POISON)
def test_v4_poison_is_understood_without_a_crash(name):
    letter = calmly(POISON[name])
    assert letter is not None
    assert "spring" in letter.text + letter.subject


@pytest.mark.parametrize("name", SLOW)
def test_sec_51_v5_slow_input_takes_less_than_two_seconds(name):
    started = time.process_time()
    calmly(SLOW[name])
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("name", BOMBS)
def test_sec_52_bombs_are_bounded(name):
    letter = calmly(BOMBS[name])
    assert letter is None or len(letter.attachments) <= 1000


def test_v6_too_deep_and_too_big_are_refused_with_their_types():
    with pytest.raises(TooDeepError):
        understand(BOMBS["1000_nested_multiparts"])
    with pytest.raises(TooBigError):
        understand(b"x" * (64 * 1024 * 1024 + 1))
    assert glimpse(b"From: a@b.example\nSubject: big\n\n" + b"x" * 2_000_000).subject == "big"


def test_sec_52_of_ten_thousand_parts_the_letter_says_that_some_were_not_opened():
    letter = understand(BOMBS["10000_attachments"])
    assert "limits.parts" in letter.why
    assert letter.attachments


@given(st.binary(max_size=600))
@settings(max_examples=300, deadline=None)
@example(b"")
@example(b"\n")
@example(b"\r\r\r")
@example(b"--")
@example(b":")
@example(b"From: ")
def test_any_bytes_give_a_letter(raw):
    calmly(raw)


TOKENS = [
    b"From: ", b"To: ", b"Subject: ", b"Content-Type: ", b"multipart/mixed; boundary=b", b'multipart/alternative; boundary="b"', b"text/html", b"text/plain; charset=",
    b"koi8-r", b"utf-7", b"message/rfc822", b"message/delivery-status", b"application/ms-tnef", b"text/calendar", b"Content-Transfer-Encoding: base64", b"\r\n", b"\n", b"\n\n", b"--b",
    b"--b--", b"=?utf-8?B?0Y8=?=", b"=?koi8-r?Q?=D1?=", b"<a@b>", b'"', b"(", b"<", b">", b"> ", b"\x00", b"\xff", b"; name*0*=utf-8''%D0", b"; filename=", b"<div>", b"</div>",
    b"Content-Disposition: attachment", b"Message-ID: <a@[b>", b"References: ", b" ", b"\t", "\u041e\u0442: ".encode(), b"-- \n", b"wrote:\n", b"begin 644 a\n", b"end\n", b"BEGIN:VEVENT\n", b"0\x80\x06\t*",
]  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=60).map(b"".join))
@settings(max_examples=400, deadline=None)
def test_broken_letters_give_a_letter(raw):
    calmly(raw)


@given(
    st.sampled_from(sorted(POISON)),
    st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=4)), max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_mutated_letters_give_a_letter(name, changes):
    raw = bytearray(POISON[name])
    for place, piece in changes:
        at = place % (len(raw) + 1)
        raw[at : at + len(piece)] = piece
    calmly(bytes(raw))
