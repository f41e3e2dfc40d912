"""Macros at a ticket: what the menu tells, what is done with an answer or a note, the preview of one without a text."""

import html
import json
import re

import pytest

from okno.catalog.models import Priority
from okno.core import clock
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.actions.resolve import resolve
from okno.desk.models import Blank, Draft, MessageKind, State
from okno.people.models import Team
from tests import make

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ticket(anna):
    return make.ticket(by=anna)


@pytest.fixture
def outage(boris):
    return keep_blank(
        Blank(name="Сбой «связи» <b>", text="Разбираемся, {имя}.", priority=Priority.objects.get(rank=1), kind="incident"),
        tags=["связь"],
    )  # fmt: skip


@pytest.fixture
def spam(boris):
    return keep_blank(Blank(name="Спам", then="close"), tags=["спам"])


def codes(blank, *wanted):
    """Return the deeds of the blank as the form names them, these or all."""
    known = {
        "priority": f"priority:{blank.priority_id}",
        "kind": f"kind:{blank.kind}",
        "then": f"{blank.then}:",
    }
    known |= {tag: f"tag:{tag}" for tag in blank.tags}
    return [f"{blank.pk}:{known[name]}" for name in wanted]


def chips(page):
    """Return what the items of the menu bring along, in their order."""
    return [json.loads(html.unescape(one)) for one in re.findall(r'data-deeds="([^"]+)"', page)]


def test_the_menu_tells_what_each_does_and_what_cannot_be_done_now(as_boris, boris, ticket, outage):
    service = make.service("Старая")
    keep_blank(Blank(name="Я", text="Я.", service=service, to_me=True))
    service.is_active = False
    service.save()
    resolve(ticket, by=boris)
    first, second = chips(as_boris.get(f"/tickets/{ticket.number}/blanks/").content.decode())
    assert first == [
        [codes(outage, "priority")[0], f"Критичность: {outage.priority}", ""],
        [codes(outage, "kind")[0], "Вид: инцидент", ""],
        [codes(outage, "связь")[0], "Метка: связь", ""],
    ]
    assert [told[1:] for told in second] == [["Услуга: Старая", "уже в архиве"], ["Взять", "сейчас нельзя"]]


def test_the_list_at_the_caret_holds_the_same_as_options_and_hostile_names_are_words(
    as_boris, ticket, outage, spam
):
    page = as_boris.get(f"/tickets/{ticket.number}/blanks/?as=list").content.decode()
    assert page.count('role="option"') == 2
    assert "Сбой «связи» &lt;b&gt;" in page
    assert "<b>" not in page
    assert f'hx-get="/tickets/{ticket.number}/macros/{spam.pk}/"' in page


def test_the_blanks_take_the_same_few_statements_however_many_there_are(
    as_boris, ticket, django_assert_max_num_queries
):
    for number in range(20):
        keep_blank(Blank(name=f"М{number}", text="Х", priority=Priority.objects.get(rank=1), service=make.service(),
                         to_team=make.team(), to_person=make.agent()))  # fmt: skip
    with django_assert_max_num_queries(8):
        as_boris.get(f"/tickets/{ticket.number}/blanks/")


def test_what_stands_under_the_answer_is_done_with_it_and_nothing_else(as_boris, ticket, outage):
    sent = {"text": "Разбираемся", "key": "k1", "then": "stay", "deed": codes(outage, "kind", "связь")}
    for _ in range(2):
        assert as_boris.post(f"/tickets/{ticket.number}/replies/", sent).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.kind, ticket.tags) == ("incident", ["связь"])
    assert ticket.priority_id != outage.priority_id
    assert ticket.messages.filter(kind=MessageKind.REPLY).count() == 1
    page = html.unescape(as_boris.get(f"/tickets/{ticket.number}/").content.decode())
    assert page.count("макрос «Сбой «связи» <b>»") == 2


def test_a_note_does_it_too(as_boris, ticket, spam):
    sent = {"text": "Реклама", "key": "k1", "deed": codes(spam, "then", "спам")}
    assert as_boris.post(f"/tickets/{ticket.number}/notes/", sent).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.state, ticket.tags) == (State.CLOSED, ["спам"])


def test_what_was_chosen_beside_send_is_the_last_word(as_boris, ticket):
    macro = keep_blank(Blank(name="Готово", text="Готово.", then="resolve"))
    sent = {"text": "Готово?", "then": "wait", "deed": codes(macro, "then")}
    as_boris.post(f"/tickets/{ticket.number}/replies/", sent)
    ticket.refresh_from_db()
    assert ticket.state == State.WAITING


