from django.db import transaction

from okno.community.actions._ground import happened, lock
from okno.community.models import Answer, Post, Report
from okno.core import clock
from okno.core.text import one_line
from okno.people.models import Person


@transaction.atomic
def report(what: Post | Answer, words: str, *, by: Person) -> None:
    """Say that something should not stand there; a second word of the same reader changes nothing while nobody has looked."""
    answer = what if isinstance(what, Answer) else None
    post, now = lock(answer.post if answer else what), clock.now()  # type: ignore[arg-type] # it is the one or the other
    said = one_line(words, 300)
    _row, is_new = Report.objects.get_or_create(
        post=post, answer=answer, person=by, settled_at=None, defaults={"words": said, "at": now}
    )
    if is_new:
        happened(post, "reported", by=by, at=now, words=said or "—")
