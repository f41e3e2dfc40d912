"""What sort of address has been typed."""

import pytest

from okno.people.models import Channel, normalised
from okno.people.typed import understood


@pytest.mark.parametrize(
    ("typed", "channel", "value", "normal"),
    [
        (" Anna@Romashka.TEST ", "mail", "Anna@Romashka.TEST", "anna@romashka.test"),
        ("mailto:anna@romashka.test", "mail", "anna@romashka.test", "anna@romashka.test"),
        ("анна@ромашка.рф", None, "", ""),  # a local part in Cyrillic is no address of ours
        ("anna@ромашка.рф", "mail", "anna@ромашка.рф", "anna@xn--80aa3agjl3d.xn--p1ai"),
        ("8 (495) 123-45-67", "phone", "+7 495 123-45-67", "+74951234567"),
        ("+7 495 1234567 доб. 12", "phone", "+7 495 123-45-67 ext. 12", "+74951234567;ext=12"),
        ("+49 30 901820", "phone", "+49 30 901820", "+4930901820"),
        ("tel:+74951234567", "phone", "+7 495 123-45-67", "+74951234567"),
        ("@Anna_B", "telegram", "Anna_B", "anna_b"),
        ("https://t.me/anna_b", "telegram", "anna_b", "anna_b"),
        ("vk.com/id17", "vk", "id17", "id17"),
        ("https://max.ru/u/abc", "max", "u/abc", "u/abc"),
    ],
)
def test_the_kind_follows_from_what_is_typed(
    typed: str, channel: str | None, value: str, normal: str
) -> None:
    found = understood(typed)
    if channel is None:
        assert found is None
        return
    assert found == (channel, value)
    assert normalised(channel, value) == normal


@pytest.mark.parametrize(
    "typed",
    ["", " ", "Анна", "12", "anna@", "@", "a@b", "@ab", "x" * 300, "1" * 60, "<b>@x.test", "٣٣٣٣٣٣٣٣٣٣٣", "a b@c.test"],
)  # fmt: skip
def test_what_is_no_address_is_not_understood(typed: str) -> None:
    assert understood(typed) is None


def test_marks_that_turn_the_direction_do_not_stay() -> None:
    found = understood("anna\u202e@romashka.test")
    assert found is None or found[0] != Channel.MAIL or "\u202e" not in found[1]
