"""No regular expression of ours can be made slow: each is fed what its own parts suggest, repeated and spoiled (SEC-51)."""

import ast
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import product
from pathlib import Path
from re import _constants as signs  # type: ignore[attr-defined] # the tree of a pattern has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

OURS = Path(__file__).resolve().parents[2] / "okno"
USES = {"search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
LAZY = {"finditer": "findall", "subn": "sub"}  # what does the same work at once
SIZES = (300, 16_000)
SECONDS = 0.15  # of the processor; a linear one needs a thousandth
SIGNS_AT_MOST = 6
# Asked of a style sheet of ours, and of cleaned HTML, in which each such sign begins a tag.
OUR_OWN_TEXT = {r"--[\w-]+: [^;{}]+;", r"<[^>]*>", r"<[^>]*>|&nbsp;"}
CLASSES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_WORD": "-"}


def patterns() -> Iterator[tuple[str, str | bytes, int, set[str]]]:
    """Return where a pattern stands, the pattern, its flags and how it is used, as the source tells."""
    for path in sorted(OURS.rglob("*.py")):
        source = path.read_text("utf-8")
        if "re." not in source:
            continue
        for node in ast.walk(tree := ast.parse(source)):
            found = _of_re(node)
            if found is None:
                continue
            call, use = found
            uses = {use} if use in USES else _uses_of(_name_of(call, tree), source)
            try:
                pattern = eval(compile(ast.Expression(call.args[0]), "", "eval"), {})
                flags = _flags(call)
            except NameError:
                continue  # put together from others, each of which stands here for itself
            yield f"{path.relative_to(OURS.parent)}:{node.lineno}", pattern, flags, uses  # type: ignore[attr-defined]


def _of_re(node: ast.AST) -> tuple[ast.Call, str] | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        where = node.func.value
        if isinstance(where, ast.Name) and where.id == "re" and node.func.attr in USES | {"compile"}:
            return node, node.func.attr
    return None


def _name_of(call: ast.Call, tree: ast.Module) -> str:
    return next(
        (
            ast.unparse(one.targets[0] if isinstance(one, ast.Assign) else one.target)
            for one in ast.walk(tree)
            if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is call
        ),
        "",
    )


def _uses_of(name: str, source: str) -> set[str]:
    return (set(re.findall(rf"\b{name}\.(\w+)\(", source)) & USES if name else set()) or {"search"}


def _flags(call: ast.Call) -> int:
    given = [*call.args[1:], *(one.value for one in call.keywords if one.arg == "flags")]
    flags = 0
    for one in given:
        if "re." in ast.unparse(one):
            flags |= eval(ast.unparse(one), {"re": re})
    return flags


def _signs_of(tree: object) -> Iterator[str]:
    """Return a sign for each part of a pattern, in its order."""
    for operation, value in tree:  # type: ignore[attr-defined]
        if operation is signs.LITERAL:
            yield chr(value)
        elif operation is signs.RANGE:
            yield chr(value[0])
        elif operation is signs.CATEGORY:
            yield CLASSES.get(str(value), "x")
        elif operation in (signs.ANY, signs.NOT_LITERAL):
            yield "x"
        elif operation is signs.IN:
            yield from [*_signs_of(value)][:2] or ["x"]
        elif operation is signs.BRANCH:
            for branch in value[1][:6]:
                yield from _signs_of(branch)
        elif isinstance(value, tuple) and value:
            yield from _signs_of(value[-1]) if hasattr(value[-1], "data") else ()


def killers(pattern: str | bytes, size: int) -> Iterator[str | bytes]:
    """Return texts that a backtracking matcher may stumble over: a beginning, something again and again, a wrong end."""
    text = "".join(_signs_of(parser.parse(pattern)))[:60]
    each = list(dict.fromkeys(sorted(text, key=text.count, reverse=True)))[:SIGNS_AT_MOST]
    again = [*each, text, *("".join(pair) for pair in product(each[:4], repeat=2))]
    for beginning, one in product(("", text), filter(None, again)):
        killer = beginning + one * (size // len(one)) + "\x00"
        yield killer if isinstance(pattern, str) else killer.encode("latin-1")


@pytest.mark.usefixtures("alarm")
def test_sec_51_no_pattern_of_ours_can_be_made_slow() -> None:
    slow, seen = {}, set()
    for where, pattern, flags, uses in patterns():
        if pattern in OUR_OWN_TEXT:
            continue
        seen.add(where)
        compiled = re.compile(pattern, flags)
        for size, use in product(SIZES, sorted(uses)):
            if where not in slow and (worst := _slowest(compiled, use, size)) > SECONDS:
                slow[where] = (pattern[:80], use, size, round(worst, 2))
    assert len(seen) > 200, "the patterns are found"
    assert not slow


def _slowest(compiled: re.Pattern[Any], use: str, size: int) -> float:
    """Return the longest time for one text; what takes longer than it may is given up."""
    worst = 0.0
    use = LAZY.get(use, use)
    pattern = compiled.pattern
    run = partial(compiled.sub, pattern[:0]) if use == "sub" else getattr(compiled, use)
    for text in killers(pattern, size):
        start = time.process_time()
        with suppress(TooSlow):
            signal.setitimer(signal.ITIMER_VIRTUAL, 2 * SECONDS)
            try:
                run(text)
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if (worst := max(worst, time.process_time() - start)) > SECONDS:
            break
    return worst


class TooSlow(Exception):
    """The matcher looks for signals while it works."""


@pytest.fixture
def alarm() -> Iterator[None]:
    def ring(_number: int, _frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, ring)
    yield
    signal.signal(signal.SIGVTALRM, before)
