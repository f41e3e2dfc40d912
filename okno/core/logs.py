"""Log lines without secrets: JSON for machines, plain words for people."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Values behind these names never reach a log line, whoever wrote it.
_secret = re.compile(
    r"(?i)((?:pass(?:word|wd)?|secret|token|api[_-]?key|authorization|cookie|session(?:id)?|code)[\w-]{0,30}[\"']?\s*[=:]\s*[\"']?)"
    r"(?:bearer\s+|basic\s+)?[^\s\"',;&)]+"
)
_in_url = re.compile(r"(://[^:/@\s]*:)[^@/\s]+@")
_control = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


def scrub(line: str) -> str:
    """Put dots in place of whatever looks like a secret; control characters cannot forge a line."""
    return _control.sub("�", _in_url.sub(r"\1•••@", _secret.sub(r"\1•••", line)))


class PlainLines(logging.Formatter):
    """One line for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: time, level, place, words."""
        at = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        line = scrub(f"{at} {record.levelname.lower():7} {record.name}: {record.getMessage()}").replace(
            "\n", " "
        )
        return line + (f"\n{scrub(self.formatException(record.exc_info))}" if record.exc_info else "")


class JsonLines(logging.Formatter):
    """One JSON object a line, as log collectors like it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object as one line."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        if request_id.get():
            entry["request"] = request_id.get()
        if record.exc_info:
            entry["error"] = scrub(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)
