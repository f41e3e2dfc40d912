"""Start the demo: settings of its own, free ports, the world once, the desk with a mail catcher beside it."""

import os
import shutil
import socket
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
PAGES, LISTENER, CATCHER = 8000, 2525, 2526
TRIES = 50
LAST = 65_535


def main(*, serve: Callable[..., int], fresh: bool = False, port: int | None = None) -> None:
    """Run the demo until a signal; its letters reach nobody, its doors are open to this machine alone."""
    var = Path(os.environ.get("OKNO_VAR") or Path(__file__).resolve().parents[2] / "var" / "demo")
    if fresh:
        forget(var)
    pages, listener, catcher = ports(port)
    os.environ |= {
        "OKNO_DEMO": "true",
        "OKNO_VAR": str(var),
        # "localhost", since passkeys know no bare addresses
        "OKNO_BASE_URL": f"http://localhost:{pages}",
        "OKNO_ALLOWED_HOSTS": HOST,
        "OKNO_HOST": HOST,
        "OKNO_PORT": str(pages),
        "OKNO_LISTENER": f"smtp://{HOST}:{listener}",
        "OKNO_SMTP_URL": f"smtp://{HOST}:{catcher}",
        "OKNO_DESK_ADDRESS": "support@okno.test",
        "OKNO_LOG_LEVEL": os.environ.get("OKNO_LOG_LEVEL", "WARNING"),
    }
    code = serve(
        prepare=[build_once],
        parts={"catcher": partial(catch, catcher)},
        facts={"catcher": catcher, "demo": True},
        answered=tell,
    )
    raise SystemExit(code)


def forget(var: Path) -> None:
    """Throw the last demo away, its database included."""
    from okno.core.postgres import Cluster

    Cluster(var / "postgres").remove()
    shutil.rmtree(var, ignore_errors=True)


def ports(chosen: int | None) -> tuple[int, int, int]:
    """Return free ports of the pages, the listener and the catcher, no two alike.

    Beside a chosen port stand the others, so that two demos keep out of each other's way.
    """
    pages = free(chosen or PAGES)
    listener = free(pages + 1 if chosen else LISTENER)
    return pages, listener, free(max(CATCHER, listener + 1))


def free(port: int) -> int:
    """Return the port, or the next one that nobody listens on."""
    for candidate in range(port, min(port + TRIES, LAST + 1)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, candidate))
            except OSError:
                continue
            return candidate
    raise SystemExit(f"no free port from {port} on")


def build_once() -> None:
    """Make the world unless it is there already, with a bar that shows how far it is."""
    from rich.progress import Progress

    from okno.demo import world

    if world.is_built():
        return
    from django.utils.translation import gettext as _

    with Progress(transient=True) as bar:
        task = bar.add_task(_("The company comes to life"), total=None)
        world.build(lambda told, of: bar.update(task, completed=told, total=of))


def catch(port: int, stop: Any) -> None:
    """Run the mail catcher as a part of the tree."""
    from okno.demo import catcher

    catcher.run(HOST, port, stop)


def tell(facts: Mapping[str, object]) -> None:
    """Print where the desk is, who may enter, and how to send the first letter."""
    from django.utils.translation import gettext as _
    from rich.console import Console
    from rich.table import Table

    from okno.demo.cast import ADDRESS, COLLEAGUES, CUSTOMERS, PASSWORD

    out = Console(highlight=False)
    url = str(facts["url"])
    out.print(f"\n[bold]{_('Okno is open:')}[/bold] {url}")
    out.print(f"{_('Letters that customers get:')} {url}/letters/\n")
    table = Table(box=None, padding=(0, 3, 0, 0))
    for heading in (_("who"), _("mail address"), _("password")):
        table.add_column(heading, style="dim" if heading == _("who") else "")
    names = {"boris": _("agent"), "vera": _("team lead"), "gleb": _("administrator")}
    for key, role in names.items():
        table.add_row(f"{COLLEAGUES[key].name}, {role}", COLLEAGUES[key].email, PASSWORD)
    anna = CUSTOMERS["anna"]
    table.add_row(f"{anna.name}, {_('customer')}", anna.email, _("a code comes by mail, see the letters"))
    out.print(table)
    out.print(f"\n{_('Send it the first letter:')}  bin/okno letter")
    listener = str(facts["listener"]).partition("://")[2]
    out.print(
        _("or from any mail program: to %(address)s by SMTP on %(listener)s")
        % {"address": ADDRESS, "listener": listener}
    )
    out.print(f"{_('Stop: Ctrl+C. Begin anew:')} bin/demo --fresh\n", soft_wrap=True)
