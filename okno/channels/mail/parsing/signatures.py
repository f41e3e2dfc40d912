"""Where a signature begins. Cut only what surely is one: what a person wrote must never get lost."""

from __future__ import annotations

import re

from okno.channels.mail.parsing import legal

_DELIMITER = re.compile(r"^(?:-- ?|--\s*|—|–|__|_{3,}|-{3,}|\*{3,}|={3,}|\xad-{2})\s*$")
_MOBILE = re.compile(
    r"^[\s*_>(\[-]{0,6}(?:sent (?:from|via|using|by) (?:my |a |the |an |yahoo|mail|outlook|proton|samsung|"
    r"gmail|mobile|blackberry|iphone|ipad|yandex|windows)|"
    r"get outlook for|sent from outlook|sent with |"
    r"отправлено (?:с |со |из |от |через )|отправлен[оа]? с (?:моего|iphone|ipad|мобильного)|послано с |послано из|"
    r"надіслано з|адпраўлена з|"
    r"envoyé (?:de|depuis|à partir de|avec)|von mein(?:em|er) .{2,40} gesendet|gesendet (?:von|mit|über)|"
    r"diese nachricht wurde von mein|"
    r"enviado (?:desde|do|de|via|a partir)|inviato da|verzonden (?:vanaf|met|van|vanuit)|verstuurd vanaf|"
    r"жіберілді |sendt fra|skickat från|"
    r"lähetetty |wysłan[eoa] z|odesláno z|iphone'umdan|(?:[\w ]{2,20})?から送信|发自我的|從我的|나의 .{2,20}에서 보냄|"
    r"sent from (?:nine|spark|airmail|canary|edison|newton|mailbird|bluemail|typeapp|superhuman)\b|"
    r"простите за краткость|please excuse (?:my|the) brevity|"
    r"yahoo mail (?:for|на)|яндекс\.?почт|mail\.ru для)",
    re.IGNORECASE,
)
_OUTLOOK_APP = re.compile(
    r"^[\s*_>(\[-]{0,6}(?:(?:получить|получите|скачать|скачайте|загрузить|загрузите|установить|установите|завантажити|"
    r"завантажте|отримати|отримайте|télécharge[rz]|obtenir|obtenez|obtener|scarica|ottieni|pobierz|hol dir|laden sie)\s+)?"
    r"outlook\s+(?:for|для|für|pour|para|per|dla|voor)\s+(?:ios|android|mac(?:os)?|windows|iphone|ipad)"
    r"(?:\s+(?:beziehen|herunterladen|abrufen|laden|downloaden|ophalen))?[\s\])*_.]*(?:[(<]?https?:\S*)?\s*$",
    re.IGNORECASE,
)
_CHECKED = re.compile(
    r"^[\s*_>(\[-]{0,6}(?:(?:это|данное) (?:электронное )?(?:сообщение|письмо) проверен[оа] |без вирусов\b|проверено на вирусы|"
    r"this (?:e-?mail|message) (?:has been|was) (?:checked|scanned) |virus-?free\b|diese e-mail wurde von .{2,40} geprüft|"
    r"please (?:consider|think) .{0,40}environment|.{0,60}(?:прежде чем|перед тем,? как) (?:распечат|печата)|"
    r"l'absence de virus|цей (?:електронний )?лист перевірено)",
    re.IGNORECASE,
)
_ADDRESS_ONLY = re.compile(r"^\s*[<(\[]?(?:https?://|www\.)\S{1,300}\s*$", re.IGNORECASE)
_MOBILE_TOO_LONG = 120
_PARTING = re.compile(
    r"^[\s*_>-]{0,4}(?:с\s+(?:искренним\s+|глубоким\s+|большим\s+|неизменным\s+)?уважением(?:\s+и\s+(?:благодарностью|наилучшими\s+пожеланиями))?|"
    r"с\s+наилучшими\s+пожеланиями|"
    r"с\s+пожеланиями|с\s+благодарностью|искренне\s+ваш[аи]?|всего\s+(?:доброго|наилучшего|хорошего)|"
    r"хорошего\s+дня|"
    r"заранее\s+(?:спасибо|благодар\w+)(?=\s*[,!.]?\s*$)|"
    r"құрметпен|ізгі\s+тілекпен|(?:br|lg|vg|gruß|grüße|bonne\s+journée)(?=\s*[,.!]?\s*$)|с\s+ув\.|bien\s+à\s+vous|thanks\s+(?:and|&)\s+(?:best\s+|kind\s+)?regards|з\s+повагою|з\s+найкращими\s+побажаннями|з\s+павагай|"
    r"(?:best|kind|warm|many|with best|with kind|"
    r"warmest)\s+(?:regards|wishes)|"
    r"regards|best|cheers|sincerely(?:\s+yours)?|yours\s+(?:sincerely|faithfully|truly)|respectfully|"
    r"mit\s+(?:freundlichen|besten|lieben|herzlichen|freundlichem|bestem|liebem)\s+gr(?:ü|ue)(?:ß|ss)e?n?|"
    r"(?:viele|beste|liebe|freundliche|herzliche)\s+gr(?:ü|ue)(?:ß|ss)e|mfg|cordialement|bien\s+cordialement|"
    r"(?:un\s+)?saludos?(?:\s+cordiales)?|atentamente|atenciosamente|cordiali\s+saluti|distinti\s+saluti|"
    r"met\s+vriendelijke\s+groeten?|med\s+vennlig\s+hilsen|med\s+venlig\s+hilsen|med\s+vänliga\s+hälsningar|"
    r"pozdrawiam|z\s+poważaniem|s\s+pozdravem)(?!\w)([\s,.!;:*_-]*)(.{0,80})$",
    re.IGNORECASE,
)
_MAX_SIGNATURES = 3
_SEARCHED = 60  # lines from the end in which a signature may begin
_MAX_CARD = 8  # lines after a less certain delimiter
_MAX_DELIMITED = 20  # lines after `-- `
_MAX_PARTED = 12  # lines after «С уважением»
_LONG_LINE = 90
_SENTENCE = re.compile(r"[?!.…]\s*$")
_POSTSCRIPT = re.compile(r"^\s*(?:p\.?\s?s\b|п\.?\s?с\b|з\.?\s?ы\b|постскриптум)", re.IGNORECASE)
_MAX_LINE = 1000


