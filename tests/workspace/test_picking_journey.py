"""A ticket is chosen by a few letters in a real browser: the dialog, the keys, what stands in the field, and the merge."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from okno.desk.actions.index import index_all
from okno.people.models import Person
from tests import make
from tests.browser import open_browser


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_ticket_is_chosen_by_letters_and_keys(
    live_server: LiveServer, as_boris: Client, anna: Person
) -> None:
    ticket = make.ticket(by=anna, subject="Нет бумаги", text="Лоток пуст.")
    target = make.ticket(by=anna, subject="Принтер гудит", text="Третий этаж.")
    make.ticket(by=anna, subject="Монитор мигает", text="Совсем другое.")
    list(index_all())
    cookie = as_boris.cookies[settings.SESSION_COOKIE_NAME].value
    with open_browser() as browser:
        context = browser.new_context(base_url=live_server.url, locale="ru-RU")
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        context.add_init_script("window.EventSource = class extends EventTarget { close() {} }")
        page = context.new_page()
        page.goto(f"/tickets/{ticket.number}/merger/")
        field, offers = page.locator("[name=into]"), page.locator("#into-offers")
        field.focus()
        expect(offers.locator("[role=option]")).to_have_count(2)  # the other tickets of the customer
        field.press_sequentially("ghbyn")  # the other layout
        expect(offers.locator("[role=option]")).to_have_count(1)
        field.press("ArrowDown")
        field.press("Enter")
        expect(field).to_have_value(f"№ {target.number} · Принтер гудит")
        expect(offers).to_be_hidden()
        page.locator("button.button--primary").click()
        page.wait_for_url(f"**/tickets/{target.number}/")
    ticket.refresh_from_db()
    assert ticket.merged_into == target
