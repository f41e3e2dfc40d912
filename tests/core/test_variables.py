"""Names in braces: looked up, never evaluated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okno.core.variables import fill, unknown

VALUES = {"номер": "1042", "имя": "Анна", "срок": ""}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("№ { Номер }, {имя}!", "№ 1042, Анна!"),
        ("Здравствуйте!\n\nДо {срок}.\n\nПишите.", "Здравствуйте!\n\nПишите."),
        ("До {срок} или {никто}", ""),
        ("{никто} {0} {имя.__class__} {", "{никто} {0} {имя.__class__} {"),
        ("", ""),
    ],
)
def test_a_line_without_its_value_is_left_out_and_a_strange_name_stays(text: str, filled: str) -> None:
    assert fill(text, VALUES) == filled


def test_sec_43_a_value_is_never_read_as_a_name() -> None:
    assert fill("{тема} № {номер}", {"тема": "{номер} %s {0}", "номер": "7"}) == "{номер} %s {0} № 7"


@given(st.text(max_size=300))
def test_any_text_is_filled_without_an_error(text: str) -> None:
    assert isinstance(fill(text, VALUES), str)
    assert unknown(fill("{номер}", VALUES), VALUES) == []


def test_strangers_are_told_once_in_their_order() -> None:
    assert unknown("{б} {номер} {а} { Б }", VALUES) == ["б", "а"]
