"""Broken and unusual MIME: the visible text is there, every file is there (REL-24, REL-25)."""

import base64
import hashlib

import pytest

from okno.channels.mail.understand import understand

HEAD = b"From: a@b.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n"


def multipart(*parts: bytes, kind: bytes = b"mixed", boundary: bytes = b"b0", end: bool = True) -> bytes:
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\r\n\r\n' + body
        + (b"--" + boundary + b"--\r\n" if end else b"")
    )  # fmt: skip


PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "Привет".encode()
EMPTY = b"Content-Type: text/plain\r\n\r\n\r\n"
PAGE = b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>" + "Привет".encode() + b"</p>"
CONTENT = bytes(range(256)) * 3
FILE = (
    b'Content-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    + base64.encodebytes(CONTENT)
)
INVITATION = (
    b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n"
    + (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261123T070000Z\r\nDTEND:20261123T080000Z\r\nSUMMARY:План\\, встреча\r\n"
        "LOCATION:Комната 5\r\nDESCRIPTION:Об\r\n суждаем\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()
)


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN, PAGE, multipart(PLAIN, PAGE, kind=b"alternative"), multipart(EMPTY, PAGE, kind=b"alternative"), multipart(EMPTY, PAGE), multipart(PLAIN, FILE),
        multipart(PLAIN, end=False), multipart(multipart(PLAIN, PAGE, kind=b"alternative", boundary=b"b1"), FILE),
        multipart(multipart(PLAIN, boundary=b"b0"), FILE), b"Content-Type: multipart/mixed\r\n\r\n--x\r\n" + PLAIN + b"\r\n--x--",
        b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--x\r\n' + PLAIN + b"\r\n--x--", b"Content-Type: multipart/mixed; boundary=absent\r\n\r\n" + "Привет".encode(),
        b"Content-Type: multipart/mixed; boundary=wrong\r\n\r\n--b0\r\n" + PLAIN + b"\r\n--b0--", b"Content-Type: text\r\n\r\n" + "Привет".encode(),
        b"\r\n" + "Привет".encode(), b"Content-Type: ;;;\r\n\r\n" + "Привет".encode(), b"Content-Type: multipart/alternative; boundary=b\r\n\r\n" + "Привет".encode(),
        b"Content-Type: text/html\r\n\r\n" + "Привет<html><body></body></html>".encode(), b"Content-Type: text/html; charset=utf-8\r\n\r\n" + b"<div>" * 5000 + "Привет".encode(),
        b"Content-Type: text/plain; name=body.txt; charset=utf-8\r\n\r\n" + "Привет".encode(),
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode("Привет".encode()), b"Content-Transfer-Encoding: BASE64 \r\n\r\n" + base64.b64encode("Привет".encode()).rstrip(b"="),
        b"Content-Transfer-Encoding: nonsense\r\n\r\n" + "Привет".encode(), b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=D0=9F=D1=80=D0=B8=D0=B2=D0=B5=D1=82=",
        multipart(b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\n" + "Привет".encode()),
        multipart(PLAIN + b"\r\n--b0--\r\n", FILE), b"X-Bad header line\r\nSubject: s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "Привет".encode(),
    ],
)  # fmt: skip
def test_rel_24_the_visible_text_is_never_lost(raw):
    assert understand(HEAD + raw).text == "Привет"


def test_rel_24_a_letter_with_bare_cr_line_ends_is_read():
    letter = understand(b"From: a@b.example\rSubject: s\r\rtext")
    assert (letter.subject, letter.text) == ("s", "text")


def test_rel_24_only_an_invitation_shows_its_gist():
    letter = understand(HEAD + INVITATION)
    assert letter.text == "План, встреча\n2026-11-23 07:00 UTC – 2026-11-23 08:00 UTC\nКомната 5\n\nОбсуждаем"
    assert [one.content_type for one in letter.attachments] == ["text/calendar"]
    assert understand(HEAD + multipart(PLAIN, INVITATION, kind=b"alternative")).text == "Привет"


def test_rel_24_only_an_opaque_s_mime_signature_shows_the_signed_text():
    inner = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "Подписано".encode()
    signed = _der(0x30, _oid("2a864886f70d010702") + _der(0xA0, _der(0x30, _der(0x02, b"\x01") + _der(0x31, b"") + _der(
        0x30, _oid("2a864886f70d010701") + _der(0xA0, _der(0x04, inner))))))  # fmt: skip
    raw = (
        HEAD
        + b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.encodebytes(signed)
    )
    letter = understand(raw)
    assert letter.text == "Подписано"
    assert [one.filename for one in letter.attachments] == ["smime.p7m"]


