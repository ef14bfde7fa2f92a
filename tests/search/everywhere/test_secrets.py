"""What is not public does not exist for the search: not in results, nor in their order, their number or the ends of pages.

Random histories: whatever happens in secret, every page of results stays as it was; and what was made public and taken away again leaves
nothing behind. A result of the search and the place of the next page are compared whole.
"""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts.unlisting import unlist_organisation
from coalition.database import transaction
from coalition.editions.drafting import revise
from coalition.forums.forms import ForumChange
from coalition.forums.recording_forums import amend_forum
from coalition.memoranda import memorandum_entries, public_text_queries, withdrawing_from_public
from coalition.memoranda.deleting_memoranda import delete_memorandum
from coalition.memoranda.embargoing import lift_embargo, set_embargo
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.opening import publish
from coalition.memoranda.queries import by_slug as memorandum_called
from coalition.memoranda.taking_forms import EmbargoForm, WithdrawalForm
from coalition.memoranda.wording import save_wording
from coalition.organisations import organisation_entries, writing_names
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.listing import list_organisation
from coalition.organisations.queries import by_slug, listed_among
from coalition.organisations.registering import amend, register
from coalition.organisations.removing import delete_organisation
from coalition.results.results import Asked, Place, in_one_list
from coalition.search.tables import SearchEntry, SearchWord
from tests import factories
from tests.budget import SEQUENCES
from tests.mutants import mutated
from tests.search.everywhere.corpus import memorandum

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
STEPS = 6
NAMES = ["Harbour of Rivers", "Rivres Harbur", "Гавань рек", "ميناء الأنهار", "River", "Harbourside"]
QUERIES = ["harbour", "rivers", "harbur", "гавань рек", "gavan", "الانهار", "riv", "oslo harbour"]
TEXT = {"en": {"title": "Rivers and harbours", "body": "1. The harbour is for everybody.\n\n2. Rivers are watched."}}


async def pages(ada: Coordinator) -> list[Any]:
    """Return every page of the results of some queries."""
    assert ada
    shown: list[Any] = []
    for query in QUERIES:
        place: Place | None = Place()
        while place:
            results, place = await in_one_list(Asked(query, place=place), "en", 2)
            shown.append([(each.kind, each.slug, each.title, each.other, [passage.pieces for passage in each.passages]) for each in results])
            shown.append(place and place.text)
    return shown


async def organisation(slug: str, name: str, *, listed: bool = True, at_risk: bool = False) -> Organisation:
    """Register an organisation whatever it looks like, without contacts."""
    given = {"slug": slug, "country": "KZ", "names": [{"language": "en", "name": name, "primary": True}], "contacts": [], "confirmed_new": True}
    reason = {"listed": True, "listing_reason": "It wishes so."} if listed else {"at_risk": at_risk}
    return await register(OrganisationForm.parse(given | reason), names_were_shown=True)


class History:
    """A register in which things happen in public and in secret; what happened last can be asked for by its number."""

    def __init__(self, ada: Coordinator, seed: int) -> None:
        """Begin with a seed."""
        self.ada = ada
        self.chance = random.Random(seed)
        self.number = 0

    def name(self, kind: str) -> str:
        """Return a new address name."""
        self.number += 1
        return f"{kind}-{self.number}"

    async def begin(self) -> None:
        """Make public what the secrets are compared with."""
        for name in NAMES[:3]:
            await organisation(self.name("public"), name)
        await memorandum(self.ada, "public", TEXT)
        await factories.forum(
            "forum", place={"city": "Oslo", "country": "NO"}, texts=[{"language": "en", "title": "Rivers forum", "summary": "A harbour."}]
        )

    async def unlisted(self) -> str:
        """Register an organisation that is not listed, and perhaps name it anew."""
        slug = self.name("unlisted")
        row = await organisation(slug, self.chance.choice(NAMES), listed=False, at_risk=self.chance.random() < 0.5)
        if self.chance.random() < 0.5:
            names = [{"language": "en", "name": self.chance.choice(NAMES), "primary": True}]
            await amend(row, OrganisationChange.parse({"names": names}), names_were_shown=True)
        return slug

    async def drafted(self) -> Memorandum:
        """Write a draft."""
        row = await factories.draft(self.ada, self.name("draft"))
        await save_wording(row, "en", WordingForm(title=TEXT["en"]["title"], body=TEXT["en"]["body"]))
        return row

    async def private(self) -> Memorandum:
        """Open a memorandum for those who are invited, and perhaps set an embargo."""
        row = await memorandum(self.ada, self.name("private"), TEXT, public=False)
        if self.chance.random() < 0.5:
            await set_embargo(row, EmbargoForm(until=clock.today() + timedelta(days=9)))
            if self.chance.random() < 0.5:
                await lift_embargo(row)
        return row

    async def next_edition(self) -> None:
        """Draft the next edition of the memorandum that is public."""
        row = await memorandum_called("public")
        assert row
        await revise(row)
        await save_wording(row, "en", WordingForm(title="Oslo harbour", body="1. The harbour of Oslo.\n\n2. Rivers are watched."))

    async def withheld_place(self) -> None:
        """Record the place of a forum that withholds it."""
        row = await factories.forum(self.name("careful"), place={"city": "Bergen", "country": "NO", "public": False})
        await amend_forum(row, ForumChange.parse({"place": {"city": "Harbour", "country": "NO", "public": False}}))

    async def listed_and_unlisted(self) -> None:
        """List an organisation, and take it out again."""
        row = await by_slug(await self.unlisted())
        assert row
        await list_organisation(row, "It wishes so.", approved=True)
        row = await by_slug(row.slug)
        assert row
        await unlist_organisation(row, "It was a mistake.")

    async def published_and_withdrawn(self) -> None:
        """Publish a memorandum, and withdraw it from the public."""
        row = await self.private()
        await publish(row)
        await withdrawing_from_public.withdraw_from_public(row, WithdrawalForm.parse({"reason": "A danger."}))

    async def deleted(self) -> None:
        """Delete a draft and an organisation."""
        await delete_memorandum(await self.drafted())
        row = await by_slug(await self.unlisted())
        assert row
        await delete_organisation(row)

    async def in_public(self) -> None:
        """Let something happen that everybody sees."""
        await organisation(self.name("public"), self.chance.choice(NAMES))


