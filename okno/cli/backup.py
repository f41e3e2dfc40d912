from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from okno.cli.words import _

if TYPE_CHECKING:
    from rich.progress import TaskID


def backup(target: Annotated[Path, typer.Argument(help=_("The file to write, or a folder for it."))]) -> None:
    """Save database and files of one moment into one file, and prove that it can be read."""
    from okno.cli import ground

    ground.wake()
    from okno.core import backup as work

    with _Bars() as show:
        try:
            report = work.backup(_address(), _files(), target, show)
        except work.BackupError as error:
            raise ground.Stop(str(error)) from error
    print(
        _("Saved and proven: %(path)s, %(size).1f MB, %(files)d files.")
        % {"path": report.path, "size": report.size / 1e6, "files": report.files}
    )
    for words in report.warnings:
        print(f"! {words}")


def restore(
    source: Annotated[Path, typer.Argument(help=_("The file that “okno backup” made."))],
    force: Annotated[bool, typer.Option("--force", help=_("Replace what is in the database."))] = False,
) -> None:
    """Bring database and files back; a damaged file changes nothing, existing data are replaced by force only."""
    from okno.cli import ground
    from okno.cli.tree import run_file

    facts = run_file.running()
    if facts is not None:
        raise ground.Stop(_("Stop the running desk first (process %(pid)s).") % {"pid": facts["pid"]})
    ground.wake()
    from okno.core import backup as work

    with _Bars() as show:
        try:
            about = work.restore(source, _address(), _files(), force=force, progress=show)
        except work.BackupError as error:
            raise ground.Stop(str(error)) from error
    from okno.cli.tree import prepare

    prepare.everything()
    print(_("Restored: the desk as it was at %(at)s.") % {"at": about.made_at})


def _address() -> str:
    from okno.cli.tree import prepare

    return prepare.address()


def _files() -> Path | None:
    from django.conf import settings

    return None if settings.S3_BUCKET else Path(settings.FILES_DIR)


class _Bars:
    """A bar for each step whose size is known, a moving one for the others."""

    def __enter__(self) -> Self:
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        from okno.cli.ground import console

        terminal = console()
        self.bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=terminal,
            disable=not terminal.is_terminal,
        )
        self.steps: dict[str, TaskID] = {}
        self.bars.start()
        return self

    def __call__(self, what: str, done: int, whole: int) -> None:
        """Show how far a step is, in bytes."""
        if what not in self.steps:
            self.steps[what] = self.bars.add_task(what, total=whole or None)
        self.bars.update(self.steps[what], completed=done, total=whole or None)

    def __exit__(self, *_: object) -> None:
        self.bars.stop()
