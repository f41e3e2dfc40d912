"""Letters whose words lie sealed until they have left: of the login room, news of the desk, questions to customers."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from okno.channels import guard, recipients
from okno.channels.mail import relay
from okno.channels.models import Delivery
from okno.channels.models.delivery import Purpose
from okno.channels.queueing import queue
from okno.core import clock
from okno.core.sealed import seal
from okno.desk.models import Fact, Ticket
from okno.people.models import Channel, Person, normalised


@transaction.atomic
def queue_login(address: str, sealed_json: str) -> Delivery | None:
    """Queue a letter of the login room; its text is sealed, and never goes to an address of our own (SEC-27)."""
    normal = normalised(Channel.MAIL, address)
    if guard.is_ours(normal):
        return None
    now = clock.now()
    return queue(Purpose.LOGIN, normal, at=now, not_before=now, sealed_body=seal(sealed_json))


@transaction.atomic
def queue_notice(
    person: Person, words: Mapping[str, object], *, ticket: Ticket | None = None, fact: Fact | None = None
) -> Delivery | None:
    """Queue a letter that tells somebody what has happened: of one ticket, in its thread, a summary of several, of a post.

    Its words (subject, text, html, and whether an answer goes to the customer) lie sealed until it has left. Where no letter
    can leave at all none is queued: news do not wait for weeks until somebody names a relay.
    """
    address = recipients.address_of(person)
    if not address or guard.is_robot_name(address) or not relay.has_road():
        return None
    now = clock.now()
    return queue(
        Purpose.NOTICE,
        address,
        at=now,
        not_before=now,
        ticket=ticket,
        fact=fact,
        recipient=person,
        sealed_body=seal(json.dumps(words, ensure_ascii=False)),
    )


@transaction.atomic
def queue_farewell(address: str, words: Mapping[str, object]) -> Delivery | None:
    """Queue the last letter to somebody who is nobody any more, to the address that he had; None where none may leave to it."""
    if guard.is_robot_name(address) or guard.is_ours(address) or not relay.has_road():
        return None
    now, sealed = clock.now(), seal(json.dumps(words, ensure_ascii=False))
    return queue(Purpose.NOTICE, address, at=now, not_before=now, sealed_body=sealed)


@transaction.atomic
def queue_survey(person: Person, words: Mapping[str, object]) -> Delivery | None:
    """Queue a question to a customer that belongs to no ticket; None where no automatic letter may leave to the address."""
    address, now = recipients.address_of(person), clock.now()
    if not address or not guard.may_write_automatically(address, now):
        return None
    sealed = seal(json.dumps(words, ensure_ascii=False))
    return queue(Purpose.SURVEY, address, at=now, not_before=now, recipient=person, sealed_body=sealed)


@transaction.atomic
def queue_too_large(address: str, words: Mapping[str, object]) -> Delivery | None:
    """Queue the word to a sender that his letter is too large; whether it may leave is the guard's to say before."""
    now, sealed = clock.now(), seal(json.dumps(words, ensure_ascii=False))
    return queue(Purpose.TOO_LARGE, address, at=now, not_before=now, sealed_body=sealed)


def notices_to(person: Person, *, since: datetime) -> int:
    """Return how many such letters the person was sent since this moment."""
    return Delivery.objects.filter(purpose=Purpose.NOTICE, recipient=person, created_at__gt=since).count()
