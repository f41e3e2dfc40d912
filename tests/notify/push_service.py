"""A push service on loopback, as the browsers' makers run one: it takes what is encrypted for a browser, and reads it as one."""

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.foreign import Foreign, serving


@dataclass
class Device:
    """A browser that has subscribed: its keys, and what reached it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    shown: list[dict[str, str]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)

    @property
    def form(self) -> dict[str, str]:
        """What the page posts."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": _text(point), "auth": _text(self.secret)}


@dataclass
class PushService:
    """The service; `says` holds the statuses of the next answers, 201 when it is empty."""

    foreign: Foreign
    says: list[int] = field(default_factory=list)
    devices: dict[str, Device] = field(default_factory=dict)

    def device(self, name: str = "one") -> Device:
        made = Device(self.foreign.url(f"/push/{name}"))
        self.devices[f"/push/{name}"] = made
        return made

    def take(self, to: BaseHTTPRequestHandler) -> None:
        body = to.rfile.read(int(to.headers["Content-Length"]))
        status = self.says.pop(0) if self.says else 201
        device = self.devices[to.path]
        device.heads.append({name.lower(): value for name, value in to.headers.items()})
        if status == 201:
            plain = http_ece.decrypt(
                body, private_key=device.key, auth_secret=device.secret, version="aes128gcm"
            )
            device.shown.append(json.loads(plain))
        to.send_response(status)
        to.send_header("Content-Length", "0")
        to.end_headers()


@contextmanager
def push_service(host: str) -> Iterator[PushService]:
    """Run the service until the test ends."""
    with serving(host) as foreign:
        service = PushService(foreign)

        class Taker(dict[str, Any]):
            def get(self, _path: str, _other: Any = None) -> Any:
                return service.take

        foreign.pages = Taker()
        yield service


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
