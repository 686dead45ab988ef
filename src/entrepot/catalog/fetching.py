"""Fetching pictures from the addresses that merchants' files name, without ever being led into a private network.

The address is resolved here, every answer must be public, and the connection goes to the very address that was checked, so that
a name cannot change its mind in between. Redirects are followed by hand and checked anew. Limits of size and time hold for all.
"""

import ipaddress
import logging
import socket
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import httpx

from entrepot.catalog.errors import PictureTooLarge, PictureUnreadable, TooManyPictures
from entrepot.catalog.models import WantedPicture
from entrepot.catalog.picturing import MEGABYTES_MAX, add_picture
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM

log = logging.getLogger(__name__)

BATCH = 10
ATTEMPTS_MAX = 3
RETRY_MINUTES = 10
REDIRECTS_MAX = 4
SECONDS_MAX = 20.0
_PORTS = {"http": 80, "https": 443}
#: A translator's prefix (RFC 6052) reaches IPv4 addresses, private ones too.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")

type Resolve = Callable[[str, int], Sequence[str]]


class Unfetchable(Exception):
    """A picture that was not fetched: `code` is kept with the wish, `again` whether trying later may help."""

    def __init__(self, code: str, *, again: bool = False) -> None:
        super().__init__(code)
        self.code, self.again = code, again


def fetch_due() -> int:
    """Fetch some of the pictures that files asked for; how many were tried. Called by the worker.

    A failure leaves the wish with its reason, which the product's page shows as a to-do, and never fails an import.
    """
    before = clock.now() - timedelta(minutes=RETRY_MINUTES)
    due = WantedPicture.objects.filter(attempts=0) | WantedPicture.objects.filter(
        attempts__lt=ATTEMPTS_MAX, problem="picture.unreachable", created_at__lt=before
    )
    wishes = list(due.order_by("attempts", "id")[:BATCH])
    for wish in wishes:
        _fulfil(wish)
    return len(wishes)


def _fulfil(wish: WantedPicture) -> None:
    try:
        data = fetch(wish.source_url)
        add_picture(
            wish.product_id,
            file=data,
            alt=wish.alt,
            variant_id=wish.variant_id,
            source_url=wish.source_url,
            by=SYSTEM,
        )
    except Unfetchable as failure:
        attempts = wish.attempts + 1 if failure.again else ATTEMPTS_MAX
        WantedPicture.objects.filter(pk=wish.pk).update(problem=failure.code, attempts=attempts)
    except (PictureUnreadable, PictureTooLarge, TooManyPictures) as refusal:
        WantedPicture.objects.filter(pk=wish.pk).update(problem=refusal.code, attempts=ATTEMPTS_MAX)
    else:
        WantedPicture.objects.filter(pk=wish.pk).delete()


def fetch(url: str, *, resolve: Resolve | None = None, transport: httpx.BaseTransport | None = None) -> bytes:
    """What lies at a public address, at most MEGABYTES_MAX of it. Raises Unfetchable.

    resolve and transport stand in for the network in tests.
    """
    deadline = time.monotonic() + SECONDS_MAX
    with httpx.Client(timeout=5.0, trust_env=False, follow_redirects=False, transport=transport) as client:
        for _hop in range(REDIRECTS_MAX + 1):
            host, port, address = _public(url, resolve or _resolved)
            answer = _get(client, url, host, port, address, deadline)
            if isinstance(answer, bytes):
                return answer
            url = urljoin(url, answer)
    raise Unfetchable("picture.redirects")


def _public(url: str, resolve: Resolve) -> tuple[str, int, str]:
    """Host, port and the checked address of a URL that may be fetched."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise Unfetchable("picture.address") from None
    if parts.scheme not in _PORTS or port != _PORTS[parts.scheme] or not host or parts.username:
        raise Unfetchable("picture.address")
    addresses = resolve(host, port)
    if not addresses:
        raise Unfetchable("picture.unreachable", again=True)
    if not all(is_public(address) for address in addresses):
        raise Unfetchable("picture.private")
    return host, port, addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also when it is wrapped in an IPv6 one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def _get(client: httpx.Client, url: str, host: str, port: int, address: str, deadline: float) -> bytes | str:
    """The bytes, or where a redirect leads. Connects to `address` and asks there for `host`, with its certificate."""
    parts = urlsplit(url)
    wrapped = f"[{address}]" if ":" in address else address
    target = parts._replace(netloc=wrapped, fragment="").geturl()
    request = client.build_request(
        "GET", target, headers={"Host": host, "Accept": "image/*"}, extensions={"sni_hostname": host}
    )
    most = MEGABYTES_MAX * 1024 * 1024
    try:
        answer = client.send(request, stream=True)
        try:
            if answer.is_redirect:
                return answer.headers.get("location", "")
            if answer.status_code != httpx.codes.OK:
                raise Unfetchable("picture.unreachable", again=answer.status_code >= 500)
            data = bytearray()
            for part in answer.iter_bytes():
                data += part
                if len(data) > most or time.monotonic() > deadline:
                    raise Unfetchable("picture.too_large" if len(data) > most else "picture.slow")
            return bytes(data)
        finally:
            answer.close()
    except httpx.HTTPError:
        raise Unfetchable("picture.unreachable", again=True) from None
