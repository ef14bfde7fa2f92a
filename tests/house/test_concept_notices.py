"""A kind of notification is added whole: each has its word and its sentence, and one that is added in part breaks no page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.tables import AnnulmentGround
from coalition.announcements.detailed_sentences import ORGANISATION_CHANGES, STATEMENTS, WITHDRAWN_STATEMENTS
from coalition.announcements.notice_kinds import NOTICE_SENTENCES, About
from coalition.announcements.notice_sentences import is_public, sentence
from coalition.database import transaction
from coalition.memoranda.queries import views_of
from coalition.notices.issuing import notify, pages_change
from coalition.notices.tables import NoticeKind, Notification
from coalition.organisations.queries import views_by_slug
from coalition.organisations.tables import OrganisationEventKind
from coalition.statements.tables import StatementKind
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import httpx

    from coalition.people.tables import Coordinator

# A detail that fits each kind which needs one.
DETAILS = {
    NoticeKind.EXTENDED: "2027-01-31",
    NoticeKind.LAST_DAY_SET: "2027-01-31",
    NoticeKind.DISCLOSED: "signature 2026-11-22",
    NoticeKind.ANNULMENT: AnnulmentGround.ENTERED_IN_ERROR.value,
    NoticeKind.STATEMENT: StatementKind.RESERVATION.value,
    NoticeKind.STATEMENT_WITHDRAWN: StatementKind.RESERVATION.value,
    NoticeKind.CORRECTION_PROPOSED: "1 2026-12-22",
    NoticeKind.CORRECTED: "1",
    NoticeKind.CORRECTION_FAILED: "1",
    NoticeKind.CORRECTION_WITHDRAWN: "1",
    NoticeKind.TIMELINE_ENTRY: "delivery",
    NoticeKind.SUPERSEDED: "2",
    NoticeKind.RECORD_CORRECTED: "signature 2026-11-22 2026-11-21 2026-11-23 2026-11-23",
    NoticeKind.ORGANISATION_CHANGED: OrganisationEventKind.RENAMED.value,
}
TOLD_EVERYWHERE = (
    "/en/",
    "/ar/notifications",
    "/en/memoranda/cooperation",
    "/feeds/notifications.atom",
    "/feeds/notifications.json",
    "/api/v1/notifications",
)


def kinds_without_sentence(table: Mapping[NoticeKind, object]) -> set[NoticeKind]:
    return set(NoticeKind) - set(table)


def kinds_without_word(members: Iterable[NoticeKind]) -> list[NoticeKind]:
    return [kind for kind in members if kind.word.msgid == kind.value]


def test_each_kind_has_its_sentence_and_its_word() -> None:
    assert kinds_without_sentence(NOTICE_SENTENCES) == set()
    assert kinds_without_word(NoticeKind) == []


def test_each_detail_has_its_sentence() -> None:
    assert set(ORGANISATION_CHANGES) == set(OrganisationEventKind)
    assert set(STATEMENTS) == set(WITHDRAWN_STATEMENTS) == set(StatementKind)


def test_a_kind_without_a_sentence_or_a_word_is_found() -> None:
    without = {kind: entry for kind, entry in NOTICE_SENTENCES.items() if kind is not NoticeKind.LAPSE}
    assert kinds_without_sentence(without) == {NoticeKind.LAPSE}
    assert kinds_without_word([SimpleNamespace(value="paused", word=SimpleNamespace(msgid="paused"))]) != []  # type: ignore[list-item]  # a member as Word makes it


def test_each_kind_that_needs_a_detail_is_tried_with_one() -> None:
    described = {kind for kind, entry in NOTICE_SENTENCES.items() if entry.detail != "nothing"}
    assert described - set(DETAILS) == {NoticeKind.CLOSED, NoticeKind.RECORDED, NoticeKind.TOOK_EFFECT}  # theirs may be empty


@pytest.mark.anyio
async def test_each_sentence_is_its_own_and_names_the_party(store: str, ada_account: Coordinator) -> None:
    assert store
    memorandum = await factories.opened(ada_account)
    await factories.organisation("alpha", "Alpha")
    view, party = (await views_of([memorandum.slug]))[memorandum.slug], (await views_by_slug(["alpha"]))["alpha"]
    said = {}
    for kind, entry in NOTICE_SENTENCES.items():
        row = Notification(kind=kind.value, memorandum=view.slug, detail=DETAILS.get(kind, ""))
        row.organisation = "alpha" if entry.about is About.PARTY else None
        said[kind] = sentence(row, view, party if row.organisation else None).text("en")
        assert ("Alpha" in said[kind]) == (entry.about is About.PARTY), kind
        assert said[kind] != kind.word.text("en"), kind
        assert is_public(row, view, None) == (entry.about is About.TEXT), kind
    assert len(set(said.values())) == len(NoticeKind)


@pytest.mark.anyio
async def test_a_kind_added_in_part_is_said_by_its_word(cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutated build: the kind is in the enum and is issued, and its sentence was forgotten."""
    memorandum = await factories.opened(ada_account)
    monkeypatch.delitem(NOTICE_SENTENCES, NoticeKind.TOOK_EFFECT)  # type: ignore[arg-type]  # a dict behind the Mapping
    async with transaction():
        await notify(NoticeKind.TOOK_EFFECT, memorandum.slug)
        await pages_change()
    for address in TOLD_EVERYWHERE:
        answer = await cleo.get(address)
        assert answer.status_code == 200, address
        assert NoticeKind.TOOK_EFFECT.word.text("ar" if address.startswith("/ar") else "en") in answer.text, address


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("kind", "detail", "expected"),
    [
        ("paused", "", "Depositary notification"),
        (NoticeKind.ANNULMENT.value, "a ground of tomorrow", "This notification was about an act that is not public any more."),
        (NoticeKind.EXTENDED.value, "some day", "Extension"),
        (NoticeKind.CORRECTION_PROPOSED.value, "1", "Proposed correction"),
    ],
)
async def test_what_a_newer_version_wrote_breaks_no_page(
    cleo: httpx.AsyncClient, ada_account: Coordinator, kind: str, detail: str, expected: str
) -> None:
    memorandum = await factories.opened(ada_account)
    now, today = clock.now(), clock.today()
    values = {"memorandum": memorandum.slug, "issued_on": today, "issued_at": now, "year": today.year, "number": 100}
    async with transaction():
        await Notification.insert(Notification(kind=kind, detail=detail, **values))
        await pages_change()
    for address in (*TOLD_EVERYWHERE, f"/en/notifications/{today.year}/100"):
        answer = await cleo.get(address)
        assert answer.status_code == 200, address
        assert address.startswith("/ar") or expected in answer.text, address
    tombstone = (await cleo.get("/api/v1/notifications")).json()["items"][-1]
    assert tombstone["removed"] == (expected not in {"Extension", "Proposed correction"})
