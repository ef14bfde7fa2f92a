"""Nobody who names a website can make the server talk to a machine that is not public."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from coalition.fetching import client as fetching
from coalition.fetching.client import (
    LARGEST,
    Guard,
    fetch_text,
)
from coalition.fetching.errors import (
    AddressRefused,
    FetchFailed,
    HostUnknown,
    NoAnswer,
    NotPublic,
    NotText,
    NotThere,
    Redirected,
    TooSlow,
)
from tests.fetching.canary import Leading, Names, certificate, listening, page

if TYPE_CHECKING:
    import ssl

pytestmark = pytest.mark.anyio

PUBLIC = "93.184.215.14"
HOST = "bureau.example"
URL = f"https://{HOST}/.well-known/coalition-organisation.txt"

# None of these addresses is public.
ADDRESSES = """
127.0.0.1 127.0.0.2 127.1.2.3 127.255.255.254 0.0.0.0 0.0.0.1 0.255.255.255
10.0.0.0 10.0.0.1 10.255.255.255 172.16.0.1 172.20.10.2 172.31.255.254 192.168.0.1 192.168.1.254 192.168.255.255
169.254.0.1 169.254.169.254 169.254.170.2 169.254.255.255 100.64.0.1 100.100.100.200 100.127.255.254
192.0.0.1 192.0.0.8 192.0.0.9 192.0.0.170 192.0.0.192 192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 198.19.255.254
192.31.196.1 192.52.193.1 192.88.99.1 192.88.99.2
224.0.0.1 224.0.0.251 232.1.2.3 239.255.255.250 240.0.0.1 250.1.2.3 255.255.255.254 255.255.255.255
:: ::1 ::2 ::127.0.0.1 ::10.0.0.1 ::93.184.215.14 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:93.184.215.14 ::ffff:0:127.0.0.1
64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b::93.184.215.14 64:ff9b::a9fe:a9fe 64:ff9b:1::1 64:ff9b:1::7f00:1
2002:7f00:1:: 2002:7f00:1::1 2002:a00:1::1 2002:c0a8:101::1 2002:a9fe:a9fe::1 2002:5db8:d70e::1
2001::1 2001:0:7f00:1:: 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:2::1 2001:1::1 2001:3::1 2001:db8::1 2001:db8:ffff::1
fc00::1 fc12:3456::1 fd00::1 fd00:ec2::254 fdff:ffff::1 fe80::1 fe80::a9fe:a9fe fe80::1%lo fe80::1%eth0 febf::1 fec0::1 feff::1
ff00::1 ff01::1 ff02::1 ff02::fb ff05::2 ff0e::1 100::1 100:0:0:1::1 3fff::1 5f00::1 2620:4f:8000::1 4000::1 8000::1 e000::1 1::1 0:0:1::1
""".split()  # fmt: skip  # noqa: SIM905
NOT_ADDRESSES = ["", "localhost", "127.1", "0x7f000001", "2130706433", "017700000001", "127.0.0.1:80", "[::1]", "93.184.215.14 ", "1.2.3"]

# All of these are refused before a name is resolved.
URLS = """
http://bureau.example/ ftp://bureau.example/ file:///etc/passwd gopher://bureau.example/ dict://bureau.example/ ldap://bureau.example/
javascript:alert(1) data:text/plain,x unix:///run/x ws://bureau.example/ wss://bureau.example/ httpss://bureau.example/
//bureau.example/ bureau.example
https://bureau.example:80/ https://bureau.example:22/ https://bureau.example:8443/ https://bureau.example:0/ https://bureau.example:65536/
https://bureau.example:-1/ https://bureau.example:443x/ https://bureau.example:4430/
https://ada@bureau.example/ https://ada:secret@bureau.example/ https://:secret@bureau.example/ https://bureau.example@127.0.0.1/
https://bureau.example%2f@127.0.0.1/ https://bureau.example\\@127.0.0.1/ https://127.0.0.1%2f@bureau.example/ https://bureau.example:443@127.0.0.1/
https://127.0.0.1/ https://127.1/ https://127.0.1/ https://0/ https://0.0.0.0/ https://2130706433/ https://0x7f000001/ https://0x7f.0.0.1/
https://0177.0.0.1/ https://017700000001/ https://127.0.0.1./ https://10.0.0.1/ https://192.168.1.1/ https://169.254.169.254/latest/meta-data/
https://93.184.215.14/ https://1.1.1.1/ https://8.8.8.8/ https://256.256.256.256/ https://1.2.3.4.5/
https://[::1]/ https://[::]/ https://[::ffff:127.0.0.1]/ https://[fe80::1%25lo]/ https://[fd00::1]/ https://[64:ff9b::7f00:1]/ https://[2002:7f00:1::]/
https://[2606:4700::1111]/ https://[bureau.example]/ https://[/ https://]/ https://[::1 https://[v1.x]/
https://localhost/ https://LOCALHOST/ https://localhost./ https://a.localhost/ https://localhost.localdomain.local/ https://printer.local/
https://metadata.google.internal/ https://db.internal/ https://intranet/ https://wiki.intranet/ https://router.lan/ https://nas.home/ https://x.corp/
https://home.arpa/ https://1.0.0.127.in-addr.arpa/ https://abcdefghijklmnop.onion/ https://a.test/ https://a.invalid/ https://a.alt/
https:/// https:/bureau.example https:bureau.example https://?x https://#x https://. https://.. https://.example/ https://bureau..example/
https://bureau.example./ https://-bureau.example/ https://bureau-.example/ https://bureau_.example/ https://a_b.example/ https://bureau.example%00/
https://bureau.example%00.evil.example/ https://bu%72eau.example/ https://bureau.example%2e/ https://bureau.1/ https://bureau.123/ https://bureau.0x7f/
https://bureau.e/ https://\u2460\u2461\u2466.0.0.1/ https://\uff11\uff12\uff17.0.0.1/ https://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/
https://bureau\u200b.example/ https://bureau.example\u202e/ https://*.example/ https://bureau$.example/ https://bureau,x.example/ https://bureau;.example/
""".split()  # fmt: skip  # noqa: SIM905
URLS += ["https://bureau example/", "https://bureau.example\t@x/", "https://bu\nreau.example/", "https://" + "a" * 64 + ".example/"]
URLS += ["https://" + "a." * 130 + "example/", "", " ", "https://bureau.example:443:80/", "https://bureau.example\x00/", "https://" + "a" * 70_000]


@asynccontextmanager
async def guard_with_canary(*answers: list[str]):
    """Give a guard whose connections reach the canary."""
    async with listening() as canary:
        leading, names = Leading(canary.port), Names(*answers)
        yield Guard(names, leading), canary, names


def test_there_are_more_than_150_ways_in() -> None:
    assert len(set(ADDRESSES)) + len(set(URLS)) >= 150


async def test_an_address_that_is_not_public_gets_no_connection() -> None:
    async with guard_with_canary([PUBLIC]) as (_, canary, _names):
        for address in [*ADDRESSES, *NOT_ADDRESSES]:
            with pytest.raises(NotPublic):
                await fetch_text(URL, Guard(Names([address]), Leading(canary.port)))
        assert canary.came == 0


async def test_one_bad_address_among_good_ones_spoils_the_name() -> None:
    async with guard_with_canary([PUBLIC, "127.0.0.1"]) as (guard, canary, _):
        for addresses in ([PUBLIC, "127.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC, "2606:4700:4700::1111", "::1"]):
            with pytest.raises(NotPublic):
                await fetch_text(URL, Guard(Names(addresses), guard.network))
        assert canary.came == 0


async def test_a_web_address_that_is_not_plain_gets_no_connection() -> None:
    async with guard_with_canary([PUBLIC]) as (guard, canary, names):
        for url in URLS:
            with pytest.raises(AddressRefused):
                await fetch_text(url, guard)
        assert (canary.came, names.asked) == (0, [])


async def test_the_client_itself_refuses_what_is_asked_of_it_directly() -> None:
    async with guard_with_canary([PUBLIC]) as (guard, canary, _), fetching.open_client(guard) as client:
        for url in ("http://bureau.example/", "https://127.0.0.1/", "https://bureau.example:8443/", "https://a:b@bureau.example/"):
            with pytest.raises(FetchFailed):
                await client.get(url)
        assert canary.came == 0


async def test_the_canary_sings_when_a_public_address_is_let_through() -> None:
    """The control of the tests above: what the guard lets through does arrive."""
    for address in (PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"):
        async with guard_with_canary([address]) as (guard, canary, _):
            with pytest.raises(NoAnswer):
                await fetch_text(URL, guard)
            assert (canary.came, guard.network.dialled) == (1, [(address, 443)])


async def test_without_the_judgement_the_canary_sings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a guard without checks connects to every address."""
    monkeypatch.setattr(fetching, "is_public", lambda _: True)
    async with guard_with_canary(["127.0.0.1"]) as (guard, canary, _):
        with pytest.raises(NoAnswer):
            await fetch_text(URL, guard)
        assert canary.came == 1


