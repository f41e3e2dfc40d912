from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okno.desk.models import State
from okno.desk.models.ticket import LIVE
from okno.desk.search.dates import Span, span
from okno.desk.search.language import LONGEST, MOST_TERMS, Condition, Puzzle, Why, Words, number_in, parse
from okno.desk.search.operators import FEW, SPELLED, Operator

TODAY = date(2026, 11, 22)
pieces = st.sampled_from(
    [
        *(f"{name}:" for one in SPELLED.values() for name in (*one.russian, *one.english)),
        '"',
        "-",
        "«",
        "..",
        ">",
        ",",
        " ",
    ]
)


def asked(text):
    return parse(text, TODAY)


def test_words_phrases_and_what_must_not_occur():
    terms = asked('принтер "не печатает" -склад -"третий этаж"').terms
    assert terms == (
        Words("принтер", ("принтер",)),
        Words('"не печатает"', ("не", "печатает"), is_exact=True),
        Words("-склад", ("склад",), is_not=True),
        Words('-"третий этаж"', ("третий", "этаж"), is_not=True, is_exact=True),
    )


def test_an_address_is_its_parts_in_a_row():
    assert asked("ivanov@romashka.test").words[0].parts == ("ivanov", "romashka", "test")


@pytest.mark.parametrize("operator", Operator)
def test_every_name_of_an_operator_means_the_same(operator):
    example = SPELLED[operator].examples[1]
    meant = {(term.operator, term.meant) for name in (*SPELLED[operator].russian, *SPELLED[operator].english)
             for term in asked(f"{name}:{example}").conditions}  # fmt: skip
    assert len(meant) == 1
    assert next(iter(meant))[0] is operator


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("открыт", LIVE), ("открытые", LIVE), ("open", LIVE), ("Новый", (State.NEW,)), ("закрыта", (State.CLOSED,)),
        ("ждёт", (State.WAITING,)), ("решено", (State.RESOLVED,)), ('"в работе"', (State.OPEN,)),
        ("новый,закрыт", (State.NEW, State.CLOSED)),
    ],
)  # fmt: skip
def test_states_are_told_in_any_form(words, meant):
    (term,) = asked(f"статус:{words}").conditions
    assert term.meant == meant


@pytest.mark.parametrize("operator", FEW)
def test_what_is_offered_where_values_are_few_is_understood(operator):
    for both, *_rest, meant in FEW[operator]:
        for name, word in zip(
            (SPELLED[operator].russian[0], SPELLED[operator].english[0]), both, strict=True
        ):
            assert asked(f"{name}:{word}").conditions[0].meant == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("вид:запросы", ("request",)), ("тип:инциденты,вопросы", ("incident", "question")), ("вид:нет", ("",)),
        ("канал:письма", ("mail",)), ("канал:сайт", ("portal",)), ("ждём:заявителя", ("customer",)),
        ("ждем:подрядчика", ("third_party",)), ("waits:date", ("planned",)),
    ],
)  # fmt: skip
def test_kinds_channels_and_waiting_are_told_in_any_form(words, meant):
    assert asked(words).conditions[0].meant == meant


def test_a_value_may_stand_behind_a_space_and_in_quotation_marks():
    assert asked("от: иванов принтер").terms == asked("от:иванов принтер").terms
    assert asked("кому:«Вера Соколова»").conditions[0].values == ("Вера Соколова",)
    assert asked('кому: "Вера Соколова"').conditions[0].values == ("Вера Соколова",)


def test_what_is_not_understood_is_told_and_the_rest_is_searched():
    found = asked("статсу:открыт принтер статус:синий создан:когда-то срок:")
    assert [term.parts for term in found.words] == [("принтер",)]
    unknown, wrong, never, empty = found.puzzles
    assert (unknown.said, unknown.why) == ("статсу:открыт", Why.UNKNOWN)
    assert "статус:открыт" in unknown.possible
    assert wrong.why is never.why is Why.WRONG_VALUE
    assert "статус:закрыт" in wrong.possible
    assert empty.why is Why.NO_VALUE


