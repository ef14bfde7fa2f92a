"""Two transactions that count on the same texts add to their counters in one order, whatever they did first: they never wait for each other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from coalition.acts import standing_rows
from coalition.database import Unavailable, counting_queries, is_postgres, transaction
from coalition.organisations import after_changes
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.registering import amend
from tests import factories
from tests.acts.standing_check import check_standing
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


async def two_texts(ada: Coordinator) -> tuple[list[Memorandum], list[Organisation]]:
    """Open two texts; return them with four organisations of one country, the first and last of which signed the first text."""
    texts = [await factories.opened(ada, slug) for slug in ("first", "second")]
    organisations = [await factories.organisation(f"member-{at}", country="KZ") for at in range(4)]
    for text, organisation in zip((*texts, *reversed(texts)), organisations, strict=True):
        await factories.signed(text, organisation)
    return texts, organisations


async def move(organisations: list[Organisation], barrier: asyncio.Barrier) -> None:
    """Move organisations to another country in one transaction, which ends when others have done the same."""
    async with transaction():
        for organisation in organisations:
            await amend(organisation, OrganisationChange(country="KG"))
        await barrier.wait()


async def move_at_once(organisations: list[Organisation]) -> list[BaseException | None]:
    barrier = asyncio.Barrier(2)
    return await asyncio.gather(*(move(some, barrier) for some in (organisations[:2], organisations[2:])), return_exceptions=True)


async def test_two_that_count_in_other_orders_do_not_wait_for_each_other(store: str, ada_account: Coordinator) -> None:
    assert store
    if not is_postgres():
        pytest.skip("SQLite has one writer at a time")
    texts, organisations = await two_texts(ada_account)
    assert await move_at_once(organisations) == [None, None]
    for text in texts:
        await check_standing(text)


async def test_a_build_that_counts_in_the_order_of_the_acts_is_found(store: str, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store
    if not is_postgres():
        pytest.skip("SQLite has one writer at a time")
    _, organisations = await two_texts(ada_account)
    for steps in (after_changes._steps, after_changes._placing):
        monkeypatch.setattr(steps, "steps", [*steps.steps])  # the mutated module adds its own, which are forgotten
    mutant = mutated(standing_rows, "sorted(totals.items())", "totals.items()")
    for steps in (after_changes._steps, after_changes._placing):
        steps.steps.pop()
    meetings = [asyncio.Barrier(2)] * 2

    async def add(*given: object, real: Callable[..., Awaitable[None]] = mutant["_add"]) -> None:
        await real(*given)
        if meetings:
            await meetings.pop().wait()  # both hold the counters of one text before they want those of the other

    mutant["_add"] = add
    monkeypatch.setattr(standing_rows, "_add_all", mutant["_add_all"])
    assert any(isinstance(outcome, Unavailable) for outcome in await move_at_once(organisations))


async def test_a_transaction_adds_to_each_counter_once(store: str, ada_account: Coordinator) -> None:
    assert store
    text = await factories.opened(ada_account)
    organisations = [await factories.organisation(f"member-{at}", country="KZ") for at in range(3)]
    for organisation in organisations:
        await factories.signed(text, organisation)
    with counting_queries() as sent:
        async with transaction():
            for organisation in organisations:
                await amend(organisation, OrganisationChange(country="KG"))
    assert sum("INSERT INTO standing_count" in statement for statement in sent.statements) == 1
    await check_standing(text)
