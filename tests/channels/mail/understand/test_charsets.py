"""Bytes to text whatever the letter says about its charset (REL-23)."""

import pytest

from okno.channels.mail.parsing import charsets
from okno.channels.mail.understand import understand

SENTENCES = [
    "Добрый день! Не печатает принтер в бухгалтерии, помогите пожалуйста.",
    "Привет",
    "ЗАЯВКА НА РЕМОНТ ПРИНТЕРА, КАБИНЕТ 12",
    "Прошу завести учётную запись для Ёлкиной Щучьей Э.Ю. с 1 декабря.",
    "Error 0x80070005: отказано в доступе при открытии C:\\Docs\\отчёт.docx",
    "съешь ещё этих мягких французских булок, да выпей же чаю",
]
CYRILLIC = ["windows-1251", "koi8-r", "cp866", "iso-8859-5", "utf-8"]


@pytest.mark.parametrize("real", CYRILLIC)
@pytest.mark.parametrize("declared", ["", "x-unknown", "us-ascii", "iso-8859-1", "utf-8", *CYRILLIC])
def test_rel_23_russian_is_read_whatever_is_declared(real, declared):
    wrong = [text for text in SENTENCES if charsets.decode(text.encode(real), declared)[0] != text]
    # A shout in capitals that is declared in another Russian charset reads as well in both: one sentence may lose.
    assert len(wrong) <= (0 if declared in ("", "x-unknown", "us-ascii", "iso-8859-1", "utf-8", real) else 1)


@pytest.mark.parametrize(
    ("text", "real", "declared"),
    [
        ("中文信件測試", "gb18030", "gb2312"), ("スミマセン。テスト", "iso-2022-jp", "iso-2022-jp"), ("すみません。", "iso-2022-jp", ""),
        ("テスト", "shift_jis", "shift_jis"), ("한국어 시험", "cp949", "ks_c_5601-1987"), ("繁體中文", "big5", "big5"),
        ("Привет, мир", "utf-7", "utf-7"), ("Grüße aus Köln, schöne Straße", "latin-1", "us-ascii"), ("Žluťoučký kůň", "cp1250", "windows-1250"),
        ("Ελληνικά", "iso-8859-7", "iso-8859-7"), ("Привет", "utf-16", ""), ("Привіт, їжак", "koi8-u", "koi8-u"), ("Привет", "utf-8-sig", "koi8-r"),
    ],
)  # fmt: skip
def test_rel_23_charsets_of_the_world(text, real, declared):
    assert charsets.decode(text.encode(real), declared)[0] == text


@pytest.mark.parametrize(
    "name",
    [
        "idna",
        "rot13",
        "hex",
        "punycode",
        "undefined",
        "unicode_escape",
        "x" * 500,
        "../etc",
        "\x00",
        "base64",
        "zlib",
    ],
)
def test_v4_a_charset_that_is_none_is_ignored(name):
    assert charsets.codec_for(name) is None
    raw = (
        b"From: a@b.example\nContent-Type: text/plain; charset="
        + name.encode()
        + b"\n\n"
        + "Привет всем".encode("koi8-r")
    )
    assert understand(raw).text == "Привет всем"


def test_rel_23_nul_and_lone_surrogates_never_come_out():
    raw = b"From: a\x00b@c.example\nSubject: x\x00y \xed\xa0\x80\nContent-Type: text/plain; charset=utf-8\n\nab\x00c\xed\xa0\x80d\x01\x1b"
    letter = understand(raw)
    for text in (letter.text, letter.new_text, letter.subject, letter.from_email, letter.from_name):
        assert "\x00" not in text
        text.encode("utf-8")
    assert letter.text.startswith("abc")


def test_rel_23_the_why_names_a_charset_that_was_guessed():
    letter = understand(
        b"From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n"
        + "Не работает почта".encode("cp1251")
    )
    assert letter.text == "Не работает почта"
    assert any(reason.startswith("charset:") for reason in letter.why)


def test_rel_23_several_charsets_and_cut_letters_in_one_subject():
    import base64

    word = "Принтер".encode()
    first, second = word[:5], word[5:]  # a letter of two bytes is cut between the words
    subject = (
        b"=?utf-8?B?" + base64.b64encode(first) + b"?=\r\n =?UTF-8?B?" + base64.b64encode(second) + b"?= =?koi8-r?B?"
        + base64.b64encode(" не ".encode("koi8-r")) + b"?= =?windows-1251?Q?" + b"".join(b"=%02X" % one for one in "печатает".encode("cp1251")) + b"?="
    )  # fmt: skip
    assert understand(b"Subject: " + subject + b"\n\n").subject == "Принтер не печатает"


def test_rel_23_raw_eight_bit_headers_are_read():
    raw = "From: Иван Петров <i@z.example>\nSubject: Не работает принтер\n\nтекст".encode("cp1251")
    letter = understand(raw)
    assert (letter.from_name, letter.subject, letter.text) == ("Иван Петров", "Не работает принтер", "текст")