@pytest.mark.parametrize(
    "words", ["создан:вчера,сегодня", "срок:сегодня,просрочен", "changed:2026-11-01,2026-11-05"]
)
def test_where_one_value_counts_several_are_not_understood_instead_of_forgotten(words):
    [puzzle] = asked(words).terms
    assert isinstance(puzzle, Puzzle)
    assert puzzle.why is Why.WRONG_VALUE


def test_addresses_of_pages_times_and_drives_are_words():
    assert [term.parts for term in asked("https://desk.test/a 12:30 C:\\temp").words] == [
        ("https", "desk", "test", "a"), ("12", "30"), ("c", "temp"),
    ]  # fmt: skip


def test_a_pasted_error_can_be_looked_for_as_words_by_one_press():
    (puzzle,) = asked("Error:0x80070005").puzzles
    (term,) = asked(puzzle.possible[-1]).words
    assert term.parts == ("error", "0x80070005")


def test_a_term_can_be_taken_out():
    found = asked('принтер статус:открыт -"склад два"')
    assert [found.without(term) for term in found.terms] == [
        'статус:открыт -"склад два"', 'принтер -"склад два"', "принтер статус:открыт",
    ]  # fmt: skip


def test_only_a_word_that_is_being_typed_may_go_on():
    assert asked("принт").is_typing
    assert not any(asked(text).is_typing for text in ("принт ", '"принт"', "-принт", "принт от:анна", ""))


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("2026-11-01", date(2026, 11, 1), date(2026, 11, 2)),
        ("01.11.2026", date(2026, 11, 1), date(2026, 11, 2)),
        ("1.11", date(2026, 11, 1), date(2026, 11, 2)),
        ("31.12", date(2025, 12, 31), date(2026, 1, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("11.2026", date(2026, 11, 1), date(2026, 12, 1)),
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        (">2026-11-01", date(2026, 11, 2), None),
        (">=2026-11-01", date(2026, 11, 1), None),
        ("<2026-11-01", None, date(2026, 11, 1)),
        ("<=2026-11-01", None, date(2026, 11, 2)),
        ("2026-11-01..2026-11-05", date(2026, 11, 1), date(2026, 11, 6)),
        ("..01.11.2026", None, date(2026, 11, 2)),
        ("01.11.2026..", date(2026, 11, 1), None),
        ("сегодня", TODAY, date(2026, 11, 23)),
        ("yesterday", date(2026, 11, 21), TODAY),
        ("неделя", date(2026, 11, 16), date(2026, 11, 23)),
    ],
)
def test_days_as_people_write_them(words, since, until):
    assert span(words, TODAY) == Span(since, until)


@pytest.mark.parametrize(
    "words",
    [
        "31.02.2026",
        "2026-13-01",
        "9999-12-31",
        "9999",
        "0000",
        "",
        "..",
        ">",
        "<=",
        "завтрак",
        "1..x",
        "29.02",
    ],
)
def test_days_that_do_not_exist_are_nothing(words):
    assert span(words, TODAY) is None


@pytest.mark.parametrize(
    ("text", "number"), [("1001", 1001), (" № 1001 ", 1001), ("#7", 7), ("12a", None), ("9" * 19, None)]
)
def test_a_number_alone_is_a_number(text, number):
    assert number_in(text) == number


@given(
    st.one_of(
        st.text(max_size=400), st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=60).map("".join)
    )
)
def test_any_text_is_understood_within_bounds(text):
    found = asked(text)
    assert len(found.text) <= LONGEST
    assert len(found.terms) <= MOST_TERMS + 1
    for term in found.terms:
        assert isinstance(term, Words | Condition | Puzzle)
        assert len(found.without(term)) <= LONGEST + MOST_TERMS
    for term in found.words:
        assert term.parts
        assert all(part.isalnum() for part in term.parts)
    for term in found.conditions:
        assert all(term.values)


@given(st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=30).map("".join))
def test_what_was_understood_is_understood_again(text):
    terms = [term for term in asked(text).terms if not isinstance(term, Puzzle)]
    again = asked(" ".join(term.said for term in terms))
    assert [type(term) for term in again.terms][: len(terms)] == [type(term) for term in terms]


@given(st.text(max_size=30))
def test_any_day_is_understood_or_not(text):
    found = span(text, TODAY)
    assert found is None or found.since or found.until
