"""`okno mail`: the doors alone, one letter from a pipe, a look into letters."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from okno.cli.words import _

application = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@application.callback()
def mail(context: typer.Context) -> None:
    """Run the mail doors when nothing else is asked."""
    if context.invoked_subcommand is None:
        run()


@application.command(help=_("Run the mail doors: listener and mailboxes."))
def run() -> None:
    """Run the doors in this process until SIGTERM."""
    from okno.cli import ground

    ground.wake()
    from okno.cli import tree
    from okno.cli.tree import child, prepare

    prepare.require()
    leash = child.Leash()
    child.stop_by_signal(leash)
    tree.mail(leash.stop)


@application.command(help=_("Show what is understood of a letter or of a folder of letters, as JSON."))
def inspect(
    path: Annotated[Path, typer.Argument(help=_("A file, or a folder; one line for each file then."))],
) -> None:
    """Show a letter as the desk understands it."""
    inspect_quickly([str(path)])


@application.command(help=_("Take one letter from the standard input, as a mail server hands it over."))
def deliver(
    sender: Annotated[str, typer.Option("--from", "-f", help=_("Envelope sender."))] = "",
    recipients: Annotated[list[str] | None, typer.Argument(help=_("Envelope recipients."))] = None,
) -> None:
    """Store one letter; exit status 0 says that it is stored, 75 that the mail server shall try again (sysexits.h)."""
    from okno.cli import ground

    ground.wake()
    from okno.channels.mail import deliver as pipe

    raise typer.Exit(pipe.deliver(sys.stdin.buffer, sender=sender, recipients=recipients or []))


def inspect_quickly(arguments: list[str]) -> NoReturn:
    """Look into letters without Django and without the machinery of commands: hundreds a second, begun in a blink."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write(_("Name one file or folder.") + "\n")
        sys.exit(2)
    from okno.channels.mail.inspect import inspect as look

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = look(Path(arguments[0]), sys.stdout)
    sys.stdout.flush()
    sys.exit(code)
