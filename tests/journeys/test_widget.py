"""The window of the desk on a site of somebody else, which lets nothing run but what it names."""

import base64
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from okno.demo.cast import WIDGET
from tests.cli.desk import PATIENCE, ROOT
from tests.foreign import Foreign, says, serving
from tests.journeys.conftest import Stage, entered, opened, ready
from tests.journeys.test_knowledge import PASTE
from tests.portal.canary import PICTURE

pytestmark = [pytest.mark.journey, pytest.mark.slow]
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGE = """<!doctype html><html lang="ru"><title>Цветы</title><h1>Цветы</h1>
<script src="{desk}/widget.js" data-widget="{key}" async></script>"""
POLICY = "default-src 'none'; script-src {desk}; connect-src {desk}; require-trusted-types-for 'script'; trusted-types 'none'"


@pytest.fixture
def site(stage: Stage) -> Iterator[Foreign]:
    """A site of its own origin with a strict policy."""
    with serving() as foreign:
        page = PAGE.format(desk=stage.url, key=WIDGET).encode()
        policy = POLICY.format(desk=stage.url)
        foreign.pages["/"] = says(page, "text/html; charset=utf-8", Content_Security_Policy=policy)
        yield foreign


def test_visitors_of_another_site_talk_are_helped_and_ask(
    browser: Browser, stage: Stage, site: Foreign, desk_page: Page
) -> None:
    admin = entered(opened(browser, stage), stage, "gleb@okno.test")
    phone = opened(browser, stage, viewport={"width": 390, "height": 844}).new_page()
    asked, complaints = [], []
    phone.on("request", lambda one: asked.append(urlsplit(one.url).netloc))
    phone.on("console", lambda one: complaints.append(one.text))
    phone.goto(site.url("/"))
    expect(phone.locator("okno-widget")).to_have_count(0)  # nobody has allowed the site yet
    _allow(admin, site.url(""))
    complaints.clear()
    letters = stage.letters()
    _talks(browser, stage, site, desk_page)
    for width, height in ((390, 844), (1280, 800)):
        window = ViewportSize(width=width, height=height)
        _rates(opened(browser, stage, viewport=window).new_page(), site, desk_page)
    phone.reload()
    phone.evaluate("postMessage({ baseUrl: 'http://evil.test', __proto__: { token: 'x' } }, '*')")
    _is_helped(phone)
    _is_helped_by_others(phone)
    number = _asks(phone)
    admin.goto(f"/tickets/{number}/")
    expect(admin.locator("main").first).to_contain_text("Касса не включается")
    expect(admin.locator("main").first).to_contain_text(site.url("/"))
    letter = stage.caught("nina@shop.test", "Приедем", since=letters)  # she has left meanwhile
    assert "Приедем к двум" in letter.get_body(("plain",)).get_content()
    assert set(asked) == {urlsplit(stage.url).netloc, urlsplit(site.url("/")).netloc}
    assert not [one for one in complaints if "Policy" in one or "Trusted" in one], complaints
    phone.context.close()
    admin.context.close()


def _allow(admin: Page, origin: str) -> None:
    """Add the site to the widget in the settings."""
    admin.goto("/settings/widgets/")
    admin.get_by_role("link", name="Сайт «Ромашки»").click()
    admin.get_by_label("Сайты").fill(origin)
    admin.get_by_role("button", name="Сохранить").click()
    expect(admin.locator("pre", has_text="data-widget")).to_be_visible()


def _talks(browser: Browser, stage: Stage, site: Foreign, desk_page: Page) -> None:
    """Talk with an agent from the site, with a picture, over a reload; then leave before the last answer."""
    phone = opened(browser, stage, viewport={"width": 1280, "height": 800}).new_page()
    phone.goto(site.url("/"))
    phone.get_by_role("button", name="Поддержка «Ромашки»").click()
    phone.locator(".way", has_text="Чат").click()
    phone.get_by_label("Что случилось?").fill("Терминал молчит")
    phone.get_by_label("Почта, если придётся уйти").fill("nina@shop.test")
    _reloads(phone, "Чат")
    expect(phone.get_by_label("Что случилось?")).to_have_value("Терминал молчит")
    expect(phone.get_by_label("Почта, если придётся уйти")).to_have_value("nina@shop.test")
    desk_page.goto("/queues/mine/")
    ready(desk_page)
    phone.get_by_role("button", name="Начать чат").click()
    expect(desk_page.get_by_role("button", name="Принять чат")).to_be_visible()
    desk_page.keyboard.press("c")
    desk_page.wait_for_url(re.compile(r"/tickets/\d+/"))
    answer = desk_page.locator("form[data-writing=reply] textarea")
    answer.press_sequentially("Горит ли лампа?")
    expect(phone.get_by_text("Пишем ответ…")).to_be_visible()
    answer.press("Control+Enter")
    expect(phone.locator(".log .ours")).to_contain_text("Горит ли лампа?")
    phone.get_by_label("Сообщение").evaluate(PASTE, base64.b64encode(PICTURE).decode())
    expect(phone.locator(".log canvas")).to_have_attribute("width", "1")
    _accessible(phone)
    expect(phone.get_by_label("Сообщение")).to_have_value("")  # what was sent is kept no longer
    phone.get_by_label("Сообщение").fill("Лампа горит")
    _reloads(phone, "Ваш разговор продолжается")
    expect(phone.locator(".log .one")).to_have_count(3)
    expect(phone.get_by_label("Сообщение")).to_have_value("Лампа горит")
    _solves(desk_page, "Включили")
    asks = phone.get_by_role("group", name="Вопрос решён?")
    expect(asks).to_be_visible()
    _accessible(phone)
    asks.get_by_role("button", name="Нет, ещё не решён").click()
    expect(asks).to_be_hidden()
    expect(phone.get_by_label("Сообщение")).to_be_focused()
    phone.context.close()
    answer.press_sequentially("Приедем к двум")
    answer.press("Control+Enter")
    program = [sys.executable, "-m", "tests.journeys.left", "nina@shop.test"]
    subprocess.run(program, cwd=ROOT, env=stage.env, check=True, timeout=PATIENCE)


