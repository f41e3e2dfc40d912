"""What kind of letter is it: a person's, a program's, our own come back? Pure questions about an understood letter.

Source: RFC 3834 (automatic responses), RFC 8601 (Authentication-Results), RFC 7489 §3.1 (alignment).
"""

import re
from enum import Enum

from okno.channels.mail.letter import Letter
from okno.desk import message_ids

_program = re.compile(
    r"^(?:(?:do[-_.]?not|no|never)[-_.]?reply|appleid|security|verif\w*|accounts?|notifications?|auth|login|noreply)\b"
    r"|[-_.+](?:no|do[-_.]?not)[-_.]?reply\b",
    re.IGNORECASE,
)
_login_words = re.compile(
    r"код\w? (?:подтверждени|для входа|доступа|безопасности)|одноразов\w+ (?:код|парол)|ссылк\w+ для входа|"
    r"подтвердите (?:ваш\w? )?(?:адрес|почт|e-?mail|регистраци|учётн|учетн|аккаунт)|"
    r"подтверждение (?:регистрации|почты|адреса|e-?mail)|"
    r"(?:сброс\w?|восстановлени\w|смен\w) (?:вашего )?парол|вход с нового устройства|"
    r"verif(?:y|ication)|confirm(?:ation)? (?:code|your)|one[- ]time (?:code|pass)|"
    r"(?:login|sign[- ]?in|security|access|magic) (?:code|link)|"
    r"(?:reset|change|forgot)\w* (?:your |my )?password|password reset|activate your account|2-?step",
    re.IGNORECASE,
)
_method = re.compile(r"(?:^|;)\s*(dmarc|dkim|spf)\s*=\s*(\w+)([^;]*)", re.IGNORECASE)
_domain_of = {
    "dkim": re.compile(r"header\.(?:d|i)\s*=\s*\"?@?(?:[^\s@;\"]*@)?([\w.-]+)", re.IGNORECASE),
    "spf": re.compile(r"smtp\.(?:mailfrom|helo)\s*=\s*\"?(?:[^\s@;\"]*@)?([\w.-]+)", re.IGNORECASE),
    "dmarc": re.compile(r"header\.from\s*=\s*\"?([\w.-]+)", re.IGNORECASE),
}
_comment = re.compile(r"\([^()]{0,500}\)")


class Proof(Enum):
    """Whether our own mail server vouches for the sender's domain."""

    GIVEN = "given"
    REFUSED = "refused"
    UNKNOWN = "unknown"


def is_our_own(letter: Letter) -> bool:
    """True for a letter that this desk wrote: its Message-ID is signed by us."""
    return message_ids.number_in(letter.message_id) is not None


def robot_sign(letter: Letter) -> str:
    """Return by which sign a program wrote the letter; empty for a person's letter."""
    if not letter.is_auto_reply:
        return ""
    signs = [word.partition(": ")[2] for word in letter.why if word.startswith("auto_reply: ")]
    return signs[0] if signs else "Auto-Submitted"


def is_answering_machine(letter: Letter) -> bool:
    """True for a program that answers letters (a vacation notice), as against one that writes on its own (an alert)."""
    return letter.is_auto_reply and (
        letter.auto_submitted == "auto-replied"
        or bool(letter.in_reply_to or letter.references)
        or _sounds_like_answer(letter)
    )


def is_login_letter(letter: Letter) -> bool:
    """True for letters of other services that prove who owns an address: whoever reads them becomes us there (SEC-27)."""
    local = letter.from_email.partition("@")[0]
    return bool(_program.search(local)) and bool(
        _login_words.search(f"{letter.subject}\n{letter.text[:5000]}")
    )


def proof(letter: Letter, trusted: str) -> Proof:
    """Return what the server that we trust says about the sender; nobody else's word counts (RFC 8601 §5).

    Only the topmost result of that server is read: ours is put on top, older ones may be forged.
    """
    if not trusted:
        return Proof.UNKNOWN
    for line in letter.authentication_results:
        server, _, results = _comment.sub(" ", line).partition(";")
        if server.split() and server.split()[0].lower() == trusted.lower():
            return _judged(results, letter.from_email.rpartition("@")[2].lower())
    return Proof.UNKNOWN


def _judged(results: str, domain: str) -> Proof:
    told: dict[str, list[tuple[str, bool]]] = {}
    for method, result, properties in _method.findall(f";{results}"):
        named = _domain_of[method.lower()].search(properties)
        aligned = named is not None and _same_house(named.group(1).lower(), domain)
        told.setdefault(method.lower(), []).append((result.lower(), aligned))
    dmarc = [result for result, _aligned in told.get("dmarc", [])]
    if "pass" in dmarc or any(
        result == "pass" and aligned for method in ("dkim", "spf") for result, aligned in told.get(method, [])
    ):
        return Proof.GIVEN
    return Proof.REFUSED if told else Proof.UNKNOWN


def _same_house(one: str, other: str) -> bool:
    """True for equal domains, and for one inside the other (relaxed alignment without a list of public suffixes)."""
    return bool(one) and (
        one == other or one.endswith(f".{other}") or (other.endswith(f".{one}") and one.count(".") > 0)
    )


def _sounds_like_answer(letter: Letter) -> bool:
    return any(
        word in ("auto_reply: subject", "auto_reply: x-autoreply", "auto_reply: x-vacation")
        for word in letter.why
    )
