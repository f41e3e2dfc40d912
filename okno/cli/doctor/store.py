"""The database: there, right, of this version, founded; its clock and its calendar."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import connection

from okno.cli.doctor.finding import Finding, care, ill, well
from okno.cli.words import _

CLOCKS_APART = 5.0  # seconds


def database() -> Iterator[Finding]:
    """Ask for version, encoding, Russian letters and stemming."""
    from okno.cli.tree import prepare
    from okno.core.postgres.checks import boot_checks

    name = _("database")
    checks = boot_checks(prepare.address())
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    failed = [check for check in checks if not check.passed]
    seen = f"PostgreSQL {version}, {size / 1e6:.0f} MB"
    for check in failed:
        yield (ill if check.required else care)(name, f"{seen}; {check.name}", check.advice)
    if not failed:
        yield well(name, seen)


def tables() -> Iterator[Finding]:
    """Ask whether the tables are of this version."""
    from okno.cli.tree import prepare

    count = prepare.pending()
    if count:
        yield ill(_("tables"), _("%(count)d steps wait") % {"count": count}, _("Run “okno migrate”."))
    else:
        yield well(_("tables"), _("up to date"))


def founding() -> Iterator[Finding]:
    """Ask for the robot, the priorities, and somebody who may change the settings."""
    from okno.catalog.models import Priority
    from okno.people.models import Person, Role

    name = _("founding")
    robot = Person.objects.filter(role=Role.ROBOT).exists()
    if not robot or not Priority.objects.filter(is_default=True).exists():
        yield ill(name, _("robot or priorities are missing"), _("Run “okno migrate”."))
    elif not Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        yield care(
            name,
            _("there is no administrator"),
            _("Open the link that “okno serve” prints at its start, or run “okno createadmin”."),
        )
    else:
        yield well(name, _("robot, priorities, administrator"))


def clock_difference() -> Iterator[Finding]:
    """Compare our clock with that of the database: deadlines hang on both."""
    name = _("clock")
    before = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    apart = abs((there - before).total_seconds())
    seen = _("%(seconds).1f s apart from the database") % {"seconds": apart}
    if apart > CLOCKS_APART:
        yield ill(name, seen, _("Let both machines follow a time server (chrony, systemd-timesyncd)."))
    else:
        yield well(name, seen)


def calendar() -> Iterator[Finding]:
    """Ask whether the production calendar is known, from October on that of the next year, and which calendars lack a year."""
    from okno.core import clock
    from okno.sla import russia
    from okno.sla.coming import behind
    from okno.sla.models import WorkCalendar

    name, now = _("calendar"), clock.now()
    year = now.year + (now.month >= 10)  # noqa: PLR2004 - the decree comes in autumn
    lacking = behind(WorkCalendar.objects.filter(is_active=True), now)
    for row, lacks in lacking:
        yield care(
            name,
            _("“%(name)s” does not know the days off of %(year)d") % {"name": row.name, "year": lacks},
            _("Load the production calendar in the settings of the calendar."),
        )
    if not russia.is_loaded(year):
        yield care(
            name,
            _("the moved days off of %(year)d are not known") % {"year": year},
            _("Update the desk (the library “holidays”), or enter the days in the settings of the calendar."),
        )
    elif not lacking:
        yield well(name, _("the production calendar of %(year)d is known") % {"year": year})
