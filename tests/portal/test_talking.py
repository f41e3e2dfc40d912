"""The conversation of a customer: answering, files, «solved?», with and without a login."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from okno.core import clock
from okno.desk import links
from okno.desk.actions.close import close
from okno.desk.actions.merge import merge
from okno.desk.actions.participate import remove_participant
from okno.desk.actions.reply import reply
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import wait
from okno.desk.models import Fact, Message, State, Ticket
from okno.people.models import Person
from okno.portal import room
from tests import make
from tests.portal.canary import PICTURE
from tests.portal.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["login", "link"])
def place(request: pytest.FixtureRequest, world: World) -> tuple[Client, str]:
    """The same conversation, opened in both ways."""
    if request.param == "login":
        return world.client("requester"), f"/my/{world.ticket.number}/"
    return world.client("anonymous"), f"/t/{world.token}/"


def test_the_page_says_what_was_said_and_who_acts(place: tuple[Client, str], world: World) -> None:
    visitor, path = place
    page = visitor.get(path).content.decode()
    assert "Касса молчит" in page
    assert "Борис Орлов" in page
    assert "We" in page


def test_addresses_in_the_text_are_links_that_tell_nothing(place: tuple[Client, str]) -> None:
    visitor, path = place
    page = visitor.get(path).content.decode()
    assert 'href="https://romashka.test/log?a=1&amp;b=2" rel="noopener noreferrer nofollow ugc"' in page


def test_an_answer_is_heard_with_its_files(place: tuple[Client, str], world: World) -> None:
    visitor, path = place
    file = SimpleUploadedFile("../../снимок<b>.png", PICTURE)
    answer = visitor.post(f"{path}answers/", {"text": "Всё ещё молчит", "attached": [file], "key": "k1"})
    assert answer.status_code == 302
    message = Message.objects.get(text="Всё ещё молчит")
    assert (message.door, message.author, message.ticket) == (
        "portal",
        world.people["requester"],
        world.ticket,
    )
    [attachment] = message.attachments.all()
    assert "/" not in attachment.name
    assert "<" not in attachment.name
    shown = visitor.get(f"{path}files/{attachment.pk}/?inline")
    assert b"".join(shown.streaming_content) == PICTURE
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")


def test_the_same_form_twice_is_heard_once(place: tuple[Client, str], world: World) -> None:
    visitor, path = place
    for _ in range(2):
        assert visitor.post(f"{path}answers/", {"text": "Раз", "key": "k1"}).status_code == 302
    assert Message.objects.filter(ticket=world.ticket, text="Раз").count() == 1


def test_other_words_in_a_page_that_was_gone_back_to_are_not_lost(place: tuple[Client, str]) -> None:
    visitor, path = place
    for text in ("Раз", "Два"):
        visitor.post(f"{path}answers/", {"text": text, "key": "k1"})
    assert set(Message.objects.filter(text__in=["Раз", "Два"]).values_list("text", flat=True)) == {
        "Раз",
        "Два",
    }


def test_yes_closes(place: tuple[Client, str], world: World, boris: Person) -> None:
    visitor, path = place
    resolve(world.ticket, by=boris)
    assert b"Is it solved?" in visitor.get(path).content
    for _ in range(2):
        assert visitor.post(f"{path}confirmation/")["Location"] == path
    world.ticket.refresh_from_db()
    assert world.ticket.state == State.CLOSED
    assert (
        Fact.objects.filter(
            ticket=world.ticket, kind="ticket.confirmed", by=world.people["requester"]
        ).count()
        == 1
    )
    assert b"Is it solved?" not in visitor.get(path).content


def test_of_a_long_conversation_the_newest_part_is_shown_and_the_rest_by_a_press(
    place: tuple[Client, str], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, path = place
    for number in range(3):
        make.message(ticket=world.ticket, by=world.people["requester"], text=f"Слово-{number}")
    monkeypatch.setattr(room, "SHOWN", 2)
    page = visitor.get(path).content.decode()
    assert ("Слово-0" in page, page.index("Слово-1") < page.index("Слово-2")) == (False, True)
    assert f'href="{path}?all=1"' in page
    page = visitor.get(f"{path}?all=1").content.decode()
    assert page.index("Слово-0") < page.index("Слово-2")
    assert f'hx-get="{path}?all=1"' in page, "what was opened stays open when the page fetches itself"


@pytest.mark.parametrize("chosen", ["yes", "no", "maybe", "<b>"])
def test_the_answer_of_the_letter_waits_for_a_press(
    place: tuple[Client, str], world: World, boris: Person, chosen: str
) -> None:
    visitor, path = place
    resolve(world.ticket, by=boris)
    facts = Fact.objects.count()
    page = visitor.get(path, {"solved": chosen}).content.decode()
    assert ("You chose “yes” in the letter." in page) is (chosen == "yes")
    assert ("You chose “not yet” in the letter." in page) is (chosen == "no")
    assert ('<details class="no" open>' in page) is (chosen == "no")
    assert (f'hx-get="{path}?solved={chosen}"' in page) is (chosen in ("yes", "no"))
    world.ticket.refresh_from_db()
    assert (world.ticket.state, Fact.objects.count()) == (State.RESOLVED, facts)


def test_the_answer_of_an_old_letter_prepares_nothing(place: tuple[Client, str]) -> None:
    visitor, path = place
    assert "in the letter" not in visitor.get(path, {"solved": "yes"}).content.decode()


def test_yes_to_what_was_taken_up_again_changes_nothing(place: tuple[Client, str], world: World) -> None:
    visitor, path = place
    assert visitor.post(f"{path}confirmation/")["Location"] == path
    world.ticket.refresh_from_db()
    assert world.ticket.state != State.CLOSED


@pytest.mark.parametrize("words", ["Опять молчит", "Спасибо"])
def test_no_takes_up_again_with_what_is_wrong(
    place: tuple[Client, str], world: World, boris: Person, words: str
) -> None:
    visitor, path = place
    resolve(world.ticket, by=boris)
    assert visitor.post(f"{path}reopening/", {"text": words, "key": "k"}).status_code == 302
    world.ticket.refresh_from_db()
    assert world.ticket.state == State.OPEN
    assert Message.objects.filter(ticket=world.ticket, text=words).exists()


def test_no_without_a_word_asks_for_it(place: tuple[Client, str], world: World, boris: Person) -> None:
    visitor, path = place
    resolve(world.ticket, by=boris)
    answer = visitor.post(f"{path}reopening/", {"text": " "})
    assert answer.status_code == 422
    assert b"field__error" in answer.content
    world.ticket.refresh_from_db()
    assert world.ticket.state == State.RESOLVED


def test_long_after_closing_one_goes_on_in_a_follow_up(
    place: tuple[Client, str], world: World, boris: Person
) -> None:
    visitor, path = place
    close(world.ticket, by=boris, at=clock.now() - timedelta(days=20))
    answer = visitor.post(f"{path}answers/", {"text": "Снова сломалось", "key": "k"})
    later = Ticket.objects.get(follow_up_of=world.ticket)
    page = visitor.get(answer["Location"].partition("#")[0]).content.decode()
    assert str(later) in page
    assert "Снова сломалось" in page


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "a\0b"}, 422),
        ({"text": "я" * 100_001}, 422),
        ({"text": "x", "key": "k" * 100}, 422),
        ({"text": "x", "attached": [b"x"] * 11}, 413),
        ({"text": "x", "attached": [b""]}, 422),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_half_written(
    place: tuple[Client, str], sent: dict[str, object], status: int
) -> None:
    visitor, path = place
    before = Message.objects.count()
    files = [SimpleUploadedFile(f"{n}.txt", content) for n, content in enumerate(sent.get("attached", []))]
    answer = visitor.post(f"{path}answers/", {**sent, "attached": files})
    assert answer.status_code == status
    if "key" not in sent:
        assert b"field__error" in answer.content
    assert Message.objects.count() == before


def test_a_file_that_is_too_large_is_told_by_name(place: tuple[Client, str], settings: object) -> None:
    visitor, path = place
    settings.MAX_FILE_BYTES = 2**20
    file = SimpleUploadedFile("большой.bin", b"x" * (2**20 + 1))
    answer = visitor.post(f"{path}answers/", {"text": "x", "attached": [file]})
    assert answer.status_code == 413
    assert "“большой.bin” is too large: a file may have 1 MB." in answer.content.decode()


def test_somebody_who_writes_without_end_is_slowed_down(place: tuple[Client, str]) -> None:
    visitor, path = place
    statuses = [visitor.post(f"{path}answers/", {"text": f"{n}"}).status_code for n in range(32)]
    assert statuses[0] == 302
    assert statuses[-1] == 429


def test_sec_48_get_never_changes_anything(world: World, boris: Person) -> None:
    resolve(world.ticket, by=boris)
    before = (Fact.objects.count(), Message.objects.count())
    for _ in range(3):
        scanner = Client(HTTP_HOST="desk.test")
        assert scanner.get(f"/t/{world.token}/").status_code == 200
        assert scanner.head(f"/t/{world.token}/").status_code == 200
        assert scanner.get(f"/t/{world.token}/confirmation/").status_code == 405
        assert "okno" not in scanner.cookies, "no session"
    world.ticket.refresh_from_db()
    assert world.ticket.state == State.RESOLVED
    assert (Fact.objects.count(), Message.objects.count()) == before


def test_sec_48_the_link_page_tells_other_sites_nothing(world: World) -> None:
    answer = Client(HTTP_HOST="desk.test").get(f"/t/{world.token}/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def test_sec_35_48_a_link_that_does_not_stand_says_what_to_do(world: World, boris: Person) -> None:
    number, rest = world.token.split(":", 1)
    flipped = world.token[:-1] + ("A" if world.token[-1] != "A" else "B")
    visitor = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")
    pages = set()
    for wrong in (
        "null",
        "%25",
        "_",
        "*",
        "0",
        flipped,
        world.token.upper(),
        world.token + "%20",
        f"{number}:{rest[::-1]}",
    ):
        answer = visitor.get(f"/t/{wrong}/")
        assert answer.status_code == 404, wrong
        assert answer["Referrer-Policy"] == "no-referrer"
        pages.add(answer.content.decode().replace(wrong, "…").count("Log in with a code"))
        assert visitor.post(f"/t/{wrong}/answers/", {"text": "x"}).status_code == 404
    assert pages == {1}


def test_sec_35_an_old_link_and_the_link_of_one_who_left_lead_nowhere(
    world: World, boris: Person, link_of: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Client(HTTP_HOST="desk.test")
    theirs = link_of("participant")
    assert visitor.get(theirs).status_code == 200
    remove_participant(world.ticket, world.people["participant"], by=boris)
    assert visitor.get(theirs).status_code == 404
    assert visitor.get(link_of("disabled")).status_code == 404
    monkeypatch.setattr(links, "LIFETIME", timedelta(seconds=-1))
    assert visitor.get(f"/t/{world.token}/").status_code == 404


def test_sec_40_another_site_cannot_post_through_a_link(world: World) -> None:
    strict = Client(HTTP_HOST="desk.test", enforce_csrf_checks=True)
    path = f"/t/{world.token}/answers/"
    answer = strict.post(
        path, {"text": "x"}, headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"}
    )
    assert answer.status_code == 403
    assert (
        strict.post(
            path, {"text": "x"}, headers={"Sec-Fetch-Site": "same-origin", "Origin": "null"}
        ).status_code
        == 302
    )


def test_a_reply_is_read_when_it_can_no_longer_be_called_back(
    place: tuple[Client, str], world: World, boris: Person
) -> None:
    visitor, path = place
    sent = reply(world.ticket, "Мы перезапустили кассу", by=boris)
    page = visitor.get(path).content.decode()
    assert "Мы перезапустили кассу" not in page
    assert "load delay:" in page, "the open page looks again when it has left"
    Message.objects.filter(pk=sent.pk).update(leaves_at=clock.now() - timedelta(seconds=1))
    assert "Мы перезапустили кассу" in visitor.get(path).content.decode()


@pytest.mark.parametrize(
    ("waiting_for", "words"),
    [
        ("customer", "It is your turn"),
        ("third_party", "We are waiting for a third party"),
        ("planned", "It is planned"),
    ],
)
def test_whose_turn_it_is(
    place: tuple[Client, str], world: World, boris: Person, waiting_for: str, words: str
) -> None:
    visitor, path = place
    wait(world.ticket, waiting_for, by=boris, until=clock.now() + timedelta(days=1))
    assert words in visitor.get(path).content.decode()


def test_a_promise_that_was_broken_is_owned(world: World) -> None:
    late = make.ticket(by=world.people["requester"], at=clock.now() - timedelta(days=9))
    page = world.client("requester").get(f"/my/{late.number}/").content.decode()
    assert "and are late. We will answer soon." in page


def test_a_merged_request_leads_to_where_it_goes_on(world: World, boris: Person) -> None:
    mine = make.ticket(by=world.people["requester"])
    theirs = make.ticket(by=world.people["other customer"])
    merge(world.ticket, mine, by=boris)
    visitor = world.client("requester")
    assert visitor.get(f"/my/{world.ticket.number}/")["Location"] == f"/my/{mine.number}/"
    assert str(mine) in Client(HTTP_HOST="desk.test").get(f"/t/{world.token}/").content.decode()
    merge(mine, theirs, by=boris)
    page = visitor.get(f"/my/{mine.number}/")
    assert page.status_code == 200
    assert "merged with another one" in page.content.decode()
    assert str(theirs) not in page.content.decode()


def test_asking_opens_a_ticket_once(world: World) -> None:
    visitor = world.client("requester")
    for _ in range(2):
        answer = visitor.post("/ask/", {"subject": "Нет сети", "text": "С утра", "key": "k9"})
    ticket = Ticket.objects.get(subject="Нет сети")
    assert answer["Location"] == f"/my/{ticket.number}/"
    assert (ticket.door, ticket.requester) == ("portal", world.people["requester"])


@pytest.mark.parametrize("wrong", [{"text": ""}, {"subject": "x" * 251}, {"subject": "a\0"}])
def test_a_wrong_request_is_told_next_to_the_field(world: World, wrong: dict[str, str]) -> None:
    answer = world.client("requester").post("/ask/", {"subject": "Нет сети", "text": "С утра", **wrong})
    assert answer.status_code == 422
    assert b"field__error" in answer.content
    assert "Нет сети" in answer.content.decode() or "subject" in wrong, "what was right is kept"


def test_hostile_words_are_only_words(place: tuple[Client, str], world: World) -> None:
    visitor, path = place
    hostile = '<script>alert(1)</script> <img src=x onerror=alert(2)> javascript:alert(3) http://x"onmouseover=1 {{ 7|add:7 }}'
    visitor.post(f"{path}answers/", {"text": hostile})
    page = visitor.get(path).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "{{ 7|add:7 }}" in page


def test_the_link_page_speaks_the_language_of_the_person_until_told_otherwise(world: World) -> None:
    visitor = Client(HTTP_HOST="desk.test")
    assert b'lang="en"' in visitor.get(f"/t/{world.token}/").content
    visitor.post(f"/t/{world.token}/language/", {"language": "ru"})
    assert b'<html lang="ru"' in visitor.get(f"/t/{world.token}/").content


def test_my_requests_ask_the_database_little(
    world: World, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for n in range(12):
        make.ticket(by=world.people["requester"], text=f"Дело {n}")
    visitor = world.client("requester")
    visitor.get("/my/")
    with django_assert_max_num_queries(6):
        assert visitor.get("/my/").status_code == 200
    with django_assert_max_num_queries(15):
        assert visitor.get(f"/my/{world.ticket.number}/").status_code == 200
