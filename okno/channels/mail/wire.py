"""A `Letter` on its way between two processes: JSON for the facts, the files' bytes behind it. Nothing that could be run."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from okno.channels.mail.letter import Attachment, Bounce, BouncedRecipient, Letter

if TYPE_CHECKING:
    from collections.abc import Iterator

_TUPLES = frozenset({"sender_doubts", "reply_to", "to", "cc", "delivered_to", "in_reply_to", "references", "loop_ids",
                     "authentication_results", "languages", "why"})  # fmt: skip


def pack(letter: Letter) -> tuple[bytes, Iterator[bytes]]:
    """The JSON head and the contents of the attachments in their order (their sizes stand in the head)."""
    facts: dict[str, Any] = {one.name: getattr(letter, one.name) for one in fields(Letter)}
    facts["date"] = letter.date.isoformat() if letter.date else None
    facts["attachments"] = [
        {one.name: getattr(item, one.name) for one in fields(Attachment) if one.name != "content"}
        for item in letter.attachments
    ]
    facts["bounce"] = letter.bounce and {
        "original_message_id": letter.bounce.original_message_id,
        "recipients": [
            {one.name: getattr(item, one.name) for one in fields(item)} for item in letter.bounce.recipients
        ],
    }
    return json.dumps(facts, ensure_ascii=False).encode("utf-8"), (
        item.content for item in letter.attachments
    )


def unpack(head: bytes, blob: memoryview) -> Letter:
    """The letter again. `blob` is the concatenation of the attachments' contents."""
    facts: dict[str, Any] = json.loads(head)
    facts["date"] = datetime.fromisoformat(facts["date"]) if facts["date"] else None
    position = 0
    attachments = []
    for item in facts["attachments"]:
        attachments.append(Attachment(**item, content=bytes(blob[position : position + item["size"]])))
        position += item["size"]
    facts["attachments"] = tuple(attachments)
    if facts["bounce"]:
        facts["bounce"] = Bounce(
            original_message_id=facts["bounce"]["original_message_id"],
            recipients=tuple(BouncedRecipient(**item) for item in facts["bounce"]["recipients"]),
        )
    for name in _TUPLES:
        facts[name] = tuple(facts[name])
    return Letter(**facts)
