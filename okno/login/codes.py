"""One-time codes by mail. Known and unknown addresses take the same road, so that neither page nor time tells (SEC-37)."""

import hashlib
import logging
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import generate_user_code
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from okno.core import clock, sealed
from okno.core.jobs import later, task
from okno.core.refusals import TooOften
from okno.core.throttle import at_most
from okno.login.whom import whom
from okno.people.actions.register import may_register
from okno.people.provider import ours

LETTERS = {
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/again_code",
    "account/email/address_code",
}
TO_ANYBODY = "account/email/address_code"  # to an address that somebody says is his own too
TO_A_STRANGER = "account/email/newcomer_code"
OF_ONE_PLACE, OF_ONE_ADDRESS, OF_ALL, IN_SECONDS = 30, 5, 300, 3600  # letters to strangers
VALID = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
log = logging.getLogger(__name__)


def send(letter: str, address: str, code: str, *, caller: str = "") -> None:
    """Send the letter with the code, if a person stands behind the address or may register; the answer does not wait for that.

    The code lies in the queue under the seal of the desk's key: what stays readable there opens nothing.
    `caller` counts how many strangers' addresses one place names.
    """
    assert letter in LETTERS, f"{letter} carries no code"
    until = (clock.now() + VALID).isoformat()
    language = translation.get_language() or settings.LANGUAGE_CODE
    later(
        send_code,
        letter=letter, address=address, sealed_code=sealed.seal(code), until=until, caller=caller, language=language,
    )  # fmt: skip


def caller(request: HttpRequest) -> str:
    """Return a mark of the place from which somebody asks; the network address itself is not kept."""
    place = get_adapter(request).get_client_ip(request)
    return hashlib.sha256(f"{settings.SECRET_KEY}{place}".encode()).hexdigest()[:32]


def pretend(letter: str, address: str) -> None:
    """Do what `send` does, for an address behind which nobody stands: nothing will leave."""
    send(letter, address, made_up())


def made_up() -> str:
    """Return a fresh code."""
    code: str = generate_user_code(**settings.ALLAUTH_USER_CODE_FORMAT)
    return code


@task(name="login.send_code")
def send_code(
    letter: str, address: str, sealed_code: str, until: str, caller: str = "", language: str = ""
) -> None:
    """Write the letter in the reader's language and hand it to the outbox; one that comes too late is not written."""
    if clock.now().isoformat() > until:
        return
    person = whom(address)
    if person is None and letter != TO_ANYBODY:
        if not _is_welcome(letter, address, caller):
            return
        letter = TO_A_STRANGER
    words = {
        "code": sealed.unseal(sealed_code),
        "company": ours(),
        "minutes": int(VALID.total_seconds() // 60),
    }
    with translation.override(person.language if person and letter != TO_ANYBODY else language):
        subject = " ".join(render_to_string(f"{letter}_subject.txt", words).split())
        text = render_to_string(f"{letter}_message.txt", words).strip() + "\n"
    EmailMessage(subject, text, to=[address], headers={"Auto-Submitted": "auto-generated"}).send()


def _is_welcome(letter: str, address: str, caller: str) -> bool:
    """Return True where somebody unknown gets a code to register with; nobody lets the desk write to the whole world."""
    if letter != "account/email/login_code" or not may_register(address):
        return False
    try:
        at_most(OF_ONE_PLACE, IN_SECONDS, "newcomers", caller)
        at_most(
            OF_ONE_ADDRESS, IN_SECONDS, "newcomer", hashlib.sha256(address.lower().encode()).hexdigest()[:32]
        )
        at_most(OF_ALL, IN_SECONDS, "newcomers", "all")
    except TooOften:
        log.warning("more strangers ask for codes than letters may leave to strangers")
        return False
    return True
