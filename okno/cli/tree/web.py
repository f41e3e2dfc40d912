"""The web part: uvicorn in production mode, bounded in everything that a stranger can send."""

import logging
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from okno.cli.tree import first_run
from okno.cli.tree.gate import Gate
from okno.core import heartbeat, live, sweeps
from okno.core.asking import ask

HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 30.0
CONNECTIONS = 1000  # streams of open browsers count too
GRACE_SECONDS = 6
WATCHED_SECONDS = 60  # stalled jobs are the workers' business; after so long we do it for them (REL-17)
log = logging.getLogger("okno.web")


class Heads(HttpToolsProtocol):
    """httptools without its two holes: heads without end, and connections that never send one."""

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Count what came while the head is not complete."""
        super().data_received(data)
        if not self._in_head:
            return
        self._head += len(data)
        if self._head > HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n")
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._timer.cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to wait for a further head of the same connection."""
        super().on_message_begin()
        self._timer.cancel()
        self._await_head()

    def on_headers_complete(self) -> None:
        """Have the head."""
        self._in_head = False
        self._timer.cancel()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head, self._in_head = 0, True
        self._timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)


class Server(uvicorn.Server):
    """uvicorn that says when it answers, and lets the endless streams of open browsers end at a stop (REL-44)."""

    def __init__(self, config: uvicorn.Config, answers: Any, greets: Any = lambda: None) -> None:
        super().__init__(config)
        self.answers, self.greets = answers, greets

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self.answers()
        await ask(self.greets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the streams end first: browsers come back by themselves."""
        live.hub.end()
        await super().shutdown(sockets)


def application() -> Gate:
    """Load the pages, so that the parts which are forked afterwards share them in memory."""
    from okno.config.asgi import application as pages

    return Gate(pages)


def run(
    pages: Gate, listener: socket.socket, answers: Any = lambda: None, greets: Any = first_run.tell
) -> None:
    """Serve until SIGTERM; whoever started a new desk is told how to open it. Several processes may share the listener."""
    config = uvicorn.Config(
        pages,
        http=Heads,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=["127.0.0.1", "::1"],
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    with heartbeat.beating("web", also=lambda: sweeps.rescue_stalled(WATCHED_SECONDS)):
        Server(config, answers, greets).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Take the port; port 0 takes a free one. Bound before the fork, so that a web part which starts again finds it."""
    from okno.cli.ground import Stop
    from okno.cli.words import _

    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise Stop(
            _("OKNO_HOST, OKNO_PORT: %(host)s:%(port)d cannot be used: %(error)s")
            % {"host": host, "port": port, "error": error.strerror or error},
            2,
        ) from error
    listener.listen(512)
    listener.setblocking(False)
    return listener
