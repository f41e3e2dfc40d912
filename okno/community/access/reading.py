"""What a reader finds: posts, answers, pictures, sections."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from okno.community.access.door import Reader, is_moderator, is_open_to, is_somebody, require_open
from okno.community.models import Answer, Picture, Post, Standing, Vote
from okno.community.models.post import PostQuerySet
from okno.community.pictures import address_of
from okno.core.refusals import NotFound
from okno.knowledge.access import articles_for
from okno.knowledge.models import Section
from okno.people.models import Person

WITH = ("author__merged_into", "section")


def posts_for(reader: Reader) -> PostQuerySet:
    """Return what the reader finds in lists and by the search; nothing where the community is not open to him."""
    return (Post.objects.shown() if is_open_to(reader) else Post.objects.none()).select_related(*WITH)


def post_for(reader: Reader, pk: int) -> Post:
    """Return a post with its address: shown, merged, or one's own whatever became of it. Raises NotFound."""
    require_open(reader)
    posts = Post.objects.all() if is_moderator(reader) else Post.objects.filter(_seen_by(reader))
    return one_of(posts.select_related(*WITH, "merged_into", "official_by", "article__version"), pk)


def answers_for(reader: Reader, post: Post) -> QuerySet[Answer]:
    """Return the answers of a post, the accepted one first, then those that were found good."""
    answers = Answer.objects.filter(post=post)
    if not is_moderator(reader):
        answers = answers.filter(_seen_by(reader))
    is_accepted = Exists(Post.objects.filter(pk=post.pk, accepted=OuterRef("pk")))
    return answers.select_related("author__merged_into").order_by(is_accepted.desc(), "-votes", "pk")


def answer_for(reader: Reader, pk: int) -> Answer:
    """Return an answer of a post that the reader may see. Raises NotFound."""
    answer = answer_of(pk)
    post_for(reader, answer.post_id)
    if answers_for(reader, answer.post).filter(pk=pk).exists():
        return answer
    raise NotFound


def own_votes(reader: Reader, post: Post) -> tuple[bool, set[int]]:
    """Return whether the reader has voted for the post, and for which of its answers."""
    if not isinstance(reader, Person) or not is_somebody(reader):
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


def is_own_picture(reader: Reader, picture: Picture) -> bool:
    """True for whoever has brought it."""
    return reader.pk is not None and picture.by_id == reader.pk


def sections_for(reader: Reader) -> QuerySet[Section]:
    """Return the sections of which the reader knows: in which an article stands that he may read."""
    return Section.objects.filter(is_active=True, pk__in=articles_for(reader).values("section"))


def origin_of(reader: Reader, article: int) -> Post | None:
    """Return the question out of which an article grew, where the reader may see it."""
    return posts_for(reader).filter(article=article).first()


def _seen_by(reader: Reader) -> Q:
    """What a reader sees: what is shown, and the own words whatever became of them."""
    seen = Q(standing=Standing.SHOWN)
    if is_somebody(reader):
        seen |= Q(author=reader.pk) | Q(author__merged_into=reader.pk)
    return seen


def _stands_in_words_for(reader: Reader, picture: Picture) -> bool:
    """An answer that waits or was hidden shows none of its pictures, though its post is there to be read."""
    if picture.post_id is None:
        return False
    post, address = post_for(reader, picture.post_id), address_of(picture.pk)
    answers = Answer.objects.filter(Q(post=post) | Q(came_from=post), _seen_by(reader))
    return address in post.text or answers.filter(text__contains=address).exists()


def one_of(posts: PostQuerySet, pk: int) -> Post:
    """Return the post with this id; raises NotFound."""
    found = posts.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise NotFound
    return found


def answer_of(pk: int) -> Answer:
    """Return the answer with this id, whoever may see it; raises NotFound."""
    answers = Answer.objects.select_related("author__merged_into", "post__author__merged_into")
    found = answers.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise NotFound
    return found
