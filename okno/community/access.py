"""Who may read, write and look after what stands in the community: asked here and nowhere else.

While the community is not open, it does not exist for readers; colleagues who look after it see it all the same.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from okno.community.models import (
    Answer,
    CommunityPlan,
    Helped,
    Hush,
    Kind,
    Moderation,
    Picture,
    Post,
    Readers,
    Report,
    Standing,
    Vote,
)
from okno.community.models.post import PostQuerySet
from okno.community.pictures import address_of
from okno.core.refusals import NotAllowed, NotFound
from okno.core.remembered import remembered
from okno.desk import access
from okno.knowledge.access import articles_for
from okno.knowledge.models import Section
from okno.people.models import Person

Reader = Person | AnonymousUser
WITH = ("author__merged_into", "section")
VAIN_AT_MOST = 10
SECONDS = 5.0  # so long a page may show the way to a community that has just been shut, or hide it


@dataclass(frozen=True, slots=True)
class Verdict:
    """What readers said of the answers to a question."""

    yes: int
    no: int
    vain: tuple[str, ...]  # the last words that led there in vain


def plan() -> CommunityPlan:
    """Return what the desk has chosen; where nothing was, the community is not open."""
    return CommunityPlan.objects.first() or CommunityPlan()


lately = remembered(SECONDS)(plan)


def is_open_to(reader: Reader) -> bool:
    """Return True where the reader may come in."""
    return _lets_in(plan(), reader)


def leads_to(reader: Reader) -> bool:
    """Tell whether pages shall lead this reader to the community; every page of the portal asks, none lets in by it."""
    return _lets_in(lately(), reader)


def require_open(reader: Reader) -> None:
    """Raise NotFound where there is no community for this reader."""
    if not is_open_to(reader):
        raise NotFound


def posts_for(reader: Reader) -> PostQuerySet:
    """Return what the reader finds in lists and by the search; nothing where the community is not open to him."""
    return (Post.objects.shown() if is_open_to(reader) else Post.objects.none()).select_related(*WITH)


def post_for(reader: Reader, pk: int) -> Post:
    """Return a post with its address: shown, merged, or one's own whatever became of it. Raises NotFound."""
    require_open(reader)
    posts = Post.objects.all() if is_moderator(reader) else Post.objects.filter(_seen_by(reader))
    return _one(posts.select_related(*WITH, "merged_into", "official_by", "article__version"), pk)


def answers_for(reader: Reader, post: Post) -> QuerySet[Answer]:
    """Return the answers of a post, the accepted one first, then those that were found good."""
    answers = Answer.objects.filter(post=post)
    if not is_moderator(reader):
        answers = answers.filter(_seen_by(reader))
    is_accepted = Exists(Post.objects.filter(pk=post.pk, accepted=OuterRef("pk")))
    return answers.select_related("author__merged_into").order_by(is_accepted.desc(), "-votes", "pk")


def answer_for(reader: Reader, pk: int) -> Answer:
    """Return an answer of a post that the reader may see. Raises NotFound."""
    answer = _answer(pk)
    post_for(reader, answer.post_id)
    if answers_for(reader, answer.post).filter(pk=pk).exists():
        return answer
    raise NotFound


def own_votes(reader: Reader, post: Post) -> tuple[bool, set[int]]:
    """Return whether the reader has voted for the post, and for which of its answers."""
    if not isinstance(reader, Person) or not _is_somebody(reader):
        return False, set()
    voted = list(Vote.objects.filter(Q(post=post) | Q(answer__post=post)).of(reader.pk))
    return any(one.post_id for one in voted), {one.answer_id for one in voted if one.answer_id}


def picture_for(reader: Reader, pk: int) -> Picture:
    """Return a picture: one's own, or one that stands in words which the reader may see. Raises NotFound."""
    found = Picture.objects.select_related("file").filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise NotFound
    if found.by_id == reader.pk or is_moderator(reader) or _stands_in_words_for(reader, found):
        return found
    raise NotFound


def may_accept(reader: Reader, post: Post) -> bool:
    """Return True for the one who asked, and for those who look after the community."""
    return is_moderator(reader) or is_own(reader, post)


def may_rewrite(reader: Reader, written: Post | Answer) -> bool:
    """Return True for the author, while it is not hidden, and for those who look after the community."""
    return is_moderator(reader) or (is_own(reader, written) and written.standing != Standing.HIDDEN)


def is_own(reader: Reader, written: Post | Answer) -> bool:
    """Return True for the author, and for the person that the author has been merged into."""
    return _is_somebody(reader) and reader.pk in (written.author_id, written.author.merged_into_id)


def writer(reader: Reader) -> Person:
    """Return the person who may write here; raises NotFound where nothing is open to him, NotAllowed for a robot."""
    require_open(reader)
    if not isinstance(reader, Person) or not _is_somebody(reader):
        raise NotAllowed
    return reader


def may_say_helped(reader: Reader, post: Post) -> bool:
    """Return True where the reader may say whether the answers helped: to a question of somebody else that has some."""
    is_answered = post.kind == Kind.QUESTION and post.is_shown and bool(post.answers_count)
    return is_answered and not is_own(reader, post)


def require_answered(reader: Reader, post: Post) -> None:
    """Raise NotFound where there is nothing that could have helped this reader."""
    if not may_say_helped(reader, post):
        raise NotFound


