"""A small IMAP server that misbehaves as told: it stalls, drops, refuses, renumbers. Real sockets, real TLS."""

from __future__ import annotations

import base64
import re
import socket
import ssl
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_partial = re.compile(rb"BODY\.PEEK\[\]<(\d+)\.(\d+)>")


DRIP = 128 * 1024  # bytes at once of a line that drips


class FakeImap:
    """One folder; `letters` maps UIDs to bytes. Every command that was heard stands in `heard`."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None) -> None:
        self.letters: dict[int, bytes] = {}
        self.seen: set[int] = set()
        self.validity = 7
        self.heard: list[bytes] = []
        self.stall_at: bytes = b""  # a command that is never answered
        self.drop_at: bytes = b""  # a command at which the line is cut
        self.refuse: set[bytes] = set()  # commands that are answered with NO
        self.half_of_literal = False  # stop inside a letter
        self.slipped = b""  # said in the clear behind the answer to STARTTLS
        self.drips = 0.0  # seconds between two pieces of a large letter
        self.capabilities = b"IMAP4rev1 IDLE"
        self.told = 0
        self.tokens: list[bytes] = []
        self.connections = 0
        self.open = 0
        self.most_open = 0
        self.before: Callable[[bytes], None] = lambda _command: None
        self._tls, self._starttls = tls, starttls
        self._news = threading.Condition()
        self._closing = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._lines: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def add(self, *contents: bytes) -> None:
        for content in contents:
            self.letters[max(self.letters, default=0) + 1] = content
        with self._news:
            self._news.notify_all()

    def close(self) -> None:
        self._closing.set()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)  # or the thread in accept() keeps the port open
        self._server.close()
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        with self._news:
            self._news.notify_all()

    def count(self, command: bytes) -> int:
        return sum(command in line for line in self.heard)

    def _send(self, line: socket.socket, part: bytes) -> None:
        size = DRIP if self.drips and len(part) > DRIP else len(part) or 1
        for start in range(0, len(part), size):
            self.say(line, part[start : start + size])
            if size == DRIP:
                self._closing.wait(self.drips)

    def say(self, line: socket.socket, words: bytes) -> None:
        line.sendall(words)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _peer = self._server.accept()
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # many small answers
                self._lines.append(line)
                self.connections += 1
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            if self._tls:
                line = self._tls.wrap_socket(line, server_side=True)
                self._lines.append(line)
            if self.stall_at == b"GREETING":
                line.recv(1)
                return
            self.say(line, b"* OK ready\r\n")
            while self._answer(line) is not False:
                pass
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            self.open -= 1
            with suppress(OSError):
                line.close()

    def _answer(self, line: socket.socket) -> bool | None:
        said = _line(line)
        if not said:
            return False
        self.heard.append(said)
        tag, _, command = said.partition(b" ")
        self.before(command)
        if self.stall_at and self.stall_at in command:
            line.recv(1)
            return False
        if self.drop_at and self.drop_at in command:
            return False
        for word in self.refuse:
            if word in command:
                self.say(line, tag + b" NO not now\r\n")
                return None
        if command == b"STARTTLS" and self._starttls:
            self.say(line, tag + b" OK go\r\n" + self.slipped)
            self._tls, self._starttls = self._starttls, None
            secure = self._tls.wrap_socket(line, server_side=True)
            self._lines.append(secure)
            with secure:
                while self._answer(secure) is not False:
                    pass
            return False
        return self._normal(line, tag, command)

    def _normal(self, line: socket.socket, tag: bytes, command: bytes) -> bool | None:
        if command.startswith(b"CAPABILITY"):
            self.say(line, b"* CAPABILITY " + self.capabilities + b"\r\n")
        elif command.startswith(b"AUTHENTICATE"):
            self.say(line, b"+ \r\n")
            self.tokens.append(base64.b64decode(_line(line)))
        elif command.startswith((b"SELECT", b"EXAMINE")):
            self.told = len(self.letters)
            self.say(
                line, b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\n" % (len(self.letters), self.validity)
            )
        elif command.startswith(b"UID SEARCH"):
            self.say(line, b"* SEARCH" + b"".join(b" %d" % uid for uid in self._searched(command)) + b"\r\n")
        elif command.startswith(b"UID FETCH"):
            if self._fetch(line, command) is False:
                return False
        elif command.startswith(b"UID STORE"):
            self.seen |= _set(command.split(b" ")[2], self.letters)
        elif command == b"IDLE":
            self._idle(line)
        elif command == b"LOGOUT":
            self.say(line, b"* BYE\r\n" + tag + b" OK\r\n")
            return False
        self.say(line, tag + b" OK done\r\n")
        return None

    def _idle(self, line: socket.socket) -> None:
        news = b"* %d EXISTS\r\n" % len(self.letters) if len(self.letters) != self.told else b""
        self.say(line, b"+ idling\r\n" + news)
        line.settimeout(0.05)
        before, said = len(self.letters), b""
        while not said:
            with suppress(TimeoutError):
                said = _line(line)
                break
            if len(self.letters) > before:
                before = len(self.letters)
                self.say(line, b"* %d EXISTS\r\n" % before)
        self.told = before
        line.settimeout(None)

    def _searched(self, command: bytes) -> list[int]:
        found = re.search(rb"(\d+):\*", command)
        if not found:
            return sorted(self.letters)
        start = int(found.group(1))
        # As the standard has it: "n:*" always names the last letter.
        return sorted(
            {uid for uid in self.letters if uid >= start}
            | {max(self.letters, default=start)} & set(self.letters)
        )

    def _fetch(self, line: socket.socket, command: bytes) -> bool | None:
        for number, uid in enumerate(sorted(_set(command.split(b" ")[2], self.letters)), 1):
            content = self.letters[uid]
            head = b"* %d FETCH (UID %d" % (number, uid)
            if b"RFC822.SIZE" in command:
                self.say(line, head + b" RFC822.SIZE %d)\r\n" % len(content))
                continue
            name, part = b"BODY[]", content
            if found := _partial.search(command):
                start = int(found.group(1))
                name, part = b"BODY[]<%d>" % start, content[start : start + int(found.group(2))]
            elif b"HEADER" in command:
                name, part = b"BODY[HEADER]", content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            self.say(line, head + b" " + name + b" {%d}\r\n" % len(part))
            if self.half_of_literal:
                self.say(line, part[: len(part) // 2])
                line.recv(1)
                return False
            self._send(line, part + b")\r\n")
        return None


def _line(line: socket.socket) -> bytes:
    """Read one line; literals of passwords are asked for and glued on."""
    said = b""
    while not said.endswith(b"\r\n"):
        piece = line.recv(1)
        if not piece:
            return b""
        said += piece
        if found := re.search(rb"\{(\d+)\}\r\n$", said):
            line.sendall(b"+ go on\r\n")
            said = said[: found.start()] + line.recv(int(found.group(1)))
    return said[:-2]


def _set(words: bytes, letters: dict[int, bytes]) -> set[int]:
    found: set[int] = set()
    for part in words.split(b","):
        first, _, last = part.partition(b":")
        end = max(letters, default=0) if last == b"*" else int(last or first)
        found |= {uid for uid in letters if int(first) <= uid <= end}
    return found
