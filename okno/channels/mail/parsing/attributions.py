"""Lines by which mail programs introduce a quote, in the languages that we meet. Every pattern is linear.

Sources: letters of the named programs; wordings were collected from their answers, not from their code.
"""

from __future__ import annotations

import re

MAX_LINES = 5  # an attribution is folded into at most so many lines
_MAX_LENGTH = 700

_VERBS = (
    "wrote|writes|said|schrieb|schreibt|schrieben|geschrieben|a écrit|à écrit|écrit|escribió|escribio|"
    "escreveu|scritto|"
    "ha scritto|scrisse|napisał|napisała|napisał\\(a\\)|napisał/a|pisze|schreef|het volgende geschreven|skrev|"
    "skriver|kirjoitti|"
    "napsal|napsala|napsal\\(a\\)|napísal|napísala|napísal\\(a\\)|írta|írta be|ezt írta|написал|написала|"
    "написал\\(а\\)|написали|пишет|"
    "пишут|писал|писала|писал\\(а\\)|сообщил|сообщила|ответил|ответила|написав|написала|написав\\(ла\\)|пише|"
    "напісаў|піша|"
    "жазды|yazdı|şunu yazdı|şunları yazdı|写道|寫道|寫|のメール|wrote the following|a scris|napisao je|je napisao|"
    "je napisal|"
    "έγραψε|napisał[ao]? użytkownik|さんは書きました|님이 작성|作成|viết|đã viết|menulis|הא? כתב|כתב/ה|كتب"
)
_VERB_END = re.compile(
    rf"(?:^|[\s>)\"'»“”,:：]|日|午|前|後)(?:{_VERBS})\s*(?:\([^()]{{0,40}}\))?\s*[:：]?[\s*_-]*$",
    re.IGNORECASE,
)
_VERB_TAILS = (")", *(verb.replace("\\", "").replace("[ao]?", "") for verb in _VERBS.split("|")))
_VERB_ANY = re.compile(rf"(?:^|[\s>)\"'»,]){'(?:' + _VERBS + ')'}(?:$|[\s:：,<])", re.IGNORECASE)
_COLON_END = re.compile(r"[:：]\s*[*_]*\s*$")
_EMAIL = re.compile(r"[^\s<>@\"'(),;:\[\]]{1,100}@[\w.-]{2,200}")
_EMAIL_END = re.compile(r"@[\w.-]{2,200}[\s>)\]\"'»*_]*[:：][\s*_]*$")
_TIME = re.compile(
    r"\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2}\s?(?:AM|PM|a\.m\.|p\.m\.)\b|[上下]午|\d{1,2}시|\d{1,2}時", re.IGNORECASE
)
_MONTHS = (
    "jan|feb|mar|mär|maer|apr|may|mai|maj|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|déc|fév|avr|juin|juil|août|"
    "aoû|ene|abr|"
    "ago|dic|gen|mag|giu|lug|set|ott|out|fev|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru|led|úno|bře|dub|kvě|čer|"
    "srp|zář|říj|"
    "янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|"
    "tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu|oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|"
    "maart|mrt|mei|janv|mars|dub|list|pros|styczn|grudni"
)
_DATE = re.compile(
    rf"\b\d{{4}}[-./]\s?\d{{1,2}}[-./]\s?\d{{1,2}}|\b\d{{1,2}}[-./]\s?\d{{1,2}}[-./]\s?\d{{2,4}}\b|\d{{4}}年|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th|\.|-го|\s+de|er)?\s?-?(?:{_MONTHS})[\w.]*|\b(?:{_MONTHS})[\w.]*\s+\d{{1,2}}\b",
    re.IGNORECASE,
)
_OWN_DATE = re.compile(r"^[\s\[(]{0,4}(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})\b")
_WEEKDAYS = (
    "mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс|нд|понедельник|вторник|среда|среду|четверг|пятница|"
    "пятницу|суббота|"
    "субботу|воскресенье|lun|mar|mer|jeu|ven|sam|dim|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|"
    "freitag|"
    "samstag|sonntag|lunes|martes|miércoles|jueves|viernes|sábado|domingo|seg|ter|qua|qui|sex|sáb|dom|pon|wt|"
    "śr|czw|pt|sob|"
    "nie|niedz|poniedziałek|wtorek|środa|czwartek|piątek|ma|ti|ke|to|pe|la|su|tir|ons|tor|fre|lør|søn|man|mån|"
    "tis|lör|sön|"
    "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|po|út|st|čt|pá|so|ne|понеділок|вівторок|середа|"
    "пʼятниця"
)
_START = re.compile(
    r"^[\s>*_\"'«-]*+(?:(?:On|At|In|Am|Le|El|Em|Op|Il|Den|Dnia|Dne|V|Quoting|Zitat|From|En|À|W|Pe|În|Vào|No|В|От|Во|У|"
    r"Цитирую|Вы писали|于)\b|在|\d{1,4}\s?[-./:年년]|\d{1,2}\s|"
    rf"(?:{_WEEKDAYS})[a-zа-яё]*[.,\s]|(?:{_MONTHS})[a-zа-яё]*[.,\s])",
    re.IGNORECASE,
)
_FEW_WORDS = 3
_DAY_WORD_LENGTH = 3  # shorter ones are ordinary words of other languages
_DAY_WORD = re.compile(
    rf"\b(?:{'|'.join(day for day in _WEEKDAYS.split('|') if len(day) >= _DAY_WORD_LENGTH)})\b", re.IGNORECASE
)
_NAMED_START = re.compile(r"^[\s*_]*+[\"'«]?[\w(][^<>:;!?]{0,120}<[^<>\s]{1,200}@[^<>]{1,200}>", re.UNICODE)
_DASHED = re.compile(r"^\s*+-{2,}+\s*+(?P<inside>\S[^\n]{5,400}?)\s*+-{2,}\s*$")
_YOU_WROTE = re.compile(r"^\s*(?:Вы писали|Ви писали|You wrote)\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"^\s*(?:In article|В сообщении|В статье|Quoting|Цитирую|Zitat von|"
    r"Здравствуйте, .{1,80}\. Вы писали)\b.{0,200}[:：]\s*$",
    re.IGNORECASE,
)


def is_attribution(text: str, *, before_quote: bool) -> bool:
    """True when the (joined) line says who wrote the quote below. Right before `>` lines less proof is asked for."""
    text = text.strip()
    if not 4 <= len(text) <= _MAX_LENGTH:  # noqa: PLR2004 (shorter says nothing)
        return False
    dashed = _DASHED.match(text)
    if dashed:
        text = dashed["inside"]
    verb = bool(_VERB_END.search(text))
    colon = bool(_COLON_END.search(text))
    email = bool(_EMAIL.search(text))
    dated = bool(_DATE.search(text))
    timed = bool(_TIME.search(text))
    starts = bool(_START.match(text))
    if verb:
        return dated or email or (timed and starts) or (before_quote and colon)
    if colon and (_has_verb_inside(text) or _is_dated_sender(text)):
        return True
    if not before_quote:
        return False
    return (
        bool(_REFERENCE.match(text)) or (colon and (dated or timed or email)) or (email and dated and timed)
    )


def _has_verb_inside(text: str) -> bool:
    """«X schrieb am 5. Mai 2016, 12:00:»; an address after the verb is the last word, else a person tells something."""
    verb = _VERB_ANY.search(text)
    if not verb:
        return False
    if _EMAIL.search(text, verb.end()):
        return bool(_EMAIL_END.search(text))
    return bool(_DATE.search(text) or _EMAIL.search(text))


def _is_dated_sender(text: str) -> bool:
    """«03.03.2025, 10:12, "X" <x@b.example>:» and «Вы писали 3 марта 2025 г., 10:12:», which have no verb at the end."""
    if not _DATE.search(text):
        return False
    timed = bool(_TIME.search(text))
    if timed and _YOU_WROTE.match(text):
        return True
    if _NAMED_START.match(text):
        return timed
    if not _EMAIL_END.search(text):
        return False
    starts = bool(_START.match(text))
    if text.rstrip(" *_:：").endswith((">", ")", "]")):
        return timed or (starts and "<" in text)
    return timed and starts and _is_next_to_its_date(text)


def _is_next_to_its_date(text: str) -> bool:
    """True when few words stand between date, time and a bare address: «10:12 +03:00 от x@b.example:»."""
    email = _EMAIL.search(text)
    if email is None:
        return False
    before = max(match.end() for pattern in (_DATE, _TIME) for match in pattern.finditer(text))
    return len(text[before : email.start()].split()) <= _FEW_WORDS


def may_end(line: str) -> bool:
    """True when an attribution can end with this line: a colon or a verb. Cheap, for every line of a letter."""
    tail = line[-60:].rstrip(" \t*_-\xa0")
    return tail.endswith((":", "：")) or (
        tail.lower().endswith(_VERB_TAILS) and _VERB_END.search(tail) is not None
    )


def may_start(line: str) -> bool:
    """True when an attribution that is folded over several lines can begin with this line."""
    return (
        starts_dated(line)
        or bool(_NAMED_START.match(line))
        or bool(_DASHED.match(line))
        or (bool(_START.match(line)) and bool(_TIME.search(line) or _DAY_WORD.search(line)))
    )


def starts_dated(line: str) -> bool:
    """True when the line begins as an attribution does and holds a date."""
    return bool(_START.match(line)) and bool(_DATE.search(line))


def has_second_date(first: str, later: str) -> bool:
    """True when both lines begin with a date: then the later one does not go on with the earlier one."""
    return bool(_OWN_DATE.match(first) and _OWN_DATE.match(later))
