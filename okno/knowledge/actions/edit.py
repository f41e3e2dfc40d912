from collections.abc import Callable

from django.db import transaction

from okno.knowledge.actions._ground import draft_of
from okno.knowledge.actions.describe import About, describe
from okno.knowledge.actions.write import write
from okno.knowledge.models import Article
from okno.people.models import Person


@transaction.atomic
def edit(
    article: Article,
    title: str,
    text: str,
    about: About,
    *,
    by: Person,
    seen: int,
    then: Callable[..., object] | None = None,
) -> None:
    """Save all that stands in an editor's form, or nothing; `then` follows where a draft is there: publishing it, a review.

    Raises what `write`, `describe` and the one that follows raise.
    """
    write(article, title, text, by=by, seen=seen)
    describe(article, about, by=by)
    if then is not None and draft_of(article) is not None:
        then(article, by=by)
