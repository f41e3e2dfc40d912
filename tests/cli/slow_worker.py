"""A real worker with two more jobs: one that waits for a file, one that never ends within its limit."""

import sys
import time
from pathlib import Path

from okno.core import boot

boot.django()

from django.utils import timezone, translation  # noqa: E402 - after Django

from okno.cli.tree import worker  # noqa: E402
from okno.core import jobs  # noqa: E402


@jobs.task(name="tests.wait_for_file", queue="reactions")
def wait_for_file(folder: str) -> None:
    """Say that it began; end when the file is there."""
    with (Path(folder) / "began").open("a") as begun:
        begun.write("x")
    while not (Path(folder) / "go").exists():
        time.sleep(0.02)
    (Path(folder) / "done").touch()


@jobs.task(name="tests.speak", queue="reactions")
def speak(folder: str) -> None:
    """Write down in which language and zone a job speaks."""
    (Path(folder) / "spoken").write_text(
        f"{translation.get_language()} {timezone.get_current_timezone_name()}"
    )


@jobs.task(name="tests.too_long", queue="reactions", seconds=1, retry=False)
def too_long() -> None:
    """Take longer than allowed."""
    time.sleep(120)


if __name__ == "__main__":
    translation.activate("en")  # the language of the terminal, as `okno serve` has it
    sys.exit(worker.run())
