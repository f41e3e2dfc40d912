"""The pages of the settings through the client: lists, forms, history, conflict, and who may come in."""

import re

import pytest
from django.test import Client

from okno.catalog.models import Priority, Service
from okno.channels.models import Mailbox
from okno.core.sealed import unseal
from okno.desk.actions.assign import assign
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.models import Blank
from okno.notify.models import News
from okno.people.models import Membership, Organisation, Person, Provider, Role, Team
from okno.setup.actions.save import save
from okno.setup.models import Change
from okno.setup.setups import SETUPS
from okno.sla.models import WorkCalendar
from okno.workspace.settings.sections import SECTIONS
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db
SLUGS = [setup.name for setup in SETUPS]
LISTS = [setup.name for setup in SETUPS if not setup.is_single]


@pytest.fixture
def office(gleb: Person) -> Client:
    """A browser in which the administrator is logged in."""
    return _logged_in(gleb)


def seen_on(page) -> str:
    return re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1]


def fields_of(page) -> dict:
    """What a browser would send back."""
    form = page.context["form"]
    sent = {"seen": page.context["seen"]}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        sent[bound.name] = (
            [str(getattr(one, "pk", one)) for one in value]
            if isinstance(value, list) or hasattr(value, "all")
            else value
        )
    return sent


def saved(client, path, **more):
    """Open the form, change these fields, send it."""
    page = client.get(path)
    assert page.status_code == 200
    return client.post(path, fields_of(page) | more)


def test_every_section_is_described_once():
    assert sorted(section.slug for section in SECTIONS) == sorted(SLUGS)


@pytest.mark.parametrize("slug", LISTS)
def test_every_section_has_its_list_its_form_and_its_empty_state(office, slug):
    for path in (
        f"/settings/{slug}/",
        f"/settings/{slug}/?archive",
        f"/settings/{slug}/?q=%00'",
        f"/settings/{slug}/new/",
    ):
        assert office.get(path).status_code == 200, path
    assert office.post(f"/settings/{slug}/new/", {}).status_code == 422


@pytest.mark.parametrize("slug", SLUGS)
def test_saving_a_form_as_it_was_opened_changes_nothing(office, slug, boris):
    make.team("Команда").memberships.create(person=boris)
    make.organisation("Ромашка", "romashka.test")
    make.service("Почта", team=Team.objects.get())
    Mailbox.objects.create(address="help@desk.test", imap_host="imap.desk.test", team=Team.objects.get())
    Blank.objects.create(name="Принято", text="Здравствуйте, {имя клиента}!")
    keep_blank(Blank(name="Макрос", priority=Priority.objects.get(rank=1), service=Service.objects.get(), kind="idea",
                     to_team=Team.objects.get(), to_person=boris, then="resolve"), tags=["vpn", "связь"])  # fmt: skip
    keep_blank(Blank(name="Беру", to_me=True))
    setup = next(setup for setup in SETUPS if setup.name == slug)
    for row in setup.rows():
        before = setup.shape.plain(row)
        assert saved(office, f"/settings/{slug}/{row.pk}/").status_code == 302
        assert setup.shape.plain(setup.rows().get(pk=row.pk)) == before
    assert not Change.objects.exists()


@pytest.mark.parametrize("slug", SLUGS)
def test_others_find_no_settings(slug, as_anna, vera, boris):
    for client in (as_anna, _logged_in(vera), _logged_in(boris)):
        expected = 200 if slug == "blanks" and client is not as_anna else 404
        assert client.get(f"/settings/{slug}/").status_code == expected
        assert client.get("/settings/changes/").status_code == 404
        assert client.get("/settings/configuration/file/").status_code == 404
    assert Client(HTTP_HOST="desk.test").get(f"/settings/{slug}/").status_code == 302


def test_the_provider_is_one_row_that_is_changed_and_undone_and_never_added_or_archived(office):
    assert office.get("/settings/provider/").headers["Location"] == "/settings/provider/1/"
    assert office.get("/settings/provider/new/").status_code == 404
    assert office.post("/settings/provider/1/retirement/").status_code == 404
    assert saved(office, "/settings/provider/1/", name="Ромашка", zone="Asia/Omsk").status_code == 302
    assert (Provider.objects.get().name, Provider.objects.get().zone) == ("Ромашка", "Asia/Omsk")
    page = office.get("/settings/changes/").content.decode()
    assert "Омск (UTC+6)" in page
    office.post(f"/settings/changes/{Change.objects.get().pk}/undoing/")
    assert Provider.objects.get().zone == "Europe/Moscow"


