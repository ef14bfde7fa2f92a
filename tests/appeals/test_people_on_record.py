"""What the upgrade makes of the person whom an appeal named before appeals named several: the row and its encrypted name stay."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coalition import database, migrating
from coalition.appeals import queries
from coalition.appeals.tables import PERSON_NAMES
from coalition.database import execute
from tests.upgrades import insert, last_before

pytestmark = pytest.mark.anyio

BEFORE = last_before("2026-11-30T12:00:00:000000")
NOW = datetime(2026, 11, 30, tzinfo=UTC)
KEY = "0f" * 16


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_a_person_who_was_named_is_named_still_and_another_can_be(old_installation: None) -> None:
    texts = {"kind": "urgent_appeal", "signature_rule": "invited", "publicity": "public", "created_at": NOW, "updated_at": NOW}
    memorandum = await insert("memorandum", slug="appeal", **texts)
    appeal = await insert("appeal", memorandum=memorandum, zone="UTC")
    names = PERSON_NAMES.encrypt('{"en": "Zarina Quilova"}', KEY)
    await insert("named_person", appeal=appeal, key=KEY, names=names, agreed="2026-01", means="", purpose="")
    await migrating.migrate()
    [person] = await queries.named_people(appeal)
    assert (person.number, person.names, person.agreed.iso) == (1, {"en": "Zarina Quilova"}, "2026-01")
    await insert("named_person", appeal=appeal, number=2, key=KEY[::-1], names="", agreed="2026-02", means="", purpose="")
    with pytest.raises(database.Duplicate):
        await insert("named_person", appeal=appeal, number=2, key="1" * 32, names="", agreed="2026-02", means="", purpose="")
    assert await execute("SELECT count(*) AS n FROM named_person") == [{"n": 2}]
