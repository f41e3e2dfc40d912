from typing import Annotated

import typer

from okno.cli.words import _


def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help=_("Forget the last demo and begin anew."))] = False,
    port: Annotated[
        int | None, typer.Option(help=_("Port of the pages; a free one where it is taken."))
    ] = None,
) -> None:
    """Run the demo: the whole desk on this machine with a company, people and tickets."""
    from okno import demo as played
    from okno.cli.tree import serve

    played.main(fresh=fresh, port=port, serve=serve)
