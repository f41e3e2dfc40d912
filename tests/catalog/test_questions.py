"""Forms: which questions can be asked, which are, and what is an answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from okno.catalog.answers import as_text, check, lines, name_of
from okno.catalog.questions import BadQuestion, condition_words, meant, when_words

LAPTOP: list[dict[str, Any]] = [
    {"key": "who", "kind": "person", "label": "Кто выходит", "required": True},
    {"key": "day", "kind": "date", "label": "Когда"},
    {"key": "needs", "kind": "several", "label": "Что нужно", "choices": ["ноутбук", "телефон"]},
    {
        "key": "model",
        "kind": "choice",
        "label": "Какой ноутбук",
        "choices": ["лёгкий", "мощный"],
        "required": True,
        "when": [{"about": "needs", "is_not": False, "values": ["Ноутбук"]}],
    },
    {
        "key": "why",
        "kind": "long",
        "label": "Зачем мощный",
        "required": True,
        "when": [{"about": "model", "is_not": False, "values": ["мощный"]}],
    },
    {"key": "ok", "kind": "consent", "label": "Согласие", "required": True},
]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def refused(*questions: dict[str, Any]) -> str:
    with pytest.raises(BadQuestion) as wrong:
        meant(list(questions))
    return str(wrong.value)


def given(**answers: str | list[str]) -> dict[str, list[str]]:
    return {key: one if isinstance(one, list) else [one] for key, one in answers.items()}


def test_what_was_kept_is_kept_again_as_it_is() -> None:
    kept = meant(LAPTOP)
    assert meant(kept) == kept
    assert kept[3]["when"][0]["values"] == ["ноутбук"]  # as the choice is written


def test_a_question_without_a_key_gets_one_that_nobody_has() -> None:
    kept = meant([{"kind": "text", "label": "Где"}, {"key": "q1", "kind": "text", "label": "Что"}])
    assert [one["key"] for one in kept] == ["q2", "q1"]


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ("second", "form a circle"),
        ("third", "stands later"),
        ("first", "speaks of itself"),
        ("no", "not there"),
    ],
)
def test_a_condition_speaks_of_an_earlier_question_and_makes_no_circle(about: str, told: str) -> None:
    def when(key: str) -> list[dict[str, Any]]:
        return [{"about": key, "is_not": False, "values": []}]

    questions = [
        {"key": "first", "kind": "text", "label": "Первый", "when": when(about)},
        {"key": "second", "kind": "text", "label": "Второй", "when": when("first")},
        {"key": "third", "kind": "text", "label": "Третий"},
    ]
    assert told in refused(*questions)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"kind": "text", "label": " "}, "no words"),
        ({"kind": "magic", "label": "Да"}, "no such kind"),
        ({"kind": "choice", "label": "Да", "choices": []}, "nothing to choose"),
        ({"kind": "choice", "label": "Да", "choices": ["а", "А"]}, "twice"),
        ({"kind": "text", "label": "Да", "key": "<b>"}, "Latin"),
        ({"kind": "text", "label": "я" * 201}, "longer than"),
        ({"kind": "text", "label": ["да"]}, "words are wanted"),
        ({"kind": "text", "label": "Да", "prefill": "password"}, "nothing like this"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_words(question: dict[str, Any], told: str) -> None:
    assert told in refused(question)


def test_a_condition_names_a_choice_that_there_is() -> None:
    asks = {"kind": "choice", "label": "Цвет", "key": "a", "choices": ["белый"]}
    when = [{"about": "a", "values": ["чёрный"]}]
    assert "no choice “чёрный”" in refused(asks, {"kind": "text", "label": "Оттенок", "when": when})


def test_only_what_is_asked_is_wanted_and_kept() -> None:
    found = check(meant(LAPTOP), given(who="Иван", needs=["телефон"], model="мощный", why="игры", ok="1"))
    assert not found.errors
    assert found.answers == {"who": "Иван", "needs": ["телефон"], "ok": True}


def test_a_hidden_question_hides_those_that_rest_on_it() -> None:
    found = check(meant(LAPTOP), given(who="Иван", needs=["ноутбук"], model="мощный", ok="1"))
    assert list(found.errors) == ["why"]
    found = check(meant(LAPTOP), given(who="Иван", model="мощный", ok="1"))
    assert not found.errors


@pytest.mark.parametrize(
    ("kind", "words", "answer"),
    [
        ("number", "1 200,5", "1200.5"),
        ("number", "−3", "-3"),
        ("number", "NaN", None),
        ("number", "1e9999", None),
        ("number", "много", None),
        ("date", "31.12.2026", "2026-12-31"),
        ("date", "2026-12-31", "2026-12-31"),
        ("date", "31.02.2026", None),
        ("date", "завтра", None),
        ("text", "я" * 501, None),
        ("text", "a\x00b", "ab"),
        ("choice", "третье", None),
        ("person", "Иван <ivan@romashka.test>", "Иван <ivan@romashka.test>"),
        ("person", "ivan@", None),
    ],
)
def test_an_answer_is_understood_or_refused(kind: str, words: str, answer: str | None) -> None:
    questions = meant(
        [{"key": "a", "kind": kind, "label": "А"} | ({"choices": ["одно"]} if kind == "choice" else {})]
    )
    found = check(questions, given(a=words))
    assert found.answers.get("a") == answer
    assert bool(found.errors) is (answer is None)


def test_answers_are_told_in_the_words_of_the_form() -> None:
    questions = meant(LAPTOP)
    answers = {
        "who": "Иван",
        "day": "2026-12-31",
        "needs": ["ноутбук", "телефон"],
        "why": "рендер\nвидео",
        "ok": True,
    }
    assert ("Что нужно", "ноутбук, телефон") in lines(questions, answers)
    text = as_text(questions, answers)
    assert text.startswith("Кто выходит: Иван\n")
    assert "Зачем мощный:\nрендер\nвидео\n" in text
    assert name_of(questions, answers) == "Иван"


def test_a_condition_is_told_in_a_sentence() -> None:
    questions = meant(LAPTOP)
    assert when_words(questions[3], questions) == "“Что нужно” is “ноутбук”"
    empty = {"about": "who", "is_not": True, "values": []}
    assert condition_words(empty, questions) == "“Кто выходит” is left empty"


def test_english_words_are_kept_and_told_to_who_reads_english_alone() -> None:
    plain = [dict(LAPTOP[2], label_en="What is needed", choices_en=["laptop"])]
    kept = meant(plain)
    assert kept[0]["choices_en"] == ["laptop", ""]
    assert meant(kept) == kept
    answers = {"needs": ["ноутбук", "телефон"]}
    assert lines(kept, answers) == [("What is needed", "laptop, телефон")]
    with translation.override("ru"):
        assert lines(kept, answers) == [("Что нужно", "ноутбук, телефон")]


@pytest.mark.parametrize(
    ("in_english", "wrong"),
    [
        (["laptop", "phone", "more"], "more choices in English"),
        (["same", "Same"], "twice"),
        ("laptop", "words are wanted"),
        ([{"a": 1}], "words are wanted"),
        (["x" * 121], "longer than"),
    ],
)
def test_english_choices_that_cannot_be_are_refused(in_english: Any, wrong: str) -> None:
    assert wrong in refused(dict(LAPTOP[2], choices_en=in_english))


def test_english_choices_of_nothing_are_not_kept() -> None:
    assert "choices_en" not in meant([dict(LAPTOP[2], choices_en=["", ""])])[0]
    assert "choices_en" not in meant([dict(LAPTOP[0], choices_en=["laptop"])])[0]
