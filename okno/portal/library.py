"""The customer's library: sections, one article, and whether it helped. Open without a login."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from okno.core import files, throttle
from okno.core.grouping import grouped
from okno.core.numbers import whole
from okno.core.scanning import Reader
from okno.core.text import one_line
from okno.knowledge import access
from okno.knowledge.actions.tell_helped import tell_helped
from okno.knowledge.markdown import beginning, pictures, shown
from okno.knowledge.models import Article, Audience
from okno.people.models import Person
from okno.portal.forms import a_key
from okno.portal.frequent import first_of
from okno.portal.guiding import walked
from okno.portal.visits import kept_with, of_browser, of_person

ASKED_AT_MOST = 200
DESCRIBED = 200  # signs of an article beside a link to it
TITLES_OF_SECTION, SECTION_AT_MOST = 5, 500
TAG_AT_MOST, TAGS_SHOWN, TAGGED = 50, 20, 50
ANSWERS_AT_MOST, IN_SECONDS = 300, 600


@require_safe
def shelves(request: HttpRequest) -> HttpResponse:
    """Show the sections with their first articles, all of one section, or those with a tag."""
    section = whole(request.GET.get("section", ""))
    if tag := one_line(request.GET.get("tag", ""), TAG_AT_MOST).casefold():
        return _tagged(request, tag, section)
    if section is None:
        articles, count = access.first_of_sections(request.user, TITLES_OF_SECTION), TITLES_OF_SECTION
    else:
        articles, count = access.articles_of_section(request.user, section)[:SECTION_AT_MOST], SECTION_AT_MOST
    sections = grouped(articles, lambda article: article.section)
    context: dict[str, Any] = {
        "sections": list(sections.items()),
        "count": count,
        "is_one": section is not None,
    }
    if section is None:
        context |= first_of(request.user)
    else:
        context |= {"tags": access.tags_of_section(request.user, section, TAGS_SHOWN), "section_pk": section}
    return render(request, "portal/help/shelves.html", context)


def _tagged(request: HttpRequest, tag: str, section: int | None) -> HttpResponse:
    """Show the articles with a tag; the page says how one gets rid of it."""
    after = whole(request.GET.get("after", ""))
    rows = list(access.articles_tagged(request.user, tag, section=section, after=after)[: TAGGED + 1])
    context = {
        "articles": rows[:TAGGED],
        "after": rows[TAGGED - 1].pk if len(rows) > TAGGED else None,
        "tag": tag,
        "section": rows[0].section if rows and section is not None else None,
        "section_pk": section,
    }
    return render(request, "portal/help/tagged.html", context)


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one article."""
    found = access.article_for(request.user, pk)
    assert found.version is not None, "only published articles are read"
    context: dict[str, Any] = {
        "article": found,
        "version": found.version,
        "html": shown(found.version.html),
        "asked": one_line(request.GET.get("q", ""), ASKED_AT_MOST),
        "key": a_key(),
        "thanks": "thanks" in request.GET,
        "may_edit": access.is_editor(request.user),
        "walk": walked(found, request.GET) if found.is_guide else None,
        "told": _told(found) if found.audience == Audience.EVERYONE else None,
    }
    return render(request, f"portal/help/{'guide' if found.is_guide else 'article'}.html", context)


def _told(article: Article) -> dict[str, str]:
    """Return what other sites and messengers show of a link to a public article (the Open Graph protocol)."""
    assert article.version is not None, "only published articles are read"
    first = pictures(article.version.text)[:1]
    return {
        "url": settings.PORTAL_URL + reverse("portal:help_article", args=[article.pk]),
        "description": beginning(article.version.html, DESCRIBED),
        "image": settings.PORTAL_URL + reverse("portal:help_picture", args=first) if first else "",
    }


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take «it helped» or «it did not»; after a no one may ask at once, in the words that led here."""
    said = said_to_help(request)
    tell_helped(access.article_for(request.user, pk), **said)
    return led_on(reverse("portal:help_article", args=[pk]), said)


def said_to_help(request: HttpRequest) -> dict[str, Any]:
    """Return what was said, by whom, in which visit and after which words; raises TooMuch for who says it too often."""
    throttle.at_most(ANSWERS_AT_MOST, IN_SECONDS, "helped", request.META.get("REMOTE_ADDR", ""))
    person = request.user if isinstance(request.user, Person) else None
    return {
        "is_yes": request.POST.get("helped") == "yes",
        "by": person,
        "key": of_person(person) if person else of_browser(request),
        "asked": one_line(request.POST.get("q", ""), ASKED_AT_MOST),
    }


def led_on(place: str, said: dict[str, Any], *, else_about: str = "") -> HttpResponseBase:
    """Lead back to what has helped; else to the form, in the words that led there, or about the same."""
    asking = f"{reverse('portal:ask')}?{urlencode({'text': said['asked'] or else_about})}"
    answered = redirect(f"{place}?thanks=#helped" if said["is_yes"] else asking)
    return answered if said["by"] else kept_with(answered, said["key"])


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a picture of an article that the reader may find; whoever writes does not wait for the virus scanner."""
    found = access.picture_for(request.user, pk)
    reader = Reader.AUTHOR if access.is_editor(request.user) else Reader.ANYBODY
    return files.serve(found.file, found.name, inline=True, reader=reader)
