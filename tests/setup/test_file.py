"""The configuration as one file: out, looked at, in; all or nothing, and hostile files change nothing."""

import json

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okno.catalog.actions.found import found
from okno.catalog.models import Priority, Service
from okno.channels.models import Mailbox
from okno.core.refusals import Refusal
from okno.core.sealed import seal
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.models import Blank, SavedView
from okno.people.actions.meet import robot
from okno.people.models import Organisation, Person, Provider, Role, Team
from okno.setup.actions.bring_in import DeskHasChanged, SomethingIsWrong, bring_in, difference
from okno.setup.actions.save import save
from okno.setup.file import BYTES_AT_MOST, NotAConfiguration, export
from okno.setup.models import Change, Source
from okno.setup.setups import CALENDARS, SETUPS, TEAMS, VIEWS
from okno.sla.models import WorkCalendar
from tests import make

pytestmark = pytest.mark.django_db


def plain() -> dict:
    return json.loads(export())["settings"]


def a_desk(by: Person) -> None:
    """Set up a desk with something of every kind."""
    team = make.team("Инженеры «Сеть»", line=3)
    make.agent("Нина", "nina@desk.test", teams=(team,))
    save(TEAMS, team, {"leads": ["nina@desk.test"]}, by=by)
    make.organisation("ООО «Ромашка»", "romashka.test", "xn--80a1acny.xn--p1ai")
    make.service("Сеть", team=team, description="Кабели\nи вайфай")
    save(CALENDARS, None, {"name": "Омск", "zone": "Asia/Omsk", "week": {"mon": [["09:00", "18:00"]]},
                           "breaks": {"2027-01-11": [["12:00", "13:00"]]}}, by=by)  # fmt: skip
    Priority.objects.create(
        code="slow",
        name="Не спешит",
        rank=9,
        calendar=WorkCalendar.objects.get(name="Омск"),
        resolution_minutes=9000,
    )
    Mailbox.objects.create(
        address="help@desk.test", imap_host="imap.desk.test", team=team, secret=seal("канарейка")
    )
    Blank.objects.create(name="Принято", text="Здравствуйте, {имя клиента}!", team=team)
    keep_blank(
        Blank(
            name="Нет сети", priority=Priority.objects.get(code="slow"), service=Service.objects.get(), kind="incident",
            to_team=team, to_person=Person.objects.get(email="nina@desk.test"), then="wait",
        ), tags=["связь"],
    )  # fmt: skip
    keep_blank(Blank(name="Беру", to_me=True))
    Blank.objects.create(name="Личная", text="личная канарейка", owner=by)


def an_empty_desk() -> Person:
    """Forget everything, as a desk that was founded a minute ago."""
    call_command("flush", verbosity=0, interactive=False)
    found()
    return make.administrator("Глеб Титов", email="gleb@desk.test")


@pytest.mark.django_db(transaction=True)
def test_a_file_brought_into_an_empty_desk_gives_the_same_configuration():
    a_desk(an_empty_desk())
    text, before = export(), plain()
    by = an_empty_desk()
    assert plain() != before
    report = bring_in(text.encode(), by=by)
    assert plain() == before
    assert report.counts["added"] >= 7
    assert set(Change.objects.values_list("source", flat=True)) == {Source.FILE}
    assert bring_in(text.encode(), by=by).counts == {"untouched": len(report.outcomes)}


def test_a_view_is_called_by_its_team_and_its_name(gleb):
    for team in (make.team("Первая"), make.team("Вторая")):
        given = {
            "team": team.name,
            "name": "Срочное",
            "query": "статус:открыт",
            "columns": ["due", "subject"],
        }
        save(VIEWS, None, given, by=gleb)
    file = json.loads(export())
    assert len(file["settings"]["views"]) == 2
    file["settings"] = {"views": file["settings"]["views"]}
    file["settings"]["views"][0] |= {"query": "принтер"}
    report = bring_in(json.dumps(file).encode(), by=robot())
    assert report.counts == {"changed": 1, "untouched": 1}
    assert [one.name for one in report.told] == ["Вторая · Срочное"]
    SavedView.objects.all().delete()
    assert bring_in(json.dumps(file).encode(), by=robot()).counts == {"added": 2}
    for wrong in ({"team": None}, {"name": " "}, {"team": 5}):
        broken = file | {"settings": {"views": [file["settings"]["views"][0] | wrong]}}
        with pytest.raises((NotAConfiguration, SomethingIsWrong)):
            bring_in(json.dumps(broken).encode(), by=gleb)
    file["settings"]["views"].append(file["settings"]["views"][0])
    with pytest.raises(NotAConfiguration):
        bring_in(json.dumps(file).encode(), by=gleb)


def test_the_one_provider_is_changed_by_a_file_whatever_its_name_there():
    by = make.administrator("Глеб Титов", email="gleb@desk.test")
    file = json.loads(export())
    file["settings"] = {"provider": [{"name": "Ромашка", "zone": "Asia/Omsk"}]}
    report = bring_in(json.dumps(file).encode(), by=by)
    assert report.counts == {"changed": 1}
    assert [(provider.name, provider.zone, provider.language) for provider in Provider.objects.all()] == [
        ("Ромашка", "Asia/Omsk", "ru")
    ]
    file["settings"]["provider"][0]["zone"] = "Asia/Nowhere"
    with pytest.raises(SomethingIsWrong):
        bring_in(json.dumps(file).encode(), by=by)


