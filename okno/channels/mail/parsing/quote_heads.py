"""Where a quoted or forwarded letter begins with a block of fields («От: … Отправлено: … Тема: …») or a rule."""

from __future__ import annotations

import re

_LOOK_AHEAD = 14  # lines in which the fields must stand
_MAX_STRANGERS = 2  # lines between the fields: a long list of addresses goes on
_ENOUGH = 3
_MAX_LINE = 1000

_LABELS = {
    "from": "from|от|от кого|de|von|da|van|od|fra|från|lähettäjä|feladó|kimden|від|від кого|ад|寄件者|发件人|發件人|"
    "差出人|보낸 사람|"
    "gönderen|кімнен|жіберуші|expéditeur|remitente|mittente|afzender|avsändare|nadawca|отправитель|de la|desde",
    "date": "date|sent|дата|отправлено|дата и время|envoyé|envoyé le|date d'envoi|gesendet|datum|am|enviado|"
    "enviado el|enviada em|enviado em|"
    "enviada|fecha|data|inviato|inviata|verzonden|sendt|dato|skickat|lähetetty|päivämäärä|wysłano|data wysłania|"
    "wysłane|odesláno|dátum|elküldve|küldve|gönderildi|tarih|надіслано|發送時間|发送时间|送信日時|日期|보낸 날짜|trimis|date de|"
    "жіберілген күні|жіберілді|күні|отправленные",
    "to": "to|кому|à|a|an|para|aan|til|till|do|komu|vastaanottaja|címzett|kime|alıcı|收件人|收件者|宛先|받는 사람|"
    "destinataire|destinatario|către|кімге",
    "cc": "cc|копия|kopie|kopia|kopi|копія|抄送|cc:|bcc|скрытая копия|副本",
    "subject": "subject|тема|objet|betreff|asunto|assunto|oggetto|onderwerp|emne|ämne|aihe|temat|předmět|"
    "predmet|tárgy|konu|"
    "主题|主旨|件名|제목|subiect|тэма|тема сообщения|тақырып|тақырыбы",
    "other": "reply-to|importance|важность|priority|attachments|вложения|organization|ответить",
}
_KIND = {label: kind for kind, labels in _LABELS.items() for label in labels.split("|")}
_FIELD = re.compile(r"^[\s>|*_]{0,20}([^\W\d_][\w '’-]{0,24}?)[ \xa0]?[*_]{0,3}\s?[:：][*_]{0,3}(.*)$")
_TIME = re.compile(r"\d[:h]\d{2}\b|\d ?[AaPp]\.?[Mm]\b")
_RULE = re.compile(r"^[\s>]*(?:_{8,}|-{8,}|={8,}|—{3,}|─{3,})\s*$")
_TITLE = re.compile(r"^[\s>]*-{4,}\s*[^\W\d_].{1,40}?-{4,}\s*$")
_ORIGINAL = re.compile(
    r"^[\s>*]*+[-_=—]{2,}+\s*+(?:original message|original e-?mail|original appointment|reply message|"
    r"исходное сообщение|"
    r"исходное письмо|оригинальное сообщение|первоначальное сообщение|сообщение|ursprüngliche nachricht|"
    r"originalnachricht|original[- ]nachricht|message d'origine|message original|mensaje original|"
    r"mensagem original|"
    r"messaggio originale|oorspronkelijk bericht|origineel bericht|ursprungligt meddelande|originalmeddelande|"
    r"oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|"
    r"původní zpráva|eredeti üzenet|orijinal mesaj|оригінальне повідомлення|вихідне повідомлення|原始邮件|原始郵件|"
    r"原邮件|元のメッセージ|원본 메시지)[:\s*]*[-_=—]{2,}",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^[\s>*]*+(?:[-_=—]{2,}+\s*+(?:forwarded message|forwarded by|begin forwarded message|пересланное сообщение|"
    r"пересылаемое сообщение|переадресованное сообщение|пересланное письмо|пересылаемое письмо|"
    r"начало переадресованного сообщения|перенаправленное (?:сообщение|письмо)|переслано|"
    r"пересланое сообщение|қайта жіберілген хабар(?:лама)?|weitergeleitete nachricht|"
    r"message transféré|message transmis|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|"
    r"doorgestuurd bericht|vidarebefordrat meddelande|videresendt (?:besked|melding)|välitetty viesti|"
    r"wiadomość przekazana dalej|przekazana wiadomość|přeposlaná zpráva|továbbított üzenet|iletilen mesaj|"
    r"переслане повідомлення|转发邮件|轉寄郵件|转发的邮件|転送メッセージ)\b|"
    r"(?:begin forwarded message|начало переадресованного сообщения|начало переадресованного письма|"
    r"anfang der weitergeleiteten nachricht|"
    r"début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|"
    r"início da mensagem (?:reencaminhada|encaminhada)|"
    r"inizio messaggio inoltrato|begin doorgestuurd bericht|vidarebefordrat brev|початок листа, що пересилається|"
    r"start på videresendt besked)\s*[:：])",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"^[\s>*_#=~—–-]*+(?:(?:please,? )?(?:reply|type your reply|write your reply|enter your reply) above (?:this|"
    r"the) line|"
    r"(?:пожалуйста,? )?(?:(?:пишите|напишите|введите|вводите|отвечайте|ответьте|наберите|оставьте|укажите) )?"
    r"(?:сво[йи] |ваш |текст )?(?:ответ(?:а|ы)? )?(?:выше|над) эт(?:ой|ою) (?:строк(?:и|ой)|лини(?:и|ей)|черт(?:ы|ой))|"
    r"répondez? au-dessus de cette ligne|bitte (?:antworten sie )?über dieser zeile)",
    re.IGNORECASE,
)
_ANSWER_SUBJECT = re.compile(r"^\s*(?:re|aw|sv|antw|odp|отв|ответ|на)\s*(?:\[\d{1,3}\])?\s*:", re.IGNORECASE)
_FORWARD_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{0,60}\]\s*)?(?:fwd?|пересл|пер|вперед|tr|wg|rv|enc|i|doorst|vs|vb|vl|pd|fs|转发|轉寄|"
    r"転送)\s*(?:\[\d{1,3}\])?\s*[:：]",
    re.IGNORECASE,
)