def _der(tag: int, content: bytes) -> bytes:
    size = bytes([len(content)]) if len(content) < 128 else b"\x82" + len(content).to_bytes(2, "big")
    return bytes([tag]) + size + content


def _oid(hexadecimal: str) -> bytes:
    return _der(0x06, bytes.fromhex(hexadecimal))


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"Content-Transfer-Encoding: base64", base64.encodebytes(CONTENT)),
        (b"Content-Transfer-Encoding: base64", base64.b64encode(CONTENT)),
        (b"Content-Transfer-Encoding: base64", base64.b64encode(CONTENT[:700]) + b"\r\n" + base64.b64encode(CONTENT[700:])),
        (b"Content-Transfer-Encoding: base64", b"!!" + base64.encodebytes(CONTENT).replace(b"\n", b" \r\n") + b"\r\n"),
        (b"Content-Transfer-Encoding: x-uuencode", b"begin 644 a.pdf\r\n" + b"".join(__import__("binascii").b2a_uu(CONTENT[at : at + 45]) for at in range(0, 768, 45)) + b"`\nend\r\n"),
        (b"Content-Transfer-Encoding: quoted-printable", b"".join(b"=%02X" % byte + (b"=\r\n" if number % 20 == 19 else b"") for number, byte in enumerate(CONTENT))),
        (b"Content-Transfer-Encoding: binary", CONTENT),
        (b"X-None: x", CONTENT),
    ],
)  # fmt: skip
def test_rel_25_every_file_arrives_byte_for_byte(head, body):
    part = (
        b'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="a.pdf"\r\n'
        + head
        + b"\r\n\r\n"
        + body
    )
    letter = understand(HEAD + multipart(PLAIN, part, PLAIN))
    assert [one.filename for one in letter.attachments] == ["a.pdf"]
    assert hashlib.sha256(letter.attachments[0].content).digest() == hashlib.sha256(CONTENT).digest()


def test_rel_25_forty_files_without_names_are_forty_files():
    letter = understand(
        HEAD
        + multipart(
            PLAIN,
            *[
                b"Content-Type: image/png\r\nContent-ID: <p%d>\r\n\r\n\x89PNG\r\n\x1a\n%d" % (n, n)
                for n in range(40)
            ],
        )
    )
    assert len({one.filename for one in letter.attachments}) == 40
    assert {(one.kind, one.content_id[:1]) for one in letter.attachments} == {("png", "p")}


def test_rel_25_an_inner_letter_is_a_file_named_by_its_subject():
    inner = b"Content-Type: message/rfc822\r\n\r\nSubject: =?utf-8?B?0KHRh9GR0YI=?=\r\nFrom: x@y.example\r\n\r\ninner"
    letter = understand(HEAD + multipart(PLAIN, inner))
    assert [one.filename for one in letter.attachments] == ["Счёт.eml"]
    assert letter.attachments[0].content.endswith(b"inner")
    assert letter.text == "Привет"


def test_rel_25_an_inline_picture_keeps_its_content_id():
    page = b'Content-Type: text/html\r\n\r\n<img src="cid:p1@x">'
    picture = b"Content-Type: image/gif\r\nContent-ID: <p1@x>\r\nContent-Disposition: inline\r\n\r\nGIF89a"
    letter = understand(HEAD + multipart(page, picture, kind=b"related"))
    assert letter.html == '<img data-cid="p1@x">'
    assert (letter.attachments[0].content_id, letter.attachments[0].inline) == ("p1@x", True)


def test_rel_25_a_uuencoded_file_inside_plain_text_is_a_file():
    body = b"Content-Type: text/plain\r\n\r\nlook\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\nbye"
    letter = understand(HEAD + body)
    assert [(one.filename, one.content) for one in letter.attachments] == [("a.txt", b"Cat")]
    assert "begin" not in letter.text


def test_flowed_text_is_joined():
    letter = understand(
        HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\none \r\ntwo\r\n> q \r\n> r\r\n-- \r\nme"
    )
    assert letter.text == "one two\n> q r\n-- \nme"


def test_a_plain_part_that_only_asks_for_html_gives_way():
    plain = b"Content-Type: text/plain\r\n\r\nYour e-mail program does not support HTML."
    page = (
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>"
        + "Настоящий текст письма. ".encode() * 20
        + b"</p>"
    )
    assert understand(HEAD + multipart(plain, page, kind=b"alternative")).text.startswith("Настоящий")
