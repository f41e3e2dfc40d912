"""A passkey in a real browser with a virtual key: added in the profile, then the only thing needed at the door."""

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from okno.catalog.actions.found import found
from okno.people.actions.hire import hire
from tests.browser import open_browser
from tests.login.door import PASSWORD

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_and_opens_alone(live_server: LiveServer) -> None:
    found()
    hire("petr@romashka.test", "Пётр", "customer", password=PASSWORD)
    with open_browser() as chromium:
        context = chromium.new_context(base_url=live_server.url, locale="en-US")
        page = context.new_page()
        page.set_default_timeout(20_000)
        wire = context.new_cdp_session(page)
        wire.send("WebAuthn.enable")
        wire.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

        page.goto("/login/")
        page.fill("input[name=login]", "petr@romashka.test")
        page.fill("input[name=password]", PASSWORD)
        page.click("button.button--primary")
        page.wait_for_url("**/my/")
        page.goto("/me/passkeys/add/")
        page.fill("input[name=password]", PASSWORD)  # asked once more before something important
        page.click("button.button--primary")
        page.wait_for_url("**/me/passkeys/add/")
        page.click("#mfa_webauthn_add")
        page.wait_for_url("**/me/factor/codes/")
        expect(page.locator(".codes li")).to_have_count(10)

        page.goto("/me/")
        page.click("form[action='/logout/'] button")
        page.wait_for_url("**/login/")
        page.click("#passkey_login")
        page.wait_for_url("**/my/")
        context.close()
