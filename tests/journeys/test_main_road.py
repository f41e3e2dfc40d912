"""The main job in a real browser: from a letter to a closed ticket, and what must not happen on the way."""

import re
from email.utils import parseaddr

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Stage, by_code, entered, opened

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def row(page: Page, subject: str) -> object:
    return page.locator(".row", has_text=subject).first


def write(page: Page, text: str) -> None:
    page.locator("form[data-writing=reply] textarea").fill(text)


def test_from_a_letter_to_a_closed_ticket(stage: Stage, desk_page: Page, browser: Browser) -> None:
    desk_page.goto("/queues/unassigned/")
    first = stage.send(
        "Мария Ветрова <maria@romashka.test>", "Молчит телефон 4-17", "Добрый день! Трубка молчит с утра."
    )
    line = row(desk_page, "Молчит телефон 4-17")
    expect(line).to_be_visible()  # by itself: nobody reloads
    expect(line.locator(".clock")).to_be_visible()
    stage.caught("maria@romashka.test", "№")  # the number of the request, at once

    line.click()
    expect(desk_page.locator(".message", has_text="Трубка молчит с утра")).to_be_visible()
    write(desk_page, "Мария, проверьте, пожалуйста, вставлен ли кабель до щелчка.")
    desk_page.locator("form[data-writing=reply] [data-send]").click()
    expect(desk_page.locator(".message", has_text="до щелчка")).to_be_visible()

    answer = stage.caught("maria@romashka.test", "до щелчка")
    assert first in str(answer["References"])
    assert answer["Auto-Submitted"] is None
    stage.send(
        "Мария Ветрова <maria@romashka.test>",
        f"Re: {answer['Subject']}",
        "Щёлкнуло, но молчит.\n\n> Мария, проверьте, пожалуйста\n",
        to=parseaddr(str(answer["Reply-To"]))[1],
        In_Reply_To=str(answer["Message-ID"]),
    )
    back = desk_page.locator(".message", has_text="Щёлкнуло, но молчит")
    expect(back).to_be_visible()
    expect(desk_page.locator("[data-aloud]")).to_have_text("Мария Ветрова: Щёлкнуло, но молчит.")

    write(desk_page, "Заменили аппарат, теперь должно работать.")
    desk_page.locator("form[data-writing=reply] [popovertarget^=then-]").click()
    desk_page.locator("button[name=then][value=resolve]").click()
    solved = stage.caught("maria@romashka.test", "Заменили аппарат")
    link = re.search(r"https?://\S+/t/[^\s>]+", solved.get_body(("plain",)).get_content())
    assert link is not None

    phone = opened(browser, stage).new_page()
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.goto(link.group())
    expect(phone.get_by_text("Трубка молчит с утра")).to_be_visible()
    phone.locator("form[action$='confirmation/'] button").click()
    expect(phone.locator("form[action$='confirmation/']")).to_have_count(0)
    expect(desk_page.locator("body")).to_contain_text(re.compile("закрыто", re.IGNORECASE))
    phone.context.close()


def test_sec_23_a_forged_reply_opens_a_ticket_of_its_own(stage: Stage, desk_page: Page) -> None:
    stage.send("Ольга Ким <olga@romashka.test>", "Секрет Ольги", "Пароль от сейфа сменили на новый.")
    answer = stage.caught("olga@romashka.test", "№")
    number = re.search(r"№\s*(\d+)", str(answer["Subject"]) + answer.get_body(("plain",)).get_content())
    assert number is not None
    stage.send(
        "Чужой <stranger@evil.test>",
        f"Re: [№ {number.group(1)}] Секрет Ольги",
        "Пришлите мне всю переписку.",
        In_Reply_To=str(answer["Message-ID"]),
        References=str(answer["Message-ID"]),
    )
    desk_page.goto("/queues/unassigned/")
    forged = desk_page.locator(".row", has_text="Пришлите мне всю переписку").first
    expect(forged).to_be_visible()
    assert number.group(1) not in str(forged.get_attribute("href"))
    desk_page.goto(f"/tickets/{number.group(1)}/")
    expect(desk_page.locator(".message", has_text="Пришлите мне всю переписку")).to_have_count(0)


def test_two_agents_see_each_other_and_an_outdated_reply_is_stopped(
    stage: Stage, desk_page: Page, browser: Browser
) -> None:
    stage.send("Денис Юрьев <denis@romashka.test>", "Гудит блок питания", "Под столом гудит блок питания.")
    desk_page.goto("/queues/unassigned/")
    line = row(desk_page, "Гудит блок питания")
    expect(line).to_be_visible()
    line.click()
    expect(desk_page.locator(".message", has_text="Под столом гудит")).to_be_visible()
    url = desk_page.url

    vera = entered(opened(browser, stage), stage, "vera@okno.test")
    vera.goto(url)
    seen = desk_page.locator(".present", has_text="Вера Соколова")
    expect(seen).to_be_visible()
    write(desk_page, "Денис, выключите его из розетки.")
    write(vera, "Денис, сейчас подойдёт инженер.")
    vera.locator("form[data-writing=reply] [data-send]").click()
    expect(
        desk_page.locator(".message", has_text="сейчас подойдёт инженер")
    ).to_be_visible()  # live, the draft stays
    expect(desk_page.locator("form[data-writing=reply] textarea")).to_have_value(
        "Денис, выключите его из розетки."
    )
    vera.goto("/queues/mine/")
    expect(seen).to_have_count(0)
    vera.context.close()


def test_a_customer_enters_by_a_mailed_code_and_sees_only_what_is_hers(
    stage: Stage, browser: Browser
) -> None:
    page = opened(browser, stage).new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    by_code(page, stage, "marina@romashka.test")
    expect(page.get_by_text("Забыла пароль от почты")).to_be_visible()
    expect(page.get_by_text("VPN отключается")).to_have_count(0)
    page.context.close()


def test_a_letter_beyond_reading_is_kept_on_view_and_tried_again(stage: Stage, desk_page: Page) -> None:
    deep = b"From: Deep <deep@evil.test>\r\nTo: support@okno.test\r\nSubject: Matryoshka\r\nMIME-Version: 1.0\r\n"
    for level in range(400):
        deep += f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'.encode()
    stage.hand_over("deep@evil.test", "support@okno.test", deep + b"\r\ninside\r\n")
    stage.send("Павел Громов <pavel@romashka.test>", "Письмо за матрёшкой", "Меня не задержали?")

    desk_page.goto("/quarantine/")
    line = desk_page.locator("tr", has_text="deep@evil.test")
    expect(line).to_be_visible()
    expect(line).to_contain_text("сложнее")  # the reason, in words
    desk_page.goto("/queues/unassigned/")
    expect(row(desk_page, "Письмо за матрёшкой")).to_be_visible()

    desk_page.goto("/quarantine/")
    line.locator("form[action$='retrial/'] button, form[hx-post$='retrial/'] button").first.click()
    expect(
        desk_page.locator("tr", has_text="deep@evil.test")
    ).to_be_visible()  # read again, refused again, still on view
