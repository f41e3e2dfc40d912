"""A desk of one's own: from the link in the console to the first letter as a request on the screen. Not the demo."""

import re
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import make_msgid

import pytest
from playwright.sync_api import Browser, expect

from tests.cli.desk import Desk, wait_for
from tests.journeys.conftest import PATIENCE_MS

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PASSWORD = "тихий омут у реки"


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An empty desk, as `okno serve` starts it on a new machine."""
    folder = tmp_path_factory.mktemp("own")
    folder.chmod(0o711)
    made = Desk(folder)
    yield made.up()
    made.down()


def test_a_desk_of_ones_own_from_the_link_in_the_console_to_the_first_request(
    desk: Desk, browser: Browser
) -> None:
    link = wait_for(lambda: re.search(r"http\S+/start/key/\S+", desk.log.read_text()))[0]
    context = browser.new_context(
        base_url=desk.env["OKNO_BASE_URL"], locale="ru-RU", timezone_id="Asia/Omsk", viewport={"width": 390, "height": 844}
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", name="Это окно ещё новое")).to_be_visible()
    page.goto(link)
    for label, words in (
        ("Как вас зовут", "Глеб"),
        ("Ваша почта", "gleb@romashka.test"),
        ("Пароль", PASSWORD),
    ):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Пароль ещё раз").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Название вашей организации").fill("Ромашка")
    expect(page.get_by_label("Часовой пояс")).to_have_value("Asia/Omsk")
    page.keyboard.press("Enter")
    page.get_by_label("Другие часы").check()
    page.locator("[name=end]").fill("20:00")
    page.get_by_role("button", name="Сохранить и продолжить").click()
    page.get_by_label("Адрес почты").fill("help@romashka.test")
    page.get_by_role("button", name="Сохранить и проверить").click()
    expect(page.locator(".steps")).to_contain_text("Отправка пробного письма")
    page.goto("/")  # closed and come back: it goes on where it was
    page.get_by_role("button", name="Пропустить").click()
    page.get_by_label("Вторая линия").fill("Инженеры")
    page.get_by_role("button", name="Сохранить и продолжить").click()
    page.get_by_role("link", name="Назад").click()
    expect(page.get_by_label("Вторая линия")).to_have_value("Инженеры")
    page.get_by_role("button", name="Сохранить и продолжить").click()
    page.get_by_role("button", name="Пропустить").click()
    expect(page.get_by_role("main")).to_contain_text("пн–пт 09:00–20:00")
    page.get_by_role("button", name="Открыть очередь").click()
    page.goto("/queues/unassigned/")
    _write(desk.listener, "help@romashka.test", "Не печатает принтер")
    expect(page.locator(".row__subject", has_text="Не печатает принтер")).to_be_visible()
    assert desk.get(link.removeprefix(desk.env["OKNO_BASE_URL"]))[0] == 404
    context.close()


def _write(listener: int, to: str, subject: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Анна <anna@client.test>", to, subject
    letter["Message-ID"] = make_msgid(domain="client.test")
    letter.set_content("Гудит и молчит.")
    with smtplib.SMTP("127.0.0.1", listener, timeout=20) as server:
        server.sendmail("anna@client.test", [to], letter.as_bytes())
