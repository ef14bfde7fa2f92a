"""Pages of a status are the whole status: with hidden names, descriptions, an earlier edition and a successor; mutated builds differ."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts import line_queries, status_pages, status_queries
from coalition.acts.edition_parts import Editions
from coalition.acts.organisation_changes import change_organisation
from coalition.jobs.worker import run_due
from coalition.memoranda import queries as memoranda
from coalition.organisations.event_forms import EventForm
from coalition.organisations.queries import by_slug
from coalition.published.json_signatories import signatories_json
from tests import factories
from tests.acts.standing_check import check_pages

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
HIDDEN = ("described-one", "described-two", "described-three", "counted")


async def a_life(ada: Coordinator) -> Memorandum:
    """Let six organisations sign by name, three support, and four without their names; two of them signed an edition that was superseded."""
    await factories.listed(30)
    memorandum = await factories.opened(ada, days=2)
    for slug in ("alpha", "beta"):
        await factories.signed(memorandum, await factories.organisation(slug))
    await factories.superseded(memorandum)
    memorandum = await factories.reloaded(memorandum)
    for slug in ("alpha", "gamma", "delta", "epsilon", "omega"):
        await factories.signed(memorandum, await by_slug(slug) or await factories.organisation(slug))
    for slug in ("rho", "sigma", "tau"):
        await factories.signed(memorandum, await factories.organisation(slug), kind="support")
    for slug, kind in zip(HIDDEN, ("signature", "signature", "support", "signature"), strict=True):
        more: dict[str, Any] = {"disclosure": "counted"} if slug == "counted" else {"disclosure": "described", "description": f"A group, {slug[-3:]}"}
        await factories.signed(memorandum, await factories.organisation(slug), kind=kind, **more)
    delta = await by_slug("delta")
    assert delta
    event = {"kind": "succeeded", "happened": clock.today().isoformat(), "other": "omega", "source": "A letter"}
    await change_organisation(delta, EventForm.parse(event))
    return memorandum


async def check(memorandum: Memorandum) -> None:
    """Check the pages while it is open, and once the number of hidden names is given."""
    for days, described in ((0, 0), (10, 3)):
        with clock.shifted(timedelta(days=days)):
            await run_due()
            row = await memoranda.locked(memorandum.id)
            whole = await status_queries.status_of(row)
            assert (len(whole.lines), len(whole.earlier), len(whole.described)) == (8, 1, described)
            await check_pages(row, whole)
            first = await status_queries.status_page(row, status_pages.Asked(limit=4))
            assert [line.organisation.slug for line in first.lines] == ["alpha", "delta", "epsilon", "gamma"]
            assert not any(part.described or part.withheld for part in first.parts), "these follow the last line of their part"
            page = await status_queries.status_page(row, status_pages.Asked(line="omega", limit=4))
            assert [past.organisation for line in signatories_json(page).signatories for past in line.successor_of] == ["delta"]
            text = str([signatories_json(part).model_dump() for part in (first, page)])
            assert not any(slug in text for slug in HIDDEN)


async def test_pages_are_the_whole_however_many_organisations_are_read_at_once(
    store: str, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store
    memorandum = await a_life(ada_account)
    await check(memorandum)
    with clock.shifted(timedelta(days=10)):
        row = await factories.reloaded(memorandum)
        read = [await status_queries.status_of(row, day) for day in (None, clock.today() - timedelta(days=1))]
        monkeypatch.setattr(line_queries, "CHUNK", 3)
        again = [await status_queries.status_of(row, day) for day in (None, clock.today() - timedelta(days=1))]
        assert list(map(signatories_json, again)) == list(map(signatories_json, read))
        await check_pages(row, again[0])


@pytest.mark.sqlite_only
async def test_mutated_builds_are_found(store: str, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutated builds: each has one deliberate fault in how a page is chosen, counted or completed."""
    assert store
    memorandum = await a_life(ada_account)

    async def alone(parties: set[int]) -> set[int]:
        return parties

    faults: dict[str, tuple[Any, str, Any]] = {
        "pages choose every signature, named or not": (line_queries, "_named", lambda number: line_queries.Standing.memorandum == number),
        "pages choose lines of superseded editions": (Editions, "line_in_force", lambda _: line_queries.Standing.digest.is_not_null()),
        "predecessors are read only if they are on the page": (status_queries, "with_relatives", alone),
        "descriptions stand on every page": (line_queries, "ends_of", lambda *_, **__: (True, True)),
        "descriptions stand on no page": (line_queries, "ends_of", lambda *_, **__: (False, False)),
        "a page of the past has one line too few": (status_pages, "bisect_right", lambda places, after: sum(place <= after for place in places) + 1),
    }
    found = []
    for name, (where, attribute, instead) in faults.items():
        with monkeypatch.context() as build:
            build.setattr(where, attribute, instead)
            try:
                await check(memorandum)
            except AssertionError:
                found.append(name)
    assert found == list(faults)
    await check(memorandum)
