"""Servers of other people, on loopback: they do what a test tells them, and remember who asked for what."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.portal.canary import PICTURE

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Foreign:
    """One server; `pages` says what it answers to a path, a picture where nothing is said."""

    host: str = "127.0.0.1"
    port: int = 0
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/picture.png", host: str = "") -> str:
        return f"http://{host or self.host}:{self.port}{path}"


def says(body: bytes, kind: str = "image/png", status: int = 200, **headers: str) -> Answer:
    """Answer this, whole."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(body)

    return answer


def leads(to: str) -> Answer:
    """Lead elsewhere."""
    return says(b"", status=302, Location=to)


def endless(piece: bytes, pause: float, foreign: Foreign) -> Answer:
    """Begin as a picture, go on until the other side has enough."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.end_headers()
        to.wfile.write(PICTURE)
        while not foreign.ended.wait(pause):
            to.wfile.write(piece)

    return answer


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Foreign]:
    """Run such a server on a free port."""
    foreign = Foreign(host)

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            foreign.asked.append(self.path)
            foreign.heads.append({name.lower(): value for name, value in self.headers.items()})
            with suppress(ConnectionError):
                foreign.pages.get(self.path, says(PICTURE))(self)

        do_POST = do_GET  # noqa: N815 - the name is the library’s

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((host, 0), Page)
    foreign.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield foreign
    finally:
        foreign.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
