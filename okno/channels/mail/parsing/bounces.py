"""Delivery reports: which letter did not arrive, to whom and why (RFC 3464; and the many that follow no standard)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okno.channels.mail.letter import Bounce, BouncedRecipient
from okno.channels.mail.parsing import charsets, fields, quote_heads, words

if TYPE_CHECKING:
    from okno.channels.mail.parsing.fields import Fields
    from okno.channels.mail.parsing.mime import Part

_DAEMON = re.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?master|post[-_.]?office|mdaemon|mail[-_.]?delivery|"
    r"delivery[-_.]?status|maildelivery|"
    r"mail[-_.]?system|mailadmin|mail[-_.]?administrator|bounces?|microsoftexchange[0-9a-f]+)\b",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail(?:er)?[- ]delivery|mail(?:er)?[- ]daemon|delivery (?:sub)?system|mail (?:administrator|system)|"
    r"system administrator|postmaster|"
    r"система доставки|служба доставки|системный администратор|почтовый робот|microsoft outlook|inet-mail",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver(?:ed|able)|delivery (?:status )?notif|delivery (?:has )?fail|delivery (?:problem|error|report|"
    r"incomplete)|"
    r"fail(?:ed|ure) (?:notice|delivery|to deliver)|mail (?:delivery|system) (?:fail|error|status)|"
    r"returned (?:mail|to sender|e-?mail)|"
    r"returning message to sender|message (?:delivery|status|you sent blocked)|could not be delivered|"
    r"non[- ]?delivery|"
    r"mail(?:box)? (?:failure|undeliver)|undelivered|not delivered|notice: mail delivery|bounce|"
    r"warning: (?:message|could not)|"
    r"(?:e-?mail|message) (?:not |un)deliver|delayed mail|mail could not|user unknown|rejected|mail failure|"
    r"failure notice|"
    r"delivery failure|deliver(?:y)? status|delivery unsuccessful|"
    r"недоставлен|не доставлен|не (?:может|смогло|удалось|уда[её]тся) (?:быть )?достав|невозможно доставить|"
    r"ошибка доставки|возвра[тщ]|"
    r"уведомление о (?:состоянии доставки|статусе доставки|недоставке)|сбой доставки|проблема с доставкой|"
    r"unzustellbar|nicht zustellbar|zustellung|non remis|échec de (?:la )?remise|non distribu|"
    r"no se puede entregar|no entregado|"
    r"devuelto|não entregue|falha na entrega|mancata consegna|onbestelbaar|olevererbar|kan inte levereras|"
    r"niedostarcz|nedoruč|配信|送信失敗|退信|无法投递|系统退信|エラー",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"could ?n[o']t be delivered|(?:was|were)n?o?'?t? ?(?:not )?(?:able|unable) to (?:be )?deliver|"
    r"unable to deliver|undeliverable|"
    r"did(?: not|n't) reach the following|delivery to the following|permanent (?:fatal )?error|user unknown|"
    r"unknown user|mailbox (?:is )?full|"
    r"over quota|recipient (?:address )?rejected|message delivery (?:has )?failed|delivery has failed|"
    r"delivery failed|mailbox unavailable|"
    r"returned to sender|no such user|not listed in|does not exist|the following address(?:es)? (?:failed|had)|"
    r"не (?:может|могло|смогло|удалось|уда[её]тся) (?:быть )?достав|не было доставлено|не доставлено|user .{0,60} not found|"
    r"host or domain name not found|retry time(?:out)? (?:not reached|exceeded)|failed permanently|"
    r"\b5\d\d[ -]5\.\d\.\d",
    re.IGNORECASE,
)
_ADDRESS = r"[^\s<>@\"'();:,\[\]]{1,64}@[\w.-]{1,253}"
_ABOUT = re.compile(rf"^\s*<?({_ADDRESS})>?\s*(?::|$|\.\.\.)", re.MULTILINE)
_CODE = re.compile(r"\b([45]\d\d)[ -]#?([245]\.\d{1,3}\.\d{1,3})?")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ORIGINAL_ID = re.compile(rb"^[ \t>]*message-id:\s*<([^<>\s]{1,998})>", re.IGNORECASE | re.MULTILINE)
_BELOW = re.compile(
    r"(?:original message|copy of (?:the|your) message|сообщения? (?:следует|ниже)|"
    r"текст (?:исходного )?сообщения|returned message|"
    r"headers? (?:of|follow))",
    re.IGNORECASE,
)
_OLD_HEAD = re.compile(
    r"^(?:received|from|to|date|subject|message-id|return-path):\s", re.IGNORECASE | re.MULTILINE
)
_ENOUGH = 4  # lines of a returned head
_ARRIVED = frozenset({"delivered", "relayed", "expanded"})
_MAX_RECIPIENTS = 200
_MAX_BODY = 20_000


def read(
    root: Part, head: Fields, *, sender: tuple[str, str], subject: str, text: str
) -> tuple[Bounce | None, str]:
    """The report and the sign by which it was known; None for a letter of another kind."""
    sign = _sign(root, head, sender, subject, text)
    if not sign:
        return None, ""
    recipients = _from_status(root) or _from_header(head, text) or _from_text(text)
    if recipients and all(recipient.action in _ARRIVED for recipient in recipients):
        return None, ""
    return Bounce(original_message_id=_original_id(root, head), recipients=tuple(recipients)), sign


def _sign(root: Part, head: Fields, sender: tuple[str, str], subject: str, text: str) -> str:  # noqa: PLR0911
    report = root.params.get("report-type", "").lower()
    if report in ("disposition-notification", "feedback-report"):
        return ""
    if any(
        part.content_type in ("message/delivery-status", "message/global-delivery-status")
        for part in root.walk()
    ):
        return "bounce: delivery-status"
    if report == "delivery-status":
        return "bounce: report"
    if head.has("x-failed-recipients"):
        return "bounce: X-Failed-Recipients"
    email, name = sender
    daemon = bool(_DAEMON.match(email) or _DAEMON_NAME.search(name))
    no_path = head.text("return-path", 300) in ("<>", "<MAILER-DAEMON>") or (
        head.has("return-path") and not head.first("return-path")
    )
    told = bool(_SUBJECT.search(subject[:500]))
    if daemon and (told or _BODY.search(text[:_MAX_BODY])):
        return "bounce: sender and words"
    returned = told and not quote_heads.is_answer_subject(subject) and _is_returned(root, text)
    if returned and _BODY.search(text[:_MAX_BODY]):
        return "bounce: words and the letter itself"
    if no_path and told and _BODY.search(text[:_MAX_BODY]):
        return "bounce: empty Return-Path and words"
    if no_path and _BODY.search(text[:_MAX_BODY]) and re.search(_CODE, text[:_MAX_BODY]):
        return "bounce: empty Return-Path and SMTP answer"
    return ""


def _is_returned(root: Part, text: str) -> bool:
    """True when the letter that did not arrive comes back inside."""
    kinds = {part.content_type for part in root.walk()}
    return (
        bool(kinds & {"message/rfc822", "text/rfc822-headers"})
        or len(_OLD_HEAD.findall(text[:_MAX_BODY])) >= _ENOUGH
    )


def _from_status(root: Part) -> list[BouncedRecipient]:
    """Each group of fields of `message/delivery-status` after the first one."""
    found: list[BouncedRecipient] = []
    for part in root.walk():
        if part.content_type not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        text = charsets.decode(part.payload()[:500_000], "utf-8")[0]
        for block in re.split(r"\n[ \t]*\n", text)[: _MAX_RECIPIENTS * 2]:
            recipient = _recipient(block)
            if recipient and len(found) < _MAX_RECIPIENTS:
                found.append(recipient)
    return found


def _recipient(block: str) -> BouncedRecipient | None:
    head, _end = fields.read_head(block.strip().encode("utf-8") + b"\n\n", 0, len(block.encode("utf-8")) + 2)
    address = _typed(head.text("original-recipient", 400)) or _typed(head.text("final-recipient", 400))
    final = _typed(head.text("final-recipient", 400))
    if not (address or final):
        return None
    status = _STATUS.search(head.text("status", 100))
    return BouncedRecipient(
        address=final if "@" in final and "@" not in address else address,
        action=head.text("action", 40).lower().split(" ")[0],
        status=status[1] if status else "",
        diagnostic=_typed(head.text("diagnostic-code", 1000)),
    )


def _typed(value: str) -> str:
    """`rfc822; a@b` and `smtp; 550 …` without the type."""
    kind, mark, rest = value.partition(";")
    return (rest if mark and " " not in kind.strip() else value).strip().strip("<>")


def _from_header(head: Fields, text: str) -> list[BouncedRecipient]:
    addresses = re.findall(_ADDRESS, " ".join(head.texts("x-failed-recipients", 8000)))[:_MAX_RECIPIENTS]
    return [_described(address, text) for address in dict.fromkeys(addresses)]


def _from_text(text: str) -> list[BouncedRecipient]:
    above = _above(text)
    addresses = [match[1] for match in _ABOUT.finditer(above)][:_MAX_RECIPIENTS]
    return [_described(address, above) for address in dict.fromkeys(addresses)]


def _above(text: str) -> str:
    text = text[:_MAX_BODY]
    match = _BELOW.search(text)
    return text[: match.start()] if match and match.start() > 40 else text  # noqa: PLR2004


def _described(address: str, text: str) -> BouncedRecipient:
    """The SMTP answer that stands near the address."""
    above = _above(text)
    at = above.find(address)
    near = above[at : at + 1500] if at >= 0 else above[:3000]
    code = _CODE.search(near) or _CODE.search(above)
    status = code[2] if code and code[2] else ""
    if not status and (found := _STATUS.search(near)):
        status = found[1]
    line = ""
    if code:
        start = code.string.rfind("\n", 0, code.start()) + 1
        line = words.one_line(code.string[start : start + 400].split("\n\n")[0], 400)
    return BouncedRecipient(address=address, action="failed", status=status, diagnostic=line)


def _original_id(root: Part, head: Fields) -> str:
    own = head.text("message-id", 1000).strip("<> ")
    for part in root.walk():
        if part.content_type in (
            "message/rfc822",
            "text/rfc822-headers",
            "message/global",
            "message/rfc822-headers",
        ):
            match = _ORIGINAL_ID.search(part.payload()[:200_000])
            if match:
                return match[1].decode("utf-8", "replace")
    for match in _ORIGINAL_ID.finditer(root.raw, root.start):
        found = match[1].decode("utf-8", "replace")
        if found != own:
            return found
    return ""
