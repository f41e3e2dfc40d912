"""The list of articles: which states there are, and which articles stand in one of them."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from okno.knowledge import access
from okno.knowledge.models import Article
from okno.people.models import Person
from okno.workspace.pages import labels

ROWS = 100
SHELVES = {
    "all": _("All"),
    "published": _("Published"),
    "drafts": _("In work"),
    "review": _("To be reviewed"),
    "stale": _("Stale"),
    "archived": _("Archive"),
}


def listed(person: Person, state: str, words: str, today: date) -> list[Article]:
    """Return the articles of a state, the latest changed first, the stale ones by their day; one more than a page."""
    if state == "stale":
        found = access.stale_for(person, today)
    else:
        found = access.articles_of_editor(person).filter(_state(state)).order_by("-changed_at", "-pk")
    found = found.alias(labels=labels("tags"))
    for word in words.split():
        found = found.filter(
            Q(version__title__icontains=word) | Q(draft__title__icontains=word) | Q(labels__icontains=word)
        )
    return list(found.defer(*access.WORDS, "draft__text")[: ROWS + 1])


def _state(state: str) -> Q:
    standing = Q(archived_at=None)
    states = {
        "published": standing & Q(version__isnull=False),
        "drafts": standing & Q(draft__isnull=False),
        "review": standing & Q(draft__review_asked_at__isnull=False),
        "archived": Q(archived_at__isnull=False),
    }
    return states.get(state, standing)
