import pytest

from okno.desk.search.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ещё раз: «Ёлка»!", ["еще", "раз", "елка"]),
        ("ivanov@romashka.test", ["ivanov", "romashka", "test"]),
        ("scan_2026-11.PDF", ["scan", "2026", "11", "pdf"]),
        ("ошибка 0x80070005", ["ошибка", "0x80070005"]),
        ("№1001", ["1001"]),
        ("кое-что", ["кое", "что"]),
        ("и\u0306од", ["йод"]),  # a breve of its own, as macOS writes file names
        ("\x00\ud800 %_'\\", []),
        ("a" * 65, []),
    ],
)
def test_words_are_what_stands_between_other_signs(text, expected):
    assert words(text) == expected


def test_codes_are_the_same_on_either_keyboard():
    assert words("1С 0х80070005") == words("1C 0x80070005") == ["1c", "0x80070005"]
    assert words("2б") == ["2б"]  # has no Latin twin, so it stays as it is
