"""What every test may use: a migrated, empty database of its own, the application, and clients that ask it without a network."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from coalition import database, job_kinds, migrating, remembered, tables
from coalition import settings as site_settings
from coalition.addresses import url_for
from coalition.desk.people import guesses
from coalition.desk.people import sign_in as sign_in_pages
from coalition.people import passwords, signing_in
from coalition.public.memoranda import signing_requests
from coalition.public.notifications import subscriptions
from coalition.public.organisations import mistakes
from coalition.public.site import health
from coalition.signing.invitations import fresh_links, wrong_links
from coalition.signing.signatures import answers
from coalition.web import limits
from coalition.web.headers import Headers
from coalition.web.known_changes import KnownChanges
from coalition.web.page_cache import PageCache
from coalition.web.sessions import desk_cookie
from tests import factories
from tests.databases import close_connections, copied_database
from tests.engines import finish_run, postgres_url, prepare_run
from tests.mail import imap_server
from tests.recorded import Recorded
from tests.upgrades import installed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator
    from tests.mail.imap_server import ImapServer

assert tables.TABLES
assert job_kinds.HANDLERS

# How fast a machine is that does other work too is no property of the program.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# All collected tests and the syntax trees of the house stay in memory: to look through them every 700 objects takes a sixth of a run.
gc.set_threshold(50_000)

HOME = "http://127.0.0.1:8000"
LONGEST_ID = 200


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that the whole run shares, in the process that controls it; temporary files of tests lie in it too."""
    config.addinivalue_line("markers", "sqlite_only: the test does not depend on the database engine")
    config.addinivalue_line("markers", "changes_nothing: a request of the test finds nothing to do, so it is not recorded")
    if not hasattr(config, "workerinput"):
        folder = prepare_run()
        config.option.basetemp = config.option.basetemp or folder / "tmp"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the database server and remove the folder, in the process that made it."""
    close_connections()
    if not hasattr(config, "workerinput"):
        finish_run()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that uses a database on both engines."""
    if "database_url" in metafunc.fixturenames:
        only_sqlite = metafunc.definition.get_closest_marker("sqlite_only")
        metafunc.parametrize("database_url", ["sqlite"] if only_sqlite else ["sqlite", "postgres"], indirect=True)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long value by its length: processes get the name of the test in their environment, whose size is limited."""
    return f"{argname} of {len(val)}" if isinstance(val, str | bytes) and len(val) > LONGEST_ID else None


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


async def _migrate(url: str) -> None:
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    try:
        await migrating.migrate()
    finally:
        await database.close_engine()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "coalition.sqlite"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def migrated_template(worker_id: str) -> str:
    name = f"template_{worker_id}"
    asyncio.run(_migrate(postgres_url(name)))
    return name


@pytest.fixture(scope="session")
def worker_id() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[str]:
    """Return the URL of a migrated, empty database of its own."""
    if request.param == "sqlite":
        path = tmp_path / "coalition.sqlite"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    yield copied_database(f"story_{worker_id}", request.getfixturevalue("migrated_template"))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Forget how texts were read by other tests, some of which change the rules."""
    remembered.forget()


@pytest.fixture(scope="session")
def imap() -> Iterator[ImapServer]:
    """Run an IMAP server, in which a test takes a mailbox of its own."""
    if problem := imap_server.why_not():
        pytest.skip(problem)
    with imap_server.running() as server:
        yield server


class _Changes(pytest.MonkeyPatch):
    """Changes that are taken back after a test; the site reads its settings again when the environment is changed, and remembers nothing."""

    def setattr(self, *args: Any, **options: Any) -> None:
        super().setattr(*args, **options)
        remembered.forget()

    def setitem(self, *args: Any, **options: Any) -> None:
        super().setitem(*args, **options)
        remembered.forget()

    def setenv(self, *args: Any, **options: Any) -> None:
        super().setenv(*args, **options)
        site_settings.load.cache_clear()

    def delenv(self, *args: Any, **options: Any) -> None:
        super().delenv(*args, **options)
        site_settings.load.cache_clear()

    def undo(self) -> None:
        super().undo()
        site_settings.load.cache_clear()
        remembered.forget()