names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda one: one == one.strip()
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    teams=st.dictionaries(names, st.tuples(st.integers(1, 3), st.booleans()), max_size=5),
    services=st.lists(names, unique=True, max_size=5),
)
def test_whatever_is_called_however_comes_back_the_same(gleb, teams, services):
    from django.db import transaction

    with transaction.atomic():
        for name, (line, closed) in teams.items():
            Team.objects.create(name=name, line=line, is_closed=closed)
        for name in services:
            Service.objects.create(name=name, team=Team.objects.order_by("?").first())
        text, before = export(), plain()
        Service.objects.all().delete()
        Team.objects.all().delete()
        bring_in(text.encode(), by=gleb)
        assert plain() == before
        transaction.set_rollback(True)


def test_sec_53_no_secret_and_nothing_personal_is_in_the_file(gleb):
    a_desk(gleb)
    text = export()
    assert "канарейка" not in text
    assert '"secret"' not in text
    assert Mailbox.objects.get().secret not in text
    assert "password" not in text.replace('"login": "password"', "")


def test_looking_changes_nothing_and_tells_every_field(gleb):
    make.team("Первая", line=1)
    team = make.team("Вторая", line=2)
    file = {"format": "okno configuration", "version": 1, "settings": {
        "teams": [{"name": "Первая", "line": 1}, {"name": "Вторая", "line": 3}, {"name": "Третья", "line": 3}]}}  # fmt: skip
    report = difference(json.dumps(file).encode(), by=gleb)
    assert [(one.name, one.verdict) for one in report.outcomes] == [
        ("Первая", "untouched"), ("Вторая", "changed"), ("Третья", "added")
    ]  # fmt: skip
    assert (report.outcomes[1].before, report.outcomes[1].after) == ({"line": 2}, {"line": 3})
    team.refresh_from_db()
    assert team.line == 2
    assert not Change.objects.exists()
    assert Team.objects.count() == 2


def test_one_row_that_does_not_fit_keeps_everything_out_and_every_such_row_is_told(gleb):
    file = {"format": "okno configuration", "version": 1, "settings": {
        "teams": [{"name": "Хорошая", "line": 1}, {"name": "Плохая", "line": 9}],
        "services": [{"name": "С", "team": "Никто"}, {"name": "Т", "team": "Хорошая"}],
        "mailboxes": [{"address": "a@desk.test", "secret": "х"}]}}  # fmt: skip
    with pytest.raises(SomethingIsWrong) as caught:
        bring_in(json.dumps(file).encode(), by=gleb)
    wrong = {one.name: list(one.wrong) for one in caught.value.facts["report"].outcomes if one.wrong}
    assert wrong == {"Плохая": ["line"], "С": ["team"], "a@desk.test": ["secret"]}
    assert not Team.objects.exists()
    assert not Change.objects.exists()


def test_what_was_looked_at_is_what_is_brought_in(gleb):
    file = {
        "format": "okno configuration",
        "version": 1,
        "settings": {"teams": [{"name": "Первая", "line": 1}]},
    }
    content = json.dumps(file).encode()
    mark = difference(content, by=gleb).mark
    team = make.team("Первая", line=3)
    with pytest.raises(DeskHasChanged):
        bring_in(content, by=gleb, mark=mark)
    team.refresh_from_db()
    assert team.line == 3
    bring_in(content, by=gleb, mark=difference(content, by=gleb).mark)
    team.refresh_from_db()
    assert team.line == 1


def _file(**more) -> bytes:
    return json.dumps({"format": "okno configuration", "version": 1, "settings": {}} | more).encode()


