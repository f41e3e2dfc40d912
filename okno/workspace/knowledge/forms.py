"""What an editor writes about an article."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.knowledge.actions.describe import About
from okno.knowledge.models import Article, Outline, Section, Wish
from okno.knowledge.models.article import TEXT_AT_MOST, TITLE_AT_MOST, Audience, Language
from okno.people.models import Organisation, Person


class ArticleForm(forms.Form):
    """The text and all that is said of it."""

    title = forms.CharField(
        label=_("Title"), max_length=TITLE_AT_MOST, widget=forms.TextInput({"autocomplete": "off"})
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea({"rows": 18}),
        help_text=_(
            "Markdown: # heading, **bold**, - list, [words](address). Pictures come by paste and by drop."
        ),
    )
    picture = forms.FileField(label=_("Add a picture"), required=False, max_length=1000)
    section = forms.ModelChoiceField(
        label=_("Section"), queryset=Section.objects.none(), required=False, empty_label=_("none")
    )
    new_section = forms.CharField(label=_("or a new section"), max_length=120, required=False)
    audience = forms.ChoiceField(label=_("Who may read it"), choices=Audience.choices)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("none")
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    tags = forms.CharField(label=_("Tags, divided by commas"), max_length=500, required=False)
    owner = forms.ModelChoiceField(
        label=_("Looked after by"), queryset=Person.objects.none(), empty_label=None
    )
    review_on = forms.DateField(
        label=_("To be looked through on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "section": Section.objects.filter(is_active=True),
            "organisation": Organisation.objects.filter(is_active=True).order_by("name"),
            "owner": Person.objects.staff().by_name(),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined] # they are ModelChoiceFields

    @property
    def about(self) -> About:
        """What the valid form says of the article."""
        said = self.cleaned_data
        return About(
            owner=said["owner"],
            audience=said["audience"],
            organisation=said["organisation"],
            section=said["section"],
            new_section=said["new_section"],
            language=said["language"],
            tags=said["tags"].split(","),
            review_on=said["review_on"],
        )


def filled(
    article: Article | None, person: Person, wish: Wish | None = None, outline: Outline | None = None
) -> dict[str, Any]:
    """Return what stands in the form before anybody writes; a new article may answer a wish, or follow an outline."""
    if article is None:
        return {
            "title": wish.words if wish else "",
            "text": outline.text if outline else "",
            "owner": person,
            "audience": Audience.STAFF if wish else Audience.EVERYONE,  # its words are of a ticket
            "language": Language.RUSSIAN,
        }
    draft = getattr(article, "draft", None)
    stands = draft or article.version
    return {
        "title": stands.title if stands else "",
        "text": stands.text if stands else "",
        "seen": draft.revision if draft else 0,
        "tags": ", ".join(article.tags),
        **{
            name: getattr(article, name)
            for name in ("section", "audience", "organisation", "language", "owner", "review_on")
        },
    }
