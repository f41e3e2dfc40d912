"""The only two ways in which a door fails to send; everything else that can happen has an answer."""

from okno.core.text import printable


class SendFailed(Exception):
    """The letter did not leave. `reason` is an English sentence of the catalogue; `diagnostic` what the other side said."""

    def __init__(self, reason: str, *, diagnostic: str = "", status: str = "") -> None:
        self.reason = reason
        self.diagnostic = printable(diagnostic)[:1000]
        self.status = status  # RFC 3463, e.g. 5.2.2; empty where none was told
        super().__init__(f"{reason} {status}".strip())


class TryLater(SendFailed):
    """Not now; the same letter may leave later. `is_relay` tells that no letter of the account can leave at present."""

    def __init__(
        self, reason: str, *, diagnostic: str = "", status: str = "", is_relay: bool = False
    ) -> None:
        super().__init__(reason, diagnostic=diagnostic, status=status)
        self.is_relay = is_relay


class NotConfigured(TryLater):
    """The administrator has not told yet by which server letters leave, or told it wrongly."""

    def __init__(self, reason: str, *, diagnostic: str = "") -> None:
        super().__init__(reason, diagnostic=diagnostic, is_relay=True)


class Undeliverable(SendFailed):
    """Never: the other side, or the letter itself, makes it impossible."""
