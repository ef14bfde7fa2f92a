"""Every list of the desk reads as many rows, with as many statements, whether it has a few pages or many."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from coalition.addresses import ROUTES, url_for
from coalition.database.engine import Engine
from coalition.desk.router import desk_router
from coalition.organisations import queries as organisations
from tests import factories
from tests.desk.filled_lists import PLACES, fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

PAGE, FEW, MANY = 3, 8, 24
# Lists that are not read by pages, and why they stay short.
SHORT = {
    "desk.consents.list": "the people in one article",
    "desk.corrections.list": "the corrections of one text",
    "desk.rounds.list": "the rounds of one draft",
    "desk.members.list": "the people who work on one text",
    "desk.organisation_events.list": "what happened to one organisation",
    "desk.proofs.list": "the proofs of one organisation",
    "desk.statements.list": "measured with its statements in test_statements.py",
}
WITH_MENUS = {"desk.today.show", "desk.memorandum.new", "desk.memorandum.edit", "desk.forum.new", "desk.forum.edit", "desk.invitations.new"}
WITH_MENUS |= {"desk.network.show"}


def lists() -> set[str]:
    """Return the addresses of the desk that show a list, or a menu of records."""
    named = {name for name, row in ROUTES.items() if row.method == "GET" and name.startswith("desk.") and name.endswith(".list")}
    assert named >= SHORT.keys()
    return named - SHORT.keys() | WITH_MENUS


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Make pages and menus short, and return a list to which every statement adds the number of the rows that it returned."""
    assert desk_router  # its modules are loaded
    for name, module in list(sys.modules.items()):
        if name.startswith("coalition.desk"):
            for constant in ("PAGE", "MOST_OFFERED"):
                if hasattr(module, constant):
                    monkeypatch.setattr(module, constant, PAGE)
    monkeypatch.setattr(organisations, "FEW", PAGE)  # ids that a query names one by one
    numbers: list[int] = []
    send = Engine.send

    async def counted(self: Engine, sql: str, args: Sequence[Any], **more: Any) -> list[Any]:
        rows = await send(self, sql, args, **more)
        numbers.append(len(rows))
        return rows

    monkeypatch.setattr(Engine, "send", counted)
    return numbers


async def rows_read(ada: httpx.AsyncClient, read: list[int]) -> Mapping[str, tuple[int, int]]:
    """Return how many rows and statements each list needs."""
    needed = {}
    for name in sorted(lists()):
        path = url_for(name, **(PLACES if name != "desk.memorandum.edit" else {**PLACES, "memorandum": "draft-00"}))
        read.clear()
        assert (await ada.get(path)).status_code == 200, path
        needed[name] = (sum(read), len(read))
    return needed


async def test_no_list_reads_more_rows_when_there_are_more(
    ada: httpx.AsyncClient, ada_account: Coordinator, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    memorandum = await factories.opened(ada_account)
    await fill(memorandum, ada_account, 0, FEW)
    few = await rows_read(ada, read)
    await fill(memorandum, ada_account, FEW, MANY)
    many = await rows_read(ada, read)
    assert {name: (few[name], many[name]) for name in many if many[name] > few[name]} == {}
    assert {name: rows for name, (rows, _) in many.items() if rows <= PAGE} == {}

    monkeypatch.setattr("coalition.desk.forums.forums.PAGE", MANY)  # a mutated build: the whole list
    assert (await rows_read(ada, read))["desk.forums.list"] > few["desk.forums.list"]
