"""The verbs of the community: who sees what when, what is counted, what is undone, who is told."""

import re
import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okno.channels.models import Delivery, Mailbox
from okno.community import access
from okno.community.actions.accept import accept, take_acceptance_back
from okno.community.actions.close import close, reopen
from okno.community.actions.hush import hush, listen
from okno.community.actions.index_all import index_posts
from okno.community.actions.look import hide, settle, show
from okno.community.actions.merge import merge, undo_merge
from okno.community.actions.report import report
from okno.community.actions.rewrite import rewrite, rewrite_answer
from okno.community.actions.stage import stage
from okno.community.actions.turn import to_article, to_ticket
from okno.community.actions.vote import take_back, vote
from okno.community.jobs import tell_voters
from okno.community.models import Answer, Post, Standing, Vote
from okno.community.names import byline
from okno.community.refusals import IsClosed, NoReason, NotHere, NothingAccepted, NotIntoThis
from okno.community.said import Said
from okno.community.search import find, understood
from okno.core.refusals import NotFound
from okno.desk.actions.merge_people import merge_people, undo_merge_people
from okno.feedback.actions.suggest import suggest
from okno.feedback.models import Suggestion
from okno.people.models import Person
from tests import make
from tests.community.making import idea, opened, post, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(db: None) -> None:
    """A road on which letters can leave."""
    Mailbox.objects.create(address="help@desk.test", smtp_host="127.0.0.1", smtp_security="none", smtp_port=1)


def told(person: Person) -> int:
    return Delivery.objects.filter(recipient=person, purpose="notice").count()


def sees(reader: Person | AnonymousUser, made: Post) -> bool:
    try:
        access.post_for(reader, made.pk)
    except NotFound:
        return False
    return True


@pytest.mark.parametrize(
    ("chosen", "readers"),
    [
        ({}, {"anybody", "anna", "grigory", "boris"}),
        ({"readers": "customers"}, {"anna", "grigory", "boris"}),
        ({"is_open": False}, set()),
        ({"moderation": "before"}, {"anna", "boris"}),
        ({"moderation": "newcomers"}, {"anna", "boris"}),
    ],
)
def test_sec_14_a_post_is_seen_by_its_readers_alone(
    anna: Person, grigory: Person, boris: Person, chosen: dict[str, object], readers: set[str]
) -> None:
    opened(**chosen)
    made = post(anna)
    people = {"anybody": AnonymousUser(), "anna": anna, "grigory": grigory, "boris": boris}
    assert {name for name, reader in people.items() if sees(reader, made)} == readers
    listed = {name for name, reader in people.items() if made in access.posts_for(reader)}
    assert listed == (readers if "grigory" in readers else set())


def test_a_newcomer_is_trusted_once_something_is_shown_and_no_more_once_something_is_hidden(
    anna: Person, boris: Person
) -> None:
    opened(moderation="newcomers")
    first = post(anna)
    show(first, by=boris)
    second = post(anna, "Второй вопрос")
    assert second.standing == Standing.SHOWN
    hide(second, "Реклама", by=boris)
    assert post(anna, "Третий вопрос").standing == Standing.WAITING
    assert post(boris, "Вопрос специалиста").standing == Standing.SHOWN


def test_a_changed_text_is_looked_at_again_and_a_colleague_changes_the_words_alone(
    anna: Person, boris: Person
) -> None:
    opened(moderation="before")
    made = post(anna)
    show(made, by=boris)
    rewrite(made, Said(title="Исправлено", text="Текст"), by=boris)
    made.refresh_from_db()
    assert (made.standing, made.title) == (Standing.SHOWN, "Исправлено")
    rewrite(made, Said(title="Ещё раз", text="Текст"), by=anna)
    made.refresh_from_db()
    assert made.standing == Standing.WAITING


def test_hostile_text_is_cleaned_as_articles_are(anna: Person) -> None:
    opened()
    made = post(
        anna, text="<script>alert(1)</script> [тут](javascript:alert(1)) ![x](http://evil.test/x.png)"
    )
    assert "<script" not in made.html
    assert "javascript:" not in made.html.replace("javascript:alert(1)) ", "")
    assert "evil.test" not in made.html.replace("![x](http://evil.test/x.png)", "")


