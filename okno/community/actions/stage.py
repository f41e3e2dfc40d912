from django.db import transaction

from okno.community.actions._ground import happened, lock
from okno.community.jobs import tell_voters
from okno.community.models import Kind, Post, Stage
from okno.core import clock, jobs
from okno.core.refusals import BadInput
from okno.core.text import several_lines
from okno.people.models import Person

OFFICIAL_AT_MOST = 4000


@transaction.atomic
def stage(post: Post, chosen: str, words: str, *, by: Person) -> None:
    """Say how far an idea is, in official words; all who voted for it are told once when it is done. Raises BadInput."""
    post, now = lock(post), clock.now()
    words = several_lines(words, OFFICIAL_AT_MOST)
    if post.kind != Kind.IDEA or chosen not in Stage.values:
        raise BadInput
    if (post.stage, post.official) == (chosen, words):
        return
    is_done = chosen == Stage.DONE and post.stage != Stage.DONE
    post.stage, post.official, post.official_by, post.official_at = Stage(chosen), words, by, now
    post.save(update_fields=["stage", "official", "official_by", "official_at"])
    happened(post, "staged", by=by, at=now, stage=str(chosen))
    if is_done:
        jobs.later(tell_voters, post=post.pk)
