"""What those who look after the community reach: everything, whatever its standing."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from okno.community.access.door import Reader
from okno.community.access.reading import WITH, answer_of, one_of
from okno.community.models import Answer, Helped, Post, Report, Standing
from okno.community.models.post import PostQuerySet
from okno.desk import access

VAIN_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """What readers said of the answers to a question."""

    yes: int
    no: int
    vain: tuple[str, ...]  # the last words that led there in vain


def posts_of_moderator(person: Reader) -> PostQuerySet:
    """Return all posts, whatever their standing; refused to whoever does not work here."""
    access.require_staff(person)
    return Post.objects.all().select_related(
        *WITH, "merged_into", "ticket", "article__version", "official_by"
    )


def post_of_moderator(person: Reader, pk: int) -> Post:
    """Return one of them; raises NotFound."""
    return one_of(posts_of_moderator(person), pk)


def answer_of_moderator(person: Reader, pk: int) -> Answer:
    """Return an answer whatever its standing; raises NotFound."""
    access.require_staff(person)
    return answer_of(pk)


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


def helped_of(person: Reader, post: Post) -> Verdict:
    """Return how many readers the answers helped and did not help; refused to whoever does not work here. Two statements."""
    access.require_staff(person)
    said = Helped.objects.filter(post=post)
    counts = said.aggregate(yes=Count("pk", filter=Q(is_yes=True)), no=Count("pk", filter=Q(is_yes=False)))
    vain = said.filter(is_yes=False).exclude(asked="").order_by("-at").values_list("asked", flat=True)
    return Verdict(counts["yes"], counts["no"], tuple(dict.fromkeys(vain[:VAIN_AT_MOST])))
