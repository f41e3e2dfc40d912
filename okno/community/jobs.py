"""The jobs of the community; each may run twice without harm."""

from okno.community.actions.learn_words import learn_words
from okno.community.actions.tell import tell_some_voters
from okno.community.actions.vote import count_anew
from okno.community.models import Post
from okno.core import jobs


@jobs.task(name="community.tell_voters", queue="reactions")
def tell_voters(post: int) -> None:
    """Tell those who voted for an idea that it is done, a hundred in one transaction."""
    found = Post.objects.select_related("official_by").filter(pk=post).first()
    if found is not None and tell_some_voters(found):
        jobs.later(tell_voters, post=post)


@jobs.task(name="community.recount_votes", queue="reactions")
def recount_votes(source: int, target: int) -> None:
    """Count what two people have voted for who have become one, or two again."""
    count_anew(source, target)


@jobs.every("49 * * * *", seconds=280)
def learn(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Let the search forgive slips in the words of new posts."""
    learn_words()
