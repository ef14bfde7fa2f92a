"""What the upgrade makes of rows that were on record before rows named the editions of those that come before them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from coalition import migrating
from coalition.acts.standing_rows import counters_of_rows
from coalition.acts.tables import Standing
from tests.acts.standing_check import on_record
from tests.upgrades import insert

pytestmark = pytest.mark.anyio

BEFORE = "2026-11-28T18:50:00:000000"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
ALONE, WITHDRAWN, END, AGAIN = (UUID(int=number) for number in range(1, 5))


async def party(slug: str) -> int:
    days = {"created_at": NOW, "updated_at": NOW}
    organisation: int = await insert("organisation", slug=slug, kind="ngo", scope="national", at_risk=False, listed=True, **days)
    names = {"organisation": organisation, "language": "en", "name": slug}
    await insert("organisation_name", is_primary=True, **names)
    return organisation


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_rows_of_an_organisation_with_several_are_computed_again(old_installation: None) -> None:
    days = {"created_at": NOW, "updated_at": NOW}
    memorandum = await insert("memorandum", slug="cooperation", kind="declaration", signature_rule="invited", **days)
    alone, several = await party("alone"), await party("several")
    for number, (organisation, kind, about) in {
        ALONE: (alone, "signature", None),
        WITHDRAWN: (several, "signature", None),
        END: (several, "withdrawal", WITHDRAWN),
        AGAIN: (several, "signature", None),
    }.items():
        columns = {"disclosure": "public", "channel": "historical", "recorded_at": NOW, "reference": str(number)[-12:]}
        await insert("act", id=number, memorandum=memorandum, organisation=organisation, kind=kind, about=about, **columns)
    for number, organisation, counted in ((ALONE, alone, "signature"), (WITHDRAWN, several, "withdrawal"), (AGAIN, several, "signature")):
        stands = number != WITHDRAWN
        columns = {"shown": "named", "place": f"0{number}", "line": stands, "is_current": stands, "stands": stands, "ever_named": True}
        await insert("standing", act=number, memorandum=memorandum, organisation=organisation, kind="signature", counted_as=counted, **columns)
    for tally in ("named", "on_record"):
        await insert("standing_count", memorandum=memorandum, kind="signature", tally=tally, n=2)

    await migrating.migrate()

    behind = {row.act: row.current_behind for row in await Standing.objects()}
    assert behind == {ALONE: "", WITHDRAWN: "-", AGAIN: ""}
    assert await on_record(memorandum) == await counters_of_rows(memorandum)
