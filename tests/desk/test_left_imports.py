"""An import stops once whoever confirmed it may not go on with it; another coordinator sees it, goes on with it or undoes it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from coalition.desk import import_pages
from coalition.imports import left_import_queries, membership_list, organisation_list, past_signatories, turns
from coalition.imports.queries import acts_of_import, import_by_id, numbers_imported_before
from coalition.imports.tables import Import
from coalition.imports.turns import ImportNotLeft, ImportStopped, hold_turn, stop, take_over
from coalition.jobs.worker import run_due
from coalition.memoranda import queries as memoranda
from coalition.memoranda.membership import add_member, remove_member
from coalition.notices.tables import Notification
from coalition.organisations.queries import by_slug
from coalition.people import revoking
from coalition.trail import queries as trail_queries
from tests import factories
from tests.conftest import sign_in, visitor
from tests.desk.conftest import follow, send
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import httpx

    from coalition.people.tables import Coordinator

TABLE = "slug;name_en\n" + "".join(f"row-{at};Row {at}\n" for at in range(6))
NAMES = ["Aral", "Balkhash", "Chu", "Dariya", "Emba", "Fergana"]
PAST = "organisation,kind,date,source\n" + "".join(f"{name},signature,2013-02,Minutes\n" for name in NAMES)


async def confirmed(ada: httpx.AsyncClient, text: str = TABLE, place: str = "/en/desk/imports") -> str:
    """Upload a table and confirm it; return the address of its page."""
    answer = await send(ada, place, files={"file": ("list.csv", text.encode(), "text/csv")})
    here = str(answer.headers["location"]).split("?")[0]
    await send(ada, f"{here}/confirmation")
    return here


def until(parts: int, then: Callable[[], Awaitable[None]], monkeypatch: pytest.MonkeyPatch, module: Any = organisation_list) -> None:
    """Do something between two parts of an import, each of which is a transaction."""
    begun, real = 0, module.transaction

    @asynccontextmanager
    async def counted() -> AsyncIterator[None]:
        nonlocal begun
        begun += 1
        if begun == parts + 1:
            await then()
        async with real():
            yield

    monkeypatch.setattr(module, "transaction", counted)


async def entered() -> int:
    return len([at for at in range(6) if await by_slug(f"row-{at}")])


async def stopped_midway(ada: httpx.AsyncClient, ada_account: Coordinator, dina: Coordinator, monkeypatch: pytest.MonkeyPatch) -> str:
    """Disable the account that confirmed an import after two of its six rows; return the address of its page."""
    here = await confirmed(ada)
    with monkeypatch.context() as patched:

        async def disable() -> None:
            await revoking.disable(ada_account, dina)

        until(2, disable, patched)
        await run_due()
    return here


async def acts() -> list[str]:
    return [row["act"] for row in await trail_queries.rows_after(0, 1000)]


async def test_it_stops_before_its_next_part(ada, ada_account, dina_account, monkeypatch):
    await stopped_midway(ada, ada_account, dina_account, monkeypatch)
    row = await import_by_id(1)
    assert row
    assert (await entered(), bool(row.stopped_at), row.finished_at) == (2, True, None)
    assert (await acts()).count("import_stopped") == 1
    await run_due()
    assert await entered() == 2


async def test_it_does_not_begin_if_the_account_was_disabled_before(ada, ada_account, dina_account):
    await confirmed(ada)
    await revoking.disable(ada_account, dina_account)
    await run_due()
    assert await entered() == 0


async def test_a_build_that_does_not_look_at_the_account_goes_on(ada, ada_account, dina_account, monkeypatch):
    wrong = mutated(left_import_queries, "    person = await active(row.coordinator)\n", "    return True\n")
    monkeypatch.setattr(left_import_queries, "answers_for", wrong["answers_for"])
    await stopped_midway(ada, ada_account, dina_account, monkeypatch)
    assert await entered() == 6


@pytest.mark.parametrize("module", [organisation_list, membership_list, past_signatories])
def test_every_kind_of_import_holds_its_turn_in_each_part(module):
    with open(module.__file__, encoding="utf-8") as source:  # noqa: PTH123 -- the file of a module
        text = source.read()
    assert text.count("await hold_turn(upload)") == {organisation_list: 1, membership_list: 1, past_signatories: 3}[module]


async def test_a_colleague_sees_it_and_goes_on_with_it(ada, ada_account, dina, dina_account, monkeypatch):
    here = await stopped_midway(ada, ada_account, dina_account, monkeypatch)
    assert "1 import stopped: look at the rest, or undo it" in (await dina.get("/en/desk")).text
    page = (await dina.get(here)).text
    for words in ("The import has stopped", "Ada confirmed it", "It entered or changed 2 entries"):
        assert words in page
    assert 'href="' + here in (await dina.get("/en/desk/imports/new")).text
    page = (await follow(dina, await send(dina, f"{here}/confirmation"))).text
    for words in ("What this table would do", "Import 4 rows", "This import stopped before its end"):
        assert words in page
    await run_due()
    assert await entered() == 2
    await send(dina, f"{here}/confirmation")
    await run_due()
    row = await import_by_id(1)
    assert row
    assert (await entered(), row.coordinator, row.stopped_at, bool(row.finished_at)) == (6, dina_account.id, None, True)
    assert '"new": 6' in row.outcome
    assert '"unchanged": 0' in row.outcome
    assert "The import is finished" in (await dina.get(here)).text
    assert "import stopped" not in (await dina.get("/en/desk")).text


async def test_a_colleague_undoes_it(ada, ada_account, dina, dina_account, monkeypatch):
    here = await stopped_midway(ada, ada_account, dina_account, monkeypatch)
    await send(dina, f"{here}/undoing")
    await run_due()
    assert await entered() == 0
    assert "The register is as it was before the import." in (await dina.get(here)).text
    assert (await acts())[-2:] == ["import_taken_over", "organisations_import_undone"]


async def test_a_colleague_undoes_a_finished_one(ada, ada_account, dina, dina_account):
    here = await confirmed(ada)
    await run_due()
    assert (await dina.get(here)).status_code == 404
    await revoking.disable(ada_account, dina_account)
    page = (await dina.get(here)).text
    assert "Ada confirmed it and cannot undo it any more." in page
    await send(dina, f"{here}/undoing")
    await run_due()
    assert await entered() == 0


async def test_nobody_sees_what_another_can_go_on_with(ada, dina, dina_account):
    here = await confirmed(ada)
    for step in ("", "/left-out.csv", "/columns"):
        assert (await dina.get(f"{here}{step}")).status_code == 404
    for step in ("confirmation", "undoing"):
        assert (await send(dina, f"{here}/{step}")).status_code == 404
    assert here not in (await dina.get("/en/desk/imports/new")).text
    row = await import_by_id(1)
    assert row
    with pytest.raises(ImportNotLeft):
        await take_over(row, dina_account)
    await run_due()
    assert await entered() == 6


async def test_a_build_that_shows_what_another_can_go_on_with_is_found(ada, dina, dina_account, monkeypatch):
    wrong = mutated(left_import_queries, "return bool(row.confirmed_at or row.stopped_at) and not await answers_for(row)", "return True")
    monkeypatch.setattr(import_pages, "is_left", wrong["is_left"])
    with pytest.raises(AssertionError):
        await test_nobody_sees_what_another_can_go_on_with(ada, dina, dina_account)


async def test_a_file_that_was_not_confirmed_stays_unseen(ada, ada_account, dina, dina_account):
    answer = await send(ada, "/en/desk/imports", files={"file": ("list.csv", TABLE.encode(), "text/csv")})
    await revoking.disable(ada_account, dina_account)
    assert (await dina.get(str(answer.headers["location"]).split("?")[0])).status_code == 404


async def test_an_editor_sees_none(ada, ada_account, dina_account, edith, monkeypatch):
    here = await stopped_midway(ada, ada_account, dina_account, monkeypatch)
    assert (await edith.get(here)).status_code == 404


async def test_whoever_is_enabled_again_takes_it_up_themselves(ada, ada_account, dina_account, app, monkeypatch):
    here = await stopped_midway(ada, ada_account, dina_account, monkeypatch)
    await revoking.enable(ada_account, dina_account)
    async with visitor(app) as browser:
        await sign_in(browser, ada_account)
        assert "The import has stopped" in (await browser.get(here)).text
        await run_due()
        assert await entered() == 2
        for _ in range(2):
            await send(browser, f"{here}/confirmation")
        await run_due()
    assert await entered() == 6


async def test_the_job_of_an_earlier_turn_does_nothing(ada, ada_account, dina_account, monkeypatch):
    """Somebody takes the import over while the first job is between two rows: it ends, and does not stop that of the other."""
    await confirmed(ada)
    row = await import_by_id(1)
    assert row

    async def overtaken() -> None:
        await revoking.disable(ada_account, dina_account)
        await take_over(row, dina_account)

    with monkeypatch.context() as patched:
        until(2, overtaken, patched)
        with pytest.raises(ImportStopped):
            await organisation_list._import(row)
    await stop(row)
    taken = await import_by_id(1)
    assert taken
    assert (taken.coordinator, taken.turn, taken.confirmed_at) == (dina_account.id, 1, None)
    assert (await numbers_imported_before(taken)).new == 2


async def test_a_build_that_forgets_turns_is_found(ada, ada_account, dina_account, monkeypatch):
    wrong = mutated(turns, "row.stopped_at or row.turn != upload.turn or not await", "not await")["hold_turn"]
    await confirmed(ada)
    row = await import_by_id(1)
    assert row
    await revoking.disable(ada_account, dina_account)
    await take_over(row, dina_account)
    await wrong(row)  # nothing is raised
    with pytest.raises(ImportStopped):
        await hold_turn(row)


# Signatories


async def past_upload(ada: httpx.AsyncClient, ada_account: Coordinator) -> str:
    for name in NAMES:
        await factories.organisation(name.lower(), name)
    await factories.opened(ada_account, since=date(2013, 1, 1), publicity="public")
    return await confirmed(ada, PAST, "/en/desk/memoranda/cooperation/imports")


async def test_an_import_of_signatories_stops_and_announces_its_part(ada, ada_account, dina, dina_account, monkeypatch):
    here = await past_upload(ada, ada_account)
    memorandum = await memoranda.by_slug("cooperation")
    assert memorandum
    await add_member(memorandum, dina_account.email)
    monkeypatch.setattr(past_signatories, "STEP", 2)
    with monkeypatch.context() as patched:

        async def disable() -> None:
            await revoking.disable(ada_account, dina_account)

        until(1, disable, patched, past_signatories)
        await run_due()
    assert len(await acts_of_import(1)) == 2
    recorded = await Notification.count().where(Notification.kind == "recorded")
    assert recorded == 1
    assert "It recorded 2 acts" in (await dina.get(here)).text
    waiting = "1 import stopped: look at the rest, or undo it."
    assert [waiting in (await browser.get("/en/desk")).text for browser in (dina, ada)] == [True, False]
    for _ in range(2):
        await send(dina, f"{here}/confirmation")
    await run_due()
    row = await import_by_id(1)
    assert row
    assert (len(await acts_of_import(1)), bool(row.finished_at)) == (6, True)
    assert '"new": 6' in row.outcome
    assert waiting not in (await dina.get("/en/desk")).text
    assert await Notification.count().where(Notification.kind == "recorded") == 2


async def test_who_does_not_work_on_the_memorandum_any_more_does_not_import(ada, ada_account, dina, dina_account):
    here = await past_upload(ada, ada_account)
    memorandum = await memoranda.by_slug("cooperation")
    assert memorandum
    assert (await dina.get(here)).status_code == 404
    await add_member(memorandum, dina_account.email)
    assert (await dina.get(here)).status_code == 404
    await remove_member(memorandum, ada_account.id)
    await run_due()
    assert await acts_of_import(1) == []
    assert "The import has stopped" in (await dina.get(here)).text
    assert (await ada.get(here)).status_code == 404


async def test_a_list_for_a_memorandum_is_seen_by_those_who_work_on_it(ada, ada_account, dina, dina_account):
    await factories.opened(ada_account)
    answer = await send(ada, "/en/desk/memoranda/cooperation/invitations/lists", {"list": "Aral\nBalkhash\n"})
    assert answer.status_code == 303, answer.text
    [row] = await Import.objects()
    here = f"/en/desk/imports/{row.id}"
    await Import.update({Import.confirmed_at: row.created_at}).where(Import.id == row.id)
    await revoking.disable(ada_account, dina_account)
    assert (await dina.get(here)).status_code == 404
    assert here not in (await dina.get("/en/desk/imports/new")).text
    memorandum = await memoranda.by_slug("cooperation")
    assert memorandum
    await add_member(memorandum, dina_account.email)
    assert (await dina.get(here)).status_code == 200
    assert here in (await dina.get("/en/desk/imports/new")).text


async def test_a_build_that_shows_such_a_list_to_every_coordinator_is_found(ada, ada_account, dina, dina_account, monkeypatch):
    wrong = mutated(import_pages, "return row.inviting is None or await is_member(row.inviting, person_of(request).id)", "return True")
    monkeypatch.setattr(import_pages, "_may_know", wrong["_may_know"])
    with pytest.raises(AssertionError):
        await test_a_list_for_a_memorandum_is_seen_by_those_who_work_on_it(ada, ada_account, dina, dina_account)