def test_one_vote_a_person_and_the_counter_counts_the_rows(anna: Person, grigory: Person) -> None:
    opened()
    made = idea(anna)
    said = reply(made, grigory)
    for _twice in range(2):
        vote(made, by=grigory)
        vote(said, by=anna)
    made.refresh_from_db()
    said.refresh_from_db()
    assert (made.votes, said.votes) == (2, 1)  # who has an idea is for it
    for _twice in range(2):
        take_back(made, by=grigory)
        take_back(said, by=anna)
    made.refresh_from_db()
    said.refresh_from_db()
    assert (made.votes, said.votes) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_votes_of_many_at_once_are_all_counted() -> None:
    opened()
    made = post(make.person())
    people = [make.person() for _ in range(4)]

    def press(person: Person) -> None:
        vote(made, by=person)
        take_back(made, by=person)
        vote(made, by=person)
        connection.close()

    hands = [threading.Thread(target=press, args=[person]) for person in people for _twice in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    made.refresh_from_db()
    assert made.votes == Vote.objects.filter(post=made).count() <= 4
    assert made.votes >= 1


def test_one_answer_is_accepted_and_a_hidden_one_is_not_any_more(
    anna: Person, grigory: Person, boris: Person
) -> None:
    opened()
    made = post(anna)
    one, other = reply(made, grigory), reply(made, boris, "Обновите драйвер")
    accept(one, by=anna)
    accept(other, by=anna)
    made.refresh_from_db()
    assert made.accepted == other
    assert next(iter(access.answers_for(anna, made))) == other
    hide(other, "Неверно", by=boris)
    made.refresh_from_db()
    assert made.accepted is None
    with pytest.raises(NotHere):
        accept(other, by=anna)
    accept(one, by=anna)
    take_acceptance_back(made, by=anna)
    made.refresh_from_db()
    assert made.accepted is None


def test_what_is_closed_or_not_shown_takes_no_answer(anna: Person, boris: Person) -> None:
    opened()
    made = post(anna)
    close(made, by=anna)
    with pytest.raises(IsClosed):
        reply(made, boris)
    reopen(made, by=anna)
    reply(made, boris)
    hide(made, "Не по теме", by=boris)
    with pytest.raises(NotHere):
        reply(made, boris)
    with pytest.raises(NoReason):
        hide(post(anna, "Другой"), " ", by=boris)


def test_a_merger_brings_answers_and_votes_and_its_undo_takes_them_back(
    anna: Person, grigory: Person, boris: Person
) -> None:
    opened()
    double, main = idea(anna, "Сделайте тёмную тему"), idea(grigory)
    vote(double, by=grigory)
    said = reply(double, boris)
    merge(double, main, by=boris)
    merge(double, main, by=boris)
    main.refresh_from_db()
    assert (main.votes, main.answers_count) == (2, 1)
    assert double not in access.posts_for(anna)
    with pytest.raises(NotIntoThis):
        merge(main, double, by=boris)
    double.refresh_from_db()
    undo_merge(double, by=boris)
    for one in (double, main, said):
        one.refresh_from_db()
    assert (main.votes, main.answers_count, double.votes, double.answers_count) == (1, 0, 2, 1)
    assert said.post == double


def test_reports_are_one_a_reader_and_settled_by_a_look(anna: Person, grigory: Person, boris: Person) -> None:
    opened()
    made = post(anna)
    said = reply(made, anna)
    report(made, "Реклама", by=grigory)
    report(made, "Ещё раз", by=grigory)
    report(said, "Грубо", by=grigory)
    assert [one.reported for one in access.reported_for(boris)] == [2]
    hide(said, "Грубо", by=boris)
    assert [one.reported for one in access.reported_for(boris)] == [1]
    settle(made, by=boris)
    assert not access.reported_for(boris)


def test_the_author_is_told_of_an_answer_once_and_of_nothing_once_it_is_hushed(
    anna: Person, grigory: Person, boris: Person, road: None
) -> None:
    opened(moderation="before")
    made = post(anna)
    show(made, by=boris)
    said = reply(made, grigory)
    assert told(anna) == 0  # nobody has looked at it
    show(said, by=boris)
    hide(said, "Проверим", by=boris)
    show(said, by=boris)
    assert told(anna) == 1
    accept(said, by=anna)
    assert told(grigory) == 1
    hush(made, by=anna)
    reply(made, boris, "И ещё")
    assert told(anna) == 1
    listen(made, by=anna)
    reply(made, boris, "И ещё раз")
    assert told(anna) == 2
    rewrite_answer(Answer.objects.latest("pk"), "Исправлено", by=boris)
    assert told(anna) == 2


def test_all_who_voted_are_told_once_when_an_idea_is_done(
    anna: Person, grigory: Person, boris: Person, road: None
) -> None:
    opened()
    made = idea(anna)
    vote(made, by=grigory)
    stage(made, "planned", "Весной", by=boris)
    tell_voters(made.pk)
    assert told(anna) + told(grigory) == 0
    stage(made, "done", "Включите в профиле", by=boris)
    for _again in range(2):
        tell_voters(made.pk)
    assert (told(anna), told(grigory)) == (1, 1)


def test_a_question_becomes_one_ticket_and_an_accepted_answer_one_draft(
    anna: Person, grigory: Person, boris: Person
) -> None:
    opened()
    made = post(anna)
    ticket = to_ticket(made, by=boris)
    assert to_ticket(made, by=boris) == ticket
    assert (ticket.requester, ticket.subject, ticket.kind) == (anna, made.title, "question")
    assert f"/community/{made.pk}/" in ticket.messages.get(kind="note").text
    with pytest.raises(NothingAccepted):
        to_article(made, by=boris)
    accept(reply(made, grigory), by=anna)
    article = to_article(made, by=boris)
    assert to_article(made, by=boris) == article
    assert article.draft.text == "> Что **проверить**?\n\nПереткните кабель USB."
    assert access.origin_of(anna, article.pk) == made


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Анна Белова", "Анна Б."),
        ("Анна", "Анна"),
        ("Анна Сергеевна Белова", "Анна Б."),
        ("anna@romashka.test", "A member of the community"),
        ("", "A member of the community"),
    ],
)
def test_sec_14_readers_learn_a_first_name_and_no_address(name: str, shown: str) -> None:
    from django.utils.translation import override

    with override("en"):
        assert byline(Person(name=name, email="anna@romashka.test")) == shown


