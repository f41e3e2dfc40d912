"""Shifts and absences through their verbs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from okno.catalog.actions.found import found
from okno.core import clock
from okno.core.ical import NotCalendar
from okno.core.refusals import BadInput, Conflict, NotFound
from okno.desk import access
from okno.people.models import Person
from okno.setup import setups
from okno.setup.actions.save import save
from okno.setup.actions.undo import undo
from okno.setup.shape import Unfit
from okno.staffing import ical, who
from okno.staffing.actions.be_away import be_away, come_back
from okno.staffing.actions.be_seen import be_seen
from okno.staffing.actions.open_feed import close_feed, open_feed
from okno.staffing.models import Absence, Attendance, Shift
from tests import make

pytestmark = pytest.mark.django_db
DAY = {"mon": [["09:00", "18:00"]], "tue": [["09:00", "18:00"]]}
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # noon in Moscow


def shift(name: str, by: Person, people: tuple[Person, ...] = (), **plain: object) -> Shift:
    told = {"name": name, "week": DAY, "people": [one.email for one in people], **plain}
    made, _change = save(setups.SHIFTS, None, told, by=by)
    assert isinstance(made, Shift)
    return made


def there(person: Person, moment: datetime = MONDAY) -> bool:
    return who.duties([person.pk], moment)[person.pk].is_there(moment)


def test_a_shift_says_when_its_people_work_and_has_a_history(boris: Person, gleb: Person) -> None:
    found()
    evening = shift("Вечерняя", gleb, (boris,), week={"mon": [["14:00", "22:00"]]})
    assert not there(boris)
    assert there(boris, MONDAY + timedelta(hours=8))
    assert there(gleb), "without a shift by the usual hours"
    _row, change = save(setups.SHIFTS, evening, {"people": []}, by=gleb)
    assert change is not None
    assert there(boris)
    undo(change, by=gleb)
    assert not there(boris)


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        ({"week": {}}, "week"),
        ({"week": {"mon": [["09:00", "25:00"]]}}, "week"),
        ({"week": {"mon": [["09:00", "13:00"], ["12:00", "18:00"]]}}, "week"),
        ({"begins_on": "2026-12-01", "ends_on": "2026-11-01"}, "ends_on"),
        ({"begins_on": "31.12.2026"}, "begins_on"),
    ],
)
def test_a_shift_that_cannot_be_is_refused_with_the_place(
    gleb: Person, plain: dict[str, object], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        shift("Дневная", gleb, **plain)
    assert field in refused.value.errors
    with pytest.raises(Unfit, match=r"works here|не работает"):
        save(setups.SHIFTS, None, {"name": "Дневная", "week": DAY, "people": ["nobody@desk.test"]}, by=gleb)
    assert not Shift.objects.exists()


def test_nobody_works_two_shifts_at_the_same_hour(boris: Person, gleb: Person) -> None:
    shift("Дневная", gleb, (boris,), ends_on="2026-11-30")
    with pytest.raises(Unfit, match=r"«Дневная»|“Дневная”"):
        shift("Утренняя", gleb, (boris,), week={"tue": [["08:00", "10:00"]]})
    shift("Декабрьская", gleb, (boris,), begins_on="2026-12-01")
    shift("Ночная", gleb, (boris,), week={"mon": [["22:00", "06:00"]]})
    with pytest.raises(Unfit):
        shift("Вторая ночная", gleb, (boris,), week={"tue": [["05:00", "07:00"]]}, ends_on="2026-11-30")


def test_who_is_away_is_not_there_and_comes_back_earlier(boris: Person, vera: Person) -> None:
    found()
    with clock.moved_to(MONDAY):
        away = be_away(boris, "sick", by=vera, starts_at=MONDAY, substitute=vera)
        assert not there(boris)
    with clock.moved_to(MONDAY + timedelta(hours=2)):
        come_back(away, by=boris)
        come_back(away, by=boris)
        assert there(boris, clock.now())
    assert Absence.objects.get().ends_at == MONDAY + timedelta(hours=2)


def test_two_absences_never_overlap_and_nobody_stands_in_for_oneself(boris: Person, anna: Person) -> None:
    be_away(boris, "holiday", by=boris, starts_at=MONDAY, ends_at=MONDAY + timedelta(days=7))
    with pytest.raises(Conflict):
        be_away(boris, "sick", by=boris, starts_at=MONDAY - timedelta(days=1))
    be_away(boris, "sick", by=boris, starts_at=MONDAY + timedelta(days=7))
    for wrong in (boris, anna):
        with pytest.raises(BadInput):
            be_away(
                boris,
                "sick",
                by=boris,
                starts_at=MONDAY - timedelta(days=9),
                ends_at=MONDAY,
                substitute=wrong,
            )
    with pytest.raises(BadInput):
        be_away(boris, "sick", by=boris, starts_at=MONDAY, ends_at=MONDAY)


def test_what_is_called_off_before_it_begins_never_was(boris: Person) -> None:
    away = be_away(boris, "training", by=boris, starts_at=clock.now() + timedelta(days=3))
    come_back(away, by=boris)
    assert not Absence.objects.standing().exists()


def test_being_seen_is_written_once_a_minute(boris: Person, anna: Person, django_assert_num_queries) -> None:
    be_seen(boris)
    with django_assert_num_queries(0):
        be_seen(boris)
        be_seen(anna)
    assert Attendance.objects.get().seen_at is not None


def test_going_to_a_page_is_being_seen_and_a_page_left_open_is_not(boris: Person, client: Client) -> None:
    client.force_login(boris, backend="okno.login.backends.ByMailAddress")
    client.get("/queues/mine/", headers={"Sec-Fetch-Mode": "cors", "HX-Request": "true"})
    assert not Attendance.objects.exclude(seen_at=None).exists()
    client.get("/no/such/page/", headers={"Sec-Fetch-Mode": "navigate"})
    assert not Attendance.objects.exclude(seen_at=None).exists()
    client.get("/queues/mine/", headers={"Sec-Fetch-Mode": "navigate"})
    assert Attendance.objects.get(person=boris).seen_at is not None


def test_a_feed_tells_hours_to_whoever_knows_its_word_until_it_is_closed(boris: Person) -> None:
    found()
    word = open_feed(boris)
    assert access.feed_of(word).person == boris
    newer = open_feed(boris)
    with pytest.raises(NotFound):
        access.feed_of(word)
    duty = who.duties([boris.pk], MONDAY)[boris.pk]
    told = Calendar.from_ical(ical.written([ical.Planned(boris.pk, str(boris), duty)], MONDAY, named=False))
    assert len(told.walk("VEVENT")) > 20
    close_feed(boris)
    with pytest.raises(NotFound):
        access.feed_of(newer)


def test_a_feed_of_a_team_is_for_its_members_alone(boris: Person) -> None:
    team = make.team()
    word = open_feed(boris, team=team)
    with pytest.raises(NotFound):
        access.feed_of(word)
    team.memberships.create(person=boris)
    assert access.feed_of(word).team == team
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    with pytest.raises(NotFound):
        access.feed_of(word)


EVENT = "BEGIN:VEVENT\r\nUID:1\r\n%s\r\nEND:VEVENT\r\n"
FILE = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n%sEND:VCALENDAR\r\n"


def test_absences_are_read_from_a_calendar_program() -> None:
    lines = "SUMMARY:Отпуск на море\r\nDTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261215"
    timed = "SUMMARY:Курсы\r\nDTSTART:20261120T060000Z\r\nDTEND:20261120T140000Z"
    found = ical.read((FILE % (EVENT % lines + EVENT % timed)).encode(), who.zone())
    assert [(one.reason, one.starts_at, one.ends_at) for one in found] == [
        ("training", datetime(2026, 11, 20, 6, tzinfo=UTC), datetime(2026, 11, 20, 14, tzinfo=UTC)),
        ("holiday", datetime(2026, 11, 30, 21, tzinfo=UTC), datetime(2026, 12, 14, 21, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"name;from;to",
        (FILE % "").encode(),
        (FILE % (EVENT % "SUMMARY:x")).encode(),
        (FILE % (EVENT % "DTSTART:20261120T060000Z\r\nDTEND:20261119T060000Z")).encode(),
        (FILE % (EVENT % "DTSTART:20261120T060000Z\r\nDTEND:20261120T070000Z\r\nRRULE:FREQ=DAILY")).encode(),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(NotCalendar):
        ical.read(content, who.zone())
