"""The ledger of a clock as a bar on a time line: places in per cent, for an SVG. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from okno.desk.models import Clock
from okno.look import words
from okno.sla.ledger import Ledger, Segment
from okno.sla.worktime import Kind

WHOLE = 100.0
NARROWEST = 0.3  # per cent; what is shorter would not be seen
CROWDED = 40.0  # per cent that a label needs beside another one
EDGE = 28.0  # per cent from the ends, where a label stands beside its mark and not below it


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the bar."""

    x: str
    width: str
    tone: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on the line: where it stands, and on which side of it the words are."""

    x: str
    anchor: str
    text: str


def drawn(told: Ledger, clock: Clock, now: datetime) -> dict[str, Any]:
    """Return the blocks and the marks. Hours that do not count are drawn narrower: together at most half of the bar."""
    pieces = [*told.past, *told.ahead]
    scale = _Scale(pieces)
    marks = {"start": _mark(0.0, "", clock.started_at, now)}
    if clock.stopped_at is None:
        marks["now"] = _mark(scale.place(told.ends), _("now"), told.ends, now)
    else:
        marks["stop"] = _mark(scale.place(told.ends), _("stopped"), told.ends, now)
    if scale.place(told.ends) < CROWDED:
        marks.pop("start")
    if told.due is not None:
        marks["due"] = _mark(scale.place(told.due), _("deadline"), told.due, now)
    return {"blocks": list(_blocks(pieces, scale, told)), "marks": marks}


def tone(one: Segment, told: Ledger) -> str:
    """Return what a piece looks like: off, pause, worked, ahead, late."""
    if not _is_worked(one):
        return "pause" if one.kind == Kind.PAUSE else "off"
    if told.due is not None and one.begin >= told.due:
        return "late"
    return "ahead" if one.begin >= told.ends else "worked"


class _Scale:
    """Where a moment stands on the bar."""

    def __init__(self, pieces: list[Segment]) -> None:
        worked = sum((one.length for one in pieces if _is_worked(one)), timedelta())
        idle = sum((one.length for one in pieces if not _is_worked(one)), timedelta())
        narrower = min(1.0, worked / idle) if worked and idle else 1.0
        self.edges: list[tuple[datetime, float]] = []
        at = 0.0
        for one in pieces:
            self.edges.append((one.begin, at))
            at += one.length.total_seconds() * (1.0 if _is_worked(one) else narrower)
        if pieces:
            self.edges.append((pieces[-1].end, at))
        self.whole = at or 1.0

    def place(self, moment: datetime) -> float:
        """Return the place of an edge of a piece, in per cent."""
        return WHOLE * next((at for edge, at in self.edges if edge >= moment), self.whole) / self.whole


def _blocks(pieces: list[Segment], scale: _Scale, told: Ledger) -> Iterator[Block]:
    for one in pieces:
        begin, end = scale.place(one.begin), scale.place(one.end)
        width = max(end - begin, NARROWEST)
        if one.kind is None:
            yield _block(begin, width, "off")
            width *= one.counted / one.length
        if width:
            yield _block(begin, width, tone(one, told))


def _block(x: float, width: float, tone: str) -> Block:
    return Block(f"{x:.2f}%", f"{width:.2f}%", tone)


def _mark(x: float, name: str, moment: datetime, now: datetime) -> Mark:
    anchor = "start" if x < EDGE else "end" if x > WHOLE - EDGE else "middle"
    text = words.when(timezone.localtime(moment), now=now)
    return Mark(f"{x:.2f}%", anchor, f"{name} {text}".strip())


def _is_worked(one: Segment) -> bool:
    return one.kind is None or one.kind == Kind.WORKING
