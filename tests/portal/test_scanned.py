"""Files that a virus scanner has not called clean, as customers, visitors and readers meet them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.community.actions.illustrate import illustrate as illustrate_post
from okno.core import files
from okno.core.models import StoredFile
from okno.core.models.stored_file import ScanState
from okno.core.scanning import scan_waiting
from okno.desk.actions.hear import NewFile
from okno.desk.actions.note import note
from okno.desk.models import Attachment, Ticket
from okno.knowledge.actions.illustrate import illustrate
from okno.people.models import Person
from tests import make, scanners
from tests.portal.test_chat import Window

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(autouse=True)
def scanner_there(settings: Any, tmp_path: Path) -> Path:
    return scanners.set_up(settings, tmp_path)


@pytest.fixture
def as_vera(vera: Person) -> Client:
    client = Client(HTTP_HOST="desk.test")
    client.force_login(vera, backend="okno.login.backends.ByMailAddress")
    return client


def sent(anna: Person, content: bytes, name: str = "счёт.pdf") -> tuple[str, str]:
    """The page of a request with this file, and the address of the file."""
    message = make.message(by=anna, files=(NewFile(file=files.keep(content), name=name),))
    page = f"/my/{message.ticket.number}/"
    return page, f"{page}files/{message.attachments.get().pk}/"


def text_of(client: Client, page: str) -> str:
    return client.get(page).content.decode()


def test_a_customer_gets_a_file_when_it_is_clean_and_sees_meanwhile_that_it_is_checked(
    as_anna: Client, anna: Person
) -> None:
    page, address = sent(anna, PNG, "экран.png")
    assert "проверяется на вирусы" in text_of(as_anna, page)
    answer = as_anna.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (409, "5")
    assert "сама попробует ещё раз" in answer.content.decode()
    scan_waiting()
    assert b"".join(as_anna.get(address)) == PNG
    assert "проверяется" not in text_of(as_anna, page)
    assert f'src="{address}?inline"' in text_of(as_anna, page)


@pytest.mark.parametrize(
    ("content", "badge"),
    [(scanners.VIRUS, "вирус: не выдаётся"), (scanners.SILENT, "не проверен на вирусы")],
)
def test_a_customer_gets_neither_a_virus_nor_what_nobody_has_checked(
    as_anna: Client, anna: Person, content: bytes, badge: str
) -> None:
    page, address = sent(anna, content)
    scan_waiting()
    assert badge in text_of(as_anna, page)
    assert f'href="{address}"' not in text_of(as_anna, page)
    answer = as_anna.get(address)
    assert answer.status_code == 403
    assert "не выдаётся" in answer.content.decode()
    assert StoredFile.objects.get().sha256 not in answer.content.decode()


def test_sec_13_the_state_of_a_file_of_a_note_is_told_to_no_customer(
    as_anna: Client, anna: Person, vera: Person
) -> None:
    page, _address = sent(anna, b"harmless")
    ticket = Ticket.objects.get(number=page.split("/")[2])
    noted = note(
        ticket, "между нами", by=vera, files=[NewFile(file=files.keep(b"another"), name="тайна.pdf")]
    )
    assert "тайна" not in text_of(as_anna, page)
    assert as_anna.get(f"{page}files/{noted.attachments.get().pk}/").status_code == 404


def test_files_of_forms_and_of_the_chat_are_checked_as_those_of_letters(
    as_anna: Client, anna: Person
) -> None:
    page, _address = sent(anna, b"harmless")
    given = {"text": "Ещё файл", "key": "k" * 20, "attached": SimpleUploadedFile("акт.pdf", b"of the portal")}
    answer = as_anna.post(f"{page}answers/", given)
    assert answer.status_code == 302, answer.content.decode()
    assert Attachment.objects.filter(name="акт.pdf").exists()
    scan_waiting()
    assert not StoredFile.objects.exclude(scan=ScanState.CLEAN).exists()


@pytest.fixture
def window(db: None) -> Window:
    row = the_chat_desk().get()
    row.is_active = True
    set_up_chat(row)
    window = Window()
    window.begin()
    return window


def said(window: Window, content: bytes) -> dict[str, Any]:
    """Send a file, and return how the window is told of it."""
    given = {"file": SimpleUploadedFile("снимок.png", content), "key": "file"}
    assert window.client.post("/chat/file/", given, headers=window.headers).status_code == 200
    told: dict[str, Any] = window.get("since/?after=0")["messages"][-1]["files"][0]
    return told


def test_a_window_of_the_chat_hears_when_the_check_of_a_file_is_over(window: Window) -> None:
    file = said(window, PNG)
    assert (file["trouble"], file["is_picture"]) == ("checking", False)
    asked = f"since/?after=999999&checking={file['id']},abc,,{2**70}"
    assert "checked" not in window.get(asked), "not yet"
    scan_waiting()
    (now,) = window.get(asked)["checked"]
    assert (now["id"], now["trouble"], now["is_picture"]) == (file["id"], "", True)
    assert b"".join(Client(HTTP_HOST="desk.test").get(now["url"].removeprefix("http://desk.test"))) == PNG
    assert "checked" not in window.get("since/?after=999999"), "asked for by those alone who show it"


def test_a_window_of_the_chat_is_told_of_a_virus_and_has_no_way_to_it(window: Window) -> None:
    file = said(window, PNG + scanners.VIRUS)
    scan_waiting()
    (now,) = window.get(f"since/?after=999999&checking={file['id']}")["checked"]
    assert (now["trouble"], now["url"]) == ("virus", "")
    assert now["trouble_words"]
    old = Client(HTTP_HOST="desk.test").get(file["url"].removeprefix("http://desk.test"))
    assert old.status_code == 403


def test_a_window_hears_nothing_of_the_files_of_others(window: Window, anna: Person) -> None:
    sent(anna, b"of Anna")
    scan_waiting()
    other = Attachment.objects.get().pk
    assert "checked" not in window.get(f"since/?after=0&checking={other}")
    assert "checked" not in json.dumps(window.get("since/?after=0&checking=" + ",".join("1" * 500)))


def test_pictures_of_articles_and_posts_wait_for_the_check_but_not_for_whoever_brought_them(
    as_anna: Client, as_grigory: Client, as_vera: Client, anna: Person
) -> None:
    article = f"/help/pictures/{illustrate(None, 'схема.png', PNG).pk}/"
    post = f"/community/pictures/{illustrate_post('кадр.png', PNG + b'x', by=anna).pk}/"
    assert b"".join(as_vera.get(article)) == PNG, "the editor sees what he writes"
    assert b"".join(as_anna.get(post)) == PNG + b"x"
    assert as_grigory.get(article).status_code == 404
    assert as_vera.get(post).status_code == 409, "who looks after the community waits as any reader"
    StoredFile.objects.update(scan=ScanState.INFECTED)
    assert as_vera.get(article).status_code == 403
    assert as_anna.get(post).status_code == 403
