"""Saving a row of the settings: history, conflict, undo, and what the rules refuse."""

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from okno.catalog.models import Priority
from okno.core.sealed import unseal
from okno.people.actions.addresses import add_address
from okno.people.actions.hire import LastAdministrator, hire
from okno.people.actions.meet import meet
from okno.people.models import Channel, MailDomain, Membership, Person, Role, Team
from okno.setup.actions.save import ChangedMeanwhile, join_teams, save
from okno.setup.actions.undo import CannotUndo, undo
from okno.setup.models import Change, Source
from okno.setup.setups import (
    CALENDARS,
    COLLEAGUES,
    MAILBOXES,
    ORGANISATIONS,
    PRIORITIES,
    SERVICES,
    TEAMS,
)
from okno.setup.shape import Unfit
from okno.sla.models import WorkCalendar
from tests import make

pytestmark = pytest.mark.django_db


def errors(setup, row, plain, by):
    with pytest.raises(Unfit) as caught:
        save(setup, row, plain, by=by)
    return caught.value.errors


def test_a_new_row_is_one_change_with_everything_in_it(gleb):
    team, change = save(TEAMS, None, {"name": "Инженеры", "line": 3}, by=gleb)
    assert (change.what, change.row, change.title, change.by) == ("teams", team.pk, "Инженеры", gleb)
    assert change.before is None
    assert change.after == {
        "name": "Инженеры", "line": 3, "is_closed": False, "accept_minutes": 30, "urgent_rank": 1, "strategy": "hand",
        "partner": None, "is_active": True, "members": [], "leads": [],
    }  # fmt: skip


def test_a_change_holds_only_what_has_changed(gleb):
    team = make.team("Инженеры", line=3)
    save(TEAMS, team, {"name": "Инженеры сети", "line": 3}, by=gleb)
    change = Change.objects.get()
    assert (change.before, change.after) == ({"name": "Инженеры"}, {"name": "Инженеры сети"})


def test_saving_the_same_again_writes_nothing(gleb):
    team, _change = save(TEAMS, None, {"name": "Инженеры", "line": 3}, by=gleb)
    assert save(TEAMS, team, TEAMS.shape.plain(team), by=gleb)[1] is None
    assert Change.objects.count() == 1


