"""An authenticated text is never read again: new rules for numbers change nothing of what was signed, nor of how it is shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, migrating
from coalition.editions import corrected_text, drafting
from coalition.fields import InvalidForm
from coalition.memoranda import authenticating, edition_queries
from coalition.memoranda.errors import UncertainLines
from coalition.memoranda.forms import AdoptionForm, WordingForm
from coalition.memoranda.tables import Placement, Provision, Wording
from coalition.memoranda.wording import save_wording
from coalition.public.memoranda import texts
from coalition.remembered import forget
from coalition.text import passages
from coalition.text.blocks import RULES
from coalition.text.provisions import parse
from coalition.text.sources import sources_of
from coalition.web.headers import Headers
from coalition.web.page_cache import PageCache
from tests import factories
from tests.conftest import KnownChanges, visitor
from tests.mutants import mutated
from tests.upgrades import insert, last_before

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
BASE = "/en/memoranda/cooperation"
PUBLIC = (
    *(BASE, f"{BASE}?text=ru", f"{BASE}?text=ar", "/ar/memoranda/cooperation?text=ar", f"{BASE}/compare?left=en&right=ru", f"{BASE}/editions"),
    *(f"{BASE}/editions/1", f"{BASE}/editions/2", f"{BASE}/editions/2/changes?from=1", f"{BASE}/corrections/1", f"{BASE}/corrections/2"),
    *(f"{BASE}/cite", f"{BASE}/cite?provision=p2.1", f"{BASE}/verify", "/en/notifications", "/feeds/notifications.atom"),
    *("/memoranda/cooperation.json", "/memoranda/cooperation.md", "/memoranda/cooperation.md?text=ru", "/memoranda/cooperation.txt"),
    *("/api/v1/memoranda/cooperation", "/api/v1/memoranda/cooperation/wordings/en", "/api/v1/memoranda/cooperation/wordings/ar"),
)


async def public_bytes(handlers: ASGIApp) -> dict[str, bytes]:
    """Return everything that everybody may read of the memorandum, rendered anew."""
    texts._on_page.cache_clear()
    known = KnownChanges(lambda: 0.0)
    known.looked = 0.0
    async with visitor(Headers(PageCache(handlers, known, old_for=-1))) as browser:
        answers = {address: await browser.get(address) for address in PUBLIC}
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code not in {200, 404}} == {}
    return {address: answer.content for address, answer in answers.items() if answer.status_code == 200}


@pytest.fixture
async def memorandum(ada_account) -> Memorandum:
    row = await factories.opened(ada_account)
    await save_wording(row, "ar", WordingForm(title=factories.TEXTS["ar"][0], body=factories.ARABIC))
    made = await factories.correction(row)
    await corrected_text.rectify(row, made, clock.today())
    await factories.correction(row, provision="title", after="Меморандум о сотрудничестве и доверии")
    return row


async def test_new_rules_change_no_public_byte_of_an_authenticated_text(memorandum, handlers, monkeypatch) -> None:
    before = await public_bytes(handlers)
    assert len(before) >= 18
    body = (await edition_queries.wordings((await edition_queries.latest_edition(memorandum.id)).id))[0].body
    labels = [block.label for block in parse(body)]

    monkeypatch.setattr(passages, "number_at", lambda _line: None)  # the rules of a later version: nothing is a number any more
    forget()  # a process of a later version has read nothing yet

    assert [block.label for block in parse(body)] != labels
    assert await public_bytes(handlers) == before

    right = 'Block(_KINDS[row["kind"]], row["number"], row["label"], row["level"], row["markdown"], row["rules"])'
    wrong = '__import__("coalition.text.provisions").text.provisions.parse(row["number"] + " " + row["markdown"])[0]'
    monkeypatch.setattr(edition_queries, "_stored", mutated(edition_queries, right, wrong)["_stored"])
    changed = await public_bytes(handlers)
    assert {address for address in before if changed[address] != before[address]} >= {BASE, "/api/v1/memoranda/cooperation/wordings/en"}


async def test_a_correction_reads_its_own_passage_only(memorandum, monkeypatch) -> None:
    edition = await edition_queries.latest_edition(memorandum.id)
    wording = await edition_queries.wording(edition.id, "ru")
    await Placement.update({Placement.rules: 1}).where(Placement.wording == wording.id)
    before = await edition_queries.blocks_of(wording.id)
    monkeypatch.setattr(passages, "number_at", lambda _line: None)
    forget()  # a process of a later version has read nothing yet
    again = await factories.correction(memorandum, after="2.1 об общих приоритетах, раз в год;")

    made = await corrected_text.rectify(memorandum, again, clock.today())

    wording = await edition_queries.wording(made.id, "ru")
    after = await edition_queries.blocks_of(wording.id)
    assert [stored.block.rules for stored in after].count(RULES) == 1
    differing = [(old.block.label, new.block.label, new.block.markdown) for old, new in zip(before, after, strict=True) if old.block != new.block]
    assert differing == [("2.1", "2.1", "об общих приоритетах, раз в год;")]
    assert "\n\n".join(sources_of(wording.body, after)) + "\n" == wording.body


async def test_a_translation_changes_no_label_of_an_authenticated_text(memorandum) -> None:
    edition = await edition_queries.latest_edition(memorandum.id)
    before = [(row.key, row.label, row.position) for row in await edition_queries.provisions(edition.id)]
    await save_wording(memorandum, "ar", WordingForm(title="عنوان", body=factories.ARABIC.replace("1.", "7.", 1)))
    after = [(row.key, row.label, row.position) for row in await edition_queries.provisions(edition.id)]
    assert [row for row in after if row in before] == before


async def test_a_draft_that_older_rules_read_is_read_once_more_when_adopted(ada_account) -> None:
    row = await factories.draft(ada_account)
    await Placement.update({Placement.rules: 1, Placement.label: "old"}).where(Placement.key == "p1")
    edition = await authenticating.adopt(row, AdoptionForm(on=clock.today().isoformat()))
    for wording in await edition_queries.wordings(edition.id):
        assert {stored.block.rules for stored in await edition_queries.blocks_of(wording.id)} == {RULES}
        assert "old" not in {stored.block.label for stored in await edition_queries.blocks_of(wording.id)}


@pytest.mark.parametrize(("line", "reason"), [("1. Again.", "is used twice, on lines"), ("2013. It began.", "[§ 2013.] It began.")])
async def test_a_text_whose_numbers_are_not_unique_and_certain_is_not_adopted(ada_account, line: str, reason: str) -> None:
    row = await factories.draft(ada_account, languages=("en",))
    edition = await edition_queries.latest_edition(row.id)
    (wording,) = await edition_queries.wordings(edition.id)
    await Wording.update({Wording.body: f"{wording.body}\n{line}\n"}).where(Wording.id == wording.id)
    with pytest.raises(InvalidForm) as refused:
        await authenticating.adopt(row, AdoptionForm(on=clock.today().isoformat()))
    assert reason in refused.value.problems[""].text("en")
    assert (await edition_queries.latest_edition(row.id)).digest is None
    with pytest.raises(InvalidForm) as unsaved:
        await save_wording(row, "en", WordingForm(title="T", body=f"{wording.body}\n{line}\n"))
    assert isinstance(unsaved.value, UncertainLines) is line.startswith("2013")


async def test_a_later_edition_keeps_the_ids_of_provisions_that_older_rules_named(ada_account) -> None:
    memorandum = await factories.opened(ada_account)
    await drafting.revise(memorandum)
    draft = await edition_queries.drafted_edition(memorandum.id)
    (wording, *_) = await edition_queries.wordings(draft.id)
    await Placement.update({Placement.rules: 1}).where(Placement.wording == wording.id)
    keys = await factories.keys_of(wording.id)
    await save_wording(await factories.reloaded(memorandum), wording.language, WordingForm(title=wording.title, body=wording.body + "\n9. More.\n"))
    assert (await factories.keys_of(wording.id))[:-1] == keys


async def test_ids_stay_when_newer_rules_name_a_provision_otherwise(ada_account) -> None:
    memorandum = await factories.draft(ada_account, languages=("en",))
    body = "1. Aims\n\n1.1 In short\n\n1.1.1 First\n\n1.1.2 Second\n"
    wording = await save_wording(memorandum, "en", WordingForm(title="T", body=body))
    keys = await factories.keys_of(wording.id)
    for label, older in (("1.1.1", "1.1.1.1"), ("1.1.2", "1.1.1.2")):  # as an older version read them
        await Placement.update({Placement.rules: 2, Placement.label: older}).where(Placement.wording == wording.id, Placement.label == label)
    await Placement.update({Placement.rules: 2}).where(Placement.wording == wording.id)
    body = body.replace("1.1.2", "1.1.1.1 Between\n\n1.1.2")
    wording = await save_wording(memorandum, "en", WordingForm(title="T", body=body))
    assert [(stored.key, stored.block.label) for stored in await edition_queries.blocks_of(wording.id)] == [
        *zip(keys[:3], ("1", "1.1", "1.1.1"), strict=True),
        ("p1.1.1.1", "1.1.1.1"),
        (keys[3], "1.1.2"),
    ]


BEFORE = last_before("2026-11-28T19:30:00:000000")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
OLD = "Noting[^n]\n\n[^n]: a note\n\n1. One\n\n1.2A kept in the passage\n\n1. Twice\n\n2. Two\n"


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_the_upgrade_stores_what_the_first_rules_read(old_installation: None) -> None:
    columns: dict[str, Any] = {"kind": "declaration", "authentic_languages": "en", "created_at": NOW, "updated_at": NOW}
    memorandum = await insert("memorandum", slug="old", **columns)
    edition = await insert("edition", memorandum=memorandum, number=1, digest="sha256:0", created_at=NOW)
    wording = await insert("wording", edition=edition, language="en", status="authentic", title="Old", body=OLD, version=1, updated_at=NOW)
    for position, key in enumerate(("preamble-1", "p1", "p1-2", "p2")):
        await insert("placement", wording=wording, position=position, key=key)
        await insert("provision", edition=edition, key=key, label=key.removeprefix("p"), position=position)
    days = {"proposed_on": NOW.date(), "objections_until": NOW.date(), "kind": "error", "language": "en", "memorandum": memorandum}
    await insert("correction", number=1, provision="p2", before="2. Two", after="2. *Two*", **days)
    await insert("correction", number=2, provision="p1", before="**1.** One", after="1. Won", **days)
    await migrating.migrate()
    stored = await edition_queries.blocks_of(wording)
    assert [(each.key, each.block.kind.value, each.block.number, each.block.label, each.lines, each.block.rules) for each in stored] == [
        ("preamble-1", "preamble", "", "preamble 1", "0-2 2-4", 1),
        ("p1", "provision", "1.", "1", "4-8", 1),
        ("p1-2", "provision", "1.", "1", "8-10", 1),
        ("p2", "provision", "2.", "2", "10-11", 1),
    ]
    assert stored[1].block.markdown == "One\n\n1.2A kept in the passage"
    assert sources_of(OLD, stored)[0] == "Noting[^n]\n\n[^n]: a note"
    corrections = await edition_queries.corrections_of(memorandum)
    assert [(row.before_words, row.after_words) for row in corrections] == [("2. Two", "2. *Two*"), ("1. One", "1. Won")]
    assert await Provision.count() == len(stored)
