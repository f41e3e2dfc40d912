"""The rooms of a calendar: its year, the production calendar of a year, files of days out and in, what is lacking."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from okno.core import clock
from okno.people.models import Person
from okno.setup.actions.save import save
from okno.setup.models import Change
from okno.setup.setups import CALENDARS
from okno.sla.models import WorkCalendar
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(gleb: Person) -> Client:
    """A browser in which the administrator is logged in."""
    return _logged_in(gleb)


@pytest.fixture
def calendar(gleb: Person) -> WorkCalendar:
    """Forty hours a week, no dates yet."""
    week = {day: [["09:00", "13:00"], ["14:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    saved, _change = save(CALENDARS, None, {"name": "Казань", "zone": "Europe/Moscow", "week": week}, by=gleb)
    return saved


def plain(calendar: WorkCalendar) -> dict:
    return CALENDARS.shape.plain(WorkCalendar.objects.get(pk=calendar.pk))


def sealed_on(page) -> str:
    return re.search(r'name="sealed" value="([^"]*)"', page.content.decode())[1]


def looked_at(office, calendar, content: bytes | str, name: str = "дни.csv"):
    raw = content.encode() if isinstance(content, str) else content
    return office.post(
        f"/settings/calendars/{calendar.pk}/days/import/", {"file": SimpleUploadedFile(name, raw)}
    )


def confirmed(office, calendar, page):
    return office.post(f"/settings/calendars/{calendar.pk}/days/", {"sealed": sealed_on(page)})


def loaded(office, calendar, year: int):
    page = office.get(f"/settings/calendars/{calendar.pk}/year/{year}/production/")
    assert page.status_code == 200
    return confirmed(office, calendar, page)


def test_the_year_is_loaded_shown_first_and_counts_as_published(office, calendar):
    path = f"/settings/calendars/{calendar.pk}/year/2026/"
    assert "Загрузить производственный календарь 2026" in office.get(path).content.decode()
    page = office.get(f"{path}production/").content.decode()
    assert "День народного единства" in page
    assert plain(calendar)["holidays"] == []
    assert loaded(office, calendar, 2026).headers["Location"] == path
    page = office.get(path)
    whole = page.context["year"].whole
    assert (whole.working_days, whole.hours) == (247, 1972.0)
    text = page.content.decode()
    assert "247 рабочих дней" in text
    assert "Загрузить производственный календарь" not in text
    assert text.count('<table class="month">') == 12


def test_loading_has_its_history_and_is_undone(office, calendar, gleb):
    before = plain(calendar)
    loaded(office, calendar, 2026)
    change = Change.objects.first()
    history = office.get(f"/settings/calendars/{calendar.pk}/history/").content.decode()
    assert "Производственный календарь" in history
    assert office.post(f"/settings/changes/{change.pk}/undoing/").status_code == 302
    assert plain(calendar) == before


def test_what_people_wrote_stays_and_is_shown(office, calendar, gleb):
    save(CALENDARS, calendar, {"exceptions": {"2026-01-09": [["10:00", "12:00"]]}}, by=gleb)
    page = office.get(f"/settings/calendars/{calendar.pk}/year/2026/production/")
    assert [row.before for row in page.context["kept"]] == ["10:00–12:00"]
    confirmed(office, calendar, page)
    assert plain(calendar)["exceptions"]["2026-01-09"] == [["10:00", "12:00"]]
    again = office.get(f"/settings/calendars/{calendar.pk}/year/2026/production/")
    assert (again.context["count"], again.context["is_new"]) == (0, False)


def test_a_year_without_a_decree_says_so(office, calendar):
    page = office.get(f"/settings/calendars/{calendar.pk}/year/2090/production/").content.decode()
    assert "ещё не знает постановления правительства о переносе выходных в 2090 году" in page


def test_a_year_that_was_taken_out_whole_comes_back_whole(office, calendar, gleb):
    loaded(office, calendar, 2026)
    whole = plain(calendar)
    save(CALENDARS, calendar, {"holidays": [], "exceptions": {}}, by=gleb)
    loaded(office, calendar, 2026)
    assert plain(calendar) == whole


def test_what_people_wrote_can_be_taken_from_the_production_calendar_too(office, calendar, gleb):
    save(CALENDARS, calendar, {"exceptions": {"2026-01-09": [["10:00", "12:00"]]}}, by=gleb)
    page = office.get(f"/settings/calendars/{calendar.pk}/year/2026/production/?all")
    assert not page.context["kept"]
    confirmed(office, calendar, page)
    assert "2026-01-09" in plain(calendar)["holidays"]


def test_a_change_meanwhile_stops_what_was_looked_at(office, calendar, gleb):
    page = office.get(f"/settings/calendars/{calendar.pk}/year/2026/production/")
    save(CALENDARS, calendar, {"holidays": ["2026-07-01"]}, by=gleb)
    assert confirmed(office, calendar, page).status_code == 409
    assert plain(calendar)["holidays"] == ["2026-07-01"]


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_days_without_their_seal_change_nothing(office, calendar, token):
    answer = office.post(f"/settings/calendars/{calendar.pk}/days/", {"sealed": token})
    assert answer.status_code == 422
    assert plain(calendar)["holidays"] == []


def test_the_seal_of_one_calendar_opens_no_other(office, calendar):
    page = office.get(f"/settings/calendars/{calendar.pk}/year/2026/production/")
    other = WorkCalendar.objects.get(name="Рабочие часы")
    assert (
        office.post(f"/settings/calendars/{other.pk}/days/", {"sealed": sealed_on(page)}).status_code == 422
    )


def test_years_that_nobody_counts_and_calendars_that_are_not_there_are_no_pages(office, calendar):
    always = WorkCalendar.objects.get(name="Круглосуточно")
    for path, status in (
        (f"{calendar.pk}/year/1999/", 404), (f"{calendar.pk}/year/2101/", 404), (f"{calendar.pk}/year/2004/production/", 404),
        (f"{always.pk}/year/2026/", 200), (f"{always.pk}/year/2026/production/", 404), ("999999/year/2026/", 404),
        (f"{calendar.pk}/days.exe", 404), (f"{calendar.pk}/year/2000/", 200), (f"{calendar.pk}/year/2100/", 200),
    ):  # fmt: skip
        assert office.get(f"/settings/calendars/{path}").status_code == status, path


def test_days_of_the_region_come_from_a_file_and_the_production_calendar_leaves_them(office, calendar):
    page = looked_at(
        office,
        calendar,
        "Дата;Что;Часы;Примечание\r\n20.03.2026;выходной;;Ураза-байрам\r\n19.03.2026;короткий день;;\r\n",
    )
    assert page.status_code == 200
    assert plain(calendar)["holidays"] == []
    assert confirmed(office, calendar, page).status_code == 302
    loaded(office, calendar, 2026)
    now = plain(calendar)
    assert "2026-03-20" in now["holidays"]
    assert now["names"]["2026-03-20"] == "Ураза-байрам"
    assert now["exceptions"]["2026-03-19"] == [["09:00", "13:00"], ["14:00", "17:00"]]
    assert "Ураза-байрам" in office.get(f"/settings/calendars/{calendar.pk}/year/2026/").content.decode()


@pytest.mark.parametrize("ending", ["csv", "ics"])
def test_what_goes_out_as_a_file_comes_in_and_changes_nothing(office, calendar, gleb, ending):
    loaded(office, calendar, 2026)
    night = {"2026-07-01": [["22:00", "06:00"]], "2026-07-03": [["00:00", "24:00"]]}
    was = plain(calendar)
    parts = {
        "exceptions": was["exceptions"] | night,
        "breaks": {"2026-07-02": [["10:00", "11:00"]], "2026-07-03": [["12:00", "13:00"]]},
        "names": was["names"] | {"2026-07-01": "Ночь; =1+1, «большая»", "2026-07-02": "'Учения"},
    }
    save(CALENDARS, calendar, parts, by=gleb)
    before = plain(calendar)
    file = office.get(f"/settings/calendars/{calendar.pk}/days.{ending}")
    assert file.headers["Content-Disposition"].endswith(f'.{ending}"')
    page = looked_at(office, calendar, file.content, f"days.{ending}")
    assert page.status_code == 200, page.context["form"].errors
    assert (page.context["count"], page.context["is_new"]) == (0, False)
    assert plain(calendar) == before


def test_a_file_that_does_not_fit_is_refused_with_its_line_and_changes_nothing(office, calendar):
    page = looked_at(office, calendar, "20.03.2026;выходной\n21.03.2026;часы;9-13, 12-18\n")
    assert page.status_code == 422
    assert page.context["form"].errors["file"] == [
        "Строка 2: 09:00-13:00 12:00-18:00 накладывается на другие часы."
    ]
    assert plain(calendar)["holidays"] == []


def test_the_name_of_a_day_is_words_and_never_a_part_of_the_page(office, calendar):
    confirmed(office, calendar, looked_at(office, calendar, "20.03.2026;выходной;;<script>'\"&\n"))
    text = office.get(f"/settings/calendars/{calendar.pk}/year/2026/").content.decode()
    assert "<script>'" not in text
    assert "&lt;script&gt;&#x27;&quot;&amp;" in text


def test_nobody_else_comes_near_the_days_of_a_calendar(calendar, as_anna, vera, boris):
    for client in (as_anna, _logged_in(vera), _logged_in(boris)):
        for path in ("year/2026/", "year/2026/production/", "days/import/", "days.csv", "days.ics"):
            assert client.get(f"/settings/calendars/{calendar.pk}/{path}").status_code == 404
        assert client.post(f"/settings/calendars/{calendar.pk}/days/", {"sealed": "x"}).status_code == 404


def test_in_december_the_list_and_the_form_say_which_calendar_lacks_the_next_year(office, calendar):
    loaded(office, calendar, 2026)
    words = "«Казань» ещё не знает выходных 2027 года"
    with clock.moved_to(datetime(2026, 11, 30, 12, tzinfo=UTC)):
        assert words not in office.get("/settings/calendars/").content.decode()
    with clock.moved_to(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        assert words in office.get("/settings/calendars/").content.decode()
        assert words in office.get(f"/settings/calendars/{calendar.pk}/").content.decode()
        loaded(office, calendar, 2027)
        assert words not in office.get("/settings/calendars/").content.decode()
