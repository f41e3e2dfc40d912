"""What a letter says: plain frozen facts, made by `understand`, without any noun of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file in the letter. `size` is in bytes after decoding; `kind` is what the first bytes look like."""

    filename: str
    size: int
    content_type: str
    kind: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncedRecipient:
    """One address of a delivery report (RFC 3464 §2.3): what happened to it."""

    address: str
    action: str = ""
    status: str = ""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A delivery report: which letter of ours it speaks about, and each address in it."""

    original_message_id: str = ""
    recipients: tuple[BouncedRecipient, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that was understood.

    Ids stand without angle brackets. `text` is the whole visible text, `new_text` the same without quotes and
    signature. `html` is clean and asks for nothing from the network. `date` is in UTC. `why` holds short codes of
    the decisions that a person may ask about (`code` or `code: detail`).
    """

    from_email: str = ""
    from_name: str = ""
    sender_doubts: tuple[str, ...] = ()
    reply_to: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    delivered_to: tuple[str, ...] = ()
    return_path: str | None = None
    subject: str = ""
    text: str = ""
    new_text: str = ""
    signature: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    is_auto_reply: bool = False
    is_bounce: bool = False
    bounce: Bounce | None = None
    is_list: bool = False
    loop_ids: tuple[str, ...] = ()
    auto_submitted: str = ""
    authentication_results: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
