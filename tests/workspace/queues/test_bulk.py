import re

import pytest
from django.test import Client

from okno.desk.actions import bulk
from okno.desk.actions.assign import take
from okno.desk.actions.close import close
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.models import Blank, BulkRun
from tests import make

pytestmark = pytest.mark.django_db
FETCH = {"HX-Request": "true"}


def wished(client, deed, tickets, **more):
    """Send the form of the bar as the browser does."""
    return client.post(
        "/queues/bulk/",
        {"deed": deed, "ticket": [ticket.number for ticket in tickets], **more},
        headers=FETCH,
    )


def text_of(answer):
    """Return the words of an answer."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_toast_tells_how_many_went_how_many_did_not_and_why(as_boris, boris, anna):
    tickets = [make.ticket(by=anna) for _ in range(6)]
    for ticket in tickets[:3]:
        close(ticket, by=boris)
    take(tickets[3], by=boris)
    said = text_of(wished(as_boris, "take", tickets))
    assert "Взять: изменено 2 обращения" in said
    assert "3 не получилось: уже решены или закрыты" in said
    assert "1 и так было таким" in said
    assert "Отменить" in said


def test_a_run_is_taken_back_from_the_toast(as_boris, boris, anna):
    tickets = [make.ticket(by=anna) for _ in range(2)]
    toast = wished(as_boris, "take", tickets).content.decode()
    said = text_of(as_boris.post(re.search(r'hx-post="([^"]+)"', toast).group(1), headers=FETCH))
    assert "2 обращения снова как были" in said
    assert "Отменить" not in said
    for ticket in tickets:
        ticket.refresh_from_db()
        assert ticket.owner is None


def test_more_than_fifty_are_a_job_whose_progress_is_shown(as_boris, boris, anna, run_jobs):
    tickets = [make.ticket(by=anna) for _ in range(51)]
    toast = wished(as_boris, "take", tickets).content.decode()
    address = re.search(r'hx-get="([^"]+)"', toast).group(1)
    assert "0 из 51" in toast
    assert "<progress" in toast
    run = BulkRun.objects.get()
    assert f'data-live="bulk:{run.pk}"' in toast
    bulk._next(run)
    assert "1 из 51" in as_boris.get(address, headers=FETCH).content.decode()
    run_jobs(only="bulk")
    done = as_boris.get(address, headers=FETCH).content.decode()
    assert "изменено 51 обращение" in done
    assert "data-live" not in done


def test_the_toast_comes_along_to_the_next_page(as_boris, anna):
    assert "bulk_run" not in as_boris.get("/queues/open/").content.decode()
    wished(as_boris, "take", [make.ticket(by=anna)])
    run = BulkRun.objects.get()
    assert f'hx-get="/queues/bulk/{run.pk}/"' in as_boris.get("/people/").content.decode()


def test_without_scripts_a_page_tells_what_came_of_it(as_boris, boris, anna):
    ticket = make.ticket(by=anna, subject="Сканер молчит")
    close(ticket, by=boris)
    answer = as_boris.post("/queues/bulk/", {"deed": "take", "ticket": ticket.number}, follow=True)
    assert "Сканер молчит" in text_of(answer)
    assert "решено или закрыто" in text_of(answer)
    assert "Взять" in text_of(as_boris.get("/queues/bulk/"))


@pytest.mark.parametrize(
    "deed",
    ["", "delete", "owner:x", "owner:1;drop", "team:999999", "priority:", "take:5", "wait:planned", "tag"],
)
def test_what_could_not_have_been_chosen_is_refused(as_boris, anna, deed):
    assert wished(as_boris, deed, [make.ticket(by=anna)]).status_code == 422
    assert not BulkRun.objects.exists()


def test_nothing_chosen_is_told_in_words(as_boris):
    answer = wished(as_boris, "take", [])
    assert answer.status_code == 422
    assert "Сначала выберите" in text_of(answer)


def test_a_tag_is_added_and_the_others_stay(as_boris, boris, anna):
    ticket = make.ticket(by=anna)
    wished(as_boris, "tag", [ticket], tag=" VPN ")
    wished(as_boris, "tag", [ticket], tag="срочно")
    ticket.refresh_from_db()
    assert ticket.tags == ["vpn", "срочно"]


def test_the_menus_offer_what_may_be_chosen(as_boris, vera):
    team = make.team("Вторая линия")
    assert f'value="owner:{vera.pk}"' in as_boris.get("/queues/bulk/menu/?of=owner").content.decode()
    assert f'value="team:{team.pk}"' in as_boris.get("/queues/bulk/menu/?of=team").content.decode()
    assert as_boris.get("/queues/bulk/menu/?of=secrets").status_code == 404


def test_sec_11_the_run_of_somebody_else_does_not_exist(as_boris, vera, anna):
    run = bulk.start("take", "", [make.ticket(by=anna).number], by=vera)
    assert as_boris.get(f"/queues/bulk/{run.pk}/").status_code == 404
    assert as_boris.post(f"/queues/bulk/{run.pk}/undoing/").status_code == 404
    assert as_boris.get("/queues/bulk/9999999999999999999999/").status_code == 404


def test_every_row_has_a_box_that_belongs_to_the_bar(as_boris: Client, anna):
    ticket = make.ticket(by=anna)
    page = as_boris.get("/queues/open/").content.decode()
    assert f'form="bulk" name="ticket" value="{ticket.number}"' in page
    assert 'id="bulk"' in page


def test_the_whole_of_a_long_list_is_changed_not_the_page_alone(as_boris, anna):
    tickets = [make.ticket(by=anna) for _ in range(52)]
    assert 'name="whole" value="unassigned"' in as_boris.get("/queues/unassigned/").content.decode()
    assert "0 из 52" in text_of(wished(as_boris, "take", tickets[:2], whole="unassigned"))
    bulk.go_on(BulkRun.objects.get())
    assert BulkRun.objects.get().items.filter(outcome="done").count() == 52


def test_a_short_list_has_no_whole_beyond_its_page(as_boris, anna):
    make.ticket(by=anna)
    assert 'name="whole"' not in as_boris.get("/queues/unassigned/").content.decode()


@pytest.mark.parametrize("slug", ["nothing", "view-1", "view-x"])
def test_the_whole_of_no_list_is_nothing(as_boris, anna, slug):
    assert wished(as_boris, "take", [make.ticket(by=anna)], whole=slug).status_code == 404
    assert not BulkRun.objects.exists()


def test_macros_without_a_text_are_offered_and_told_by_their_names(as_boris, vera, anna):
    spam = keep_blank(Blank(name="Спам", then="close"), tags=["спам"])
    keep_blank(Blank(name="С текстом", text="Х", then="close"))
    keep_blank(Blank(name="Чужой", then="close", owner=vera))
    offered = text_of(as_boris.get("/queues/bulk/menu/?of=macro"))
    assert offered == "Спам Метка: спам · Закрыть"
    tickets = [make.ticket(by=anna) for _ in range(2)]
    said = text_of(wished(as_boris, f"macro:{spam.pk}", tickets))
    assert "Макрос «Спам»: изменено 2 обращения" in said
    for blank in Blank.objects.exclude(pk=spam.pk):
        assert wished(as_boris, f"macro:{blank.pk}", tickets).status_code == 422
    for deed in ("macro", "macro:", "macro:x", "macro:999999", "service:1", "kind:idea", "hand:1"):
        assert wished(as_boris, deed, tickets).status_code == 422
