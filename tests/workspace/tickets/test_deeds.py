"""Hands, classing, course, order, people: every deed of the ticket page through its address."""

import re
from datetime import UTC, datetime

import pytest

from okno.catalog.models import Priority
from okno.core import clock
from okno.desk.actions.assign import take
from okno.desk.actions.log_work import log_work
from okno.desk.models import State, Ticket, Watch, WorkLog
from okno.notify.models import News
from tests import make


@pytest.fixture
def ticket(anna):
    return make.ticket(by=anna)


@pytest.fixture
def do(as_boris, ticket):
    """Post to a noun of the ticket; returns the answer with the ticket read anew."""

    def post(noun, **fields):
        answer = as_boris.post(f"/tickets/{ticket.number}/{noun}/", fields)
        ticket.refresh_from_db()
        return answer

    return post


def test_take_assign_and_give_back(do, ticket, boris, vera):
    do("taking")
    assert (ticket.owner, ticket.state) == (boris, State.OPEN)
    do("owner", owner=vera.pk)
    assert ticket.owner == vera
    do("owner", owner="")
    assert ticket.owner is None


def test_a_team_is_chosen_without_losing_the_owner(do, ticket, boris):
    team = make.team()
    do("taking")
    do("team", team=team.pk)
    assert (ticket.owner, ticket.team) == (boris, team)


def test_a_hand_over_tells_what_was_tried(do, ticket, vera):
    assert do("handover", tried="Перезагрузка").status_code == 422
    assert do("handover", owner=vera.pk).status_code == 422
    assert do("handover", owner=vera.pk, tried="Перезагрузка").status_code == 302
    assert ticket.owner == vera
    assert ticket.facts.filter(kind="ticket.handed_over").get().data["tried"] == "Перезагрузка"


def test_a_customer_cannot_be_made_the_owner(do, ticket, anna):
    assert do("owner", owner=anna.pk).status_code == 422
    assert ticket.owner is None


def test_priority_service_kind_subject_tags(do, ticket):
    critical = Priority.objects.get(code="critical")
    service = make.service()
    do("priority", priority=critical.pk)
    do("service", service=service.pk)
    do("kind", kind="incident")
    do("subject", subject="  Гудит\nпринтер ")
    do("tags", tags="Офис, принтер , ,офис")
    assert (ticket.priority, ticket.service, ticket.kind) == (critical, service, "incident")
    assert ticket.subject == "Гудит принтер"
    assert ticket.tags == ["офис", "принтер"]


def test_a_field_is_set_shown_changed_and_removed(as_boris, do, ticket):
    assert do("field", field="Кабинет", value="301").status_code == 302
    rail = as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    assert "Кабинет" in rail
    form = as_boris.get(f"/tickets/{ticket.number}/field/", {"field": "Кабинет"}).content.decode()
    assert 'value="301"' in form
    assert 'type="hidden" name="field" value="Кабинет"' in form
    do("field", field="Кабинет", value="302")
    assert ticket.fields == {"Кабинет": "302"}
    do("field", field=" Кабинет ", value="")
    assert ticket.fields == {}


HOSTILE = "\"><img src=x onerror=alert(1)>'{{7*7}}"


@pytest.mark.parametrize(
    "name", ["items", "keys", "0", "__class__", HOSTILE, "a&b=c#d%e+f", "\u202eтёмное", "️"]
)
def test_sec_06_a_field_may_be_called_anything(as_boris, do, ticket, name):
    do("field", field=name, value=f"{HOSTILE} значение")
    ((kept, _value),) = ticket.fields.items()
    page = as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    assert HOSTILE not in page
    assert "значение" in page
    form = as_boris.get(f"/tickets/{ticket.number}/field/", {"field": kept}).content.decode()
    assert HOSTILE not in form
    assert "значение" in form
    do("field", field=kept, value="")
    assert ticket.fields == {}


def test_the_link_of_a_field_leads_to_this_field(as_boris, do, ticket):
    do("field", field="a&b=c#d%e+f", value="значение")
    page = as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    link = page.partition(f'href="/tickets/{ticket.number}/field/?')[2].partition('"')[0]
    assert "значение" in as_boris.get(f"/tickets/{ticket.number}/field/?{link}").content.decode()


