"""The contract of the chat: windows of our own pages by cookie, widgets by their secret; nobody sees another one's talk."""

import json
from typing import Any

import pytest
from django.test import Client

from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.chat import book
from okno.channels.models import Chat, Visitor
from okno.desk.actions.assign import take
from okno.desk.actions.note import note
from okno.desk.actions.redact import redact
from okno.desk.actions.reply import Then, reply
from okno.desk.models import Attachment, Message, Presence, Rating, State, Ticket
from okno.desk.models.draft import DraftKind
from okno.people.actions.set_up_purpose import set_up_purpose
from okno.people.models import Consent, Person, Purpose, PurposeText
from tests.knowledge.making import article

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
HOSTILE = '"><img src=x onerror=alert(1)>'
KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture(autouse=True)
def _on(db: None) -> None:
    row = the_chat_desk().get()
    row.is_active, row.welcome = True, "Здравствуйте!"
    set_up_chat(row)


class Window:
    """A widget: its secret goes in the header, no cookie is kept."""

    def __init__(self, secret: str = "new") -> None:
        self.secret, self.client = secret, Client(HTTP_HOST="desk.test", enforce_csrf_checks=True)

    def post(self, what: str, status: int = 200, **given: Any) -> dict[str, Any]:
        answer = self.client.post(
            f"/chat/{what}/", json.dumps(given), content_type="application/json", headers=self.headers
        )
        assert answer.status_code == status, answer.content
        return json.loads(answer.content) if answer.content else {}

    def get(self, what: str, status: int = 200) -> dict[str, Any]:
        answer = self.client.get(f"/chat/{what}", headers=self.headers)
        assert answer.status_code == status, answer.content
        told: dict[str, Any] = json.loads(answer.content)
        return told

    def begin(self, words: str = "Не открывается кабинет", key: str = KEY, **more: Any) -> dict[str, Any]:
        told = self.post("start", words=words, key=key, **more)
        self.secret = told["token"] or self.secret
        return told

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", "Accept": "application/json"}


def test_every_page_leads_to_the_chat_once(vera: Person) -> None:
    window = Client(HTTP_HOST="desk.test")
    assert window.get("/help/").content.decode().count('href="/chat/"') == 1  # nothing is published yet
    article(vera, "Касса не печатает")
    for path in ("/help/", "/ask/", "/help/search/?q=касса"):
        assert window.get(path).content.decode().count('href="/chat/"') == 1, path


def test_a_widget_talks_with_an_agent(boris: Person) -> None:
    window = Window()
    told = window.begin(name="Мария", page="https://shop.test/cart", context={"browser": "Firefox"})
    assert [one["text"] for one in told["messages"]] == ["Не открывается кабинет"]
    assert (told["place"], window.get("state/")["welcome"]) == (1, "Здравствуйте!")
    assert "1" in told["words"]
    chat = Chat.objects.get()
    assert (chat.page, chat.context) == ("https://shop.test/cart", {"browser": "Firefox"})
    reply(chat.ticket, "Смотрю <b>", by=boris)
    note(chat.ticket, "Между нами", by=boris)
    new = window.get(f"since/?after={told['upto']}")
    assert [(one["who"], one["name"], one["html"]) for one in new["messages"]] == [
        ("we", boris.name, "Смотрю &lt;b&gt;")
    ]
    assert new["read"] >= told["upto"], "who has answered has read"
    window.post("read", status=204, upto=new["upto"])
    window.post("typing", status=204)
    assert window.post("end") == {"is_over": True}
    assert window.get(f"since/?after={new['upto']}")["is_over"]


def test_a_window_before_the_eyes_reads_what_it_gets_and_hears_the_rest_with_its_own_words(
    boris: Person,
) -> None:
    window = Window()
    told = window.begin()
    ticket = Chat.objects.get().ticket
    reply(ticket, "Смотрю", by=boris)
    said = window.post("say", words="Спасибо", key="thanks-1", after=told["upto"])
    assert [one["text"] for one in said["messages"]] == ["Смотрю", "Спасибо"]
    chat = Chat.objects.get()
    assert chat.read_upto == chat.shown_upto == said["upto"]
    answer = reply(ticket, "Готово", by=boris)
    assert window.get(f"since/?after={said['upto']}")["upto"] == answer.pk
    assert Chat.objects.get().read_upto == said["upto"], "it was not before the eyes"
    window.get(f"since/?after={answer.pk}&seen")
    assert Chat.objects.get().read_upto == answer.pk