def test_history_cannot_be_rewritten(gleb):
    _team, change = save(TEAMS, None, {"name": "Инженеры", "line": 3}, by=gleb)
    for attempt in (lambda: Change.objects.update(title="?"), change.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_the_second_of_two_administrators_is_stopped_and_told(gleb):
    team = make.team("Инженеры", line=3)
    seen = TEAMS.shape.plain(team)
    save(TEAMS, team, {"line": 2}, by=make.administrator(), seen=seen)
    with pytest.raises(ChangedMeanwhile) as caught:
        save(TEAMS, team, {"name": "Сеть"}, by=gleb, seen=seen)
    assert caught.value.facts["now"]["line"] == 2
    team.refresh_from_db()
    assert (team.name, team.line) == ("Инженеры", 2)


def test_undo_brings_back_and_is_itself_a_change_that_can_be_undone(gleb):
    team = make.team("Инженеры", line=3)
    _team, change = save(TEAMS, team, {"line": 2}, by=gleb)
    undone = undo(change, by=gleb)
    team.refresh_from_db()
    assert (team.line, undone.source, undone.undoes) == (3, Source.UNDO, change)
    undo(undone, by=gleb)
    team.refresh_from_db()
    assert team.line == 2
    with pytest.raises(CannotUndo, match="уже отменено"):
        undo(change, by=gleb)


def test_undo_of_a_new_row_puts_it_into_the_archive(gleb):
    team, change = save(TEAMS, None, {"name": "Лишняя", "line": 1}, by=gleb)
    undo(change, by=gleb)
    team.refresh_from_db()
    assert not team.is_active


def test_undo_never_throws_a_newer_change_away(gleb):
    team = make.team("Инженеры", line=3)
    _team, change = save(TEAMS, team, {"line": 2}, by=gleb)
    save(TEAMS, team, {"line": 1}, by=gleb)
    with pytest.raises(CannotUndo):
        undo(change, by=gleb)
    save(TEAMS, team, {"name": "Сеть"}, by=gleb)  # another field stands in nobody's way
    undo(Change.objects.get(after={"line": 1}), by=gleb)


def test_undo_that_would_break_a_constraint_says_so_in_words(gleb):
    team = make.team("Сеть", line=3)
    _team, change = save(TEAMS, team, {"name": "Инженеры"}, by=gleb)
    make.team("Сеть")
    with pytest.raises(Unfit, match="уже есть"):
        undo(change, by=gleb)


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        ({"name": "", "line": 1}, "name"),
        ({"name": "x" * 121, "line": 1}, "name"),
        ({"name": "a\x00b", "line": 1}, "name"),
        ({"name": "a\ud800b", "line": 1}, "name"),
        ({"name": {"a": 1}, "line": 1}, "name"),
        ({"name": "a", "line": 7}, "line"),
        ({"name": "a", "line": True}, "line"),
        ({"name": "a", "line": "1"}, "line"),
        ({"name": "a", "line": 10**400}, "line"),
        ({"name": "a", "line": 1, "is_closed": "yes"}, "is_closed"),
        ({"name": "a", "line": 1, "members": "boris"}, "members"),
        ({"name": "a", "line": 1, "members": ["nobody@desk.test"]}, "members"),
        ({"name": "a", "line": 1, "id": 5}, "id"),
        ({"name": "a", "line": 1, "pk": 5}, "pk"),
    ],
)
def test_sec_20_values_that_do_not_fit_are_refused_at_their_field(gleb, plain, field):
    assert list(errors(TEAMS, None, plain, gleb)) == [field]
    assert not Change.objects.exists()


def test_two_rows_never_have_one_name(gleb):
    make.team("Инженеры")
    assert errors(TEAMS, None, {"name": "Инженеры", "line": 1}, gleb) == {
        "name": ["Такое название уже есть."]
    }


# ---- people and teams -----------------------------------------------------------------------------


def test_a_colleague_is_hired_and_joins_teams_and_each_team_tells_of_it(gleb):
    first, second = make.team("Первая"), make.team("Вторая")
    person, _change = save(
        COLLEAGUES, None, {"email": "Nina@Desk.test", "name": "Нина", "role": "agent"}, by=gleb
    )
    join_teams(person, ["Первая", "Вторая"], by=gleb)
    join_teams(person, ["Вторая"], by=gleb)
    assert list(Team.objects.filter(memberships__person=person)) == [second]
    assert person.email == "nina@desk.test"
    assert [change.title for change in Change.objects.filter(what="teams")] == ["Первая", "Первая", "Вторая"]
    assert not first.members.exists()


def test_a_customer_can_become_a_colleague(gleb, anna):
    person, _change = save(COLLEAGUES, None, {"email": anna.email, "name": "Анна", "role": "agent"}, by=gleb)
    assert person.pk == anna.pk
    assert person.is_staff_member


def test_a_colleague_of_the_archive_is_not_hired_twice(gleb, boris):
    save(COLLEAGUES, boris, {"is_active": False}, by=gleb)
    assert "email" in errors(COLLEAGUES, None, {"email": boris.email, "name": "Б", "role": "agent"}, gleb)


def test_sec_39_who_is_put_into_the_archive_is_out_at_once(gleb, boris, as_boris):
    assert as_boris.get("/queues/mine/").status_code == 200
    save(COLLEAGUES, boris, {"is_active": False}, by=gleb)
    assert as_boris.get("/queues/mine/").status_code == 302


@pytest.mark.parametrize("plain", [{"role": "agent"}, {"is_active": False}])
def test_sec_21_nobody_changes_the_own_rights(gleb, plain):
    make.administrator()
    assert "role" in errors(COLLEAGUES, gleb, plain, gleb)


