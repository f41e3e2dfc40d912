from typing import Annotated

import typer

from okno.cli.words import _


def serve(
    host: Annotated[
        str | None, typer.Option(help=_("Address of the pages; else OKNO_HOST, else 127.0.0.1."))
    ] = None,
    port: Annotated[int | None, typer.Option(help=_("Port of the pages; else OKNO_PORT, else 8000."))] = None,
) -> None:
    """Run web, workers and mail doors as one tree on this machine.

    The database is brought up to date first: one tree is one machine, and nobody else could do it. Parts that run alone,
    on several machines, refuse to run on tables of another version instead.
    """
    from okno.cli import tree

    tree.listen_on(port)
    raise typer.Exit(tree.serve(host=host))
