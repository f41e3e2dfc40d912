"""Plain text parts: flowed lines joined (RFC 3676), foreign mark-up of old `text/enriched` taken out."""

from __future__ import annotations

import re

from okno.channels.mail.parsing import marks
from okno.channels.mail.parsing.limits import MAX_TEXT

_ENRICHED = re.compile(r"<param>[^<]*</param>|</?[a-zA-Z][a-zA-Z0-9-]{0,60}>", re.IGNORECASE)


def tidy(text: str) -> str:
    """The text of a plain part: private marks out, a bounded length, no empty lines around."""
    return marks.without(text[:MAX_TEXT]).strip("\n").rstrip()


def unflow(text: str, *, delete_space: bool) -> str:
    """`format=flowed`: lines that end with a space continue on the next line of the same quote depth."""
    out: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        content = bare.removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if open_depth == depth and content != "-- ":
            out.append(content[:-1] if flows and delete_space else content)
        else:
            if out:
                out.append("\n")
            out.append(
                ">" * depth + (" " if depth else "") + (content[:-1] if flows and delete_space else content)
            )
        open_depth = depth if flows else -1
    return "".join(out)


def from_enriched(text: str) -> str:
    """`text/enriched` (RFC 1896) and `text/richtext` without their commands; single line ends are spaces there."""
    text = _ENRICHED.sub("", text.replace("<<", "\ue0f9")).replace("\ue0f9", "<")
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)