def split(lines: list[str]) -> tuple[list[str], list[str]]:
    """What the person wrote, and the signature below it (perhaps empty)."""
    kept, legal_words = legal.split(lines)
    kept, after = _at_delimiter(kept)
    kept, mobile = _mobile(kept)
    kept, parting = _at_parting(kept)
    kept, more = _mobile(kept)
    kept, above = _at_delimiter(kept) if mobile or more else (kept, [])
    return kept, [*above, *more, *parting, *mobile, *after, *legal_words]


def _at_delimiter(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cuts at `-- ` and its like; several signatures in a row happen, one of a program below one of a person."""
    gone: list[str] = []
    for _turn in range(_MAX_SIGNATURES):
        place = _delimiter_place(lines)
        if place < 0:
            break
        lines, gone = lines[:place], [*lines[place:], *gone]
    return lines, gone


def _delimiter_place(lines: list[str]) -> int:
    for place in range(len(lines) - 1, max(-1, len(lines) - _SEARCHED), -1):
        if not _DELIMITER.match(lines[place][:_MAX_LINE]):
            continue
        after = [line for line in lines[place + 1 :] if line.strip()]
        if any(line.lstrip().startswith(("```", "~~~")) for line in after):
            continue  # inside a piece of code
        sure = lines[place].rstrip() == "--"  # RFC 3676 §4.3
        if not after or (len(after) <= _MAX_DELIMITED if sure else _is_card(after, _MAX_CARD)):
            return place
    return -1


def _mobile(lines: list[str]) -> tuple[list[str], list[str]]:
    """«Отправлено с iPhone» as the last lines."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    if end > 1 and _ADDRESS_ONLY.match(lines[end - 1][:_MAX_LINE]) and _is_mobile(lines[end - 2]):
        start -= 1  # the address of the program below its name
    while start and end - start < 4 and _is_mobile(lines[start - 1]):  # noqa: PLR2004
        start -= 1
        while start and not lines[start - 1].strip():
            start -= 1
    return (lines[:start], lines[start:]) if start < end else (lines, [])


def _is_mobile(line: str) -> bool:
    return 0 < len(line.strip()) <= _MOBILE_TOO_LONG and any(
        pattern.match(line) for pattern in (_MOBILE, _OUTLOOK_APP, _CHECKED)
    )


def _at_parting(lines: list[str]) -> tuple[list[str], list[str]]:
    """«С уважением, …» and a visiting card below it, when nothing there looks like a message."""
    for place in range(max(0, len(lines) - _MAX_PARTED * 2), len(lines)):
        match = _PARTING.match(lines[place][:_MAX_LINE])
        if not match or not any(line.strip() for line in lines[:place]):
            continue
        name = match[2].strip()
        if name[:1].islower() and not match[1].strip():
            continue  # «С уважением прошу…»: a sentence goes on
        after = [line for line in lines[place + 1 :] if line.strip()]
        if len(name.split()) <= 5 and not name.endswith("?") and _is_card(after, _MAX_PARTED):  # noqa: PLR2004
            return lines[:place], lines[place:]
    return lines, []


def _is_card(lines: list[str], most: int) -> bool:
    """A few short lines without sentences, as on a visiting card."""
    if len(lines) > most:
        return False
    for line in lines:
        words = line.split()
        if len(line) > _LONG_LINE or _POSTSCRIPT.match(line):
            return False
        if line.rstrip().endswith("?") or (_SENTENCE.search(line) and len(words) > 5):  # noqa: PLR2004
            return False
    return True
