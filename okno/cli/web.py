from typing import Annotated

import typer

from okno.cli.words import _


def web(
    host: Annotated[
        str | None, typer.Option(help=_("Address of the pages; else OKNO_HOST, else 127.0.0.1."))
    ] = None,
    port: Annotated[int | None, typer.Option(help=_("Port of the pages; else OKNO_PORT, else 8000."))] = None,
) -> None:
    """Run the pages in this process until SIGTERM."""
    from okno.cli import ground, tree

    tree.listen_on(port)
    ground.wake()
    from django.db import connection

    from okno.cli.tree import prepare
    from okno.cli.tree import web as part

    prepare.require()
    connection.close()
    listener = part.listen(*tree.address(host))
    part.run(part.application(), listener)