def test_the_beginning_shows_every_section_and_the_latest_changes(office, gleb):
    office.post("/settings/teams/new/", {"name": "Инженеры", "line": 3, "strategy": "hand", "urgent_rank": 1})
    page = office.get("/settings/").content.decode()
    assert all(f"/settings/{slug}/" in page for slug in SLUGS)
    assert "Инженеры" in page
    assert "Глеб Титов" in page


def test_the_side_bar_leads_an_administrator_to_the_settings(office, as_boris):
    assert 'href="/settings/"' in office.get("/queues/mine/").content.decode()
    assert 'href="/settings/"' not in as_boris.get("/queues/mine/").content.decode()


def test_a_colleague_is_added_with_teams_and_invited(office, mailoutbox):
    team = make.team("Первая")
    answer = office.post(
        "/settings/people/new/",
        {
            "name": "Нина",
            "email": "nina@desk.test",
            "role": "agent",
            "language": "ru",
            "zone": "",
            "chat_capacity": "2",
            "teams": [team.pk],
        },
    )
    nina = Person.objects.get(email="nina@desk.test")
    assert answer.headers["Location"] == f"/settings/people/{nina.pk}/"
    assert Membership.objects.filter(person=nina, team=team).exists()
    office.post(f"/settings/people/{nina.pk}/invitation/")
    letter = mailoutbox[0]
    assert letter.to == ["nina@desk.test"]
    assert "http://desk.test/login/password/" in letter.body
    for _again in range(5):
        answer = office.post(f"/settings/people/{nina.pk}/invitation/")
    assert answer.status_code == 429


def test_a_field_that_does_not_fit_has_its_sentence_next_to_it_and_the_text_is_kept(office):
    make.team("Инженеры")
    page = office.post(
        "/settings/teams/new/", {"name": "Инженеры", "line": 2, "strategy": "hand", "urgent_rank": 1}
    )
    assert page.status_code == 422
    assert page.context["form"].errors == {"name": ["Такое название уже есть."]}
    assert 'aria-describedby="id_name_error"' in page.content.decode()
    assert 'value="Инженеры"' in page.content.decode()


def test_what_waits_in_the_bell_is_no_change_of_the_row(office, gleb, anna, run_jobs):
    assign(make.ticket(by=anna), owner=gleb, by=make.administrator("Вера Вторая"))
    run_jobs()
    text = office.get(f"/settings/teams/{make.team('Инженеры').pk}/").content.decode()
    assert "/notifications/" in text
    assert News.objects.filter(person=gleb, read_at=None).exists()
    assert "Всё равно сохранить" not in text


def test_the_second_administrator_sees_the_news_and_his_text_and_may_save_all_the_same(office, gleb):
    team = make.team("Инженеры", line=3)
    path = f"/settings/teams/{team.pk}/"
    opened = office.get(path)
    other = _logged_in(make.administrator("Вера Вторая"))
    assert saved(other, path, line=2).status_code == 302
    page = office.post(path, fields_of(opened) | {"name": "Сеть", "line": 3})
    assert page.status_code == 409
    text = page.content.decode()
    assert "Вера Вторая" in text
    assert [(one.label, one.before, one.after) for one in page.context["meanwhile"]] == [
        ("Линия поддержки", "третья линия: инженеры", "вторая линия: специалисты")
    ]
    assert 'value="Сеть"' in text
    team.refresh_from_db()
    assert (team.name, team.line) == ("Инженеры", 2)
    again = fields_of(opened) | {"name": "Сеть", "line": 3, "seen": seen_on(page)}
    assert office.post(path, again).status_code == 302
    team.refresh_from_db()
    assert (team.name, team.line) == ("Сеть", 3)


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_a_form_without_its_seal_saves_nothing(office, token):
    team = make.team("Инженеры")
    page = office.post(f"/settings/teams/{team.pk}/", {"name": "Иначе", "line": 1, "seen": token})
    assert page.status_code == 422
    assert not Change.objects.exists()


def test_history_shows_before_and_after_and_undoes(office):
    team = make.team("Инженеры", line=3)
    saved(office, f"/settings/teams/{team.pk}/", name="Сеть")
    page = office.get(f"/settings/teams/{team.pk}/history/").content.decode()
    assert "<del>Инженеры</del>" in page
    assert "<ins>Сеть</ins>" in page
    change = Change.objects.get()
    assert office.post(f"/settings/changes/{change.pk}/undoing/").status_code == 302
    team.refresh_from_db()
    assert team.name == "Инженеры"
    assert office.post(f"/settings/changes/{change.pk}/undoing/").status_code == 409
    assert office.get(f"/settings/changes/{change.pk}/undoing/").status_code == 405
    assert "отменено" in office.get("/settings/changes/").content.decode()


