"""What is new in an answer: twelve and more mail programs, Russian first; nothing new may get lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okno.channels.mail.parsing import html_text
from okno.channels.mail.parsing.quotes import find_new
from okno.channels.mail.understand import understand
from tests.letters.replies import CLIENTS, HTML, INTRODUCTIONS, KEPT, MOBILE, SAYINGS, WHOLE


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("saying", SAYINGS)
def test_rel_28_the_quote_of_each_program_is_cut_and_the_new_text_stays(client, saying):
    assert find_new(f"{SAYINGS[saying]}\n\n{CLIENTS[client]}").text == SAYINGS[saying]


@pytest.mark.parametrize("client", CLIENTS)
def test_rel_28_a_letter_that_only_quotes_loses_nothing_that_is_new(client):
    found = find_new(CLIENTS[client])
    assert found.text in CLIENTS[client] or found.cut


@pytest.mark.parametrize(("text", "new"), [row[1:] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_rel_28_whole_answers(text, new):
    assert find_new(text).text == new


@pytest.mark.parametrize(("html", "new"), [row[1:] for row in HTML], ids=[row[0] for row in HTML])
def test_rel_28_html_answers(html, new):
    assert find_new(html_text.text_of(html)).text == new


def test_rel_28_what_a_person_forwards_with_outlook_is_not_cut():
    body = "Посмотрите.\n\nОт: Банк\nОтправлено: 16 ноября 2026 г. 14:30\nКому: Иван\nТема: Счёт\n\nСчёт не прошёл."
    forwarded = (
        f"From: i@z.example\nSubject: FW: Счёт\nContent-Type: text/plain; charset=utf-8\n\n{body}".encode()
    )
    answered = forwarded.replace(b"FW:", b"RE:")
    assert "Счёт не прошёл." in understand(forwarded).new_text
    assert understand(answered).new_text == "Посмотрите."


@pytest.mark.parametrize("line", INTRODUCTIONS)
@pytest.mark.parametrize(
    "quote", ["\n\n> Старое\n> письмо\n", "\nСтарое\nписьмо\n", "\n\nСтарое\n\nписьмо\n"]
)
def test_rel_28_introductions_in_many_languages(line, quote):
    assert find_new(f"Новое.\n\n{line}{quote}").text == "Новое."


@pytest.mark.parametrize("line", MOBILE)
def test_rel_28_lines_of_mobile_programs_are_not_the_persons(line):
    found = find_new(f"Новое.\n\n{line}")
    assert (found.text, found.signature) == ("Новое.", line)


@pytest.mark.parametrize("text", KEPT)
def test_rel_28_what_only_looks_like_a_quote_or_a_signature_stays(text):
    assert find_new(text).text == text


@given(
    st.lists(
        st.sampled_from(
            [
                "Слово.",
                "",
                "> цитата",
                "От: я",
                "пн, 16 нояб. 2026 г. в 14:30, А <a@b.example>:",
                "-- ",
                "```",
            ]
        ),
        max_size=30,
    )
)
@settings(max_examples=200, deadline=None)
def test_lines_of_the_new_text_all_come_from_the_letter(lines):
    found = find_new("\n".join(lines))
    assert {line.strip() for line in found.text.split("\n")} <= {line.strip() for line in lines} | {""}
