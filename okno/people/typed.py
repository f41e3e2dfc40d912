"""What sort of address somebody has typed: told by its shape alone. Pure."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from okno.core.text import one_line
from okno.people.models import Channel

LONGEST: Final = 254
_PHONE: Final = re.compile(
    r"(?:tel:)?[+\d][\d\s().\u2010-\u2014-]{3,}(?:(?:;ext=|[,;]?\s*(?:доб|ext|#)\.?\s*)\d{1,7})?",
    re.IGNORECASE,
)
_NAMES: Final = (
    (
        Channel.TELEGRAM,
        re.compile(r"(?:(?:https?://)?(?:t|telegram)\.me/|@)([a-z]\w{3,31})/?", re.IGNORECASE | re.ASCII),
    ),
    (
        Channel.VK,
        re.compile(r"(?:https?://)?(?:m\.)?vk\.(?:com|ru)/([\w.]{2,64})/?", re.IGNORECASE | re.ASCII),
    ),
    (Channel.MAX, re.compile(r"(?:https?://)?max\.ru/([\w./-]{2,120}?)/?", re.IGNORECASE | re.ASCII)),
)


def understood(typed: str) -> tuple[Channel, str] | None:
    """Return the channel, and the address as it is shown; None for what is no address of any kind that can be typed.

    Phones come back in their international form (ITU-T E.123), names in messengers without what stands before them.
    """
    words = one_line(typed, LONGEST + 1)
    if not words or len(words) > LONGEST:
        return None
    for channel, shape in _NAMES:
        if found := shape.fullmatch(words):
            return channel, found[1]
    if "@" in words:
        address = words.removeprefix("mailto:")
        return (Channel.MAIL, address) if _is_mail(address) else None
    number = _phone(words) if _PHONE.fullmatch(words) else ""
    return (Channel.PHONE, number) if number else None


def _is_mail(words: str) -> bool:
    try:
        validate_email(words)
    except ValidationError:
        return False
    return True


def _phone(words: str) -> str:
    import phonenumbers  # here: it knows all countries, and a start does not wait for it

    try:
        number = phonenumbers.parse(words.replace("доб", "ext"), "RU")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
