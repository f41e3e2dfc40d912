import pytest

from okno.core.numbers import whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("125", 125),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("", None),
        ("-1", None),
        ("1_0", None),
    ]
    + [(strange, None) for strange in (" 1", "1 ", "+1", "1.0", "٣", "１２", "²", "x", "1\x00")],
)
def test_a_number_is_plain_digits_that_a_bigint_holds(text: str, number: int | None) -> None:
    assert whole(text) == number


def test_fewer_digits_may_be_wanted() -> None:
    assert whole("12345", digits=5) == 12345
    assert whole("123456", digits=5) is None
