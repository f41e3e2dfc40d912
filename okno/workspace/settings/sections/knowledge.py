"""What helps to find and to write articles: words of the desk, texts to begin with."""

from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext_lazy as _

from okno.setup import setups
from okno.workspace.settings.forms.knowledge import OutlineForm, SectionForm, SynonymsForm
from okno.workspace.settings.kit import Column, Section

SECTIONS = (
    Section(
        setup=setups.KNOWLEDGE_SECTIONS, form=SectionForm, icon="list", name=_("Sections of the knowledge"),
        lead=_("The shelves on which readers find the articles. A new one is also made while one writes an article."),
        add=_("Add a section"), empty=_("There is no section yet: all articles stand on one shelf."),
        columns=(Column(_("Section"), str), Column(_("What it is about"), lambda row: truncatechars(row.explanation, 80)),
                 Column(_("Place in the order"), lambda row: row.place)),
        search=("name", "name_en", "about", "about_en"),
    ),
    Section(
        setup=setups.SYNONYMS, form=SynonymsForm, icon="search", name=_("Synonyms"),
        lead=_("Words of your desk that mean the same: whoever looks for one finds articles with the other."),
        add=_("Add synonyms"), empty=_("There are none yet. Common ones, like “password” and “login”, the desk knows already."),
        columns=(Column(_("Words"), str),), search=("words",),
    ),
    Section(
        setup=setups.OUTLINES, form=OutlineForm, icon="article", name=_("Outlines of articles"),
        lead=_("Texts with which an article begins, so that those of one kind are built alike."),
        add=_("Add an outline"), empty=_("There is none yet: an article begins with an empty page."),
        columns=(Column(_("Name"), str), Column(_("How it is read"), lambda row: row.get_form_display()),
                 Column(_("Text"), lambda row: truncatechars(row.text, 80))),
        search=("name", "text"),
    ),
)  # fmt: skip
