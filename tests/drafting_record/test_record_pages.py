"""Ada publishes the record on pages and through the API, everybody reads it, and it disappears at once where it has to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.acts.naming import Hidden, hidden
from coalition.acts.unlisting import amend_organisation, unlist_organisation
from coalition.amendments.forms import PublicAnswerForm
from coalition.amendments.public_answers import answer_in_seat
from coalition.amendments.tables import Amendment, CoSponsor
from coalition.database import transaction
from coalition.drafting_record.tables import ProposalAuthor, PublishedProposal
from coalition.organisations import queries as organisations
from coalition.organisations.forms import OrganisationChange
from coalition.rounds.forgetting import erase_answers
from tests.amendments import proposed
from tests.desk.conftest import follow, send
from tests.drafting_record import recorded_lines

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
DESK = "/en/desk/memoranda/cooperation/drafting-record"
PUBLIC = "/en/memoranda/cooperation/drafting"
JSON = "/api/v1/memoranda/cooperation/drafting"


@pytest.fixture
async def decided(consulted: Memorandum) -> dict[str, str]:
    """Let three organisations propose something that is rejected, and adopt the text; return their sessions."""
    seats = await recorded_lines.three(consulted)
    for number in (1, 2, 3):
        await proposed.decided(consulted, number, "rejected")
    await recorded_lines.adopted(consulted)
    return seats


async def published(ada: httpx.AsyncClient, *numbers: str) -> httpx.Response:
    """Publish lines at the desk: tick them, look at them, tick that."""
    asked = await send(ada, DESK, {"amendments": list(numbers)})
    fields = dict(re.findall(r'<input type="hidden" name="(seen|once|reasons)" value="([^"]*)"', asked.text))
    return await follow(ada, await send(ada, DESK, {"amendments": list(numbers), "confirmed": "yes", "asked": "yes", **fields}))


async def test_ada_publishes_what_everybody_then_reads(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, decided: dict[str, str]) -> None:
    assert (await cleo.get(PUBLIC)).status_code == 404
    assert (await cleo.get(JSON)).status_code == 404
    assert "Record of drafting" not in (await cleo.get("/en/memoranda/cooperation")).text
    page = await ada.get(DESK)
    assert ("The parties meet" in page.text, "1 decided amendment cannot be published" in page.text) == (True, True)
    nothing = await send(ada, DESK, {})
    assert (nothing.status_code, "Choose at least one line." in nothing.text) == (422, True)
    assert (await send(ada, DESK, {"amendments": ["3"]})).status_code in {409, 422}
    asked = await send(ada, DESK, {"amendments": ["1", "2"]})
    assert ("Publish these lines" in asked.text, "Party ben" in asked.text, "Party cleo" in asked.text) == (True, True, False)
    assert (await cleo.get(PUBLIC)).status_code == 404
    done = await published(ada, "1", "2")
    assert "The lines are published" in done.text
    shown = await cleo.get(PUBLIC)
    assert (shown.status_code, "Party ben" in shown.text, "twice" in shown.text, "Party cleo" in shown.text) == (200, True, True, False)
    assert "in public" not in shown.text
    assert "Record of drafting" in (await cleo.get("/en/memoranda/cooperation")).text
    found = await cleo.get(f"{PUBLIC}?q=twice")
    assert ("<mark>twice</mark>" in found.text, "The reason of cleo." in found.text) == (True, False)
    assert "No proposal matches" in (await cleo.get(f"{PUBLIC}?q=Party+cleo")).text
    items = (await cleo.get(JSON)).json()["items"]
    assert [(item["text"], item["organisation"]) for item in items] == [("The parties meet twice.", "ben"), ("The parties publish all.", None)]
    assert not {"number", "amendment", "submitted_at", "total"} & {*items[0]}
    first = (await cleo.get(f"{JSON}?limit=1")).json()
    assert [item["organisation"] for item in (await cleo.get(f"{JSON}?after={first['next']}")).json()["items"]] == [None]
    taken = await follow(ada, await send(ada, f"{DESK}/1/removal"))
    assert "It is taken back" in taken.text
    assert "twice" not in (await cleo.get(PUBLIC)).text
    await follow(ada, await send(ada, f"{DESK}/removal"))
    assert (await cleo.get(PUBLIC)).status_code == 404
    assert (await send(ada, f"{DESK}/removal", {})).status_code == 404


async def test_what_changed_while_ada_read_is_not_published(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, decided: dict[str, str]) -> None:
    asked = await send(ada, DESK, {"amendments": ["1"]})
    seen = re.search(r'name="seen" value="([^"]*)"', asked.text)
    assert seen
    await answer_in_seat(decided["ben"], 1, PublicAnswerForm.parse({"published": "unnamed"}))
    refused = await send(ada, DESK, {"amendments": ["1"], "confirmed": "yes", "asked": "yes", "seen": seen[1]})
    assert "Nothing was published" in refused.text
    assert (await cleo.get(PUBLIC)).status_code == 404


@pytest.mark.parametrize("way", ["risk", "unlisted", "hidden", "forgotten", "answer"])
async def test_lines_disappear_at_once(
    way: str, ada: httpx.AsyncClient, cleo: httpx.AsyncClient, decided: dict[str, str], consulted: Memorandum
) -> None:
    await published(ada, "1", "2")
    ben = await organisations.by_slug("ben")
    assert ben
    assert "twice" in (await cleo.get(PUBLIC)).text
    if way == "risk":
        await amend_organisation(ben, OrganisationChange(at_risk=True))
    elif way == "unlisted":
        await unlist_organisation(ben, "It asked for it.")
    elif way == "hidden":
        async with transaction():
            await hidden(Hidden(ben.id, consulted.id))
    elif way == "forgotten":
        async with transaction():
            await erase_answers(consulted.id, ben.id)
    else:
        await answer_in_seat(decided["ben"], 1, PublicAnswerForm.parse({"published": "no"}))
    shown = await cleo.get(PUBLIC)
    assert ("twice" in shown.text, "The reason of cleo." in shown.text) == (False, True)
    assert not await PublishedProposal.exists().where(PublishedProposal.text.like("%twice%"))
    assert not await ProposalAuthor.exists().where(ProposalAuthor.organisation == ben.id)
    assert (await send(ada, DESK, {"amendments": ["1"]})).status_code in {409, 422}


async def test_the_record_outlives_the_words_of_the_round(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, decided: dict[str, str]) -> None:
    await published(ada, "1")
    await Amendment.update({Amendment.text: "", Amendment.reason: ""}, force=True)
    assert "twice" in (await cleo.get(PUBLIC)).text
    assert "2 decided amendments cannot be published" in (await ada.get(DESK)).text
    assert not await CoSponsor.exists().where(CoSponsor.id > 0)


async def test_ada_goes_back_to_the_page_of_the_list_where_she_ticked(ada: httpx.AsyncClient, decided: dict[str, str]) -> None:
    assert decided
    page = await send(ada, DESK, {"amendments": ["2"], "after": "1", "again": "yes"})
    assert ('name="amendments" value="2" checked' in page.text, "Amendment 1 " in page.text) == (True, False)
    asked = await send(ada, DESK, {"amendments": ["2"], "after": "1"})
    assert '<input type="hidden" name="after" value="1">' in asked.text
