"""Partners from a list: new organisations and those of the register, never shown by being imported, undone together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.imports.organisation_list import import_for
from coalition.imports.partner_rows import plan_partners
from coalition.imports.plans import RowAction
from coalition.imports.queries import import_by_id, latest_of
from coalition.imports.undoing import CannotUndo, ask_to_undo
from coalition.jobs.worker import run_due
from coalition.organisations.queries import by_slug
from coalition.organisations.themes import Theme
from coalition.organisations.visible_queries import Viewer
from coalition.partners.queries import Chosen, partners_page
from coalition.partners.recording_partners import show_partners
from coalition.spreadsheets.workbooks import sheets_of
from tests import factories
from tests.days import ago

if TYPE_CHECKING:
    from coalition.imports.partner_rows import PlannedPartner
    from coalition.imports.plans import Plan
    from coalition.imports.tables import Import
    from coalition.partners.views import Partnership
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

LIST = """Название;Страна;Партнёр с;До;Темы;Примечание
Озеро;Казахстан;1995;;выборы, свобода слова;Пишут по-русски
Alpha;Armenia;03.2001;2010;;
Tower;Нарния;;;;
"""


async def planned(text: str = LIST) -> Plan[PlannedPartner]:
    return await plan_partners(sheets_of(text.encode()), programme=None)


async def partners() -> dict[str, Partnership]:
    page = await partners_page(Chosen(), Viewer.COORDINATOR, language="en", limit=50)
    return {view.slug: page.of[view.id][0] for view in page.organisations}


@pytest.fixture
async def alpha(store: str) -> int:
    assert store
    return (await factories.organisation("alpha", "Alpha", country="AM", themes=["lgbti"])).id


async def test_a_list_in_another_language_adds_partners_and_shows_none(ada_account: Coordinator, alpha: int) -> None:
    plan = await planned()
    assert [(row.name, row.action, row.partner is not None) for row in plan.rows] == [
        ("Озеро", RowAction.NEW, True),
        ("Alpha", RowAction.NEW, True),
        ("Tower", RowAction.NEW, True),
    ]
    await import_for(ada_account.id, "list.csv", plan, partners=True)
    by_slug_now = await partners()
    lake = by_slug_now["ozero"]
    assert (str(lake.since), lake.ended, lake.countries, lake.note) == ("1995", False, ["KZ"], "Пишут по-русски")
    assert lake.themes == [Theme.EXPRESSION, Theme.ELECTIONS]
    old = by_slug_now["alpha"]
    assert (str(old.since), str(old.until), old.ended, old.themes) == ("2001-03", "2010", True, [Theme.LGBTI])
    assert [partner.public for partner in by_slug_now.values()] == [False] * 3
    row = await by_slug("alpha")
    assert row is not None
    assert (row.id, row.themes) == (alpha, "lgbti")
    again = await planned()
    assert [(row.action, row.writes) for row in again.rows] == [(RowAction.UNCHANGED, False)] * 3


async def test_a_row_that_cannot_be_is_left_out(store: str, alpha: int) -> None:
    assert store
    assert alpha
    plan = await planned("name;since;until\nAlpha;2010;2005\nBeta;2999;\n")
    assert [str(message) for row in plan.refused for message in row.problems.values()] == [
        "The end must not lie before the beginning.",
        f"Write a year between 1700 and {ago(0).year + 10}.",
    ]


async def newest(account: Coordinator) -> Import:
    row = await import_by_id((await latest_of(account.id))[0].id)
    assert row
    return row


async def test_an_import_of_partners_is_undone_unless_somebody_used_it(ada_account: Coordinator, alpha: int) -> None:
    await import_for(ada_account.id, "list.csv", await planned(), partners=True)
    upload = await newest(ada_account)
    shown = (await partners())["alpha"]
    await show_partners([shown.id], public=True)
    with pytest.raises(CannotUndo, match="It was changed since"):
        await ask_to_undo(upload)
    await import_for(ada_account.id, "other.csv", await planned("name\nSecond\n"), partners=True)
    await ask_to_undo(await newest(ada_account))
    await run_due()
    assert sorted(await partners()) == ["alpha", "ozero", "tower"]
    assert await by_slug("second") is None
    assert alpha


async def test_who_became_a_partner_otherwise_stays(ada_account: Coordinator, alpha: int) -> None:
    await import_for(ada_account.id, "list.csv", await planned("name\nSecond\n"), partners=True)
    upload = await newest(ada_account)
    await factories.partner("second", until="1999")
    with pytest.raises(CannotUndo, match="Something refers to it"):
        await ask_to_undo(upload)
    assert alpha
