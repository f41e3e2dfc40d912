"""`python -m okno.core.postgres start|stop|status|psql DATA`: the embedded PostgreSQL by hand."""

import os
import sys
from pathlib import Path

from okno.core.postgres import Cluster, PostgresError, find

USAGE = "usage: python -m okno.core.postgres start|stop|status|psql DATA [arguments of psql]"


def main(arguments: list[str]) -> int:
    """Do the one thing that was asked; 0 when done, 1 with a sentence when not, 2 when not understood."""
    if len(arguments) < 2 or arguments[0] not in {"start", "stop", "status", "psql"}:  # noqa: PLR2004 - a verb and a folder
        print(USAGE, file=sys.stderr)  # noqa: T201 - a command talks
        return 2
    verb, data, *rest = arguments
    cluster = Cluster(Path(data), progress=lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201
    try:
        if verb == "start":
            print(cluster.ensure())  # noqa: T201
            cluster.keep()
            cluster.release()
        elif verb == "stop":
            cluster.stop()
        elif verb == "status":
            found = cluster.status()
            print(found.state, found.pid or "-", found.version or "-", found.home)  # noqa: T201
        else:
            os.execv(find().program("psql"), ["psql", cluster.url(), *rest])  # noqa: S606 - no shell, our own program
    except PostgresError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
