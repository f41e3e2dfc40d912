"""Changing the words of others: what colleagues mend in posts and answers; and a post of their own, made of a ticket."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.community import access
from okno.community.actions.rewrite import rewrite, rewrite_answer
from okno.community.models import Post
from okno.community.models.post import TITLE_AT_MOST
from okno.community.models.written import TEXT_AT_MOST
from okno.community.said import Said
from okno.core.refusals import BadInput, TooMuch
from okno.knowledge.models import Section
from okno.look.complaining import complain
from okno.workspace.community.deeds import address
from okno.workspace.doors import Request, go, room
from okno.workspace.queues.views import around


class TextForm(forms.Form):
    """The words of an answer."""

    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=TEXT_AT_MOST, widget=forms.Textarea({"rows": 12})
    )


class PostForm(TextForm):
    """What stands in a post."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=TITLE_AT_MOST, widget=forms.TextInput({"autocomplete": "off"})
    )
    section = forms.ModelChoiceField(
        label=gettext_lazy("Section"),
        queryset=Section.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    tags = forms.CharField(label=gettext_lazy("Tags, divided by commas"), max_length=500, required=False)
    field_order = ("title", "text", "section", "tags")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = Section.objects.filter(is_active=True)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined] # it is a ModelChoiceField

    @property
    def said(self) -> Said:
        """What stands in the form."""
        given = self.cleaned_data
        tags = [tag for one in given["tags"].split(",") if (tag := one.strip())]
        return Said(title=given["title"], text=given["text"], section=given["section"], tags=tags)


@room("GET", "HEAD", "POST")
def text(request: Request, pk: int) -> HttpResponseBase:
    """Show the words of a post to be mended, and take what was mended."""
    found = access.post_of_moderator(request.user, pk)
    initial = {
        "title": found.title,
        "text": found.text,
        "section": found.section,
        "tags": ", ".join(found.tags),
    }
    form = PostForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            rewrite(found, form.said, by=request.user)
        except (BadInput, TooMuch) as refusal:
            complain(form, refusal)
        else:
            return go(request, address(found), _("Saved."))
    return write_page(request, form, found)


@room("GET", "HEAD", "POST")
def answer_text(request: Request, pk: int) -> HttpResponseBase:
    """Show the words of an answer to be mended, and take what was mended."""
    found = access.answer_of_moderator(request.user, pk)
    form = TextForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if form.is_valid():
        try:
            rewrite_answer(found, form.cleaned_data["text"], by=request.user)
        except (BadInput, TooMuch) as refusal:
            complain(form, refusal)
        else:
            return go(request, address(found.post), _("Saved."))
    return write_page(request, form, found.post)


def write_page(request: Request, form: TextForm, found: Post | None, **more: object) -> HttpResponse:
    """Show a form of words."""
    context = {"form": form, "post": found, "slug": "community", **more}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "workspace/community/write.html", context | around(request), status=status)
