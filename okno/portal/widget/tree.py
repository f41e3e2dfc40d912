"""An article as a tree of plain data: the script on a foreign site builds elements of it and parses no HTML. Pure.

So it needs neither `innerHTML` nor a policy of Trusted Types, and what is not named here cannot come in.
"""

from html.parser import HTMLParser
from typing import Any, Final

Node = str | list[Any]
_EMPTY: Final = frozenset({"br", "hr", "img"})
_ATTRIBUTES: Final = frozenset({"href", "src", "alt", "start"})
DEEPEST: Final = 60


def tree(html: str) -> list[Node]:
    """Return cleaned HTML as nodes: words, or a list of the tag, its attributes and what is inside."""
    grower = _Grower()
    grower.feed(html)
    grower.close()
    return grower.roots


class _Grower(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.roots: list[Node] = []
        self.open: list[list[Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: list[Any] = [tag, {name: value for name, value in attrs if name in _ATTRIBUTES and value}]
        self._add(node)
        if tag not in _EMPTY and len(self.open) < DEEPEST:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, node: Node) -> None:
        (self.open[-1] if self.open else self.roots).append(node)