def test_the_last_administrator_stays_one(gleb):
    robot = Person.objects.get(role=Role.ROBOT)
    with pytest.raises(LastAdministrator):
        save(COLLEAGUES, gleb, {"role": "agent"}, by=robot)


@pytest.mark.parametrize("role", ["customer", "manager", "robot", "root"])
def test_no_colleague_gets_a_role_of_others(gleb, role):
    assert "role" in errors(COLLEAGUES, None, {"email": "n@desk.test", "name": "Н", "role": role}, gleb)


def test_an_address_of_somebody_else_is_refused(gleb, boris, anna):
    with pytest.raises(Exception, match="принадлежит другому"):
        save(COLLEAGUES, boris, {"email": anna.email}, by=gleb)


def test_a_lead_works_in_the_team(gleb, boris, vera):
    team, _change = save(
        TEAMS, None, {"name": "Т", "line": 1, "members": [boris.email], "leads": [vera.email]}, by=gleb
    )
    assert {one.person: one.is_lead for one in team.memberships.all()} == {boris: False, vera: True}
    save(TEAMS, team, {"members": [boris.email]}, by=gleb)
    assert [(one.person, one.is_lead) for one in Membership.objects.filter(team=team)] == [(boris, False)]


def test_a_team_with_open_tickets_or_a_service_stays_in_use(gleb):
    team = make.team()
    ticket = make.ticket(team=team)
    with pytest.raises(Exception, match="1 открытое обращение"):
        save(TEAMS, team, {"is_active": False}, by=gleb)
    ticket.team = None
    ticket.save()
    make.service("Почта", team=team)
    with pytest.raises(Exception, match="Почта"):
        save(TEAMS, team, {"is_active": False}, by=gleb)


# ---- organisations ---------------------------------------------------------------------------------


def test_domains_are_normal_and_belong_to_one(gleb):
    one, _change = save(
        ORGANISATIONS, None, {"name": "Ромашка", "domains": ["@Romashka.TEST", "почта.рф"]}, by=gleb
    )
    assert sorted(MailDomain.objects.values_list("domain", flat=True)) == [
        "romashka.test",
        "xn--80a1acny.xn--p1ai",
    ]
    for domain in ("romashka.test", "mail.ru", "not a domain", "localhost", ""):
        assert "domains" in errors(ORGANISATIONS, None, {"name": "Север", "domains": [domain]}, gleb)
    save(ORGANISATIONS, one, {"domains": []}, by=gleb)
    assert not MailDomain.objects.exists()


def test_customers_who_belong_nowhere_come_along_with_their_domain(gleb):
    known, other = make.person(email="a@romashka.test"), make.person(email="a@sub.romashka.test")
    elsewhere = make.person(email="b@romashka.test", organisation=make.organisation("Север"))
    one, _change = save(ORGANISATIONS, None, {"name": "Ромашка", "domains": ["romashka.test"]}, by=gleb)
    for person in (known, other, elsewhere, gleb):
        person.refresh_from_db()
    assert (known.organisation, other.organisation, elsewhere.organisation.name) == (one, None, "Север")


def test_strangers_of_an_organisation_at_rest_belong_nowhere(gleb):
    one, _change = save(ORGANISATIONS, None, {"name": "Ромашка", "domains": ["romashka.test"]}, by=gleb)
    assert make.person(email="a@romashka.test").organisation == one
    save(ORGANISATIONS, one, {"is_active": False}, by=gleb)
    assert make.person(email="b@romashka.test").organisation is None


# ---- priorities and calendars -----------------------------------------------------------------------


def test_another_usual_priority_takes_the_mark_over_and_both_have_it_in_their_history(gleb):
    usual, other = Priority.objects.get(is_default=True), Priority.objects.get(code="major")
    save(PRIORITIES, other, {"is_default": True}, by=gleb)
    usual.refresh_from_db()
    assert not usual.is_default
    assert {change.row: change.after for change in Change.objects.all()} == {
        other.pk: {"is_default": True},
        usual.pk: {"is_default": False},
    }
    assert "is_default" in errors(PRIORITIES, other, {"is_default": False}, gleb)
    with pytest.raises(Unfit):
        save(PRIORITIES, other, {"is_active": False}, by=gleb)