SECRETS: list[Callable[[History], Awaitable[object]]] = [
    *(History.unlisted, History.drafted, History.private, History.next_edition),
    *(History.listed_and_unlisted, History.published_and_withdrawn, History.deleted),
]


async def require_secrets_change_nothing(ada: Coordinator, seed: int, secrets: list[Callable[[History], Awaitable[object]]] | None = None) -> None:
    """Tell a history of a few steps, and compare the results before and after each secret one."""
    history = History(ada, seed)
    await history.begin()
    for happens in secrets or history.chance.sample(SECRETS, STEPS):
        await history.in_public()
        before = await pages(ada)
        await happens(history)
        assert await pages(ada) == before, happens.__name__


@pytest.mark.parametrize("seed", range(max(SEQUENCES // 8, 1)))
async def test_secrets_change_no_page_of_results(store: str, ada_account: Coordinator, seed: int) -> None:
    await require_secrets_change_nothing(ada_account, seed)


async def test_a_withheld_place_finds_no_forum(store: str, ada_account: Coordinator) -> None:
    history = History(ada_account, 1)
    await history.withheld_place()
    for query in ("bergen", "harbour", "norway", "Норвегия"):
        assert (await in_one_list(Asked(query), "en", 10))[0] == [], query
    assert [each.slug for each in (await in_one_list(Asked("outside region"), "en", 10))[0]] == ["careful-1"]


MUTANTS = {
    "unlisted organisations are written": (organisation_entries, "await listed_among(ids)", "ids", "write_organisations", [History.unlisted]),
    "private memoranda are written": (
        public_text_queries,
        " & (Memorandum.publicity == Publicity.PUBLIC.value)",
        "",
        "public_texts",
        [History.private],
    ),
    "drafts of editions are written": (public_text_queries, 'row["digest"] or', "True or", "public_texts", [History.next_edition]),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("fault", MUTANTS)
async def test_a_build_that_writes_secrets_is_caught(store: str, ada_account: Coordinator, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, right, wrong, function, secrets = MUTANTS[fault]
    user = writing_names if function == "write_organisations" else memorandum_entries
    monkeypatch.setattr(user, function, mutated(module, right, wrong)[function])
    with pytest.raises(AssertionError):
        await require_secrets_change_nothing(ada_account, 3, secrets)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("secret", [History.listed_and_unlisted, History.published_and_withdrawn])
async def test_a_build_that_takes_nothing_away_is_caught(
    store: str, ada_account: Coordinator, secret: Callable[[History], Awaitable[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def write_listed(ids: Sequence[int]) -> int:
        return await organisation_entries.write_organisations(await listed_among(ids))

    async def follow_nothing(number: int) -> None:
        assert number

    monkeypatch.setattr(writing_names, "write_organisations", write_listed)
    monkeypatch.setattr(withdrawing_from_public, "publicity_changes", follow_nothing)
    with pytest.raises(AssertionError):
        await require_secrets_change_nothing(ada_account, 3, [secret])


async def test_what_is_taken_away_leaves_no_word(store: str, ada_account: Coordinator) -> None:
    row = await organisation("zebra", "Zebrafish Quagga", listed=False)
    await list_organisation(row, "It wishes so.")
    assert await _words_like("zebrafish")
    listed = await by_slug("zebra")
    assert listed
    await unlist_organisation(listed, "It was a mistake.")
    await delete_organisation((await by_slug("zebra")) or row)
    await memorandum(ada_account, "okapi", {"en": {"title": "Okapi", "body": "1. Okapis sleep.\n\n2. They wake."}})
    text = await memorandum_called("okapi")
    assert text
    assert await _words_like("okapis")
    await withdrawing_from_public.withdraw_from_public(text, WithdrawalForm.parse({"reason": "A danger."}))
    assert not await _words_like("okapis")
    assert await SearchEntry.count() == await SearchWord.count() == 0
    for table in ("search_index_places", "search_index_keys"):
        assert await SearchWord.raw(f"SELECT * FROM {table}") == []


async def test_nothing_stays_of_a_transaction_that_fails(store: str) -> None:
    with suppress(ZeroDivisionError):
        async with transaction():
            await organisation("zebra", "Zebrafish")
            raise ZeroDivisionError
    assert not await _words_like("zebrafish")
    await organisation("okapi", "Okapi")
    assert await _words_like("okapi")


async def _words_like(word: str) -> bool:
    return bool(await SearchWord.exists().where(SearchWord.word == word))
