"""What a customer writes in the community."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.community import access
from okno.community.access import Reader
from okno.community.models import Kind, Post
from okno.community.models.post import TITLE_AT_MOST
from okno.community.models.written import TEXT_AT_MOST
from okno.community.said import Said
from okno.knowledge.models import Section

MARKDOWN = _("Markdown: **bold**, - list, [words](address). Pictures come by paste and by drop.")


class Words(forms.Form):
    """A text with pictures, and a field that only programs fill in."""

    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea({"rows": 6, "maxlength": TEXT_AT_MOST}),
        help_text=MARKDOWN,
    )
    picture = forms.FileField(label=_("Add a picture"), required=False, max_length=1000)
    website = forms.CharField(label=_("Please leave this empty"), required=False, max_length=200)

    def clean_website(self) -> str:
        """Refuse what a program has filled in; a person whose browser did it reads what to do."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This field must stay empty: it is there for programs."))
        return ""


class AnswerForm(Words):
    """An answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your answer")


class PostForm(Words):
    """A question or an idea."""

    title = forms.CharField(
        label=_("In one line"), max_length=TITLE_AT_MOST, widget=forms.TextInput({"autocomplete": "off"})
    )
    section = forms.ModelChoiceField(
        label=_("Section"), queryset=Section.objects.none(), required=False, empty_label=_("none")
    )
    tags = forms.CharField(label=_("Tags, divided by commas"), max_length=200, required=False)
    field_order = ("title", "text", "picture", "section", "tags", "website")

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = access.sections_for(reader)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined] # it is a ModelChoiceField
        if not sections.exists():
            del self.fields["section"]

    def said(self, text: str) -> Said:
        """Return what stands in the form, with this text."""
        given = self.cleaned_data
        tags = [tag for one in given["tags"].split(",") if (tag := one.strip())]
        return Said(title=given["title"], text=text, section=given.get("section"), tags=tags)


def filled(post: Post) -> dict[str, Any]:
    """Return what stands in the form of a post that is there already."""
    return {
        "title": post.title,
        "text": post.text,
        "section": post.section,
        "tags": ", ".join(post.tags),
    }


def kind_of(asked: str) -> Kind:
    """Return which kind of post is meant; a question where the address says nothing else."""
    return Kind.IDEA if asked == Kind.IDEA else Kind.QUESTION
