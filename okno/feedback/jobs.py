"""The sweep of feedback: waves whose day has come."""

from okno.core import jobs
from okno.feedback.actions.ask_wave import ask_wave, due


@jobs.every("7-59/10 * * * *", seconds=600)
def ask_waves(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Let the letters of the waves leave, from the morning of their day on."""
    for wave in due():
        ask_wave(wave)
