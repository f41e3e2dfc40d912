"""What a macro does: all of it together with the words, by the verbs, or nothing at all."""

from functools import partial

import pytest

from okno.catalog.models import Impact, Priority, Urgency
from okno.desk.actions.do_deeds import do_deeds, say_and_do
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.actions.note import note
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.resolve import resolve
from okno.desk.blanks import deeds_of
from okno.desk.deeds import VERBS, Assessment, Deed, around_reply
from okno.desk.models import Blank, Message, MessageKind, State, WaitingFor
from okno.desk.refusals import EmptyText, NotNow, OutdatedReply, TicketIsMerged
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def engineers():
    return make.team("Инженеры", line=3)


@pytest.fixture
def macro(engineers):
    """A macro that does everything at once."""
    return keep_blank(
        Blank(
            name="Нет <b>{интернета}</b>", text="Разбираемся.", kind="incident", to_team=engineers, to_me=True, then="wait",
            priority=Priority.objects.get(rank=1), service=make.service("Интернет"),
        ),
        tags=["VPN", " связь  в офисе "],
    )  # fmt: skip


def answered(ticket, macro, *, by, then=Then.STAY, key="", text="Разбираемся.", **more):
    """Reply with everything that the macro does."""
    before, then, after = around_reply(deeds_of(macro), then)
    say = partial(reply, ticket, text, by=by, then=then, key=key, **more)
    return say_and_do(ticket, say, by=by, before=before, after=after, key=key)


def test_everything_is_done_with_the_answer_each_by_its_verb_and_says_by_which_macro(
    anna, boris, macro, engineers
):
    ticket = make.ticket(by=anna)
    message = answered(ticket, macro, by=boris)
    ticket.refresh_from_db()
    assert (ticket.priority.rank, ticket.service.name, ticket.kind) == (1, "Интернет", "incident")
    assert ticket.tags == ["vpn", "связь в офисе"]
    assert (ticket.team, ticket.owner) == (engineers, boris)
    assert (ticket.state, ticket.waiting_for) == (State.WAITING, WaitingFor.CUSTOMER)
    assert message.kind == MessageKind.REPLY
    facts = list(ticket.facts.filter(by=boris).values_list("kind", "why"))
    why = "макрос «Нет <b>{интернета}</b>»"
    assert facts == [
        ("ticket.priority_set", why), ("ticket.service_set", why), ("ticket.kind_set", why), ("ticket.assigned", why),
        ("ticket.tags_set", why), ("ticket.taken", why), ("message.replied", ""),
    ]  # fmt: skip


def test_nothing_is_half_done_where_a_deed_is_refused(anna, boris, macro):
    ticket = make.ticket(by=anna)
    resolve(ticket, by=boris)
    before = ticket.facts.count()
    with pytest.raises(NotNow, match="Передать: Инженеры"):
        answered(ticket, macro, by=boris)
    ticket.refresh_from_db()
    assert (ticket.facts.count(), ticket.kind, ticket.tags) == (before, "", [])
    assert not Message.objects.filter(author=boris).exists()


@pytest.mark.parametrize("refusal", [EmptyText, OutdatedReply])
def test_nothing_is_done_where_the_words_are_refused(anna, boris, macro, refusal):
    ticket = make.ticket(by=anna)
    seen = ticket.version
    if refusal is OutdatedReply:
        make.message(by=anna, ticket=ticket, text="Уже заработало!")
    with pytest.raises(refusal):
        answered(ticket, macro, by=boris, text=" " if refusal is EmptyText else "Выезжаю", seen_version=seen)
    ticket.refresh_from_db()
    assert (ticket.kind, ticket.tags, ticket.owner) == ("", [], None)


def test_the_deeds_of_the_answer_itself_are_no_news_that_stop_it(anna, boris, macro):
    ticket = make.ticket(by=anna)
    assert answered(ticket, macro, by=boris, seen_version=ticket.version).pk