def test_a_change_of_every_field_of_every_kind_is_told_in_words(office, gleb):
    make.team("Команда")
    row = {"name": "Н", "team": "Команда"}
    values = {
        "calendars": {"name": "К", "zone": "Asia/Omsk", "week": {"mon": [["09:00", "18:00"]]}, "holidays": ["2027-01-01"],
                      "exceptions": {"2027-01-02": [["10:00", "11:00"]]}, "breaks": {"2027-01-04": [["10:00", "11:00"]]}},
        "priorities": {"code": "new", "name": "П", "rank": 5, "calendar": "Рабочие часы", "reaction_minutes": 5},
        "organisations": {"name": "О", "domains": ["a.test"]},
        "assets": {"organisation": "О", "name": "Касса", "sort": "касса", "place": "Зал", "inventory_number": "7"},
        "people": {"email": "n@desk.test", "name": "Н", "role": "lead"},
        "teams": {"name": "Т", "line": 2, "members": ["n@desk.test"]},
        "shifts": {"name": "С", "week": {"tue": [["22:00", "06:00"]]}, "begins_on": "2027-01-01", "people": ["n@desk.test"]},
        "categories": {"name": "Полка", "rank": 1},
        "services": row,
        "fields": {"name": "Право", "kind": "choice", "choices": ["чтение"], "service": "Н"},
        "request-types": {"name": "Стол", "service": "Н", "kind": "request", "parts": [{"name": "Сборка", "team": "Команда"}],
                          "questions": [{"kind": "choice", "label": "Цвет", "choices": ["белый"], "required": True}]},
        "mailboxes": {"address": "h@desk.test", "team": "Команда", "imap_host": "imap.desk.test", "secret": "х"},
        "levels": {"name": "VIP", "rank": 1},
        "purposes": {"name": "Поддержка", "text": "Согласен", "is_required": True},
        "policies": {"name": "П", "kind": "incident", "door": "mail", "support_level": "VIP"},
        "versions": {"name": "П · 1", "policy": "П", "calendar": "Рабочие часы", "minutes": {"critical": {"reaction": 7}}},
        "blanks": row | {"text": "Текст", "priority": "critical", "kind": "incident", "tags": ["vpn"], "to_team": "Т",
                         "to_person": "n@desk.test", "then": "resolve"},
        "views": {"team": "Т", "name": "Важное", "query": "статус:в работе"},
        "breach-reasons": {"name": "Потоп", "name_en": "A flood"},
        "rules": {"name": "П", "conditions": [{"fits": "any", "of": [{"about": "service", "values": ["Н"]},
                                                                     {"about": "files", "is_not": True}]}],
                  "service": "Н", "priority": "critical", "kind": "incident", "to_line": 2, "to_person": "n@desk.test",
                  "tags": ["vpn"], "watchers": ["n@desk.test"]},
        "knowledge-sections": {"name": "Кассы", "name_en": "Tills", "about": "Про кассы"},
        "synonyms": {"words": "тсд, сканер"},
        "outlines": {"name": "Ошибка", "text": "## Что видно"},
        "customers": {"name": "Клиент", "email": "k@a.test", "role": "manager", "organisation": "О", "phones": ["+79"]},
        "widgets": {"name": "Сайт", "origins": ["https://romashka.test"], "phone": "+7 812 000-00-00"},
        "entrances": {"name": "Вход", "issuer": "https://id.test", "client_id": "desk", "domains": ["romashka.test"]},
        "agreements": {"name": "Соглашение", "team": "Команда", "calendar": "Рабочие часы", "minutes": {"critical": 30}},
    }  # fmt: skip
    for setup in (setup for setup in SETUPS if not setup.is_single):
        saved_row, _change = save(setup, None, values[setup.name], by=gleb)
        save(setup, saved_row, {"is_active": False}, by=gleb)
    first = office.get("/settings/changes/")
    text = first.content.decode() + office.get(first.context["more"]).content.decode()
    for words in (
        "линия: специалисты",
        "пн 09:00–18:00",
        "01.01.2027 выходной",
        "Команда",
        "Критический",
        "Критический: фиксация 7",
        "Цвет (один вариант из списка; обязательный; белый)",
        "Сборка → Команда",
        "инцидент",
        "vpn",
        "n@desk.test",
        "Решено, заявителя спросят",
        "введён новый",
        "убирает в архив",
        "руководитель",
    ):
        assert words in text, words
    for slug in LISTS:
        assert office.get(f"/settings/{slug}/?archive").context["rows"]