def test_who_has_said_it_writes_no_more() -> None:
    window = Window()
    told = window.begin()
    window.post("typing", status=204)
    [sign] = Presence.objects.all()
    assert sign.writes == DraftKind.REPLY
    window.get(f"since/?after={told['upto']}&seen")
    sign.refresh_from_db()
    assert sign.writes == DraftKind.REPLY, "a window that asks meanwhile is written in all the same"
    window.post("say", words="Вот что вышло", key="said-1", after=told["upto"])
    sign.refresh_from_db()
    assert not sign.writes


def test_a_repeated_start_and_a_repeated_message_are_one() -> None:
    window, again = Window(), Window()
    first, second = window.begin(), again.begin()
    assert (first["token"], first["number"]) == (second["token"], second["number"])
    said = [window.post("say", words="Алло?", key="second-message") for _ in range(2)]
    assert said[0] == said[1]
    assert Message.objects.filter(ticket__number=first["number"]).count() == 2
    assert Visitor.objects.count() == 1


def test_a_forged_secret_opens_nothing_and_another_ones_talk_is_not_there() -> None:
    mine, other = Window(), Window()
    mine.begin("Моё дело")
    other.begin("Чужое дело", key=KEY[::-1])
    forged = Window(mine.secret[:-2] + "AA")
    for what in ("say", "read", "end", "typing", "mail"):
        assert "token" not in forged.post(what, status=401, words="x", key="y", upto=1, email="a@b.test")
    forged.get("since/?after=0", status=401)
    assert [one["text"] for one in other.get("since/?after=0")["messages"]] == ["Чужое дело"]
    Window().post("say", status=401, words="x", key="y")


