"""What happened with a text is entered in private, published by a person, corrected visibly, and withdrawn with a tombstone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.deliveries import entering_entries, queries, searched_entries, tables, timelines
from coalition.deliveries.addressing import change_addressee, remove_addressee
from coalition.deliveries.errors import (
    AddresseeInUse,
    EntryChanged,
    EntryPublished,
    EntryWithdrawn,
    NoSuchAddressee,
    NoSuchEntry,
    NotPublished,
    OutcomePublished,
)
from coalition.deliveries.forms import EntryForm
from coalition.deliveries.publishing_entries import correct, digest_of, preview, publish, withdraw
from coalition.deliveries.tables import ENTRY_NOTE, TimelineEntry
from coalition.deliveries.timelines import addressee_views, public_timeline, recorded_timeline
from coalition.fields import InvalidForm
from coalition.memoranda.errors import NotPublic
from coalition.organisations.visible_queries import Viewer
from coalition.search.match_marks import Words
from tests import factories
from tests.deliveries import told
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    row = await factories.opened(ada_account)
    await told.addressee(row)
    return row


def problems(**given: object) -> set[str]:
    with pytest.raises(InvalidForm) as refused:
        EntryForm.parse({"on": "2026", **given})
    return set(refused.value.problems)


def test_each_kind_asks_for_what_it_needs() -> None:
    assert problems() == {"kind"}
    assert problems(kind="delivery") == {"addressee", "way"}
    assert problems(kind="answer", addressee=1) == {"texts"}
    assert problems(kind="answer", addressee=1, silent=True, texts=[{"language": "en", "text": "Yes."}]) == {"silent"}
    assert problems(kind="update") == {"texts"}
    assert problems(kind="outcome", texts=[{"language": "en", "text": "It ended."}]) == {"texts/0/title"}
    assert problems(kind="update", addressee=1, way="post", texts=[{"language": "en", "title": "A"}]) == {"addressee", "way"}
    assert problems(kind="update", texts=[{"language": "en", "title": "A"}, {"language": "en", "title": "B"}]) == {"texts/1/language"}
    later = (clock.today() + timedelta(days=40)).isoformat()
    assert problems(kind="answer", addressee=1, silent=True, on=later) == {"on"}
    assert EntryForm.parse({"kind": "answer", "addressee": 1, "silent": True, "on": "2026"}).silent


async def test_an_entry_is_private_until_it_is_published(memorandum: Memorandum) -> None:
    entry = await entering_entries.enter(memorandum, told.delivery(evidence="A stamp of the registry."))
    assert await told.read(memorandum) == []
    assert [view.key for view in (await recorded_timeline(memorandum.id, Words(), {}, limit=9)).entries] == [entry.key]
    row = await entering_entries.existing_entry(memorandum, entry.key)
    assert row.note != "A stamp of the registry."
    assert ENTRY_NOTE.decrypt(row.note, row.key) == "A stamp of the registry."
    await entering_entries.change(memorandum, entry.key, told.delivery(by="Three delegates"))
    seen = digest_of(await preview(memorandum, entry.key))
    assert await told.read(memorandum) == []
    await entering_entries.change(memorandum, entry.key, told.delivery(by="Four delegates"))
    with pytest.raises(EntryChanged):
        await publish(memorandum, entry.key, seen)
    await publish(memorandum, entry.key, digest_of(await preview(memorandum, entry.key)))
    assert await told.read(memorandum) == [("delivery", "Ministry of Justice")]
    for operation in (entering_entries.remove(memorandum, entry.key), entering_entries.change(memorandum, entry.key, told.delivery())):
        with pytest.raises(EntryPublished):
            await operation
    with pytest.raises(EntryPublished):
        await publish(memorandum, entry.key)
    with pytest.raises(NoSuchEntry):
        await publish(memorandum, "0" * 32)


async def test_nobody_finds_or_reads_what_is_private(memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = await entering_entries.enter(memorandum, told.delivery(evidence="A stamp of the registry."))
    with monkeypatch.context() as patched:
        patched.setattr(queries, "_public", mutated(queries, "TimelineEntry.state != EntryState.PRIVATE.value", "TimelineEntry.id > 0")["_public"])
        queries._newest.cache_clear()  # its statement has the condition
        assert [row.key for row in await queries.timeline(memorandum.id, Words(), limit=9)] == [entry.key]
    queries._newest.cache_clear()
    assert await queries.timeline(memorandum.id, Words(), limit=9) == []
    await publish(memorandum, entry.key)
    assert await told.read(memorandum, Words("registry")) == []
    wrong = mutated(searched_entries, "row.document,", "row.document, tables.ENTRY_NOTE.decrypt(row.note, row.key),")
    wrong["tables"] = tables
    await wrong["let_entries_be_found"]([entry.id])
    assert await told.read(memorandum, Words("registry")) == [("delivery", "Ministry of Justice")]


async def test_a_public_entry_is_corrected_visibly_and_leaves_a_tombstone(memorandum: Memorandum) -> None:
    entry = await entering_entries.enter(memorandum, told.update())
    for operation in (withdraw(memorandum, entry.key), correct(memorandum, entry.key, told.update())):
        with pytest.raises(NotPublished):
            await operation
    await publish(memorandum, entry.key)
    with pytest.raises(InvalidForm):
        await correct(memorandum, entry.key, told.update(kind="outcome"))
    await correct(memorandum, entry.key, told.update("She was let go"))
    [view] = (await public_timeline(memorandum.id)).entries
    assert (view.said("ar").title, view.changed_on) == ("She was let go", clock.today())
    assert await told.read(memorandum, Words("let go")) == [("update", "She was let go")]
    assert await told.read(memorandum, Words("released")) == []
    await withdraw(memorandum, entry.key)
    [view] = (await public_timeline(memorandum.id)).entries
    assert (view.is_withdrawn, view.texts, view.withdrawn_on) == (True, {}, clock.today())
    assert await told.read(memorandum, Words("let go")) == []
    [kept] = (await recorded_timeline(memorandum.id, Words(), {"state": "withdrawn"}, limit=9)).entries
    assert kept.said("en").title == "She was let go"
    for operation in (publish(memorandum, entry.key), correct(memorandum, entry.key, told.update()), withdraw(memorandum, entry.key)):
        with pytest.raises(EntryWithdrawn):
            await operation
    wrong = mutated(timelines, "or row.state == EntryState.PUBLIC", "or True")
    assert wrong["entry_views"]
    views = await wrong["entry_views"](await TimelineEntry.objects(), Viewer.EVERYBODY)
    assert views[0].texts  # the mutated build shows the words of a withdrawn entry


async def test_only_a_public_memorandum_has_a_timeline_and_one_outcome(memorandum: Memorandum, ada_account: Coordinator) -> None:
    draft = await factories.draft(ada_account, "other")
    await told.addressee(draft)
    entry = await entering_entries.enter(draft, told.delivery(remark="The draft was handed over."))
    with pytest.raises(NotPublic):
        await publish(draft, entry.key)
    with pytest.raises(InvalidForm) as refused:
        await entering_entries.enter(draft, told.delivery())
    assert set(refused.value.problems) == {"remark"}
    with pytest.raises(InvalidForm):
        await entering_entries.enter(memorandum, told.delivery(on="1999"))
    with pytest.raises(InvalidForm):
        await entering_entries.enter(memorandum, told.delivery(addressee=2))
    with pytest.raises(NoSuchEntry):
        await publish(memorandum, entry.key)  # that of another text
    await told.published(memorandum, told.update(kind="outcome"))
    second = await entering_entries.enter(memorandum, told.update(kind="outcome"))
    with pytest.raises(OutcomePublished):
        await publish(memorandum, second.key)
    await entering_entries.remove(memorandum, second.key)
    assert await TimelineEntry.count() == 2


async def test_addressees_follow_into_entries(memorandum: Memorandum) -> None:
    entry = await told.published(memorandum, told.delivery())
    with pytest.raises(AddresseeInUse):
        await remove_addressee(memorandum, 1)
    await told.addressee(memorandum, place=1)
    await change_addressee(memorandum, 1, told.office(names=[{"language": "ar", "name": "وزارة العدل"}], place=2))
    assert [view.number for view in await addressee_views(memorandum.id, Viewer.EVERYBODY)] == [2, 1]
    assert await told.read(memorandum, Words("العدل")) == [("delivery", "وزارة العدل")]
    assert await told.read(memorandum, Words("Justice")) == []
    await remove_addressee(memorandum, 2)
    for operation in (remove_addressee(memorandum, 2), change_addressee(memorandum, 2, told.office())):
        with pytest.raises(NoSuchAddressee):
            await operation
    assert (await entering_entries.existing_entry(memorandum, entry.key)).addressee


async def test_a_timeline_is_read_by_pages_newest_first(memorandum: Memorandum) -> None:
    for day in ("2026-01", "2026-01-05", "2025", "2026-01-05"):
        await told.published(memorandum, told.update(day, on=day))
    whole = await told.read(memorandum)
    assert [title for _, title in whole] == ["2026-01-05", "2026-01-05", "2026-01", "2025"]
    first = await public_timeline(memorandum.id, limit=3)
    second = await public_timeline(memorandum.id, after=first.after, limit=3)
    assert ([view.day.iso for view in second.entries], second.after) == (["2025"], "")
    parts = [await public_timeline(memorandum.id, after=after, limit=1) for after in ("", (await public_timeline(memorandum.id, limit=1)).after)]
    keys = [view.key for part in parts for view in part.entries]
    assert [part.after for part in parts] == [f"2026-01-05.{key}" for key in keys]  # no number of the table, which others can count by
    assert len({*keys}) == 2
