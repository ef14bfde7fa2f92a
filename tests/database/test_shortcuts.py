"""A shortcut for several columns writes the same SQL as Piccolo's own select."""

from __future__ import annotations

import pytest

from coalition.database import among, whole
from coalition.organisations.tables import Organisation
from coalition.tables import TABLES
from tests import factories


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
async def test_a_whole_row_is_what_piccolo_selects(store, table):
    mine, theirs = (table.select(*columns).querystrings[0].compile_string(engine_type="sqlite")[0] for columns in ([whole(table)], []))
    assert mine == theirs


async def test_among_takes_any_number_of_ids_none_too(store):
    ids = [(await factories.organisation(slug)).id for slug in ("a", "b", "c")]
    for wanted in (ids[:2], [], [*ids, *range(10_000, 14_000)]):
        rows = await Organisation.select(Organisation.id).where(among(Organisation.id, wanted))
        assert {row["id"] for row in rows} == set(wanted) & set(ids)


async def test_among_takes_numbers_only(store):
    with pytest.raises(ValueError, match="invalid literal"):
        among(Organisation.id, ["1) OR (1=1"])
