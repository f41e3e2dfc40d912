"""A note is written anew by its author; what it said before stays to be seen, and what was sent stays as it was sent."""

import pytest
from django.test import Client

from okno.core.refusals import NotAllowed, NotFound
from okno.desk import access
from okno.desk.actions.note import note
from okno.desk.actions.redact import redact
from okno.desk.actions.reply import reply
from okno.desk.actions.revise_note import revise_note
from okno.desk.models import Mention, Message, Revision, Ticket
from okno.desk.refusals import NotNow
from okno.desk.search import finding
from okno.desk.search.language import parse
from okno.people.models import Person
from tests import make


@pytest.fixture
def ticket(anna: Person) -> Ticket:
    return make.ticket(by=anna)


@pytest.fixture
def noted(ticket: Ticket, boris: Person) -> Message:
    return note(ticket, "Пароль у Веры", by=boris)


def test_what_a_note_said_before_is_kept_with_who_and_when(noted: Message, boris: Person) -> None:
    for text in ("Пароль у Глеба", "Пароль сменили"):
        revise_note(noted, text, by=boris)
    noted.refresh_from_db()
    assert noted.text == "Пароль сменили"
    assert list(noted.revisions.values_list("before", "by")) == [
        ("Пароль у Глеба", boris.pk),
        ("Пароль у Веры", boris.pk),
    ]
    assert noted.revisions.first() is not None
    assert noted.revised_at == max(noted.revisions.values_list("at", flat=True))
    assert noted.ticket.facts.filter(kind="message.revised").count() == 2


def test_the_same_words_change_nothing(noted: Message, boris: Person) -> None:
    revise_note(noted, "Пароль у Веры\n", by=boris)
    noted.refresh_from_db()
    assert (noted.revised_at, Revision.objects.count()) == (None, 0)
    assert not noted.ticket.facts.filter(kind="message.revised").exists()


def test_neither_a_sent_answer_nor_the_note_of_another_is_changed(
    noted: Message, ticket: Ticket, boris: Person, vera: Person
) -> None:
    sent = reply(ticket, "Добрый день", by=boris)
    for message, by in ((sent, boris), (noted, vera)):
        with pytest.raises(NotNow):
            revise_note(message, "Другое", by=by)
        with pytest.raises(NotAllowed):
            access.message_for(by, message.pk, to="revise")


def test_sec_11_who_lost_the_ticket_cannot_change_the_note_in_it(noted: Message, boris: Person) -> None:
    Ticket.objects.filter(pk=noted.ticket_id).update(team=make.team("Кадры", is_closed=True))
    with pytest.raises(NotFound):
        access.message_for(boris, noted.pk, to="revise")


def test_a_secret_is_hidden_in_what_the_note_said_before_too(
    noted: Message, boris: Person, vera: Person
) -> None:
    revise_note(noted, "Пароль сменили", by=boris)
    redact(noted, "Веры", by=vera)
    assert "Веры" not in noted.revisions.get().before
    with pytest.raises(NotNow):
        revise_note(noted, "Пароль у Веры", by=boris)


def test_the_search_follows(noted: Message, boris: Person, run_jobs: object) -> None:
    revise_note(noted, "Ключ под ковриком", by=boris)
    run_jobs()  # type: ignore[operator]

    def found(words: str) -> bool:
        from django.utils import timezone

        return bool(finding.find(boris, parse(words, timezone.localdate())).tickets)

    assert found("коврик")
    assert not found("пароль")


def test_the_author_changes_it_from_the_page_and_calls_a_colleague(
    as_boris: Client, noted: Message, vera: Person
) -> None:
    assert "Пароль у Веры" in as_boris.get(f"/messages/{noted.pk}/revision/").content.decode()
    as_boris.post(f"/messages/{noted.pk}/revision/", {"text": "Спроси @Вера Соколова"})
    assert Mention.objects.get(message=noted).person == vera
    page = as_boris.get(f"/tickets/{noted.ticket.number}/").content.decode()
    assert f"/messages/{noted.pk}/revisions/" in page
    assert "Пароль у Веры" not in page
    assert "Пароль у Веры" in as_boris.get(f"/messages/{noted.pk}/revisions/").content.decode()
