"""Every page in a real browser: axe finds nothing (WCAG 2.2 AA), light and dark, wide and on the smallest phone.

The pages are those of the table of rights that answer a GET; a new address is looked at as soon as it has its row there.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from okno.desk import links
from okno.desk.actions.close import confirm
from okno.desk.actions.keep_view import keep_view
from okno.desk.actions.resolve import resolve
from okno.desk.models import SavedView, Ticket, ViewColumn
from okno.setup.setups import SETUPS
from okno.workspace.wizard.steps import BY_SLUG, READY
from tests.browser import open_browser
from tests.security.addresses import ALL, path_to
from tests.security.rights import RIGHTS
from tests.security.world import ROLES, World, build

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
HERE = Path(__file__).resolve().parent
AXE = HERE.parents[1] / "node_modules" / "axe-core" / "axe.min.js"
# A function for the browser to call.
IN_A_LOOK = (HERE / "in_a_look.js").read_text(encoding="utf-8").rpartition(";")[0]
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a width or a light can change; each page is asked everything else once.
NARROW = ["button-name", "color-contrast", "link-name", "scrollable-region-focusable", "target-size"]
EVERYTHING, CONTRAST = {"type": "tag", "values": TAGS}, {"type": "rule", "values": ["color-contrast"]}


@dataclass(frozen=True)
class Look:
    """A light and a width, and what is asked in them: of the whole page, or of texts as they were drawn nowhere before."""

    light: Literal["light", "dark"]
    size: ViewportSize
    rules: dict[str, Any]
    is_rest: bool = False


# Two opposite corners are asked about whole, the others about what is drawn there alone.
LOOKS = (
    Look("light", WIDE, EVERYTHING),
    Look("light", PHONE, CONTRAST, is_rest=True),
    Look("dark", PHONE, {"type": "rule", "values": NARROW}),
    Look("dark", WIDE, CONTRAST, is_rest=True),
)
# The frame of the workspace is the same around all pages of a person: in each look it is asked about once, with the first.
FRAME = "#nav"
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [`wider than ${innerWidth}: ` +
  [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.tagName + "." + one.className).slice(0, 4).join(" ")]"""
# What is no page: streams, files, frames, raw letters, the state of the machine.
NO_PAGE = re.compile(r"live|/health|file|raw|letter$|picture|attachment$|hints|download|feed|own_data|accent")

TO_STRANGERS = {"portal:community_post"}  # pages that ask whoever is not logged in for something else


@dataclass(frozen=True)
class Visit:
    """One page, and whose eyes see it."""

    role: str
    path: str


def visits(world: World) -> Iterator[Visit]:
    """Yield every page that a GET answers, seen by the first of the cast who may."""
    matter = world.matters["open"]
    for address in ALL:
        for method, who, status in RIGHTS[address.name]:
            signs = who.get("open", who.get("", ""))
            seen_by = [
                role
                for role in ("agent", "administrator", "requester", "anonymous")
                if signs and signs[ROLES.index(role)] == "Y"
            ]
            if method == "GET" and status == 200 and seen_by and not NO_PAGE.search(address.name):
                path = path_to(address, matter, world)
                yield Visit(seen_by[-1 if "link" in address.name else 0], path)
                if address.name in TO_STRANGERS:
                    yield Visit("anonymous", path)
    for slug in [*BY_SLUG, READY]:
        yield Visit("administrator", f"/start/{slug}/")
    for setup in SETUPS:
        yield Visit("administrator", f"/settings/{setup.name}/")
        if not setup.is_single:
            yield Visit("administrator", f"/settings/{setup.name}/new/")


def table(world: World) -> Visit:
    """Keep a view with every column; it is a table on a wide screen and compact rows on a phone."""
    agent = world.people["agent"]
    view = SavedView(owner=agent, name="Table", query="status:open", columns=ViewColumn.values)
    return Visit("agent", f"/queues/{keep_view(view, by=agent).slug}/")


