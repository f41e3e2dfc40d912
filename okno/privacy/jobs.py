"""The jobs of the wing: erasing in turns, and forgetting what has been kept long enough."""

from okno.core import jobs
from okno.privacy.actions.end_farewell import forget_farewells
from okno.privacy.actions.erase import erase, wake_erasures
from okno.privacy.actions.keep_look import AT_ONCE, forget_old_looks

__all__ = ["erase", "forget_letters", "forget_looks"]


@jobs.every("4-59/10 * * * *", seconds=60)
def forget_letters(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Forget where last letters went, and go on with erasures whose worker is gone."""
    wake_erasures()
    forget_farewells()


@jobs.every("23 * * * *", seconds=280)
def forget_looks(timestamp: int) -> None:  # noqa: ARG001
    """Forget the oldest days of the journal of access."""
    while forget_old_looks() == AT_ONCE:
        pass
