"""The accent of a provider in both schemes: one colour that was chosen, shades of it that can be read everywhere. Pure.

Lightness is moved in OKLCH (Björn Ottosson, 2020) until the contrast of WCAG 2.2 holds: 4.5 to 1 on the lightest and on the
darkest ground on which the accent stands, and for the words that stand on it. Whatever is chosen can be read.
"""

import math
import re
from dataclasses import dataclass
from typing import Final

COLOUR: Final = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
ENOUGH: Final = 4.6  # to one; a little more than the 4.5 that are asked for
# Lightness and chroma of the soft accent of our tokens.
_LIGHT_GROUND, _DARK_GROUND = (
    (0.962, 0.018),
    (0.275, 0.038),
)
_DARKEST, _LIGHTEST, _STEP = 0.05, 0.97, 0.005
_COLOURED: Final = 0.02  # a chroma below is grey, and stays it
Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Shades:
    """The accent on light and on dark ground as lightness, and the chroma and hue that both have."""

    light: float
    dark: float
    chroma: float
    hue: float


def shades(colour: str) -> Shades:
    """Return the readable shades of a colour like “#2b6cb0”; raises ValueError for anything else."""
    found = COLOUR.fullmatch(colour)
    if found is None:
        raise ValueError(colour)
    whole = int(found[1], 16)
    lightness, chroma, hue = _oklch((whole >> 16 & 255, whole >> 8 & 255, whole & 255))
    chroma = min(chroma, 0.2)
    light = _moved(min(lightness, 0.62), -_STEP, chroma, hue, _LIGHT_GROUND)
    dark = _moved(max(lightness, 0.7), _STEP, min(chroma, 0.13), hue, _DARK_GROUND)
    return Shades(light, dark, chroma, hue)


def sheet(colour: str) -> str:
    """Return the tokens of the accent as a style sheet; raises ValueError."""
    found = shades(colour)
    hue, strong, mild = round(found.hue, 1), round(found.chroma, 3), round(min(found.chroma, 0.13), 3)
    faint = 1.0 if strong >= _COLOURED else 0.0

    def pair(name: str, light: tuple[float, float], dark: tuple[float, float]) -> str:
        drawn = [f"oklch({100 * one:.1f}% {chroma:g} {hue:g})" for one, chroma in (light, dark)]
        return f"    --{name}: light-dark({drawn[0]}, {drawn[1]});\n"

    tokens = (
        pair("accent", (found.light, strong), (found.dark, mild))
        + pair("accent-hover", (found.light - 0.05, strong), (min(found.dark + 0.05, 0.95), mild))
        + pair("accent-soft", (_LIGHT_GROUND[0], 0.018 * faint), (_DARK_GROUND[0], 0.038 * faint))
        + pair("accent-line", (0.87, 0.05 * faint), (0.42, 0.07 * faint))
        + pair("on-accent", (1.0, 0.0), (0.2, 0.03 * faint))
        + pair("focus", (found.light, strong), (found.dark, mild))
    )
    return f"@layer base {{\n  :root {{\n{tokens}  }}\n}}\n"


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast of two colours in linear light (WCAG 2.2): 1 to 21."""
    low, high = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other))
    return (high + 0.05) / (low + 0.05)


def linear(lightness: float, chroma: float, hue: float) -> Rgb:
    """Return a colour of OKLCH in linear light, cut to what a screen can show."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _cut(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _cut(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _cut(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def _moved(lightness: float, step: float, chroma: float, hue: float, ground: tuple[float, float]) -> float:
    """Return the first lightness with enough contrast on this ground, and under words of the other scheme's end."""
    below, words = linear(*ground, hue), linear(1.0 if step < 0 else 0.2, 0.0, hue)
    while _DARKEST < lightness < _LIGHTEST:
        shade = linear(lightness, chroma, hue)
        if min(contrast(shade, below), contrast(shade, words)) >= ENOUGH:
            break
        lightness += step
    return lightness


def _oklch(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    red, green, blue = (_from_screen(one / 255) for one in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _from_screen(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - IEC 61966-2-1


def _cut(part: float) -> float:
    return min(1.0, max(0.0, part))
