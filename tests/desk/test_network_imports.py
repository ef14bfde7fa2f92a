"""Ada imports a table of networks and their members: nobody is shown by that, what is left out comes back as a file, and it is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from coalition.acts.changing_networks import change_membership
from coalition.imports.file_previews import plan_of
from coalition.imports.membership_list import import_memberships
from coalition.imports.queries import latest_of
from coalition.jobs.worker import run_due
from coalition.networks.forms import MembershipChange
from coalition.networks.queries import rows_between
from coalition.organisations.queries import by_slug
from tests import factories
from tests.desk.conftest import send

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
    assert ("secretariat" in preview, "since March 2016" in preview, "left on a day that is not known" in preview) == (True, True, True)
    assert "No organisation in the register is called Nobody." in preview
    await send(ada, f"{here}/confirmation", {})
    await run_due()
    assert [(row.role, row.since, row.until, row.public) for row in await members_of("union")] == [
        ("secretariat", "2015", None, False),
        ("member", "2016-03", "unknown", False),
    ]
    assert [row.role for row in await members_of("circle")] == ["member"]
    assert (await cleo.get("/en/networks/union")).content == before
    finished = (await ada.get(here)).text
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
    [row] = await latest_of(ada_account.id)
    plan = await plan_of(row)
    await import_memberships(replace(plan, rows=plan.rows[:1]), upload=row)
    await run_due()
    [after] = await latest_of(ada_account.id)
    assert after.outcome == '{"new": 2, "changed": 0, "unchanged": 0, "refused": 0}'
    assert len(await members_of("union")) == 2


@pytest.mark.changes_nothing
async def test_a_file_without_a_table_is_refused(ada: httpx.AsyncClient) -> None:
    answer = await send(ada, IMPORTS)
    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)
