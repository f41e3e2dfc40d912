"""Marked words lie in every place of a ticket; whoever may not read them finds them on no page (SEC-14, SEC-34)."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest

from okno.channels.mail.letters import facts_of
from okno.channels.models import Delivery
from okno.channels.models.delivery import Purpose
from okno.community.models import Helped as PostHelped
from okno.core import clock
from okno.desk import access, message_ids
from okno.desk.models import Rating, Ticket
from okno.desk.models.ticket import State
from okno.knowledge.models import Helped
from okno.people.models import Person
from tests.security.addresses import ALL, path_to
from tests.security.asking import ask
from tests.security.crawl.conftest import Seen
from tests.security.rights import RIGHTS
from tests.security.world import CUSTOMERS, ROLES, World, word

pytestmark = pytest.mark.django_db
OUT = [role for role in ROLES if role not in ("agent", "administrator")]  # who may not see `closed`
QUEUES = ("mine", "unassigned", "team", "waiting", "resolved", "open", "closed")


def pages(world: World, *names: str) -> Iterator[str]:
    """Yield every address that can be read, with these matters; a bearer's link is a right of its own and is left out."""
    for address in ALL:
        if {"token", "reference"} & set(address.places) or address.name == "live":
            continue
        if not any(method == "GET" for method, _who, _status in RIGHTS[address.name]):
            continue
        for name in names if address.has_object else names[:1]:
            yield path_to(address, world.matters[name], world)
    for slug in QUEUES:
        yield f"/queues/{slug}/"
    hidden = world.matters["closed"]
    for words in (
        str(hidden.ticket.number),
        f"№ {hidden.ticket.number}",
        "kanarejka",
        "closed",
        "hidden.test",
        "outer",
        "inner",
        '"body closed"',
        "от:outer",
        "from:hidden.test",
        "команда:Кадры",
        f"номер:{hidden.ticket.number}",
        "-нет",
    ):
        yield f"/search/?q={words}"
        yield f"/search/hints/?q={words}"
        yield f"/people/offers/?email={words}"
        yield f"/tickets/{world.matters['open'].ticket.number}/others/?into={words}"
    yield from pages_of_people(world)
    yield from pages_of_articles(world)
    yield f"/my/?before={hidden.ticket.number}"
    for name in ("open", "closed"):
        matter = world.matters[name]
        for pk in (matter.note_file.pk, matter.draft_file.pk):
            yield f"/attachments/{pk}/"
            yield f"/my/{matter.ticket.number}/files/{pk}/"
        for inbound in (matter.bounce, matter.message.inbound.get()):
            yield f"/quarantine/{inbound.pk}/"
            yield f"/quarantine/{inbound.pk}/raw/"
        yield f"/messages/{matter.note.pk}/origin/"
        yield f"/tickets/{matter.ticket.number}/?all"


def pages_of_people(world: World) -> Iterator[str]:
    """Yield what shows people who are known from the closed team alone to those who may know of them."""
    merger, hidden = f"/people/{world.people['requester'].pk}/merger/", world.matters["closed"]
    for words in ("kanarejka", "hidden.test"):
        yield f"/people/?q={words}"
        yield f"{merger}?q={words}"
    for pk in (hidden.requester.pk, hidden.person_merge.source.pk):
        yield f"/people/{pk}/"
        yield f"{merger}?other={pk}"


def pages_of_articles(world: World) -> Iterator[str]:
    """Yield what a reader may try in order to find an article that is not for him."""
    for words in ("kanarejka", "inner-article", "desk"):
        yield f"/help/search/?q={words}"
    for article in world.articles.values():
        yield f"/help/{article.pk}/"
        yield f"/help/?section={article.section_id}"
        yield f"/help/pictures/{article.pictures.get().pk}/"
        yield f"/knowledge/{article.pk}/"


@pytest.mark.parametrize("role", OUT)
def test_sec_14_34_nothing_is_told_to_those_for_whom_it_is_not(world: World, seen: Seen, role: str) -> None:
    """Nobody outside reads of the closed team's ticket; no customer reads what the desk says to itself in any ticket."""
    secret = r"\w+-\w+-closed-kanarejka"
    if role in CUSTOMERS:
        secret += r"|inner-\w+-\w+-kanarejka"
    own = "foreign" if role == "stranger" else "open"
    links = [
        f"/t/{world.matters[own].token}/{tail}" for tail in ("", f"files/{world.matters[own].note_file.pk}/")
    ]
    told = {}
    for path in [*pages(world, own, "closed"), *links]:
        answer = seen(role, path)
        found = set(re.findall(secret, answer.body + str(answer.headers), re.IGNORECASE))
        if path == "/my/data.json":
            found -= said_by(world.people.get(role))
        if found:
            told[path] = found
        assert answer.status < 500, path
    assert not told


