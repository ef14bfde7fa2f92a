"""Importing a list and undoing the import leaves every public byte as it was, whatever the list changes."""

from __future__ import annotations

import random
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from coalition.acts.unlisting import amend_organisation
from coalition.database import is_postgres, put, transaction
from coalition.imports import undoing
from coalition.imports.organisation_list import import_for
from coalition.imports.organisation_plan import plan_import
from coalition.imports.queries import import_by_id
from coalition.imports.tables import ImportedOrganisation
from coalition.imports.undoing import CannotUndo, ask_to_undo
from coalition.jobs.worker import run_due
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.listing import list_organisation
from coalition.organisations.queries import by_slug
from coalition.organisations.removing import referred_to
from coalition.organisations.tables import OrganisationEvent
from coalition.spreadsheets.workbooks import sheets_of
from tests import factories
from tests.mutants import mutated
from tests.overtaking import overtaking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from coalition.imports.tables import Import
    from coalition.people.tables import Coordinator

PAGES = ("/en/organisations", "/ar/organisations", "/en/", "/api/organisations", "/sitemap.xml", "/en/notifications", "/en/organisations?q=lake")
HEADER = "slug;name_en;name_native;native_language;acronym;country;based_in;scope;kind;website;status;listed;listing_reason\n"


def table(seed: int) -> str:
    """Return a list of new organisations and of changes of those that are there, chosen by a seed."""
    chosen = random.Random(seed)
    rows = []
    for slug in (*(f"there-{at}" for at in range(4)), *(f"new-{at}" for at in range(4))):
        listed = chosen.random() < 0.5
        cells = [
            slug,
            f"Lake {slug} {chosen.choice(('Desk', 'Fund'))}",
            chosen.choice(("", f"Озеро {slug}")),
            "ru",
            chosen.choice(("", "LD")),
            chosen.choice(("KZ", "NO", "")),
            chosen.choice(("KG", "")),
            chosen.choice(("local", "national", "")),
            chosen.choice(("network", "ngo", "")),
            chosen.choice((f"www.{slug}.example.org", "")),
            chosen.choice(("in exile", "")),
            "yes" if listed else "",
            "It wishes so." if listed else "",
        ]
        if chosen.random() < 0.8:
            rows.append(";".join(cells))
    return HEADER + "\n".join(rows) + "\n"


async def imported(ada: Coordinator, text: str) -> Import:
    """Import a list as a coordinator who can undo it."""
    await import_for(ada.id, "list.csv", await plan_import(sheets_of(text.encode())))
    await run_due()
    row = await import_by_id(1)
    assert row
    return row


async def public_bytes(cleo: httpx.AsyncClient) -> dict[str, tuple[int, bytes]]:
    pages = [*PAGES, *(f"/{place}/organisations/{slug}-{at}" for place in ("en", "api") for slug in ("there", "new") for at in range(4))]
    answers = {page: await cleo.get(page) for page in pages}
    return {page: (answer.status_code, answer.content) for page, answer in answers.items()}


@pytest.mark.parametrize("seed", range(3))
async def test_an_import_and_its_undoing_leave_every_public_byte(ada_account: Coordinator, cleo: httpx.AsyncClient, seed: int) -> None:
    for at in range(4):
        await factories.organisation(f"there-{at}", f"Lake There {at}", country="KZ", listed=at % 2 == 0)
    before = await public_bytes(cleo)
    upload = await imported(ada_account, table(seed))
    assert await public_bytes(cleo) != before
    await ask_to_undo(upload)
    await run_due()
    assert await public_bytes(cleo) == before


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("row.organisation in used or", ""),
        ("not _is_as_after(states[row.organisation], row.after)", "False"),
    ],
)
async def test_nothing_that_somebody_relies_on_is_undone(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str) -> None:
    """What an event refers to stays, and so does what was changed since; without one of the checks it would go."""
    upload = await imported(ada_account, "slug;name_en\nquiet;Quiet\nrenamed;Renamed\n")
    await _refer("quiet")
    await _change("renamed")
    row, other = await by_slug("quiet"), await by_slug("renamed")
    assert row
    assert other
    assert await referred_to([row.id, other.id], own=(ImportedOrganisation,)) == {row.id}
    with pytest.raises(CannotUndo) as refused:
        await ask_to_undo(upload)
    assert {obstacle.slug for obstacle in refused.value.obstacles} == {"quiet", "renamed"}
    monkeypatch.setattr(undoing, "_reasons", mutated(undoing, right, wrong)["_reasons"])
    with pytest.raises(CannotUndo) as refused:
        await ask_to_undo(upload)
    assert len(refused.value.obstacles) == 1


UNLISTING = "slug;name_en;country;scope;kind;listed;listing_reason\nquiet;Quiet;KZ;national;ngo;no;It asked for that.\n"


async def undone_unlisting(ada: Coordinator) -> bool:
    """Take an organisation at risk out of the register by an import, and undo that; return whether it is listed again."""
    await list_organisation(await factories.organisation("quiet", "Quiet", at_risk=True), "It wishes so.", approved=True)
    upload = await imported(ada, UNLISTING)
    quiet = await by_slug("quiet")
    assert quiet
    assert not quiet.listed
    await ask_to_undo(upload)
    await run_due()
    quiet = await by_slug("quiet")
    assert quiet
    return quiet.listed


async def test_no_undoing_lists_an_organisation_at_risk(ada_account: Coordinator) -> None:
    with pytest.raises(CannotUndo) as refused:
        await undone_unlisting(ada_account)
    assert "two coordinators" in str(refused.value.obstacles[0].reason)


@pytest.mark.sqlite_only
async def test_a_build_that_lists_it_with_one_coordinator_is_found(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "_unlisted_it", lambda _: False)
    assert await undone_unlisting(ada_account)


async def _refer(slug: str) -> None:
    """Let an event refer to an organisation."""
    organisation = await by_slug(slug)
    assert organisation
    async with transaction():
        await put(OrganisationEvent, organisation=organisation.id, kind="founded")


async def _change(slug: str) -> None:
    """Let somebody change an organisation."""
    organisation = await by_slug(slug)
    assert organisation
    await amend_organisation(organisation, OrganisationChange(country="NO"))


async def overtaken(ada: Coordinator, change: Callable[[str], Awaitable[None]]) -> None:
    """Undo an import while somebody does something about one of its organisations: what they commit stays."""
    upload = await imported(ada, "slug;name_en\nused;Used\nunused;Unused\n")
    await ask_to_undo(upload)
    async with overtaking(None, undoing.undo({"import": upload.id}), last=True) as late:
        await change("used")
    late.result()
    assert [slug for slug in ("used", "unused") if await by_slug(slug)] == ["used"]


@pytest.mark.parametrize("change", [_refer, _change])
async def test_what_was_committed_meanwhile_is_not_undone(ada_account: Coordinator, change: Callable[[str], Awaitable[None]]) -> None:
    await overtaken(ada_account, change)


@pytest.mark.parametrize(("change", "wrong"), [(_refer, "set("), (_change, "set("), (_refer, "await organisations.lock(")])
async def test_an_undoing_that_locks_too_little_is_found(
    ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], Awaitable[None]], wrong: str
) -> None:
    """Without a lock, or with one that lets others refer to an organisation; on SQLite one transaction writes at a time."""
    monkeypatch.setattr(undoing, "undo", mutated(undoing, "await organisations.lock_for_removal(", wrong)["undo"])
    with pytest.raises(AssertionError) if is_postgres() else nullcontext():
        await overtaken(ada_account, change)