HOSTILE = {
    "empty": b"",
    "not text": b"\xff\xfe\x00",
    "another file": b'{"a": 1}',
    "a list": b"[]",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "newer": _file(version=2),
    "no version": _file(version=None),
    "version of words": _file(version="1"),
    "version true": _file(version=True),
    "no settings": _file(settings=[]),
    "unknown part": _file(settings={"tickets": []}),
    "rows of words": _file(settings={"teams": ["a"]}),
    "no rows": _file(settings={"teams": {}}),
    "nameless": _file(settings={"teams": [{"line": 1}]}),
    "name of a list": _file(settings={"teams": [{"name": ["a"]}]}),
    "twice": _file(settings={"teams": [{"name": "a", "line": 1}, {"name": " a", "line": 2}]}),
    "a key twice": b'{"format": "okno configuration", "version": 1, "version": 1, "settings": {}}',
    "deep": b'{"format": "okno configuration", "version": 1, "settings": ' + b"[" * 100_000,
    "no number": b'{"format": "okno configuration", "version": NaN, "settings": {}}',
    "long number": b'{"format": "okno configuration", "version": ' + b"9" * 100_000 + b"}",
    "huge": b" " * (BYTES_AT_MOST + 1),
    "many": _file(settings={"teams": [{"name": str(n)} for n in range(5001)]}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_of_another_kind_gets_a_sentence_and_changes_nothing(gleb, name):
    for act in (difference, bring_in):
        with pytest.raises(Refusal) as caught:
            act(HOSTILE[name], by=gleb)
        assert any("а" <= sign <= "я" for sign in str(caught.value)), str(caught.value)
    assert not Change.objects.exists()


def test_a_file_cut_anywhere_changes_nothing(gleb):
    a_desk(gleb)
    content, changes = export().encode(), Change.objects.count()
    for length in range(1, len(content) - 3, 211):
        with pytest.raises(Refusal):
            bring_in(content[:length], by=gleb)
    assert Change.objects.count() == changes


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("people", {"email": "gleb@desk.test", "role": "agent"}),
        ("people", {"email": "gleb@desk.test", "is_active": False}),
        ("people", {"email": "x@desk.test", "role": "robot", "name": "Х"}),
        ("people", {"email": "x@desk.test", "role": "agent", "name": "Х", "password": "х"}),
        ("people", {"email": "x@desk.test\x00", "role": "agent", "name": "Х"}),
        ("priorities", {"code": "normal", "is_default": False}),
        ("calendars", {"name": "Рабочие часы", "week": {"mon": "9-18"}}),
        ("calendars", {"name": "Рабочие часы", "version": 5}),
        ("organisations", {"name": "Х", "domains": ["mail.ru"]}),
        ("blanks", {"name": "Х", "text": "{секрет}"}),
        ("blanks", {"name": "Х"}),
        ("blanks", {"name": "Х", "priority": "нет такой"}),
        ("blanks", {"name": "Х", "to_person": "нет@такого.test"}),
        ("blanks", {"name": "Х", "then": "explode"}),
        ("blanks", {"name": "Х", "kind": "тайна"}),
        ("blanks", {"name": "Х", "tags": "vpn"}),
        ("blanks", {"name": "Х", "tags": [5]}),
        ("blanks", {"name": "Х", "tags": [str(number) for number in range(21)]}),
        ("blanks", {"name": "Х", "to_me": "да"}),
        ("blanks", {"name": "Х", "to_me": True, "to_person": "boris@desk.test"}),
        ("blanks", {"name": "Х", "text": "Х", "owner": "boris@desk.test"}),
        ("mailboxes", {"address": "help@desk.test", "imap_host": "169.254.169.254"}),
    ],
)
def test_sec_20_a_file_is_believed_nothing(gleb, boris, part, row):
    with pytest.raises(SomethingIsWrong):
        bring_in(_file(settings={part: [row]}), by=gleb)
    assert not Change.objects.exists()
    assert gleb.role == Role.ADMINISTRATOR


def test_a_mailbox_that_moves_by_file_forgets_its_password(gleb):
    a_desk(gleb)
    bring_in(
        _file(settings={"mailboxes": [{"address": "help@desk.test", "imap_host": "imap.new.test"}]}), by=gleb
    )
    assert Mailbox.objects.get().secret == ""


def test_large_and_small_letters_of_an_address_are_one(gleb):
    a_desk(gleb)
    before = plain()
    rows = {"people": [{"email": "Nina@Desk.Test"}], "mailboxes": [{"address": "HELP@desk.test"}]}
    assert bring_in(_file(settings=rows), by=gleb).counts == {"untouched": 2}
    assert plain() == before


def test_what_the_file_does_not_name_stays(gleb):
    a_desk(gleb)
    before = plain()
    bring_in(_file(settings={"organisations": [{"name": "ООО «Ромашка»", "note": "Новая"}]}), by=gleb)
    organisation = Organisation.objects.get()
    assert (organisation.note, organisation.domains.count()) == ("Новая", 2)
    assert {name: rows for name, rows in plain().items() if name != "organisations"} == {
        name: rows for name, rows in before.items() if name != "organisations"
    }


def test_every_kind_of_settings_is_in_the_file_and_in_its_description():
    from pathlib import Path

    described = Path(__file__).parents[2].joinpath("docs/configuration.md").read_text(encoding="utf-8")
    assert list(plain()) == [setup.name for setup in SETUPS if setup.is_in_file]
    for setup in (one for one in SETUPS if one.is_in_file):
        assert f"`{setup.name}`" in described
        for name in (*setup.shape.columns, *setup.shape.lists):
            assert f"`{name}`" in described, f"{setup.name}.{name}"


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800"])
def test_signs_that_cannot_be_kept_are_refused_in_tables_too(gleb: Person, text: str) -> None:
    texts = {"received": {"texts": {"ru": "Слово ЗНАК"}}}
    whole = {
        "format": "okno configuration",
        "version": 1,
        "settings": {"letters": [{"name": "loop", "letters": texts}]},
    }
    content = json.dumps(whole, ensure_ascii=False).replace("ЗНАК", text)
    [outcome] = difference(content.encode(), by=gleb).outcomes
    assert list(outcome.wrong) == ["letters"]
