"""What programs, companies and their lawyers put around the words of a person; and bytes that programs spoil."""

import base64

import pytest

from okno.channels.mail.parsing import addresses, html_text
from okno.channels.mail.parsing.quotes import find_new
from okno.channels.mail.understand import understand
from tests.letters.programs import ANSWERS, HTML, WHOLE

TEXT = "Здравствуйте! Не работает принтер в кабинете 305."
HEAD = (
    b"From: a@b.example\nSubject: y\nContent-Type: text/plain; charset=%s\nContent-Transfer-Encoding: %s\n\n"
)


@pytest.mark.parametrize(("text", "new"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_rel_28_what_others_put_below_is_not_the_persons(text, new):
    assert find_new(text).text == new


@pytest.mark.parametrize("name", WHOLE)
def test_rel_28_what_a_person_says_stays_whole(name):
    assert find_new(WHOLE[name]).text == WHOLE[name]


def test_rel_28_an_answer_of_the_bat_that_cannot_be_told_apart_stays_whole():
    text = "Здравствуйте, Окно.\n\nВы писали 3 марта 2025 г., 10:12:\n\nКакая модель?\n\nHP 1020"
    assert "HP 1020" in find_new(text).text


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["utf-16le", "utf-16be", "utf-16", "utf-8", ""])
def test_sixteen_bits_are_known_by_themselves(charset, declared):
    letter = understand(HEAD % (declared.encode(), b"base64") + base64.b64encode(TEXT.encode(charset)))
    assert letter.text == TEXT


@pytest.mark.parametrize("said", [TEXT, "Hello, this is plain text and no base64 at all. Please help!"])
def test_words_that_claim_to_be_base64_are_read_as_words(said):
    assert understand(HEAD % (b"utf-8", b"base64") + said.encode()).text == said


def test_white_space_after_a_soft_line_end_does_not_break_letters():
    body = b"=D0= \t\r\n=9F=D1=80=D0=B8=D0=B2=D0=B5=  \n=D1=82"
    assert understand(HEAD % (b"utf-8", b"quoted-printable") + body).text == "Привет"


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"\n", b"\xef\xbb\xbf\n"])
def test_the_head_is_found_below_a_byte_order_mark_and_empty_lines(before):
    letter = understand(before + b"From: a@b.example\nSubject: y\n\nx")
    assert (letter.from_email, letter.subject, letter.text) == ("a@b.example", "y", "x")


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        ("=?utf-8?B?0J/RgNC40LLQtdGC", "Привет"),
        ("=?utf-8?B?0J/RgNC4?= =?utf-8?B?0LLQtdGC0", "Привет"),
        ("Re: =?utf-8?Q?=D0=9F=D1=80=D0", "Re: Пр"),
        ("a =?b?", "a =?b?"),
    ],
)
def test_an_encoded_word_that_was_cut_off_is_read_as_far_as_it_goes(value, subject):
    assert understand(f"From: a@b.example\nSubject: {value}\n\nx".encode()).subject == subject


@pytest.mark.parametrize(
    ("written", "name"), [("%D0%A1%D1%87.pdf", "Сч.pdf"), ("50%25.pdf", "50%25.pdf"), ("%FF%FE.pdf", "%FF%FE.pdf")]
)  # fmt: skip
def test_a_file_name_with_percent_signs_is_read_where_it_is_an_address(written, name):
    letter = understand(
        b"From: a@b.example\nContent-Type: application/pdf\nContent-Disposition: attachment; "
        + f'filename="{written}"\n\nx'.encode()
    )
    assert letter.attachments[0].filename == name


@pytest.mark.parametrize(
    "head",
    [
        "Subject: Нет в офисе: Иван Петров (вернусь 10.03.2025)", "Subject: Автоматты жауап: x",
        "Subject: Прочитано: Заявка\nContent-Type: multipart/report; report-type=disposition-notification; boundary=R",
    ],
)  # fmt: skip
def test_more_automatic_letters_are_known(head):
    letter = understand(f"From: a@b.example\n{head}\n\nтекст".encode())
    assert letter.is_auto_reply
    assert not letter.is_bounce