def test_the_whole_history_is_read_page_by_page(office, gleb):
    team = make.team("Инженеры")
    Change.objects.bulk_create(
        Change(
            what="teams",
            row=team.pk,
            title=f"раз {n}",
            by=gleb,
            at="2026-01-01T00:00Z",
            before={"name": "а"},
            after={"name": "б"},
        )
        for n in range(60)
    )
    first = office.get("/settings/changes/")
    second = office.get(first.context["more"])
    titles = [told.change.title for page in (first, second) for told in page.context["changes"]]
    assert titles == [f"раз {n}" for n in reversed(range(60))]
    assert office.get("/settings/changes/?after=forged").status_code == 422


def test_what_is_in_the_archive_is_apart_and_comes_back(office):
    team = make.team("Инженеры")
    office.post(f"/settings/teams/{team.pk}/retirement/")
    assert "Инженеры" not in str(office.get("/settings/teams/").context["rows"])
    assert "Инженеры" in str(office.get("/settings/teams/?archive").context["rows"])
    office.post(f"/settings/teams/{team.pk}/comeback/")
    team.refresh_from_db()
    assert team.is_active


def test_what_something_rests_on_stays_and_the_reason_is_told(office):
    calendar = Priority.objects.get(is_default=True).calendar
    answer = office.post(f"/settings/calendars/{calendar.pk}/retirement/", follow=True)
    assert "считает по этому календарю" in answer.content.decode()
    calendar.refresh_from_db()
    assert calendar.is_active


def test_search_finds_by_the_domain_too(office):
    make.organisation("Ромашка", "romashka.test")
    make.organisation("Север", "sever.test")
    rows = office.get("/settings/organisations/?q=sever").context["rows"]
    assert [cells[0] for _pk, cells in rows] == ["Север"]


def test_a_list_asks_a_handful_of_questions(office, django_assert_max_num_queries):
    for number in range(60):
        team = make.team(f"Команда {number}")
        team.memberships.create(person=make.agent())
    for slug in SLUGS:
        office.get(f"/settings/{slug}/")
        with django_assert_max_num_queries(16):
            office.get(f"/settings/{slug}/")


def test_an_organisation_has_its_domains_as_lines(office):
    office.post(
        "/settings/organisations/new/", {"name": "Ромашка", "domains": "romashka.test\nромашка.рф, @b.test"}
    )
    organisation = Organisation.objects.get(name="Ромашка")
    assert organisation.domains.count() == 3
    page = office.post("/settings/organisations/new/", {"name": "Север", "domains": "mail.ru"})
    assert "кто угодно" in page.content.decode()


def test_a_new_priority_gets_a_code_and_the_mark_of_the_usual_one_moves(office):
    calendar = WorkCalendar.objects.get(is_always=True)
    sent = {
        "name": "Очень срочный",
        "rank": 1,
        "calendar": calendar.pk,
        "is_default": "on",
        "resolution_minutes": 15,
    }
    for _twice in range(2):
        assert office.post("/settings/priorities/new/", sent).status_code == 302
    assert list(
        Priority.objects.filter(name="Очень срочный").order_by("pk").values_list("code", flat=True)
    ) == [
        "ochen-srochnyy",
        "ochen-srochnyy-2",
    ]
    assert Priority.objects.get(is_default=True).code == "ochen-srochnyy-2"


