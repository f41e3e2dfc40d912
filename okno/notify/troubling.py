"""What a trouble of the desk itself says: a title, a sentence, and where it is mended. In the active language."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from okno.notify.models import About, Notice

MAILBOXES = ("workspace:settings_rows", ("mailboxes",))


@dataclass(frozen=True, slots=True)
class Told:
    """A trouble as a person reads it."""

    icon: str
    title: str
    says: str
    path: str
    tag: str

    @property
    def url(self) -> str:
        """Where it is mended, from a letter."""
        return f"{settings.BASE_URL}{self.path}"


def told(notice: Notice) -> Told:
    """Return the trouble in words."""
    title, says, icon = _WORDS[About(notice.about)](notice.facts)
    quarantine = notice.about == About.QUARANTINE
    path = reverse("workspace:quarantine") if quarantine else reverse(MAILBOXES[0], args=MAILBOXES[1])
    return Told(icon, title, says, path, f"desk-{notice.about}-{notice.mailbox_id or 0}"[:32])


def since_words(at: datetime) -> str:
    """Return «14:05» of today, else «22 ноября, 14:05», by the reader's zone."""
    local = timezone.localtime(at)
    return date_format(local, "H:i" if local.date() == timezone.localdate() else "j E, H:i")


def _silent(facts: dict[str, str]) -> tuple[str, str, str]:
    words = _("%(address)s: no successful poll since %(time)s.")
    says = words % {"address": facts.get("address", ""), "time": _since(facts)}
    return _("Letters do not come"), f"{says} {_reason(facts)}".strip(), "mail-warning"


def _stuck(facts: dict[str, str]) -> tuple[str, str, str]:
    count = int(facts.get("count", 0))
    words = ngettext("%(count)d waits since %(time)s.", "%(count)d wait, the oldest since %(time)s.", count)
    says = words % {"count": count, "time": _since(facts)}
    return _("Letters cannot leave"), f"{says} {_reason(facts)}".strip(), "mail-warning"


def _storm(facts: dict[str, str]) -> tuple[str, str, str]:
    words = _(
        "%(count)s confirmations within a minute; more are held back, the tickets are made. Perhaps robots write to each other."
    )
    return _("A storm of automatic letters"), words % {"count": facts.get("count", "")}, "alert"


def _quarantine(facts: dict[str, str]) -> tuple[str, str, str]:
    count = int(facts.get("count", 0))
    words = ngettext("%(count)d letter waits for a person.", "%(count)d letters wait for a person.", count)
    return (
        _("A letter is in quarantine"),
        f"{words % {'count': count}} {_reason(facts)}".strip(),
        "quarantine",
    )


def _since(facts: dict[str, str]) -> str:
    return since_words(datetime.fromisoformat(facts["since"]))


def _reason(facts: dict[str, str]) -> str:
    reason = facts.get("reason", "")
    return _(reason) if reason else ""


_WORDS = {
    About.SILENT: _silent,
    About.STUCK: _stuck,
    About.STORM: _storm,
    About.QUARANTINE: _quarantine,
}