def said_by(person: Person | None) -> set[str]:
    """Return the words of somebody's own that others keep to themselves: with a rating, and before «did it help?»."""
    rated = Rating.objects.filter(by=person).values_list("words", flat=True)
    asked = (
        kind.objects.filter(person=person).values_list("asked", flat=True) for kind in (Helped, PostHelped)
    )
    return {*rated, *chain.from_iterable(asked)}


def test_the_crawl_would_find_the_words(world: World, seen: Seen) -> None:
    """The canaries sing where they may: else the proof above proves nothing."""
    heard = "".join(seen("administrator", path).body for path in pages(world, "closed"))
    sung = "subject body quoted html file note before notefile tag field worklog draft name double"
    for where in f"{sung} raw bounce quarantined split poured linked".split():
        if where == "draft":
            assert word("closed", where) in seen("agent", path_of(world, "closed")).body
        else:
            assert word("closed", where) in heard, where
    assert word("open", "body") in seen("requester", f"/t/{world.matters['open'].token}/").body


def path_of(world: World, name: str) -> str:
    return f"/tickets/{world.matters[name].ticket.number}/"


def test_sec_14_the_counters_count_only_what_one_may_see(world: World) -> None:
    from okno.workspace.queues.counters import counters

    for role in ("outsider", "lead"):
        told, *others = counters(world.people[role])
        before = {one.queue.slug: one.count for one in told}, others
        Ticket.objects.filter(team__is_closed=True).update(state=State.CLOSED)
        told, *others = counters(world.people[role])
        assert ({one.queue.slug: one.count for one in told}, others) == before
        Ticket.objects.filter(team__is_closed=True).update(state=State.OPEN)


@pytest.mark.parametrize("role", [role for role in OUT if role != "anonymous"])
def test_sec_14_no_nudge_tells_of_it(world: World, role: str) -> None:
    ticket = world.matters["closed"].ticket
    hears = access.hears(world.people[role])
    for more in ({}, {"writing": ticket.number}, {"quarantine": 1}, {"public": True}):
        nudge = {"ticket": ticket.number, "team": ticket.team_id, "organisation": ticket.organisation_id}
        assert role == "dismissed" or not hears({**nudge, "requester": ticket.requester_id, **more})


def test_sec_14_no_deed_reaches_into_the_hidden_ticket_through_its_form(world: World) -> None:
    """The number of the hidden ticket stands in the form, not in the address: the same 404 as for no ticket at all."""
    client, matter = world.client("outsider"), world.matters["open"]
    hidden, mine = world.matters["closed"], f"/tickets/{matter.ticket.number}/"
    for path, field in (
        (f"{mine}merger/", "into"),
        (f"{mine}links/", "other"),
        (f"/messages/{matter.message.pk}/place/", "to"),
    ):
        there = ask(client, "POST", path, {field: str(hidden.ticket.number), "kind": "related"})
        nowhere = ask(client, "POST", path, {field: "987654321", "kind": "related"})
        assert there.shape == nowhere.shape, path
        assert (there.status, there.writes) == (404, []), path
    for path in (
        f"{mine}links/{hidden.ticket.number}/removal/",
        f"{mine}merger/{hidden.merge.pk}/undoing/",
        f"{mine}split/{hidden.split.pk}/undoing/",
        f"{mine}participants/{hidden.participant.pk}/removal/",
    ):
        answer = ask(client, "POST", path)
        assert (answer.status, answer.writes) == (404, []), path
    stolen = ask(client, "POST", f"{mine}split/", {"messages": [str(hidden.message.pk)]})
    assert (stolen.status, stolen.writes) == (422, [])


def test_sec_34_no_letter_for_customers_holds_what_the_desk_says_to_itself(world: World) -> None:
    composed = 0
    for matter in world.matters.values():
        reply = matter.ticket.messages.filter(kind="reply", undone_at=None).get()
        for person in (matter.requester, matter.participant):
            for purpose in (Purpose.REPLY, Purpose.ACKNOWLEDGE, Purpose.ASK_SOLVED):
                fact = matter.ticket.facts.filter(kind="ticket.opened").get()
                delivery = Delivery(
                    ticket=matter.ticket, message=reply if purpose == Purpose.REPLY else None, fact=fact, purpose=purpose,
                    recipient=person, address=f"another.{person.email}", rfc_message_id=message_ids.fresh(matter.ticket),
                    not_before=clock.now(), created_at=clock.now(),
                )  # fmt: skip
                delivery.save()
                text = str(facts_of(delivery))
                assert not re.search(r"inner-\w+-\w+-kanarejka", text)
                composed += 1
    assert composed == 18
