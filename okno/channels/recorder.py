"""The flight recorder: every decision about a letter is a code with facts, written once and told in any language."""

import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.channels.models import Inbound

FACT_AT_MOST = 200  # characters of one fact: an address or a number, never the words of a letter
DECISIONS_AT_MOST = 60

SENTENCES: dict[str, str | Promise] = {
    # the way in
    "came": _("Came to {mailbox} and was kept byte for byte."),
    "came_nowhere": _("Came without a mailbox of ours in its envelope."),
    "understood": _("Was read; notes of the reader: {notes}."),
    "tried_again": _("Is read again at the wish of {who}."),
    "failed": _("Attempt {attempt} failed: {reason}"),
    "quarantined": _("Was put into quarantine after {attempts} attempts: {reason}"),
    "set_aside_by": _("Was set aside by {who}: {why}"),
    # is it a letter of a person?
    "seen_before": _("The same letter had come already; this copy came to {mailbox}."),
    "our_own": _("Is a letter of this desk that has come back; it is set aside."),
    "loop": _("Carries the loop mark of this desk; it is set aside."),
    "from_our_mailbox": _(
        "Comes from {address}, one of our own addresses; such an address never asks anything."
    ),
    "robot": _("Was written by a program ({sign}); it is not confirmed and reopens nothing."),
    "many_from_robot": _(
        "Programs at {address} write too much; this letter is set aside, the ticket stands already."
    ),
    "mailing_list": _("Came through a mailing list; it is not confirmed."),
    "login_letter": _(
        "Looks like a login or confirmation letter of another service; only colleagues see it."
    ),
    "nobody": _("Names no sender that could be answered."),
    # reports about our own letters
    "bounce_settled": _("Is a report about our letter to {address}: {outcome}."),
    "bounce_unknown": _("Is a delivery report, but about none of our letters; it is set aside."),
    # who
    "sender_known": _("{address} is {person}."),
    "sender_new": _("{address} writes for the first time."),
    "doubt": _("The sender is doubtful: {doubt}."),
    "agent_proved": _(
        "A colleague answers with a mark of their own, and our mail server vouches for the sender."
    ),
    "agent_unproved": _(
        "The sender is a colleague's address without proof, so it counts as the letter of a requester: {missing}."
    ),
    # which ticket
    "token_holds": _("The reply address carries the mark of № {number}, given to {address}."),
    "token_foreign": _("The reply address carries a mark of № {number} that was not given to {address}."),
    "answers_ours": _("Answers a letter that we sent about № {number}."),
    "answers_known": _("Answers a letter that is kept in № {number}."),
    "number_in_subject": _("The subject names № {number}."),
    "takes_part": _("{address} takes part in № {number}."),
    "takes_no_part": _(
        "{address} takes no part in № {number}, so nothing of it is opened; the two are linked."
    ),
    "nothing_points": _("Nothing points to a ticket that stands."),
    "team": _("Letters to {mailbox} are the work of “{team}”."),
    "not_added": _("Also addressed to {addresses}: suggested, not added."),
    # what became of it
    "opened": _("Opened № {number}."),
    "appended": _("Joined № {number}."),
    "followed_up": _("№ {before} was closed long ago: № {number} follows it."),
    "replied": _("Was sent on as the colleague's reply in № {number}."),
    "file_unopened": _("The file “{name}” was kept but not opened: {reason}."),
    "bytes_dropped": _("The letter as it came was dropped, because a secret was hidden in the message."),
}

_place = re.compile(r"\{(\w+)\}")


def note(inbound: Inbound, code: str, **facts: Any) -> None:
    """Write a decision down on the row; the caller saves it. Facts are ids, addresses, numbers."""
    assert code in SENTENCES, f"{code} is not in okno.channels.recorder"
    if len(inbound.decisions) < DECISIONS_AT_MOST:
        plain = {
            name: value if isinstance(value, int) else str(value)[:FACT_AT_MOST]
            for name, value in facts.items()
        }
        inbound.decisions = [*inbound.decisions, {"code": code, "facts": plain}]


def explain(inbound: Inbound) -> list[str]:
    """Return the decisions as sentences in the reader's language; an unknown code of a later version is shown as it is."""
    return [_sentence(str(step.get("code")), step.get("facts") or {}) for step in inbound.decisions]


def _sentence(code: str, facts: dict[str, Any]) -> str:
    template = str(SENTENCES.get(code, code))
    # Filled by plain replacement, never by a template engine: the facts are words of strangers (SEC-43).
    return _place.sub(lambda place: _told(facts.get(place.group(1))), template)


def _told(fact: object) -> str:
    """Return a fact for the eye; one that is itself a message id of ours (a reason, an outcome) is translated."""
    return gettext(str(fact)) if fact not in (None, "") else "—"
