"""The gist of an invitation (RFC 5545), for letters that are nothing else."""

from __future__ import annotations

import re

_STAMP = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z?))?$")
_WANTED = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION")


def summary(text: str) -> str:
    """Subject, time, place and description of the first event, a line each; empty when there is no event."""
    found: dict[str, str] = {}
    zone = ""
    inside = False
    for line in re.sub(r"\n[ \t]", "", text[:200_000]).split("\n"):
        name, _, value = line.partition(":")
        name, _, parameters = name.partition(";")
        name = name.strip().upper()
        if name == "BEGIN":
            inside = value.strip().upper() in ("VEVENT", "VTODO") or (
                inside and value.strip().upper() == "VALARM"
            )
            if value.strip().upper() == "VALARM":
                break
        elif name == "END" and value.strip().upper() in ("VEVENT", "VTODO"):
            break
        elif inside and name in _WANTED and name not in found:
            found[name] = _unescape(value.strip())
            if name == "DTSTART" and "TZID=" in parameters.upper():
                zone = parameters[parameters.upper().index("TZID=") + 5 :].split(";")[0].strip('"')
    return _lines(found, zone)


def _lines(found: dict[str, str], zone: str) -> str:
    start, end = _when(found.get("DTSTART", "")), _when(found.get("DTEND", ""))
    time = " – ".join(part for part in (start, end) if part)
    if zone and time and "UTC" not in time:
        time = f"{time} ({zone})"
    top = [part for part in (found.get("SUMMARY", ""), time, found.get("LOCATION", "")) if part]
    description = found.get("DESCRIPTION", "")
    return "\n".join([*top, "", description]).strip() if description else "\n".join(top)


def _when(stamp: str) -> str:
    match = _STAMP.match(stamp)
    if not match:
        return ""
    day = f"{match[1]}-{match[2]}-{match[3]}"
    return f"{day} {match[4]}:{match[5]}{' UTC' if match[6] else ''}" if match[4] else day


def _unescape(value: str) -> str:
    return re.sub(r"\\([nN,;\\])", lambda match: "\n" if match[1] in "nN" else match[1], value)
