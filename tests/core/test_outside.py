"""What the desk asks of the outside: only the world, only so much, only so long; real servers on loopback stand for it."""

import asyncio
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from okno.core import outside
from okno.core.outside import Unreachable, fetch, may_reach
from tests.channels.fake_smtp import contexts
from tests.foreign import Foreign, endless, leads, says, serving
from tests.portal.canary import PICTURE

OPEN, INNER = "127.0.0.9", "127.0.0.1"  # the one stands for the world, the other is this machine


@pytest.fixture
def world(settings: Any) -> Iterator[Foreign]:
    settings.OPEN_NETWORKS = (f"{OPEN}/32",)
    with serving(OPEN) as foreign:
        yield foreign


@pytest.fixture
def inner() -> Iterator[Foreign]:
    with serving(INNER) as foreign:
        yield foreign


async def got(url: str, size: int = 10_000, seconds: float = 5) -> bytes:
    return await fetch(url, accept="image/png", size=size, seconds=seconds)


@pytest.mark.parametrize("port", [80, 443])
@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2a00:1450:4010:c0a::65", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"]
)
def test_the_world_is_open_at_the_ports_of_the_web(address: str, port: int) -> None:
    assert may_reach(address, port)
    assert not may_reach(address, 25)
    assert not may_reach(address, 6379)


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.8.8 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.100.100.200
    169.254.169.254 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe
    64:ff9b:1::1 fe80::1 fec0::1 fc00::1 fd00::1 fd00:ec2::254 ff02::1 2001::1 2001:db8::1 2002:7f00:1::1 3fff::1 100::1
    5f00::1""".split(),
)
def test_sec_44_no_private_place_is_open(address: str) -> None:
    assert not may_reach(address, 80)
    assert not may_reach(address, 443)


def test_sec_44_what_the_administrator_opens_is_open_but_never_the_metadata(settings: Any) -> None:
    settings.OPEN_NETWORKS = ("10.1.0.0/16", "169.254.0.0/16", "fd00:1::/64")
    assert may_reach("10.1.2.3", 8080)
    assert may_reach("::ffff:10.1.2.3", 80)
    assert may_reach("fd00:1::5", 80)
    assert not may_reach("10.2.2.3", 80)
    assert not may_reach("169.254.169.254", 80)


async def test_a_picture_is_fetched_without_telling_who_asks(world: Foreign) -> None:
    assert await got(world.url("/a b/рисунок.png?x=1&y=я")) == PICTURE
    assert world.asked == ["/a%20b/%D1%80%D0%B8%D1%81%D1%83%D0%BD%D0%BE%D0%BA.png?x=1&y=%D1%8F"]
    assert set(world.heads[0]) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert world.heads[0]["user-agent"] == "Mozilla/5.0"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f000001", "2130706433", "0177.0.0.1", "127.1", "0", "[::ffff:127.0.0.1]"]
)  # fmt: skip
async def test_sec_44_no_disguise_of_this_machine_helps(inner: Foreign, settings: Any, host: str) -> None:
    with socket.create_connection((INNER, inner.port)):  # it is there
        pass
    for open_networks in ((), ("127.0.0.9/32",)):
        settings.OPEN_NETWORKS = open_networks
        with pytest.raises(Unreachable, match="forbidden"):
            await got(inner.url(host=host))
    assert inner.asked == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "gopher://127.0.0.9/", "ftp://127.0.0.9/", "//127.0.0.9/x", "data:image/png,x", "http://", "http:///x",
     "http://user@127.0.0.9/", "http://127.0.0.1#@127.0.0.9/", "http://127.0.0.9:99999/", "http://127.0.0.9\\@127.0.0.1/",
     "http://[::1/", "http://" + "a" * 70 + ".test/", "http://127.0.0.9/" + "x" * 5000, "unix:///run/x.sock", ""],
)  # fmt: skip
async def test_sec_44_only_plain_addresses_of_the_web_are_asked(world: Foreign, url: str) -> None:
    with pytest.raises(Unreachable):
        await got(url)
    assert world.asked == []


async def test_sec_44_redirects_are_followed_and_each_is_looked_at(world: Foreign, inner: Foreign) -> None:
    world.pages = {
        "/1": leads("/2"), "/2": leads(world.url("/3")), "/3": leads("//" + f"{OPEN}:{world.port}/end"), "/0": leads("/1"),
        "/home": leads(inner.url()), "/file": leads("file:///etc/passwd"), "/nowhere": says(b"", status=302),
        "/meta": leads("http://169.254.169.254/latest/meta-data/"), "/far": leads("/home"),
    }  # fmt: skip
    assert await got(world.url("/1")) == PICTURE
    for path in ("/0", "/home", "/far", "/file", "/meta", "/nowhere"):
        with pytest.raises(Unreachable):
            await got(world.url(path))
    assert inner.asked == []


async def test_sec_44_a_name_is_resolved_once_and_that_very_address_is_asked(
    world: Foreign, inner: Foreign, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = [OPEN, INNER]
    really = socket.getaddrinfo

    def resolver(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in ("rebinding.test", b"rebinding.test"):
            return really(host, *rest, **more)
        asked.append("rebinding.test")
        return really(answers[min(len(asked) - 1, 1)], *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    assert await got(world.url(host="rebinding.test")) == PICTURE
    assert len(asked) == 1
    assert world.heads[0]["host"] == f"rebinding.test:{world.port}"
    with pytest.raises(Unreachable, match="forbidden"):
        await got(world.url(host="rebinding.test"))
    assert inner.asked == []


async def test_sec_44_a_name_with_one_forbidden_address_among_good_ones_is_refused(
    world: Foreign, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, world.port)) for one in (OPEN, INNER)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
    with pytest.raises(Unreachable, match="forbidden"):
        await got(world.url(host="both.test"))
    assert world.asked == []


async def test_an_address_that_is_down_gives_way_to_the_next(
    world: Foreign, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OPEN_NETWORKS = ("127.0.0.8/31",)
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, world.port)) for one in ("127.0.0.8", OPEN)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
    assert await got(world.url(host="both.test")) == PICTURE


async def test_sec_07_size_and_time_are_limited(world: Foreign) -> None:
    world.pages = {
        "/slow": endless(b".", 0.05, world),
        "/endless": endless(b"." * 5000, 0.001, world),
        "/large": says(b"." * 10_001),
        "/silent": lambda _to: bool(world.ended.wait(20)) and None,
        "/packed": says(b"\x1f\x8b\x08\x00", Content_Encoding="gzip"),
        "/missing": says(PICTURE, status=404),
    }
    for path, why in (
        ("/endless", "too large"), ("/large", "too large"), ("/packed", "packed"), ("/missing", "status 404"),
    ):  # fmt: skip
        with pytest.raises(Unreachable, match=why):
            await got(world.url(path))
    for path in ("/slow", "/silent"):
        begun = time.monotonic()
        with pytest.raises(Unreachable, match="too slow"):
            await got(world.url(path), seconds=0.4)
        assert time.monotonic() - begun < 3
    with pytest.raises(Unreachable):
        await got(f"http://{OPEN}:1/")  # nobody listens


async def test_sec_33_a_certificate_of_nobody_is_not_believed(settings: Any) -> None:
    settings.OPEN_NETWORKS = (f"{OPEN}/32",)
    context, _authority = contexts([OPEN])
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), OPEN, 0, ssl=context)
    with pytest.raises(Unreachable, match="ConnectError"):
        await got(f"https://{OPEN}:{server.sockets[0].getsockname()[1]}/")
    server.close()
    await server.wait_closed()


async def test_over_tls_the_name_is_proven_and_the_looked_at_address_is_asked(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OPEN_NETWORKS = (f"{OPEN}/32",)
    context, authority = contexts(["pictures.test"])
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    outside.authorities.cache_clear()

    async def picture(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(PICTURE), PICTURE))
        writer.close()

    server = await asyncio.start_server(picture, OPEN, 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (OPEN, port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: here)
    assert await got(f"https://pictures.test:{port}/") == PICTURE
    with pytest.raises(Unreachable, match="ConnectError"):
        await got(f"https://others.test:{port}/")
    assert names == ["pictures.test", "others.test"]
    outside.authorities.cache_clear()
    server.close()
    await server.wait_closed()


async def test_sec_44_what_is_handed_over_goes_to_the_one_server_that_was_meant(
    world: Foreign, inner: Foreign
) -> None:
    world.pages = {"/push": says(b"", status=201), "/home": leads(inner.url())}
    told = {"TTL": "60", "Content-Encoding": "aes128gcm"}
    assert await outside.post(world.url("/push"), b"secret", headers=told, seconds=5) == 201
    assert world.heads[0]["content-length"] == "6"
    assert set(world.heads[0]) == {
        "host",
        "user-agent",
        "ttl",
        "content-encoding",
        "content-length",
        "connection",
    }
    assert await outside.post(world.url("/home"), b"secret", headers=told, seconds=5) == 302
    for url in (inner.url("/push"), "http://169.254.169.254/", "file:///etc/passwd"):
        with pytest.raises(Unreachable):
            await outside.post(url, b"secret", headers=told, seconds=5)
    assert inner.asked == []
