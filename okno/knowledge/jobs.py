"""Jobs of the knowledge: what it does not answer, every night and on a wish; what is to be looked through, in working hours."""

from okno.core import jobs
from okno.knowledge.actions.gather import gather
from okno.knowledge.actions.index import index_all
from okno.knowledge.actions.remind import remind


@jobs.every("20 3 * * *", seconds=600)
def gather_nightly(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Find what the knowledge does not answer."""
    gather()


@jobs.every("13 * * * *", seconds=120)
def remind_of_reviews(timestamp: int) -> None:  # noqa: ARG001
    """Remind of the articles whose day of review has come, once a day and article, as soon as the working day has begun."""
    remind()


@jobs.task(name="index_section", queue="reactions", seconds=600)
def index_section(section: int) -> None:
    """Let the search know what a section is called now."""
    for _count in index_all(section):
        pass


@jobs.task(name="gather_gaps", queue="reactions", seconds=600, priority=jobs.AWAITED)
def gather_gaps() -> None:
    """Find it now: somebody looks at the page."""
    gather()


def gather_later() -> None:
    """Let a worker find it."""
    jobs.wake(gather_gaps)
