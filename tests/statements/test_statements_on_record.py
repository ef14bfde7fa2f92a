"""What the upgrade makes of statements that were on record before they had permanent numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from coalition import database, job_kinds, migrating
from coalition.jobs.worker import run_due
from coalition.statements.tables import Statement
from tests.stated import all_statements
from tests.upgrades import insert

pytestmark = pytest.mark.anyio

assert job_kinds.HANDLERS
BEFORE = "2026-11-28T15:11:00:000000"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


async def party(memorandum: int, slug: str, disclosure: str) -> tuple[int, UUID]:
    """Insert an organisation with its signature; return the ids of both."""
    listed = {"listed": True, "listing_reason": "named_by_an_act"}
    organisation = await insert("organisation", slug=slug, kind="ngo", scope="national", at_risk=False, created_at=NOW, updated_at=NOW, **listed)
    await insert("organisation_name", organisation=organisation, language="en", name=slug.title(), is_primary=True)
    act = uuid4()
    columns = {"kind": "signature", "channel": "online", "recorded_at": NOW, "reference": uuid4().hex[:20], "acted": "2026-11-20"}
    await insert("act", id=act, memorandum=memorandum, organisation=organisation, disclosure=disclosure, **columns)
    return organisation, act


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_public_statements_on_record_are_numbered_as_they_were_shown(old_installation: None) -> None:
    texts = {"kind": "declaration", "signature_rule": "invited", "created_at": NOW, "updated_at": NOW}
    ids = {publicity: await insert("memorandum", slug=publicity, publicity=publicity, **texts) for publicity in ("public", "coordinators")}
    for memorandum in ids.values():
        await insert("edition", memorandum=memorandum, number=1)
    alpha, beta = await party(ids["public"], "alpha", "public"), await party(ids["public"], "beta", "public")
    hidden, early = await party(ids["public"], "hidden", "counted"), await party(ids["coordinators"], "early", "public")

    async def stated(who: tuple[int, UUID], kind: str, made: str | None, against: UUID | None = None) -> UUID:
        place = ids["coordinators"] if who is early else ids["public"]
        columns = {"memorandum": place, "organisation": who[0], "act": who[1], "kind": kind, "made": made, "objects_to": against}
        return await insert("statement", id=uuid4(), language="en", text=f"{kind} of {made}", recorded_at=NOW, **columns)

    later = await stated(alpha, "reservation", "2026-11-22")
    await stated(hidden, "reservation", "2026-11-20")
    await stated(beta, "objection", "2026-11-23", later)
    await stated(beta, "declaration", "2026-11-21")
    await stated(beta, "declaration", None)
    await stated(early, "declaration", "2026-11-21")

    await migrating.migrate()

    assert await Statement.count().where(Statement.number.is_not_null()) == 0
    await run_due()
    rows = await Statement.select(Statement.text, Statement.number, Statement.received).where(Statement.memorandum == ids["public"])
    numbers = {"declaration of None": 1, "declaration of 2026-11-21": 2, "reservation of 2026-11-22": 3, "objection of 2026-11-23": 4}
    assert {row["text"]: row["number"] for row in rows} == numbers | {"reservation of 2026-11-20": None}
    assert {row["received"] for row in rows} == {None}
    assert [stated.number for stated in await all_statements(ids["coordinators"])] == [None]
    with pytest.raises(database.Duplicate):
        await Statement.update({Statement.number: 1}).where(Statement.id == later)
