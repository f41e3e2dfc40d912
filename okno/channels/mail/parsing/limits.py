"""How much of a stranger's letter we are ready to read; past it the letter waits for a person."""

from __future__ import annotations

MAX_LETTER = 64 * 1024 * 1024  # bytes of the raw letter
MAX_DEPTH = 60  # parts inside parts
MAX_PARTS = 1000  # parts that are opened; the raw letter keeps the rest
MAX_HEAD = 1024 * 1024  # bytes of one header block that are read
MAX_FIELDS = 2000  # header fields of one part
MAX_FIELD = 128 * 1024  # bytes of one header value
MAX_ENCODED_WORDS = 1000  # of one header value (RFC 2047)
MAX_SUBJECT = 2000  # characters
MAX_ADDRESSES = 1000  # of one header
MAX_IDS = 200  # in References
MAX_TEXT = 4 * 1024 * 1024  # characters of visible text
MAX_NEW_TEXT_LINES = 10_000  # in which quotes are looked for; what follows counts as new
MAX_HTML = 3 * 1024 * 1024  # characters of HTML that are cleaned; past these five only the text is shown
MAX_HTML_DEPTH = 200
MAX_HTML_TAGS = 60_000
MAX_HTML_ATTRIBUTES = 100  # of one tag
MAX_HTML_ENTITIES = 100_000
MAX_HTML_TOKENS = 100_000  # tags and pieces of text of which the visible text is made


def gettext_noop(message: str) -> str:
    """Marks a sentence for the catalogue of translations; who shows it translates it. Django stays out of the cage."""
    return message


class BeyondLimitsError(Exception):
    """The letter is beyond what we read: the raw letter is kept, a person looks at it.

    `code` names the limit; the message is an English sentence of the catalogue.
    """

    code = "limits"
    words = gettext_noop("The letter is beyond the limits of what can be read.")

    def __init__(self) -> None:
        super().__init__(self.words)


class TooBigError(BeyondLimitsError):
    code = "limits.size"
    words = gettext_noop("The letter is too big to be read.")


class TooDeepError(BeyondLimitsError):
    code = "limits.depth"
    words = gettext_noop("The letter has too many parts inside one another.")
