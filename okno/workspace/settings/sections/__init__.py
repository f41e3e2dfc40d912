"""The table of the settings: every kind of rows with its form, its list and its words, by subject, in the order of the page."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from okno.core.refusals import NotFound
from okno.people.models import Person
from okno.setup import access
from okno.workspace.settings.kit import Section, Words
from okno.workspace.settings.sections import company, deadlines, doors, knowledge, work

SUBJECTS = (
    (_("Company"), company.SECTIONS),
    (pgettext_lazy("of a desk", "Work"), work.SECTIONS),
    (_("Knowledge"), knowledge.SECTIONS),
    (_("Deadlines"), deadlines.SECTIONS),
    (pgettext_lazy("ways in", "Doors"), doors.SECTIONS),
)
SECTIONS = tuple(section for _title, sections in SUBJECTS for section in sections)
BY_SLUG = {section.slug: section for section in SECTIONS}


def sections_for(person: Person) -> list[Section]:
    """Return the sections that are open to the person."""
    mine = access.setups_for(person)
    return [section for section in SECTIONS if section.setup in mine]


def section_for(person: Person, slug: str) -> Section:
    """Return one section; raises NotFound."""
    section = BY_SLUG.get(slug)
    if section is None or section not in sections_for(person):
        raise NotFound
    return section


def by_subject(sections: Sequence[Section]) -> list[tuple[Words, list[Section]]]:
    """Return these sections by subject; subjects without any are left out."""
    found = [(title, [one for one in ones if one in sections]) for title, ones in SUBJECTS]
    return [(title, ones) for title, ones in found if ones]
