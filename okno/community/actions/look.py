from datetime import datetime

from django.db import transaction

from okno.community.actions._ground import happened, index, lock, lock_answer, recount
from okno.community.actions.tell import tell_answer
from okno.community.models import Answer, Post, Report, Standing
from okno.community.refusals import NoReason
from okno.core import clock
from okno.core.text import one_line
from okno.people.models import Person


@transaction.atomic
def show(what: Post | Answer, *, by: Person) -> None:
    """Let readers see it, whatever it was before; what is shown already stays so. Its reports are looked at with it."""
    post, held = _held(what)
    now = clock.now()
    _settle(post, held, now)
    if held.is_shown:
        return
    held.standing, held.reason = Standing.SHOWN, ""
    held.save(update_fields=["standing", "reason"])
    happened(post, "shown" if held is post else "answer_shown", by=by, at=now)
    recount(post)
    index(post)
    if isinstance(held, Answer):
        tell_answer(held, at=now)


@transaction.atomic
def hide(what: Post | Answer, reason: str, *, by: Person) -> None:
    """Take it out of readers' sight; its author reads why. Hiding twice changes nothing. Raises NoReason."""
    reason = one_line(reason, 300)
    if not reason:
        raise NoReason(field="reason")
    post, held = _held(what)
    now = clock.now()
    _settle(post, held, now)
    if held.standing == Standing.HIDDEN:
        return
    held.standing, held.reason = Standing.HIDDEN, reason
    held.save(update_fields=["standing", "reason"])
    if isinstance(held, Answer) and post.accepted_id == held.pk:
        Post.objects.filter(pk=post.pk).update(accepted=None)
    happened(post, "hidden" if held is post else "answer_hidden", by=by, at=now, reason=reason)
    recount(post)
    index(post)


@transaction.atomic
def settle(post: Post, *, by: Person) -> None:
    """Say that the reports of a post were looked at and that it stays as it is; without open reports nothing changes."""
    post, now = lock(post), clock.now()
    if Report.objects.filter(post=post, settled_at=None).update(settled_at=now):
        happened(post, "settled", by=by, at=now)


def _held(what: Post | Answer) -> tuple[Post, Post | Answer]:
    if isinstance(what, Answer):
        return lock_answer(what)
    post = lock(what)
    return post, post


def _settle(post: Post, held: Post | Answer, now: datetime) -> None:
    of = Report.objects.filter(post=post, answer=held if isinstance(held, Answer) else None)
    of.filter(settled_at=None).update(settled_at=now)