async def test_a_name_that_changes_its_address_gains_nothing() -> None:
    async with guard_with_canary([PUBLIC], ["127.0.0.1"]) as (guard, canary, names):
        with pytest.raises(NoAnswer):
            await fetch_text(URL, guard)
        assert (names.asked, guard.network.dialled) == ([HOST], [(PUBLIC, 443)])
        with pytest.raises(NotPublic):
            await fetch_text(URL, guard)
        assert canary.came == 1


async def test_names_without_an_address_are_unknown() -> None:
    with pytest.raises(HostUnknown):
        await fetch_text(URL, Guard(Names([])))


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening() as proxy, guard_with_canary([PUBLIC]) as (guard, canary, _):
        for name in ("HTTPS_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(NoAnswer):
            await fetch_text(URL, guard)
        assert (proxy.came, canary.came) == (0, 1)


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("certificate"), HOST)


@asynccontextmanager
async def answering(contexts, speak, host=HOST):
    """Let a real server with a certificate answer."""
    async with listening(speak, contexts[0]) as site:
        yield site, lambda url=f"https://{host}/": fetch_text(url, Guard(Names([PUBLIC]), Leading(site.port)), contexts[1])


async def test_a_page_of_a_public_host_is_read(contexts) -> None:
    async with answering(contexts, page("знак\n".encode())) as (site, fetch):
        assert await fetch(URL) == "знак\n"
    lines = site.requests[0].decode().splitlines()
    assert lines[0] == "GET /.well-known/coalition-organisation.txt HTTP/1.1"
    assert f"Host: {HOST}" in lines
    assert not any(line.lower().startswith(("cookie", "authorization", "referer")) for line in lines)


