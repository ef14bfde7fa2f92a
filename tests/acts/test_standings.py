"""Standing rows and counters: they follow every change of what they are computed from, and a rebuild repairs them."""

from __future__ import annotations

import asyncio
import runpy
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock, migrating, resources
from coalition.acts import recording, standing_rows, standings
from coalition.acts.standing_count_queries import public_counts
from coalition.acts.standing_rows import rebuild_all, rebuild_missing
from coalition.acts.tables import Standing, StandingCount
from coalition.database import counting_queries, execute
from coalition.imports.past_signatories import record_signatories
from coalition.invitations import links
from coalition.organisations import after_changes
from coalition.organisations.event_forms import EventForm
from coalition.organisations.event_queries import places_of
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.rebuilding import rebuild_sort_keys
from coalition.organisations.recording_events import record_event
from coalition.organisations.registering import amend
from coalition.organisations.tables import SortKey
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.withdrawing import withdraw
from tests import factories
from tests.acts.machine import Machine
from tests.acts.standing_check import check_standing, on_record
from tests.imports.tables import plan_of
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.organisations.views import ListedPlace
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


async def line_of(organisation: Organisation) -> Standing:
    [row] = await Standing.objects().where(Standing.organisation == organisation.id)
    return row


@pytest.fixture
async def memorandum(store: None, ada_account: Coordinator) -> Memorandum:
    return await factories.opened(ada_account)


async def test_a_line_follows_the_country_and_the_names_of_its_organisation(memorandum: Memorandum) -> None:
    dunya = await factories.organisation("dunya", "Dunya Group", country="KZ")
    await factories.signed(memorandum, dunya)
    assert (await line_of(dunya)).country == "KZ"

    await amend(dunya, OrganisationChange(country="KG"))
    assert (await line_of(dunya)).country == "KG"
    spelling = [{"language": "en", "name": "Zunya Group", "primary": True}]
    await amend(dunya, OrganisationChange.parse({"names": spelling}))
    assert (await line_of(dunya)).place.startswith("0zunya")
    later = (clock.today() + timedelta(days=1)).isoformat()
    with clock.shifted(timedelta(days=2)):
        renamed = {"kind": "renamed", "source": "its site", "happened": later, "names": [{"language": "en", "name": "Aral Watch", "primary": True}]}
        await record_event(dunya, EventForm.parse(renamed))
        assert (await line_of(dunya)).place.startswith("0zunya")  # its name when it signed
    await check_standing(memorandum)


