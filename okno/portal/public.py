"""What machines read of the public articles: the map of the site, the news as RSS, what robots may look at.

Sources: sitemaps.org 0.9; RSS 2.0; RFC 9309 (robots.txt). Each is made once for a state of the knowledge and kept in the
cache; a reader that has it already gets 304.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from xml.etree import ElementTree as ET

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from okno.community.access import frequent_since
from okno.knowledge import access
from okno.knowledge.markdown import beginning
from okno.people.provider import ours

MAP_AT_MOST, NEWS_AT_MOST = 50_000, 30  # the first is the limit of sitemaps.org
KEPT_SECONDS = 3600
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
WORDS = 400  # signs of an article in the news

Made = Callable[[], str]


def _state() -> str:
    return f"{access.state_of_knowledge()} {frequent_since()}"


def _etag(request: HttpRequest, *_args: object) -> str:
    return quote_etag(f"{request.path} {_state()}")


def _kept(kind: str) -> Callable[[Made], Callable[[HttpRequest], HttpResponse]]:
    """Answer with what is made, made once for a state of the knowledge."""

    def wrap(make: Made) -> Callable[[HttpRequest], HttpResponse]:
        @require_safe
        @condition(etag_func=_etag)
        @wraps(make)
        def view(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - everybody gets the same
            key = f"okno:public:{make.__name__}:{_state()}".replace(" ", "_")
            body = cache.get(key)
            if body is None:
                cache.set(key, body := make(), KEPT_SECONDS)
            return HttpResponse(body, content_type=kind, headers={"Cache-Control": "public, max-age=600"})

        return view

    return wrap


@_kept("application/xml; charset=utf-8")
def sitemap() -> str:
    """Name each public article with the day of its last version."""
    root = ET.Element("urlset", xmlns=SCHEMA)
    public = access.articles_for(AnonymousUser()).order_by("pk")
    rows = public.values_list("pk", "version__at")[:MAP_AT_MOST]
    pages = [(reverse("portal:help"), None), *((_page(pk), at) for pk, at in rows)]
    if since := frequent_since():
        pages.insert(1, (reverse("portal:help_frequent"), datetime.fromisoformat(since)))
    for address, at in pages:
        one = ET.SubElement(root, "url")
        ET.SubElement(one, "loc").text = settings.PORTAL_URL + address
        if at is not None:
            ET.SubElement(one, "lastmod").text = at.date().isoformat()
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


@_kept("application/rss+xml; charset=utf-8")
def news() -> str:
    """Tell which public articles are new or say something new, in the language of the desk."""
    desk = ours()
    with override(desk.language):
        feed = Rss201rev2Feed(
            title=f"{desk.name}: {_('Answers')}",
            link=settings.PORTAL_URL + reverse("portal:help"),
            description=_("New and changed answers"),
            feed_url=settings.PORTAL_URL + reverse("portal:news"),
            language=desk.language,
        )
    public = access.articles_for(AnonymousUser()).select_related("version", "section")
    for article in public.order_by("-version__at", "-pk")[:NEWS_AT_MOST]:
        assert article.version is not None, "what is shown has been published"
        link = settings.PORTAL_URL + _page(article.pk)
        feed.add_item(
            title=article.version.title,
            link=link,
            description=beginning(article.version.html, WORDS),
            pubdate=article.version.at,
            unique_id=f"{link}#{article.version.number}",
            unique_id_is_permalink=False,
            categories=[article.section.name] if article.section else [],
        )
    return str(feed.writeString("utf-8"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - everybody gets the same
    """Say that answers may be looked at, and nothing else."""
    lines = [
        "User-agent: *",
        "Allow: /help/",
        f"Allow: {settings.STATIC_URL}",
        f"Disallow: {reverse('portal:help_search')}",
        "Disallow: /",
        f"Sitemap: {settings.PORTAL_URL}{reverse('portal:sitemap')}",
        "",
    ]
    return HttpResponse(
        "\n".join(lines),
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "public, max-age=86400"},
    )


def _page(pk: int) -> str:
    return reverse("portal:help_article", args=[pk])
