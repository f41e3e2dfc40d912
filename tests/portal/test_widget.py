"""The widget's addresses: who may ask from where, what strangers find, how a request comes in, and what is refused."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.actions.set_up_widget import set_up_widget
from okno.channels.models import Delivery, Widget
from okno.channels.widget.identity import signature
from okno.community.actions.accept import accept
from okno.community.actions.illustrate import illustrate as illustrate_post
from okno.community.actions.look import hide
from okno.community.models import Helped as HelpedByPost
from okno.core import clock
from okno.core.sealed import seal
from okno.desk.models import Message, Ticket
from okno.knowledge.actions.illustrate import illustrate
from okno.knowledge.models import Audience, Form, Helped, Vain
from okno.people.actions.set_up_purpose import set_up_purpose
from okno.people.models import Consent, Person, Purpose
from okno.portal.widget.script import script
from okno.portal.widget.tree import tree
from okno.sla.models import WorkCalendar
from tests import make
from tests.community.making import idea, opened, post, reply
from tests.knowledge.making import article
from tests.portal.canary import CANARY, PICTURE

SITE, SECRET = "https://romashka.test", "тайна сайта"
STEPS = """# Горит ли лампа?
- Да → Нажмите сброс
- Нет → спросить

# Нажмите сброс
Кнопка сзади.
- Заработало → решено
- Нет → спросить
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def widget() -> Widget:
    row = Widget(name="Ромашка", secret=seal(SECRET), title_ru="Спросите нас", accent="#ffee00")
    return set_up_widget(row, origins=[SITE])


@pytest.fixture
def page() -> Client:
    """A page of the site, in the browser of somebody who is nobody."""
    return Client(
        HTTP_HOST="desk.test", HTTP_ORIGIN=SITE, HTTP_ACCEPT_LANGUAGE="ru", enforce_csrf_checks=True
    )


@pytest.fixture
def boris() -> Person:
    """An agent of a desk on which nothing lies."""
    return make.agent("Борис Орлов", "boris@desk.test")


def claims(signed_for: str, **changed: Any) -> str:
    expires = int((clock.now() + timedelta(minutes=5)).timestamp())
    signed = signature(SECRET, "42", signed_for, expires)
    return json.dumps({"id": "42", "email": signed_for, "expires": expires, "signature": signed} | changed)


# ---- origins


def test_sec_only_the_sites_of_the_widget_may_read_its_answers(widget: Widget, page: Client) -> None:
    own = f"/widget/{widget.key}/config/"
    allowed = page.get(own)
    assert allowed.headers["Access-Control-Allow-Origin"] == SITE
    assert "Origin" in allowed.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    other = set_up_widget(Widget(name="Чужой"), origins=["https://other.test"])
    for origin, path in (
        ("https://evil.test", own), ("null", own), ("http://romashka.test", own), (SITE + ".evil.test", own),
        (SITE, f"/widget/{other.key}/config/"), (SITE, "/widget/nowhere/config/"), ("https://evil.test", "/chat/state/"),
    ):  # fmt: skip
        for method in ("get", "post", "options"):
            refused = getattr(page, method)(
                path, HTTP_ORIGIN=origin, HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST"
            )
            assert refused.status_code == 403, (origin, path)
            assert not [name for name in refused.headers if name.startswith("Access-Control")]


