"""Tokens of mailboxes against a real HTTP server on loopback."""

import json
import time
from collections.abc import Iterator

import pytest

from okno.channels.mail import imap_line, oauth
from okno.channels.models import Mailbox
from okno.channels.models.mailbox import Login, Security
from okno.core.sealed import seal, unseal
from tests.channels import letters
from tests.channels.fake_imap import FakeImap
from tests.channels.provider import Provider, providing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as server:
        yield server


def mailbox(provider: Provider, **secret: object) -> Mailbox:
    return letters.mailbox(
        login=Login.XOAUTH2,
        secret=seal(json.dumps(secret)),
        oauth_token_url=f"http://127.0.0.1:{provider.server_port}/token",
        oauth_client_id="okno",
    )


def test_a_token_is_asked_for_once_and_kept_sealed(provider: Provider) -> None:
    box = mailbox(provider, refresh_token="r1", client_secret="c1")
    assert oauth.access_token(box) == oauth.access_token(Mailbox.objects.get()) == "fresh"
    assert provider.asked == [
        {
            "grant_type": ["refresh_token"],
            "refresh_token": ["r1"],
            "client_id": ["okno"],
            "client_secret": ["c1"],
        }
    ]
    kept = Mailbox.objects.get().secret
    assert "fresh" not in kept
    assert json.loads(unseal(kept))["refresh_token"] == "r1"


def test_a_token_that_ends_is_renewed_with_the_newest_refresh_token(provider: Provider) -> None:
    provider.answer = (
        200,
        json.dumps({"access_token": "new", "expires_in": 3600, "refresh_token": "r2"}).encode(),
    )
    box = mailbox(provider, refresh_token="r1", access_token="old", expires_at=time.time() + 10)
    assert oauth.access_token(box) == "new"
    assert json.loads(unseal(Mailbox.objects.get().secret))["refresh_token"] == "r2"


@pytest.mark.parametrize(
    ("answer", "is_final"),
    [
        ((400, b'{"error": "invalid_grant"}'), True),
        ((500, b"oops"), False),
        ((200, b"not json"), False),
        ((200, b"x" * 100_000), False),
        ((302, b""), False),
    ],
)
def test_a_refusal_is_told_and_tells_no_secret(
    provider: Provider, answer: tuple[int, bytes], is_final: object
) -> None:
    provider.answer = answer
    with pytest.raises(oauth.NoToken) as refused:
        oauth.access_token(mailbox(provider, refresh_token="canary"))
    assert refused.value.is_final is is_final
    assert "canary" not in repr(refused.value)


def test_tokens_never_go_in_the_clear_to_other_machines(provider: Provider) -> None:
    box = mailbox(provider, refresh_token="r1")
    Mailbox.objects.update(oauth_token_url="http://provider.test/token")
    with pytest.raises(oauth.NoToken, match="HTTPS"):
        oauth.access_token(box)


def test_the_token_opens_the_mailbox(provider: Provider) -> None:
    server = FakeImap()
    server.capabilities += b" AUTH=XOAUTH2"
    box = mailbox(provider, refresh_token="r1")
    box.imap_host, box.imap_port, box.imap_security = "127.0.0.1", server.port, Security.NONE
    imap_line.close(imap_line.opened(box))
    assert server.tokens == [b"user=support@desk.test\x01auth=Bearer fresh\x01\x01"]
    server.close()


def test_a_token_that_the_mailbox_refuses_is_asked_for_anew_and_waits_for_nobody(provider: Provider) -> None:
    server = FakeImap()
    server.capabilities += b" AUTH=XOAUTH2"
    server.refuse = {b"AUTHENTICATE"}
    box = mailbox(provider, refresh_token="r1", access_token="revoked", expires_at=time.time() + 3000)
    box.imap_host, box.imap_port, box.imap_security = "127.0.0.1", server.port, Security.NONE
    with pytest.raises(imap_line.LineError) as refused:
        imap_line.opened(box)
    assert (refused.value.reason, refused.value.is_final) == (oauth.TOKEN_REFUSED, False)
    server.refuse = set()
    box.secret = Mailbox.objects.get().secret  # the next attempt reads the mailbox anew
    imap_line.close(imap_line.opened(box))
    assert server.tokens == [b"user=support@desk.test\x01auth=Bearer fresh\x01\x01"]
    server.close()
