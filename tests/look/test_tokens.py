"""The colours are checked as numbers: OKLCH → sRGB → contrast of WCAG 2.2."""

import math
import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "okno/look/static/look/css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
GROUNDS = {
    "ink": "canvas surface raised selected accent-soft note hover",
    "ink-2": "canvas surface sunken selected accent-soft hover pressed",
    "ink-3": "canvas surface raised selected hover",
    "accent": "surface canvas accent-soft",
    "on-accent": "accent accent-hover",
    "near": "surface near-soft selected canvas",
    "missed": "surface missed-soft selected accent-soft canvas",
    "good": "surface good-soft",
    "note-ink": "note surface",
    "tone-ink": "tone-1 tone-2 tone-3 tone-4 tone-5 tone-6 tone-7 tone-8",
}
TEXT_ON = [(ink, ground) for ink, grounds in GROUNDS.items() for ground in grounds.split()]
SHAPES_ON = [("focus", "surface"), ("focus", "canvas"), ("focus", "note"), ("line-strong", "surface")]


def pair(name):
    """Return the light and the dark luminance of a token."""
    value = re.search(rf"--{name}: ([^;]+);", TOKENS).group(1)
    colours = re.findall(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", value)
    return [luminance(*map(float, colour)) for colour in colours]


def luminance(lightness, chroma, hue):
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    light = lightness / 100
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1, max(0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    brighter, darker = max(one, other), min(one, other)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_can_be_read_in_both_themes(ink, ground):
    for one, other in zip(pair(ink), pair(ground), strict=True):
        assert contrast(one, other) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPES_ON)
def test_shapes_that_mean_something_can_be_seen_in_both_themes(shape, ground):
    for one, other in zip(pair(shape), pair(ground), strict=True):
        assert contrast(one, other) >= 3


def test_no_colour_literal_stands_outside_of_the_tokens():
    for sheet in CSS.rglob("*.css"):
        if sheet.name != "tokens.css":
            text = sheet.read_text(encoding="utf-8")
            assert not re.search(r"(oklch|rgba?|hsla?)\(|#[0-9a-f]{3,8}\b|:\s*(white|black|red)\b", text), (
                sheet
            )


def test_every_token_that_is_used_exists():
    known = set(re.findall(r"(--[\w-]+):", TOKENS))
    for sheet in CSS.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        own = set(re.findall(r"(--[\w-]+):", text))
        assert set(re.findall(r"var\((--[\w-]+)", text)) <= known | own, sheet
