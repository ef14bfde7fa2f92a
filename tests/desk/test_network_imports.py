"""Ada imports a table of networks and their members: nobody is shown by that, what is left out comes back as a file, and it is undone."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from coalition.acts.changing_networks import change_membership
from coalition.database import counting_queries
from coalition.desk import import_rows
from coalition.imports.file_previews import plan_of
from coalition.imports.membership_list import import_memberships
from coalition.imports.queries import import_by_id, latest_of
from coalition.jobs.worker import run_due
from coalition.networks.forms import MembershipChange
from coalition.networks.queries import rows_between
from coalition.organisations.queries import by_slug
from tests import factories
from tests.desk.conftest import send
from tests.public.reading import rows, words

if TYPE_CHECKING:
    import httpx

    from coalition.networks.tables import Membership
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

IMPORTS = "/en/desk/network-imports"
TABLE = """Сеть,Организация,Роль,С,До
Union,Alpha,секретариат,2015,
Union,beta,member,03.2016,unknown
Union,Alpha,observer,2018,2020
Circle,Beta,,,
Union,Nobody,,,
"""


@pytest.fixture
async def register(store: str) -> None:
    assert store
    for slug in ("alpha", "beta"):
        await factories.organisation(slug, slug.title())
    await factories.network("union", name="Union")
    await factories.network("circle", name="Circle")


async def members_of(network: str) -> list[Membership]:
    rows = [await by_slug(slug) for slug in (network, "alpha", "beta")]
    ids = [row.id for row in rows if row]
    return await rows_between(ids[0], ids[1:])


def members_in(answer: httpx.Response, column: int) -> list[str]:
    """Return the names in a column of the table of a page."""
    return [cells[column].removesuffix(" Kazakhstan") for cells in rows(answer.text)]


async def upload(ada: httpx.AsyncClient, table: str = TABLE) -> str:
    sent: dict[str, Any] = {"files": {"file": ("networks.csv", table.encode(), "text/csv")}}
    return (await send(ada, IMPORTS, **sent)).headers["Location"].partition("?")[0]


async def imported(ada: httpx.AsyncClient, table: str = TABLE) -> str:
    here = await upload(ada, table)
    await send(ada, f"{here}/confirmation", {})
    await run_due()
    return here


async def test_a_table_of_networks_is_looked_at_imported_and_undone(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, register: None) -> None:
    assert register is None
    assert f'action="{IMPORTS}"' in (await ada.get(f"{IMPORTS}/new")).text
    assert (await ada.get(f"{IMPORTS}/sample.csv")).text.startswith("\ufeffnetwork,member,role")
    before = (await cleo.get("/en/networks/union")).content
    here = await upload(ada)
    preview = (await ada.get(here)).text
    assert ("Import 4 rows" in preview, "Nobody is shown to everybody by this" in preview) == (True, True)
    assert "No organisation in the register is called Nobody." in preview
    assert "2 Alpha Union secretariat 2015 3 Beta Union member of the network March 2016 left on a day that is not known" in words(preview)
    assert "5 Beta Circle member of the network" in words(preview)
    await send(ada, f"{here}/confirmation", {})
    await run_due()
    assert [(row.role, row.since, row.until, row.public) for row in await members_of("union")] == [
        ("secretariat", "2015", None, False),
        ("member", "2016-03", "unknown", False),
    ]
    assert [row.role for row in await members_of("circle")] == ["member"]
    assert (await cleo.get("/en/networks/union")).content == before
    finished = (await ada.get(here)).text
    added = words(finished).partition("Memberships it added")[2]
    assert "Alpha Kazakhstan Union Kazakhstan secretariat · since 2015 no Change" in added
    assert "Beta Kazakhstan Union Kazakhstan member of the network · since March 2016 , left on a day that is not known no Change" in added
    assert "Beta Kazakhstan Circle Kazakhstan member of the network no Change" in added
    left_out = (await ada.get(f"{here}/left-out.csv")).text
    assert ("It was a member at that time already" in left_out, "Nobody" in left_out) == (True, True)
    assert f'href="{IMPORTS}/new"' in finished
    assert "The memberships that it added are removed." in finished
    assert "nothing to import" in (await ada.get(await upload(ada, TABLE.replace("Union,Alpha,observer,2018,2020\n", "")))).text
    await send(ada, f"{here}/undoing", {})
    await run_due()
    assert (await members_of("union"), await members_of("circle")) == ([], [])
    assert "The register is as it was before the import." in (await ada.get(here)).text


async def test_what_somebody_changed_since_is_not_undone(ada: httpx.AsyncClient, register: None) -> None:
    assert register is None
    here = await imported(ada, "network,member\nunion,alpha\nunion,beta\n")
    network = await by_slug("union")
    [first, _] = await members_of("union")
    assert network
    await change_membership(network, first, MembershipChange.parse({"public": True}))
    refused = await send(ada, f"{here}/undoing", {})
    assert (refused.status_code, "It was changed since." in refused.text, "Alpha" in refused.text) == (409, True, True)
    [shown, _] = await members_of("union")
    await change_membership(network, shown, MembershipChange.parse({"public": False}))
    assert (await send(ada, f"{here}/undoing", {})).status_code == 409


async def test_an_interrupted_import_counts_what_it_wrote_before(ada: httpx.AsyncClient, ada_account: Coordinator, register: None) -> None:
    assert register is None
    here = await upload(ada, "network,member\nunion,alpha\nunion,beta\n")
    await send(ada, f"{here}/confirmation", {})
    [listed] = await latest_of(ada_account.id)
    row = await import_by_id(listed.id)
    assert row
    plan = await plan_of(row)
    await import_memberships(replace(plan, rows=plan.rows[:1]), upload=row)
    await run_due()
    after = await import_by_id(row.id)
    assert after
    assert after.outcome == '{"new": 2, "changed": 0, "unchanged": 0, "refused": 0}'
    assert len(await members_of("union")) == 2


async def test_long_imports_are_shown_by_pages_that_can_be_searched(ada: httpx.AsyncClient, register: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert register is None
    monkeypatch.setattr(import_rows, "PAGE", 2)
    for slug in ("гамма", "delta"):
        await factories.organisation(slug.replace("гамма", "gamma"), slug.title())
    here = await upload(ada, "network,member\nunion,alpha\nunion,beta\nunion,Гамма\nunion,delta\ncircle,delta\n")
    for column, expected in ((1, ["Alpha", "Beta", "Гамма", "Delta", "Delta"]), (0, ["Alpha", "Beta", "Delta", "Delta", "Гамма"])):
        shown, address = members_in(await ada.get(here), column), here
        while onward := re.search(r'rel="next" href="([^"]*)"', (await ada.get(address)).text):
            address = unescape(onward[1])
            shown += members_in(await ada.get(address), column)
        assert shown == expected
        assert members_in(await ada.get(f"{here}?q=gamma"), column) == ["Гамма"]
        assert "Nobody is found." in (await ada.get(f"{here}?q=nowhere")).text
        if column:
            await send(ada, f"{here}/confirmation", {})
            await run_due()


@pytest.mark.sqlite_only
async def test_the_memberships_of_an_import_take_the_same_number_of_queries_whatever_their_number(ada: httpx.AsyncClient, register: None) -> None:
    assert register is None
    numbers = []
    for row in ("union,alpha", "circle,alpha\ncircle,beta"):
        here = await imported(ada, f"network,member\n{row}\n")
        with counting_queries() as count:
            assert len(members_in(await ada.get(here), 0)) == row.count(",")
        numbers.append(count.count)
    assert numbers[0] == numbers[1]


@pytest.mark.changes_nothing
async def test_a_file_without_a_table_is_refused(ada: httpx.AsyncClient) -> None:
    answer = await send(ada, IMPORTS)
    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)
