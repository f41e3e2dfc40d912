"""A provider of access tokens on loopback: a real HTTP server that says what a test wishes, and remembers what it was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs


class Provider(HTTPServer):
    asked: list[dict[str, list[str]]]
    answer: tuple[int, bytes]


class Desk(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        self.server.asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        status, body = self.server.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def token(word: str, **more: object) -> tuple[int, bytes]:
    """The answer that gives this token."""
    return 200, json.dumps({"access_token": word, "expires_in": 3600, **more}).encode()


@contextmanager
def providing() -> Iterator[Provider]:
    """Run the provider; it gives the token `fresh` until told otherwise."""
    server = Provider(("127.0.0.1", 0), Desk)
    server.asked, server.answer = [], token("fresh")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
