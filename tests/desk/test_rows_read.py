"""Every list of the desk reads as many rows, with as many statements, whether it has a few pages or many."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.addresses import ROUTES, url_for
from coalition.database import transaction
from coalition.database.engine import Engine
from coalition.desk.router import desk_router
from coalition.forums.forms import ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.memoranda.beginning import begin
from coalition.memoranda.forms import MemorandumForm
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.forms import ContactForm
from coalition.organisations.tables import Organisation
from coalition.signing_requests.tables import SigningRequest
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

PAGE, FEW, MANY = 3, 8, 24
# Lists that are not read by pages, and why they stay short.
SHORT = {
    "desk.approvals.list": "what people asked two coordinators for in thirty days",
    "desk.corrections.list": "the corrections of one text",
    "desk.members.list": "the people who work on one text",
    "desk.organisation_events.list": "what happened to one organisation",
    "desk.people.list": "the accounts of those who work here: of each, three columns are read",
    "desk.proofs.list": "the proofs of one organisation",
    "desk.statements.list": "measured with its statements in test_statements.py",
}
WITH_MENUS = {"desk.today.show", "desk.memorandum.new", "desk.memorandum.edit", "desk.forum.new", "desk.forum.edit", "desk.invitations.new"}


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
    numbers: list[int] = []
    send = Engine.send

    async def counted(self: Engine, sql: str, args: Sequence[Any], **more: Any) -> list[Any]:
        rows = await send(self, sql, args, **more)
        numbers.append(len(rows))
        return rows

    monkeypatch.setattr(Engine, "send", counted)
    return numbers


async def fill(memorandum: Memorandum, ada: Coordinator, first: int, last: int) -> None:
    """Add to every list."""
    now = clock.now()
    person = {"name_language": "en", "person": "Ben", "email": "ben@example.org", "language": "en", "requested_at": now, "confirmed_at": now}
    for at in range(first, last):
        party = await factories.organisation(f"party-{at:02}", f"Party {at:02}")
        await factories.forum(f"forum-{at:02}", organisations=[{"organisation": party.slug}])
        await record_programme(ProgrammeForm.parse({"slug": f"programme-{at:02}", "texts": [{"language": "en", "name": f"Table {at:02}"}]}))
        await begin(MemorandumForm(slug=f"draft-{at:02}", authentic_languages=["en"]), ada.id)
        await factories.invitation_link(memorandum, party, send=True)
        await change_contacts(party, ContactChange(add=ContactForm(email=f"ben{at}@example.org")))
        async with transaction():
            await SigningRequest.insert(
                SigningRequest(memorandum=memorandum.id, organisation_name=f"Asking {at:02}", token_hash=f"{at:02}", **person)
            )
            await Organisation.update({Organisation.listing_confirmed: False}).where(Organisation.id == party.id)


async def rows_read(ada: httpx.AsyncClient, read: list[int]) -> Mapping[str, tuple[int, int]]:
    """Return how many rows and statements each list needs."""
    places = defaultdict(str, {"lang": "en", "memorandum": "cooperation", "forum": "forum-00"})
    needed = {}
    for name in sorted(lists()):
        path = url_for(name, **(places if name != "desk.memorandum.edit" else {**places, "memorandum": "draft-00"}))
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