async def test_a_certificate_for_another_name_is_no_answer(contexts) -> None:
    async with answering(contexts, page(b"x"), host="other.example") as (site, fetch):
        with pytest.raises(NoAnswer):
            await fetch()
    assert site.requests == []


async def test_only_the_first_256_kib_are_read(contexts) -> None:
    async with answering(contexts, page(b"x" * (4 * LARGEST))) as (_, fetch):
        assert len(await fetch()) == LARGEST


@pytest.mark.parametrize(
    ("speak", "error"),
    [
        (page(b"", "text/plain", "301 Moved", "Location: https://127.0.0.1/"), Redirected),
        (page(b"", "text/plain", "307 Elsewhere", "Location: /here"), Redirected),
        (page(b"no", "text/plain", "404 Not Found"), NotThere),
        (page(b"no", "text/plain", "500 Broken"), NotThere),
        (page(b"x", "image/png"), NotText),
        (page(b"x", "application/octet-stream"), NotText),
        (page(b"x", ""), NotText),
        (page(b"\x1f\x8b", "text/plain", "200 OK", "Content-Encoding: gzip"), NotText),
        (page(b"x", "text/plain", "200 OK", "X-Long: " + "a" * 200_000), NoAnswer),
    ],
)
async def test_what_is_no_plain_page_is_refused(contexts, speak, error) -> None:
    async with answering(contexts, speak) as (site, fetch):
        with pytest.raises(error):
            await fetch()
    assert site.came == 1


async def test_who_answers_drop_by_drop_is_left(contexts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with answering(contexts, drip) as (_, fetch):
        with pytest.raises(TooSlow):
            await fetch()
