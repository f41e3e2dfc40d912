from django.db import transaction

from okno.core import clock
from okno.core.text import one_line
from okno.knowledge.models import Article, Helped, ReadAt
from okno.people.models import Person


@transaction.atomic
def tell_helped(
    article: Article,
    *,
    is_yes: bool,
    key: str,
    by: Person | None,
    asked: str = "",
    door: str = ReadAt.PORTAL,
) -> None:
    """Write down whether the article helped; a second answer of the same visit replaces the first."""
    assert article.version is not None, "only published articles are read"
    Helped.objects.update_or_create(
        version=article.version,
        key=key,
        defaults={
            "article": article,
            "is_yes": is_yes,
            "asked": one_line(asked, 200),
            "person": by,
            "door": door,
            "at": clock.now(),
        },
    )