async def test_a_line_without_a_step_for_its_organisation_is_caught(memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    dunya = await factories.organisation("dunya", "Dunya Group", country="KZ")
    await factories.signed(memorandum, dunya)
    monkeypatch.setattr(after_changes._steps, "steps", [])
    await amend(dunya, OrganisationChange(country="KG"))
    with pytest.raises(AssertionError):
        await check_standing(memorandum)


async def test_a_superseded_edition_moves_its_lines_to_the_earlier_ones(memorandum: Memorandum) -> None:
    first, second, third = [await factories.organisation(slug) for slug in ("first", "second", "third")]
    for organisation in (first, second):
        await factories.signed(memorandum, organisation)
    await factories.superseded(memorandum)
    assert (await public_counts([memorandum.id]))[memorandum.id].signed == 0
    await check_standing(memorandum)
    for organisation in (second, third):
        await factories.signed(await factories.reloaded(memorandum), organisation)
    assert (await public_counts([memorandum.id]))[memorandum.id].signed == 2
    await check_standing(memorandum)
    await factories.superseded(memorandum, old="three times a year", new="four times a year")
    assert (await public_counts([memorandum.id]))[memorandum.id].signed == 0
    await check_standing(memorandum)


async def with_acts_on_several_editions(by: Coordinator) -> Memorandum:
    """Let organisations act on a text that is not known, on an edition and on the next; one withdraws and signs ad referendum."""
    memorandum = await factories.opened(by, since=date(2012, 1, 1), days=None)
    first, second, third = [await factories.organisation(slug) for slug in ("first", "second", "third")]
    table = b"organisation,kind,date,source,withdrawn\nfirst,signature,2013-04-30,Minutes,2014-05-01\n"
    assert (await record_signatories(memorandum, await plan_of(memorandum, table))).new == 1
    await factories.signed(memorandum, first, kind="ad_referendum")
    await factories.signed(memorandum, second)
    recorded = await factories.signed(memorandum, third)
    await withdraw(await links.follow(recorded.manage_token), WithdrawalForm(typed_name="Ben"))
    await factories.signed(memorandum, third, kind="ad_referendum")
    await factories.superseded(memorandum)
    await factories.signed(await factories.reloaded(memorandum), second, disclosure="counted")
    return await factories.reloaded(memorandum)


async def check_adoptions(memorandum: Memorandum) -> None:
    """Adopt a new text and then the first one again; no row may change, and the lists must be right after each."""
    for old, new in (("three times a year", "four times a year"), ("four times a year", "twice a year")):
        before = [str(row.to_dict()) for row in await Standing.objects().order_by(Standing.id)]
        await factories.superseded(memorandum, old=old, new=new)
        assert [str(row.to_dict()) for row in await Standing.objects().order_by(Standing.id)] == before
        await check_standing(memorandum)


async def test_adopting_an_edition_writes_no_row(store: None, ada_account: Coordinator) -> None:
    memorandum = await with_acts_on_several_editions(ada_account)
    await check_standing(memorandum)
    await check_adoptions(memorandum)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('" ".join(sorted(set(marks[:at])))', '""'),  # no row comes before another
        ("row.country, behind=row.line_behind), 1", "row.country, behind=''), 1"),  # each row counts, whatever comes before it
        ("row.received and row.counted_as in PARTIES", "row.received"),  # months count who is no party
    ],
)
async def test_rows_that_forget_what_comes_before_them_are_caught(
    store: None, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str
) -> None:
    broken = mutated(standings, right, wrong)
    monkeypatch.setattr(standing_rows, "standings", broken["standings"])
    monkeypatch.setattr(standing_rows, "counters", broken["counters"])
    with pytest.raises(AssertionError):
        await check_adoptions(await with_acts_on_several_editions(ada_account))


async def test_an_upgrade_names_what_comes_before_each_row(store: None, ada_account: Coordinator) -> None:
    memorandum = await with_acts_on_several_editions(ada_account)
    several = "SELECT organisation FROM standing GROUP BY organisation HAVING count(*) > 1"
    await execute(f"UPDATE standing SET current_behind = '?', line_behind = '' WHERE organisation IN ({several})")
    await migrating.migrate()
    assert not await Standing.exists().where(Standing.current_behind == "?")
    await check_standing(memorandum)


async def test_changes_at_once_count_everybody_once(memorandum: Memorandum) -> None:
    organisations = [await factories.organisation(f"member-{at}", country="KZ") for at in range(4)]
    steps: list[Awaitable[object]] = [factories.signed(memorandum, organisation) for organisation in organisations[:2]]
    for organisation in organisations[2:]:
        await factories.signed(memorandum, organisation)
        steps += [amend(organisation, OrganisationChange(country=country)) for country in ("KG", "NO")]
    await asyncio.gather(*steps)
    assert (await public_counts([memorandum.id]))[memorandum.id].signed == 4
    await check_standing(memorandum)


async def test_a_rebuild_repairs_rows_and_counters(memorandum: Memorandum) -> None:
    for at in range(3):
        await factories.signed(memorandum, await factories.organisation(f"member-{at}"))
    counters = await on_record(memorandum.id)
    await StandingCount.update({StandingCount.n: 7}).where(StandingCount.memorandum == memorandum.id)
    await Standing.update({Standing.shown: "unnamed"}).where(Standing.memorandum == memorandum.id)
    with pytest.raises(AssertionError):
        await check_standing(memorandum)
    assert await rebuild_all() == 1
    assert await on_record(memorandum.id) == counters
    await check_standing(memorandum)


