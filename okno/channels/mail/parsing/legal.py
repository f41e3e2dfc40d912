"""The words of companies' lawyers at the end of a letter: «this message is confidential»."""

from __future__ import annotations

import re

_ABOUT_THIS = re.compile(
    r"(?:данн(?:ое|ом|ого)|эт(?:о|ом|ого)|настоящ(?:ее|ем|его)|ц(?:ей|е|ьому)|эл(?:ектронно|\.)е)\s+(?:электронно\w*\s+|"
    r"почтово\w*\s+|електронн\w*\s+)*(?:сообщени|письм|повідомлення|лист)|содержание\s+(?:данного|этого|настоящего)|"
    r"this\s+(?:electronic\s+)?(?:e-?mail|message|communication|transmission)|contents?\s+of\s+this|"
    r"information\s+(?:contained\s+)?in\s+this|dies(?:e|er)\s+(?:e-?mail|nachricht)|"
    r"c(?:e|et)\s+(?:message|courriel|e-?mail)|осы\s+хабар",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"конфиденциальн|коммерческ\w+\s+тайн|confidential|privileged|proprietary|vertraulich|confidentiel|конфіденційн|құпия",
    re.IGNORECASE,
)
_NOT_FOR_YOU = re.compile(
    r"предназначен\w*\s|по\s+ошибке|ошибочно|не\s+являетесь|intended|addressee|in\s+error|by\s+mistake|irrtümlich|"
    r"nicht\s+der\s+(?:richtige|beabsichtigte)|par\s+erreur|помилково|призначен\w*\s",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^[\s*_]*(?:внимание|важно|конфиденциальность|уведомление о конфиденциальности|disclaimer|confidentiality(?: notice)?|"
    r"important(?: notice)?|notice)[\s*_!:.]*$",
    re.IGNORECASE,
)
_SEARCHED = 40  # lines from the end
_MAX_LINE = 2000
_SHORT = 100  # characters; shorter words are a person's


def split(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines above the legal words, and these; they must be the very end and something must stand above."""
    first = max(0, len(lines) - _SEARCHED)
    tail = "\n".join(line[:_MAX_LINE] for line in lines[first:])
    for match in _ABOUT_THIS.finditer(tail):
        place = tail.count("\n", 0, match.start())
        rest = tail[tail.rfind("\n", 0, match.start()) + 1 :]
        if not (_SECRET.search(rest) and _NOT_FOR_YOU.search(rest)) or len(rest.strip()) < _SHORT:
            return lines, []
        if any(line.rstrip().endswith("?") for line in rest.split("\n")):
            continue
        start = _with_heading(lines, first + place)
        if any(line.strip() for line in lines[:start]):
            return lines[:start], lines[start:]
        return lines, []
    return lines, []


def _with_heading(lines: list[str], start: int) -> int:
    above = start
    while above and not lines[above - 1].strip():
        above -= 1
    return above - 1 if above and _HEADING.match(lines[above - 1][:_MAX_LINE]) else start
