"""Every answer carries the policy; no file runs, whatever its name and its bytes say; no path leads out (SEC-02, 04, 05, 12)."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from okno.config import urls
from okno.core import files, pictures
from okno.desk.actions.hear import NewFile, attach
from tests.portal.canary import PICTURE
from tests.security.addresses import ALL, path_to
from tests.security.asking import Answer, ask
from tests.security.crawl.conftest import Seen
from tests.security.rights import RIGHTS
from tests.security.world import World

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
XSLT = b'<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#x"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></x>'
HOSTILE = {
    "x.svg": SVG, "x.png": SVG, "x.svgz": b"\x1f\x8b\x08\x00", "x.html": HTML, "x.htm": HTML, "x.xhtml": HTML, "x.xml": XSLT,
    "x.pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>", "x.mht": b"MIME-Version: 1.0\r\n" + HTML,
    "x.js": b"alert(1)", "x.gif": b"GIF89a/*" + HTML, "x": HTML, "x.jpg": b"\xff\xd8\xff" + HTML, ".htaccess": b"AddType text/html .png",  # noqa: E501
    'x"\r\nSet-Cookie: a=b\r\n\r\n<script>.html': HTML, "../../etc/passwd": HTML, "счёт\u202efdp.exe": b"MZ", "x.png.html": PICTURE,  # noqa: E501
}  # fmt: skip


def _policy_is_strict(answer: Answer) -> str:
    policy = answer.headers.get("Content-Security-Policy", "")
    if not policy or "unsafe" in policy or "*" in policy:
        return f"policy: {policy or 'none'}"
    for wanted in ("default-src 'none'", "frame-ancestors", "base-uri 'none'", "form-action"):
        if wanted not in policy and "sandbox;" not in policy:
            return f"{wanted} is missing"
    sources = [part for part in policy.split(";") if part.strip().startswith("script-src")]
    if any(
        source.strip("'").startswith(("http", "data", "blob"))
        for part in sources
        for source in part.split()[1:]
    ):
        return f"scripts from {sources}"
    return "" if answer.headers.get("X-Content-Type-Options") == "nosniff" else "may be sniffed"


@pytest.mark.parametrize("role", ["anonymous", "requester", "agent"])
def test_sec_02_every_answer_carries_the_policy(world: World, seen: Seen, role: str) -> None:
    """Pages, fragments, refusals, downloads, redirects: whatever has a body that a browser might show."""
    wrong = {}
    for address in ALL:
        if address.name in ("live", "portal:link_live"):
            continue
        method = RIGHTS[address.name][0][0]
        target = path_to(address, world.matters["open"], world)
        nowhere = path_to(address, None, world)
        for way, where in ((method, target), ("PATCH", target), (method, nowhere)):
            answer = seen(role, where, way)
            if told := _policy_is_strict(answer):
                wrong[f"{way} {where} {answer.status}"] = told
    assert not wrong


def _broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("<script>alert(1)</script>")


class Broken:
    urlpatterns = [path("broken/", _broken), *urls.urlpatterns]
    handler404, handler500 = urls.handler404, urls.handler500


@override_settings(ROOT_URLCONF=Broken)
def test_sec_02_the_page_for_a_broken_view_carries_it_too_and_tells_nothing(world: World) -> None:
    answer = ask(world.client("agent"), "GET", "/broken/")
    assert answer.status == 500
    assert not _policy_is_strict(answer)
    assert "RuntimeError" not in answer.body
    assert "alert(1)" not in answer.body


def test_sec_02_a_missing_form_token_and_a_foreign_host_are_refused_with_the_policy(world: World) -> None:
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="desk.test")
    strict.cookies = world.client("agent").cookies.copy()
    refused = ask(strict, "POST", f"/tickets/{world.matters['open'].ticket.number}/closure/")
    assert refused.status == 403
    assert not refused.writes
    assert not _policy_is_strict(refused)
    assert ask(Client(HTTP_HOST="evil.test"), "GET", "/login/").status == 400


@pytest.mark.parametrize("name", HOSTILE)
def test_sec_04_05_no_file_runs(world: World, name: str) -> None:
    matter = world.matters["open"]
    attach(matter.message, [NewFile(file=files.keep(HOSTILE[name]), name=files.safe_name(name))])
    pk = matter.message.attachments.latest("pk").pk
    number = matter.ticket.number
    for role, where in (
        ("agent", f"/attachments/{pk}/"),
        ("agent", f"/attachments/{pk}/?show=1"),
        ("requester", f"/my/{number}/files/{pk}/"),
        ("requester", f"/my/{number}/files/{pk}/?inline"),
        ("anonymous", f"/t/{matter.token}/files/{pk}/?inline=1"),
    ):
        answer = ask(world.client(role), "GET", where)
        assert answer.status == 200, where
        kind, way = answer.headers["Content-Type"], answer.headers["Content-Disposition"]
        picture = HOSTILE[name].startswith((b"\x89PNG", b"GIF8", b"\xff\xd8\xff"))
        shown = picture and not pictures.is_bomb(HOSTILE[name]) and "?" in where
        assert kind == (files.kind_of(HOSTILE[name]) if shown else "application/octet-stream"), where
        assert way.startswith("inline" if shown else "attachment"), where
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Set-Cookie" not in answer.headers
        assert not set(way) & set("\r\n/\\\u202e<>"), way


def test_sec_12_no_path_leads_to_a_file(world: World) -> None:
    file = world.matters["open"].attachment.file
    ways = ["/media/{}", "/uploads/{}", "/files/{}", "/var/files/{}", "/static/{}", "/static/../files/{}", "/static/%2e%2e/files/{}",  # noqa: E501
            "/static/..%2ffiles/{}", "/static/..%252ffiles/{}", "/static/..;/files/{}", "/static/....//files/{}", "/static/..\\files\\{}",  # noqa: E501
            "/static//files/{}", "/health/../files/{}", "/attachments/../files/{}", "/static/%00/{}"]  # fmt: skip
    for way in ways:
        for target in (file.path, "secret-key", "../secret-key", "%2e%2e/secret-key", "../../etc/passwd"):
            for role in ("anonymous", "administrator"):
                answer = ask(world.client(role), "GET", way.format(target))
                assert answer.status in (400, 404), (way, target, answer.status)
                assert "root:" not in answer.body