def entered(browser: Browser, server: LiveServer, world: World, role: str) -> Page:
    """Open a window in which this person works; the stream of nudges stays silent."""
    context: BrowserContext = browser.new_context(
        base_url=server.url, reduced_motion="reduce", locale="ru-RU"
    )
    if cookie := world.client(role).cookies.get(settings.SESSION_COOKIE_NAME):
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": server.url}]
        )
    # The stream is silenced in the page: a route would switch off the cache, and each page would bring its styles anew.
    context.add_init_script("window.EventSource = class extends EventTarget { close() {} }")
    context.add_init_script(path=AXE)
    return context.new_page()


def faults(page: Page, visit: Visit, asked: dict[str, set[str]], *, is_first: bool) -> Iterator[str]:
    """Yield what is wrong with one page in any of its looks; `asked` is, for each light, how texts were drawn till now."""
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    answer = page.goto(visit.path)
    assert answer is not None
    assert answer.status == 200, visit
    if "text/html" not in answer.headers.get("content-type", "") or not page.evaluate(
        "() => Boolean(document.title)"
    ):
        return  # a part of a page; the page that asks for it is looked at
    for number, look in enumerate(LOOKS):
        frame = [] if is_first or number == 0 else [FRAME]
        page.set_viewport_size(look.size)
        page.emulate_media(color_scheme=look.light)
        known = sorted(asked[look.light]) if look.is_rest else None
        found, drawn = page.evaluate(IN_A_LOOK, [look.rules, frame, known])
        asked[look.light].update(drawn)
        found += page.evaluate(TOO_WIDE) if look.size is PHONE and not look.is_rest else []
        yield from (f"{visit.path} ({visit.role}, {look.light}, {look.size['width']}) {one}" for one in found)


@pytest.mark.usefixtures("kept_static_files")
def test_every_page_is_for_everybody(live_server: LiveServer) -> None:
    world = build()
    for role in ROLES:
        world.client(role)
    asked = sorted({*visits(world), table(world)}, key=lambda visit: visit.role)
    assert len(asked) > 60
    wrong: list[str] = []
    drawn: dict[str, set[str]] = defaultdict(set)
    with open_browser() as browser:
        windows: dict[str, Any] = {}
        for visit in asked:
            is_first = visit.role not in windows
            if is_first:
                windows[visit.role] = entered(browser, live_server, world, visit.role)
            wrong += faults(windows[visit.role], visit, drawn, is_first=is_first)
    assert not wrong, "\n".join(wrong)


def test_a_long_subject_pushes_no_button_out_of_the_window(live_server: LiveServer) -> None:
    world = build()
    ticket = world.matters["open"].ticket
    Ticket.objects.filter(pk=ticket.pk).update(subject="Касса не печатает чеки и терминал молчит " * 6)
    world.client("agent")
    with open_browser() as browser:
        page = entered(browser, live_server, world, "agent")
        page.set_viewport_size(WIDE)
        page.goto(f"/tickets/{ticket.number}/")
        ends = page.eval_on_selector_all(
            ".ticket__tools :is(button, a)", "all => all.map(one => one.getBoundingClientRect().right)"
        )
    assert ends
    assert max(ends) <= WIDE["width"]


def test_stars_chosen_in_a_letter_stay_and_fit_on_a_phone(live_server: LiveServer) -> None:
    world = build()
    ticket = world.matters["open"].ticket
    resolve(ticket, by=world.people["agent"])
    confirm(ticket, by=ticket.requester)
    path = urlsplit(links.make(ticket, ticket.requester)).path
    with open_browser() as browser:
        page = entered(browser, live_server, world, "anonymous")
        page.set_viewport_size(PHONE)
        page.goto(f"{path}?stars=2#rating")
        assert page.locator(".rating__star[data-on=true]").count() == 2
        assert page.evaluate(TOO_WIDE) == []
