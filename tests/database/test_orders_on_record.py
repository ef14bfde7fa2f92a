"""What the upgrade makes of organisations and signatures on record before lists had an order for each language, and what keeps it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from coalition import migrating
from coalition.acts import standing_rows, standings
from coalition.acts.standing_row_queries import memoranda_without_places
from coalition.acts.status_pages import Asked
from coalition.acts.status_queries import status_page
from coalition.collation import in_order
from coalition.database import transaction
from coalition.memoranda.tables import Memorandum
from coalition.organisations import after_changes
from coalition.organisations.domain_queries import owners_of
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.likely_duplicates import likely_duplicates
from coalition.organisations.registering import amend
from coalition.organisations.sort_key_queries import in_name_order
from coalition.organisations.sought import Sought
from coalition.organisations.tables import Organisation
from coalition.search.indexing import index
from coalition.search.queries import search
from coalition.search.tables import Kind
from coalition.settings import SUPPORTED_LANGUAGES
from tests import factories
from tests.acts.standing_check import check_standing
from tests.mutants import mutated
from tests.upgrades import insert, last_before, migrate_until

if TYPE_CHECKING:
    from types import ModuleType

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

BEFORE = last_before("2026-11-28T20:00:00:000000")  # of the domains; the places of lines came with the next migration
NOW = datetime(2026, 11, 20, tzinfo=UTC)
DAYS = {"created_at": NOW, "updated_at": NOW}
NAMES = {"o0": "Щит", "o1": "Ёлка", "o2": "Aaron", "o3": "أمل", "o4": "Åse", "o5": "Ель"}


async def organisation(slug: str, name: str) -> int:
    columns = {"kind": "ngo", "scope": "national", "at_risk": False, "listed": True, "website": f"https://{slug}.example.org"}
    number: int = await insert("organisation", slug=slug, **columns, **DAYS)
    await insert("organisation_name", organisation=number, language="ru", name=name, is_primary=True)
    async with transaction():
        await index(Kind.ORGANISATION, {number: ["folded as before"]})
    return number


async def signatures() -> int:
    """Record a public memorandum with a signature of each organisation as the version before stored them; return its id."""
    columns = {"kind": "declaration", "signature_rule": "invited", "publicity": "public"}
    memorandum: int = await insert("memorandum", slug="cooperation", **columns, **DAYS)
    for at, (slug, name) in enumerate(NAMES.items()):
        party, number = await organisation(slug, name), UUID(int=at + 1)
        act = {"kind": "signature", "disclosure": "public", "channel": "historical", "recorded_at": NOW, "reference": f"s{at}"}
        await insert("act", id=number, memorandum=memorandum, organisation=party, **act)
        row = {
            "kind": "signature",
            "counted_as": "signature",
            "shown": "named",
            "place": f"0{slug}",
            "line": True,
            "stands": True,
            "ever_named": True,
        }
        await insert("standing", act=number, memorandum=memorandum, organisation=party, current_behind="", line_behind="", **row)
    for tally in ("named", "on_record"):
        await insert("standing_count", memorandum=memorandum, kind="signature", tally=tally, n=len(NAMES))
    return memorandum


async def found() -> Memorandum:
    row = await Memorandum.objects().where(Memorandum.slug == "cooperation").first()
    assert row
    return row


async def check_orders(memorandum: Memorandum) -> None:
    """Check that the register and the signatories stand in the order of each language, on pages of two."""
    slugs = {row["id"]: row["slug"] for row in await Organisation.select(Organisation.id, Organisation.slug)}
    for language in SUPPORTED_LANGUAGES:
        expected = in_order(NAMES, language, NAMES.__getitem__)
        lines, after = [], ""
        while len(lines) < len(NAMES):
            status = await status_page(memorandum, Asked(after=after, limit=2, language=language))
            lines += [line.organisation.slug for line in status.lines]
            after = status.page.next if status.page else ""
            if not after:
                break
        assert lines == expected
        listed = await search(in_name_order(language), limit=len(NAMES))
        assert [slugs[number] for number in listed.ids] == expected


async def check_domains_and_search() -> None:
    slugs = {row["id"]: row["slug"] for row in await Organisation.select(Organisation.id, Organisation.slug)}
    assert {slugs[owner.organisation] for owner in await owners_of(f"{slug}.example.org" for slug in NAMES)} == set(NAMES)
    for words, slug in {"أمل": "o3", "elka": "o1", "щит": "o0"}.items():
        assert [slugs[number] for number in (await search(in_name_order("ru"), words, limit=2)).ids] == [slug]
    assert not (await search(in_name_order("ru"), "folded", limit=2)).ids
    likely = await likely_duplicates({0: Sought([("Yolka", "")]), 1: Sought([("Aron", "")]), 2: Sought([("Aarron", "")])})
    assert {number: [party.organisation.slug for party in parties] for number, parties in likely.items()} == {2: ["o2"]}


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_the_upgrade_finds_lines_without_a_place(old_installation: None) -> None:
    """A column that is added holds no bytes on SQLite, but an empty text."""
    memorandum = await signatures()
    await migrate_until("2026-11-28T20:01:01:000000")
    assert await memoranda_without_places() == [memorandum]
    await migrating.migrate()
    assert await memoranda_without_places() == []


async def check_all() -> None:
    await check_orders(await found())
    await check_domains_and_search()
    await check_standing(await found())


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_the_upgrade_puts_what_is_on_record_in_the_order_of_each_language(old_installation: None) -> None:
    await signatures()
    await migrating.migrate()
    assert await migrating.is_migrated()
    await check_all()
    await migrating.migrate()  # again changes nothing
    await check_orders(await found())


@pytest.mark.parametrize("old_installation", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("        await standing_rows.rebuild_missing()\n", "        pass\n"),
        ("            await rebuild_domains()\n", "            pass\n"),
        ("            await rebuild_near_keys()\n", "            pass\n"),
        ("        await _let_be_found(_written_anew(before))\n", ""),
    ],
)
async def test_an_upgrade_that_leaves_something_out_is_caught(old_installation: None, right: str, wrong: str) -> None:
    await signatures()
    await mutated(migrating, right, wrong)["migrate"]()
    with pytest.raises(AssertionError):
        await check_all()


async def renamed(by: Coordinator) -> Memorandum:
    """Let every party sign under another name, and correct the names afterwards."""
    memorandum = await factories.opened(by)
    parties = [await factories.organisation(slug, f"Before {at}", language="ru") for at, slug in enumerate(reversed(NAMES))]
    for party in parties:
        await factories.signed(memorandum, party)
    for party in parties:
        await amend(party, OrganisationChange.parse({"names": [{"language": "ru", "name": NAMES[party.slug]}]}))
    return await factories.reloaded(memorandum)


async def test_a_corrected_name_moves_the_line_to_its_place(store: None, ada_account: Coordinator) -> None:
    memorandum = await renamed(ada_account)
    await check_orders(memorandum)
    await check_standing(memorandum)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("module", "name", "right", "wrong"),
    [
        # rows are written again only where another act stands: the place of a line is forgotten
        (standing_rows, "_write_rows", "set(rows[number]) != set(on_record[number])", "len(rows[number]) != len(on_record[number])"),
        # a line has no place but in files
        (standings, "standings", "**(_places(history, organisation) if history.root.id in lines else {}),", ""),
    ],
)
async def test_a_build_that_forgets_the_place_of_a_line_is_caught(
    store: None, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, right: str, wrong: str
) -> None:
    with monkeypatch.context() as apart:
        apart.setattr(after_changes._steps, "steps", [])  # the mutated module adds steps of its own
        broken = mutated(module, right, wrong)
    monkeypatch.setattr(standing_rows, name, broken[name])
    memorandum = await renamed(ada_account)
    with pytest.raises(AssertionError):
        await check_orders(memorandum)
