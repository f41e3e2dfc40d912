"""From plain facts to the bytes of a letter, and the proof that the bytes say exactly these facts.

Header injection is impossible twice: what goes in is one line of printable signs, and what came out is parsed again and
compared, header by header (SEC-31). Source: RFC 5322, RFC 2046 §5.1.4, RFC 3834, RFC 2047; Exchange's own X-header.
"""

import mimetypes
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, getaddresses

from okno.channels.failures import Undeliverable
from okno.channels.mail import headers, status_words
from okno.core import text as text_of
from okno.core.files import safe_name

REFERENCES_AT_MOST = 21  # the first letter of the conversation and the last twenty
SUBJECT_AT_MOST = 200
DESCRIPTION_AT_MOST = 250
NAME_AT_MOST = 100
_again = re.compile(
    r"^\s*(?:(?:re|aw|sv|antw|fwd?|wg|tr|на|отв|ответ|нa|пер|ha)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)
_number = re.compile(r"(?<!\s)\s*+\[(?:№|#|no\.?)\s*\d{1,18}\]", re.IGNORECASE)
_id = re.compile(r"^[\x21-\x3b\x3d\x3f-\x7e]{3,240}$")  # printable ASCII without angle brackets
_unsafe = re.compile(r"[\s<>,;:\"()\[\]\\]")
_bidi = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that goes with a letter."""

    name: str
    content: bytes = field(repr=False)
    kind: str = "application/octet-stream"
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """All that a letter of ours says, to one recipient. Ids stand without angle brackets; names and subject are raw.

    `automatic` is the value of Auto-Submitted (RFC 3834): empty for what a person wrote, else auto-replied or
    auto-generated.
    """

    from_name: str
    from_address: str
    to_name: str = ""
    to_address: str
    reply_to: str = ""
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str
    date: datetime
    language: str
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    files: tuple[File, ...] = ()
    automatic: str = ""
    loop_id: str = ""
    note: str = ""  # what colleagues are told of it; no part of the letter

    @property
    def needs_utf8(self) -> bool:
        """True where an address has letters beyond ASCII before the @: only a relay with SMTPUTF8 takes it."""
        return not all(map(str.isascii, (self.from_address, self.to_address, self.reply_to)))


def compose(facts: Outgoing) -> bytes:
    """Return the letter; raises Undeliverable where no safe letter can be made of the facts.

    A display name that does not survive being read again is left out rather than risked.
    """
    for attempt in (facts, replace(facts, from_name="", to_name="")):
        try:
            content = _written(attempt)
        except (ValueError, IndexError, LookupError, UnicodeError, AttributeError):
            continue
        if _says(content, attempt):
            return content
    raise Undeliverable(status_words.UNSAFE)


def subject_line(subject: str, number: int, *, fallback: str = "") -> str:
    """Return «Re: … [№ 1001]»: one Re, one number, whatever the subject had before."""
    bare = one_line(subject, 500)
    previous = None
    while bare != previous:
        previous, bare = bare, _again.sub("", _number.sub("", bare)).strip()
    bare = bare[:SUBJECT_AT_MOST].strip() or fallback
    return f"Re: {bare} [№ {number}]".replace("  ", " ")


def chain(ids: list[str]) -> tuple[str, ...]:
    """Return the first and the last twenty of these ids, each once and only those that are safe to repeat."""
    known = list(dict.fromkeys(one for one in (raw.strip("<> \t") for raw in ids) if _id.match(one)))
    return tuple(known if len(known) <= REFERENCES_AT_MOST else [known[0], *known[1 - REFERENCES_AT_MOST :]])


def one_line(text: str, at_most: int) -> str:
    """Return the text as one line of printable signs: no line ends, no controls, no marks that turn the direction."""
    return text_of.one_line(_bidi.sub("", text), at_most)


def tagged(address: str, tag: str) -> str:
    """Return the address with a sub-address (RFC 5233), or unchanged where the left side would grow past 64 octets."""
    local, _, domain = address.rpartition("@")
    longer = f"{local.partition('+')[0]}+{tag}"
    return f"{longer}@{domain}" if len(longer.encode()) <= 64 else address  # noqa: PLR2004 - RFC 5321 §4.5.3.1.1


def _headers(facts: Outgoing) -> dict[str, str | Address]:
    """Return exactly the headers of the letter, apart from those of its MIME form."""
    earlier = [one for one in facts.references if one != facts.in_reply_to]
    references = chain([*earlier, facts.in_reply_to])
    wanted: dict[str, str | Address] = {
        "From": _address(facts.from_name, facts.from_address),
        "To": _address(facts.to_name, facts.to_address),
        "Subject": one_line(facts.subject, SUBJECT_AT_MOST + 60),
        "Date": format_datetime(facts.date),
        "Message-ID": f"<{facts.message_id}>",
        "Content-Language": facts.language,
    }
    if facts.reply_to:
        wanted["Reply-To"] = _address("", facts.reply_to)
    if chain([facts.in_reply_to]):
        wanted["In-Reply-To"] = f"<{references[-1]}>"
    if references:
        wanted["References"] = " ".join(f"<{one}>" for one in references)
    if facts.loop_id:
        wanted["X-Loop"] = facts.loop_id
    if facts.automatic:
        wanted |= {
            "Auto-Submitted": facts.automatic,
            "X-Auto-Response-Suppress": "All",
            "Precedence": "bulk",
        }
    return wanted


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    if not local or not domain or one_line(address, 320) != address or _unsafe.search(address):
        raise ValueError("not an address that can be written into a header")
    return Address(one_line(name, NAME_AT_MOST), local, domain.encode("idna").decode("ascii"))


def _written(facts: Outgoing) -> bytes:
    letter = EmailMessage(policy=policy.SMTP)
    letter.set_content(_body(facts.text), charset="utf-8", cte="quoted-printable")
    if facts.html:
        letter.add_alternative(_body(facts.html), subtype="html", charset="utf-8", cte="quoted-printable")
    for file in facts.files:
        main, _, sub = _kind(file).partition("/")
        letter.add_attachment(
            file.content, maintype=main, subtype=sub, filename=safe_name(_sound(file.name)), cte="base64"
        )
        if file.description:
            part = list(letter.iter_attachments())[-1]
            part["Content-Description"] = one_line(_sound(file.description), DESCRIPTION_AT_MOST)
    head = "".join(f"{name}: {headers.written(value)}\r\n" for name, value in _headers(facts).items())
    return head.encode("utf-8") + letter.as_bytes()


def _body(text: str) -> str:
    """Return the text as a body may hold it: no controls but the ends of lines and tabs, no halves of surrogates."""
    text = _sound(text).replace("\r\n", "\n").replace("\r", "\n")
    return (
        "".join(sign for sign in text if sign in "\n\t" or (sign >= " " and sign != "\x7f")).rstrip() + "\n"
    )


def _sound(text: str) -> str:
    """Return the text with a question mark for each half of a surrogate pair, which no encoding can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _kind(file: File) -> str:
    """Return a media type for the name of the file; what a mail program might run or nest is only ever a download."""
    guess = file.kind if file.kind.startswith("image/") else mimetypes.guess_type(file.name)[0] or file.kind
    main = guess.partition("/")[0]
    if main not in {"image", "audio", "video", "application"} or "/" not in guess or "svg" in guess:
        return "application/octet-stream"
    return guess


def _says(content: bytes, facts: Outgoing) -> bool:
    """Parse the letter as a stranger would and compare: these headers, once each, these addresses, nothing beside them."""
    read = BytesParser(policy=policy.default).parsebytes(content)
    wanted = _headers(facts)
    form = {"MIME-Version", "Content-Type"} | (
        set() if read.is_multipart() else {"Content-Transfer-Encoding"}
    )
    if sorted(map(str.lower, read.keys())) != sorted(map(str.lower, {*wanted, *form})):
        return False
    if any(
        _squeezed(str(read[name])) != _squeezed(str(value))
        for name, value in wanted.items()
        if isinstance(value, str)
    ):
        return False
    return all(
        _people(str(read[name])) == [(_squeezed(value.display_name), value.addr_spec)]
        for name, value in wanted.items()
        if isinstance(value, Address)
    ) and len(list(read.iter_attachments())) == len(facts.files)


def _people(value: str) -> list[tuple[str, str]]:
    return [(_squeezed(name), address) for name, address in getaddresses([value])]


def _squeezed(value: str) -> str:
    """Return the text without white space: readers disagree about blanks between encoded words (RFC 2047 §6.2)."""
    return "".join(value.split())