def helped_of(person: Reader, post: Post) -> Verdict:
    """Return how many readers the answers helped and did not help; refused to whoever does not work here. Two statements."""
    access.require_staff(person)
    said = Helped.objects.filter(post=post)
    counts = said.aggregate(yes=Count("pk", filter=Q(is_yes=True)), no=Count("pk", filter=Q(is_yes=False)))
    vain = said.filter(is_yes=False).exclude(asked="").order_by("-at").values_list("asked", flat=True)
    return Verdict(counts["yes"], counts["no"], tuple(dict.fromkeys(vain[:VAIN_AT_MOST])))


def own_posts(person: Person) -> PostQuerySet:
    """Return what the person has written there: posts, whatever became of them."""
    return Post.objects.filter(_by(person)).order_by("pk")


def own_answers(person: Person) -> QuerySet[Answer]:
    """Return the answers that the person has written."""
    return Answer.objects.filter(_by(person)).order_by("pk")


def is_looked_at_first(person: Person) -> bool:
    """Return True where what this person writes waits for a colleague before it is shown.

    A newcomer is whoever has nothing shown yet, or had something hidden.
    """
    if is_moderator(person):
        return False
    rule = plan().moderation
    if rule != Moderation.NEWCOMERS:
        return rule == Moderation.BEFORE
    known = [
        standing
        for model in (Post, Answer)
        for standing in model.objects.filter(_by(person)).values_list("standing", flat=True).distinct()
    ]
    return Standing.SHOWN not in known or Standing.HIDDEN in known


def is_moderator(reader: Reader) -> bool:
    """Return True for those who look after the community: everybody who works here."""
    return isinstance(reader, Person) and reader.is_staff_member


def is_hushed(person: Person, post: Post) -> bool:
    """Return True where the person wants no letters about the post."""
    return hushes_of(person, post).exists()


def hushes_of(person: Person, post: Post) -> QuerySet[Hush]:
    """Return what the person, or who was merged into him, has said so by."""
    return Hush.objects.filter(Q(person=person) | Q(person__merged_into=person), post=post)


def sections_for(reader: Reader) -> QuerySet[Section]:
    """Return the sections of which the reader knows: in which an article stands that he may read."""
    return Section.objects.filter(is_active=True, pk__in=articles_for(reader).values("section"))


def posts_of_moderator(person: Reader) -> PostQuerySet:
    """Return all posts, whatever their standing; refused to whoever does not work here."""
    access.require_staff(person)
    return Post.objects.all().select_related(
        *WITH, "merged_into", "ticket", "article__version", "official_by"
    )


def post_of_moderator(person: Reader, pk: int) -> Post:
    """Return one of them; raises NotFound."""
    return _one(posts_of_moderator(person), pk)


def answer_of_moderator(person: Reader, pk: int) -> Answer:
    """Return an answer whatever its standing; raises NotFound."""
    access.require_staff(person)
    return _answer(pk)


def answers_waiting_for(person: Reader) -> QuerySet[Answer]:
    """Return the answers that wait for a look, the newest first."""
    access.require_staff(person)
    waiting = Answer.objects.filter(standing=Standing.WAITING)
    return waiting.select_related("author__merged_into", "post").order_by("-at", "-pk")


def reported_for(person: Reader) -> PostQuerySet:
    """Return the posts of which readers have reported something that nobody has looked at, with these reports."""
    open_ones = Report.objects.filter(settled_at=None)
    count = Count("reports", filter=Q(reports__settled_at=None))
    posts = posts_of_moderator(person).filter(pk__in=open_ones.values("post")).annotate(reported=count)
    return posts.prefetch_related(Prefetch("reports", open_ones.order_by("pk")))


def reports_of(post: Post) -> QuerySet[Report]:
    """Return the open reports of a post that the asker looks after."""
    return Report.objects.filter(post=post, settled_at=None).select_related("person", "answer").order_by("pk")


def post_of_ticket(person: Reader, ticket: int) -> Post | None:
    """Return the post that was made of this ticket, or of which the ticket was made."""
    return posts_of_moderator(person).filter(ticket=ticket).first()


def origin_of(reader: Reader, article: int) -> Post | None:
    """Return the question out of which an article grew, where the reader may see it."""
    return posts_for(reader).filter(article=article).first()


def _lets_in(chosen: CommunityPlan, reader: Reader) -> bool:
    return chosen.is_open and (chosen.readers == Readers.EVERYONE or _is_somebody(reader))


def _by(person: Person) -> Q:
    """What the person has written, and who was merged into him."""
    return Q(author=person) | Q(author__merged_into=person)


def _is_somebody(reader: Reader) -> bool:
    return isinstance(reader, Person) and reader.is_active and not reader.is_robot


def _seen_by(reader: Reader) -> Q:
    """What a reader sees: what is shown, and the own words whatever became of them."""
    seen = Q(standing=Standing.SHOWN)
    if _is_somebody(reader):
        seen |= Q(author=reader.pk) | Q(author__merged_into=reader.pk)
    return seen


def _stands_in_words_for(reader: Reader, picture: Picture) -> bool:
    """An answer that waits or was hidden shows none of its pictures, though its post is there to be read."""
    if picture.post_id is None:
        return False
    post, address = post_for(reader, picture.post_id), address_of(picture.pk)
    answers = Answer.objects.filter(Q(post=post) | Q(came_from=post), _seen_by(reader))
    return address in post.text or answers.filter(text__contains=address).exists()


def _one(posts: PostQuerySet, pk: int) -> Post:
    found = posts.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise NotFound
    return found


def _answer(pk: int) -> Answer:
    answers = Answer.objects.select_related("author__merged_into", "post__author__merged_into")
    found = answers.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise NotFound
    return found