def test_more_than_fifty_fields_are_refused(do, ticket):
    for number in range(50):
        do("field", field=f"Поле {number}", value="да")
    assert do("field", field="Лишнее", value="да").status_code == 422
    assert do("field", field="Поле 7", value="нет").status_code == 302
    assert len(ticket.fields) == 50


@pytest.mark.parametrize(
    ("noun", "fields"),
    [
        ("priority", {"priority": "999999"}),
        ("priority", {"priority": "<b>"}),
        ("priority", {}),
        ("kind", {"kind": "wish"}),
        ("subject", {"subject": " "}),
        ("field", {"field": " \n", "value": "301"}),
        ("field", {"field": "к" * 61, "value": "301"}),
        ("field", {"field": "Кабинет", "value": "3" * 1001}),
        ("field", {}),
        ("owner", {"owner": "99999999999999999999"}),
        ("waiting", {"waiting_for": "colleague"}),
        ("waiting", {"waiting_for": "planned", "until": "вчера"}),
        ("waiting", {}),
        ("work", {"minutes": "0"}),
        ("work", {"minutes": "много"}),
        ("merger", {"into": "x"}),
        ("split", {"messages": "x"}),
        ("split", {}),
        ("links", {"other": "-1"}),
        ("participants", {"email": "не почта"}),
    ],
)
def test_any_wrong_value_is_refused_in_words_and_changes_nothing(do, ticket, noun, fields):
    version = ticket.version
    answer = do(noun, **fields)
    assert answer.status_code == 422, answer.status_code
    assert ticket.version == version


def test_wait_go_on_resolve_close_reopen(do, ticket):
    do("waiting", waiting_for="third_party", why="Ждём деталь")
    assert (ticket.state, ticket.waiting_for) == (State.WAITING, "third_party")
    do("resumption")
    assert ticket.state == State.OPEN
    do("solution")
    assert ticket.state == State.RESOLVED
    do("confirmation")
    assert ticket.state == State.CLOSED
    do("reopening", why="Снова гудит")
    assert ticket.state == State.OPEN
    do("closure")
    assert ticket.state == State.CLOSED
    assert do("solution").status_code == 409


def test_a_planned_wait_has_its_date(do, ticket):
    tomorrow = f"{clock.now().year + 1}-01-15T09:00"
    do("waiting", waiting_for="planned", until=tomorrow)
    assert ticket.waiting_until is not None


def test_one_press_puts_a_ticket_off_until_a_moment_that_is_offered(do, as_boris, ticket):
    offered = re.findall(
        r'name="offered" value="([^"]+)"', as_boris.get(f"/tickets/{ticket.number}/waiting/").content.decode()
    )
    assert offered
    do("waiting", waiting_for="planned", until="", offered=offered[-1])
    assert ticket.waiting_until.isoformat() == datetime.fromisoformat(offered[-1]).astimezone(UTC).isoformat()
    make.message(by=ticket.requester, ticket=ticket, text="А когда?")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.waiting_until) == (State.OPEN, None)  # a new message wakes it


def test_work_is_logged_once(do, ticket):
    for _ in range(2):
        do("work", minutes=15, note="Звонок", key="w1")
    assert WorkLog.objects.get(ticket=ticket).minutes == 15


def test_work_is_summed_and_taken_back_by_whoever_logged_it_or_leads(
    do, ticket, boris, vera, as_boris, client
):
    do("work", minutes=15, note="Звонок", key="w1")
    log_work(ticket, 60, by=vera)
    around = f"/tickets/{ticket.number}/around/"
    assert "1\xa0ч\xa015\xa0мин" in as_boris.get(around).content.decode()
    hers, his = WorkLog.objects.get(person=vera), WorkLog.objects.get(person=boris)
    assert do(f"worklog/{hers.pk}/removal").status_code == 403
    for _twice in range(2):
        do(f"worklog/{his.pk}/removal")
    assert list(ticket.work.all()) == [hers]
    assert ticket.facts.get(kind="work.taken_back").data["minutes"] == 15
    assert as_boris.post(f"/tickets/{make.ticket().number}/worklog/{hers.pk}/removal/").status_code == 404
    client.force_login(vera, backend="okno.login.backends.ByMailAddress")
    client.post(f"/tickets/{ticket.number}/worklog/{hers.pk}/removal/", HTTP_HOST="desk.test")
    assert not ticket.work.exists()