def is_forward_subject(subject: str) -> bool:
    """True for «Fwd:», «Fw:», «Пер:» and their like: the person sends the letter below on purpose."""
    return _FORWARD_SUBJECT.match(subject[:200]) is not None


def is_answer_subject(subject: str) -> bool:
    """True for «Re:», «Fwd:» and their like: a person handles a letter of somebody else."""
    return _ANSWER_SUBJECT.match(subject[:200]) is not None or is_forward_subject(subject)


def is_forward_line(line: str) -> bool:
    """«---- Forwarded message ----» and its like."""
    return _FORWARDED.match(line[:_MAX_LINE]) is not None


def is_reply_above_line(line: str) -> bool:
    """The line that a desk puts into its letters: all below it is ours."""
    return _ABOVE.match(line[:_MAX_LINE]) is not None


def is_original_line(line: str) -> bool:
    """«-----Original Message-----» and its like."""
    return _ORIGINAL.match(line[:_MAX_LINE]) is not None


def is_rule(line: str) -> bool:
    """A line that is only a rule."""
    return _RULE.match(line[:_MAX_LINE]) is not None


def is_title(line: str) -> bool:
    """A few words between dashes, as programs put above the fields of a quoted letter."""
    return _TITLE.match(line[:_MAX_LINE]) is not None


class Kinds:
    """Which field of a quoted letter each line could be; every line is looked at once."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.known: dict[int, str] = {}

    def is_field_block(self, start: int) -> bool:
        """True when the header fields of a quoted letter begin at `start`: sender or date among three kinds in all.

        Without a sender the date must have a time, as programs write it; people's own tables do not.
        """
        first = self._kind(start)
        if first not in ("from", "date", "to", "subject"):
            return False
        kinds = {first}
        strangers = 0
        timed = self._is_timed(start, first)
        for place in range(start + 1, min(start + _LOOK_AHEAD, len(self.lines))):
            if not self.lines[place].strip("> \t*_"):
                continue
            kind = self._kind(place)
            if kind:
                kinds.add(kind)
                timed = timed or self._is_timed(place, kind)
                strangers = 0
            else:
                strangers += 1
                if strangers > _MAX_STRANGERS:
                    break
        return ("from" in kinds or timed) and _is_enough(kinds - {"other"})

    def _is_timed(self, place: int, kind: str) -> bool:
        return kind == "date" and _TIME.search(self.lines[place][:_MAX_LINE]) is not None

    def _kind(self, place: int) -> str:
        if place not in self.known:
            line = self.lines[place][:_MAX_LINE]
            match = _FIELD.match(line) if ":" in line or "：" in line else None
            self.known[place] = _KIND.get(match[1].strip(" *_").lower(), "") if match else ""
        return self.known[place]


def _is_enough(kinds: set[str]) -> bool:
    """Three kinds with a subject, or sender, date and recipient together."""
    if len(kinds) < _ENOUGH or not kinds & {"from", "date"}:
        return False
    return "subject" in kinds or {"from", "date", "to"} <= kinds
