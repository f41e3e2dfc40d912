"""Asking servers of the outside for what a stranger names: public addresses alone, only so much, only so long (SEC-07, SEC-44).

The rule stands where the connection is made: a name is resolved once, all that it leads to is looked at, and the connection
goes to one of these very addresses. A name that answers otherwise the second time, a redirect, a number in disguise gain nothing.
Source: RFC 6890 and the IANA registries of special-purpose addresses, RFC 6052 (NAT64).
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

import httpcore2
from django.conf import settings

REDIRECTS_AT_MOST = 3
CONNECT_SECONDS = 3.0  # to one address of a name
ADDRESSES_AT_MOST = 3
PORTS = {"http": 80, "https": 443}
URL_AT_MOST = 4000
# One name for all desks: it tells neither what asks nor in which version.
USER_AGENT = b"Mozilla/5.0"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_WORLD = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# No places in the world, though Python or 2000::/3 may say so: protocols (Teredo among them), examples, 6to4.
_NOWHERE = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    kind: str  # Content-Type without its parameters, in small letters
    body: bytes


class Unreachable(Exception):
    """Nothing was fetched. The reason is for the log; whoever asked learns only that there is nothing."""


async def fetch(url: str, *, accept: str, size: int, seconds: float) -> bytes:
    """Return what lies at an address of the world, at most `size` bytes in at most `seconds`; raises Unreachable.

    No cookies, no referrer, no credentials; at most three redirects, each looked at like the first address.
    """
    async with _in_time(seconds):
        return await _fetched(url, accept, size)


async def post(url: str, body: bytes, *, headers: Mapping[str, str], seconds: float) -> int:
    """Hand a few bytes to an address of the world and return the status; raises Unreachable. The answer's body is not read.

    No cookies, no redirects: what was meant for one server is not carried to another.
    """
    named = [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
    named += [(b"User-Agent", USER_AGENT), (b"Connection", b"close")]
    async with _in_time(seconds), _pool() as pool:
        asked = pool.stream(
            "POST",
            _read(url),
            headers=named,
            content=body,
            extensions={"timeout": {"connect": CONNECT_SECONDS}},
        )
        async with asked as response:
            return int(response.status)


async def ask(
    url: str,
    *,
    named: str,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    size: int,
    seconds: float,
) -> Answer:
    """Ask a server with GET, or with POST where there is a form; any status is an answer; raises Unreachable. No redirects.

    `named` is the host whom an administrator has named on purpose: it may stand in the network of the company, at any port.
    What the answer of one server names of others is a stranger's word again.
    """
    told = {"User-Agent": USER_AGENT.decode(), "Accept-Encoding": "identity", "Connection": "close"}
    told |= {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
    asked: dict[str, Any] = {
        "headers": [
            (name.encode("ascii"), value.encode("ascii"))
            for name, value in (told | dict(headers or {})).items()
        ],
        "content": None if form is None else urlencode(form).encode("ascii"),
        "extensions": {"timeout": {"connect": CONNECT_SECONDS}},
    }
    async with _in_time(seconds), _pool(named) as pool:
        stream = pool.stream("GET" if form is None else "POST", _read(url), **asked)
        async with stream as response:
            kind = _header(response, b"content-type").partition(";")[0].strip().lower()
            return Answer(int(response.status), kind, await _bounded(response, size))


def may_reach(address: str, port: int, *, is_named: bool = False) -> bool:
    """Tell whether the desk may connect to this address: the world at the ports of the web, and what the settings open.

    What an administrator has named may stand anywhere but where nobody's server stands.
    """
    found = _plain(address)
    if found.is_link_local or found.is_multicast or found.is_unspecified or found.is_reserved:
        return False  # the metadata of clouds, all, nobody: whatever the settings say
    if is_named or any(found in ipaddress.ip_network(network) for network in settings.OPEN_NETWORKS):
        return True
    if port not in PORTS.values():
        return False
    is_in_world = found.is_global if isinstance(found, ipaddress.IPv4Address) else found in _WORLD
    return is_in_world and not any(found in network for network in _NOWHERE)


@cache
def authorities() -> ssl.SSLContext:
    """Return the authorities whom the system trusts; read once a process, outside the loop where the caller is kind."""
    return ssl.create_default_context()


@asynccontextmanager
async def _in_time(seconds: float) -> AsyncIterator[None]:
    """Let the whole of it take so long, and give all troubles of a network one name."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise Unreachable("too slow") from None
    except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        raise Unreachable(type(error).__name__) from None


