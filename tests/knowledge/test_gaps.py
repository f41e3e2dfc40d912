"""What the knowledge does not answer: found, priced, known again, put aside, written, and told to nobody who may not know."""

from datetime import timedelta

import pytest

from okno.core import clock
from okno.core.refusals import NotFound
from okno.desk.actions.log_work import log_work
from okno.desk.actions.reply import Then, reply
from okno.desk.models import Ticket
from okno.knowledge import access
from okno.knowledge.actions.fill_gap import AlreadyBegun, begin, put_aside, take_up
from okno.knowledge.actions.gather import gather
from okno.knowledge.actions.give import give
from okno.knowledge.actions.note_vain import note_vain
from okno.knowledge.actions.publish import publish
from okno.knowledge.actions.tell_helped import tell_helped
from okno.knowledge.gathering.asking import REPLY_MINUTES
from okno.knowledge.models import Audience, Gap, GapKind, Source, Vain
from okno.people.models import Person
from tests import make
from tests.knowledge.making import article

pytestmark = pytest.mark.django_db
ANSWER = "Откройте крышку и вставьте ленту до щелчка, потом нажмите кнопку «Пуск»."


def solved(by: Person, text: str = "Касса не печатает чек, лента кончилась", **fields: object) -> Ticket:
    ticket = make.ticket(by=make.person(), text=text, subject="Не печатает чек на кассе", **fields)
    reply(ticket, ANSWER, by=by, then=Then.RESOLVE, undo_seconds=0)
    return ticket


def groups() -> list[Gap]:
    return list(Gap.objects.filter(kind=GapKind.TICKETS))


def test_three_tickets_that_ask_the_same_are_a_gap_with_its_price(boris: Person) -> None:
    tickets = [solved(boris) for _ in range(3)]
    log_work(tickets[0], 45, by=boris)
    # Not solved.
    make.ticket(text="Касса не печатает чек, лента кончилась", subject="Не печатает чек на кассе")
    gather()
    (gap,) = groups()
    assert (gap.times, gap.minutes) == (3, 45 + 2 * REPLY_MINUTES)
    assert gap.name == "Не печатает чек на кассе"
    assert {row.ticket_id for row in gap.tickets.all()} == {ticket.pk for ticket in tickets}


def test_what_an_article_has_solved_is_no_gap(boris: Person, vera: Person) -> None:
    made = article(vera)
    for _ in range(3):
        give(made, solved(boris), by=boris)
    gather()
    assert groups() == []


def test_counting_again_knows_a_group_again_and_what_is_gone_is_gone(boris: Person, vera: Person) -> None:
    tickets = [solved(boris) for _ in range(3)]
    gather()
    before = groups()[0]
    tickets.append(solved(boris))
    gather()
    (gap,) = groups()
    assert (gap.pk, gap.times) == (before.pk, 4)
    for ticket in tickets:
        give(article(vera), ticket, by=vera)
    gather()
    assert groups() == []


def test_what_was_put_aside_stays_so_until_it_is_taken_up(boris: Person) -> None:
    for _ in range(3):
        solved(boris)
    gather()
    put_aside(groups()[0], by=boris)
    solved(boris)
    gather()
    (gap,) = groups()
    assert gap.aside_by == boris
    assert not access.gaps_for(boris)
    assert access.gaps_for(boris, are_aside=True).get() == gap
    take_up(gap)
    assert access.gaps_for(boris).get() == gap


def test_an_article_is_begun_from_a_gap_once_and_knows_its_tickets(boris: Person) -> None:
    tickets = [
        solved(boris, text="Здравствуйте! Чек не вышел, пишите на kassa@romashka.test") for _ in range(3)
    ]
    gather()
    gap = groups()[0]
    made = begin(gap, access.tickets_of_gap(boris, gap), by=boris)
    assert made.draft.title == "Не печатает чек на кассе"
    assert made.draft.text.startswith("> Чек не вышел, пишите на [почта]")
    assert made.audience == Audience.STAFF  # a machine alone has looked for personal data
    assert ANSWER in made.draft.text
    assert {source.ticket_id for source in Source.objects.all()} == {ticket.pk for ticket in tickets}
    assert access.sources_of(boris, made) == sorted(tickets, key=lambda ticket: -ticket.pk)
    with pytest.raises(AlreadyBegun):
        begin(gap, [], by=boris)
    gather()
    assert not access.gaps_for(boris)


def test_sec_11_what_a_closed_team_was_asked_is_told_to_it_alone_and_compared_with_nothing_else(
    boris: Person, vera: Person, gleb: Person
) -> None:
    closed = make.team("Безопасность", is_closed=True)
    for _ in range(3):
        solved(boris)
        solved(gleb, team=closed)
    gather()
    assert sorted(gap.times for gap in groups()) == [3, 3]
    assert [gap.times for gap in access.gaps_for(vera)] == [3]
    hidden = next(gap for gap in groups() if gap.ticket.team == closed)
    with pytest.raises(NotFound):
        access.gap_for(vera, hidden.pk)
    assert access.gap_for(gleb, hidden.pk) == hidden


def test_words_looked_for_in_vain_are_counted_by_day_without_personal_data(boris: Person) -> None:
    for _ in range(2):
        note_vain("Настроить ТСД на складе, anna@romashka.test")
    note_vain("настройка тсд складе", is_asked=True)
    note_vain("я")
    assert Vain.objects.get(empty=2).words == "настроить тсд на складе, [почта]"
    for _ in range(2):
        note_vain("Замок на двери")
    gather()
    assert Gap.objects.get(name="замок на двери").times == 2


def test_an_answered_search_is_no_gap_any_more(vera: Person) -> None:
    for _ in range(3):
        note_vain("принтер гудит")
    gather()
    assert Gap.objects.get().kind == GapKind.SEARCHES
    article(vera, "Принтер гудит", "Так и должно быть.")
    gather()
    assert not Gap.objects.exists()


def test_an_article_that_does_not_help_is_a_gap_until_it_says_something_else(vera: Person) -> None:
    made = article(vera, "Принтер")
    for key in "абв":
        tell_helped(made, is_yes=False, key=key, by=None)
    gather()
    gap = Gap.objects.get()
    assert (gap.kind, gap.article, gap.times) == (GapKind.ARTICLE, made, 3)
    from okno.knowledge.actions.write import write

    write(made, "Принтер", "Иначе", by=vera, seen=0)
    publish(made, by=vera)
    gather()
    assert not Gap.objects.exists()


def test_what_is_long_ago_is_asked_no_more(boris: Person) -> None:
    with clock.moved_to(clock.now() - timedelta(days=200)):
        for _ in range(3):
            solved(boris)
        note_vain("давно")
        note_vain("давно")
    gather()
    assert not Gap.objects.exists()
