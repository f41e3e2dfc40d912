"""Why the sender that a letter shows may not be the sender that it has (SEC-32)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from okno.channels.mail.parsing import words

if TYPE_CHECKING:
    from okno.channels.mail.parsing.addresses import Mailbox

_ADDRESS_IN_NAME = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")


def about(senders: list[Mailbox], raw_values: list[bytes]) -> tuple[str, ...]:
    """Codes of what is odd, empty for an ordinary sender.

    several_senders, several_from_headers, no_sender, name_is_another_address, hidden_characters, mixed_alphabets,
    lookalike_domain.
    """
    found: list[str] = []
    if not senders or "@" not in senders[0].email:
        found.append("no_sender")
    if len(senders) > 1:
        found.append("several_senders")
    if len(raw_values) > 1:
        found.append("several_from_headers")
    if any(words.has_bidi(words.decode_words(words.raw_text(value[:20_000]))) for value in raw_values[:5]):
        found.append("hidden_characters")
    if senders:
        found.extend(_about_one(senders[0]))
    return tuple(found)


def _about_one(sender: Mailbox) -> list[str]:
    found = []
    shown = _ADDRESS_IN_NAME.findall(sender.name)
    if any(address.lower() != sender.email.lower() for address in shown):
        found.append("name_is_another_address")
    domain = unicode_domain(sender.email.rpartition("@")[2])
    scripts = [_scripts(label) for label in domain.split(".")]
    if any(len(found_in) > 1 for found_in in scripts) or len(_scripts(sender.email.rpartition("@")[0])) > 1:
        found.append("mixed_alphabets")
    elif any(not label.isascii() and _looks_latin(label) for label in domain.split(".")[:-1]):
        found.append("lookalike_domain")
    return found


def unicode_domain(domain: str) -> str:
    """The domain as its owner writes it: `xn--` labels decoded, broken ones left alone."""
    labels = []
    for label in domain[:255].split("."):
        if label.lower().startswith("xn--"):
            try:
                labels.append(label[4:].encode("ascii").decode("punycode"))
                continue
            except (UnicodeError, ValueError):
                pass
        labels.append(label)
    return ".".join(labels)


def _scripts(label: str) -> set[str]:
    found = set()
    for char in label[:64]:
        if char.isalpha():
            name = unicodedata.name(char, "OTHER")
            found.add(name.partition(" ")[0])
    return found


def _looks_latin(label: str) -> bool:
    """True for a foreign label whose every letter has a Latin twin: «сосо», «раура»."""
    letters = [char for char in label.lower() if char.isalpha()]
    return bool(letters) and all(char in "асеорхуіјѕԁһӏ" or char.isascii() for char in letters)
