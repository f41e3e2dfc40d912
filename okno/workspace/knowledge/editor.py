"""Writing an article: its form with what readers will see beside it, saving, publishing, pictures by paste."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.core.numbers import whole
from okno.core.refusals import BadInput, Conflict, TooMuch
from okno.knowledge import access
from okno.knowledge.actions.edit import edit
from okno.knowledge.actions.illustrate import illustrate
from okno.knowledge.actions.publish import publish
from okno.knowledge.actions.review import ask_review
from okno.knowledge.actions.start import start
from okno.knowledge.actions.wish import fulfil
from okno.knowledge.guides import read
from okno.knowledge.happenings import sentence
from okno.knowledge.markdown import html, shown
from okno.knowledge.models import Article, Form, Outline, Picture, Wish
from okno.knowledge.models.article import TEXT_AT_MOST
from okno.look.complaining import complain
from okno.workspace.doors import Request, go, room
from okno.workspace.knowledge.forms import ArticleForm, filled
from okno.workspace.queues.views import around

HAPPENINGS, SOURCES = 50, 20


@room("GET", "HEAD", "POST")
def new_article(request: Request) -> HttpResponseBase:
    """Begin an article."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ArticleForm(*given, initial=filled(None, request.user, _wished(request), _outline(request)))
    if form.is_valid():
        try:
            text = _text(form, None)
            made = start(form.cleaned_data["title"], text, form.about, by=request.user, form=_form(request))
        except (BadInput, TooMuch) as refusal:
            complain(form, refusal)
        else:
            if wished := _wished(request):
                fulfil(wished, made)
            return go(request, address(made), _("The draft is saved."))
    return _page(request, form, None)


@room("GET", "HEAD", "POST")
def article(request: Request, pk: int) -> HttpResponseBase:
    """Show an article to write in it; take what was written."""
    found = access.article_of_editor(request.user, pk)
    if request.method != "POST":
        return _page(request, ArticleForm(initial=filled(found, request.user)), found)
    return _saved(request, found, _("Saved."))


@room("POST")
def publication(request: Request, pk: int) -> HttpResponseBase:
    """Save what was written and show it to the readers."""
    found = access.article_of_editor(request.user, pk, to="publish")
    return _saved(request, found, _("Published: readers see it now."), then=publish)


@room("POST")
def review(request: Request, pk: int) -> HttpResponseBase:
    """Save what was written and ask for a review."""
    found = access.article_of_editor(request.user, pk)
    return _saved(request, found, _("A lead will look at it."), then=ask_review)


@room("POST")
def preview(request: Request) -> HttpResponse:
    """Show how a text will look."""
    text = request.POST.get("text", "")
    if len(text) > TEXT_AT_MOST:
        raise TooMuch
    if request.POST.get("form") == Form.GUIDE:
        return render(request, "workspace/knowledge/guide_preview.html", {"script": read(text)})
    return render(request, "workspace/knowledge/preview.html", {"html": shown(html(text))})


@room("POST")
def pictures(request: Request, pk: int | None = None) -> HttpResponse:
    """Take a picture, of an article that is not saved yet too; the answer is what to write where it shall stand."""
    found = None if pk is None else access.article_of_editor(request.user, pk)
    file = request.FILES.get("file")
    if file is None:
        raise BadInput
    mark = _mark(illustrate(found, file.name or "", file.read()))
    return HttpResponse(mark, content_type="text/plain; charset=utf-8")


def address(found: Article) -> str:
    """Return where the article is written."""
    return reverse("workspace:article", args=[found.pk])


def _saved(
    request: Request, found: Article, say: str, then: Callable[..., object] | None = None
) -> HttpResponse:
    """Save the form and lead back to the page; what is wrong is told beside its field, and nothing is saved."""
    form = ArticleForm(request.POST, request.FILES, initial=filled(found, request.user))
    if form.is_valid():
        said = form.cleaned_data
        try:
            text = _text(form, found)
            edit(found, said["title"], text, form.about, by=request.user, seen=said["seen"], then=then)
        except (BadInput, Conflict, TooMuch) as refusal:
            complain(form, refusal)
        else:
            return go(request, address(found), say)
    return _page(request, form, found)


def _text(form: ArticleForm, found: Article | None) -> str:
    """Return the text; a picture that came with the form, without a paste, stands at its end."""
    text: str = form.cleaned_data["text"]
    file = form.cleaned_data["picture"]
    return f"{text}\n\n{_mark(illustrate(found, file.name, file.read()))}".lstrip() if file else text


def _wished(request: Request) -> Wish | None:
    """Return the wish that a new article shall answer."""
    number = whole((request.POST if request.method == "POST" else request.GET).get("wish", ""))
    return None if number is None else access.wish_for(request.user, number)


def _outline(request: Request) -> Outline | None:
    """Return the text with which a new article is to begin, if one was chosen."""
    number = whole(request.GET.get("outline", "")) if request.method != "POST" else None
    return None if number is None else access.outlines_for(request.user).filter(pk=number).first()


def _form(request: Request) -> str:
    """Return what a new article is to be: a text, or step by step."""
    said = (request.POST if request.method == "POST" else request.GET).get("form", "")
    return Form.GUIDE if said == Form.GUIDE else Form.TEXT


def _page(request: Request, form: ArticleForm, found: Article | None) -> HttpResponse:
    text = form["text"].value() or ""
    happened = found.happenings.select_related("by")[:HAPPENINGS] if found else []
    is_guide = found.is_guide if found else _form(request) == Form.GUIDE
    context: dict[str, Any] = {
        "form": form,
        "is_guide": is_guide,
        "script": read(text[:TEXT_AT_MOST]) if is_guide else None,
        "article": found,
        "draft": getattr(found, "draft", None),
        "wish": None if found else _wished(request),
        "outlines": []
        if found or form.is_bound
        else access.outlines_for(request.user).filter(form=_form(request)),
        "html": shown(html(text[:TEXT_AT_MOST])),
        "may_publish": access.may_publish(request.user),
        "answers": access.answers_of(found) if found else None,
        "namesakes": access.namesakes_of(request.user, found) if found else [],
        "sources": access.sources_of(request.user, found)[:SOURCES] if found else [],
        "happenings": [(one, sentence(one.kind, one.data)) for one in happened],
        "slug": "knowledge",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "workspace/knowledge/article.html", context | around(request), status=status)


def _mark(picture: Picture) -> str:
    """Return what stands in a text for the picture."""
    name = picture.name.rpartition(".")[0].replace("[", "").replace("]", "")
    return f"![{name}]({reverse('portal:help_picture', args=[picture.pk])})"