def test_a_calendar_is_written_as_people_write_hours(office):
    answer = office.post(
        "/settings/calendars/new/",
        {
            "name": "Омск", "zone": "Asia/Omsk", "mon": "9-13, 14:00–18", "fri": "22:00-06:00",
            "dates": "01.01.2027–08.01.2027 выходной\n2027-02-22: 9–17\n12.03.2027 перерыв 13:00–15:00",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    calendar = WorkCalendar.objects.get(name="Омск")
    assert calendar.week == {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "fri": [["22:00", "06:00"]]}
    assert len(calendar.holidays) == 8
    assert calendar.exceptions == {"2027-02-22": [["09:00", "17:00"]]}
    assert calendar.breaks == {"2027-03-12": [["13:00", "15:00"]]}
    page = office.get(f"/settings/calendars/{calendar.pk}/").content.decode()
    assert "01.01.2027–08.01.2027 выходной" in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"mon": "с девяти"}, "mon"),
        ({"mon": "9-9"}, "mon"),
        ({"mon": "9-18, 17-20"}, "mon"),
        ({}, "mon"),
        ({"mon": "9-18", "dates": "завтра выходной"}, "dates"),
        ({"mon": "9-18", "dates": "30.02.2027 выходной"}, "dates"),
        ({"mon": "9-18", "dates": "01.01.2027-01.01.2030 выходной"}, "dates"),
        ({"mon": "9-18", "dates": "01.01.2027 9-8-7"}, "dates"),
    ],
)
def test_hours_that_cannot_be_read_are_told_next_to_their_field(office, sent, field):
    page = office.post("/settings/calendars/new/", {"name": "Омск", "zone": "Asia/Omsk"} | sent)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]


def test_the_days_off_of_russia_come_into_a_new_calendar_by_a_tick(office):
    year = office.get("/settings/calendars/new/").context["form"].fields["russia"].choices[0][0]
    sent = {
        "name": "Новый",
        "zone": "Europe/Moscow",
        "mon": "9-18",
        "dates": f"09.01.{year} 10-12",
        "russia": [year],
    }
    assert office.post("/settings/calendars/new/", sent).status_code == 302
    calendar = WorkCalendar.objects.get(name="Новый")
    assert f"{year}-01-01" in calendar.holidays
    assert calendar.exceptions[f"{year}-01-09"] == [["10:00", "12:00"]]
    assert "russia" not in office.get(f"/settings/calendars/{calendar.pk}/").context["form"].fields


# ---- secrets --------------------------------------------------------------------------------------------


def test_sec_53_a_password_is_on_no_page_again(office):
    sent = {
        "address": "help@desk.test", "imap_host": "imap.desk.test", "imap_port": 993, "imap_security": "tls",
        "imap_folder": "INBOX", "smtp_host": "", "smtp_port": 587, "smtp_security": "starttls", "login": "password",
        "password": " секрет-канарейка ",
    }  # fmt: skip
    assert office.post("/settings/mailboxes/new/", sent).status_code == 302
    box = Mailbox.objects.get(address="help@desk.test")
    assert unseal(box.secret) == " секрет-канарейка "
    wrong = office.post("/settings/mailboxes/new/", sent | {"imap_port": 22})
    pages = [wrong] + [
        office.get(path)
        for path in (
            f"/settings/mailboxes/{box.pk}/",
            f"/settings/mailboxes/{box.pk}/history/",
            "/settings/mailboxes/",
            "/settings/changes/",
            "/settings/",
            "/settings/configuration/file/",
        )
    ]
    for page in pages:
        assert "канарейка" not in page.content.decode()
        assert box.secret not in page.content.decode()
    assert saved(office, f"/settings/mailboxes/{box.pk}/", name="Помощь").status_code == 302
    box.refresh_from_db()
    assert unseal(box.secret) == " секрет-канарейка "


def test_a_new_server_asks_for_the_password_anew(office):
    box = Mailbox.objects.create(address="help@desk.test", imap_host="imap.desk.test", secret="sealed")
    page = saved(office, f"/settings/mailboxes/{box.pk}/", imap_host="imap.evil.test")
    assert list(page.context["form"].errors) == ["password"]
    box.refresh_from_db()
    assert box.imap_host == "imap.desk.test"


# ---- blanks -----------------------------------------------------------------------------------------------


def test_a_colleague_keeps_blanks_of_his_own_and_nobody_else_reads_them(as_boris, boris, office):
    assert as_boris.get("/settings/").headers["Location"] == "/settings/blanks/"
    sent = {"name": "Моя", "whose": "me", "text": "Здравствуйте, {имя клиента}! Канарейка."}
    assert as_boris.post("/settings/blanks/new/", sent).status_code == 302
    blank = Blank.objects.get()
    assert blank.owner == boris
    assert (
        saved(as_boris, f"/settings/blanks/{blank.pk}/", text="Привет, {имя}! Канарейка.").status_code == 302
    )
    for path in ("/settings/blanks/", "/settings/changes/", "/settings/configuration/file/"):
        assert "анарейка" not in office.get(path).content.decode()
    assert office.get(f"/settings/blanks/{blank.pk}/").status_code == 404
    assert office.post(f"/settings/changes/{Change.objects.first().pk}/undoing/").status_code == 404
    change = Change.objects.get(before__isnull=False)
    assert as_boris.post(f"/settings/changes/{change.pk}/undoing/").status_code == 302


