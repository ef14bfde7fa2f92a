"""`coalition serve --workers 3` on SQLite: one process writes, two read beside it; kills, stops and hidden names."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn

from coalition import database, reading_processes
from coalition.acts.tables import Act
from coalition.notices.page_queries import processes_beside
from tests.conftest import sign_in
from tests.signing import walking

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

READERS = 2
GENEROUS = 60  # seconds until what other processes do must have happened
PAGE, NAME = "/en/memoranda/cooperation", "Lantern of Issyk-Kul"


@dataclass
class Serving:
    """The writing process, its port, and what it prints."""

    process: asyncio.subprocess.Process
    port: int
    output: Path
    temporary: str

    @property
    def readers(self) -> set[int]:
        """The reading processes that run now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {int(child) for child in children if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()}

    def client(self) -> httpx.AsyncClient:
        """Return a client with connections of its own."""
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=GENEROUS)

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[httpx.AsyncClient]:
        """Return a client whose connection a reading process took: the writing process is stopped meanwhile."""
        async with self.client() as browser:
            self.process.send_signal(signal.SIGSTOP)
            try:
                assert (await browser.get("/en/about")).status_code == 200
            finally:
                self.process.send_signal(signal.SIGCONT)
            yield browser

    async def have_joined(self, other_than: set[int] = frozenset()) -> None:  # type: ignore[assignment]
        """Wait until every process serves, and none of them is one of those."""

        async def joined() -> bool:
            return len(self.readers - other_than) == READERS and len(await processes_beside("")) > READERS

        await until(joined)


@asynccontextmanager
async def starting(folder: Path) -> AsyncIterator[Serving]:
    """Start the server with reading processes, in a session of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-m", "coalition", "serve", "--workers", str(READERS + 1), "--port", str(port)]
    output, temporary = folder / "output.log", tempfile.mkdtemp()
    with output.open("wb") as log:
        environment = os.environ | {"TMPDIR": temporary}
        process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=log, stderr=log, env=environment, start_new_session=True)
    try:
        yield Serving(process, port, output, temporary)
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.terminate()
        await process.wait()
        shutil.rmtree(temporary)


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Serving]:
    """Run the server; every process serves when the block begins."""
    async with starting(folder) as site:
        await site.have_joined()
        yield site


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something has happened in other processes."""
    async with asyncio.timeout(GENEROUS):
        while not await happened():  # noqa: ASYNC110 -- they tell nobody
            await asyncio.sleep(0.05)


async def test_people_are_served_whichever_process_takes_their_connection(store: str, ada_account: Coordinator, tmp_path: Path) -> None:
    """Ben signs and Ada hides his name over connections of reading processes; afterwards no process names it."""
    assert store
    case = await walking.a_case(ada_account, "lantern", name=NAME)
    async with serving(tmp_path) as site, site.reader() as ben, site.reader() as ada, site.reader() as cleo, site.client() as dan:
        await walking.sign(ben, case)
        assert await Act.count() == 1

        async def is_shown() -> bool:
            return all([NAME in (await reader.get(PAGE)).text for reader in (cleo, dan)])

        await until(is_shown)
        await sign_in(ada, ada_account)
        page = await ada.get("/en/desk/memoranda/cooperation/signatories/lantern")
        token = page.text.partition('name="form_token" value="')[2].partition('"')[0]
        assert (await ada.post(f"{page.url.path}/hiding", data={"form_token": token})).status_code == 303
        for reader in (ben, ada, cleo, dan):
            answer = await reader.get(PAGE)
            assert (answer.status_code, NAME in answer.text) == (200, False)
        await replaced(site)


async def replaced(site: Serving) -> None:
    """A reading process that is killed has a successor, which serves."""
    victim = min(site.readers)
    os.kill(victim, signal.SIGKILL)
    await site.have_joined(other_than={victim})
    async with site.reader() as cleo:
        assert [(await cleo.get(path)).status_code for path in ("/en/", "/en/sign-in")] == [200, 200]
    assert "reading_process_ended status=-9" in site.output.read_text()


def _exists(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


def _is_empty(folder: str) -> bool:
    return not any(Path(folder).iterdir())


async def all_ended(site: Serving, readers: set[int]) -> None:
    """No process and no folder is left, nothing went wrong, and somebody else may take the port."""
    await site.process.wait()

    async def gone() -> bool:
        return not any(_exists(reader) for reader in readers) and _is_empty(site.temporary)

    await until(gone)
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", site.port))
    assert [fault for fault in ("Traceback", "reading_process_ended") if fault in site.output.read_text()] == []


async def test_no_process_outlives_the_one_that_writes(store: str, tmp_path: Path) -> None:
    assert store
    async with serving(tmp_path) as site:
        readers = site.readers
        site.process.kill()
        await all_ended(site, readers)


async def test_ctrl_c_ends_all_processes_without_a_word(store: str, tmp_path: Path) -> None:
    """A terminal sends it to all of them, also to those that are starting."""
    assert store
    async with starting(tmp_path) as site:

        async def started() -> bool:
            return len(site.readers) == READERS

        await until(started)
        readers = site.readers
        os.killpg(site.process.pid, signal.SIGINT)
        await all_ended(site, readers)


async def test_a_request_that_has_begun_is_answered_before_the_end(store: str, ada_account: Coordinator, tmp_path: Path) -> None:
    """The transaction of Ben waits for another when the server is told to end; he gets his answer, and it is true."""
    assert store
    case = await walking.a_case(ada_account)
    async with serving(tmp_path) as site, site.reader() as ben:
        readers = site.readers
        await walking.enter(ben, case)
        async with database.transaction():
            signing = asyncio.create_task(ben.post(walking.SIGNATURE, data=case.signature))
            await asyncio.sleep(2)  # until it has reached the process that writes
            site.process.terminate()
            await asyncio.sleep(0.5)
        assert (await signing).status_code == 303
        await all_ended(site, readers)
    assert (await Act.count(), await processes_beside("")) == (1, [])


def test_the_second_of_two_servers_that_start_at_a_time_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    """Both may take the port, as long as nobody listens."""
    with uvicorn.Config("", port=0).bind_socket() as one, uvicorn.Config("", port=one.getsockname()[1]).bind_socket() as two:
        reading_processes.listening(one, 5)
        with pytest.raises(SystemExit):
            reading_processes.listening(two, 5)
    assert "Address already in use" in caplog.text


@pytest.mark.parametrize(("folder", "said"), [("x" * 110, "Set TMPDIR to a shorter one"), (None, "No such file or directory")])
def test_a_folder_that_has_no_room_for_a_socket_is_named(folder: str | None, said: str, tmp_path: Path, monkeypatch, caplog) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / (folder or "nowhere")))
    if folder:
        (tmp_path / folder).mkdir()
    with pytest.raises(SystemExit), reading_processes.folder_of_the_socket():
        pass
    assert said in caplog.text
    assert not folder or not any((tmp_path / folder).iterdir())


async def test_a_port_that_is_taken_is_refused(store: str) -> None:
    assert store
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = ["-m", "coalition", "serve", "--workers", "2", "--port", str(taken.getsockname()[1])]
        process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
        printed, _ = await process.communicate()
    assert (process.returncode, b"Address already in use" in printed) == (1, True)