def test_rel_22_the_same_key_says_and_does_once(anna, boris, macro):
    ticket = make.ticket(by=anna)
    first = answered(ticket, macro, by=boris, key="k1")
    ticket.refresh_from_db()
    facts = ticket.facts.count()
    do_deeds(ticket, [Deed("kind", "question")], by=boris)
    assert answered(ticket, macro, by=boris, key="k1") == first
    ticket.refresh_from_db()
    assert (ticket.facts.count(), ticket.kind) == (facts + 1, "question")


def test_doing_it_twice_changes_nothing_more(anna, boris, macro):
    ticket = make.ticket(by=anna)
    for _ in range(2):
        do_deeds(ticket, deeds_of(macro), by=boris)
        ticket.refresh_from_db()
        facts = ticket.facts.count()
    assert facts == len(deeds_of(macro))  # its two tags are one, and it was opened


def test_a_note_comes_first_and_may_end_the_ticket(anna, boris):
    ticket = make.ticket(by=anna)
    macro = keep_blank(Blank(name="Дубль", then="close"))
    say_and_do(ticket, partial(note, ticket, "Дубль", by=boris), by=boris, after=deeds_of(macro))
    kinds = list(ticket.facts.filter(by=boris).values_list("kind", flat=True))
    assert kinds == ["message.noted", "ticket.closed"]


@pytest.mark.parametrize(
    ("course", "chosen", "with_it", "after"),
    [
        ("wait", Then.STAY, Then.WAIT, []),
        ("resolve", Then.STAY, Then.RESOLVE, []),
        ("close", Then.STAY, Then.STAY, ["close"]),
        ("close", Then.WAIT, Then.WAIT, []),
        ("wait", Then.RESOLVE, Then.RESOLVE, []),
        ("", Then.STAY, Then.STAY, []),
    ],
)
def test_what_was_chosen_beside_send_is_the_last_word(course, chosen, with_it, after):
    deeds = deeds_of(Blank(name="М", kind="idea", then=course))
    before, then, rest = around_reply(deeds, chosen)
    assert ([deed.name for deed in before], then, [deed.name for deed in rest]) == (["kind"], with_it, after)


def test_another_team_gets_the_ticket_in_nobodys_hands_and_the_same_one_keeps_its_owner(
    anna, boris, engineers
):
    ticket = make.ticket(by=anna)
    do_deeds(ticket, [Deed("take"), Deed("hand", engineers)], by=boris)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.owner) == (engineers, None)
    do_deeds(ticket, [Deed("take"), Deed("hand", engineers)], by=boris)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.owner) == (engineers, boris)


def test_an_answer_to_a_ticket_that_is_over_does_not_put_it_on_hold(anna, boris):
    ticket = make.ticket(by=anna)
    resolve(ticket, by=boris)
    with pytest.raises(NotNow):
        reply(ticket, "Ждём", by=boris, then=Then.WAIT)


def test_a_merged_ticket_is_left_alone(anna, boris, macro):
    from okno.desk.actions.merge import merge

    ticket = make.ticket(by=anna)
    merge(ticket, make.ticket(by=anna), by=boris)
    with pytest.raises(TicketIsMerged):
        do_deeds(ticket, deeds_of(macro), by=boris)


def test_what_is_shown_as_impossible_is_refused_and_what_is_shown_as_possible_is_not(anna, boris, engineers):
    things = {"priority": Priority.objects.get(rank=1), "service": make.service(), "team": engineers, "hand": engineers,
              "owner": boris, "line": engineers.line, "watch": boris, "kind": "idea", "tag": "vpn",
              "wait": "customer", "assess": Assessment(Impact.values[0], Urgency.values[0])}  # fmt: skip
    for state in State:
        for name in VERBS:
            ticket = make.ticket(by=anna)
            type(ticket).objects.filter(pk=ticket.pk).update(state=state)
            ticket.refresh_from_db()
            deed = Deed(name, things.get(name))
            try:
                do_deeds(ticket, [deed], by=boris)
            except NotNow:
                assert deed.why_not(ticket) == "сейчас нельзя", (state, name)
            else:
                is_so_already = name == "reopen" and ticket.is_live
                assert not deed.why_not(ticket) or is_so_already, (state, name)
