"""Who sits before a chat window: a stranger with a secret, somebody whom a host site vouches for, or a person logged in."""

import base64
import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from okno.channels.models import Visitor
from okno.core import clock
from okno.core.prepared import prepared
from okno.core.refusals import BadInput, NotAllowed
from okno.people.actions.meet import meet
from okno.people.models import Channel, Person
from okno.people.provider import ours

STANDS = timedelta(days=90)
MARK_AT_LEAST, MARK_AT_MOST = 20, 64  # characters of the mark by which a window names itself the first time
NAME_AT_MOST = 100


@transaction.atomic
def welcome(mark: str, *, name: str = "", person: Person | None = None) -> tuple[Visitor, str]:
    """Return the visitor of a new window and its secret; the same mark, sent twice, is the same visitor.

    `mark` is a long random word that the window has made. `person` is whom somebody vouches for; a stranger gets a person of
    his own, whatever he calls himself.
    """
    if not MARK_AT_LEAST <= len(mark) <= MARK_AT_MOST:
        raise BadInput
    secret = _secret(mark)
    key = _hash(secret)
    known = Visitor.objects.filter(key=key).first()
    if known is None:
        whose = person or meet(Channel.CHAT, _hash(f"address {secret}")[:24], name=_named(name))
        known, _is_new = Visitor.objects.get_or_create(
            key=key, defaults={"person": whose, "created_at": clock.now()}
        )
    if person is not None and known.person_id != person.pk:
        raise NotAllowed
    return known, secret


def by_secret(secret: str) -> Visitor | None:
    """Return the visitor with this secret; None for what is none of ours, or older than three months."""
    found = _keyed(_hash(secret)) if secret else []
    fresh = [one for one in found if one.created_at > clock.now() - STANDS]
    return fresh[0] if fresh else None


def of_person(person: Person) -> Visitor | None:
    """Return the visitor as whom a person who is logged in has talked already."""
    return Visitor.objects.filter(person=person, key="").select_related("person__merged_into").first()


def logged_in(person: Person) -> Visitor:
    """Return the visitor as whom a person who is logged in talks; nothing is claimed here."""
    return (
        of_person(person)
        or Visitor.objects.get_or_create(person=person, key="", defaults={"created_at": clock.now()})[0]
    )


def person_of(visitor: Visitor) -> Person:
    """Return who speaks: the one who stands, where two persons became one."""
    return visitor.person.standing


@prepared
def _keyed(key: str) -> QuerySet[Visitor]:
    return Visitor.objects.filter(key=key).select_related("person__merged_into")


def _secret(mark: str) -> str:
    """Nobody but the desk makes a secret out of a mark, so a first message that is sent twice needs no secret kept."""
    made = hmac.new(settings.SECRET_KEY.encode(), b"okno chat visitor\0" + mark.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made.digest()).decode().rstrip("=")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _named(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())[:NAME_AT_MOST]
    if name:
        return name
    with override(ours().language):
        return _("Visitor of the chat")
