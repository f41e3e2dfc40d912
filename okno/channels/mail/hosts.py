"""Which servers a mailbox may name: mail servers of the world and of the company, and nothing else (SEC-44)."""

import ipaddress
import re
import socket

from django.utils.translation import gettext_noop as _

NOT_A_HOST = _("Write the name of the server as in mail.example.com, or its IP address.")
NOT_A_MAIL_PORT = _("No mail server listens at this port.")
NOT_OPEN = _("The desk does not connect to this address.")

# Below 1024 the ports of mail alone; above it, where somebody's own mail server may listen, no well-known store or console.
MAIL_PORTS = frozenset({24, 25, 143, 465, 587, 993})
OTHER_SERVICES = frozenset(
    {1433, 1521, 2049, 2375, 2376, 2379, 3000, 3128, 3268, 3306, 3389, 5000, 5432, 5601, 5672, 5900, 5984, 6379, 6443, 8000,
     8080, 8200, 8443, 8500, 9000, 9042, 9090, 9092, 9200, 9300, 10250, 11211, 15672, 27017, 50000}
)  # fmt: skip
FIRST_FREE_PORT, LAST_PORT = 1024, 65535
NAME = re.compile(
    r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*\.?",
    re.IGNORECASE,
)
ALL_DIGITS = re.compile(r"(0x[0-9a-f]+|\d+)(\.(0x[0-9a-f]+|\d+))*", re.IGNORECASE)


def complaint_of_host(host: str) -> str:
    """Return what is wrong with the name of a server, an English sentence of the catalogue; empty where nothing is."""
    try:
        return "" if _may(ipaddress.ip_address(host)) else NOT_OPEN
    except ValueError:
        pass
    try:
        name = host.encode("idna").decode("ascii")
    except UnicodeError:
        return NOT_A_HOST
    return "" if NAME.fullmatch(name) and not ALL_DIGITS.fullmatch(name) else NOT_A_HOST


def complaint_of_port(port: int) -> str:
    """Return what is wrong with a port."""
    fits = port in MAIL_PORTS or (FIRST_FREE_PORT <= port <= LAST_PORT and port not in OTHER_SERVICES)
    return "" if fits else NOT_A_MAIL_PORT


def complaint_now(host: str) -> str:
    """Return what is wrong with the addresses to which a name leads at present; a name that leads nowhere is for the caller."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ""
    return (
        "" if all(_may(ipaddress.ip_address(str(one[4][0]).partition("%")[0])) for one in found) else NOT_OPEN
    )


def _may(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """True for this machine, the company's network and the world; never for the metadata of clouds, all or nobody."""
    plain = getattr(address, "ipv4_mapped", None) or address
    return not (plain.is_link_local or plain.is_multicast or plain.is_unspecified or plain.is_reserved)
