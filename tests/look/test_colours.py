import pytest

from okno.look.colours import contrast, linear, shades, sheet

CHOSEN = ["#000000", "#ffffff", "#2b6cb0", "#ffdd00", "#00ff00", "#ff0000", "#7a1fa2", "#808080", "#E30611"]


@pytest.mark.parametrize("colour", CHOSEN)
def test_whatever_is_chosen_can_be_read_in_both_schemes(colour: str) -> None:
    found = shades(colour)
    light = linear(found.light, found.chroma, found.hue)
    dark = linear(found.dark, min(found.chroma, 0.13), found.hue)
    for ground in ((1.0, 0.0, 0), (0.974, 0.004, 255), (0.962, 0.018, found.hue)):
        assert contrast(light, linear(*ground)) >= 4.5
    for ground in ((0.185, 0.008, 262), (0.215, 0.009, 262), (0.275, 0.038, found.hue)):
        assert contrast(dark, linear(*ground)) >= 4.5
    assert contrast(dark, linear(0.2, 0.03, found.hue)) >= 4.5  # words on a button of the dark scheme


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert shades("#2b6cb0").light == pytest.approx(0.52, abs=0.02)


def test_the_sheet_holds_tokens_alone() -> None:
    text = sheet("2B6CB0")
    assert text.count("light-dark(oklch(") == 6
    assert text.startswith("@layer base {")


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#12345g", "#1234567", "}</style>"])
def test_sec_06_anything_else_is_no_colour(colour: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        sheet(colour)