def test_a_calendar_by_which_a_priority_counts_stays_in_use(gleb):
    used = Priority.objects.get(is_default=True).calendar
    with pytest.raises(Exception, match="считает по этому календарю"):
        save(CALENDARS, used, {"is_active": False}, by=gleb)


@time_machine.travel("2026-11-22T09:00:00Z", tick=False)  # a Sunday
def test_a_changed_calendar_moves_the_deadlines_that_count_by_it(gleb, run_jobs):
    ticket = make.ticket()
    ticket.refresh_from_db()
    before, calendar = ticket.next_due_at, WorkCalendar.objects.get(name="Рабочие часы")
    save(CALENDARS, calendar, {"is_always": True}, by=gleb)
    run_jobs()
    ticket.refresh_from_db()
    assert ticket.next_due_at < before
    assert (ticket.next_due_at - ticket.created_at).total_seconds() == 3600
    assert ticket.facts.filter(kind="ticket.recounted").exists()


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        ({"week": {"mon": [["09:00", "09:00"]]}}, "week"),
        ({"week": {"mon": [["09:00", "13:00"], ["12:00", "18:00"]]}}, "week"),
        ({"week": {"moon": [["09:00", "13:00"]]}}, "week"),
        ({"week": {}}, "week"),
        ({"week": []}, "week"),
        ({"zone": "Europe/Nowhere"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"holidays": ["31.12.2026"]}, "holidays"),
        ({"holidays": [5]}, "holidays"),
        ({"exceptions": {"2026-02-30": []}}, "exceptions"),
        ({"breaks": {"2026-02-03": [["25:00", "26:00"]]}}, "breaks"),
        ({"holidays": ["2026-01-01"] * 4000}, "holidays"),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_field(gleb, plain, field):
    known = {"name": "Новый", "zone": "Europe/Moscow", "week": {"mon": [["09:00", "18:00"]]}}
    assert list(errors(CALENDARS, None, known | plain, gleb)) == [field]


# ---- mailboxes ---------------------------------------------------------------------------------------

ROAD = {
    "address": "help@desk.test", "imap_host": "imap.desk.test", "smtp_host": "smtp.desk.test", "user": "help"
}  # fmt: skip


def test_sec_53_a_password_is_sealed_and_history_tells_only_that_it_has_changed(gleb):
    box, change = save(MAILBOXES, None, ROAD | {"secret": "пароль-канарейка"}, by=gleb)
    assert unseal(box.secret) == "пароль-канарейка"
    assert change.after["secret"] == "changed"
    _box, again = save(MAILBOXES, box, {"secret": "другая-канарейка", "name": "Помощь"}, by=gleb)
    assert again.after == {"name": "Помощь", "secret": "changed"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM setup_change WHERE setup_change::text LIKE '%канарейка%'")
        assert cursor.fetchone() == (0,)


def test_a_kept_password_never_goes_to_another_server(gleb):
    box, _change = save(MAILBOXES, None, ROAD | {"secret": "канарейка"}, by=gleb)
    kept, _change = save(MAILBOXES, box, {"name": "Помощь"}, by=gleb)
    assert kept.secret
    for plain in ({"imap_host": "imap.evil.test"}, {"smtp_port": 2525}, {"imap_security": "starttls"}):
        box, _change = save(
            MAILBOXES, box, {**ROAD, "imap_security": "tls", "smtp_port": 587, "secret": "к"}, by=gleb
        )
        moved, _change = save(MAILBOXES, box, plain, by=gleb)
        assert moved.secret == "", plain


def test_undo_of_a_password_asks_to_enter_it(gleb):
    box, _change = save(MAILBOXES, None, ROAD | {"secret": "раз"}, by=gleb)
    _box, change = save(MAILBOXES, box, {"secret": "два"}, by=gleb)
    with pytest.raises(CannotUndo, match="введите"):
        undo(change, by=gleb)


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        ({"imap_host": "169.254.169.254"}, "imap_host"),
        ({"imap_host": "0"}, "imap_host"),
        ({"imap_host": "0x7f000001"}, "imap_host"),
        ({"imap_host": "2130706433"}, "imap_host"),
        ({"imap_host": "::"}, "imap_host"),
        ({"imap_host": "http://evil/"}, "imap_host"),
        ({"imap_host": "a b"}, "imap_host"),
        ({"imap_host": "user@host"}, "imap_host"),
        ({"imap_port": 22}, "imap_port"),
        ({"imap_port": 6379}, "imap_port"),
        ({"imap_port": 0}, "imap_port"),
        ({"smtp_port": 70000}, "smtp_port"),
        ({"smtp_port": 5432}, "smtp_port"),
        ({"imap_security": "none"}, "imap_security"),
        ({"imap_security": "ssl3"}, "imap_security"),
        ({"login": "xoauth2"}, "oauth_token_url"),
        ({"oauth_token_url": "http://provider.test/token"}, "oauth_token_url"),
        ({"oauth_token_url": "https://169.254.169.254/token"}, "oauth_token_url"),
        ({"address": "not an address"}, "address"),
    ],
)
def test_sec_44_a_mailbox_names_mail_servers_only(gleb, plain, field):
    assert list(errors(MAILBOXES, None, ROAD | plain, gleb)) == [field]


