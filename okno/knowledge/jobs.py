"""Jobs of the knowledge: what it does not answer is found every night, and when an editor wishes."""

from okno.core import jobs
from okno.knowledge.actions.gather import gather


@jobs.every("20 3 * * *", seconds=600)
def gather_nightly(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Find what the knowledge does not answer."""
    gather()


@jobs.task(name="gather_gaps", queue="reactions", seconds=600, priority=jobs.AWAITED)
def gather_gaps() -> None:
    """Find it now: somebody looks at the page."""
    gather()


def gather_later() -> None:
    """Let a worker find it."""
    jobs.wake(gather_gaps)
