"""Hide us now: after the answer nobody reads the name, whichever process they ask, even one that was stopped meanwhile."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from coalition import database
from coalition.acts.disclosure_levels import Level
from coalition.acts.tables import Disclosure
from coalition.invitations import links
from coalition.notices.page_queries import processes_beside
from coalition.web import known_changes
from tests import factories
from tests.conftest import sign_in
from tests.web.caches import GENEROUS, Watched, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

NAMES = {"lantern": "Lantern of Issyk-Kul", "beacon": "Beacon of Naryn"}
NAME = NAMES["lantern"]
LANGUAGES = ("en", "ru", "ar", "nb")
PAGES = [
    *(f"/{language}/memoranda/cooperation{part}" for language in LANGUAGES for part in ("", "/signatories")),
    *("/en/notifications", "/memoranda/cooperation.json", "/memoranda/cooperation.csv", "/feeds/notifications.atom"),
]
ENCODINGS = ("identity", "gzip")
_SERVE = """from coalition.web import known_changes as known, page_processes as processes
{fault}
from coalition.commands import main
main()"""


@asynccontextmanager
async def server(fault: str = "") -> AsyncIterator[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]:
    """Run `coalition serve` in a process of its own; `fault` is what a mutated build does before it starts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["-c", _SERVE.format(fault=fault), "serve", "--no-worker", "--port", str(port)]
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            async with asyncio.timeout(60):
                while True:
                    with suppress(httpx.TransportError):
                        await client.get("/health/live")
                        break
                    await asyncio.sleep(0.05)
            yield process, client
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.terminate()
        await process.wait()


async def warm(reader: httpx.AsyncClient, slug: str) -> dict[tuple[str, str], str]:
    """Read every page in every encoding; return the tags. Each names the organisation, and comes from the cache the second time."""
    tags = {}
    for page in PAGES:
        for encoding in ENCODINGS:
            for _ in range(2):
                answer = await reader.get(page, headers={"Accept-Encoding": encoding})
            assert NAMES[slug] in answer.text, page
            tags[page, encoding] = answer.headers["etag"]
    return tags


async def is_named_nowhere(reader: httpx.AsyncClient, slug: str, tags: dict[tuple[str, str], str]) -> None:
    """No page names the organisation, and no request for a page that was read before is told that it is still good."""
    for (page, encoding), tag in tags.items():
        headers = {"Accept-Encoding": encoding}
        answer = await reader.get(page, headers=headers | {"If-None-Match": tag})
        assert (answer.status_code, NAMES[slug] in answer.text) == (200, False), f"still named: {page} {encoding}"
        head = await reader.head(page, headers=headers | {"If-None-Match": tag})
        assert (head.status_code, head.headers["etag"] == tag) == (200, False), f"still named: {page} {encoding}"


class Site:
    """Two processes that serve the same text, which two organisations have signed in public, and Ada at the desk of the first."""

    def __init__(self, memorandum: Memorandum, servers: list[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]) -> None:
        """Take the servers."""
        self.memorandum = memorandum
        (_, self.first), (self.process, self.second) = servers

    async def hide_now(self, slug: str) -> None:
        """Let Ada hide a name, as a representative who telephones asks her to."""
        page = await self.first.get(f"/en/desk/memoranda/cooperation/signatories/{slug}")
        token = page.text.partition('name="form_token" value="')[2].partition('"')[0]
        answer = await self.first.post(f"{page.url.path}/hiding", data={"form_token": token})
        if answer.status_code != 303:
            raise RuntimeError(answer.text)


@asynccontextmanager
async def site(ada: Coordinator, *faults: str) -> AsyncIterator[Site]:
    memorandum = await factories.opened(ada)
    for slug, name in NAMES.items():
        await factories.signed(memorandum, await factories.organisation(slug, name))
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(server(fault)) for fault in faults or ("", "")]
        made = Site(memorandum, servers)
        await sign_in(made.first, ada)
        async with asyncio.timeout(GENEROUS):
            while len(await processes_beside("")) < len(servers):  # noqa: ASYNC110 -- they are other processes
                await asyncio.sleep(0.05)
        yield made


async def hidden_at_once(two: Site) -> None:
    tags = [await warm(reader, "lantern") for reader in (two.first, two.second)]
    await two.hide_now("lantern")
    await is_named_nowhere(two.second, "lantern", tags[1])
    await is_named_nowhere(two.first, "lantern", tags[0])


async def hidden_while_one_is_stopped(two: Site) -> None:
    tags = await warm(two.second, "beacon")
    two.process.send_signal(signal.SIGSTOP)
    await two.hide_now("beacon")
    two.process.send_signal(signal.SIGCONT)
    await is_named_nowhere(two.second, "beacon", tags)


