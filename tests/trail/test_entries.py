"""The trail: one chain, which nobody changes unnoticed; who acts is named by guards and commands."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from coalition import clock, database, trail
from coalition.commands import main
from coalition.database import execute, savepoint, transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles, run_due
from coalition.trail import TrailAct, chain, entries, queries
from coalition.trail.entries import NotAReference

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

ADA = trail.Actor(trail.ActorKind.DESK, 1)


async def all_entries() -> Sequence[dict[str, Any]]:
    return await queries.rows_after(0, 10_000)


async def write(count: int) -> None:
    for number in range(count):
        await trail.record(TrailAct.FORUM_ADDED, f"forum:{number}")


async def let_changes_through() -> None:
    """Take the triggers away, as somebody with the database could."""
    if database.is_postgres():
        await execute("ALTER TABLE trail_entry DISABLE TRIGGER ALL")
        return
    for row in await execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail_entry'"):
        await execute(f"DROP TRIGGER {row['name']}")


async def test_an_entry_names_who_what_and_when(store):
    with trail.acting(ADA):
        await trail.record(TrailAct.OPENED, memorandum=7)
        with trail.acting(trail.Actor(trail.ActorKind.TOKEN, 1, 4)):
            await trail.record(TrailAct.CONTACT_ADDED, "organisation:12")
    await trail.record(TrailAct.CLOSED, memorandum=7)
    rows = [{name: value for name, value in row.items() if name not in {"id", "previous", "hash"}} for row in await all_entries()]
    today = {"day": clock.today()}
    assert rows == [
        {"actor_kind": "desk", "coordinator": 1, "token": None, "act": "opened", "about": "", "memorandum": 7} | today,
        {"actor_kind": "token", "coordinator": 1, "token": 4, "act": "contact_added", "about": "organisation:12", "memorandum": None} | today,
        {"actor_kind": "server", "coordinator": None, "token": None, "act": "closed", "about": "", "memorandum": 7} | today,
    ]


@pytest.mark.parametrize("about", ["ada@example.org", "contact:ada@example.org", "organisation:Bir Duino", "они", "a" * 200, "contact:1\n"])
async def test_no_address_and_no_name_gets_into_it(store, about):
    with pytest.raises(NotAReference):
        await trail.record(TrailAct.CONTACT_ADDED, about)
    assert await all_entries() == []


async def test_an_entry_is_part_of_the_transaction(store):
    with suppress(RuntimeError):
        async with transaction():
            await trail.record(TrailAct.OPENED)
            raise RuntimeError
    async with transaction():
        await trail.record(TrailAct.CLOSED)
        with suppress(RuntimeError):
            async with savepoint():
                await trail.record(TrailAct.OPENED)
                raise RuntimeError
        await trail.record(TrailAct.EXTENDED)
    assert [row["act"] for row in await all_entries()] == ["closed", "extended"]


async def test_what_cannot_be_recorded_is_not_done(store, monkeypatch):
    async def no_lock() -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(queries, "lock_chain", no_lock)
    with suppress(OSError):
        async with transaction():
            await execute("UPDATE publication SET steps = 99")
            await trail.record(TrailAct.PUBLISHED)
    assert await execute("SELECT steps FROM publication WHERE steps = 99") == []
    async with transaction():
        await execute("UPDATE publication SET steps = 98")  # the connection is whole


async def one_writer(number: int) -> None:
    for _ in range(5):
        async with transaction(brief=bool(number % 2)):
            await trail.record(TrailAct.FORUM_ADDED, f"forum:{number}")
            await asyncio.sleep(0)
            await trail.record(TrailAct.FORUM_CHANGED, f"forum:{number}")


async def test_simultaneous_writers_make_one_chain(store):
    await asyncio.gather(*(one_writer(number) for number in range(12)))
    verdict = await chain.verify()
    assert (verdict.intact, verdict.broken) == (120, None)


async def test_without_the_lock_writers_would_fork_the_chain(store, monkeypatch):
    if not database.is_postgres():
        pytest.skip("SQLite has one writer")

    async def no_lock() -> None:
        """Lock nothing (mutated build)."""

    monkeypatch.setattr(entries.queries, "lock_chain", no_lock)
    outcomes = await asyncio.gather(*(one_writer(number) for number in range(12)), return_exceptions=True)
    assert any(isinstance(outcome, database.Duplicate) for outcome in outcomes)
    assert (await chain.verify()).broken is None  # the unique constraint holds even then


async def test_rows_are_never_changed(store):
    await write(2)
    for statement in ("UPDATE trail_entry SET day = '2001-01-01'", "DELETE FROM trail_entry"):
        with pytest.raises(Exception, match="rows of trail_entry are never changed"):
            await execute(statement)
    assert (await chain.verify()).intact == 2


CHANGES = {
    "who": "UPDATE trail_entry SET coordinator = 9 WHERE id = {}",
    "how": "UPDATE trail_entry SET actor_kind = 'token' WHERE id = {}",
    "token": "UPDATE trail_entry SET token = 9 WHERE id = {}",
    "what": "UPDATE trail_entry SET act = 'signed_in' WHERE id = {}",
    "object": "UPDATE trail_entry SET about = 'forum:99' WHERE id = {}",
    "memorandum": "UPDATE trail_entry SET memorandum = 9 WHERE id = {}",
    "day": "UPDATE trail_entry SET day = '2001-01-01' WHERE id = {}",
    "hash": "UPDATE trail_entry SET hash = 'f' WHERE id = {}",
    "previous": "UPDATE trail_entry SET previous = 'f' WHERE id = {}",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_change_is_found(store, change):
    await write(6)
    rows = await all_entries()
    await let_changes_through()
    await execute(change, rows[3]["id"])
    verdict = await chain.verify()
    assert (verdict.intact, verdict.broken) == (3, rows[3]["id"])


async def test_an_entry_taken_out_or_put_in_is_found(store):
    await write(6)
    rows = await all_entries()
    await let_changes_through()
    await execute("DELETE FROM trail_entry WHERE id = {}", rows[2]["id"])
    assert (await chain.verify()).broken == rows[3]["id"]


async def test_entries_cut_off_at_the_end_are_missed_by_who_kept_the_hash(store):
    await write(3)
    head = (await chain.verify()).head
    await write(3)
    assert (await chain.verify(head)).met
    await let_changes_through()
    await execute("DELETE FROM trail_entry WHERE hash = {} OR about = 'forum:0'", head)
    rows = await all_entries()
    await execute("DELETE FROM trail_entry WHERE id >= {}", rows[0]["id"])
    await write(2)
    assert not (await chain.verify(head)).met


async def test_a_reading_is_recorded_once_for_each_person_object_and_day(store):
    async def read() -> None:
        await trail.record_reading(TrailAct.NAMES_READ, "organisation:1", 7)

    with trail.acting(ADA):
        await read()
        await asyncio.gather(*(read() for _ in range(5)))
        await trail.record_reading(TrailAct.NAMES_READ, "organisation:2", 7)
        await trail.record_reading(TrailAct.NAMES_READ, "organisation:1", 8)
    with trail.acting(trail.Actor(trail.ActorKind.DESK, 2)):
        await asyncio.gather(*(read() for _ in range(5)))
    with clock.shifted(timedelta(days=1)), trail.acting(ADA):
        await read()
    who = [(row["coordinator"], row["about"], row["memorandum"]) for row in await all_entries()]
    assert who == [(1, "organisation:1", 7), (1, "organisation:2", 7), (1, "organisation:1", 8), (2, "organisation:1", 7), (1, "organisation:1", 7)]


async def test_a_second_reading_writes_nothing(store):
    with trail.acting(ADA):
        await trail.record_reading(TrailAct.NAMES_READ, "organisation:1", 7)
        with database.counting_queries() as queries_sent:
            await trail.record_reading(TrailAct.NAMES_READ, "organisation:1", 7)
    assert len(queries_sent.statements) == 1


async def test_a_job_acts_for_the_server(store):
    @handles("test_trail")
    async def job(_: Any) -> None:
        await trail.record(TrailAct.CLOSED)

    with trail.acting(ADA):
        await enqueue("test_trail", {})
        await run_due()
    assert [row["actor_kind"] for row in await all_entries()] == ["server"]


def test_the_command_checks_the_chain(environment):
    def command(*arguments: str) -> tuple[int, str]:
        outcome = CliRunner().invoke(main, ["trail", "verify", *arguments])
        return outcome.exit_code, outcome.output

    async def with_database(work: Any) -> None:
        database.bind(database.engine_from_url(environment))
        await database.open_engine()
        try:
            await work
        finally:
            await database.close_engine()

    async def break_one() -> None:
        await let_changes_through()
        await execute("UPDATE trail_entry SET act = 'opened' WHERE about = 'forum:1'")

    asyncio.run(with_database(write(3)))
    status, printed = command()
    head = printed.split()[-1]
    assert status == 0
    assert printed.startswith("3 entries")
    assert command("--head", head)[0] == 0
    assert command("--head", "0" * 63 + "1")[0] == 1
    asyncio.run(with_database(break_one()))
    status, printed = command()
    assert status == 1
    assert "is broken" in printed
    assert "1 before it" in printed


def test_the_hash_covers_every_column():
    values = {"actor_kind": "desk", "coordinator": 1, "token": None, "act": "opened", "about": "", "memorandum": None, "day": clock.today()}
    hashes = {chain.hash_of_entry(chain.START, values | {name: "x"}) for name in values} | {chain.hash_of_entry("f", values)}
    assert len(hashes) == len(values) + 1
