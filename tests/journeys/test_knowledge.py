"""An answer from the first word to the reader whom it helps."""

import base64

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Stage, entered, opened
from tests.portal.canary import PICTURE

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PASTE = """(area, content) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(content), sign => sign.charCodeAt(0))], "кран.png", { type: "image/png" }));
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_an_editor_writes_and_a_stranger_is_helped(browser: Browser, stage: Stage) -> None:
    editor = entered(opened(browser, stage), stage, "vera@okno.test")
    _publish(editor)
    for width, height in ((390, 844), (1440, 900)):
        _is_helped(opened(browser, stage, viewport={"width": width, "height": height}).new_page())
    editor.reload()
    expect(editor.locator("main")).to_contain_text("Помогла 2 раза")
    editor.context.close()


def _is_helped(stranger: Page) -> None:
    """Find the answer, read it, say that it has helped: a ticket that nobody has to write."""
    stranger.goto("/help/")
    # «кофемашина» in the other layout
    stranger.get_by_role("searchbox").press_sequentially("rjatvfibyf", delay=20)
    stranger.locator("#found .ask__link", has_text="Кофемашина на кухне").click()
    expect(stranger.locator(".article__text strong")).to_have_text("нажмите на кран")
    assert stranger.locator(".article__text img").evaluate(
        "async (one) => { await one.decode(); return one.naturalWidth }"
    )
    stranger.get_by_role("button", name="Да", exact=True).click()
    expect(stranger.locator("#helped")).to_contain_text("Спасибо")
    stranger.context.close()


def _publish(editor: Page) -> None:
    """Write an article with a pasted picture, see how it will look, save and publish it."""
    editor.goto("/knowledge/new/")
    editor.get_by_label("Заголовок").fill("Кофемашина на кухне")
    text = editor.locator("#id_text")
    text.fill("Чтобы налить воды, **нажмите на кран**.\n\n")
    expect(editor.locator("#preview strong")).to_have_text("нажмите на кран")
    text.press("Control+End")
    text.evaluate(PASTE, base64.b64encode(PICTURE).decode())
    expect(editor.locator("#preview img")).to_be_visible()
    editor.get_by_role("button", name="Сохранить черновик").click()
    editor.get_by_role("button", name="Опубликовать").click()
    expect(editor.get_by_role("link", name="Как видят читатели")).to_be_visible()