def test_the_report_of_a_russian_exchange_is_a_bounce():
    letter = understand(
        "From: Системный администратор <a@z.example>\nSubject: Не удается доставить: Re: x\n\n"
        "Следующие получатели недоступны:\n\nivan@z.example\n".encode()
    )
    assert letter.is_bounce


@pytest.mark.parametrize("name", HTML)
def test_rel_28_containers_of_programs_are_not_the_persons_words(name):
    assert find_new(html_text.text_of(HTML[name])).text == "Не помогло."


def test_rel_24_a_text_that_has_a_file_name_is_shown_where_there_is_no_other():
    letter = understand(
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=M\n\n--M\nContent-Type: text/plain; charset=utf-8; name=m.txt\n\n"
        b"\xd0\x9f\xd1\x80\n--M\nContent-Type: application/pdf; name=a.pdf\n\nx\n--M--"
    )
    assert letter.text == "Пр"
    assert [one.filename for one in letter.attachments] == ["m.txt", "a.pdf"]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('Content-Disposition: attachment; filename="???.pdf"', "Акт.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''=?utf-8?B?0JDQutGC?=2.pdf", "Акт2.pdf"),
        ('Content-Disposition: attachment; filename="B.pdf"', "B.pdf"),
    ],
)
def test_a_spoilt_file_name_is_read_from_where_it_is_whole(head, name):
    letter = understand(
        f'From: a@b.example\nContent-Type: application/pdf; name="=?utf-8?B?0JDQutGC?=.pdf"\n{head}\n\nx'.encode()
    )
    assert letter.attachments[0].filename == name


@pytest.mark.parametrize(
    ("value", "name", "email"),
    [
        ("=?utf-8?B?0J7QntCeICLQoNC+0LzQsNGI0LrQsCI=?= <r@z.example>", 'ООО "Ромашка"', "r@z.example"),
        ("'Ivan' <i@z.example>", "Ivan", "i@z.example"), ("[i@z.example]", "", "i@z.example"), ("Pat O'Neil <p@z.example>", "Pat O'Neil", "p@z.example"),
        ("root@[192.0.2.1]", "", "root@[192.0.2.1]"),
    ],
)  # fmt: skip
def test_names_and_addresses_between_marks(value, name, email):
    assert addresses.read(value.encode()) == [addresses.Mailbox(name, email)]


@pytest.mark.parametrize("piece", [b"@[", b"a@", b"a", b"[@", b"@[]"])
def test_v4_a_sender_of_120_kilobytes_is_read_in_linear_time(piece):
    addresses.read(piece * (120_000 // len(piece)))


@pytest.mark.parametrize(
    "subject",
    [
        "Вне офиса не работает VPN",
        "Out of office setup does not work",
        "Отсутствие интернета",
        "Автоответчик сломан",
    ],
)
def test_a_person_who_speaks_of_an_absence_is_no_program(subject):
    assert not understand(f"From: a@b.example\nSubject: {subject}\n\nx".encode()).is_auto_reply


@pytest.mark.parametrize(
    "subject",
    [
        "Out of Office Re: x",
        "Вне офиса: x",
        "Отсутствие в офисе Re: x",
        "Out of the office until Monday",
        "Я в отпуске",
    ],
)
def test_a_notice_of_absence_is_automatic(subject):
    assert understand(f"From: a@b.example\nSubject: {subject}\n\nx".encode()).is_auto_reply


@pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_letter_that_an_editor_saved_is_read(charset, end):
    letter = understand(
        end.join(["From: a@b.example", "Subject: Тема", "", "Текст", "письма"]).encode(charset)
    )
    assert (letter.from_email, letter.subject, letter.text) == ("a@b.example", "Тема", "Текст\nписьма")
