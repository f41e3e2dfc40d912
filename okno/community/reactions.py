"""What follows in the community from what happens elsewhere."""

from okno.community.jobs import recount_votes
from okno.core import jobs
from okno.people.joining import on_joining


@on_joining
def count_votes_anew(source: int, target: int) -> None:
    """Two who are one have one vote, and two again when the merger is undone."""
    jobs.later(recount_votes, source=source, target=target)
