"""Numbers that strangers write into addresses, forms and headers."""

DIGITS = 18  # what a bigint holds whatever the digits are


def whole(text: str, *, digits: int = DIGITS) -> int | None:
    """Return a number of plain digits, at most so many; None for all else, also for what `int` would take («1_0», « ٣»)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
