"""The flight recorder: every decision about a letter is a code with facts, written once and told in any language."""

import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.channels.models import Inbound

FACT_AT_MOST = 200  # characters of one fact: an address or a number, never the words of a letter
LIST_AT_MOST = 20
DECISIONS_AT_MOST = 60

SENTENCES: dict[str, str | Promise] = {
    # the way in
    "came": _("Came to {mailbox} and was kept byte for byte."),
    "came_nowhere": _("Came to the desk’s own address and was kept byte for byte."),
    "understood": _("Was read; notes of the reader: {notes}."),
    "tried_again": _("Is read again at the wish of {who}."),
    "failed": _("Attempt {attempt} failed: {reason}"),
    "quarantined": _("Was put into quarantine: {reason}"),
    "set_aside_by": _("Was set aside by {who}: {why}"),
    # is it a letter of a person?
    "seen_before": _("The same letter had come already and is in № {number}; this is a copy of it."),
    "our_own": _("Is a letter of this desk that has come back; it is set aside."),
    "loop": _("Carries the loop mark of this desk; it is set aside."),
    "from_our_mailbox": _(
        "Comes from {address}, one of our own addresses; such an address never asks anything."
    ),
    "robot": _("Was written by a program ({sign}); it is not confirmed and reopens nothing."),
    "many_from_robot": _("Programs at {address} write too much; this letter waits in quarantine."),
    "answers_nothing": _("Is an automatic answer; the newest ticket of the sender takes it in."),
    "colleague_away": _(
        "Is an automatic answer of a colleague to news of this desk; it is nobody’s word to the customer, and is set aside."
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
    "sender": _("{address} is {person}."),
    "doubt": _("The sender is doubtful: {doubt}"),
    "sender_refused": _(
        "Our mail server does not vouch for {address}, so nothing is joined on the word of this letter."
    ),
    "agent_proved": _(
        "A colleague answers with a mark of their own, and our mail server vouches for the sender."
    ),
    "agent_unproved": _(
        "The address is a colleague’s, but there is no proof; it counts as the letter of a requester."
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
    "replied": _("Was sent on as the colleague’s reply in № {number}."),
    "moved_by": _("Was moved by {who} from № {before} to № {number}."),
    "file_unopened": _("The file “{name}” was kept but is not shown: {reason}"),
    "files_left": _("{count} more files are only in the letter as it came."),
    "bytes_dropped": _("The letter as it came was dropped, because a secret was hidden in the message."),
    "erased": _("Was erased at the wish of the one who sent it."),
    "told_too_large": _("{address} was told that the letter is too large."),
    "not_told_too_large": _("The sender was not told that the letter is too large: {reason}"),
    "acknowledged": _("Receipt was confirmed to {address}."),
    "not_acknowledged": _("Receipt was not confirmed: {reason}"),
}

# Why the sender may not be who it seems (SEC-32): codes in `Message.doubts`.
DOUBTS: dict[str, str | Promise] = {
    "no_sender": _("the letter names no sender"),
    "several_senders": _("the letter names several senders"),
    "several_from_headers": _("the letter has several From lines"),
    "name_is_another_address": _("the name is somebody else’s address"),
    "hidden_characters": _("the name hides signs that turn the direction of the text"),
    "mixed_alphabets": _("the address mixes letters of different alphabets"),
    "lookalike_domain": _("the domain is written in letters that only look Latin"),
    "sender_refused": _("our mail server does not vouch for the sender"),
    "agent_unproved": _("a colleague’s address without proof"),
    "address_typed": _("the address was typed on a site, without proof"),
}

_place = re.compile(r"\{(\w+)\}")


def note(inbound: Inbound, code: str, **facts: object) -> None:
    """Write a decision down on the row; the caller saves it. Facts are ids, addresses, numbers."""
    assert code in SENTENCES, f"{code} is not in okno.channels.recorder"
    if len(inbound.decisions) < DECISIONS_AT_MOST:
        step = {"code": code, "facts": {name: _plain(fact) for name, fact in facts.items()}}
        inbound.decisions = [*inbound.decisions, step]


def explain(inbound: Inbound) -> list[str]:
    """Return the decisions as sentences in the reader's language; an unknown code of a later version is shown as it is."""
    return [_sentence(str(step.get("code")), step.get("facts") or {}) for step in inbound.decisions]


def doubt(code: str) -> str:
    """Return a doubt about a sender in the reader's language."""
    return str(DOUBTS.get(code, code))


def _sentence(code: str, facts: dict[str, Any]) -> str:
    template = str(SENTENCES.get(code, code))
    # Filled by plain replacement, never by a template engine: the facts are words of strangers (SEC-43).
    return _place.sub(lambda place: _told(facts.get(place.group(1))), template)


def _told(fact: object) -> str:
    """Return a fact for the eye; one that is itself a sentence of ours (a reason, an outcome, a doubt) is translated."""
    if isinstance(fact, list):
        return ", ".join(str(one) for one in fact)
    if isinstance(fact, str) and fact in DOUBTS:
        return str(DOUBTS[fact])
    return gettext(str(fact)) if fact not in (None, "") else "—"


def _plain(fact: object) -> int | str | list[str]:
    if isinstance(fact, int):
        return fact
    if isinstance(fact, list | tuple):
        return [str(one)[:FACT_AT_MOST] for one in fact[:LIST_AT_MOST]]
    return str(fact)[:FACT_AT_MOST]
