"""Single sign-on against a real provider on loopback: who comes in, who does not, and whom the desk asks (SEC-36, 39, 44)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from okno.core import openid
from okno.core.sealed import seal
from okno.people.actions.hire import dismiss
from okno.people.models import Address, Audience, Entrance, Person, Role
from tests import make
from tests.login.identity import CLIENT, SECRET, Identity, key, provider

pytestmark = pytest.mark.django_db
ANNA = {"sub": "7", "email": "Anna@Romashka.test", "email_verified": True, "name": "Анна из каталога"}


@pytest.fixture(scope="module")
def server() -> Iterator[Identity]:
    with provider() as running:
        yield running


@pytest.fixture
def identity(server: Identity) -> Identity:
    """The provider as it is when it is honest; Anna stands before it."""
    fresh = Identity(address=server.address, person=dict(ANNA))
    server.__dict__.update(fresh.__dict__)
    return server


@pytest.fixture
def entrance(identity: Identity) -> Entrance:
    return Entrance.objects.create(
        name="Ромашка ID", issuer=identity.address, client_id=CLIENT, secret=seal(SECRET), domains=["romashka.test"]
    )  # fmt: skip


def sent(visitor: Client, entrance: Entrance, query: str = "") -> str:
    """Press the button; return where the desk leads."""
    answer = visitor.get(f"/login/with/{entrance.pk}/{query}")
    assert answer.status_code == 302
    return str(answer["Location"])


def enter(visitor: Client, entrance: Entrance, identity: Identity, query: str = "") -> Any:
    back = identity.log_in(sent(visitor, entrance, query))
    return visitor.get(back.removeprefix("http://desk.test"))


def who(visitor: Client) -> int | None:
    pk = visitor.session.get("_auth_user_id")
    return int(pk) if pk else None


def said(visitor: Client) -> str:
    """Return the sentence at the door."""
    return visitor.get("/login/").content.decode()


def test_a_customer_comes_in_and_the_address_is_proven(
    visitor: Client, entrance: Entrance, identity: Identity, anna: Person
) -> None:
    answer = enter(visitor, entrance, identity, "?next=/my/new/")
    assert answer["Location"] == "/my/new/"
    assert who(visitor) == anna.pk
    assert Address.objects.get(person=anna).verified_at is not None
    anna.refresh_from_db()
    assert (anna.name, anna.role) == ("Анна Белова", Role.CUSTOMER)


def test_the_session_gets_a_new_number_sec_39(
    visitor: Client, entrance: Entrance, identity: Identity, anna: Person
) -> None:
    url = sent(visitor, entrance)
    before = visitor.session.session_key
    visitor.get(identity.log_in(url).removeprefix("http://desk.test"))
    assert visitor.session.session_key != before


def test_the_secret_may_go_in_the_form_and_the_address_beside_the_token(
    visitor: Client, entrance: Entrance, identity: Identity, anna: Person
) -> None:
    identity.about = {"token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"]}
    identity.beside = ANNA
    enter(visitor, entrance, identity)
    assert who(visitor) == anna.pk


def test_a_second_step_is_asked_for_all_the_same(
    visitor: Client, entrance: Entrance, identity: Identity, anna: Person
) -> None:
    totp.TOTP.activate(anna, totp.generate_totp_secret())
    assert Authenticator.objects.filter(user=anna).exists()
    assert enter(visitor, entrance, identity)["Location"] == "/login/factor/"
    assert who(visitor) is None


@pytest.mark.parametrize(
    "lie",
    [
        {"email_verified": False}, {"email_verified": None}, {"email_verified": "true"}, {"email_verified": 1},
        {"email": None}, {"email": ["anna@romashka.test"]}, {"email": "anna@romashka.test\n"}, {"email": "anna"},
        {"email": "anna@romashka.test.evil.test"}, {"email": "anna@evil.test"}, {"email": "anna+x@romashka.test"},
        {"email": "anna@rоmashka.test"}, {"email": "anna@romashka.test@evil.test"}, {"email": "%@romashka.test"},
    ],
    ids=str,
)  # fmt: skip
def test_sec_36_only_a_verified_address_of_its_own_domains_opens(
    visitor: Client, entrance: Entrance, identity: Identity, anna: Person, lie: dict[str, Any]
) -> None:
    identity.claims = lie
    people = Person.objects.count()
    assert enter(visitor, entrance, identity)["Location"] == "/login/"
    assert who(visitor) is None
    assert "Ромашка ID" in said(visitor)
    assert Person.objects.count() == people


def forged(**how: Any) -> dict[str, Any]:
    return {"key": key("theirs")} | how


@pytest.mark.parametrize(
    ("claims", "signing"),
    [
        ({"nonce": "another"}, {}), ({"nonce": None}, {}), ({"aud": "another"}, {}), ({"aud": [CLIENT, "another"]}, {}),
        ({"aud": [CLIENT, "another"], "azp": "another"}, {}), ({"iss": "https://evil.test"}, {}), ({"exp": 1}, {}),
        ({"exp": None}, {}), ({"sub": None}, {}), ({}, forged()), ({}, forged(key="x" * 32, algorithm="HS256")),
        ({}, {"key": None, "algorithm": "none"}), ({}, {"headers": {"kid": "2"}}),
    ],
)  # fmt: skip
def test_a_token_that_is_not_for_this_very_entering_opens_nothing(
    visitor: Client, entrance: Entrance, identity: Identity, anna: Person, claims: dict[str, Any], signing: dict[str, Any]
) -> None:  # fmt: skip
    identity.claims, identity.signing = claims, signing
    assert enter(visitor, entrance, identity)["Location"] == "/login/"
    assert who(visitor) is None
    assert "could not be checked" in said(visitor)


def test_an_answer_of_another_browser_or_of_yesterday_opens_nothing(
    visitor: Client, entrance: Entrance, identity: Identity, anna: Person
) -> None:
    back = identity.log_in(sent(visitor, entrance)).removeprefix("http://desk.test")
    stranger = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")
    assert stranger.get(back)["Location"] == "/login/"
    assert visitor.get(back.replace("iss=http", "iss=https"))["Location"] == "/login/"
    assert visitor.get(back)["Location"] == "/login/", "the state is good once"
    assert (
        visitor.get(f"/login/with/{entrance.pk}/back/?error=access_denied&state=x")["Location"] == "/login/"
    )
    assert (who(stranger), who(visitor)) == (None, None)
    assert "was not finished" in said(visitor)


def test_sec_36_each_entrance_is_for_its_own_people(
    visitor: Client, entrance: Entrance, identity: Identity, anna: Person
) -> None:
    Entrance.objects.update(audience=Audience.STAFF, makes_people=True)
    enter(visitor, entrance, identity)
    assert who(visitor) is None
    identity.person["email"] = "new@romashka.test"
    enter(visitor, entrance, identity)
    assert not Person.objects.known_by("mail", "new@romashka.test").exists()
    boris = make.agent("Борис", "boris@romashka.test")
    identity.person["email"] = "boris@romashka.test"
    assert enter(visitor, entrance, identity)["Location"] == "/"
    assert who(visitor) == boris.pk
    visitor.logout()
    Entrance.objects.update(audience=Audience.CUSTOMERS)
    enter(visitor, entrance, identity)
    assert who(visitor) is None


def test_who_comes_for_the_first_time_becomes_a_customer_where_this_is_wished(
    visitor: Client, entrance: Entrance, identity: Identity
) -> None:
    identity.person |= {
        "email": "new@romashka.test",
        "name": "Нина\u202e\n Новая",
        "role": "administrator",
        "roles": ["admin"],
    }
    enter(visitor, entrance, identity)
    assert who(visitor) is None
    Entrance.objects.update(makes_people=True)
    organisation = make.organisation("ООО «Ромашка»", "romashka.test")
    enter(visitor, entrance, identity)
    nina = Person.objects.get(pk=who(visitor))
    assert (nina.name, nina.role) == ("Нина Новая", Role.CUSTOMER)
    assert (nina.email, nina.organisation) == ("new@romashka.test", organisation)
    assert not nina.has_usable_password()


def test_sec_36_the_dismissed_stay_outside(visitor: Client, entrance: Entrance, identity: Identity) -> None:
    Entrance.objects.update(makes_people=True)
    boris = make.agent("Борис", "boris@romashka.test")
    dismiss(boris)
    identity.person["email"] = "boris@romashka.test"
    enter(visitor, entrance, identity)
    assert who(visitor) is None


def test_an_entrance_in_the_archive_is_none(visitor: Client, entrance: Entrance, identity: Identity) -> None:
    assert f"/login/with/{entrance.pk}/" in said(visitor)
    back = identity.log_in(sent(visitor, entrance))
    Entrance.objects.update(is_active=False)
    assert f"/login/with/{entrance.pk}/" not in said(visitor)
    for path in (
        f"/login/with/{entrance.pk}/",
        back.removeprefix("http://desk.test"),
        "/login/with/987654321/",
    ):
        assert visitor.get(path).status_code == 404


def test_whoever_leaves_is_told_where_the_login_stands_open(
    visitor: Client, entrance: Entrance, identity: Identity, anna: Person
) -> None:
    enter(visitor, entrance, identity)
    door = visitor.post("/logout/")["Location"]
    assert who(visitor) is None
    out = f"/login/with/{entrance.pk}/out/"
    assert out in visitor.get(door).content.decode()
    there = urlsplit(visitor.get(out)["Location"])
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{identity.address}/logout"
    assert parse_qs(there.query) == {
        "client_id": [CLIENT],
        "post_logout_redirect_uri": ["http://desk.test/login/"],
    }
    identity.about = {"end_session_endpoint": None}
    assert visitor.get(out)["Location"] == "/login/"


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"issuer": "https://evil.test"}, openid.ANOTHER),
        ({"token_endpoint": ""}, openid.INCOMPLETE),
        ({"jwks_uri": "http://evil.test/keys"}, openid.NOT_ENCRYPTED),
        ({"token_endpoint": "file:///etc/passwd"}, openid.NOT_ENCRYPTED),
        ({"authorization_endpoint": "javascript:alert(1)"}, openid.NOT_ENCRYPTED),
        ({"response_types_supported": ["token"]}, openid.NO_CODE),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, openid.NO_SIGNATURE),
        ({"code_challenge_methods_supported": ["plain"]}, openid.NO_PKCE),
        ({"token_endpoint": 7}, openid.INCOMPLETE),
    ],
    ids=str,
)
def test_a_provider_that_cannot_be_believed_is_named_in_words(
    visitor: Client, entrance: Entrance, identity: Identity, about: dict[str, Any], words: str
) -> None:
    identity.about = about
    with pytest.raises(openid.Unsuitable) as refusal:
        openid.discover(entrance.issuer)
    assert refusal.value.words == words
    assert sent(visitor, entrance) == "/login/"
    assert "cannot be used at present" in said(visitor)


def test_a_wrong_secret_opens_nothing(
    visitor: Client, entrance: Entrance, identity: Identity, anna: Person
) -> None:
    Entrance.objects.update(secret=seal("другая тайна"))
    enter(visitor, entrance, identity)
    assert who(visitor) is None
    assert "was not finished" in said(visitor)
    assert SECRET not in said(visitor)


@pytest.mark.parametrize(
    "issuer",
    """http://id.romashka.test https://169.254.169.254 https://[fe80::1] https://0.0.0.0 https://user@id.test ftp://id.test
    https://id.test/?a=b https://id.test/#a javascript:alert(1) https:// id.test https://id.test:port""".split(),
)
def test_sec_44_no_place_where_nobodys_provider_stands(issuer: str) -> None:
    with pytest.raises(openid.Unsuitable):
        openid.discover(issuer)


def test_sec_44_a_server_that_the_provider_names_is_a_strangers_word(identity: Identity) -> None:
    identity.about = {"jwks_uri": identity.address.replace("127.0.0.1", "localhost") + "/keys"}
    with pytest.raises(openid.Unsuitable):
        openid.keys(openid.discover(identity.address))
    assert "/keys" not in identity.asked


def test_a_token_is_checked_against_keys_of_the_provider_alone() -> None:
    assert "none" not in openid.ALGORITHMS
    assert not any(name.startswith("HS") for name in openid.ALGORITHMS)
    assert set(openid.ALGORITHMS) <= set(jwt.algorithms.get_default_algorithms())
