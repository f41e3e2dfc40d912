import pytest

from okno.catalog.models import Priority
from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.actions import classify
from okno.desk.actions.link import link, unlink
from okno.desk.actions.log_work import WrongMinutes, log_work
from okno.desk.actions.note import mention, note
from okno.desk.actions.participate import add_participant, remove_participant, unwatch, watch
from okno.desk.actions.redact import NoSuchSecret, redact, redact_attachment
from okno.desk.models import Attachment, Clock, Fact, Mention, Ticket, Watch
from okno.desk.refusals import EmptyText
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def test_another_priority_sums_all_promises_anew_and_back_is_back(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    before = list(
        Clock.objects.filter(ticket=ticket).order_by("metric").values_list("metric", "due_at", "minutes")
    )
    classify.set_priority(ticket, Priority.objects.get(code="critical"), by=boris)
    changed = list(
        Clock.objects.filter(ticket=ticket).order_by("metric").values_list("metric", "due_at", "minutes")
    )
    assert [minutes for _metric, _due, minutes in changed] == [30, 30, 120]
    classify.set_priority(ticket, Priority.objects.get(code="normal"), by=boris)
    assert (
        list(
            Clock.objects.filter(ticket=ticket).order_by("metric").values_list("metric", "due_at", "minutes")
        )
        == before
    )


def test_a_service_brings_a_ticket_that_is_nobodys_to_its_team(anna: Person, boris: Person) -> None:
    ticket, team = make.ticket(by=anna), make.team()
    classify.set_service(ticket, make.service(team=team), by=boris)
    ticket.refresh_from_db()
    assert ticket.team == team


def test_tags_are_a_set_of_small_letters(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    classify.set_tags(ticket, ["Принтер", "принтер ", "  ", "ВПН"], by=boris)
    classify.set_tags(ticket, ["впн", "принтер"], by=boris)
    ticket.refresh_from_db()
    assert ticket.tags == ["впн", "принтер"]
    assert Fact.objects.filter(ticket=ticket, kind="ticket.tags_set").count() == 1


def test_wrong_values_are_refused_in_words(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    with pytest.raises(classify.UnknownKind):
        classify.set_kind(ticket, "<script>", by=boris)
    with pytest.raises(classify.TooManyTags):
        classify.set_tags(ticket, [str(number) for number in range(21)], by=boris)
    with pytest.raises(WrongMinutes):
        log_work(ticket, 0, by=boris)
    with pytest.raises(WrongMinutes):
        log_work(ticket, 24 * 60 + 1, by=boris)


def test_a_field_is_set_and_removed(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    classify.set_field(ticket, "Кабинет", "301", by=boris)
    ticket.refresh_from_db()
    assert ticket.fields == {"Кабинет": "301"}
    classify.set_field(ticket, "Кабинет", "", by=boris)
    ticket.refresh_from_db()
    assert ticket.fields == {}


def test_a_link_is_made_once_and_removed_from_either_side(anna: Person, boris: Person) -> None:
    one, other = make.ticket(by=anna), make.ticket(by=anna)
    assert link(one, other, by=boris) == link(one, other, by=boris)
    unlink(other, one, by=boris)
    assert not one.links.exists()


def test_work_is_logged_once_a_key(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    assert log_work(ticket, 15, by=boris, key="w1") == log_work(ticket, 15, by=boris, key="w1")


def test_who_is_called_in_a_note_watches_and_customers_cannot_be_called(
    anna: Person, boris: Person, vera: Person
) -> None:
    ticket = make.ticket(by=anna)
    message = note(ticket, "@Вера, глянь", by=boris, mentions=[vera, vera, anna])
    mention(message, [vera], by=boris)
    assert [row.person for row in Mention.objects.filter(message=message)] == [vera]
    assert [row.person for row in Watch.objects.filter(ticket=ticket)] == [vera]
    unwatch(ticket, by=vera)
    watch(ticket, by=vera)
    watch(ticket, by=vera)
    assert Watch.objects.filter(ticket=ticket).count() == 1


def test_sec_24_a_participant_reads_from_the_moment_of_being_added(
    anna: Person, boris: Person, grigory: Person
) -> None:
    ticket = make.ticket(by=anna, text="До него")
    add_participant(ticket, grigory, by=boris)
    add_participant(ticket, grigory, by=boris)
    make.message(by=anna, ticket=ticket, text="При нём")
    seen = access.messages_for(grigory, access.ticket_for(grigory, ticket.number))
    assert [message.text for message in seen] == ["При нём"]
    remove_participant(ticket, grigory, by=boris)
    with pytest.raises(NotFound):
        access.ticket_for(grigory, ticket.number)


def test_a_redacted_secret_is_nowhere_in_the_ticket_any_more(anna: Person, boris: Person) -> None:
    message = make.message(
        by=anna, text="пароль qwerty 123", full_text="> пароль qwerty\n123", html="<b>qwerty</b>"
    )
    redact(message, "qwerty 123", by=boris)
    message.refresh_from_db()
    ticket = Ticket.objects.get(pk=message.ticket_id)
    everything = (
        f"{message.text}{message.full_text}{message.html}{message.subject}{ticket.last_words}{ticket.subject}"
    )
    everything += str(list(Fact.objects.filter(ticket=ticket).values()))
    assert "qwerty" not in everything
    with pytest.raises(NoSuchSecret):
        redact(message, "qwerty 123", by=boris)


def test_a_redacted_file_is_not_served(anna: Person, boris: Person) -> None:
    from okno.core import files
    from okno.desk.actions.hear import NewFile

    message = make.message(by=anna, files=[NewFile(file=files.keep(b"x"), name="x.txt")])
    attachment = Attachment.objects.get(message=message)
    access.attachment_for(boris, attachment.pk)
    with pytest.raises(EmptyText):
        redact_attachment(attachment, why=" ", by=boris)
    for _ in range(2):
        redact_attachment(attachment, why="Паспорт", by=boris)
    with pytest.raises(NotFound):
        access.attachment_for(boris, attachment.pk)
    fact = Fact.objects.get(kind="message.file_removed")
    assert (fact.data["file"], fact.why) == ("x.txt", "Паспорт")
