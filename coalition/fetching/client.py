"""The only HTTP client: https, public IP addresses, small answers, short timeouts.

A person who enters a website must not be able to make this server connect to machines of its own network (SSRF). The host
name is resolved once, every IP address is checked, and the connection uses a checked address, so that a name that changes
its address in between (DNS rebinding) has no effect.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from functools import cache
from ipaddress import IPv4Address, ip_address, ip_network

import httpcore
import httpx

from coalition.fetching.errors import AddressRefused, HostUnknown, NoAnswer, NotPublic, NotText, NotThere, Redirected, TooSlow

PORT = 443
SECONDS = 5.0
LARGEST = 256 * 1024
_SECONDS_FOR_ONE_ADDRESS = 2.0
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])")
_NOT_ON_THE_INTERNET = frozenset({"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion", "test", "invalid", "alt"})
_HEADERS = {"User-Agent": "Coalition", "Accept": "text/html, text/plain, text/*;q=0.9", "Accept-Encoding": "identity"}
_TEXTS = ("text/", "application/xhtml+xml")

Resolve = Callable[[str], Awaitable[Sequence[str]]]


# Unicast addresses with a special meaning (IANA registries); they are listed because `is_global` differs between versions of Python.
# The last belongs to one provider's machines in every network of its customers, although it counts as public.
_SPECIAL_4 = tuple(
    map(
        ip_network,
        ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "168.63.129.16/32"),
    )
)
_UNICAST_6 = ip_network("2000::/3")
# Teredo, documentation, 6to4 and others; mapped addresses and NAT64 are outside 2000::/3.
_SPECIAL_6 = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")))


def is_public(text: str) -> bool:
    """Return whether an IP address is an ordinary public address."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        special = any(address in network for network in _SPECIAL_4)
        return address.is_global and not (address.is_multicast or address.is_reserved or special)
    if address.scope_id or address not in _UNICAST_6 or any(address in network for network in _SPECIAL_6):
        return False
    return address.is_global


def host_of(address: str) -> str:
    """Return the host of a web address in ASCII.

    Raises:
        AddressRefused: it is not https on port 443, holds a password, or its host has no public name.

    """
    try:
        return _host(httpx.URL(address))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise AddressRefused from None


def _host(url: httpx.URL) -> str:
    host = url.raw_host.decode("ascii")
    if url.scheme != "https" or url.port not in {None, PORT} or url.userinfo or not _HOST.fullmatch(host):
        raise AddressRefused
    if host.rpartition(".")[2] in _NOT_ON_THE_INTERNET:
        raise AddressRefused
    return host


async def resolve(host: str) -> Sequence[str]:
    """Return the IP addresses of a host name; the final dot turns off the search list of this machine.

    Raises:
        HostUnknown: it has none.

    """
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(f"{host}.", PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise HostUnknown from None
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Guard(httpcore.AsyncNetworkBackend):
    """Opens connections to public IP addresses only; `network` connects to an address after the check."""

    def __init__(self, resolving: Resolve = resolve, network: httpcore.AsyncNetworkBackend | None = None) -> None:
        """Set the functions that resolve names and open connections; only tests replace them."""
        self.resolving = resolving
        self.network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 -- the signature that httpcore calls
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first IP address that answers.

        Raises:
            HostUnknown, NotPublic: there is no address, or one of them is not public.

        """
        if port != PORT:
            raise NotPublic
        addresses = await self.resolving(host)
        if not addresses:
            raise HostUnknown
        if not all(map(is_public, addresses)):
            raise NotPublic
        seconds = min(timeout or _SECONDS_FOR_ONE_ADDRESS, _SECONDS_FOR_ONE_ADDRESS)
        for address in addresses[:-1]:
            try:
                return await self.network.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.NetworkError, httpcore.TimeoutException):
                continue
        return await self.network.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)


class _Body(httpx.AsyncByteStream):
    """Streams the body of an answer."""

    def __init__(self, answer: httpcore.Response) -> None:
        self.answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self.answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self.answer.aclose()


class _Transport(httpx.AsyncBaseTransport):
    """Checks the address of each request, then sends it through the guard."""

    def __init__(self, guard: Guard, context: ssl.SSLContext) -> None:
        self.pool = httpcore.AsyncConnectionPool(context, max_keepalive_connections=0, network_backend=guard)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        host = _host(url)
        checked_request = httpcore.Request(
            request.method,
            httpcore.URL(scheme=b"https", host=host, port=PORT, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions={"timeout": request.extensions.get("timeout", {})},
        )
        answer = await self.pool.handle_async_request(checked_request)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    async def aclose(self) -> None:
        await self.pool.aclose()


@cache
def _certificates() -> ssl.SSLContext:
    """Return the usual certificate authorities; environment variables are ignored."""
    return httpx.create_ssl_context(trust_env=False)


def open_client(guard: Guard | None = None, context: ssl.SSLContext | None = None) -> httpx.AsyncClient:
    """Return a client that reaches only public https hosts; proxies of the environment are ignored."""
    transport = _Transport(guard or Guard(), context or _certificates())
    return httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False, timeout=SECONDS, headers=_HEADERS)


async def fetch_text(address: str, guard: Guard | None = None, context: ssl.SSLContext | None = None) -> str:
    """Return the text at an address, its first 256 KiB, within five seconds.

    Raises:
        FetchFailed: the subclass says why.

    """
    host_of(address)
    try:
        async with asyncio.timeout(SECONDS), open_client(guard, context) as client, client.stream("GET", address) as answer:
            return await _read(answer)
    except (TimeoutError, httpcore.TimeoutException, httpx.TimeoutException):
        raise TooSlow from None
    except (OSError, httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.StreamError):
        raise NoAnswer from None


async def _read(answer: httpx.Response) -> str:
    if answer.is_redirect:
        raise Redirected
    if answer.status_code != httpx.codes.OK:
        raise NotThere
    if answer.headers.get("content-encoding", "identity") != "identity" or not answer.headers.get("content-type", "").lower().startswith(_TEXTS):
        raise NotText
    body = bytearray()
    async for part in answer.aiter_raw():
        body += part
        if len(body) >= LARGEST:
            break
    return body[:LARGEST].decode("utf-8", "replace")
