"""The customer's answers: who finds and reads what, the one field, and what «did it help?» leads to."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okno.catalog.models import RequestType, Service
from okno.community.search import understood, vector
from okno.core import clock
from okno.desk.actions.close import close
from okno.desk.actions.note import note
from okno.desk.actions.wait import wait
from okno.desk.search.words import spoken
from okno.knowledge.actions.illustrate import illustrate
from okno.knowledge.actions.publish import archive
from okno.knowledge.actions.write import write
from okno.knowledge.models import Article, Helped
from okno.people.models import Organisation, Person, Role
from okno.portal.fitting import best, shelf
from okno.portal.one_field import Offer
from tests import make
from tests.knowledge.making import article, draft
from tests.portal.canary import PICTURE

pytestmark = pytest.mark.django_db
TYPING = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def boris() -> Person:
    """An agent of a desk on which nothing lies."""
    return make.agent("Борис Орлов", "boris@desk.test")


@pytest.fixture
def romashka() -> Organisation:
    return make.organisation("ООО «Ромашка»", "romashka.test")


@pytest.fixture
def anybody() -> Client:
    return Client(HTTP_HOST="desk.test")


def reads(client: Client, made: Article) -> set[str]:
    """Return by which roads the reader comes to the article, all of them tried."""
    title = made.version.title if made.version else "Тайная"
    picture = made.pictures.get().pk
    roads = {
        "list": title in client.get("/help/").content.decode(),
        "section": title in client.get("/help/?section=0").content.decode(),
        "search": title in client.get("/help/search/?q=тайная").content.decode(),
        "typing": title in client.get("/help/search/?q=тайн", **TYPING).content.decode(),
        "address": client.get(f"/help/{made.pk}/").status_code == 200,
        "answer": client.post(f"/help/{made.pk}/answer/", {"helped": "yes"}).status_code == 302,
        "picture": PICTURE in b"".join(client.get(f"/help/pictures/{picture}/")),
    }
    return {road for road, is_open in roads.items() if is_open}


ALL = {"list", "section", "search", "typing", "address", "answer", "picture"}


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("everyone", {"anybody", "anna", "grigory", "boris"}),
        ("customers", {"anna", "grigory", "boris"}),
        ("organisation", {"anna", "boris"}),
        ("staff", {"boris"}),
    ],
)
def test_sec_14_an_article_is_found_by_its_readers_alone_whatever_the_road(
    vera: Person, romashka: Organisation, as_anna: Client, as_grigory: Client, as_boris: Client, anybody: Client,
    audience: str, readers: set[str],
) -> None:  # fmt: skip
    about = {"organisation": romashka} if audience == "organisation" else {}
    made = article(vera, "Тайная", "Тайная дверь", audience=audience, **about)
    illustrate(made, "дверь.png", PICTURE)
    clients = {"anybody": anybody, "anna": as_anna, "grigory": as_grigory, "boris": as_boris}
    for name, client in clients.items():
        assert reads(client, made) == (ALL if name in readers else set()), name


def test_sec_14_a_draft_and_an_archived_article_are_read_by_nobody_but_editors(
    vera: Person, as_anna: Client, as_boris: Client
) -> None:
    begun = draft(vera, "Тайная", "Тайная дверь")
    shelved = article(vera, "Тайная", "Тайная дверь")
    archive(shelved, by=vera)
    for made in (begun, shelved):
        illustrate(made, "дверь.png", PICTURE)
        assert reads(as_anna, made) == set()
        assert reads(as_boris, made) == {"picture"}, "an editor looks at it in the editor"


def test_sec_14_the_next_version_is_seen_by_no_reader_before_it_is_published(
    vera: Person, as_anna: Client
) -> None:
    made = article(vera, "Принтер", "Прежнее")
    write(made, "Заголовок", "Будущее", by=vera, seen=0)
    pages = [as_anna.get(f"/help/{made.pk}/"), as_anna.get("/help/"), as_anna.get("/help/search/?q=будущее")]
    told = "".join(page.content.decode() for page in pages)
    assert "Прежнее" in told
    assert "Заголовок" not in told
    assert "<mark>" not in told


def test_the_sections_show_their_first_articles_and_one_section_all(vera: Person, anybody: Client) -> None:
    for number in range(7):
        article(vera, f"Статья {number}", new_section="Печать")
    page = anybody.get("/help/").content.decode()
    assert page.count("Статья ") == 5
    section = Article.objects.first().section_id
    assert f"?section={section}" in page
    assert anybody.get(f"/help/?section={section}").content.decode().count("Статья ") == 7


def test_the_one_field_finds_answers_things_to_ask_for_and_own_open_requests(
    vera: Person, anna: Person, grigory: Person, as_anna: Client
) -> None:
    article(vera, "Принтер не печатает", "Проверьте кабель.")
    service = Service.objects.create(name="Печать", team=make.team("Печать"))
    RequestType.objects.create(name="Починить принтер", service=service)
    RequestType.objects.create(name="Новый сотрудник", service=service)
    mine = make.ticket(by=anna, subject="Принтеры молчат")
    make.ticket(by=grigory, subject="Принтер Григория")
    make.ticket(by=anna, subject="Нет почты", text="Письма не идут")
    done = make.ticket(by=anna, subject="Принтер починен")
    close(done, by=vera)
    for words in ("принтера", "ghbynth", "принтер"):
        page = as_anna.get("/help/search/", {"q": words}, **TYPING)
        assert [str(hit.article) for hit in page.context["offer"].answers.hits] == ["Принтер не печатает"]
        assert [one.name for one in page.context["offer"].types] == ["Починить принтер"]
        assert list(page.context["offer"].tickets) == [mine]
        assert "<html" not in page.content.decode()
    assert "<html" in as_anna.get("/help/search/?q=принтер").content.decode()


def test_what_was_understood_goes_along_into_the_form_and_not_what_the_other_layout_made_of_it(
    vera: Person, as_anna: Client
) -> None:
    answer = article(vera, "Принтер не печатает", "Проверьте кабель.")
    page = as_anna.get("/help/search/", {"q": "ghbynth yt gtxfnftn"}).content.decode()
    words = quote("принтер не печатает")
    assert f"/help/{answer.pk}/?q={words}" in page
    assert f"/ask/?text={words}" in page
    assert 'value="ghbynth yt gtxfnftn"' in page  # the field keeps what was typed


def test_a_stranger_is_offered_answers_and_what_everybody_may_ask_for(
    anna: Person, anybody: Client, romashka: Organisation
) -> None:
    service = Service.objects.create(name="Печать", team=make.team("Печать"))
    RequestType.objects.create(name="Починить принтер", service=service)
    RequestType.objects.create(name="Принтер Ромашки", service=service, organisation=romashka)
    make.ticket(by=anna, subject="Принтер")
    offer = anybody.get("/help/search/?q=принтер").context["offer"]
    assert [one.name for one in offer.types] == ["Починить принтер"]
    assert not offer.tickets


def test_rows_with_more_of_the_words_come_first_and_endings_do_not_matter() -> None:
    asked = (frozenset({"касс"}), frozenset({"чек"}))
    rows = ["Почта", "Касса зависла", "Касса не печатает чеки"]
    assert best(asked, shelf(rows, str)) == ["Касса не печатает чеки", "Касса зависла"]


def test_what_nobody_has_is_a_slip_and_a_short_word_is_a_name() -> None:
    rows = ["Принтеры", "Степень доступа", "Выпустить ЭП", "Обновить 1С:Бухгалтерию", "Масса"]
    for typed, found in {"прентер": rows[:1], "принетр": rows[:1], "эп": rows[2:3], "1c": rows[3:4]}.items():
        assert best((frozenset({typed}),), shelf(rows, str)) == found, typed
    both = (frozenset({"принтер"}), frozenset({"касс"}))
    assert best(both, shelf([*rows, "Касса"], str)) == ["Принтеры", "Касса"]  # so «масса» is no slip


def offer_of(client: Client, words: str) -> Offer:
    offer: Offer = client.get("/help/search/", {"q": words}, **TYPING).context["offer"]
    return offer


def test_the_one_field_forgives_slips_and_knows_short_names(
    vera: Person, anna: Person, as_anna: Client
) -> None:
    service = Service.objects.create(name="Ключи", team=make.team("Ключи"))
    for name in ("Починить принтер", "Выпустить ЭП", "Обновить 1С", "Заменить ПК"):
        RequestType.objects.create(name=name, service=service)
    article(vera, "Сканер", "Сканеры штрихкодов")
    make.message(by=anna, subject="Не читает коды", text="Сканер не видит этикеток")
    for words, names in {
        "сломался прентер": ["Починить принтер"],
        "ghtynth": ["Починить принтер"],  # a slip in the other layout
        "нужна эп": ["Выпустить ЭП"],
        "1с не открывается": ["Обновить 1С"],
        "1c": ["Обновить 1С"],
        "gr": ["Заменить ПК"],
        "по на не": [],
    }.items():
        assert [one.name for one in offer_of(as_anna, words).types] == names, words
    [found] = offer_of(as_anna, "сконер").tickets  # the word of an article mends what only a conversation has
    assert found.subject == "Не читает коды"


def test_own_requests_are_found_by_number_by_what_was_said_and_by_whose_turn_it_is(
    vera: Person, anna: Person, grigory: Person, as_anna: Client, as_boris: Client, boris: Person
) -> None:
    till = make.message(by=anna, subject="Касса", text="Картридж меняли вчера, ёлка печати полосатая").ticket
    mail = make.message(by=anna, subject="Почта", text="Степень заполнения ящика").ticket
    other = make.message(by=grigory, subject="Чужое", text="Картридж").ticket
    note(mail, "Картридж ни при чём", by=boris)
    done = make.ticket(by=anna, subject="Давнее")
    close(done, by=vera)
    for words, tickets in {
        "картридж": [till],
        "rfhnhbl;": [till],
        "елка": [till],
        "эп": [],  # «степень» has it inside
        "картридж совсем другое дело": [],  # one word of four, and not of the subject
        f"№{till.number}": [till],
        str(done.number): [done],
        str(other.number): [],
        "9" * 10: [],
        "9" * 30: [],
    }.items():
        assert list(offer_of(as_anna, words).tickets) == tickets, words
    wait(mail, "customer", by=boris)
    assert list(offer_of(as_anna, "ждём ответа").tickets) == [mail]
    for subject in ("Принтер раз", "Принтер два", "Принтер три"):
        asks = make.ticket(by=anna, subject=subject)
        if subject == "Принтер раз":
            wait(asks, "customer", by=boris)
    assert [one.subject for one in offer_of(as_anna, "принтер").tickets] == [
        "Принтер раз",
        "Принтер три",
        "Принтер два",
    ]


def test_as_one_types_few_statements_are_asked_however_much_there_is(
    vera: Person, anna: Person, as_anna: Client
) -> None:
    service = Service.objects.create(name="Печать", team=make.team("Печать"))
    for number in range(12):
        article(vera, f"Принтер {number}", "Принтер молчит")
        RequestType.objects.create(name=f"Принтер {number}", service=service)
        make.ticket(by=anna, subject=f"Принтер {number}")
    as_anna.get("/help/search/?q=принтер", **TYPING)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        as_anna.get("/help/search/?q=принтер", **TYPING)
    own = [row["sql"] for row in asked if "core_cache" not in row["sql"] and "SAVEPOINT" not in row["sql"]]
    assert len(own) <= 16, "\n".join(own)


def test_it_helped_is_counted_once_a_person_and_thanked_for(
    vera: Person, anna: Person, as_anna: Client
) -> None:
    made = article(vera)
    for _time in range(2):
        answer = as_anna.post(f"/help/{made.pk}/answer/", {"helped": "yes", "q": "принтер"})
    assert answer["Location"] == f"/help/{made.pk}/?thanks=#helped"
    told = Helped.objects.get()
    assert (told.is_yes, told.person, told.asked) == (True, anna, "принтер")
    assert 'role="status"' in as_anna.get(f"/help/{made.pk}/?thanks=").content.decode()


def test_strangers_are_counted_by_the_visit_whatever_pages_they_open(vera: Person, anybody: Client) -> None:
    made, other = article(vera), article(vera, "Касса не видит сканер")
    for which, key in ((made, "a"), (other, "b"), (made, "c")):
        anybody.post(f"/help/{which.pk}/answer/", {"helped": "yes", "key": key})
    assert set(Helped.objects.values_list("article", "key")) == {(made.pk, "a"), (other.pk, "a")}
    anybody.cookies.clear()
    anybody.post(f"/help/{made.pk}/answer/", {"helped": "yes", "key": "d"})
    assert Helped.objects.count() == 3


def test_a_person_says_so_again_another_day_and_the_first_day_keeps_its_word(
    vera: Person, anna: Person, as_anna: Client
) -> None:
    made, later = article(vera), clock.now() + timedelta(days=2)
    as_anna.post(f"/help/{made.pk}/answer/", {"helped": "yes"})
    with clock.moved_to(later):
        as_anna.post(f"/help/{made.pk}/answer/", {"helped": "yes"})
    assert Helped.objects.filter(person=anna, is_yes=True).count() == 2


def test_it_did_not_help_carries_the_words_into_the_form(vera: Person, as_anna: Client) -> None:
    made = article(vera)
    answer = as_anna.post(f"/help/{made.pk}/answer/", {"helped": "no", "q": "не печатает чек"})
    page = as_anna.get(answer["Location"])
    assert page.context["form"]["text"].value() == "не печатает чек"
    assert not Helped.objects.get().is_yes


def test_hostile_words_stay_words(vera: Person, as_anna: Client) -> None:
    made = article(vera, "<img src=x onerror=alert(1)>", "<script>alert(1)</script> касса")
    hostile = "касса \"><script>alert(1)</script>'"
    for path in (f"/help/{made.pk}/", "/help/", "/help/search/", "/ask/"):
        page = as_anna.get(path, {"q": hostile, "text": hostile}).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert as_anna.get("/help/search/", {"q": "\x00касса" * 500}).status_code == 200
    assert as_anna.get("/help/99999999999999999999/").status_code == 404
    assert as_anna.get("/help/?section=99999999999999999999").status_code in (200, 404)


def test_a_manager_is_offered_the_requests_of_his_company(romashka: Organisation, anna: Person) -> None:
    manager = make.person("Пётр", "petr@romashka.test", role=Role.MANAGER)
    mine = make.ticket(by=anna, subject="Принтер Анны")
    client = Client(HTTP_HOST="desk.test")
    client.force_login(manager, backend="okno.login.backends.ByMailAddress")
    assert list(client.get("/help/search/?q=принтер").context["offer"].tickets) == [mine]


def test_a_short_name_in_capitals_is_a_word_and_in_small_letters_it_is_none(
    vera: Person, anna: Person, as_anna: Client
) -> None:
    software = article(vera, "Установка ПО", "Программу ставит администратор.")
    article(vera, "Справка по отпуску", "Заявление по форме, по почте.")
    article(vera, "ИНСТРУКЦИЯ ПО РАБОТЕ", "Ждите у кассы.")
    safety = article(vera, "Как сообщить в ИБ", "О письме, которое вам подозрительно.")
    service = Service.objects.create(name="Программы", team=make.team("Программы"))
    for name in ("Заказать ПО", "Пропуск по телефону", "Доступ в АС «Склад»", "Вопрос в ИТ"):
        RequestType.objects.create(name=name, service=service)
    mine = make.ticket(by=anna, subject="Не ставится ПО", text="Вчера по почте обещали.")
    make.ticket(by=anna, subject="Справка по отпуску", text="Пишу по делу.")

    def found(words: str, **how: str) -> tuple[list[str], list[str], list[int]]:
        offer = as_anna.get("/help/search/", {"q": words}, **how).context["offer"]
        answers = [str(hit.article) for hit in offer.answers.hits]
        return answers, [one.name for one in offer.types], [one.pk for one in offer.tickets]

    assert found("ПО") == ([str(software)], ["Заказать ПО"], [mine.pk])
    assert found("нужно ПО") == ([str(software)], ["Заказать ПО"], [mine.pk])
    assert str(software) in found("ПО", **TYPING)[0]
    assert found("по") == ([], [], [])
    assert found("ИБ") == ([str(safety)], [], [])
    assert found("АС")[1] == ["Доступ в АС «Склад»"]
    assert found("ИТ")[1] == ["Вопрос в ИТ"]
    assert found("СПРАВКА ПО ОТПУСКУ")[0][0] == "Справка по отпуску"


def test_questions_of_customers_are_found_by_a_short_name_in_capitals(anna: Person) -> None:
    assert "'по':" in vector("Где взять ПО", [], [])
    assert "'по':" not in vector("Вопрос по ПОСТУПЛЕНИЮ", [], ["ЗАЯВКА ПО ФОРМЕ"])
    assert understood("ПО") == (frozenset({"ПО", "gj"}),)
    assert understood("по") == ()


def test_what_all_write_in_capitals_tells_no_name() -> None:
    assert spoken("Касса НЕ печатает, обновите ПО") == [
        "касса",
        "НЕ".casefold(),
        "печатает",
        "обновите",
        "ПО",
    ]
    assert spoken("УСТАНОВКА ПО\nзатем ИТ") == ["установка", "по", "затем", "ИТ"]
    assert spoken("ПО АТОЛ") == ["ПО", "атол"]
