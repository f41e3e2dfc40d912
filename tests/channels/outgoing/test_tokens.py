"""Letters that leave by access tokens (XOAUTH2): a real SMTP server behind TLS, a real provider of tokens, both on loopback."""

import base64
import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from aiosmtpd.smtp import SMTP, AuthResult

from okno.channels import outbox
from okno.channels.mail import oauth, status_words
from okno.channels.models import Delivery, DeliveryState, Mailbox
from okno.channels.models.mailbox import Login, Security
from okno.core import clock
from okno.core.sealed import seal, unseal
from okno.desk.actions.reply import reply
from okno.desk.models import Fact, Message
from tests import make
from tests.channels.fake_smtp import FakeSmtp, contexts, serving
from tests.channels.outgoing.conftest import only
from tests.channels.provider import Provider, providing, token

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW, REFRESH, CLIENT = "old-kanarejka", "new-kanarejka", "refresh-kanarejka", "client-kanarejka"
ADDRESS = "support@desk.test"


@dataclass
class TokenSmtp(FakeSmtp):
    """A server that knows tokens; the refusal is that of the large providers: a JSON in a challenge, then 535."""

    good: set[str] = field(default_factory=set)
    shown: list[tuple[str, str]] = field(default_factory=list)
    refusal: str = "535 5.7.8 Username and Password not accepted"

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - the library's name
        words = base64.b64decode(args[1]).decode() if len(args) > 1 else ""
        user, auth, end, nothing = words.split("\x01")
        assert (end, nothing, user[:5], auth[:12]) == ("", "", "user=", "auth=Bearer ")
        self.shown.append((user[5:], auth[12:]))
        if auth[12:] in self.good:
            return AuthResult(success=True, auth_data=user[5:])
        if self.refusal.startswith("5"):
            refused = await server.challenge_auth(b'{"status":"401","schemes":"bearer"}')
            assert refused == b""
        return AuthResult(success=False, handled=False, message=self.refusal)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as server:
        server.answer = token(NEW)
        yield server


