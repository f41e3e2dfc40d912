import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from okno.core import clock
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.actions.reply import reply
from okno.desk.models import Attachment, Blank, Draft, Message, MessageKind, State
from okno.people.actions.choose_undo_time import choose_undo_time
from tests import make


@pytest.fixture
def ticket(anna):
    return make.ticket(by=anna)


def test_a_reply_leaves_later_and_the_page_comes_back(as_boris, boris, ticket):
    answer = as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Сейчас приду", "key": "a1"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/tickets/{ticket.number}/"
    message = ticket.messages.get(kind=MessageKind.REPLY)
    assert message.author == boris
    assert message.leaves_at > clock.now()


def test_rel_22_sending_twice_answers_once(as_boris, ticket):
    for _ in range(2):
        as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Сейчас приду", "key": "a1"})
    assert ticket.messages.filter(kind=MessageKind.REPLY).count() == 1


@pytest.mark.parametrize(
    ("then", "state"), [("stay", State.OPEN), ("wait", State.WAITING), ("resolve", State.RESOLVED)]
)
def test_an_answer_may_change_the_state_with_it(as_boris, ticket, then, state):
    as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Готово", "then": then})
    ticket.refresh_from_db()
    assert ticket.state == state


def test_an_outdated_answer_is_stopped_and_nothing_is_lost(as_boris, anna, ticket):
    seen = ticket.version
    make.message(by=anna, ticket=ticket, text="Уже заработало!")
    answer = as_boris.post(
        f"/tickets/{ticket.number}/replies/",
        {"text": "Выезжаю", "seen_version": seen},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 409
    assert "data-error" in answer.content.decode()
    assert not ticket.messages.filter(kind=MessageKind.REPLY).exists()
    ticket.refresh_from_db()
    again = as_boris.post(
        f"/tickets/{ticket.number}/replies/", {"text": "Выезжаю", "seen_version": ticket.version}
    )
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"text": "  \n "}, 422),
        ({"text": "x", "then": "explode"}, 422),
        ({"text": "x", "seen_version": "много"}, 422),
        ({"text": "x", "key": "k" * 65}, 422),
        ({"text": "\x00\x00"}, 422),
    ],
)
def test_any_form_value_is_answered_in_words(as_boris, ticket, fields, status):
    answer = as_boris.post(f"/tickets/{ticket.number}/replies/", fields)
    assert answer.status_code == status
    assert not ticket.messages.filter(kind=MessageKind.REPLY).exists()


def test_sec_20_fields_of_the_model_are_not_taken_from_a_form(as_boris, boris, vera, ticket):
    as_boris.post(
        f"/tickets/{ticket.number}/replies/",
        {
            "text": "Я",
            "author": vera.pk,
            "kind": "note",
            "html": "<script>",
            "ticket": 1,
            "leaves_at": "2000-01-01",
        },
    )
    message = ticket.messages.get(kind=MessageKind.REPLY)
    assert (message.author, message.html) == (boris, "")


def test_files_go_with_the_answer_under_safe_names(as_boris, ticket):
    file = SimpleUploadedFile("../../etc/от\u202eчёт.txt", "привет".encode())
    as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Вот", "files": [file]})
    attachment = ticket.messages.get(kind=MessageKind.REPLY).attachments.get()
    assert "/" not in attachment.name
    assert "\u202e" not in attachment.name


def test_too_big_a_file_is_refused_with_a_reason(as_boris, ticket, settings):
    settings.MAX_FILE_BYTES = 10
    file = SimpleUploadedFile("a.bin", b"x" * 11)
    answer = as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Вот", "files": [file]})
    assert answer.status_code == 413
    assert not ticket.messages.filter(kind=MessageKind.REPLY).exists()


def test_a_note_is_for_colleagues(as_boris, ticket):
    as_boris.post(f"/tickets/{ticket.number}/notes/", {"text": "Проверь тонер"})
    assert ticket.messages.get(kind=MessageKind.NOTE).text == "Проверь тонер"


def test_a_draft_is_kept_by_kind_and_thrown_away(as_boris, boris, ticket):
    for kind, text in (("reply", "Уважаемая"), ("note", "Между нами")):
        answer = as_boris.put(
            f"/tickets/{ticket.number}/drafts/{kind}/", text.encode(), content_type="text/plain"
        )
        assert answer.status_code == 204
    assert dict(Draft.objects.filter(person=boris).values_list("kind", "text")) == {
        "reply": "Уважаемая", "note": "Между нами",
    }  # fmt: skip
    assert as_boris.delete(f"/tickets/{ticket.number}/drafts/note/").status_code == 204
    assert Draft.objects.get().kind == "reply"


