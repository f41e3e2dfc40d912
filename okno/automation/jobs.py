"""What the desk does by the clock with what nobody has yet."""

from okno.automation.actions.give import give_waiting
from okno.core import jobs


@jobs.every("* * * * *", seconds=55)
def give_what_waits(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Give what waits in teams with a strategy: somebody has come, or has room again."""
    give_waiting()