def test_a_cookie_counts_for_our_own_pages_alone() -> None:
    page = Client(HTTP_HOST="desk.test", enforce_csrf_checks=True)
    given = {"words": "Здравствуйте", "key": KEY}
    assert page.post("/chat/start/", given).status_code == 403, "another site cannot begin for a visitor"
    page.get("/chat/")
    token = page.cookies["okno-csrf"].value
    answer = page.post("/chat/start/", given | {"csrfmiddlewaretoken": token})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/chat/")
    cookie = page.cookies["okno-chat"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "Здравствуйте" in page.get("/chat/").content.decode()
    assert page.post("/chat/say/", {"words": "x", "key": "y"}).status_code == 403
    bearer = page.get("/chat/since/", headers={"Authorization": "Bearer new"})
    assert bearer.status_code == 401, "a widget is known by its secret, whatever cookie comes along"


def test_who_is_logged_in_is_the_person_and_needs_no_cookie(as_anna: Client, anna: Person) -> None:
    as_anna.post("/chat/start/", {"words": "Это Анна", "key": KEY, "name": "Кто-то", "email": "x@y.test"})
    chat = Chat.objects.get()
    assert chat.ticket.requester == anna
    assert "okno-chat" not in as_anna.cookies
    assert f"/my/{chat.ticket.number}/" in as_anna.get("/my/").content.decode(), "one history with the rest"


def test_files_come_by_the_limits_of_all_uploads_and_leave_by_signed_addresses(
    settings: Any, boris: Person, as_grigory: Client
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    window = Window()
    window.begin()

    def send(content: bytes, status: int) -> None:
        given = {"file": SimpleUploadedFile("снимок.png", content), "key": f"file{len(content)}"}
        answer = window.client.post("/chat/file/", given, headers=window.headers)
        assert answer.status_code == status, answer.content

    send(PNG, 200)
    settings.MAX_FILE_BYTES = 10
    send(PNG + b"x", 413)
    window.post("file", status=422, key="none")
    (picture,) = window.get("since/?after=0")["messages"][-1]["files"]
    assert (picture["name"], picture["is_picture"]) == ("снимок.png", True)
    path = picture["url"].removeprefix("http://desk.test")
    answer = Client(HTTP_HOST="desk.test").get(path)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PNG)  # type: ignore[attr-defined]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert Client(HTTP_HOST="desk.test").get(path[:-4] + "xyz/").status_code == 404
    foreign = book.sign_of(Chat.objects.get(), Attachment(pk=987654))
    assert Client(HTTP_HOST="desk.test").get(f"/chat/files/{foreign}/").status_code == 404


def test_floods_traps_and_nonsense_are_answered_in_words() -> None:
    window = Window()
    window.begin()
    for number in range(29):
        window.post("say", words="Спам", key=f"spam{number}")
    assert "title" in window.post("say", status=429, words="Спам", key="spam-last")
    Window().post("start", status=422, words="Куплю", key=KEY, website="http://spam.test")
    Window().post("start", status=422, words="Коротко", key="1")
    Window().post("start", status=422, words={"не": "слова"}, key=KEY[::-1])
    Window().post("start", status=422, words="", key=KEY[::-1])
    other = Window()
    answer = other.client.post(
        "/chat/start/", b"[" * 2000, content_type="application/json", headers=other.headers
    )
    assert answer.status_code == 422
    window.get("since/?after=x", status=422)
    assert window.post("mail", status=422, email="не адрес")["title"]
    assert window.post("mail", email="masha@romashka.test") == {"mail": "masha@romashka.test"}


def test_half_a_sign_as_json_can_spell_it_is_left_out() -> None:
    half, window = "\ud800", Window()
    window.begin(f"Касса{half} молчит", KEY + half, name=half, email="", page=half, context={half: half})
    window.post("say", words=f"{half}Алло", key=half + "a")
    assert [one["text"] for one in window.get("since/")["messages"]] == ["Касса молчит", "Алло"]
    told = {"id": half, "email": half, "expires": half, "signature": half}
    Window().begin(key=KEY[::-1], identity=told, widget=half)


def test_what_was_hidden_is_shown_to_no_window(boris: Person) -> None:
    window = Window()
    window.begin("Мой пароль 12345")
    redact(Message.objects.latest("pk"), "12345", by=boris)
    assert "12345" not in window.get("since/?after=0")["messages"][0]["text"]


def test_hostile_words_stay_words_in_the_window_and_at_the_desk(as_boris: Client) -> None:
    row = the_chat_desk().get()
    row.welcome = HOSTILE
    set_up_chat(row)
    page = Client(HTTP_HOST="desk.test")
    assert HOSTILE not in page.get("/chat/").content.decode()
    window = Window()
    told = window.begin(
        HOSTILE, name=HOSTILE, page=HOSTILE, context={HOSTILE: HOSTILE}, email="a@romashka.test"
    )
    assert "<img" not in told["messages"][0]["html"]
    around = as_boris.get(f"/tickets/{told['number']}/around/").content.decode()
    assert "a@romashka.test" in around
    assert HOSTILE not in around
    assert HOSTILE not in as_boris.get(f"/tickets/{told['number']}/presence/").content.decode()


def test_a_desk_without_a_chat_has_none() -> None:
    row = the_chat_desk().get()
    row.is_active = False
    set_up_chat(row)
    client = Client(HTTP_HOST="desk.test")
    assert client.get("/chat/").status_code == 404
    assert client.get("/chat/state/").json()["is_on"] is False
    Window().post("start", status=404, words="Есть кто?", key=KEY)


def test_a_page_without_scripts_is_a_form(boris: Person) -> None:
    page = Client(HTTP_HOST="desk.test")
    page.post("/chat/start/", {"words": "Первое", "key": KEY})
    page.post("/chat/say/", {"words": "Второе", "key": "k2"})
    reply(Chat.objects.get().ticket, "Третье", by=boris)
    shown = page.get("/chat/").content.decode()
    assert [shown.index(words) for words in ("Первое", "Второе", "Третье")] == sorted(
        shown.index(words) for words in ("Первое", "Второе", "Третье")
    )
    page.post("/chat/end/")
    assert "?new" in page.get("/chat/").content.decode()


def _solved(window: Window, boris: Person) -> dict[str, Any]:
    window.begin()
    ticket = Chat.objects.get().ticket
    take(ticket, by=boris)
    reply(ticket, "Включили", by=boris, then=Then.RESOLVE)
    return window.get("since/?after=0&seen")


def test_the_window_asks_whether_it_is_solved_and_takes_yes_with_stars_and_words(boris: Person) -> None:
    window = Window()
    told = _solved(window, boris)
    assert (told["solved"], told["rating"], told["is_over"]) == (True, None, True)
    window.post("rating", status=409, stars=5)
    told = window.post("confirmation", after=told["upto"])
    assert (told["solved"], told["rating"]) == (False, {"stars": 0, "words": ""})
    told = window.post("rating", stars=4, after=told["upto"])
    assert told["rating"] == {"stars": 4, "words": ""}
    told = window.post("rating", stars=4, words="Быстро <b>", after=told["upto"])
    assert told["rating"] == {"stars": 4, "words": "Быстро <b>"}
    rating = Rating.objects.get()
    assert (rating.by, rating.ticket.state) == (Chat.objects.get().visitor.person, State.CLOSED)
    for wrong in (0, 6, "x", ""):
        window.post("rating", status=422, stars=wrong)


def test_yes_and_stars_are_one_press_where_a_window_sends_both(boris: Person) -> None:
    window = Window()
    _solved(window, boris)
    for _time in range(2):
        assert window.post("confirmation", stars=5, words="Спасибо")["rating"]["stars"] == 5
    assert Rating.objects.count() == 1


def test_not_yet_takes_the_conversation_up_again(boris: Person) -> None:
    window = Window()
    _solved(window, boris)
    for _time in range(2):
        told = window.post("reopening")
        assert (told["solved"], told["is_over"]) == (False, False)
    assert Chat.objects.get().ticket.state == State.OPEN
    told = window.post("confirmation")
    assert not told["is_over"], "yes to what nobody has asked closes nothing"


def test_who_is_not_the_one_who_asked_any_more_decides_nothing(boris: Person, anna: Person) -> None:
    window = Window()
    _solved(window, boris)
    Ticket.objects.update(requester=anna)
    assert not window.get("since/?after=0")["solved"]
    for what in ("confirmation", "reopening", "rating"):
        window.post(what, status=403, stars=5)
        Window().post(what, status=401, stars=5)


def test_without_scripts_the_page_asks_and_takes_the_answer(boris: Person) -> None:
    page = Client(HTTP_HOST="desk.test")
    page.post("/chat/start/", {"words": "Не печатает", "key": KEY})
    reply(Chat.objects.get().ticket, "Готово", by=boris, then=Then.RESOLVE)
    drawn = page.get("/chat/").content.decode()
    assert 'action="/chat/confirmation/"' in drawn.partition("data-rating")[0]
    assert "Вопрос решён?" in drawn
    answer = page.post("/chat/confirmation/", {})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/chat/")
    assert page.post("/chat/rating/", {"stars": "5"}).status_code == 302
    drawn = page.get("/chat/").content.decode()
    assert 'aria-current="true"' in drawn
    assert page.post("/chat/rating/", {"stars": "5", "words": "Спасибо"}).status_code == 302
    assert (Rating.objects.get().stars, Rating.objects.get().words) == (5, "Спасибо")


@pytest.fixture
def text(db: None) -> PurposeText:
    set_up_purpose(Purpose(name="Поддержка", text="Слова согласия", is_required=True))
    return PurposeText.objects.get()


def test_a_chat_begins_with_the_consent_that_is_asked_for_and_keeps_it(text: PurposeText) -> None:
    window = Window()
    assert window.get("state/")["consents"] == [
        {"id": text.pk, "name": "Поддержка", "text": "Слова согласия"}
    ]
    for consents in ([], [text.pk + 1], ["x"]):
        refused = window.post("start", status=422, words="Привет", key=KEY, consents=consents)
        assert "согласия" in refused["title"]
    assert not Visitor.objects.exists(), "who is refused leaves nothing behind"
    window.post("start", status=422, words="Привет", key=KEY, consents="all")
    window.begin(consents=[text.pk])
    said = Consent.objects.get()
    assert (said.person, said.text, said.is_given) == (Visitor.objects.get().person, text, True)
    assert window.get("state/")["consents"] == [], "who has agreed is not asked again"
    window.post("end")
    window.post("start", words="Ещё вопрос", key=KEY[::-1])
    set_up_purpose(Purpose(pk=text.purpose_id, name="Поддержка", text="Новые слова", is_required=True))
    window.post("end")
    window.post("start", status=422, words="И ещё", key=KEY[1:] + "z")
    assert Consent.objects.count() == 1


def test_the_page_of_the_chat_asks_for_the_consent_and_keeps_it(text: PurposeText) -> None:
    page = Client(HTTP_HOST="desk.test")
    assert f'name="consent_{text.pk}" required' in page.get("/chat/").content.decode()
    refused = page.post("/chat/start/", {"words": "Привет", "key": KEY})
    assert refused.status_code == 422
    assert "Без этого согласия" in refused.content.decode()
    page.post("/chat/start/", {"words": "Привет", "key": KEY, f"consent_{text.pk}": "on"})
    assert Consent.objects.get().person == Visitor.objects.get().person
    assert "consent_" not in page.get("/chat/").content.decode()
    assert "consent_" not in page.get("/chat/?new").content.decode()
