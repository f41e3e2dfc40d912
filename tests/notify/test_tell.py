"""Who is told of what: the reaction against the database."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from okno.catalog.models import Priority
from okno.core import clock
from okno.desk import access
from okno.desk.actions.assign import assign, hand_over, take
from okno.desk.actions.close import close, confirm, reopen
from okno.desk.actions.move_message import move_message
from okno.desk.actions.note import mention, note
from okno.desk.actions.participate import watch
from okno.desk.actions.pass_on import pass_on
from okno.desk.actions.rate import rate
from okno.desk.actions.reply import reply
from okno.desk.actions.resolve import resolve
from okno.desk.actions.tell_delivery import tell_delivery
from okno.desk.actions.warn import warn
from okno.desk.models import Fact
from okno.notify.actions.read import read
from okno.notify.actions.tell import tell
from okno.notify.kinds import KINDS
from okno.notify.models import Browser, News, Wishes
from okno.notify.plan import LETTER_WAITS, PUSH_WAITS
from okno.notify.wording import line
from okno.people.actions.meet import robot
from okno.staffing.actions.be_away import be_away
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(boris, vera):
    made = make.team("Первая линия")
    made.memberships.create(person=boris)
    made.memberships.create(person=vera, is_lead=True)
    return made


def test_a_new_ticket_is_told_to_those_who_work_through_its_queue(anna, team, gleb, told):
    ticket = make.ticket(by=anna, team=team)
    assert told() == {("Борис", "team_new"), ("Вера", "team_new")}
    take(ticket, by=gleb)
    assert told() == set()


def test_what_somebody_takes_is_new_in_the_queue_for_nobody_any_more(anna, team, boris, vera, told):
    ticket, other = make.ticket(by=anna, team=team), make.ticket(by=anna, team=team)
    told()
    take(ticket, by=boris)
    told()
    unread = News.objects.filter(read_at=None)
    assert set(unread.values_list("person", "ticket")) == {(boris.pk, other.pk), (vera.pk, other.pk)}


def test_a_ticket_without_a_team_is_told_to_the_first_line(anna, team, gleb, told):
    engineers = make.team("Инженеры", line=3)
    engineers.memberships.create(person=gleb)
    make.ticket(by=anna)
    assert told() == {("Борис", "team_new"), ("Вера", "team_new")}


def test_what_was_taken_before_the_worker_came_is_news_no_longer(anna, boris, team, told):
    ticket = make.ticket(by=anna, team=team)
    take(ticket, by=boris)
    assert told() == set()


def test_the_one_to_whom_it_is_given_hears_of_it_and_nobody_who_did_it_himself(anna, boris, vera, team, told):
    ticket = make.ticket(by=anna, team=team)
    told()
    assign(ticket, by=vera, owner=boris, team=team)
    assert told() == {("Борис", "assigned")}
    assign(ticket, by=boris, owner=vera, team=team)
    assert told() == {("Вера", "assigned")}
    assign(ticket, by=boris, owner=boris, team=team)
    assert told() == set()
    second = make.team("Вторая линия", line=2)
    gleb = make.agent("Галина Светлова", teams=(second,))
    hand_over(ticket, by=boris, tried="Перезагрузка", team=second)
    assert told() == {("Галина", "team_new")}
    hand_over(ticket, by=boris, tried="Всё", owner=gleb)
    assert told() == {("Галина", "assigned")}


def test_owner_and_watchers_hear_the_customer_and_colleagues_and_a_machine_wakes_nobody(
    anna, boris, vera, told
):
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    watch(ticket, by=vera)
    told()
    make.message(by=anna, ticket=ticket)
    assert told() == {("Борис", "customer_wrote"), ("Вера", "customer_wrote")}
    reply(ticket, "Смотрю.", by=vera)
    assert told() == {("Борис", "colleague_wrote")}
    make.message(by=anna, ticket=ticket, is_automatic=True)
    assert told() == set()


def test_a_call_outweighs_a_note_and_is_told_once(anna, boris, vera, gleb, told):
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    told()
    message = note(ticket, "@Вера, глянь", by=boris, mentions=[vera, boris])
    assert told() == {("Вера", "mentioned")}
    mention(message, [vera, gleb], by=boris)
    assert told() == {("Глеб", "mentioned")}
    note(ticket, "Ещё", by=vera)  # those who were called watch
    assert told() == {("Борис", "colleague_wrote"), ("Глеб", "colleague_wrote")}


def test_whom_a_note_calls_only_when_it_is_written_anew_is_called_then(
    anna, as_boris, boris, vera, gleb, told
):
    ticket = make.ticket(by=anna)
    message = note(ticket, "@Вера Соколова", by=boris, mentions=[vera])
    told()
    as_boris.post(f"/messages/{message.pk}/revision/", {"text": "@Вера Соколова и @Глеб Титов"})
    assert told() == {("Глеб", "mentioned")}


def test_what_comes_back_to_work_is_told_as_that(anna, boris, vera, told):
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    resolve(ticket, by=boris)
    told()
    make.message(by=anna, ticket=ticket, text="Опять не печатает, посмотрите ещё раз.")
    assert told() == {("Борис", "reopened")}
    close(ticket, by=boris)
    reopen(ticket, by=vera)
    assert told() == {("Борис", "reopened")}


def test_a_low_rating_is_told_to_the_owner_and_the_lead_of_the_team(anna, boris, team, told):
    ticket = make.ticket(by=anna, team=team)
    take(ticket, by=boris)
    confirm(ticket, by=anna)
    told()
    rate(ticket, 4, by=anna)
    assert told() == set()
    rate(ticket, 2, by=anna)
    assert told() == {("Борис", "rated_badly"), ("Вера", "rated_badly")}


def test_a_letter_that_does_not_arrive_is_told_to_whoever_wrote_it_and_whose_ticket_it_is(
    anna, boris, vera, told
):
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    message = reply(ticket, "Смотрю.", by=vera)
    told()
    tell_delivery(ticket, by=robot(), kind="delivery.failed", address="anna@romashka.test", message=message)
    assert told() == {("Борис", "undelivered"), ("Вера", "undelivered")}


def test_the_same_fact_is_told_once_however_often_the_reaction_runs(anna, boris, told):
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    make.message(by=anna, ticket=ticket)
    told()
    before = list(News.objects.values_list("pk", flat=True))
    for fact in Fact.objects.select_related("ticket", "message", "by"):
        tell(fact)
    assert list(News.objects.values_list("pk", flat=True)) == before


def test_sec_14_nobody_is_told_of_a_ticket_that_he_may_not_see(anna, boris, vera, gleb, told):
    closed = make.team("Кадры", is_closed=True)
    closed.memberships.create(person=vera)
    ticket = make.ticket(by=anna, team=closed)
    watch(ticket, by=boris)
    note(ticket, "@все", by=vera, mentions=[boris, gleb])
    make.message(by=anna, ticket=ticket)
    found = told()
    assert {name for name, _kind in found} == {"Вера", "Глеб"}
    gone = make.agent("Ушедшая")
    watch(ticket, by=gone)
    gone.is_active = False
    gone.save()
    make.message(by=anna, ticket=ticket)
    assert "Ушедшая" not in {name for name, _kind in told()}


def test_readers_of_a_ticket_are_those_for_whom_it_is_there(anna, boris, vera, gleb):
    closed = make.team("Кадры", is_closed=True)
    closed.memberships.create(person=vera)
    everybody = [anna, boris, vera, gleb, make.agent("Ушедшая", is_active=False), robot()]
    for ticket in (
        make.ticket(by=anna),
        make.ticket(by=anna, team=closed),
        make.ticket(by=anna, team=make.team()),
    ):
        found = set(access.readers_of(ticket, [person.pk for person in everybody]))
        assert found == {
            person
            for person in everybody
            if person.is_staff_member and access.tickets_for(person).filter(pk=ticket.pk).exists()
        }


def test_whoever_wants_to_hear_nothing_of_a_kind_has_no_row_of_it(anna, boris, told):
    Wishes.objects.create(person=boris, matrix={"customer_wrote": []})
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    make.message(by=anna, ticket=ticket)
    assert told() == set()


def test_moments_of_push_and_letter_stand_in_the_row_and_reading_settles_them(anna, boris, vera, told):
    Browser.objects.create(person=boris, endpoint="https://push.test/1", named_at=clock.now())
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    watch(ticket, by=vera)
    make.message(by=anna, ticket=ticket)
    told()
    assert News.objects.get(person=vera).push_at is None, "there is no screen to push to"
    row = News.objects.get(person=boris)
    assert row.push_at == row.told_at + PUSH_WAITS
    assert row.mail_at == row.told_at + LETTER_WAITS
    assert read(by=vera) == 1
    assert read(by=boris, number=ticket.number + 1) == 0
    assert read(by=boris, number=ticket.number) == 1
    row.refresh_from_db()
    assert (row.push_at, row.mail_at) == (None, None)
    assert row.read_at is not None


def test_whoever_has_answered_before_the_worker_came_has_read_it(anna, boris, told):
    ticket = make.ticket(by=anna, at=clock.now() - timedelta(hours=2))
    take(ticket, by=boris)
    make.message(by=anna, ticket=ticket, at=clock.now() - timedelta(hours=1))
    reply(ticket, "Уже смотрю.", by=boris)
    assert told() == {("Борис", "customer_wrote")}
    row = News.objects.get(person=boris)
    assert row.read_at is not None
    assert row.mail_at is None


def test_every_kind_has_its_sentence_in_both_languages():
    from django.utils.translation import override

    from okno.notify.kinds import sentence

    words = {"name": "Анна", "requester": "Анна", "address": "anna@romashka.test", "stars": 2}
    for kind in KINDS:
        with override("en"):
            english = sentence(kind, words)
        with override("ru"):
            russian = sentence(kind, words)
        assert english != russian
        assert "{" not in english + russian


def test_a_near_deadline_is_told_to_the_owner_and_a_passed_one_goes_up_to_the_lead(
    anna, team, boris, vera, gleb, told
):
    ticket = make.ticket(by=anna, team=team, priority=Priority.objects.get(code="critical"))
    take(ticket, by=boris)
    reply(ticket, "Смотрю.", by=boris)
    told()
    due = ticket.clocks.get(metric="resolution").due_at
    near, passed = (due - timedelta(minutes=29), "deadline_near"), (due, "deadline_missed")
    with time_machine.travel(near[0]):
        warn()
        assert told() == {("Борис", near[1])}
    with time_machine.travel(passed[0]):
        warn()
        assert told() == {("Борис", passed[1]), ("Вера", "escalated")}
    with translation.override("ru"), timezone.override("UTC"):
        said = line(News.objects.filter(kind=near[1]).select_related("fact__by", "ticket").get())
    assert said.says.startswith("решение: прошло 75 % времени, срок ")
    assert said.words == "Рабочих минут: 90 из 120."


def test_a_warning_about_what_nobody_has_goes_to_its_queue_and_without_a_lead_to_the_administrators(
    anna, boris, gleb, told
):
    alone = make.team("Одна", line=2)
    alone.memberships.create(person=boris)
    ticket = make.ticket(by=anna, team=alone, priority=Priority.objects.get(code="critical"))
    told()
    with time_machine.travel(ticket.clocks.get(metric="reaction").due_at):
        warn()
        assert told() == {("Борис", "deadline_missed"), ("Глеб", "deadline_missed")}


def test_a_storm_of_warnings_is_told_in_one_job_and_few_statements(
    anna, team, boris, vera, run_jobs, django_assert_max_num_queries
):
    tickets = [
        make.ticket(by=anna, team=team, priority=Priority.objects.get(code="critical")) for _ in range(9)
    ]
    run_jobs(only="react")
    with time_machine.travel(tickets[-1].clocks.get(metric="reaction").due_at, tick=False):
        warn()
        with django_assert_max_num_queries(20):
            assert run_jobs(only="react") == 1
    told = News.objects.filter(kind="deadline_missed")
    assert set(told.values_list("person", "fact__data__metric")) == {
        (person.pk, metric) for person in (boris, vera) for metric in ("reaction", "first_reply")
    }
    assert told.count() == 2 * 2 * 9


def test_the_lead_hears_once_that_somebody_is_not_there_and_his_tickets_go_on(
    anna, boris, vera, gleb, team, told
):
    tickets = [make.ticket(by=anna, team=team) for _ in range(3)]
    for ticket in tickets:
        take(ticket, by=boris)
    now = clock.now()
    be_away(boris, "sick", by=boris, starts_at=now - timedelta(minutes=1), substitute=gleb)
    told()
    assert all(pass_on(ticket, by=robot()) for ticket in tickets)
    assert told() == {("Глеб", "assigned"), ("Вера", "passed_on")}
    news = News.objects.get(kind="passed_on")
    with translation.override("ru"):
        assert (
            line(news).says
            == "Обращения отсутствующего идут дальше: Первая линия · Борис Орлов → Первая линия · Глеб Титов"
        )
        assert "больничный" in line(news).words


def test_what_a_colleague_moves_into_a_ticket_is_told_to_its_owner_in_the_name_of_who_wrote_it(
    anna, boris, vera, told
):
    wrong, right, over = make.ticket(by=anna), make.ticket(by=anna), make.ticket(by=anna)
    for ticket in (right, over):
        take(ticket, by=vera)
    resolve(over, by=vera)
    strays = [make.message(by=anna, ticket=wrong, text=text) for text in ("А стул?", "А стол?")]
    inside = note(wrong, "Проверить", by=boris)
    told()
    move_message(strays[0], right, by=boris)
    assert told() == {("Вера", "customer_wrote")}
    assert "Анна" in line(News.objects.get(ticket=right, kind="customer_wrote")).says
    move_message(strays[1], over, by=boris)
    assert told() == {("Вера", "reopened")}
    move_message(inside, right, by=boris)
    assert told() == set()