@pytest.fixture
def monkeypatch() -> Iterator[pytest.MonkeyPatch]:
    """Stand in for the fixture of pytest, for the environment of the site."""
    with _Changes.context() as changes:
        yield changes


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a password cost next to nothing, for tests that are not about what it costs."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    nobody = quick.hash("the password of nobody")
    monkeypatch.setattr(passwords, "MEMORY_KIB", quick.memory_cost)
    monkeypatch.setattr(passwords, "ROUNDS", quick.time_cost)
    monkeypatch.setattr(passwords, "_hasher", lambda: quick)
    for name in ("_dummy_hash", "_earlier_dummy_hash"):
        monkeypatch.setattr(passwords, name, lambda: nobody)


@pytest.fixture
def environment(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Point every setting at this test's own database and folders; return the database URL."""
    monkeypatch.setenv("COALITION_DATABASE_URL", database_url)
    monkeypatch.setenv("COALITION_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COALITION_SMTP_URL", f"file:{tmp_path / 'mail'}")
    return database_url


@pytest.fixture
async def old_installation(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Open a database with the schema before an upgrade: after the migration that the module of the test names `BEFORE`."""
    monkeypatch.setenv("COALITION_DATA_DIR", str(tmp_path))
    async with installed(request.module.BEFORE, request.param, tmp_path, worker_id):
        yield


@pytest.fixture
async def store(environment: str) -> AsyncIterator[str]:
    """Open the database for this test; return its URL."""
    database.bind(database.engine_from_url(environment))
    await database.open_engine()
    yield environment
    await database.close_engine()


@pytest.fixture(scope="session")
def handlers() -> ASGIApp:
    """Build the routes once in a process; each test gets a page cache of its own."""
    from coalition.app import create_app

    return create_app(with_worker=False).app.app


def forget_attempts() -> None:
    """Forget what every limit has counted."""
    letters = limits.letters_to_mailboxes
    for limit in (
        *(
            sign_in_pages.attempts,
            signing_requests.attempts,
            subscriptions.attempts,
            mistakes.attempts,
            wrong_links.attempts,
            answers.signings,
            fresh_links.attempts,
            fresh_links.requests,
            limits._unknown_links,
        ),
        *(guesses._at_account, guesses._from_network, guesses._from_network_at_account),
        *(letters._in_an_hour, letters._in_a_day, letters._that_sign_in),
    ):
        limit.forget()


@pytest.fixture
def app(store: str, handlers: ASGIApp, request: pytest.FixtureRequest) -> Iterator[ASGIApp]:
    """Return the application; a change at the desk or through the API that is not in the trail fails the test."""
    assert store
    forget_attempts()
    health.readiness = health.Readiness()
    recorded = Recorded(handlers)
    known = KnownChanges(lambda: 0.0)
    known.looked = 0.0  # no other process changes anything, so that it never looks
    yield Headers(PageCache(recorded, known, old_for=-1))
    assert recorded.unrecorded == [] or request.node.get_closest_marker("changes_nothing")


def visitor(app: ASGIApp, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """Return a client that keeps cookies and does not follow redirections, and asks from an address."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 123)), base_url=HOME)


@pytest.fixture
async def cleo(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """Cleo is a stranger."""
    async with visitor(app) as browser:
        yield browser


@pytest.fixture
async def ben(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """Ben represents an organisation that signs."""
    async with visitor(app) as browser:
        yield browser


@pytest.fixture
async def ada_account(store: str) -> Coordinator:
    """Return the account of Ada, a coordinator."""
    assert store
    return await factories.coordinator("ada@example.org", "Ada")


@pytest.fixture
async def ada(app: ASGIApp, ada_account: Coordinator) -> AsyncIterator[httpx.AsyncClient]:
    """Ada at the desk, signed in."""
    async with visitor(app) as browser:
        await sign_in(browser, ada_account)
        yield browser


async def sign_in(browser: httpx.AsyncClient, account: Coordinator) -> None:
    """Sign a client in as an account."""
    async with database.transaction():
        token = await signing_in.make_link(account)
    cookie = desk_cookie(await signing_in.use_link(token))
    browser.cookies.set(cookie.key, cookie.value or "", domain="127.0.0.1")


@pytest.fixture
def address() -> Callable[..., str]:
    """Return the function that builds addresses; the language is English unless it is given."""
    return lambda name, **params: url_for(name, **({"lang": "en"} | params))
