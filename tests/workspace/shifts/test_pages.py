"""The pages about who works when: schedule, board, nobody's tickets, the next one."""

from datetime import timedelta

import pytest
from django.test import Client

from okno.core import clock
from okno.desk.models import Ticket
from okno.people.models import Person, Team
from okno.staffing.actions.be_away import be_away
from okno.staffing.models import Absence
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(boris: Person, vera: Person) -> Team:
    team = make.team("Вторая линия", line=2)
    for person in (boris, vera):
        team.memberships.create(person=person)
    return team


def test_an_absence_is_written_down_and_ended_on_the_own_page(
    as_boris: Client, boris: Person, vera: Person
) -> None:
    today = clock.now().date()
    told = {"reason": "holiday", "since": today, "until": today + timedelta(days=7), "substitute": vera.pk}
    answer = as_boris.post(f"/schedule/{boris.pk}/absences/", told, follow=True)
    page = answer.content.decode()
    assert "отпуск" in page
    assert "Вера Соколова" in page
    absence = Absence.objects.get()
    assert as_boris.post(f"/schedule/{boris.pk}/absences/", told).status_code == 422
    as_boris.post(f"/absences/{absence.pk}/ending/")
    assert Absence.objects.get().ends_at is not None
    assert as_boris.post(f"/schedule/{vera.pk}/absences/", told).status_code == 403


def test_a_calendar_program_reads_the_address_without_a_login(as_boris: Client) -> None:
    as_boris.post("/schedule/feed/", {"team": ""})
    page = as_boris.get("/schedule/", follow=True).content.decode()
    address = page.partition("/feed/")[2].partition('"')[0]
    stranger = Client(HTTP_HOST="desk.test")
    answer = stranger.get(f"/feed/{address}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert stranger.get("/feed/wrong.ics").status_code == 404
    as_boris.post("/schedule/feed/", {"team": "", "close": "1"})
    assert stranger.get(f"/feed/{address}").status_code == 404


def test_the_next_one_is_taken_with_one_press_and_put_back_with_a_reason(
    as_boris: Client, boris: Person, team: Team
) -> None:
    ticket = make.ticket(team=team)
    answer = as_boris.post("/next/", follow=True)
    assert answer.redirect_chain[0][0].startswith(f"/tickets/{ticket.number}/")
    page = answer.content.decode()
    assert f"№ {ticket.number} теперь ваше" in page.replace("\xa0", " ")
    assert "самое срочное" in page
    assert "Для вас ничего нет" in as_boris.post("/next/", follow=True).content.decode()
    as_boris.post(f"/tickets/{ticket.number}/queue/", {"why": "Не моя услуга"})
    assert Ticket.objects.get().owner is None


def test_whoever_is_away_is_told_when_a_ticket_is_given(
    as_boris: Client, vera: Person, boris: Person, team: Team
) -> None:
    be_away(vera, "sick", by=vera, starts_at=clock.now() - timedelta(hours=1), substitute=boris)
    ticket = make.ticket(team=team)
    menu = as_boris.get(f"/tickets/{ticket.number}/owner/").content.decode()
    assert "больничный" in menu
    page = as_boris.post(f"/tickets/{ticket.number}/owner/", {"owner": vera.pk}, follow=True).content.decode()
    assert "Заменяет Борис Орлов" in page
    assert f"/tickets/{ticket.number}/passing/" in page
    as_boris.post(f"/tickets/{ticket.number}/passing/")
    assert Ticket.objects.get().owner == boris


def test_each_figure_of_the_board_opens_its_tickets(as_boris: Client, boris: Person, team: Team) -> None:
    ticket, closed = make.ticket(team=team), make.ticket(team=make.team("Кадры", is_closed=True))
    as_boris.post(f"/tickets/{ticket.number}/taking/")
    page = as_boris.get("/board/").content.decode()
    assert "Вторая линия" in page
    assert "Кадры" not in page
    address = f"/board/in_hand/?owner={boris.pk}"
    assert address in page
    assert f"/tickets/{ticket.number}/" in as_boris.get(address).content.decode()
    assert str(closed.number) not in as_boris.get(f"/board/in_hand/?team={closed.team_id}").content.decode()
    assert as_boris.get("/board/nothing/").status_code == 404


def test_nobodys_tickets_are_mended_from_their_page(as_boris: Client, team: Team) -> None:
    ticket = make.ticket()
    assert "Ничьи обращения: 1" in as_boris.get("/nobodys/").content.decode()
    as_boris.post(f"/nobodys/{ticket.number}/mending/")
    assert "Ничьи обращения: 0" in as_boris.get("/nobodys/").content.decode()
    assert Ticket.objects.get().team == team
