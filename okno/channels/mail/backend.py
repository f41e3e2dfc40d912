"""Django's mail backend: what the login room writes leaves by the outbox, sealed until it has left (SEC-53)."""

import json
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from okno.channels import sealed_letters


class OutboxBackend(BaseEmailBackend):
    """Queues each letter once for each recipient; sender and headers are the desk's own, whatever the caller wished."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the letters in the running transaction; returns how many of them have a recipient that may be written to."""
        return sum(_queue(message) for message in email_messages)


def _queue(message: EmailMessage) -> bool:
    html = [
        str(content) for content, kind in getattr(message, "alternatives", None) or [] if kind == "text/html"
    ]
    words = json.dumps(
        {"subject": message.subject, "text": message.body, "html": html[0] if html else ""},
        default=str,
        ensure_ascii=False,
    )
    queued = [sealed_letters.queue_login(address, words) for address in dict.fromkeys(message.recipients())]
    return any(queued)
