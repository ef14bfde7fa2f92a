"""Parties state something at once: every statement that everybody can read has its own number, and hidden ones leave no gap."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from coalition.acts.disclosure_levels import Level
from coalition.acts.tables import Disclosure
from coalition.database import is_postgres
from coalition.fields import InvalidForm
from coalition.invitations import links
from coalition.notices.tables import Notification
from coalition.statements import statement_numbers, stating, withdrawing_statements
from coalition.statements.errors import NoSuchStatement
from coalition.statements.tables import PartialWithdrawal
from tests import factories
from tests.overtaking import WITHOUT_LOCK
from tests.stated import all_statements

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

NAMED, HIDDEN = 5, 3
LATER = NAMED  # the first of the hidden ones, which is named at once with the statements


async def stated_at_once(cleo: httpx.AsyncClient, ada: Coordinator) -> None:
    memorandum = await factories.opened(ada)
    levels = ["public"] * NAMED + ["counted"] * HIDDEN
    parties = [await factories.signed(memorandum, await factories.organisation(f"o-{at}"), disclosure=level) for at, level in enumerate(levels)]
    said = [factories.stated(memorandum, party, "declaration", f"{turn} of {at}.") for turn in range(2) for at, party in enumerate(parties)]
    opened = await factories.fresh(await links.follow(parties[LATER].manage_token))
    await asyncio.gather(*said, factories.disclosed(opened, Level(Disclosure.PUBLIC)))

    public = 2 * (NAMED + 1)
    read = (await cleo.get("/api/v1/memoranda/cooperation/statements")).json()["statements"]
    assert [statement["number"] for statement in read] == list(range(1, public + 1))
    on_record = [statement.number for statement in await all_statements(memorandum.id)]
    assert (len(on_record), on_record.count(None)) == (2 * len(levels), 2 * (HIDDEN - 1))
    details = [row["detail"] for row in await Notification.select(Notification.detail).where(Notification.kind == "statement")]
    assert len(set(details)) == len(details)


async def withdrawn_at_once(_: httpx.AsyncClient, ada: Coordinator) -> None:
    memorandum = await factories.opened(ada)
    signed = await factories.signed(memorandum, await factories.organisation("steppe"))
    for refused, more in ((InvalidForm, {"remaining_text": "Not bound by half of it."}), (NoSuchStatement, {})):
        statement = await factories.stated(memorandum, signed, text=f"Not bound by it: {refused.__name__}.")
        given = [factories.statement_withdrawn(signed, statement, **more) for _ in range(3)]
        outcomes = await asyncio.gather(*given, return_exceptions=True)
        assert sorted(map(_name, outcomes)) == ["", *[refused.__name__] * 2]
    assert (await PartialWithdrawal.count(), await Notification.count().where(Notification.kind == "statement_withdrawn")) == (1, 2)


def _name(outcome: BaseException | None) -> str:
    return type(outcome).__name__ if outcome else ""


STORIES = {"stated": stated_at_once, "withdrawn": withdrawn_at_once}


@pytest.mark.parametrize("story", STORIES)
async def test_what_parties_do_at_once_is_done_one_after_the_other(cleo: httpx.AsyncClient, ada_account: Coordinator, story: str) -> None:
    await STORIES[story](cleo, ada_account)


@pytest.mark.parametrize("story", STORIES)
async def test_without_the_lock_of_the_memorandum_it_fails(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, story: str
) -> None:
    """On SQLite one transaction writes at a time, so the lock is that of the file."""
    for module in (stating, statement_numbers, withdrawing_statements):
        monkeypatch.setattr(module, "memoranda", WITHOUT_LOCK)
    with pytest.raises(Exception) if is_postgres() else nullcontext():  # noqa: PT011 -- the deed or the story fails
        await STORIES[story](cleo, ada_account)