def _pool(named: str = "") -> httpcore2.AsyncConnectionPool:
    return httpcore2.AsyncConnectionPool(ssl_context=authorities(), network_backend=_World(named))


async def _fetched(url: str, accept: str, size: int) -> bytes:
    headers = [
        (b"User-Agent", USER_AGENT),
        (b"Accept", accept.encode("ascii")),
        (b"Accept-Encoding", b"identity"),  # nothing is unpacked here, so nothing swells
        (b"Connection", b"close"),
    ]
    waits = {"connect": CONNECT_SECONDS}
    async with _pool() as pool:
        for _hop in range(REDIRECTS_AT_MOST + 1):
            asked = pool.stream("GET", _read(url), headers=headers, extensions={"timeout": waits})
            async with asked as response:
                if response.status not in _REDIRECTS:
                    return await _body(response, size)
                url = urljoin(url, _header(response, b"location"))
    raise Unreachable("too many redirects")


async def _body(response: httpcore2.Response, size: int) -> bytes:
    if response.status != _OK:
        raise Unreachable(f"status {response.status}")
    return await _bounded(response, size)


async def _bounded(response: httpcore2.Response, size: int) -> bytes:
    if _header(response, b"content-encoding") not in ("", "identity"):
        raise Unreachable("packed")
    told = _header(response, b"content-length")
    if told.isdigit() and int(told) > size:
        raise Unreachable("too large")
    body = bytearray()
    async for piece in response.aiter_stream():
        body += piece
        if len(body) > size:
            raise Unreachable("too large")
    return bytes(body)


def _header(response: httpcore2.Response, name: bytes) -> str:
    values = [value for key, value in response.headers if key.lower() == name]
    return values[0].decode("utf-8", "replace").strip() if values else ""


def _read(url: str) -> httpcore2.URL:
    """Take an address apart, once; what a browser might read in another way is refused."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        name = host.encode("idna")
    except (ValueError, UnicodeError):
        raise Unreachable("no address") from None
    if parts.scheme not in PORTS or not name or "@" in parts.netloc or "\\" in url or len(url) > URL_AT_MOST:
        raise Unreachable("no address of the web")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return httpcore2.URL(
        scheme=parts.scheme.encode("ascii"), host=name, port=port, target=target.encode("ascii")
    )


class _World(httpcore2.AnyIOBackend):
    """Connects to addresses that were looked at, and to nothing else."""

    def __init__(self, named: str = "") -> None:
        super().__init__()
        self._named = named

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Resolve the name once, refuse it when any of its addresses is forbidden, try a few of them in turn."""
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
        if not addresses or not all(
            may_reach(address, port, is_named=host == self._named) for address in addresses
        ):
            raise Unreachable("a forbidden address")
        *others, last = addresses[:ADDRESSES_AT_MOST]
        for address in others:
            with suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                return await super().connect_tcp(address, port, timeout, local_address, socket_options)
        return await super().connect_tcp(last, port, timeout, local_address, socket_options)

    async def connect_unix_socket(self, *_args: Any, **_kwargs: Any) -> httpcore2.AsyncNetworkStream:
        """Refuse: the world has no such sockets."""
        raise Unreachable("a socket of this machine")


def _plain(address: str) -> Address:
    """Return the address that is really meant: IPv4 inside IPv6 is IPv4."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return found.ipv4_mapped
        if found in _NAT64:
            return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found