def _reloads(phone: Page, way: str) -> None:
    """Load the page of the site anew, and go back to where one was writing."""
    phone.reload()
    phone.get_by_role("button", name="Поддержка «Ромашки»").click()
    phone.locator(".way", has_text=way).click()


def _solves(page: Page, words: str) -> None:
    page.locator("form[data-writing=reply] textarea").fill(words)
    page.get_by_role("button", name="Отправить и…").click()
    page.get_by_role("button", name="Отправить и предложить решение").click()


def _rates(phone: Page, site: Foreign, desk_page: Page) -> None:
    """Talk once more, say that it is solved and how well one was helped, by keys alone."""
    phone.goto(site.url("/"))
    phone.get_by_role("button", name="Поддержка «Ромашки»").click()
    phone.locator(".way", has_text="Чат").click()
    phone.get_by_label("Что случилось?").fill("Где мой заказ?")
    phone.get_by_role("button", name="Начать чат").click()
    desk_page.goto("/queues/mine/")
    ready(desk_page)
    desk_page.get_by_role("button", name="Принять чат").click()
    desk_page.wait_for_url(re.compile(r"/tickets/\d+/"))
    _solves(desk_page, "Едет к вам")
    phone.get_by_role("button", name="Да, решён").press("Enter")
    rating = phone.get_by_role("group", name="Как мы справились?")
    rating.get_by_role("button", name="4 из 5: хорошо").press("Enter")
    expect(rating).to_contain_text("Спасибо за оценку!")
    _accessible(phone)
    rating.get_by_label("Хотите добавить пару слов?").fill("Быстро")
    rating.get_by_role("button", name="Сохранить").press("Enter")
    expect(rating.get_by_text("Спасибо за оценку!")).to_be_focused()
    phone.context.close()


def _accessible(page: Page) -> None:
    """See that axe finds nothing in the window (WCAG 2.2 AA)."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """() => axe.run('okno-widget', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
        .then(told => told.violations.map(one => `${one.id}: ${one.nodes[0].html}`))"""
    )
    assert not found


def _is_helped(phone: Page) -> None:
    """Find an answer in the wrong layout of the keyboard, read it, and say that it has helped."""
    phone.get_by_role("button", name="Поддержка «Ромашки»").click()
    phone.get_by_role("searchbox").press_sequentially("xtr ytgtxfnftn", delay=10)  # «чек непечатает»
    phone.locator(".hit", has_text="Касса не печатает чек").click()
    expect(phone.locator(".article")).to_contain_text("чек")
    _accessible(phone)
    phone.get_by_role("button", name="Да", exact=True).click()
    expect(phone.get_by_role("status").filter(has_text="Спасибо")).to_be_visible()
    phone.get_by_role("button", name="Назад").click()
    phone.locator(".hit", has_text="найдём причину по шагам").click()
    phone.get_by_role("button", name="Нет, всё тёмное").click()
    expect(phone.get_by_role("heading", name="Включите кассу")).to_be_focused()
    phone.get_by_role("button", name="Включилась и печатает").click()
    expect(phone.get_by_role("status").filter(has_text="Спасибо")).to_be_visible()
    for _step in range(2):
        phone.get_by_role("button", name="Назад").click()


def _is_helped_by_others(phone: Page) -> None:
    """Find what another customer has asked, read the answer that helped, and say that it has helped here, too."""
    phone.get_by_role("searchbox").fill("сканеры")
    found = phone.locator(".hit", has_text="Вопрос сообщества · Решено")
    expect(found).to_have_count(1)
    found.click()
    expect(phone.locator(".reply.best")).to_contain_text("High density")
    _accessible(phone)
    phone.get_by_role("button", name="Да", exact=True).click()
    expect(phone.get_by_role("status").filter(has_text="Спасибо")).to_be_focused()
    phone.get_by_role("button", name="Назад").click()


def _asks(phone: Page) -> str:
    """Send a request; what is missing is said at its field, and what was written survives a reload."""
    phone.get_by_role("button", name="Написать нам").click()
    phone.get_by_label("Что случилось?").fill("Касса не включается")
    paper = {"name": "чек.txt", "mimeType": "text/plain", "buffer": b"0"}
    phone.locator(".attach input[type=file]").set_input_files(paper)
    _reloads(phone, "Написать нам")
    expect(phone.get_by_text("файлы, пожалуйста, приложите ещё раз")).to_be_visible()
    expect(phone.get_by_label("Что случилось?")).to_have_value("Касса не включается")
    phone.get_by_role("button", name="Отправить").click()
    expect(phone.locator("#email-wrong")).to_contain_text("адрес")
    _accessible(phone)
    phone.get_by_label("Адрес почты").fill("oleg@shop.test")
    phone.get_by_label("Приложить адрес страницы").check()
    phone.get_by_role("button", name="Отправить").click()
    said = phone.get_by_role("status").filter(has_text="Номер вашего обращения")
    expect(said).to_be_visible()
    found = re.search(r"\d+", said.inner_text())
    assert found is not None
    return found.group()
