"""What gets lost on the way is made good: a server that falls while one types, a stream that breaks, a laptop that sleeps."""

import os
import re
import signal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.cli.desk import wait_for
from tests.journeys.conftest import Stage, entered, opened, ready

pytestmark = [pytest.mark.journey, pytest.mark.slow]
ON = "html[data-stream=on]"
REFETCH = "void document.getElementById('main').dispatchEvent(new CustomEvent('refetch'))"


def ticket_of(page: Page, stage: Stage, subject: str) -> None:
    """Let a letter come in and open its ticket."""
    page.goto("/queues/unassigned/")
    stage.send("Рита Лис <rita.lis@romashka.test>", subject, "Начинаем с начала.")
    page.locator(".row", has_text=subject).click()
    expect(page.locator(".message", has_text="Начинаем с начала")).to_be_visible()


def test_a_draft_outlives_the_fall_of_the_server(stage: Stage, desk_page: Page) -> None:
    page = desk_page
    ticket_of(page, stage, "Стучит батарея")
    page.wait_for_selector(ON)
    area = page.locator("form[data-writing=reply] textarea")
    area.focus()
    page.keyboard.insert_text("Начало письма, ")
    fallen = stage.parts()["web"]
    os.kill(fallen, signal.SIGKILL)
    page.keyboard.insert_text("и его конец.")
    stage.until_restarted(fallen)
    expect(page.locator("form[data-writing=reply] [data-draft-state]")).to_have_text("Черновик сохранён")
    expect(area).to_have_value("Начало письма, и его конец.")
    expect(page.locator(ON)).to_be_attached()
    page.evaluate("localStorage.clear()")  # so that the words can come from the server alone
    page.reload()
    expect(area).to_have_value("Начало письма, и его конец.")
    page.locator("form[data-writing=reply] [data-send]").click()
    expect(page.locator(".message", has_text="и его конец")).to_be_visible()


def test_a_list_that_comes_back_as_something_else_leads_nobody_away(stage: Stage, desk_page: Page) -> None:
    page = desk_page
    ticket_of(page, stage, "Гудит щиток")
    page.wait_for_selector(ON)
    here = page.url
    page.evaluate("window.stays = true")
    page.route(
        "**/queues/**", lambda route: route.fulfill(body="<p>Зайдите позже</p>", content_type="text/html")
    )
    with page.expect_response("**/queues/**"):
        page.evaluate("void document.getElementById('list').dispatchEvent(new CustomEvent('refetch'))")
    page.unroute("**/queues/**")
    page.evaluate(REFETCH)
    expect(page.locator(".message", has_text="Начинаем с начала")).to_be_visible()
    expect(page.locator(".row", has_text="Гудит щиток")).to_be_visible()
    assert (page.url, page.evaluate("window.stays")) == (here, True)


def test_what_was_missed_without_a_stream_is_there_when_it_is_back(
    stage: Stage, desk_page: Page, browser: Browser
) -> None:
    page = desk_page
    ticket_of(page, stage, "Скрипит стул")
    page.wait_for_selector(ON)
    page.context.set_offline(True)
    page.locator("form[data-writing=reply] textarea").fill("Смажем завтра.")
    expect(page.locator("form[data-writing=reply] [data-draft-state]")).to_contain_text("Нет связи")

    vera = entered(opened(browser, stage), stage, "vera@okno.test")
    vera.goto(page.url + "&write=note")
    vera.locator("form[data-writing=note] textarea").fill("Стул уже заменили.")
    vera.locator("form[data-writing=note] [data-send]").click()
    expect(vera.locator(".message", has_text="Стул уже заменили")).to_be_visible()
    expect(page.locator(".message", has_text="Стул уже заменили")).to_have_count(0)

    page.context.set_offline(False)
    expect(page.locator(".message", has_text="Стул уже заменили")).to_be_visible()  # nobody reloads
    expect(page.locator("form[data-writing=reply] textarea")).to_have_value("Смажем завтра.")
    expect(page.locator("form[data-writing=reply] [data-draft-state]")).to_have_text("Черновик сохранён")
    vera.context.close()


def test_what_comes_late_for_the_last_ticket_does_not_take_the_place_of_this_one(
    stage: Stage, browser: Browser
) -> None:
    context = opened(browser, stage, service_workers="block")  # what a worker fetches cannot be held back
    page = entered(context, stage, "boris@okno.test")
    subject = page.locator("main .ticket__subject")
    page.goto("/queues/unassigned/")  # no chats: their pages bring what is new in parts
    ready(page)
    first, second = page.locator(".rows .row").nth(0), page.locator(".rows .row").nth(1)
    number = str(first.get_attribute("id")).removeprefix("row-")
    first.click()
    page.wait_for_url(f"**/tickets/{number}/*")
    expect(page.locator(f"main[data-live='ticket:{number}']")).to_be_attached()
    before = subject.inner_text()
    held: list[Route] = []
    page.route(re.compile(rf"/tickets/{number}/(\?|$)"), lambda route: held.append(route))  # noqa: PLW0108 - a built-in is no handler here
    wait_for(lambda: page.evaluate(REFETCH) or held)  # until the page that has just come listens
    second.click()
    expect(subject).not_to_have_text(before)
    after = subject.inner_text()
    page.evaluate(
        """number => { window.over = new Promise(done => document.addEventListener("htmx:finally:request",
        ({ detail }) => detail.ctx.request.action.includes(`/${number}/`) && done(true))) }""",
        number,
    )
    held[0].continue_()
    assert page.evaluate("window.over")
    assert subject.inner_text() == after
    context.close()


def test_a_draft_that_was_on_its_way_while_its_text_was_sent_does_not_come_back(
    stage: Stage, browser: Browser
) -> None:
    context = opened(browser, stage, service_workers="block")
    page = entered(context, stage, "boris@okno.test")
    ticket_of(page, stage, "Течёт кран")
    area = page.locator("form[data-writing=reply] textarea")
    held: list[Route] = []
    page.route("**/drafts/reply/", lambda route: held.append(route))  # noqa: PLW0108 - as above
    area.fill("Закройте воду, едем.")
    wait_for(lambda: page.evaluate("1") and held)
    page.locator("form[data-writing=reply] [data-send]").click()
    expect(page.locator(".message", has_text="Закройте воду")).to_be_visible()
    with page.expect_response("**/drafts/reply/"):
        held[0].continue_()
    page.reload()
    expect(page.locator(".message", has_text="Закройте воду")).to_be_visible()
    expect(area).to_have_value("")
    context.close()