async def test_an_upgrade_fills_what_was_not_stored(memorandum: Memorandum) -> None:
    signed = await factories.signed(memorandum, await factories.organisation("dunya"))
    for table in ("standing", "standing_count"):
        await execute(f"DELETE FROM {table}")  # as after the upgrade
    await migrating.migrate()
    assert [row.act for row in await Standing.objects()] == [signed.act.id]
    await check_standing(memorandum)
    with counting_queries() as queries:
        await rebuild_missing()
    assert queries.count == 2  # which memoranda lack rows, or places: none does


async def test_an_upgrade_counts_the_months_of_receipt(store: None, ada_account: Coordinator) -> None:
    """A random history has rows on several editions, hidden ones, and such that never come first."""
    machine = Machine(await factories.opened(ada_account, days=None), ada_account, 5)
    await machine.begin()
    await machine.run(80)
    before = await on_record(machine.memorandum.id)
    migrating._point_piccolo()
    upgrade = runpy.run_path(str(resources.MIGRATIONS / "2026-11-30_received_months.py"))
    await upgrade["remove_counters"]()
    assert len(await on_record(machine.memorandum.id)) < len(before)
    await upgrade["add_counters"]()
    assert await on_record(machine.memorandum.id) == before


async def test_numbers_need_as_many_queries_for_many_signatures(memorandum: Memorandum) -> None:
    counts = []
    for number in (1, 6):
        for at in range(number):
            await factories.signed(memorandum, await factories.organisation(f"member-{number}-{at}"))
        with counting_queries() as queries:
            assert (await public_counts([memorandum.id]))[memorandum.id].signed in {1, 7}
        counts.append(queries.count)
    assert counts[0] == counts[1]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("module", [recording, standing_rows])
async def test_rows_that_drift_from_the_acts_are_caught(
    store: None, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, module: object
) -> None:
    """Two mutated builds: one never writes the rows of a later act, the other never changes counters."""
    if module is recording:

        async def only_first(
            memorandum_id: int, organisation_id: int, real: Callable[..., Awaitable[ListedPlace]] = standing_rows.refresh
        ) -> ListedPlace:
            if await Standing.exists().where(Standing.organisation == organisation_id):
                return (await places_of([organisation_id]))[organisation_id]
            return await real(memorandum_id, organisation_id)

        monkeypatch.setattr(recording, "refresh", only_first)
    else:

        async def nothing(*_: object) -> None:
            return

        monkeypatch.setattr(standing_rows, "_add", nothing)
    machine = Machine(await factories.opened(ada_account, days=None), ada_account, 7)
    await machine.begin()
    with pytest.raises(AssertionError):
        await machine.run(80)


async def place_from_other_keys(memorandum: Memorandum) -> None:
    """Let the keys of organisations be those of another version, with rows made of them; a rebuild of the keys puts the rows right."""
    for slug in ("first", "second", "third"):
        await factories.signed(memorandum, await factories.organisation(slug))
    before = await places()
    await SortKey.update({SortKey.icu_version: "72.1/1", SortKey.key: b"another"}, force=True)
    await rebuild_all()
    assert not {*before} & {*await places()}
    assert await rebuild_sort_keys() >= 3
    assert await places() == before
    await check_standing(memorandum)


async def places() -> list[bytes]:
    return [bytes(row["place_ar"]) for row in await Standing.select(Standing.place_ar).order_by(Standing.act)]


async def test_lines_stand_where_other_keys_put_them(memorandum: Memorandum) -> None:
    await place_from_other_keys(memorandum)


@pytest.mark.sqlite_only
async def test_lines_that_do_not_follow_other_keys_are_caught(memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(after_changes._placing, "steps", [])
    with pytest.raises(AssertionError):
        await place_from_other_keys(memorandum)
