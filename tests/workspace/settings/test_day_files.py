"""Days as files: what is written is read again, what comes from strangers is refused in words with the line."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okno.core.refusals import BadInput, Refusal, TooMuch
from okno.sla.days import Day, Days, called
from okno.sla.russia import OFFICE_WEEK
from okno.workspace.settings.calendars import csv_days, ical_days
from okno.workspace.settings.calendars.reading import BYTES_AT_MOST, KNOWN, NotDays

MADE = datetime(2026, 11, 22, tzinfo=UTC)
ZONE = "Asia/Yekaterinburg"


def ical(days: Days, zone: str = ZONE) -> bytes:
    return ical_days.written(days, zone=zone, key="calendar-1@desk.test", made_at=MADE)


def read_csv(content: bytes | str) -> Days:
    return csv_days.read(content.encode() if isinstance(content, str) else content, week=dict(OFFICE_WEEK))


def read_ical(content: bytes | str, zone: str = ZONE) -> Days:
    raw = content.encode() if isinstance(content, str) else content
    return ical_days.read(raw, week=dict(OFFICE_WEEK), zone=zone)


def events(*bodies: str) -> str:
    inside = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{body}\r\nEND:VEVENT\r\n" for n, body in enumerate(bodies))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}END:VCALENDAR\r\n"


@st.composite
def hours(draw: Any) -> tuple[tuple[str, str], ...]:
    edges = sorted(draw(st.sets(st.integers(0, 24 * 4), min_size=2, max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple((f"{a // 4:02}:{a % 4 * 15:02}", f"{b // 4:02}:{b % 4 * 15:02}") for a, b in pairs)


def read_or_refused(read: Any, content: Any) -> object:
    try:
        return read(content)
    except Refusal as refusal:
        return str(refusal)


names = st.text(max_size=30).map(called).filter(lambda name: name.casefold() not in KNOWN)
dates = st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(date.isoformat)
special = st.builds(Day, st.just(()) | hours(), st.just(()) | hours(), names)
broken = st.builds(Day, st.none(), hours(), names)


@given(st.dictionaries(dates, special | broken, min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_read_again_as_it_was(days: Days) -> None:
    assert read_csv(csv_days.written(days)) == days
    assert read_ical(ical(days)) == days


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_as_a_file_is_read_or_refused_in_words(content: bytes) -> None:
    for read in (read_csv, read_ical):
        assert read_or_refused(read, content)


properties = st.sampled_from(
    ["DTSTART", "DTEND", "DURATION", "RRULE", "SUMMARY", "STATUS", "CATEGORIES", "DTSTART;TZID=X"]
)
values = st.sampled_from(["20260320", "20260320T090000", "20260320T090000Z", "P1D", "-PT1H", "P99999999D", "", "00000000",
                          "00010101T000000Z", "99991231T235959Z",
                          "FREQ=SECONDLY", "99991231", "20260320T240000", "BREAK", "Ё"])  # fmt: skip


@given(st.lists(st.tuples(properties, values).map(":".join), max_size=5))
@settings(max_examples=150, deadline=None)
def test_whatever_an_event_says_is_read_or_refused_in_words(lines: list[str]) -> None:
    assert read_or_refused(read_ical, events("\r\n".join(lines)))


# ---- CSV -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_what_excel_saves_is_read(encoding, sign):
    rows = [["Дата", "Что", "Часы", "Примечание"], ["20.03.2026", "Выходной", "", "Ураза-байрам"]]
    text = "\r\n".join(sign.join(row) for row in rows)
    assert read_csv(text.encode(encoding)) == {"2026-03-20": Day((), (), "Ураза-байрам")}


def test_both_languages_ranges_and_days_as_the_week_has_them_are_read():
    found = read_csv(
        "Date;What\n2026-05-01 - 2026-05-03;day off\n30.04.2026;short day\n09.01.2026;обычный день\n12.01.2026;;9-12\n"
    )
    assert found == {
        **dict.fromkeys(("2026-05-01", "2026-05-02", "2026-05-03"), Day(())),
        "2026-04-30": Day((("09:00", "13:00"), ("14:00", "17:00"))),
        "2026-01-09": Day(),
        "2026-01-12": Day((("09:00", "12:00"),)),
    }


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-1", "@SUM", "'=1", "''", "'", ";=1", '"=1', "＝1"])
def test_sec_49_no_name_of_a_day_is_a_formula_and_each_comes_back(name):
    days = {"2026-03-20": Day((), (), name)}
    content = csv_days.written(days)
    cell = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1][3]
    assert cell.startswith("'")
    assert read_csv(content) == days


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("20.03.2026;выходной\n31.02.2026;выходной", 2),
        ("20.03.2026;выходной\n\n20.03.2026;часы;9-12", 3),
        ("20.03.2026;отпуск", 1),
        ("20.03.2026;", 1),
        ("20.03.2026;часы", 1),
        ("20.03.2026;выходной;9-18", 1),
        ("20.03.2026;часы;9-25", 1),
        ("20.03.2026;часы;9-12, 11-13", 1),
        ("20.03.2026;часы;9-9", 1),
        ("21.03.2026;короткий день", 1),
        ("20.03.2026;выходной;;имя;ещё", 1),
        ("01.01.2026-01.01.2028;выходной", 1),
        ("03.01.2026-01.01.2026;выходной", 1),
        ("20.03.1999;выходной", 1),
        ("завтра;выходной", 1),
        ('20.03.2026;"выходной', 1),
    ],
)
def test_a_line_that_does_not_fit_is_named(text, line):
    with pytest.raises(NotDays, match=rf"\b{line}: "):
        read_csv(text)


def test_a_file_without_dates_a_huge_one_and_one_of_too_many_dates_are_refused():
    with pytest.raises(NotDays):
        read_csv("Дата;Что\n")
    with pytest.raises(TooMuch):
        read_csv(b" " * (BYTES_AT_MOST + 1))
    ten_years = "".join(f"01.01.{year}-31.12.{year};выходной\n" for year in range(2020, 2030))
    with pytest.raises(TooMuch):
        read_csv(ten_years)


# ---- iCalendar -----------------------------------------------------------------------------------------


def test_a_file_of_another_program_is_read_by_the_clocks_of_the_calendar():
    found = read_ical(events(
        "DTSTART;VALUE=DATE:20260501\r\nDTEND;VALUE=DATE:20260504\r\nSUMMARY:Майские\\, праздники",
        "DTSTART;VALUE=DATE:20260612\r\nDTEND;VALUE=DATE:20260612\r\nSUMMARY:День России",
        "DTSTART:20260430T040000Z\r\nDURATION:PT3H",
        "DTSTART;TZID=Europe/Moscow:20260430T110000\r\nDTEND;TZID=Europe/Moscow:20260430T130000",
        "DTSTART:20260507T220000\r\nDTEND:20260508T060000",
        "DTSTART;VALUE=DATE:20260707\r\nSTATUS:CANCELLED",
    ))  # fmt: skip
    assert found == {
        **dict.fromkeys(("2026-05-01", "2026-05-02", "2026-05-03"), Day((), (), "Майские, праздники")),
        "2026-06-12": Day((), (), "День России"),
        "2026-04-30": Day((("09:00", "12:00"), ("13:00", "15:00"))),
        "2026-05-07": Day((("22:00", "06:00"),)),
    }


def test_events_are_all_day_or_timed_with_their_zone_and_never_change_their_name():
    text = ical({"2026-01-01": Day((), (), "Новый год"), "2026-04-30": Day((("09:00", "24:00"),))}).decode()
    assert "DTSTART;VALUE=DATE:20260101" in text
    assert "DTEND;VALUE=DATE:20260102" in text
    assert f"DTSTART;TZID={ZONE}:20260430T090000" in text
    assert f"DTEND;TZID={ZONE}:20260501T000000" in text
    assert f"BEGIN:VTIMEZONE\r\nTZID:{ZONE}" in text
    assert "UID:2026-01-01-1-calendar-1@desk.test" in text


def test_hours_over_a_change_of_the_clocks_come_back():
    days = {
        "2026-03-29": Day((("01:00", "02:30"), ("04:00", "08:00"))),
        "2026-10-25": Day((("02:30", "03:30"),)),
    }
    assert read_ical(ical(days, "Europe/Berlin"), "Europe/Berlin") == days


@pytest.mark.parametrize(
    "body",
    [
        "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY",
        "DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20280101",
        "DTSTART;VALUE=DATE:20260102\r\nDTEND;VALUE=DATE:20260101",
        "DTSTART:20260101T090000\r\nDTEND:20260103T090000",
        "DTSTART:20260101T090000\r\nDTEND:20260101T090000",
        "DTSTART:20260101T090000\r\nDTEND;VALUE=DATE:20260102",
        "DTSTART:20260101T090000\r\nDTEND:20260101T100000Z",
        "SUMMARY:nowhen",
        "DTSTART;VALUE=DATE:18990101",
    ],
)
def test_an_event_that_does_not_fit_is_named_by_the_line_on_which_it_begins(body):
    good = "DTSTART;VALUE=DATE:20260312"
    with pytest.raises(NotDays, match=r"\b8: "):
        read_ical(events(good, body))


@pytest.mark.parametrize(
    "text",
    ["BEGIN:VCALENDAR", "BEGIN:VEVENT\r\nEND:VEVENT", "BEGIN:X\r\nEND:Y", "BEGIN:VCALENDAR\r\nEND:VCALENDAR"],
)
def test_what_is_no_calendar_is_refused(text):
    with pytest.raises(BadInput):
        read_ical(text)


def test_many_events_are_read_within_bounds_and_more_are_refused():
    first = date(2020, 1, 1)
    many = [f"DTSTART;VALUE=DATE:{first + timedelta(days=n):%Y%m%d}" for n in range(3001)]
    assert len(read_ical(events(*many[:2000]))) == 2000
    with pytest.raises(Refusal):
        read_ical(events(*many))
