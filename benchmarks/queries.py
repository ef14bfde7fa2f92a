"""Processor time of the shorter ways to write queries, against Piccolo's own way; the statement is included.

`python -m benchmarks.queries FOLDER ROUNDS CALLS` measures on the database that `benchmarks.filling` made in a folder.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import ours

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Way = Callable[[], Awaitable[Any]]


@dataclass
class Comparison:
    """Microseconds a call, round by round."""

    name: str
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)


class _UndoError(Exception):
    """Leaves a transaction without a commit."""


async def measure(rounds: int, calls: int) -> list[Comparison]:
    """Measure each way in a block that reads, where statements run in another thread, and in a transaction, where they do not."""
    from coalition import database, settings, tables

    assert tables.TABLES
    database.bind(database.engine_from_url(settings.load().database_url))
    await database.open_engine()
    found = []
    try:
        for block, word in ((database.reading, "reading"), (database.transaction, "writing")):
            with suppress(_UndoError):
                async with block():
                    async for name, mine, theirs in _ways(writes=word == "writing"):
                        found.append(await _compared(f"{name}, {word}", mine, theirs, rounds, calls))
                    raise _UndoError
    finally:
        await database.close_engine()
    return found


async def _ways(*, writes: bool) -> AsyncIterator[tuple[str, Way, Way]]:
    from coalition.acts.tables import Act, RecordedCount
    from coalition.database import among, at_once, made_of, one_row, prepared, put, put_rows, selected, whole
    from coalition.jobs.tables import Job
    from coalition.memoranda.tables import Edition, Memorandum
    from coalition.organisations.tables import Organisation

    def editions(memorandum_id: int) -> Any:
        return Edition.select(Edition.digest).where((Edition.memorandum == memorandum_id) & Edition.digest.is_not_null()).order_by(Edition.number)

    prepared_editions = prepared(editions)
    memorandum = await Memorandum.objects().get(Memorandum.slug == "few")
    acts = await Act.select().where(Act.memorandum == memorandum.id)
    ids = [row["organisation"] for row in acts]
    columns = (Act.id, Act.kind, Act.disclosure, Act.acted, Act.organisation, Act.description, Act.channel, Act.digest)

    async def rows() -> list[Act]:
        return [made_of(Act, row) for row in acts]

    async def objects() -> list[Act]:
        return [Act(**row, _exists_in_db=True) for row in acts]

    others = itertools.count(memorandum.id)  # a block that reads asks once for the same rows
    yield "prepared", lambda: prepared_editions(next(others)), lambda: editions(next(others))
    found = Organisation.slug.is_in([f"signatory-{number:05}" for number in range(1, 11)])
    slugs = at_once(Organisation.id, Organisation.slug)
    yield "selected", lambda: selected(Organisation, slugs, found, limit=10), lambda: Organisation.select(slugs).where(found).limit(10)
    yield "one_row", lambda: one_row(Memorandum, Memorandum.slug == "few"), lambda: Memorandum.objects().get(Memorandum.slug == "few")
    yield "whole", lambda: Memorandum.select(whole(Memorandum)).where(Memorandum.slug == "few"), lambda: Memorandum.select().where(_few())
    some = at_once(*columns)
    yield "at_once", lambda: Act.select(some).where(Act.id == acts[0]["id"]), lambda: Act.select(*columns).where(Act.id == acts[0]["id"])
    for count in (1, 50):
        chosen = ids[:count]
        yield f"among {count} ids", lambda: Act.select(some).where(among(Act.organisation, chosen)), lambda: Act.select(some).where(_in(chosen))  # noqa: B023 -- called before the next turn
    yield f"made_of, {len(acts)} rows", rows, objects
    if writes:
        keys = itertools.count()
        plain = {"kind": "letter", "payload": "{}", "run_at": memorandum.created_at}
        yield "put", lambda: put(Job, dedupe_key=f"put {next(keys)}", **plain), lambda: Job(dedupe_key=f"save {next(keys)}", **plain).save()
        many = [{"memorandum": memorandum.id, "kind": "signature", "at_least": 1, "source": "A list"}] * 200
        yield "put_rows, 200 rows", lambda: put_rows(RecordedCount, many), lambda: RecordedCount.insert(*(RecordedCount(**row) for row in many))


def _few() -> Any:
    from coalition.memoranda.tables import Memorandum

    return Memorandum.slug == "few"


def _in(ids: list[int]) -> Any:
    from coalition.acts.tables import Act

    return Act.organisation.is_in(ids)


async def _compared(name: str, mine: Way, theirs: Way, rounds: int, calls: int) -> Comparison:
    comparison = Comparison(name)
    for way in (mine, theirs):
        await _cost(way, 3)
    for number in range(rounds):
        sides = [(comparison.ours, mine), (comparison.theirs, theirs)]
        for costs, way in sides if number % 2 else reversed(sides):
            costs.append(await _cost(way, calls))
    return comparison


async def _cost(way: Way, calls: int) -> float:
    began = time.process_time()
    for _ in range(calls):
        await way()
    return (time.process_time() - began) / calls * 1e6


if __name__ == "__main__":
    os.environ.update(ours.environment(Path(sys.argv[1])))
    print(json.dumps([asdict(comparison) for comparison in asyncio.run(measure(int(sys.argv[2]), int(sys.argv[3])))]))