def test_a_preflight_allows_what_the_script_sends_at_the_widget_and_at_the_chat_alone(
    widget: Widget, page: Client
) -> None:
    for path in (f"/widget/{widget.key}/requests/", "/chat/start/"):
        asked = page.options(path, HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST")
        assert asked.status_code == 204
        assert asked.headers["Access-Control-Allow-Origin"] == SITE
        assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
        assert "*" not in "".join(asked.headers.values())
    for path in ("/my/", "/help/", "/login/", "/tickets/1/", "/ask/"):
        for answer in (page.get(path), page.options(path, HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST")):
            assert not [name for name in answer.headers if name.startswith("Access-Control")], path


def test_sec_a_page_of_another_site_comes_as_nobody_whatever_its_browser_knows(
    widget: Widget, page: Client, anna: Person, vera: Person
) -> None:
    """A neighbour under one domain is no stranger for SameSite: its requests would bring the cookies along."""
    secret = article(vera, "Для заказчиков", CANARY, audience=Audience.CUSTOMERS)
    page.force_login(anna, backend="okno.login.backends.ByMailAddress")
    assert page.get(f"/widget/{widget.key}/articles/{secret.pk}/").status_code == 404
    assert not page.get(f"/widget/{widget.key}/search/?q={CANARY}").json()["articles"]
    answer = page.post(f"/widget/{widget.key}/requests/", {"text": "Чей это запрос?"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["email"])
    assert not Ticket.objects.exists()
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies


# ---- what everybody may know


def test_the_config_tells_words_colours_and_what_is_open_and_nothing_else(
    widget: Widget, page: Client
) -> None:
    widget.phone, widget.calendar = "+7 495 123-45-67", WorkCalendar.objects.get(is_always=False)
    widget.links = [{"name": "Telegram", "url": "https://t.me/romashka"}]
    set_up_widget(widget)
    monday = clock.now().replace(year=2027, month=2, day=1, hour=3, minute=0)
    with clock.moved_to(monday):
        answer = page.get(f"/widget/{widget.key}/config/")
    told = answer.json()
    assert (told["language"], told["title"]) == ("ru", "Спросите нас")
    assert told["tokens"].count("--accent: light-dark(oklch(") == 1
    kinds = {one["kind"]: one for one in told["choices"]}
    assert list(kinds) == ["chat", "form", "phone", "link"]
    assert (kinds["phone"]["url"], kinds["phone"]["is_open"]) == ("tel:+74951234567", False)
    assert kinds["phone"]["opens_at"] == "2027-02-01T06:00+00:00"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert SECRET not in answer.content.decode() + script().plain.decode()
    english = page.get(f"/widget/{widget.key}/config/", HTTP_ACCEPT_LANGUAGE="en").json()
    assert english["title"] == "How can we help?"


def test_the_script_is_small_cached_and_the_same_for_all(page: Client) -> None:
    whole = page.get("/widget.js", HTTP_ORIGIN="https://any.test", HTTP_ACCEPT_ENCODING="gzip")
    assert len(whole.content) <= 30 * 1024
    assert gzip.decompress(whole.content) == script().plain
    assert whole.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert page.get("/widget.js", HTTP_IF_NONE_MATCH=whole.headers["ETag"]).status_code == 304
    assert page.get("/widget.js").content == script().plain


def test_sec_41_the_script_believes_no_message_and_makes_no_html() -> None:
    text = script().plain.decode()
    for word in (
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(",
        "addEventListener('message", "onmessage", "postMessage",
        "DOMParser",
        "setAttribute('style", ".style.", "__proto__", "createElement('script", "createElement('style", "document.cookie",
    ):  # fmt: skip
        assert word not in text, word


def test_strangers_find_what_everybody_may_read_in_the_wrong_layout_too(
    widget: Widget, page: Client, vera: Person
) -> None:
    public = article(vera, "Принтер не печатает", "Проверьте кабель принтера.")
    article(vera, "Принтер бухгалтерии", "Проверьте кабель.", audience=Audience.STAFF)
    for words in ("принтер", "ghbynth", "принтор"):
        found = page.get(f"/widget/{widget.key}/search/", {"q": words}).json()["articles"]
        assert [one["id"] for one in found] == [public.pk], words
    assert page.get(f"/widget/{widget.key}/search/", {"q": "\x00<script>" * 999}).json()["articles"] == []


def test_an_article_is_a_tree_with_its_pictures_and_a_yes_counts_once(
    widget: Widget, page: Client, vera: Person
) -> None:
    made = article(vera, "Принтер", "Раз <b>два</b> [три](javascript:alert(1)) [дом](https://ya.ru)")
    illustrate(made, "принтер.png", PICTURE)
    way = f"/widget/{widget.key}/articles/{made.pk}/"
    told = page.get(way).json()
    assert told["title"] == "Принтер"
    assert [node for node in told["tree"][0][2:] if not isinstance(node, str)] == [
        ["a", {"href": "https://ya.ru"}, "дом"]
    ]
    picture = page.get(f"/widget/{widget.key}/pictures/{made.pictures.get().pk}/")
    assert b"".join(picture) == PICTURE
    for said in ("no", "yes", "yes"):
        answer = page.post(f"{way}answer/", {"helped": said, "key": "a" * 24, "q": "не печатает"})
        assert answer.status_code == 200
    assert [(one.is_yes, one.asked) for one in Helped.objects.all()] == [(True, "не печатает")]
    for hostile in ({}, {"helped": "yes"}, {"helped": "so", "key": "a" * 24}):
        assert page.post(f"{way}answer/", hostile).status_code == 422


def test_a_question_of_the_community_is_found_after_articles_and_a_yes_counts_once(
    widget: Widget, page: Client, vera: Person, anna: Person, grigory: Person
) -> None:
    opened()
    article(vera, "Сканер молчит", "Переткните кабель сканера.")
    picture = illustrate_post("кадр.png", PICTURE, by=anna)
    asked = post(anna, text=f"Что *делать*? ![к](/community/pictures/{picture.pk}/)")
    accept(reply(asked, grigory, "Смотрите [дом](javascript:alert(1)) <script>"), by=anna)
    post(anna, "Сканер без ответа")
    idea(anna, "Сканер без провода")
    found = page.get(f"/widget/{widget.key}/search/", {"q": "crfyth"}).json()
    assert [one["title"] for one in found["articles"]] == ["Сканер молчит"]
    assert found["posts"] == [{"id": asked.pk, "title": asked.title, "is_solved": True}]
    way = f"/widget/{widget.key}/posts/{asked.pk}/"
    told = page.get(way).json()
    assert (told["title"], told["by"], told["is_answered"]) == (asked.title, "Анна Б.", True)
    assert [(one["is_solution"], one["is_ours"]) for one in told["answers"]] == [(True, False)]
    assert not re.search('"href"|romashka', json.dumps(told))  # the script writes words, and links nowhere
    assert told["url"].endswith(f"/community/{asked.pk}/")
    assert b"".join(page.get(f"/widget/{widget.key}/posts/pictures/{picture.pk}/")) == PICTURE
    for said in ({"helped": "yes", "key": "eins-zwei"}, {"helped": "no", "key": "eins-zwei", "q": "сканер"}):
        assert page.post(f"{way}answer/", said).json() == {"ok": True}
    assert [(one.is_yes, one.asked, one.person) for one in HelpedByPost.objects.all()] == [
        (False, "сканер", None)
    ]
    assert page.post(f"{way}answer/", {"helped": "yes"}).status_code == 422
    english = page.get(f"/widget/{widget.key}/config/", HTTP_ACCEPT_LANGUAGE="en").json()
    assert english["words"]["community"] == "Community question"


def test_sec_14_what_strangers_do_not_read_in_the_community_is_not_in_the_widget(
    widget: Widget, page: Client, boris: Person, anna: Person, as_anna: Client
) -> None:
    opened()
    asked, waits = post(anna), post(anna, "Сканер скрыт")
    for one in (asked, waits):
        accept(reply(one, boris), by=anna)
    hide(waits, "Номер телефона", by=boris)
    unanswered = post(anna, "Сканер без ответа")
    way = f"/widget/{widget.key}/posts/"
    assert [one["id"] for one in page.get(f"/widget/{widget.key}/search/?q=сканер").json()["posts"]] == [
        asked.pk
    ]
    hidden, nothing = page.get(f"{way}{waits.pk}/"), page.get(f"{way}987654321/")
    assert (hidden.status_code, hidden.content) == (404, nothing.content)
    assert (
        page.post(f"{way}{unanswered.pk}/answer/", {"helped": "yes", "key": "eins-zwei"}).status_code == 404
    )
    for shut in ({"readers": "customers"}, {"is_open": False}):
        opened(**shut)
        for reader in (page, as_anna):  # on another site the one who is logged in here is nobody, too
            assert reader.get(f"{way}{asked.pk}/").status_code == 404
            assert reader.get(f"/widget/{widget.key}/search/?q=сканер").json()["posts"] == []


def test_a_community_that_is_not_open_costs_the_widget_no_statement(widget: Widget, page: Client) -> None:
    page.get(f"/widget/{widget.key}/search/?q=сканер")
    with CaptureQueriesContext(connection) as seen:
        page.get(f"/widget/{widget.key}/search/?q=сканер")
    assert not [row["sql"] for row in seen if "community_" in row["sql"]]


def test_a_tree_keeps_the_order_and_only_attributes_that_are_named() -> None:
    html = (
        '<p onclick="x">Раз <strong>два</strong><br>три</p><img src="/help/pictures/1/" alt="а" onerror="x">'
    )
    html += '<ol start="3"><li>и</li></ol>'
    assert tree(html) == [
        ["p", {}, "Раз ", ["strong", {}, "два"], ["br", {}], "три"],
        ["img", {"src": "/help/pictures/1/", "alt": "а"}],
        ["ol", {"start": "3"}, ["li", {}, "и"]],
    ]
    assert tree("<p>" * 5000)  # as deep as somebody likes: it ends


def test_a_guide_is_gone_through_step_by_step_and_goes_along_with_the_request(
    widget: Widget, page: Client, vera: Person
) -> None:
    made = article(vera, "Касса", STEPS, form=Form.GUIDE)
    way = f"/widget/{widget.key}/articles/{made.pk}/"
    first = page.get(way).json()["guide"]
    assert (first["name"], first["passed"]) == ("Горит ли лампа?", [])
    assert [(one["words"], one["end"]) for one in first["answers"]] == [("Да", ""), ("Нет", "ask")]
    second = page.get(f"{way}?v={first['v']}&way={first['answers'][0]['way']}").json()["guide"]
    assert (second["name"], second["passed"]) == ("Нажмите сброс", [["Горит ли лампа?", "Да"]])
    assert page.get(f"{way}?v=9&way=0").json()["guide"]["is_lost"]
    come = {"guide": made.pk, "v": first["v"], "way": first["answers"][1]["way"]}
    page.post(f"/widget/{widget.key}/requests/", {"text": "Молчит", "email": "o@new.test", **come})
    noted = Message.objects.get(kind="note")
    assert "Горит ли лампа? — Нет" in noted.text


def test_words_that_find_nothing_are_counted_when_they_are_entered_and_when_one_asks(
    widget: Widget, page: Client
) -> None:
    for more in ("", "&entered=1"):
        page.get(f"/widget/{widget.key}/search/?q=Неведомое{more}")
    sent = {"text": "Помогите", "email": "o@new.test", "q": "Неведомое"}
    page.post(f"/widget/{widget.key}/requests/", sent)
    assert [(one.words, one.empty, one.asked) for one in Vain.objects.all()] == [("неведомое", 1, 1)]


# ---- requests


def test_a_stranger_s_request_is_a_ticket_with_its_files_and_is_confirmed_to_his_address(
    widget: Widget, page: Client, run_jobs: Callable[..., int]
) -> None:
    sent = {
        "text": "Касса молчит",
        "name": "Олег",
        "email": "oleg@new.test",
        "key": "k1",
        "about": "https://romashka.test/tills",
    }
    file = SimpleUploadedFile("чек.png", PICTURE)
    for _twice in range(2):
        file.seek(0)
        answer = page.post(f"/widget/{widget.key}/requests/", {**sent, "attached": file})
        assert answer.status_code == 201
    ticket = Ticket.objects.get()
    message = ticket.messages.get()
    assert (answer.json()["number"], ticket.door, ticket.requester.name) == (ticket.number, "widget", "Олег")
    assert message.text.startswith("Касса молчит")
    assert message.text.endswith("https://romashka.test/tills")
    assert (message.attachments.get().name, message.doubts) == ("чек.png", [])
    run_jobs()
    assert Delivery.objects.get(purpose="acknowledge").address == "oleg@new.test"


def test_sec_32_a_typed_address_of_somebody_known_is_marked_and_changes_nothing_of_the_person(
    widget: Widget, page: Client, anna: Person, gleb: Person
) -> None:
    set_up_purpose(Purpose(name="Персональные данные", text="Согласна", is_required=True))
    box = f"consent_{Purpose.objects.get().texts.get().pk}"
    sent = {"text": "Срочно смените пароль", "name": "Не Анна", box: "on"}
    for person in (anna, gleb):
        answer = page.post(f"/widget/{widget.key}/requests/", sent | {"email": person.email.upper()})
        assert answer.status_code == 201, answer.content
        assert set(answer.json()) == {"number", "email"}
        message = Message.objects.latest("pk")
        assert (message.author, message.doubts) == (person, ["address_typed"])
        person.refresh_from_db()
        assert person.name != "Не Анна"
    assert not Consent.objects.exists()
    assert (
        page.post(
            f"/widget/{widget.key}/requests/", {"text": "Без согласия", "email": "x@new.test"}
        ).status_code
        == 422
    )
    page.post(f"/widget/{widget.key}/requests/", sent | {"email": "x@new.test"})
    assert Consent.objects.get().person.email == "x@new.test"


def test_whom_the_site_vouches_for_is_known_and_a_forged_word_is_nobody(
    widget: Widget, page: Client, anna: Person
) -> None:
    way = f"/widget/{widget.key}/"
    good, forged = claims(anna.email), claims("other@romashka.test", email=anna.email)
    assert page.post(f"{way}identity/", {"identity": good}).json() == {"known": True}
    assert page.post(f"{way}requests/", {"text": "Это я", "identity": good}).status_code == 201
    assert (Message.objects.get().author, Message.objects.get().doubts) == (anna, [])
    for bad in (forged, "[" * 5000, '{"__proto__": {"id": 1}}', "null", "\x00"):
        assert page.post(f"{way}identity/", {"identity": bad}).json() == {"known": False}
        assert page.post(f"{way}requests/", {"text": "Это не я", "identity": bad}).status_code == 422
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"text": "", "email": "a@b.test"}, "text"), ({"text": "x", "email": "нет"}, "email"), ({"text": "x"}, "email"),
        ({"text": "x" * 100_001, "email": "a@b.test"}, "text"), ({"text": "x\x00", "email": "a@b.test"}, "text"),
        ({"text": "x", "email": "a@b.test", "website": "https://spam.test"}, ""),
        ({"text": "x", "email": "a@b.test", "about": "x" * 4001}, "about"),
    ],
    ids=lambda one: str(one)[:60],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(
    widget: Widget, page: Client, sent: dict[str, str], field: str
) -> None:
    answer = page.post(f"/widget/{widget.key}/requests/", sent)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert not Ticket.objects.exists()


def test_a_flood_is_stopped_in_words_and_before_anything_is_written(widget: Widget, page: Client) -> None:
    sent = {"text": "Ещё раз", "email": "one@flood.test"}
    way = f"/widget/{widget.key}/requests/"
    answers = [page.post(way, {**sent, "key": str(number)}) for number in range(8)]
    assert [one.status_code for one in answers] == [201] * 6 + [429] * 2
    assert answers[-1].json()["title"]
    assert answers[-1].headers["Access-Control-Allow-Origin"] == SITE
    for number in range(40):
        last = page.post(way, {"text": "Спам", "email": f"{number}@flood.test"})
    assert last.status_code == 429
    assert Ticket.objects.count() <= 30


def test_the_rights_of_a_colleague_are_not_his_where_he_asks_by_a_widget(
    widget: Widget, page: Client, vera: Person
) -> None:
    team_made = make.ticket(by=make.person())
    page.force_login(vera, backend="okno.login.backends.ByMailAddress")
    assert page.get(f"/tickets/{team_made.number}/").status_code == 200  # a page of ours knows her
    assert page.post(f"/widget/{widget.key}/requests/", {"text": "x"}).status_code == 422  # theirs does not


# ---- chat


def test_a_chat_from_the_site_is_that_of_the_person_for_whom_it_vouches(
    widget: Widget, page: Client, anna: Person, boris: Person
) -> None:
    desk = the_chat_desk().get()
    desk.is_active = True
    set_up_chat(desk)

    def start(mark: str, **more: Any) -> Any:
        said = {"words": "Касса молчит", "key": mark * 24, "widget": widget.key, **more}
        heads: dict[str, Any] = {"HTTP_AUTHORIZATION": "Bearer new", "HTTP_ACCEPT": "application/json"}
        return page.post("/chat/start/", said, "application/json", **heads)

    good = start("a", identity=json.loads(claims(anna.email)))
    assert (good.status_code, good.headers["Access-Control-Allow-Origin"]) == (200, SITE)
    assert Ticket.objects.get(number=good.json()["number"]).requester == anna
    seen = page.get("/chat/since/", HTTP_AUTHORIZATION=f"Bearer {good.json()['token']}")
    assert [one["text"] for one in seen.json()["messages"]] == ["Касса молчит"]
    forged = json.loads(claims("other@romashka.test", email=anna.email))
    for mark, more in (
        ("b", {"identity": forged}), ("c", {"identity": [1]}), ("d", {"identity": json.loads(claims(boris.email))}),
        ("e", {"email": anna.email, "name": "Анна"}), ("f", {"identity": json.loads(claims(anna.email)), "widget": "nowhere"}),
    ):  # fmt: skip
        stranger = Ticket.objects.get(number=start(mark, **more).json()["number"]).requester
        assert stranger not in (anna, boris), more
    refused = page.get("/chat/since/", HTTP_AUTHORIZATION="Bearer forged")
    assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (401, SITE)