def test_watching_and_not(do, ticket, boris):
    do("watching", on=1)
    assert Watch.objects.filter(ticket=ticket, person=boris).exists()
    do("watching", on=0)
    assert not Watch.objects.filter(ticket=ticket, person=boris).exists()


def test_merge_and_its_undo(as_boris, do, ticket, anna):
    target = make.ticket(by=anna)
    answer = do("merger", into=f"№ {target.number}", why="Одно и то же")
    assert answer["Location"] == f"/tickets/{target.number}/"
    assert ticket.merged_into == target
    row = target.merges_in.get()
    as_boris.post(f"/tickets/{target.number}/merger/{row.pk}/undoing/")
    ticket.refresh_from_db()
    assert ticket.merged_into is None


def test_an_undo_of_somebody_elses_merge_number_is_not_found(as_boris, do, ticket, anna):
    target = make.ticket(by=anna)
    do("merger", into=target.number)
    row = target.merges_in.get()
    assert as_boris.post(f"/tickets/{ticket.number}/merger/{row.pk}/undoing/").status_code == 404


def test_split_and_its_undo(as_boris, do, ticket, anna):
    second = make.message(by=anna, ticket=ticket, text="И ещё сканер")
    answer = do("split", messages=[second.pk], subject="Сканер")
    fresh = Ticket.objects.get(subject="Сканер")
    assert answer["Location"] == f"/tickets/{fresh.number}/"
    row = ticket.splits_away.get()
    as_boris.post(f"/tickets/{ticket.number}/split/{row.pk}/undoing/")
    second.refresh_from_db()
    assert second.ticket == ticket


def test_sec_13_messages_of_another_ticket_are_not_split_off(do, ticket, anna):
    foreign = make.message(by=anna)
    assert do("split", messages=[foreign.pk]).status_code == 422
    foreign.refresh_from_db()
    assert foreign.ticket != ticket


def test_link_and_unlink(as_boris, do, ticket, anna):
    other = make.ticket(by=anna)
    do("links", other=other.number, kind="cause")
    assert ticket.links.get().kind == "cause"
    as_boris.post(f"/tickets/{ticket.number}/links/{other.number}/removal/")
    assert not ticket.links.exists()


@pytest.mark.parametrize(
    ("kind", "there", "here"),
    [
        ("cause", "причина", "следствие"),
        ("duplicate", "оригинал", "дубликат"),
        ("related", "связано", "связано"),
    ],
)
def test_each_side_of_a_link_says_what_the_other_one_is(as_boris, do, ticket, anna, kind, there, here):
    other = make.ticket(by=anna)
    do("links", other=other.number, kind=kind)
    for shown, told, words in ((ticket, other, there), (other, ticket, here)):
        rail = as_boris.get(f"/tickets/{shown.number}/around/").content.decode()
        assert f"№&nbsp;{told.number} · {words} ·" in rail


@pytest.mark.parametrize(
    ("language", "criterion"), [("ru", "критичный бизнес-процесс"), ("en", "business process stands still")]
)
def test_a_priority_is_told_in_the_readers_language(as_boris, boris, ticket, language, criterion):
    boris.language = language
    boris.save()
    menu = as_boris.get(f"/tickets/{ticket.number}/priority/").content.decode()
    assert criterion in menu


def test_sec_14_no_verb_reaches_into_a_closed_team(do, ticket, anna):
    hidden = make.ticket(by=anna, team=make.team(is_closed=True))
    assert do("merger", into=hidden.number).status_code == 404
    assert do("links", other=hidden.number).status_code == 404
    assert ticket.merged_into is None


def test_a_colleague_is_invited_once_and_told(as_boris, do, ticket, vera, run_jobs):
    page = as_boris.get(f"/tickets/{ticket.number}/invitation/").content.decode()
    assert vera.name in page
    assert "Борис" not in page.partition("<select")[2].partition("</select>")[0], "not oneself"
    for _twice in range(2):
        do("invitation", colleague=vera.pk, why="Ты знаешь эту кассу")
    fact = ticket.facts.get(kind="ticket.watcher_added")
    assert (fact.why, fact.data["person"]) == ("Ты знаешь эту кассу", vera.pk)
    run_jobs()
    assert [one.kind for one in News.objects.filter(person=vera)] == ["invited"]


