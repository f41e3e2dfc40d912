"""Hostile letters, written by us: crashing, slow and heavy ones (dangers V1 to V8, SEC-51, SEC-52)."""

from __future__ import annotations

import base64
import io
import zipfile

HEAD = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n"


def html(body: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + body


def text(body: bytes) -> bytes:
    return HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body


def header(line: bytes) -> bytes:
    return b"From: a@b.example\r\n" + line + b"\r\n\r\nspring"


# Each holds the word «spring» in its text or subject.
POISON: dict[str, bytes] = {
    "unknown_charset": HEAD + b"Content-Type: text/plain; charset=x-nobody\r\n\r\nspring",
    "charset_idna": HEAD + b"Content-Type: text/plain; charset=idna\r\n\r\nspring \xff",
    "charset_rot13": HEAD + b"Content-Type: text/plain; charset=rot13\r\n\r\nspring",
    "charset_hex": HEAD + b"Content-Type: text/plain; charset=hex\r\n\r\nspring",
    "charset_in_subject": header(b"Subject: =?rot13?Q?a?= =?x?B?!!?= =?utf-8?B?A?="),
    "message_id_bracket": header(b"Message-ID: <a@[b>"),
    "from_encoded_crlf": header(b"From: =?utf-8?Q?a=0D=0AB?= <a@b.example>"),
    "from_nonsense": header(b'From: @@,;:<>()"\\ =?'),
    "no_boundary": HEAD + b"Content-Type: multipart/mixed\r\n\r\nspring",
    "empty_boundary": HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\nspring',
    "boundary_of_spaces": HEAD + b'Content-Type: multipart/mixed; boundary="   "\r\n\r\nspring',
    "wrong_content_type": HEAD + b"Content-Type: \xff\xfe/;;;=\r\n\r\nspring",
    "no_head": b"spring",
    "only_a_subject": b"Subject: spring",
    "nul_in_body": text(b"sp\x00ring"),
    "nul_in_head": header(b"Sub\x00ject: x"),
    "lone_surrogates": text(b"spring \xed\xa0\x80\xed\xb0\x80"),
    "date_overflow": header(b"Date: Mon, 1 Jan 999999999 99:99:99 +99999999"),
    "parameters_without_end": HEAD + b"Content-Type: text/plain; charset=\"utf-8; name*99*=x; name*0*=''\r\n\r\nspring",
    "bad_base64": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\nc3ByaW5n=====!!!!",
    "bad_tnef": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nspring\r\n--b\r\nContent-Type: application/ms-tnef\r\n\r\n"
    b"\x78\x9f\x3e\x22\xff\xff\x01\xff\xff\xff\xff\xff\r\n--b--",
    "bad_smime": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nspring\r\n--b\r\nContent-Type: application/pkcs7-mime\r\n\r\n"
    b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80\r\n--b--",
    "body_that_is_a_boundary": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nspring\r\n--b\r\n--b\r\n--b--\r\n--b",
    "head_without_blank_line": b"From: a@b.example\r\nSubject: x\r\nspring is here",
    "utf7_trick": HEAD + b"Content-Type: text/html; charset=utf-7\r\n\r\n+ADw-script+AD4-alert(1)+ADw-/script+AD4-spring",
}  # fmt: skip

SLOW: dict[str, bytes] = {
    "deep_div": html(b"<div>" * 200_000),
    "deep_misnested": html(b"<b><div></b>" * 100_000),
    "attributes": html(b"<a " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">x</a>"),
    "unclosed_quotes": html(b"<a \"'>" * 100_000),
    "crossed_quotes": html(b"<a \"><a \"'><a '" * 60_000),
    "only_less_than": html(b"<" * 1_000_000),
    "comments": html(b"<!--" * 300_000),
    "scripts": html(b"<script>" * 100_000),
    "entities": html(b"&amp" * 1_000_000),
    "word_5_mb": html(b"<p class=MsoNormal style='mso-fareast-font-family:\"Arial\"'><span lang=RU>text<o:p></o:p></span></p>\n" * 52_000),
    "tables": html(b"<table><tr><td>" * 50_000),
    "signature_marks": html(b'<div class="gmail_signature">' * 190 + b"<br>x" * 50_000),
    "quote_marks": text(b">" * 100_000 + b" x"),
    "quote_lines": text(b">> x\n" * 100_000),
    "url_1_mb": text(b"http://a.example/" + b"x" * 1_000_000),
    "spaces": text(b" " * 1_000_000 + b"x"),
    "empty_lines": text(b"x" + b"\n" * 1_000_000 + b"x"),
    "field_lines": text("От: я\n".encode() * 60_000),
    "date_lines": text(b"On Mon, 1 Jan 2020 10:00\n" * 40_000),
    "attribution_lines": text(b"On Mon, 1 Jan 2020 10:00 a@b.c <x@y.z> foo wrote\n" * 20_000),
    "underscore_lines": text((b"_" * 80 + b"\n") * 20_000),
    "dash_lines": text(b"-- \n" * 100_000),
    "mobile_lines": text(b"Sent from my iPhone\n" * 50_000),
    "20000_encoded_words": header(b"Subject: " + b" ".join([b"=?utf-8?B?0Y8=?="] * 20_000)),
    "20000_folded_words": header(b"Subject: " + b"\r\n ".join([b"=?utf-8?B?0Y8=?="] * 20_000)),
    "subject_1_mb": header(b"Subject: " + b"x" * 1_000_000),
    "unfinished_words": header(b"Subject: " + b"=?a?q?" * 100_000),
    "5000_references": header(b"References: " + b" ".join(b"<%d@x.example>" % number for number in range(5000))),
    "reference_brackets": header(b"References: " + b"<" * 120_000),
    "nested_comments": header(b"From: " + b"(" * 60_000 + b"a@b" + b")" * 60_000),
    "escaped_quotes": header(b"From: " + b'"\\' * 60_000),
    "at_signs": header(b"From: " + b"a@" * 60_000),
    "20000_recipients": header(b"To: " + b", ".join(b"u%d@x.example" % number for number in range(20_000))),
    "folds": header(b"Subject: x\r\n" + b" \r\n" * 100_000),
    "100000_fields": header(b"\r\n".join(b"X-%d: y" % number for number in range(100_000))),
    "parameters": HEAD + b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\r\n\r\nx",
    "boundary_lines": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + b"--x\n" * 300_000,
    "uu_begins": text(b"begin 644 a\n" * 60_000),
    "koi8_2_mb": HEAD + b"\r\n" + "привет мир ".encode("koi8-r") * 180_000,
    "noise": bytes(range(256)) * 4000,
}  # fmt: skip


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.bin", b"\x00" * 20_000_000)
    return out.getvalue()


def attached(content: bytes, kind: bytes = b"application/zip") -> bytes:
    return (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nspring\r\n--b\r\nContent-Type: " + kind
        + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content) + b"--b--"
    )  # fmt: skip


BOMBS: dict[str, bytes] = {
    "zip": attached(_zip_bomb()),
    "1000_nested_multiparts": HEAD
    + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (one, one) for one in range(1000)
    )
    + b"\r\nx",
    "one_boundary_nested": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 20_000,
    "10000_attachments": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Disposition: attachment; filename=a\r\n\r\nx\r\n" * 10_000
    + b"--b--",
    "nested_letters": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2000 + b"x",
    "tnef_noise": attached(b"\x78\x9f\x3e\x22" + b"\xff" * 200_000, b"application/ms-tnef"),
}
