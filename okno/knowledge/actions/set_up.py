"""What editors have set up for the knowledge: its sections, words that mean the same, texts to begin with."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core.jobs import later
from okno.core.refusals import BadInput
from okno.desk.search.words import words
from okno.knowledge.jobs import index_section
from okno.knowledge.models import Outline, Section, Synonyms
from okno.knowledge.search.synonyms import synonyms

FEWEST, MOST = 2, 20


class NotSynonyms(BadInput):
    message = _("Two to twenty single words, divided by commas.")


@transaction.atomic
def set_up_synonyms(row: Synonyms) -> Synonyms:
    """Save words that mean the same; the search knows them in each process within seconds."""
    said = [words(one) for one in row.words.split(",") if one.strip()]
    if not FEWEST <= len(said) <= MOST or any(len(one) != 1 for one in said):
        raise NotSynonyms(field="words")
    row.words = ", ".join(" ".join(one.split()) for one in row.words.split(",") if one.strip())
    row.save()
    transaction.on_commit(synonyms.forget)
    return row


@transaction.atomic
def set_up_section(row: Section) -> Section:
    """Save a section; the search reads its articles anew, for they are found by its names, too."""
    row.save()
    later(index_section, section=row.pk)
    return row


@transaction.atomic
def set_up_outline(row: Outline) -> Outline:
    """Save a text to begin with, without empty lines around it: so it goes out as a file and comes in the same."""
    row.text = row.text.strip()
    row.save()
    return row