@pytest.mark.parametrize("whose", ["all", "team:Чужая", "team:Своя"])
def test_sec_20_an_agent_writes_no_blank_for_others(as_boris, boris, whose):
    make.team("Чужая")
    make.team("Своя").memberships.create(person=boris)
    page = as_boris.post("/settings/blanks/new/", {"name": "Х", "whose": whose, "text": "Х"})
    assert page.status_code == 422
    assert not Blank.objects.exists()


def test_a_lead_writes_blanks_for_the_own_team(vera):
    make.team("Своя").memberships.create(person=vera)
    make.team("Чужая")
    client = _logged_in(vera)
    for whose, status in (("team:Своя", 302), ("team:Чужая", 422), ("all", 422)):
        sent = {"name": "Х", "whose": whose, "text": "Х"}
        assert client.post("/settings/blanks/new/", sent).status_code == status


def test_a_variable_that_nobody_knows_is_told_next_to_the_text(office):
    page = office.post(
        "/settings/blanks/new/", {"name": "Х", "whose": "all", "text": "Привет, {имя клеента}!"}
    )
    assert page.context["form"].errors == {
        "text": ["Переменной {имя клеента} нет; выберите из тех, что под полем."]
    }


def test_a_macro_is_written_changed_and_undone_like_all_settings(office, boris):
    team, service = make.team("Инженеры"), make.service("Почта")
    sent = {"name": "Почта", "whose": "all", "text": "", "service": service.pk, "kind": "incident", "tags": " VPN, почта,",
            "to_team": team.pk, "hands": "me", "then": "wait"}  # fmt: skip
    assert office.post("/settings/blanks/new/", sent).status_code == 302
    macro = Blank.objects.get()
    assert (macro.service, macro.kind, macro.tags, macro.to_team, macro.to_me) == (
        service, "incident", ["vpn", "почта"], team, True,
    )  # fmt: skip
    assert saved(office, f"/settings/blanks/{macro.pk}/", hands=boris.email, tags="").status_code == 302
    macro.refresh_from_db()
    assert (macro.to_me, macro.to_person, macro.tags) == (False, boris, [])
    change = Change.objects.latest("pk")
    assert change.before == {"to_me": True, "to_person": None, "tags": ["vpn", "почта"]}
    office.post(f"/settings/changes/{change.pk}/undoing/")
    macro.refresh_from_db()
    assert (macro.to_me, macro.to_person, macro.tags) == (True, None, ["vpn", "почта"])


def test_what_a_macro_cannot_be_is_told_next_to_the_field(office):
    for more, field in (({}, "text"), ({"hands": "anna@romashka.test"}, "hands"), ({"then": "explode"}, "then"),
                        ({"tags": ",".join(map(str, range(21)))}, "tags")):  # fmt: skip
        page = office.post("/settings/blanks/new/", {"name": "Х", "whose": "me", **more})
        assert page.status_code == 422
        assert list(page.context["form"].errors) == [field]
    assert not Blank.objects.exists()


def test_what_is_in_the_archive_stays_chosen_in_a_macro_that_names_it(office):
    service = make.service("Старая")
    macro = keep_blank(Blank(name="М", service=service))
    service.is_active = False
    service.save()
    assert "Старая" in office.get(f"/settings/blanks/{macro.pk}/").content.decode()
    assert "Старая" not in office.get("/settings/blanks/new/").content.decode()
    assert saved(office, f"/settings/blanks/{macro.pk}/", name="Н").status_code == 302
    macro.refresh_from_db()
    assert (macro.name, macro.service) == ("Н", service)


def test_sec_39_a_role_that_is_taken_away_closes_the_settings_at_once(office, gleb):
    other = make.administrator()
    saved(_logged_in(other), f"/settings/people/{gleb.pk}/", role=Role.AGENT)
    assert office.get("/settings/teams/").status_code == 404


def test_the_side_bar_keeps_its_place_when_it_is_fetched_anew(office):
    assert 'hx-get="/queues/?here=settings"' in office.get("/settings/").content.decode()
    fetched = office.get("/queues/?here=settings").content.decode()
    assert re.search(r'href="/settings/" aria-current="page"', fetched)
    assert fetched.count('aria-current="page"') == 1


def test_whatever_can_be_set_up_has_its_page():
    assert sorted(section.setup.name for section in SECTIONS) == sorted(setup.name for setup in SETUPS)
