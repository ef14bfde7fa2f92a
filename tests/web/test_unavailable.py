"""A full disk, a failing disk, an absent server: people get 503 and may send again, nothing is acknowledged, health turns red."""

from __future__ import annotations

import resource
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import pytest

from coalition import database
from coalition.database import Unavailable, is_postgres
from coalition.database.postgres import PostgresEngine
from coalition.database.sqlite import SQLiteEngine
from coalition.keys import check_keyring
from coalition.people.accounts import add_token
from coalition.people.tables import Scope
from coalition.public.site import health
from tests.signing.walking import RECEIPT, SIGNATURE, a_case, acts, enter, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

PROGRAMME = {"slug": "regional", "texts-0-language": "en", "texts-0-name": "Regional programme"}
# What a PostgreSQL server says whose disk is full: it stops the statement with this code.
_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"""


@contextmanager
def no_file_grows() -> Iterator[None]:
    """Let the system refuse every write to a file of this process, as a failing disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@asynccontextmanager
async def full_disk() -> AsyncIterator[None]:
    """Let every write of the database fail until the block ends, by the real error of its engine."""
    if not is_postgres():
        with no_file_grows():
            yield
        return
    await database.execute(_FULL)
    names = [
        row["name"]
        for row in await database.execute("SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
    ]
    for name in names:
        await database.execute(f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE OR DELETE ON {name} EXECUTE FUNCTION full_disk()")
    yield
    await database.execute("DROP FUNCTION full_disk CASCADE")


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every question for the health be a new one."""
    monkeypatch.setattr(health, "_FRESH", -1.0)


async def hidden_field(ada: httpx.AsyncClient) -> str:
    """Return the field that ties a form to Ada's session."""
    page = (await ada.get("/en/desk/account")).text
    return page.partition('name="form_token" value="')[2].partition('"')[0]


async def require_no_answer_is_lost(ben: httpx.AsyncClient, ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    """Ben signs and Ada writes while the disk is full: both are asked to try again, and both succeed when there is room."""
    check_keyring()  # as at the start of the server
    case = await a_case(ada_account)
    token = await add_token("ada@example.org", Scope.WRITE)
    organisation = {"slug": "newcomer", "names": [{"language": "en", "name": "New"}], "country": "KZ"}
    await enter(ben, case)
    async with full_disk():
        signed = await ben.post(SIGNATURE, data=case.signature)
        added = await ada.post("/en/desk/programmes", data=PROGRAMME | {"form_token": await hidden_field(ada)})
        called = await ben.post("/api/v1/organisations", json=organisation, headers={"Authorization": f"Bearer {token}"})
        assert (await ben.get("/health/ready")).status_code == 503
        assert (await ben.get("/health/live")).status_code == 200
        assert (await ben.get("/en/memoranda/cooperation")).status_code == 200
    for answer in (signed, added, called):
        assert (answer.status_code, answer.headers.get("retry-after")) == (503, "30"), answer.text
    assert "Nothing was recorded. Reload this page in half a minute" in words(signed.text)
    assert (called.headers["content-type"], called.json()["type"]) == ("application/problem+json", "/problems/unavailable")
    assert await acts() == []
    assert (await ben.get("/health/ready")).status_code == 200
    assert (await ben.post(SIGNATURE, data=case.signature)).headers["location"] == RECEIPT
    assert await acts() == ["signature"]


async def test_a_full_disk_asks_signers_coordinators_and_programs_to_try_again(ben, ada, ada_account):
    await require_no_answer_is_lost(ben, ada, ada_account)


async def test_the_story_fails_on_a_build_that_does_not_know_the_errors_of_the_disk(ben, ada, ada_account, monkeypatch):
    for engine in (SQLiteEngine, PostgresEngine):
        known = engine.translated

        def mutated(self, error, *, reading=False, known=known):
            translation = known(self, error, reading=reading)
            return None if isinstance(translation, Unavailable) else translation

        monkeypatch.setattr(engine, "translated", mutated)
    with pytest.raises(AssertionError):
        await require_no_answer_is_lost(ben, ada, ada_account)


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:9/nowhere", "sqlite:////nowhere/at/all.sqlite"])
@pytest.mark.sqlite_only
async def test_an_absent_database_is_told_to_everybody(cleo, url):
    engine = database.current()
    database.bind(database.engine_from_url(url))
    try:
        page = await cleo.get("/en/organisations?q=a")
        called = await cleo.get("/api/v1/organisations")
        ready, live = await cleo.get("/health/ready"), await cleo.get("/health/live")
    finally:
        database.bind(engine)
    assert [answer.status_code for answer in (page, called, ready, live)] == [503, 503, 503, 200]
    assert {answer.headers["retry-after"] for answer in (page, called, ready)} == {"30"}
    assert "Please try again in a moment" in page.text


async def test_it_is_not_ready_while_others_fail_although_the_mark_can_be_written(cleo):
    """A full disk of PostgreSQL refuses a new row and still takes the update of one."""
    assert [(await cleo.get("/health/ready")).status_code for _ in range(2)][-1] == 200
    Unavailable("DiskFullError")
    assert [(await cleo.get("/health/ready")).status_code for _ in range(2)] == [503, 200]


@pytest.mark.sqlite_only
async def test_a_failure_before_the_start_does_not_count():
    Unavailable("DiskFullError")
    assert health.Readiness().failures == Unavailable.count


async def test_a_refusal_to_write_in_a_block_that_reads_stays_a_fault_of_ours(store):
    assert store
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        async with database.reading():
            await database.execute("DELETE FROM job")


async def test_asking_for_the_health_writes_at_most_once_a_second(cleo, monkeypatch):
    monkeypatch.setattr(health, "_FRESH", 60.0)
    await cleo.get("/health/ready")
    with database.counting_queries() as sent:
        for _ in range(5):
            assert (await cleo.get("/health/ready")).status_code == 200
    assert sent.statements == []
