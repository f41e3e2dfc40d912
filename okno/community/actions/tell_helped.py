from django.db import transaction

from okno.community.models import Helped, Post
from okno.core import clock
from okno.core.text import one_line
from okno.knowledge.models import ReadAt
from okno.people.models import Person


@transaction.atomic
def tell_helped(
    post: Post,
    *,
    is_yes: bool,
    key: str,
    by: Person | None,
    asked: str = "",
    door: str = ReadAt.PORTAL,
) -> None:
    """Write down whether the answers to a question helped; a second word of the same visit replaces the first."""
    said = {"is_yes": is_yes, "asked": one_line(asked, 200), "person": by, "at": clock.now(), "door": door}
    Helped.objects.update_or_create(post=post, key=key, defaults=said)
