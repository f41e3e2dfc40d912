"""A messenger on loopback that speaks the Bot API: it knows one bot, says what people wrote, and shows what the bot said."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

from tests.foreign import Foreign, says, serving

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"  # the test's own


@dataclass
class Messenger:
    """The server; `says` holds its next refusals: code, and for how long it wants to be left alone."""

    foreign: Foreign
    refuses: list[tuple[int, int | None]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    said: list[tuple[int, str]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    webhook: str = ""

    @property
    def address(self) -> str:
        return self.foreign.url("")

    def write(self, text: str, chat: int = 77, name: str = "Борис", kind: str = "private") -> None:
        """Somebody writes to the bot."""
        message = {"chat": {"id": chat, "type": kind}, "from": {"first_name": name}, "text": text}
        self.updates.append({"update_id": 500 + len(self.updates), "message": message})

    def take(self, to: BaseHTTPRequestHandler) -> None:
        """Answer one question."""
        body = to.rfile.read(int(to.headers.get("Content-Length", 0))).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        token, _slash, method = to.path.removeprefix("/bot").partition("/")
        self.asked.append((method, asked))
        if token != TOKEN:
            self.refuse(to, 401, None)
        elif method == "sendMessage" and self.refuses:
            self.refuse(to, *self.refuses.pop(0))
        else:
            self.answer(to, {"ok": True, "result": getattr(self, f"on_{method}")(asked)}, 200)

    def refuse(self, to: BaseHTTPRequestHandler, code: int, after: int | None) -> None:
        words = {"ok": False, "error_code": code, "description": "Forbidden: bot was blocked by the user"}
        self.answer(to, words | ({"parameters": {"retry_after": after}} if after else {}), code)

    def answer(self, to: BaseHTTPRequestHandler, told: dict[str, Any], status: int) -> None:
        says(json.dumps(told).encode(), kind="application/json", status=status)(to)

    def on_getMe(self, _asked: dict[str, str]) -> dict[str, Any]:  # noqa: N802 - the method's name
        return {"id": 123456, "is_bot": True, "username": "romashka_desk_bot"}

    def on_getWebhookInfo(self, _asked: dict[str, str]) -> dict[str, Any]:  # noqa: N802
        return {"url": self.webhook}

    def on_getUpdates(self, asked: dict[str, str]) -> list[dict[str, Any]]:  # noqa: N802
        return [one for one in self.updates if one["update_id"] >= int(asked["offset"])]

    def on_sendMessage(self, asked: dict[str, str]) -> dict[str, Any]:  # noqa: N802
        self.said.append((int(asked["chat_id"]), asked["text"]))
        return {"message_id": len(self.said)}


@contextmanager
def messenger() -> Iterator[Messenger]:
    """Run it until the test ends."""
    with serving() as foreign:
        found = Messenger(foreign)

        class Taker(dict[str, Any]):
            def get(self, _path: str, _other: Any = None) -> Any:
                return found.take

        foreign.pages = Taker()
        yield found