def test_an_answer_that_is_stopped_does_nothing(as_boris, anna, ticket, outage):
    seen = ticket.version
    make.message(by=anna, ticket=ticket, text="Уже заработало!")
    sent = {"text": "Выезжаю", "seen_version": seen, "deed": codes(outage, "kind", "priority")}
    assert as_boris.post(f"/tickets/{ticket.number}/replies/", sent, headers=HTMX).status_code == 409
    ticket.refresh_from_db()
    assert (ticket.kind, ticket.messages.filter(kind=MessageKind.REPLY).count()) == ("", 0)


def test_a_deed_that_is_refused_keeps_the_answer_back_and_is_named(as_boris, boris, ticket):
    macro = keep_blank(Blank(name="Беру", text="Беру.", to_me=True))
    resolve(ticket, by=boris)
    sent = {"text": "Беру", "deed": f"{macro.pk}:take:"}
    answer = as_boris.post(f"/tickets/{ticket.number}/replies/", sent, headers=HTMX)
    assert answer.status_code == 409
    assert "«Взять»: сейчас с обращением так нельзя" in answer.content.decode()
    assert not ticket.messages.filter(kind=MessageKind.REPLY).exists()


@pytest.mark.parametrize(
    "deed",
    [
        "x",
        "{pk}:close:",
        "{pk}:priority:999",
        "{pk}:kind:",
        "999999:kind:incident",
        "{other}:kind:idea",
        "{pk}",
    ],
)
def test_what_is_not_so_in_the_macro_now_is_not_done(as_boris, vera, ticket, outage, deed):
    other = keep_blank(Blank(name="Чужая", text="Х", kind="idea", owner=vera))
    sent = {"text": "Разбираемся", "deed": deed.format(pk=outage.pk, other=other.pk)}
    for form in ("replies", "notes", f"macros/{outage.pk}"):
        answer = as_boris.post(f"/tickets/{ticket.number}/{form}/", sent, headers=HTMX)
        assert answer.status_code == 409
        assert "Макрос тем временем изменили" in answer.content.decode()
    assert ticket.facts.count() == 1


def test_more_deeds_than_anybody_chooses_are_refused(as_boris, ticket, outage):
    sent = {"text": "Х", "deed": [f"{outage.pk}:tag:{number}" for number in range(51)]}
    assert as_boris.post(f"/tickets/{ticket.number}/replies/", sent).status_code == 422


def test_what_went_into_the_archive_meanwhile_is_left_out_with_a_word(as_boris, ticket):
    service = make.service("Старая")
    macro = keep_blank(Blank(name="М", text="М.", service=service, kind="idea"))
    service.is_active = False
    service.save()
    sent = {"text": "Ответ", "deed": [f"{macro.pk}:service:{service.pk}", f"{macro.pk}:kind:idea"]}
    page = as_boris.post(f"/tickets/{ticket.number}/replies/", sent, follow=True).content.decode()
    assert "Не сделано, потому что уже в архиве: Услуга: Старая." in html.unescape(page)
    ticket.refresh_from_db()
    assert (ticket.service, ticket.kind) == (None, "idea")


def test_who_hands_it_into_a_closed_team_is_led_home(as_boris, ticket):
    closed = make.team("Закрытая", is_closed=True)
    macro = keep_blank(Blank(name="Служба безопасности", text="Передаём.", to_team=closed))
    answer = as_boris.post(
        f"/tickets/{ticket.number}/replies/", {"text": "Х", "deed": f"{macro.pk}:hand:{closed.pk}"}
    )
    assert answer.headers["Location"] == "/"
    ticket.refresh_from_db()
    assert ticket.team == closed


def test_one_without_a_text_shows_first_what_it_would_do_and_a_draft_stays(as_boris, boris, ticket, spam):
    Draft.objects.create(ticket=ticket, person=boris, kind="reply", text="Начатое", saved_at=clock.now())
    address = f"/tickets/{ticket.number}/macros/{spam.pk}/"
    page = html.unescape(as_boris.get(address, headers=HTMX).content.decode())
    assert re.findall(r'name="deed" value="([^"]+)" checked', page) == codes(spam, "спам", "then")
    assert "Набранный ответ не отправится: он останется черновиком." in page
    assert as_boris.post(address, {}).status_code == 422
    assert ticket.facts.count() == 1
    for _ in range(2):
        assert as_boris.post(address, {"deed": codes(spam, "спам", "then")}).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.state, ticket.tags) == (State.CLOSED, ["спам"])
    assert ticket.facts.filter(by=boris).count() == 2
    assert Draft.objects.get().text == "Начатое"
    assert not ticket.messages.filter(author=boris).exists()


def test_a_macro_of_another_team_does_not_exist(as_boris, ticket):
    macro = keep_blank(Blank(name="Чужое", then="close", team=Team.objects.create(name="Чужая", line=1)))
    bare = keep_blank(Blank(name="Без дела", text="Х"))
    for pk in (macro.pk, bare.pk, 10**20):
        assert as_boris.get(f"/tickets/{ticket.number}/macros/{pk}/").status_code == 404