def test_who_is_merged_speaks_under_the_name_that_stays(anna: Person, boris: Person) -> None:
    opened(moderation="before")
    double = make.person("Аня", "anya@romashka.test")
    made = post(double)
    merge_people(double, anna, by=boris)
    seen = access.post_for(anna, made.pk)
    assert byline(seen.author) == "Анна Б."
    assert access.may_accept(anna, seen)


def test_two_who_are_one_have_one_vote_and_two_again_when_the_merger_is_undone(
    anna: Person, grigory: Person, boris: Person, road: None, run_jobs: Callable[[], None]
) -> None:
    opened()
    made, double, third = idea(boris), make.person("Анна Дом"), make.person("Анна Дача")
    said = reply(made, grigory)
    for one in (anna, double, third):
        vote(made, by=one)
    vote(said, by=third)
    vote(said, by=double)

    def votes() -> tuple[int, int]:
        run_jobs()
        made.refresh_from_db()
        said.refresh_from_db()
        return made.votes, said.votes

    assert votes() == (4, 2)
    merge_people(third, anna, by=boris)
    row = merge_people(double, anna, by=boris)
    assert votes() == (2, 1)
    assert access.own_votes(anna, made) == (True, {said.pk})
    undo_merge_people(row, by=boris)
    assert votes() == (3, 2)
    merge_people(double, anna, by=boris)
    stage(made, "done", "Готово", by=boris)
    tell_voters(made.pk)
    assert told(anna) == 1
    take_back(made, by=anna)
    assert votes() == (1, 1)


def test_personal_data_are_taken_out_of_what_becomes_a_question_or_an_article(
    anna: Person, boris: Person, as_boris: Client
) -> None:
    opened()
    text = "Анна Белова, +7 916 123-45-67, anna@romashka.test: касса не видит сканер"
    ticket = make.ticket(by=anna, subject="Касса у Анны", text=text)
    page = as_boris.get(f"/tickets/{ticket.number}/question/").content.decode()
    form = page[page.index("<main") :]
    assert "не видит сканер" in form
    assert not re.search("Белова|123-45-67|anna@|у Анны", form)
    as_boris.post(f"/tickets/{ticket.number}/question/", {"title": "Сканер", "text": "Не виден"})
    made = Post.objects.get()
    assert (made.author, made.ticket) == (boris, ticket)
    assert as_boris.get(f"/tickets/{ticket.number}/question/")["Location"] == f"/moderation/{made.pk}/"
    accept(reply(made, boris, "Звоните: +7 916 123-45-67"), by=boris)
    assert "123-45-67" not in to_article(made, by=boris).draft.text


