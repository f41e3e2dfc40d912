"""What mail servers say, in words for a person.

A reason is kept as its English sentence and translated when it is shown, so each reader reads it in the own language.
Source: RFC 5321 §4.2 (reply codes), RFC 3463 and RFC 5248 (enhanced status codes), the IANA registry of them.
"""

import re

from django.utils.translation import gettext_noop as _

RELAY_AWAY = _("The mail server cannot be reached.")
RELAY_BUSY = _("The mail server is busy; the desk tries again.")
NO_ENCRYPTION = _("The mail server offers no encryption, so nothing was sent and no password was told.")
BAD_CERTIFICATE = _("The certificate of the mail server is not valid, so nothing was sent.")
LOGIN_REFUSED = _("The mail server did not accept our name and password.")
SENDER_REFUSED = _("The mail server does not let us send from this address.")
NO_RELAY = _("No mail server for outgoing letters is set; the administrator should set one.")
WRONG_RELAY = _("The setting of the outgoing mail server cannot be understood.")
TOO_LARGE = _("The letter is too large for the mail server.")
NO_UTF8 = _("The mail server cannot take addresses with letters beyond the Latin ones.")
ANSWER_LOST = _("The connection broke before the mail server said whether it took the letter.")
WORKER_DIED = _("The desk was stopped while the letter was on its way.")
OWN_FAULT = _("Something went wrong inside the desk; it tries again.")
UNSAFE = _("The letter could not be written safely.")
CODE_EXPIRED = _("The letter could not leave while the code in it was good.")
NO_LONGER_ASKED = _("Nobody waits for this answer any more.")
BEING_CHECKED = _(
    "Its files are being checked for viruses; the letter waits for that, a quarter of an hour at most."
)
VIRUS_INSIDE = _(
    "A virus was found in a file of this answer, so the letter did not leave. Remove the file for good first."
)
WITHOUT_FILES = _(
    "It left without the files that could not be checked for viruses; it tells the customer so."
)
GIVEN_UP = _("The desk has tried for two days.")

# What a server of ours says about all letters of an account, or what is lacking on our side.
OF_THE_RELAY = frozenset(
    {
        RELAY_AWAY, RELAY_BUSY, NO_ENCRYPTION, BAD_CERTIFICATE, LOGIN_REFUSED, SENDER_REFUSED, NO_RELAY, WRONG_RELAY,
    }
)  # fmt: skip

_by_status = {
    "1.1": _("There is no such address."),
    "1.2": _("There is no such mail domain."),
    "1.3": _("The address is not written rightly."),
    "1.6": _("The mailbox has moved and left no new address."),
    "1.8": _("The other side does not accept our sender address."),
    "1.10": _("The domain accepts no mail at all."),
    "2.0": _("The mailbox does not take the letter."),
    "2.1": _("The mailbox is switched off."),
    "2.2": _("The mailbox is full."),
    "2.3": _("The letter is too large for this mailbox."),
    "2.4": _("The mailing list of the address does not work."),
    "3.1": _("The other mail server has no room left."),
    "3.2": _("The other mail server takes no mail at the moment."),
    "3.4": _("The letter is too large for the other mail server."),
    "4.1": _("The other mail server does not answer."),
    "4.2": _("The connection to the other mail server was bad."),
    "4.3": _("The domain could not be looked up."),
    "4.4": _("The way to the domain is not known."),
    "4.6": _("The letter went in a circle between mail servers."),
    "4.7": _("The other mail server has not taken the letter for too long."),
    "6.1": _("The other mail server does not accept this kind of attachment."),
    "7.0": _("The other mail server refuses the letter by its rules."),
    "7.1": _("The other mail server refuses the letter by its rules."),
    "7.8": _("The mail server did not accept our name and password."),
    "7.23": _("The other side doubts that the letter is ours (SPF)."),
    "7.26": _("The other side doubts that the letter is ours (SPF, DKIM)."),
    "7.20": _("The other side doubts that the letter is ours (DKIM)."),
    "7.25": _("The other side doubts our mail server (no reverse name)."),
    "7.27": _("The domain of our address takes no mail itself."),
}
_by_subject = {
    "1": _("The address does not work."),
    "2": _("The mailbox does not take the letter."),
    "3": _("The other mail server cannot take the letter."),
    "4": _("The letter could not be brought to the other mail server."),
    "5": _("The other mail server did not understand us."),
    "6": _("The other mail server does not accept the content of the letter."),
    "7": _("The other mail server refuses the letter by its rules."),
}
_by_code = {
    421: RELAY_BUSY,
    450: _("The mailbox is busy; the desk tries again."),
    451: RELAY_BUSY,
    452: _("The other mail server has no room left."),
    550: _("There is no such address, or it does not take our letters."),
    551: _("The mailbox has moved and left no new address."),
    552: _("The mailbox is full."),
    553: _("The address is not written rightly."),
    554: _("The other mail server refuses the letter by its rules."),
}
OTHERWISE = _("The other mail server did not take the letter.")

_status = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_spam = re.compile(r"(?i)\b(spam|blacklist|blocklist|block list|rbl|spamhaus|reputation|спам)\b")
_full = re.compile(r"(?i)(mailbox (is )?full|over ?quota|quota exceeded|переполнен)")
_nobody = re.compile(
    r"(?i)(user unknown|unknown user|no such user|does not exist|no mailbox|recipient not found)"
)
SPAM = _("The other mail server takes the letter for spam.")


def status_in(words: str) -> str:
    """Return the enhanced status code in what a server said, e.g. 5.2.2; empty where there is none."""
    found = _status.search(words)
    return found.group(0) if found else ""


def reason(code: int, status: str, words: str = "") -> str:
    """Return the sentence (an English one of the catalogue) for a reply code, a status code and the words beside them."""
    status = status or status_in(words)
    _, _, detail = status.partition(".")
    if _spam.search(words):
        return SPAM
    if _full.search(words):
        return _by_status["2.2"]
    if _nobody.search(words):
        return _by_status["1.1"]
    return (
        _by_status.get(detail)
        or _by_code.get(code, "")
        or _by_subject.get(detail.partition(".")[0], OTHERWISE)
    )


def is_dead(status: str, words: str = "") -> bool:
    """True where the answer means that the address itself does not work, now and later."""
    status = status or status_in(words)
    if status in {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}:
        return True
    return (status.startswith("5.") or words.startswith("55")) and bool(_nobody.search(words))
