"""What the upgrade makes of letters that were written when they did not say what they concern."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from coalition import migrating
from coalition.database import execute
from tests.upgrades import insert, last_before

pytestmark = pytest.mark.anyio

BEFORE = last_before("2026-11-29T04:20:00:000000")
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_letters_with_an_invitation_are_about_its_memorandum(old_installation: None) -> None:
    steppe = await insert("organisation", slug="steppe", created_at=NOW, updated_at=NOW)
    memorandum = await insert("memorandum", slug="cooperation", created_at=NOW, updated_at=NOW)
    invitation = uuid4()
    await execute(
        "INSERT INTO invitation (id, memorandum, organisation, invited_at, digest) VALUES ({}, {}, {}, {}, {})",
        *(invitation, memorandum, steppe, NOW, "sha256:0"),
    )
    for number, about in enumerate((f"invitation:{invitation}", "subscription:1", "")):
        await insert("letter", language="en", message_id=f"{number:032x}", about=about, state="sent", written_at=NOW)
    await migrating.migrate()
    rows = await execute("SELECT memorandum, organisation, kind, remark FROM letter ORDER BY id")
    assert [(row["memorandum"], row["organisation"]) for row in rows] == [(memorandum, steppe), (None, None), (None, None)]
    assert {(row["kind"], row["remark"]) for row in rows} == {("", "")}
