"""Questions about working time as JSON Lines: one question a line, one answer a line."""

import json
import re
from datetime import datetime, timedelta
from typing import Any, TextIO

from okno.sla.worktime.calendar import Calendar, prepared
from okno.sla.worktime.errors import BadMoment
from okno.sla.worktime.rules import PARTS

LONGEST = 1_000_000
KINDS = ("due", "minutes", "next_working_moment", "previous_working_moment")

END_OF_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})T24:00(?::00(?:\.0+)?)?(?=[Z+-])", re.ASCII)


def explain_lines(stream_in: TextIO, stream_out: TextIO) -> None:
    """Answer every line of questions until the stream ends; empty lines are passed over.

    A question is {"kind": "due" | "minutes" | "next_working_moment" | "previous_working_moment", "zone",
    "week", "holidays", "breaks", "exceptions", "paused", "start", "seconds" | "end"}; the answer
    {"due": moment}, {"seconds": number}, {"moment": moment} or {"error": sentence}. Moments are ISO 8601,
    answered in the zone of the calendar. Open the input with errors="replace", so that bytes that are no text
    give an error line too.
    """
    while line := stream_in.readline(LONGEST + 1):
        reply: dict[str, Any]
        if len(line) > LONGEST:
            reply = {"error": f"the line is longer than {LONGEST} characters"}
            while line and not line.endswith("\n"):
                line = stream_in.readline(LONGEST)
        elif not line.strip():
            continue
        else:
            reply = answer(line)
        stream_out.write(json.dumps(reply) + "\n")
        stream_out.flush()


def answer(line: str) -> dict[str, Any]:
    """Answer one question; whatever is wrong with it becomes {"error": sentence}."""
    try:
        question = json.loads(line)
        if not isinstance(question, dict):
            return {"error": "a question is a JSON object"}
        return reply_to(question)
    except RecursionError:
        return {"error": "the line is nested too deeply"}
    except json.JSONDecodeError as error:
        return {"error": f"not JSON: {error}"}
    except (ValueError, OverflowError) as error:
        return {"error": str(error)}


def reply_to(question: dict[str, Any]) -> dict[str, Any]:
    """Answer a question that is an object; raises ValueError where it is wrong."""
    kind = question.get("kind")
    if kind not in KINDS:
        raise ValueError(f"kind: {str(kind)[:80]!r} is not one of {', '.join(KINDS)}")
    parts = {name: value for name, value in question.items() if name in PARTS and value is not None}
    calendar = prepared(json.dumps(parts))
    start, paused = moment_of(question.get("start"), "start"), pauses_of(question.get("paused") or [])
    if kind == "due":
        return {"due": local(calendar.add(start, seconds_of(question.get("seconds")), paused), calendar)}
    if kind == "minutes":
        return {"seconds": calendar.between(start, moment_of(question.get("end"), "end"), paused)}
    if kind == "next_working_moment":
        return {"moment": local(calendar.next_working_moment(start, paused), calendar)}
    return {"moment": local(calendar.previous_working_moment(start, paused), calendar)}


def moment_of(text: object, part: str) -> datetime:
    """Read an ISO 8601 moment with an offset; 24:00 is the beginning of the next day."""
    if not isinstance(text, str):
        raise BadMoment(f"{part}: a moment like 2026-12-31T09:00:00+03:00 is missing")
    shortened, ends_day = END_OF_DAY.subn(r"\1T00:00:00", text.strip())
    try:
        moment = datetime.fromisoformat(shortened)
        if ends_day:
            moment += timedelta(days=1)
    except (ValueError, OverflowError):
        raise BadMoment(f"{part}: {text[:80]!r} is not a moment like 2026-12-31T09:00:00+03:00") from None
    if moment.tzinfo is None:
        raise BadMoment(f"{part}: {text[:80]!r} has no offset from UTC")
    return moment


def pauses_of(pauses: object) -> list[tuple[datetime, datetime]]:
    """Read a list of pairs of moments."""
    if not isinstance(pauses, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in pauses):  # noqa: PLR2004
        raise BadMoment("paused: must be a list of pairs [from, to]")
    return [(moment_of(begin, "paused"), moment_of(end, "paused")) for begin, end in pauses]


def seconds_of(number: object) -> int:
    """Read a whole number of seconds."""
    if isinstance(number, float) and number.is_integer():
        return int(number)
    if not isinstance(number, int) or isinstance(number, bool):
        raise ValueError("seconds: a whole number is missing")  # noqa: TRY004 one kind of error for a wrong line
    return number


def local(moment: datetime, calendar: Calendar) -> str:
    """Write a moment by the clocks of the calendar's zone."""
    return moment.astimezone(calendar.zone).isoformat()
