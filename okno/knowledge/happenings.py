"""Every kind of thing that happens to an article, named once: its sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HAPPENINGS: Mapping[str, str | Promise] = {
    "started": _("began the article"),
    "written": _("changed the draft"),
    "restored": _("began a draft with the words of version %(number)s"),
    "dropped": _("threw the draft away"),
    "review_asked": _("asked for a review"),
    "sent_back": _("sent the draft back: %(words)s"),
    "published": _("published version %(number)s"),
    "described": _("changed who may read it, its section, tags, owner or day of review"),
    "looked_through": _("looked it through: it still holds"),
    "review_due": _("reminded that it is to be looked through"),
    "review_overdue": _("reminded that it is overdue to be looked through"),
    "archived": _("put it into the archive"),
    "brought_back": _("took it back from the archive"),
}


def sentence(kind: str, data: Mapping[str, Any]) -> str:
    """Return what happened in words."""
    return str(HAPPENINGS[kind]) % data if data else str(HAPPENINGS[kind])