def test_two_mailboxes_never_have_one_address_in_other_letters(gleb):
    save(MAILBOXES, None, ROAD, by=gleb)
    assert "address" in errors(MAILBOXES, None, {"address": "HELP@Desk.test"}, gleb)


def test_a_mail_server_inside_the_company_is_welcome(gleb):
    for number, host in enumerate(("10.0.0.5", "mail", "127.0.0.1", "почта.рф", "fd00::1")):
        assert save(MAILBOXES, None, ROAD | {"address": f"a{number}@desk.test", "imap_host": host}, by=gleb)[
            0
        ].pk


def test_the_team_of_a_service_is_named_by_its_name(gleb):
    make.team("Почта и календари")
    service, change = save(SERVICES, None, {"name": "Почта", "team": "Почта и календари"}, by=gleb)
    assert service.team.name == change.after["team"] == "Почта и календари"
    assert "team" in errors(SERVICES, service, {"team": "Никто"}, gleb)


def test_nobody_is_hired_once_more_by_another_address_of_his(gleb):
    """It would give the one who has the address the new name and role: at worst, the last administrator none."""
    boss = make.administrator("Начальница")
    add_address(boss, Channel.MAIL, "boss@private.test")
    plain = {"email": "Boss@Private.test", "name": "Новичок", "role": "agent"}
    with pytest.raises(Unfit) as refused:
        save(COLLEAGUES, None, plain, by=gleb)
    assert "email" in refused.value.errors
    boss.refresh_from_db()
    assert (boss.name, boss.role) == ("Начальница", "administrator")


def test_hiring_the_last_administrator_as_somebody_else_is_refused(gleb):
    with pytest.raises(LastAdministrator):
        hire(gleb.email, gleb.name, "agent")
    gleb.refresh_from_db()
    assert gleb.is_administrator


def test_a_reference_to_somebody_without_an_address_names_nobody(gleb):
    """It would name whoever else has none."""
    caller = meet(Channel.PHONE, "+7 495 123-45-67")
    gone = make.agent("Ушедшая")
    company = make.organisation()
    company.keeper = gone
    company.save()
    Person.objects.filter(pk=gone.pk).update(email="")
    company.refresh_from_db()
    plain = ORGANISATIONS.shape.plain(company)
    assert plain["keeper"] is None
    saved, _change = save(ORGANISATIONS, company, plain | {"keeper": "", "region": "Омск"}, by=gleb)
    assert saved.keeper is None
    assert caller.email == ""