def test_a_suggestion_becomes_one_idea_without_the_name_of_who_made_it(anna: Person, vera: Person) -> None:
    opened()
    suggest(make.ticket(by=anna), "Анна Белова просит тёмную тему", by=vera)
    row = Suggestion.objects.get()
    lead = Client(HTTP_HOST="desk.test")
    lead.force_login(vera, backend="okno.login.backends.ByMailAddress")
    path = f"/feedback/suggestions/{row.pk}/idea/"
    assert "Белова" not in lead.get(path).content.decode().partition("<main")[2]
    for _twice in range(2):
        lead.post(path, {"title": "Тёмная тема", "text": "Вечером"})
    made = Post.objects.get()
    row.refresh_from_db()
    assert (row.idea, made.kind, made.author) == (made, "idea", vera)


def test_what_was_wished_and_hidden_before_a_merger_counts_after_it(
    anna: Person, grigory: Person, vera: Person
) -> None:
    opened(moderation="newcomers")
    shown, hidden = post(anna), post(grigory, "Реклама")
    for one in (shown, hidden):
        show(one, by=vera)
    hush(shown, by=grigory)
    hide(hidden, "Реклама", by=vera)
    assert not access.is_looked_at_first(anna)
    merge_people(grigory, anna, by=vera)
    assert access.is_looked_at_first(anna)
    assert access.is_hushed(anna, shown)
    listen(shown, by=anna)
    assert not access.is_hushed(anna, shown)


def test_the_queue_shows_and_hides_by_one_press(anna: Person, grigory: Person, as_boris: Client) -> None:
    opened(moderation="before")
    made = post(anna)
    assert made.title in as_boris.get("/moderation/").content.decode()
    as_boris.post(f"/moderation/{made.pk}/showing/")
    said = reply(made, grigory)
    assert "Переткните" in as_boris.get("/moderation/").content.decode()
    assert as_boris.post(f"/moderation/answers/{said.pk}/hiding/", {"reason": ""}).status_code == 422
    as_boris.post(f"/moderation/answers/{said.pk}/hiding/", {"reason": "Опасный совет"})
    said.refresh_from_db()
    assert (said.standing, said.reason) == (Standing.HIDDEN, "Опасный совет")
    report(made, "Реклама", by=grigory)
    page = as_boris.get("/moderation/?state=reported").content.decode()
    assert "Реклама" in page
    as_boris.post(f"/moderation/{made.pk}/settling/")
    assert "Реклама" not in as_boris.get("/moderation/?state=reported").content.decode()


def test_the_queue_of_reports_costs_the_same_however_many_there_are(
    anna: Person, grigory: Person, as_boris: Client
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_boris.get("/moderation/?state=reported")
        return len(asked)

    report(post(anna), "Реклама", by=grigory)
    statements()
    few = statements()
    for number in range(4):
        report(post(anna, f"Ещё {number}"), "Реклама", by=grigory)
    assert statements() == few


@pytest.mark.parametrize("into", ["", "x", "0", "999999999999999999999", "№ 12", "/community/"])
def test_a_merger_into_what_does_not_exist_changes_nothing(anna: Person, as_boris: Client, into: str) -> None:
    opened()
    made = post(anna)
    assert as_boris.post(f"/moderation/{made.pk}/merger/", {"into": into}).status_code in (404, 422)
    made.refresh_from_db()
    assert made.merged_into is None


def test_posts_of_an_older_reading_are_read_anew(anna: Person) -> None:
    opened()
    asked = post(anna, "Где взять ПО", "Для склада.")
    post(anna, "Не приходит почта", "Вторник по вторнику.")
    Post.objects.update(words=None)
    assert index_posts() == 2
    assert find(anna, understood("ПО"), at_most=5) == [asked]
    assert find(anna, understood("по"), at_most=5) == []
