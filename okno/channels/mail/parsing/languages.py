"""A cheap guess of the language, by letters alone."""

from __future__ import annotations

_SAMPLE = 600
_UKRAINIAN = frozenset("іїєґ")
_FEW = 20


def of(text: str) -> tuple[str, ...]:
    """`ru`, `uk` or `en` where the letters are clear, the more frequent first; empty when they are not."""
    cyrillic = latin = ukrainian = 0
    for char in text[:_SAMPLE].lower():
        if "а" <= char <= "я" or char in "ёіїєґў":
            cyrillic += 1
            ukrainian += char in _UKRAINIAN
        elif "a" <= char <= "z":
            latin += 1
    found = []
    if cyrillic >= _FEW:
        found.append((cyrillic, "uk" if ukrainian * 25 > cyrillic else "ru"))
    if latin >= _FEW and latin * 4 > cyrillic:
        found.append((latin, "en"))
    return tuple(name for _count, name in sorted(found, reverse=True))
