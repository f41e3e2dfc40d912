"""One-time codes by mail. Known and unknown addresses take the same road, so that neither page nor time tells (SEC-37)."""

from datetime import timedelta

from allauth.core.internal.cryptokit import generate_user_code
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from okno.core import clock, sealed
from okno.core.jobs import later, task
from okno.login.whom import whom

LETTERS = {
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/again_code",
}
VALID = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


def send(letter: str, address: str, code: str) -> None:
    """Send the letter with the code, if a person stands behind the address; the answer does not wait for that.

    The code lies in the queue under the seal of the desk's key: what stays readable there opens nothing.
    """
    assert letter in LETTERS, f"{letter} carries no code"
    until = (clock.now() + VALID).isoformat()
    later(send_code, letter=letter, address=address, sealed_code=sealed.seal(code), until=until)


def pretend(letter: str, address: str) -> None:
    """Do what `send` does, for an address behind which nobody stands: nothing will leave."""
    send(letter, address, made_up())


def made_up() -> str:
    """Return a fresh code."""
    code: str = generate_user_code(**settings.ALLAUTH_USER_CODE_FORMAT)
    return code


@task(name="login.send_code")
def send_code(letter: str, address: str, sealed_code: str, until: str) -> None:
    """Write the letter in the person's language and hand it to the outbox; one that comes too late is not written."""
    person = whom(address)
    if person is None or clock.now().isoformat() > until:
        return
    words = {
        "code": sealed.unseal(sealed_code),
        "person": person,
        "minutes": int(VALID.total_seconds() // 60),
    }
    with translation.override(person.language):
        subject = " ".join(render_to_string(f"{letter}_subject.txt", words).split())
        text = render_to_string(f"{letter}_message.txt", words).strip() + "\n"
    EmailMessage(subject, text, to=[address], headers={"Auto-Submitted": "auto-generated"}).send()