def test_nobody_is_invited_to_what_he_may_not_see(as_boris, ticket, vera, boris):
    team = make.team("Кадры", is_closed=True)
    team.memberships.create(person=boris)
    Ticket.objects.filter(pk=ticket.pk).update(team=team)
    assert vera.name not in as_boris.get(f"/tickets/{ticket.number}/invitation/").content.decode()
    answer = as_boris.post(f"/tickets/{ticket.number}/invitation/", {"colleague": vera.pk})
    assert answer.status_code == 422
    assert not ticket.facts.filter(kind="ticket.watcher_added").exists()


def test_a_participant_comes_and_goes(as_boris, do, ticket):
    do("participants", email="new@romashka.test", name="Новый")
    row = ticket.participants.get(removed_at=None)
    as_boris.post(f"/tickets/{ticket.number}/participants/{row.person.pk}/removal/")
    assert not ticket.participants.filter(removed_at=None).exists()
    assert as_boris.post(f"/tickets/{ticket.number}/participants/{row.person.pk}/removal/").status_code == 404


def test_another_requester(do, ticket, grigory):
    do("requester", email=grigory.email)
    assert ticket.requester == grigory


def test_a_message_is_moved_where_it_belongs(as_boris, ticket, anna):
    make.message(by=anna, ticket=ticket)
    lost, target = make.message(by=anna, ticket=ticket), make.ticket(by=anna)
    answer = as_boris.post(f"/messages/{lost.pk}/place/", {"to": target.number})
    assert answer["Location"].startswith(f"/tickets/{target.number}/")
    lost.refresh_from_db()
    assert lost.ticket == target


@pytest.mark.parametrize(
    "noun",
    "owner team priority service field handover waiting work merger split links participants requester".split(),
)
def test_every_form_opens_in_the_dialog_and_as_a_page(as_boris, ticket, noun):
    inside = as_boris.get(f"/tickets/{ticket.number}/{noun}/", headers={"HX-Request": "true"})
    alone = as_boris.get(f"/tickets/{ticket.number}/{noun}/")
    assert inside.status_code == alone.status_code == 200
    assert "<html" not in inside.content.decode()
    assert f'action="/tickets/{ticket.number}/{noun}/"' in alone.content.decode()


def test_a_fetch_that_leads_elsewhere_opens_the_page(as_boris, ticket, anna):
    target = make.ticket(by=anna)
    here = f"http://desk.test/tickets/{ticket.number}/?queue=mine"
    headers = {"HX-Request": "true", "HX-Current-URL": here}
    answer = as_boris.post(f"/tickets/{ticket.number}/merger/", {"into": target.number}, headers=headers)
    assert answer["HX-Redirect"] == f"/tickets/{target.number}/"
    stays = as_boris.post(f"/tickets/{ticket.number}/watching/", {"on": 1}, headers=headers)
    assert stays.status_code == 302


def test_taking_twice_changes_nothing(do, ticket, boris):
    take(ticket, by=boris)
    ticket.refresh_from_db()
    version = ticket.version
    do("taking")
    assert ticket.version == version


def test_a_message_is_moved_by_number_or_into_a_new_ticket_and_never_both(as_boris, ticket, anna):
    other = make.ticket(by=anna)
    stray = make.message(by=anna, ticket=ticket, text="А стул?")
    url = f"/messages/{stray.pk}/place/"
    assert f'name="out_of" value="{ticket.number}"' in as_boris.get(url).content.decode()
    for wrong in ({}, {"to": other.number, "fresh": "on"}, {"to": "стул"}):
        assert as_boris.post(url, wrong).status_code == 422
    assert f"/tickets/{other.number}/" in as_boris.post(url, {"to": f"№ {other.number}"})["Location"]
    for _ in range(2):  # pressed twice
        answer = as_boris.post(url, {"fresh": "on", "out_of": other.number})
        stray.refresh_from_db()
        assert f"/tickets/{stray.ticket.number}/" in answer["Location"]
    assert other.splits_away.count() == 1
    assert as_boris.post(url, {"to": ticket.number}).status_code == 409