@pytest.fixture
def smtp(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[TokenSmtp]:
    context, authority = contexts(["127.0.0.1"])
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    settings.SMTP_URL, settings.UNDO_SEND_SECONDS = "", 0
    fake = TokenSmtp(good={NEW})
    with serving(fake, tls=context, auth_require_tls=True, auth_required=True):
        yield fake


@pytest.fixture
def box(smtp: TokenSmtp, provider: Provider) -> Mailbox:
    return Mailbox.objects.create(
        address=ADDRESS, acknowledges=False, login=Login.XOAUTH2, secret=secret(), oauth_client_id="okno",
        oauth_token_url=f"http://127.0.0.1:{provider.server_port}/token",
        smtp_host="127.0.0.1", smtp_port=smtp.port, smtp_security=Security.STARTTLS,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def no_secret_is_told(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever happens, no line of ours and no reason holds a token."""
    caplog.set_level(logging.DEBUG)
    yield
    ours = [record for record in caplog.records if not record.name.startswith(("mail.log", "asyncio"))]
    told = "\n".join(str(record.getMessage()) + str(record.exc_text or "") for record in ours)
    told += "".join(f"{row.reason}{row.diagnostic}" for row in Delivery.objects.all())
    for word in (OLD, NEW, REFRESH, CLIENT):
        assert word not in told
        assert base64.b64encode(word.encode()).decode()[4:-4] not in told


def secret(*, access: str = "", seconds: float = 3600, **more: object) -> str:
    known: dict[str, object] = {"refresh_token": REFRESH, "client_secret": CLIENT, **more}
    if access:
        known |= {"access_token": access, "expires_at": time.time() + seconds}
    return seal(json.dumps(known))


def answer(box: Mailbox, run_jobs: Callable[..., int]) -> Message:
    anna = make.person("Анна", "anna@romashka.test")
    ticket = make.ticket(by=anna, our_address=box.address, text="Принтер гудит.")
    message = reply(ticket, "Замените картридж.", by=make.agent())
    run_jobs()
    return message


def later(run_jobs: Callable[..., int], **ahead: float) -> None:
    with time_machine.travel(clock.now() + timedelta(**ahead), tick=True):
        outbox.sweep(0)
        run_jobs()


def test_a_good_token_opens_the_server_and_the_letter_leaves(
    box: Mailbox, smtp: TokenSmtp, provider: Provider, run_jobs: Callable[..., int]
) -> None:
    Mailbox.objects.update(secret=secret(access=NEW))
    answer(box, run_jobs)
    assert only().state == DeliveryState.SENT
    assert smtp.shown == [(ADDRESS, NEW)], "the address is the user where none is set"
    assert provider.asked == []
    assert [taken.sender for taken in smtp.letters] == [ADDRESS]


def test_an_ended_token_is_renewed_before_the_letter_leaves(
    box: Mailbox, smtp: TokenSmtp, provider: Provider, run_jobs: Callable[..., int]
) -> None:
    Mailbox.objects.update(secret=secret(access=OLD, seconds=-5), user="robot@desk.test")
    answer(box, run_jobs)
    assert only().state == DeliveryState.SENT
    assert smtp.shown == [("robot@desk.test", NEW)]
    assert [form["refresh_token"] for form in provider.asked] == [[REFRESH]]
    kept = Mailbox.objects.get().secret
    assert json.loads(unseal(kept))["access_token"] == NEW
    assert NEW not in kept


def test_a_token_that_the_server_refuses_before_its_time_is_replaced_and_the_letter_leaves_later(
    box: Mailbox, smtp: TokenSmtp, provider: Provider, run_jobs: Callable[..., int]
) -> None:
    Mailbox.objects.update(secret=secret(access=OLD))
    answer(box, run_jobs)
    waiting = only()
    assert (waiting.state, waiting.reason, waiting.attempts) == (DeliveryState.QUEUED, oauth.TOKEN_REFUSED, 1)
    assert waiting.diagnostic == smtp.refusal
    assert smtp.letters == []
    later(run_jobs, seconds=31)
    assert only().state == DeliveryState.SENT
    assert smtp.shown == [(ADDRESS, OLD), (ADDRESS, NEW)]
    assert len(smtp.letters) == 1


def test_a_server_that_refuses_every_token_fails_no_letter_of_its_own_and_says_what_helps(
    box: Mailbox, smtp: TokenSmtp, provider: Provider, run_jobs: Callable[..., int]
) -> None:
    smtp.good.clear()
    answer(box, run_jobs)
    for hours in (1, 2):
        later(run_jobs, hours=hours)
    waiting = only()
    assert (waiting.state, waiting.reason) == (DeliveryState.QUEUED, oauth.TOKEN_REFUSED)
    assert waiting.attempts >= 2
    assert len(provider.asked) >= 2, "each attempt has a token of its own"
    assert not Fact.objects.filter(kind="delivery.failed").exists()


def test_a_server_that_is_busy_keeps_its_token(
    box: Mailbox, smtp: TokenSmtp, provider: Provider, run_jobs: Callable[..., int]
) -> None:
    Mailbox.objects.update(secret=secret(access=OLD))
    smtp.refusal = "454 4.7.0 Temporary authentication failure"
    answer(box, run_jobs)
    assert (only().state, only().reason) == (DeliveryState.QUEUED, status_words.RELAY_BUSY)
    assert json.loads(unseal(Mailbox.objects.get().secret))["access_token"] == OLD


def test_a_consent_that_has_ended_waits_for_a_person_and_counts_no_attempt(
    box: Mailbox, smtp: TokenSmtp, provider: Provider, run_jobs: Callable[..., int]
) -> None:
    provider.answer = (400, json.dumps({"error": "invalid_grant", "error_description": REFRESH}).encode())
    answer(box, run_jobs)
    waiting = only()
    assert (waiting.state, waiting.reason, waiting.attempts) == (DeliveryState.QUEUED, oauth.NO_CONSENT, 0)
    assert (smtp.shown, smtp.connections) == ([], 0)
    provider.answer = token(NEW)  # the administrator has given consent again
    later(run_jobs, minutes=2)
    assert only().state == DeliveryState.SENT


def test_a_provider_that_is_away_is_asked_again(
    box: Mailbox, smtp: TokenSmtp, provider: Provider, run_jobs: Callable[..., int]
) -> None:
    provider.answer = (503, b"")
    answer(box, run_jobs)
    assert (only().state, only().reason, only().attempts) == (DeliveryState.QUEUED, oauth.PROVIDER_AWAY, 1)
    provider.answer = token(NEW)
    later(run_jobs, seconds=31)
    assert only().state == DeliveryState.SENT


def test_a_refused_recipient_is_no_matter_of_the_token(
    box: Mailbox, smtp: TokenSmtp, provider: Provider, run_jobs: Callable[..., int]
) -> None:
    smtp.refuses["anna@romashka.test"] = "550 5.1.1 <anna@romashka.test>: User unknown"
    answer(box, run_jobs)
    assert (only().state, only().reason) == (DeliveryState.FAILED, "There is no such address.")
    assert json.loads(unseal(Mailbox.objects.get().secret))["access_token"] == NEW


def test_sec_33_no_token_goes_over_a_line_without_encryption(
    box: Mailbox, provider: Provider, run_jobs: Callable[..., int]
) -> None:
    with serving(TokenSmtp()) as plain:
        Mailbox.objects.update(smtp_port=plain.port)
        answer(box, run_jobs)
        assert (only().state, only().reason) == (DeliveryState.QUEUED, status_words.NO_ENCRYPTION)
        assert plain.shown == []
