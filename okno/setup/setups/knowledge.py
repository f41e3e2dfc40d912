"""The settings of the knowledge: its sections, words that mean the same, texts with which articles begin."""

from okno.knowledge.actions.set_up import set_up_outline, set_up_section, set_up_synonyms
from okno.knowledge.models import Outline, Section, Synonyms
from okno.setup.setups.setup import Setup
from okno.setup.shape import Shape

KNOWLEDGE_SECTIONS = Setup(
    name="knowledge-sections",
    shape=Shape(
        model=Section,
        rows=Section.objects.all,
        key="name",
        columns=("name", "name_en", "about", "about_en", "place", "is_active"),
    ),
    verb=set_up_section,
)
SYNONYMS = Setup(
    name="synonyms",
    shape=Shape(model=Synonyms, rows=Synonyms.objects.all, key="words", columns=("words", "is_active")),
    verb=set_up_synonyms,
)
OUTLINES = Setup(
    name="outlines",
    shape=Shape(
        model=Outline, rows=Outline.objects.all, key="name", columns=("name", "form", "text", "is_active")
    ),
    verb=set_up_outline,
)
