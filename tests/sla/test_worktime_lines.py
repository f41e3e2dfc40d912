"""The protocol of `okno sla explain --lines`."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okno.sla.worktime import answer, explain_lines
from okno.sla.worktime.lines import LONGEST

WEEK = {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "fri": [["09:00", "24:00"]]}
QUESTION = {"kind": "due", "zone": "Europe/Moscow", "week": WEEK, "start": "2026-03-02T12:00:00+03:00"}


def ask(**parts) -> dict:
    return answer(json.dumps({**QUESTION, **parts}))


def answers(text: str) -> list[dict]:
    out = io.StringIO()
    explain_lines(io.StringIO(text), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("parts", "reply"),
    [
        ({"seconds": 7200}, {"due": "2026-03-02T15:00:00+03:00"}),
        ({"seconds": 3600}, {"due": "2026-03-02T13:00:00+03:00"}),
        ({"seconds": 3600.0}, {"due": "2026-03-02T13:00:00+03:00"}),
        ({"seconds": 0}, {"due": "2026-03-02T12:00:00+03:00"}),
        ({"seconds": -7200}, {"due": "2026-03-02T10:00:00+03:00"}),
        ({"seconds": 7200, "start": "2026-03-02T09:00:00Z"}, {"due": "2026-03-02T15:00:00+03:00"}),
        ({"seconds": 20 * 3600}, {"due": "2026-03-07T00:00:00+03:00"}),
        ({"seconds": 1, "start": "2026-03-08T24:00:00+03:00"}, {"due": "2026-03-09T09:00:01+03:00"}),
        ({"seconds": 60, "holidays": ["2026-03-02"]}, {"due": "2026-03-06T09:01:00+03:00"}),
        (
            {"seconds": 60, "breaks": {"2026-03-02": [["11:00", "12:30"]]}},
            {"due": "2026-03-02T12:31:00+03:00"},
        ),
        (
            {"seconds": 60, "exceptions": {"2026-03-02": [["20:00", "21:00"]]}},
            {"due": "2026-03-02T20:01:00+03:00"},
        ),
        (
            {"seconds": 60, "paused": [["2026-03-02T09:00:00Z", "2026-03-02T12:30:00Z"]]},
            {"due": "2026-03-02T15:31:00+03:00"},
        ),
        ({"kind": "minutes", "end": "2026-03-02T17:00:00+03:00"}, {"seconds": 4 * 3600}),
        ({"kind": "minutes", "end": "2026-03-02T12:00:00.9+03:00"}, {"seconds": 0}),
        ({"kind": "next_working_moment"}, {"moment": "2026-03-02T12:00:00+03:00"}),
        (
            {"kind": "next_working_moment", "start": "2026-03-02T13:00:00+03:00"},
            {"moment": "2026-03-02T14:00:00+03:00"},
        ),
        (
            {"kind": "previous_working_moment", "start": "2026-03-02T13:10:00+03:00"},
            {"moment": "2026-03-02T13:00:00+03:00"},
        ),
        (
            {"seconds": 60, "holidays": None, "breaks": None, "paused": None, "note": "an extra key"},
            {"due": "2026-03-02T12:01:00+03:00"},
        ),
    ],
)
def test_each_kind_of_question_has_its_answer(parts, reply):
    assert ask(**parts) == reply


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"kind": "tomorrow"}, "kind"),
        ({"kind": None}, "kind"),
        ({"kind": ["due"]}, "kind"),
        ({}, "seconds"),
        ({"seconds": "60"}, "seconds"),
        ({"seconds": True}, "seconds"),
        ({"seconds": 0.5}, "seconds"),
        ({"seconds": 10**30}, "2200"),
        ({"seconds": 60, "start": "2026-03-02T12:00:00"}, "start"),
        ({"seconds": 60, "start": "tomorrow"}, "start"),
        ({"seconds": 60, "start": None}, "start"),
        ({"seconds": 60, "start": "9999-12-31T24:00:00+03:00"}, "start"),
        ({"seconds": 60, "start": "0001-01-01T00:00:00+14:00"}, "1900"),
        ({"kind": "minutes"}, "end"),
        ({"seconds": 60, "zone": "Mars/Olympus"}, "zone"),
        ({"seconds": 60, "zone": None}, "zone"),
        ({"seconds": 60, "week": {}}, "week"),
        ({"seconds": 60, "week": {"mon": [["09:00", "13:00"], ["12:00", "14:00"]]}}, "week.mon"),
        ({"seconds": 60, "week": 5}, "week"),
        ({"seconds": 60, "paused": [["2026-03-02T12:00:00Z"]]}, "paused"),
        ({"seconds": 60, "paused": {}}, None),
        ({"seconds": 60, "paused": "always"}, "paused"),
        ({"seconds": 60, "paused": [["2026-03-03T00:00:00Z", "2026-03-02T00:00:00Z"]]}, "pause"),
    ],
)
def test_a_wrong_question_gets_an_error_that_names_the_part(parts, words):
    reply = ask(**parts)
    if words is None:
        assert reply == {"due": "2026-03-02T12:01:00+03:00"}
    else:
        assert list(reply) == ["error"]
        assert words in reply["error"]


def test_every_line_has_its_answer_in_order_and_a_bad_one_stops_nothing():
    good = json.dumps({**QUESTION, "seconds": 60})
    lines = [
        good,
        "no json",
        "[1]",
        "",
        '"text"',
        "[" * 100_000,
        '{"a": NaN}',
        "1" * 5000,
        "\ufffd\x00",
        good,
    ]
    found = answers("\n".join(lines))
    assert found[0] == found[-1] == {"due": "2026-03-02T12:01:00+03:00"}
    assert len(found) == len(lines) - 1  # the empty line asks nothing
    assert all(list(reply) == ["error"] for reply in found[1:-1])


def test_a_line_without_an_end_and_a_line_that_is_too_long():
    good = json.dumps({**QUESTION, "seconds": 60})
    found = answers("x" * (3 * LONGEST) + "\n" + good)
    assert list(found[0]) == ["error"]
    assert found[1:] == [{"due": "2026-03-02T12:01:00+03:00"}]
    assert answers("") == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.text(max_size=200))
def test_any_text_gets_an_answer_or_an_error(text):
    assert list(answer(text)) == ["error"]


@given(
    st.sampled_from(
        ["kind", "zone", "week", "holidays", "breaks", "exceptions", "paused", "start", "seconds"]
    ),
    json_values,
)
def test_any_value_in_any_place_gets_an_answer_or_an_error(place, value):
    reply = ask(**{"seconds": 60, place: value})
    assert len(reply) == 1
    assert set(reply) <= {"due", "error"}
