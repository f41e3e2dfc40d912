"""`okno mail`: the doors alone, one letter from a pipe, a look into letters."""

import os
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
    from okno.cli.tree import child, parts, prepare

    prepare.require()
    leash = child.Leash()
    child.stop_by_signal(leash)
    parts.mail(leash.stop)


@application.command(help=_("Show what is understood of a letter or of a folder of letters, as JSON."))
def inspect(
    path: Annotated[Path, typer.Argument(help=_("A file, or a folder; one line for each file then."))],
) -> None:
    """Show a letter as the desk understands it."""
    inspect_quickly([str(path)])


@application.command(help=_("Take one letter from the standard input, as a mail server hands it over."))
def deliver(
    sender: Annotated[str, typer.Option("--from", "-f", help=_("Envelope sender."))] = "",
    address: Annotated[str, typer.Argument(help=_("Envelope recipient; else the desk's own address."))] = "",
) -> None:
    """Store one letter; exit status 0 says that it is stored, 75 that the mail server shall try again (sysexits.h)."""
    from okno.cli import ground

    try:
        ground.wake()
    except Exception as error:  # noqa: BLE001 - whatever keeps the desk from waking, the letter stays with the mail server
        told = ground.sentence_of(error)
        print(f"4.3.0 {told[0] if told else error}", file=sys.stderr)
        raise typer.Exit(os.EX_TEMPFAIL) from None
    from okno.channels.mail import deliver as pipe

    code, words = pipe.deliver(sys.stdin.buffer, address=address, sender=sender)
    print(words, file=sys.stdout if code == 0 else sys.stderr)
    raise typer.Exit(code)


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
