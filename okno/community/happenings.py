"""Every kind of thing that happens to a post, named once: its sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.community.models import Stage

HAPPENINGS: Mapping[str, str | Promise] = {
    "asked": _("wrote the post"),
    "answered": _("answered"),
    "changed": _("changed the text"),
    "answer_changed": _("changed an answer"),
    "shown": _("let the post be shown"),
    "hidden": _("hid the post: %(reason)s"),
    "answer_shown": _("let an answer be shown"),
    "answer_hidden": _("hid an answer: %(reason)s"),
    "reported": _("reported it: %(words)s"),
    "settled": _("looked at the reports and left it as it is"),
    "accepted": _("accepted an answer"),
    "unaccepted": _("took the acceptance back"),
    "closed": _("closed the post"),
    "reopened": _("opened the post again"),
    "merged": _("merged it into “%(title)s”"),
    "parted": _("took it apart from “%(title)s” again"),
    "staged": _("answered officially: %(stage)s"),
    "ticket": _("made ticket № %(number)s of it"),
    "from_ticket": _("made it of ticket № %(number)s"),
    "faq": _("put it among the frequent questions"),
    "unfaq": _("took it from the frequent questions"),
    "article": _("began an article from the accepted answer"),
}


def sentence(kind: str, data: Mapping[str, Any]) -> str:
    """Return what happened in words."""
    known = (
        {**data, "stage": dict(Stage.choices).get(data["stage"], data["stage"])} if "stage" in data else data
    )
    return str(HAPPENINGS[kind]) % known if known else str(HAPPENINGS[kind])
