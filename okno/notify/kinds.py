"""Each kind of news once: its row in the matrix, its sentence, its icon, and how it travels where nobody has chosen.

A sentence is a template over a few names, filled by `sentence()`, never by a template engine (SEC-43). The order is that of
weight: whoever would be told of one fact for several reasons is told for the first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Way(TextChoices):
    """A road on which news reach a person."""

    BELL = "bell", _("Bell")
    PUSH = "push", _("Browser")
    MAIL = "mail", _("Letter")
    MESSENGER = "messenger", _("Messenger")


@dataclass(frozen=True, slots=True)
class NewsKind:
    """How one kind of news is told, and by which ways it usually travels."""

    title: str | Promise
    says: str | Promise
    icon: str
    ways: frozenset[Way]
    is_of_the_desk: bool = False  # for administrators: it belongs to no ticket


_ALL = frozenset(Way)
_QUIETLY = frozenset({Way.BELL})
_AND_MAIL = frozenset({Way.BELL, Way.MAIL})

KINDS: dict[str, NewsKind] = {
    "mentioned": NewsKind(
        _("I am called by name in a note"), _("{name} calls you in a note"), "at-sign", _ALL
    ),
    "invited": NewsKind(
        _("I am invited to a ticket"), _("{name} invites you to the ticket"), "user-plus", _ALL
    ),
    "assigned": NewsKind(_("A ticket is given to me"), _("{name} gives you the ticket"), "user-check", _ALL),
    "reopened": NewsKind(
        _("A ticket of mine comes back to work"),
        _("{name} brings the ticket back to work"),
        "rotate-ccw",
        _ALL,
    ),
    "undelivered": NewsKind(
        _("A letter of mine does not arrive"),
        _("The letter to {address} did not arrive"),
        "mail-warning",
        _AND_MAIL,
    ),
    "rated_badly": NewsKind(
        _("The help is rated low: one or two stars"),
        _("{name} rates the help: {stars} of 5"),
        "star",
        _AND_MAIL,
    ),
    "suggested": NewsKind(
        _("A customer says what should be otherwise (the team of the product)"),
        _("A suggestion of a customer: {requester}"),
        "lightbulb",
        _QUIETLY,
    ),
    "escalated": NewsKind(
        _("A ticket is escalated to me"), _("{name} escalates the ticket to you"), "siren", _ALL
    ),
    "approval_asked": NewsKind(
        _("I am asked for approval"), _("{name} asks for your approval"), "approval", _ALL - {Way.MAIL}
    ),
    "approval_decided": NewsKind(
        _("An approval in a ticket of mine is decided"),
        _("The approval is decided"),
        "approval",
        _QUIETLY,
    ),
    "deadline_missed": NewsKind(
        _("A deadline has passed"), _("{metric}: the deadline has passed, it was {due}"), "timer-off", _ALL
    ),
    "deadline_near": NewsKind(
        _("A deadline comes near"),
        _("{metric}: {share} percent of the time has passed, due {due}"),
        "timer",
        _ALL,
    ),
    "passed_on": NewsKind(
        _("A colleague of my team is not there, and his tickets go on"),
        _("Tickets of who is not there go on: {before} → {after}"),
        "forward",
        _AND_MAIL,
    ),
    "customer_wrote": NewsKind(
        _("The customer writes in my ticket"), _("{name} writes"), "message-square", _ALL
    ),
    "colleague_wrote": NewsKind(
        _("A colleague writes in a ticket that is mine or that I watch"),
        _("{name} writes in the ticket"),
        "reply",
        _QUIETLY,
    ),
    "team_new": NewsKind(
        _("A new ticket in the queue of my team"),
        _("New in the queue of the team: {requester}"),
        "inbox",
        _QUIETLY,
    ),
    "article_returned": NewsKind(
        _("My draft of an article is sent back"), _("{name} sends the draft back"), "rotate-ccw", _AND_MAIL
    ),
    "article_handed_in": NewsKind(
        _("An article is handed in for a review (who publishes)"),
        _("{name} hands the article in for a review"),
        "eye",
        _AND_MAIL,
    ),
    "article_published": NewsKind(
        _("An article of mine is published"), _("{name} publishes the article"), "article", _QUIETLY
    ),
    "article_overdue": NewsKind(
        _("An article of mine is overdue to be looked through"),
        _("Overdue to be looked through since {due}"),
        "timer-off",
        _AND_MAIL,
    ),
    "article_due": NewsKind(
        _("An article of mine is to be looked through"),
        _("To be looked through: its day of review was set for {due}"),
        "timer",
        _QUIETLY,
    ),
    "desk_trouble": NewsKind(
        _("The desk itself: letters do not come or do not leave, a storm of them, one in quarantine"),
        _("The mail of the desk is in trouble"),
        "alert",
        _ALL,
        is_of_the_desk=True,
    ),
}
_place = re.compile(r"\{(\w+)\}")


def sentence(kind: str, words: Mapping[str, object]) -> str:
    """Return what has happened, in the reader's language; an unknown place shows a dash."""
    return _place.sub(lambda place: str(words.get(place.group(1)) or "—"), str(KINDS[kind].says))