async def test_nobody_reads_a_name_after_the_answer_to_hide_us_now(store: str, ada_account: Coordinator) -> None:
    assert store
    async with site(ada_account) as two:
        await hidden_at_once(two)
        await hidden_while_one_is_stopped(two)


AT_ONCE = "async def at_once(*_): pass\nprocesses.PageProcesses.wait_for_all = at_once"
SELDOM = "processes.LOOK_EVERY = 1.5"
FOR_EVER = "known.LONGEST_TRUST = processes.LOOK_EVERY = 1e9"


@pytest.mark.sqlite_only
async def test_an_answer_that_does_not_wait_is_noticed(store: str, ada_account: Coordinator) -> None:
    """Mutated build: the other process looks a little later, and the answer is there before."""
    assert store
    async with site(ada_account, AT_ONCE, SELDOM) as two:
        with pytest.raises(AssertionError, match="still named"):
            await hidden_at_once(two)


@pytest.mark.sqlite_only
async def test_a_process_that_trusts_what_it_knows_for_ever_is_noticed(store: str, ada_account: Coordinator) -> None:
    """Mutated build: after it was stopped it serves before it looks."""
    assert store
    async with site(ada_account, "", FOR_EVER) as two:
        with pytest.raises(AssertionError, match="still named"):
            await hidden_while_one_is_stopped(two)


# One process


async def test_a_process_that_cannot_ask_the_database_names_nobody(store: str, handlers: Any, ada_account: Coordinator) -> None:
    """Pages are served for two seconds more; then only those that are about nothing in the register."""
    assert store
    await factories.opened(ada_account)
    watched = Watched(handlers)
    page, about = "/en/memoranda/cooperation", "/en/about"
    async with watched.reader() as cleo:
        for address in (page, about):
            await cleo.get(address)
        engine = database.current()
        database.bind(database.engine_from_url("sqlite:////nowhere/at/all.sqlite"))
        watched.time += known_changes.LONGEST_TRUST
        assert [(await cleo.get(address)).status_code for address in (page, about)] == [200, 200]
        watched.time += 0.1
        answer = await cleo.get(page)
        assert (answer.status_code, int(answer.headers["retry-after"]) > 0, "Memorandum" in answer.text) == (503, True, False)
        assert (await cleo.get(about)).status_code == 200
        database.bind(engine)
        assert (await cleo.get(page)).status_code == 200
    assert watched.rendered[about] == 1


async def test_a_removal_during_a_rendering_is_not_served(store: str, handlers: Any, ada_account: Coordinator) -> None:
    """The page was rendered with the name, and is rendered again before anybody gets it."""
    assert store
    memorandum = await factories.opened(ada_account)
    organisation = await factories.organisation("lantern", NAME)
    signed = await factories.signed(memorandum, organisation)
    watched = Watched(handlers)
    async with watched.reader() as cleo:
        watched.holding = asyncio.Event()
        reading = asyncio.create_task(cleo.get("/en/memoranda/cooperation"))
        await until(lambda: watched.rendered["/en/memoranda/cooperation"] == 1)
        await asyncio.sleep(0.2)  # it has been rendered, or waits for its turn: either way nobody may get the name
        await factories.disclosed(await links.follow(signed.manage_token), Level(Disclosure.COUNTED))
        watched.holding.set()
        assert NAME not in (await reading).text
        assert NAME not in (await cleo.get("/en/memoranda/cooperation")).text


async def test_rows_of_processes_that_are_silent_are_removed(store: str, handlers: Any) -> None:
    assert store
    one, two = Watched(handlers), Watched(handlers)
    for watched in (one, two):
        await watched.cache.known.look()
        await watched.cache.processes.report()
    one.time += 5
    await one.cache.processes.report()
    one.time += 6
    await two.cache.processes.report()
    await one.cache.processes.report()
    assert len(await processes_beside("")) == 2
    one.time += 11
    await one.cache.processes.report()
    assert [process.name for process in await processes_beside("")] == [one.cache.processes.name]
    await two.cache.processes.report()
    assert len(await processes_beside("")) == 2


async def test_a_process_whose_row_may_be_gone_serves_nothing_before_it_reports(store: str, handlers: Any, ada_account: Coordinator) -> None:
    """Whoever removes something does not wait for it: it reports before it serves again."""
    assert store
    await factories.opened(ada_account)
    watched = Watched(handlers)
    watched.cache.processes.join()
    async with watched.reader() as cleo:
        assert (await cleo.get("/en/forums")).status_code == 200
        [process] = await processes_beside("")
        watched.time += 9
        await cleo.get("/en/forums")
        [again] = await processes_beside("")
    assert (process.beats, again.beats, watched.rendered["/en/forums"]) == (1, 2, 1)
