import contextlib
import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    MAIL = "mail", _("mail")
    PHONE = "phone", _("phone")
    TELEGRAM = "telegram", "Telegram"
    MAX = "max", "MAX"
    VK = "vk", "VK"
    CHAT = "chat", _("chat")
    OTHER = "other", _("other")


class Address(models.Model):
    """One way to reach a person; on each channel an address belongs to one person only."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="addresses")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    value = models.CharField(max_length=254, help_text="as the person writes it")
    normal = models.CharField(max_length=254, help_text="as the desk compares it")
    # Mail: the address answers (a code was entered, a signed link was followed); a From line proves nothing.
    verified_at = models.DateTimeField(null=True, blank=True)
    # Mail: a bounce told that letters do not arrive here; the next letter from the address clears it.
    broken_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "normal"], name="one_owner_an_address")]

    def __str__(self) -> str:
        return self.value


def normalised(channel: str, value: str) -> str:
    """Return the form in which two spellings of one address are equal (case of mail, +7 and 8 of Russian phones)."""
    value = value.strip()
    if channel == Channel.MAIL:
        local, at, domain = value.rpartition("@")
        with contextlib.suppress(UnicodeError):
            domain = domain.encode("idna").decode("ascii")
        return f"{local}{at}{domain}".lower()
    if channel == Channel.PHONE:
        return _phone(value)
    return value.casefold()


def _phone(value: str) -> str:
    import phonenumbers  # here: it knows all countries, and a start does not wait for it

    try:
        number = phonenumbers.parse(value, "RU")
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", value)
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain
