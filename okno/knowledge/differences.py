"""What is different between two texts, line by line. Pure."""

from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 2  # lines that stayed, shown beside those that did not


@dataclass(frozen=True, slots=True)
class Line:
    """A line and what became of it: "same", "gone" or "new"; "skipped" stands for lines that stayed."""

    kind: str
    text: str = ""


def whole_text(text: str) -> list[Line]:
    """Return the lines of a text that is compared with nothing."""
    return [Line("same", line) for line in text.split("\n")]


def differences(before: str, after: str) -> list[Line]:
    """Return the lines that differ with some around them; nothing where the texts are the same."""
    old, new = before.split("\n"), after.split("\n")
    lines: list[Line] = []
    for number, group in enumerate(
        SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND)
    ):
        if number or group[0][1]:
            lines.append(Line("skipped"))
        for tag, a, b, c, d in group:
            if tag == "equal":
                lines += [Line("same", text) for text in old[a:b]]
            else:
                lines += [Line("gone", text) for text in old[a:b]]
                lines += [Line("new", text) for text in new[c:d]]
    return lines
