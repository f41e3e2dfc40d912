"""Who is told of what happened to a post, by the same letters as everybody: once, and never of one's own deed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from okno.channels import sealed_letters
from okno.community import access
from okno.community.links import quiet_link, whole_link
from okno.community.models import Answer, Post, Stage, Vote
from okno.community.models.vote import STANDS_FOR
from okno.core import clock
from okno.knowledge.markdown import plain
from okno.people.models import Person

EXCERPT = 600  # signs of an answer in a letter
BATCH = 100
LETTERS_AN_HOUR = 20  # to one person


def tell_answer(answer: Answer, *, at: datetime) -> None:
    """Tell the author of the post that there is an answer; of each answer once."""
    if answer.told_at is not None:
        return
    Answer.objects.filter(pk=answer.pk).update(told_at=at)
    post = answer.post
    with _language_of(post.author):
        lead = _("Your post was answered: “%(title)s”") % {"title": post.title}
        _write(post.author, post, lead, plain(answer.text), by=answer.author)


def tell_accepted(answer: Answer, *, by: Person) -> None:
    """Tell the author of an answer that it has helped."""
    with _language_of(answer.author):
        lead = _("Your answer was accepted: “%(title)s”") % {"title": answer.post.title}
        _write(answer.author, answer.post, lead, "", by=by)


@transaction.atomic
def tell_some_voters(post: Post) -> bool:
    """Tell some of those who voted for an idea, and once its author, that it is done; returns whether others still wait.

    Each row of a vote remembers that it was told, so that a run after a crash goes on where the last one stopped.
    """
    if post.stage != Stage.DONE:
        return False
    rows = Vote.objects.select_for_update(skip_locked=True, of=("self",)).filter(post=post, told_at=None)
    some = list(rows.select_related("person__merged_into").order_by("pk")[:BATCH])
    people = {one.pk: one for vote in some for one in [vote.person.standing]}
    told = Vote.objects.filter(post=post, told_at__isnull=False).annotate(who=STANDS_FOR)
    for pk in people.keys() - set(told.filter(who__in=people).values_list("who", flat=True)):
        tell_done(post, people[pk])
    Vote.objects.filter(pk__in=[vote.pk for vote in some]).update(told_at=clock.now())
    return len(some) == BATCH


def tell_done(post: Post, person: Person) -> None:
    """Tell one person that an idea has come true."""
    with _language_of(person):
        lead = _("It is done: “%(title)s”") % {"title": post.title}
        _write(person, post, lead, post.official, by=post.official_by)


def _write(person: Person, post: Post, lead: str, words: str, *, by: Person | None) -> None:
    """Queue the letter, in the running language, unless the reader did it himself or wants no letters about the post."""
    person = person.standing
    if by is not None and person == by.standing:
        return
    if not person.is_active or access.is_hushed(person, post):
        return
    if sealed_letters.notices_to(person, since=clock.now() - timedelta(hours=1)) >= LETTERS_AN_HOUR:
        return  # more would be a storm; what happened stands on the page
    context = {
        "lead": lead,
        "words": words if len(words) <= EXCERPT else f"{words[:EXCERPT].rpartition(' ')[0]} …",
        "link": whole_link(post),
        "quiet": quiet_link(post, person),
        "language": get_language(),
    }
    text = {kind: render_to_string(f"community/mail/told.{kind}", context) for kind in ("txt", "html")}
    sealed_letters.queue_notice(person, {"subject": lead, "text": text["txt"], "html": text["html"]})


def _language_of(person: Person) -> override:
    known = {code for code, _name in settings.LANGUAGES}
    return override(person.language if person.language in known else settings.LANGUAGE_CODE)
