"""`okno config`: everything that administrators set up, as one file, out and in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from okno.cli.words import _

if TYPE_CHECKING:
    from okno.setup.actions.bring_in import Report

application = typer.Typer(no_args_is_help=True)
SIGNS = {"added": "+", "changed": "~", "wrong": "✗"}


@application.command(help=_("Write the settings into a file, or to the standard output."))
def export(
    target: Annotated[
        Path | None, typer.Argument(help=_("The file to write; nothing: the standard output."))
    ] = None,
) -> None:
    """Write the configuration; there is no secret in it."""
    _wake()
    from okno.setup.file import export as written

    text = written()
    if target is None:
        sys.stdout.write(text)
        return
    target.write_text(text, encoding="utf-8")
    print(_("Written: %(path)s") % {"path": target})


@application.command("import", help=_("Bring the settings of a file in: all of it, or nothing."))
def bring(
    source: Annotated[Path, typer.Argument(help=_("The file; “-” is the standard input."))],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would change, and change nothing."))
    ] = False,
) -> None:
    """Show the difference row by row, then bring it in; exit status 1 where something does not fit."""
    _wake()
    from okno.cli.ground import Stop
    from okno.people.actions.meet import robot
    from okno.setup.actions.bring_in import SomethingIsWrong, bring_in, difference
    from okno.setup.file import BYTES_AT_MOST

    try:
        with sys.stdin.buffer if str(source) == "-" else source.open("rb") as stream:
            content = stream.read(BYTES_AT_MOST + 1)
    except OSError as error:
        raise Stop(
            _("%(path)s cannot be read: %(error)s") % {"path": source, "error": error.strerror}
        ) from None
    try:
        report = (difference if dry_run else bring_in)(content, by=robot())
    except SomethingIsWrong as refusal:
        _tell(refusal.facts["report"])
        raise Stop(str(refusal)) from None
    _tell(report)
    raise typer.Exit(0 if report.is_clean else 1)


def _wake() -> None:
    from okno.cli import ground

    ground.wake()
    from okno.cli.tree import prepare

    prepare.require()


def _tell(report: "Report") -> None:
    """Print a line for each row that changes, and its fields below it."""
    for one in report.told:
        print(f"{SIGNS[one.verdict]} {one.what}: {one.name}")
        for name, sentences in one.wrong.items():
            print(f"    {name}: {' '.join(sentences)}" if name else f"    {' '.join(sentences)}")
        for name, value in one.after.items() if one.verdict == "changed" else ():
            print(f"    {name}: {one.before.get(name)!r} → {value!r}")
    counts = {name: report.counts[name] for name in ("added", "changed", "untouched", "wrong")}
    print(
        _("Added: %(added)d, changed: %(changed)d, untouched: %(untouched)d, not fitting: %(wrong)d.")
        % counts
    )