def test_a_draft_on_its_way_while_its_text_is_sent_does_not_come_back(as_boris, ticket):
    as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Выезжаю", "key": "a1"})
    late = as_boris.put(
        f"/tickets/{ticket.number}/drafts/reply/",
        "Выезжаю".encode(),
        content_type="text/plain",
        headers={"Draft-Key": "a1"},
    )
    assert (late.status_code, late["Draft-Version"]) == (204, "0")
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("song", b"x", 422),
        ("reply", b"\xff\xfe\x00", 204),
        ("reply", b"x" * 1_000_001, 413),
        ("reply", b"", 204),
    ],
)
def test_any_bytes_of_a_draft_are_borne(as_boris, ticket, kind, body, status):
    answer = as_boris.put(f"/tickets/{ticket.number}/drafts/{kind}/", body, content_type="text/plain")
    assert answer.status_code == status


def test_a_sent_note_takes_its_draft_with_it(as_boris, ticket):
    as_boris.put(f"/tickets/{ticket.number}/drafts/note/", b"abc", content_type="text/plain")
    as_boris.post(f"/tickets/{ticket.number}/notes/", {"text": "abc"})
    assert not Draft.objects.exists()


def test_an_undone_answer_is_a_draft_again_and_its_files_go_with_the_next_one(as_boris, ticket):
    file = SimpleUploadedFile("план.txt", b"1")
    as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Рано", "files": [file]})
    message = ticket.messages.get(kind=MessageKind.REPLY)
    assert as_boris.post(f"/messages/{message.pk}/undoing/").status_code == 302
    assert Draft.objects.get().text == "Рано"
    as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Пора"})
    sent = ticket.messages.get(kind=MessageKind.REPLY, undone_at=None)
    assert [attachment.name for attachment in sent.attachments.all()] == ["план.txt"]


@pytest.mark.parametrize("seconds", [0, 45])
def test_an_answer_waits_as_long_as_its_author_wants(as_boris, boris, ticket, seconds):
    choose_undo_time(boris, seconds)
    as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Сейчас"})
    message = ticket.messages.get(kind=MessageKind.REPLY)
    assert (message.leaves_at - message.at).total_seconds() == seconds
    assert as_boris.post(f"/messages/{message.pk}/undoing/").status_code == (302 if seconds else 409)


def test_a_letter_that_has_left_cannot_be_called_back(as_boris, boris, ticket):
    message = reply(ticket, "Ушло", by=boris, undo_seconds=0)
    answer = as_boris.post(f"/messages/{message.pk}/undoing/")
    assert answer.status_code == 409
    assert Message.objects.get(pk=message.pk).undone_at is None


def test_sec_22_nobody_takes_a_file_off_anothers_draft(as_boris, vera, ticket):
    from okno.desk.actions.save_draft import attach_to_draft

    attachment = attach_to_draft(ticket, "reply", "a.txt", b"1", by=vera)
    assert as_boris.post(f"/attachments/{attachment.pk}/removal/").status_code == 404
    assert as_boris.get(f"/attachments/{attachment.pk}/").status_code == 404
    assert Attachment.objects.filter(pk=attachment.pk).exists()


def test_own_file_is_taken_off_the_draft(as_boris, boris, ticket):
    from okno.desk.actions.save_draft import attach_to_draft

    attachment = attach_to_draft(ticket, "reply", "a.txt", b"1", by=boris)
    as_boris.post(f"/attachments/{attachment.pk}/removal/")
    assert not Attachment.objects.exists()


def test_blanks_stand_beside_the_reply_with_the_words_of_this_ticket(as_boris, boris, vera, ticket):
    keep_blank(Blank(name="Привет", text="Здравствуйте, {имя клиента}! Номер {номер}. <b>"))
    keep_blank(Blank(name="Чужая", text="не для вас", owner=vera))
    shown = as_boris.get(f"/tickets/{ticket.number}/blanks/").content.decode()
    assert f"Здравствуйте, {ticket.requester.name}! Номер {ticket.number}. &lt;b&gt;" in shown
    assert "не для вас" not in shown
