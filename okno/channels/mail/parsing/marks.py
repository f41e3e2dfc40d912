"""Private characters that the HTML reader leaves in its text for the quote finder. They never leave these rooms."""

from __future__ import annotations

import re

QUOTE = "\ue0f0"  # all that follows in this letter is quoted
ATTRIBUTION = "\ue0f1"  # a container that begins with «so-and-so wrote» starts here
SIGNATURE = "\ue0f2"
SIGNATURE_END = "\ue0f3"
ALL = (QUOTE, ATTRIBUTION, SIGNATURE, SIGNATURE_END)

_ANY = re.compile(f"[{''.join(ALL)}]")


def without(text: str) -> str:
    """The text as people may see it."""
    return _ANY.sub("", text)
