"""Colleagues hear of the review of articles, each once, by the ways of their choice, and not of what they do themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import translation

from okno.catalog.models import Priority
from okno.core import clock
from okno.knowledge.actions.publish import archive, publish
from okno.knowledge.actions.remind import remind
from okno.knowledge.actions.review import ask_review, look_through, send_back
from okno.knowledge.actions.write import drop, write
from okno.knowledge.models import Article, Happening
from okno.notify.actions.choose import choose
from okno.notify.actions.push import push_what_is_due
from okno.notify.actions.read import read
from okno.notify.actions.say import say_what_is_due
from okno.notify.actions.tell_of_article import tell_of_article
from okno.notify.actions.write import write_digests, write_what_is_due
from okno.notify.kinds import KINDS
from okno.notify.models import Browser, Chat, ChatLine, Digest, News, Push
from okno.notify.wording import line, matters
from okno.people.models import Person, Role
from okno.sla.models import WorkCalendar
from okno.staffing.actions.be_away import be_away
from tests import make
from tests.cast import _logged_in
from tests.knowledge.making import article, draft

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # noon in Moscow
OFFICE = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office():
    """The desk works from nine to six, Monday to Friday."""
    calendar = WorkCalendar.objects.create(name="Контора", week=OFFICE, zone="Europe/Moscow")
    Priority.objects.filter(is_default=True).update(calendar=calendar)
    return calendar


def unread() -> set[tuple[str, str]]:
    return {(row.person.name.split()[0], row.kind) for row in News.objects.filter(read_at=None)}


def test_who_publishes_hears_of_an_article_that_is_handed_in(boris, vera, gleb, told):
    made = draft(boris)
    assert told() == set(), "to begin an article is no news"
    ask_review(made, by=boris)
    ask_review(made, by=boris)
    assert told() == {("Вера", "article_handed_in"), ("Глеб", "article_handed_in")}


def test_a_lead_who_hands_in_is_not_told_himself(vera, gleb, told):
    ask_review(draft(vera), by=vera)
    assert told() == {("Глеб", "article_handed_in")}


def test_author_and_owner_hear_of_a_return_with_the_words_of_the_reviewer(boris, vera, gleb, told):
    made = draft(boris)
    write(made, "Принтер", "Иначе.", by=gleb, seen=1)
    ask_review(made, by=boris)
    told()
    send_back(made, "Добавьте снимок экрана.", by=vera)
    assert told() == {("Борис", "article_returned"), ("Глеб", "article_returned")}
    row = News.objects.get(person=boris)
    with translation.override("ru"):
        assert line(row).words == "Добавьте снимок экрана."
        assert line(row).says == "Вера Соколова возвращает черновик"


def test_a_review_that_is_done_or_withdrawn_waits_for_nobody(boris, vera, gleb, told):
    first, second, third = draft(boris), draft(boris), draft(boris)
    for one in (first, second, third):
        ask_review(one, by=boris)
    told()
    publish(first, by=vera)
    write(second, "Принтер", "Иначе.", by=boris, seen=1)
    told()
    waiting = News.objects.filter(kind="article_handed_in", read_at=None)
    assert set(waiting.values_list("article", "person")) == {(third.pk, vera.pk), (third.pk, gleb.pk)}


def test_author_and_owner_hear_of_a_publication_by_another(boris, vera, gleb, told):
    made = article(boris)
    assert told() == set(), "published by oneself"
    write(made, "Принтер", "Новое.", by=gleb, seen=0)
    publish(made, by=vera)
    assert told() == {("Борис", "article_published"), ("Глеб", "article_published")}
    write(made, "Принтер", "Новее.", by=boris, seen=0)
    drop(made, by=boris)
    write(made, "Принтер", "Совсем новое.", by=vera, seen=0)
    publish(made, by=vera)
    assert told() == {("Борис", "article_published")}, (
        "who wrote before the last version has not written this one"
    )


def test_telling_twice_tells_once(boris, vera, told):
    ask_review(draft(boris), by=boris)
    told()
    tell_of_article(Happening.objects.get(kind="review_asked"))
    assert News.objects.filter(person=vera).count() == 1


def test_whoever_has_acted_since_knows_already(boris, vera, gleb, run_jobs):
    made = draft(boris)
    ask_review(made, by=boris)
    send_back(made, "Ещё раз.", by=vera)
    run_jobs(only="react_to_article")
    assert ("Вера", "article_handed_in") not in unread()
    assert ("Борис", "article_returned") in unread()


def test_the_owner_is_reminded_once_when_the_day_comes_and_once_when_it_is_overdue(
    boris, office, noon, told, vera
):
    made = article(boris, review_on=date(2026, 11, 20))
    article(boris, review_on=date(2026, 11, 21))
    article(boris)
    told()
    assert remind() == 1
    assert remind() == 0
    assert told() == {("Борис", "article_due")}
    noon.move_to(FRIDAY + timedelta(days=1))
    assert remind() == 0, "nobody works on Saturday"
    noon.move_to(FRIDAY + timedelta(days=3, hours=-6))
    assert remind() == 0, "the working day has not begun"
    noon.move_to(FRIDAY + timedelta(days=3))
    assert remind() == 1, "Monday brings what fell on the weekend"
    noon.move_to(FRIDAY + timedelta(days=6))
    assert remind() == 0, "four working days later"
    noon.move_to(FRIDAY + timedelta(days=7))
    assert remind() == 2, "the fifth working day"
    assert remind() == 0
    told()
    kinds = list(News.objects.filter(article=made).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["article_due", "article_overdue"]
    assert Article.objects.get(pk=made.pk).changed_at == made.changed_at, "a reminder is no change"


def test_what_was_late_before_the_desk_reminded_is_told_once_as_overdue(boris, office, told):
    article(boris, review_on=date(2026, 1, 5))
    remind()
    assert told() == {("Борис", "article_overdue")}
    assert remind() == 0


def test_one_reminder_a_day_of_review_is_the_tables_own_rule(boris):
    made = article(boris, review_on=date(2026, 11, 20))
    remind()
    row = Happening.objects.get(kind="review_due")
    with pytest.raises(IntegrityError), transaction.atomic():
        Happening.objects.create(article=made, kind="review_due", due_on=row.due_on, by=boris, at=clock.now())


def test_who_looks_it_through_is_reminded_no_more_until_the_next_day(boris, vera, told):
    made = article(boris, review_on=date(2026, 11, 20))
    archived = article(boris, review_on=date(2026, 11, 20))
    remind()
    told()
    look_through(made, by=vera, next_on=date(2027, 5, 20))
    archive(archived, by=vera)
    told()
    assert unread() == set()


def test_leads_of_the_owners_team_hear_while_he_is_away_and_all_who_publish_when_he_has_left(
    boris, vera, gleb, told
):
    team = make.team()
    team.memberships.create(person=boris)
    team.memberships.create(person=vera, is_lead=True)
    be_away(boris, "holiday", by=boris, starts_at=clock.now() - timedelta(days=1))
    article(boris, review_on=date(2026, 11, 20))
    remind()
    assert told() == {("Вера", "article_due")}
    article(gleb, review_on=date(2026, 11, 20))
    Person.objects.filter(pk=gleb.pk).update(is_active=False)
    remind()
    assert told() == {("Вера", "article_due")}


def test_nobody_is_told_who_works_here_no_more(boris, vera, told):
    made = draft(boris)
    ask_review(made, by=boris)
    Person.objects.filter(pk=boris.pk).update(role=Role.CUSTOMER)
    told()
    send_back(made, "Ещё раз.", by=vera)
    assert told() == set()


def test_the_bell_has_a_line_for_the_article_and_its_page_reads_it(as_boris, boris, vera, told, anna):
    made = draft(boris, "Касса не видит ридер")
    ask_review(made, by=boris)
    send_back(made, "Короче.", by=vera)
    told()
    page = as_boris.get("/notifications/")
    shown = page.content.decode()
    assert page.context["news"] == [f"article-{made.pk}"]
    assert "Касса не видит ридер" in shown
    assert "Короче." in shown
    assert f'href="/knowledge/{made.pk}/"' in shown
    assert f'data-news-of="{made.pk}"' in as_boris.get(f"/knowledge/{made.pk}/").content.decode()
    assert as_boris.post("/notifications/reading/", {"article": made.pk}).status_code == 204
    assert as_boris.post("/notifications/reading/", {"article": "x"}).status_code == 404
    assert as_boris.get("/notifications/").context["news"] == []
    assert "Касса не видит ридер" in as_boris.get("/notifications/").content.decode(), "read, not gone"


def test_a_colleague_reads_his_own_news_alone(boris, vera, gleb, told):
    made = draft(boris)
    ask_review(made, by=boris)
    told()
    read(by=vera, article=made.pk)
    assert unread() == {("Глеб", "article_handed_in")}


def test_a_letter_a_push_and_a_line_in_the_messenger_tell_of_it(boris, vera, smtp, noon, told, run_jobs):
    chosen = {"article_handed_in": ["bell", "mail", "push", "messenger"]}
    choose(by=vera, matrix=chosen)
    session = _logged_in(vera).session.session_key
    Browser.objects.create(
        person=vera, session_key=session, endpoint="https://push.test/1", public_key="k", secret="s",
        named_at=clock.now(),
    )  # fmt: skip
    Chat.objects.create(person=vera, chat=7, joined_at=clock.now())
    made = draft(boris, "Касса не видит ридер")
    ask_review(made, by=boris)
    told()
    noon.shift(timedelta(minutes=3))
    push_what_is_due()
    say_what_is_due()
    write_what_is_due()
    run_jobs(only="outbox.send_from")
    (letter,) = smtp.letters
    assert letter.recipient == "vera@desk.test"
    assert letter.letter["Subject"] == "Статья · Касса не видит ридер"
    assert "Борис Орлов сдаёт статью на проверку" in letter.text
    assert f"/knowledge/{made.pk}/" in letter.text
    assert "отвечайте" in letter.text
    assert Push.objects.get().article == made
    assert ChatLine.objects.get().article == made


def test_what_was_read_leaves_by_no_way(boris, vera, smtp, noon, told, run_jobs):
    made = draft(boris)
    ask_review(made, by=boris)
    told()
    read(by=vera, article=made.pk)
    noon.shift(timedelta(minutes=3))
    assert write_what_is_due() == 0


def test_a_summary_counts_articles_with_tickets(boris, vera, gleb, smtp, noon, told, run_jobs, anna):
    choose(by=vera, matrix={kind: ["bell"] for kind in KINDS}, digest=Digest.DAILY)
    for number in range(2):
        ask_review(draft(boris, f"Статья {number}"), by=boris)
    told()
    noon.shift(timedelta(days=1))
    assert write_digests() == 1
    run_jobs(only="outbox.send_from")
    letter = next(one for one in smtp.letters if one.recipient == "vera@desk.test")
    assert letter.letter["Subject"] == "Новости: 2 темы"


def test_whoever_wants_to_hear_nothing_of_it_is_not_told(boris, vera, told):
    choose(by=vera, matrix={"article_handed_in": []})
    ask_review(draft(boris), by=boris)
    assert told() == set()


def test_news_are_of_a_ticket_or_of_an_article_never_of_both_or_neither(boris, anna, told, vera):
    ticket = make.ticket(by=anna)
    ask_review(draft(boris), by=boris)
    told()
    row = News.objects.get()
    assert matters([row])[0].title == "Статья · Принтер не печатает"
    for broken in ({"ticket": ticket}, {"article": None}, {"happening": None, "article": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            News.objects.filter(pk=row.pk).update(**broken)
