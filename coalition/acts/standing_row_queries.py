"""Reading standing rows to compute them again (for operations only)."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import itemgetter, or_
from typing import TYPE_CHECKING

from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.standings import StandingRow
from coalition.acts.tables import Act, Shown, Standing
from coalition.database import among, at_once, prepared
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from piccolo.query import Select

BATCH = 200
_ROWS = 1000
OLD = "?"  # a row that an upgrade left to be computed again


async def rows_by_organisation(memorandum_id: int, organisation_ids: Collection[int]) -> dict[int, list[StandingRow]]:
    """Return the rows of some organisations on a memorandum, by organisation."""
    if len(organisation_ids) == 1:
        stored = await _rows_of(memorandum_id, *organisation_ids)
    else:
        theirs = (Standing.memorandum == memorandum_id) & among(Standing.organisation, organisation_ids)
        stored = await Standing.select(at_once(*_COLUMNS)).where(theirs)
    rows: dict[int, list[StandingRow]] = {number: [] for number in organisation_ids}
    for row in stored:
        rows[row["organisation"]].append(StandingRow(**row))
    return rows


_COLUMNS = [getattr(Standing, name) for name in StandingRow.__struct_fields__]


@prepared
def _rows_of(memorandum_id: int, organisation_id: int) -> Select[Standing]:
    return Standing.select(*_COLUMNS).where((Standing.memorandum == memorandum_id) & (Standing.organisation == organisation_id))


async def rows_after(memorandum_id: int, last: int) -> tuple[list[StandingRow], int]:
    """Return the next rows of a memorandum after the row with an id, and the id of the last of them; no rows at the end."""
    following = (Standing.memorandum == memorandum_id) & (Standing.id > last)
    rows = await Standing.select(at_once(Standing.id, *_COLUMNS)).where(following).order_by(Standing.id).limit(_ROWS)
    ids = [row.pop("id") for row in rows]
    return [StandingRow(**row) for row in rows], max(ids, default=last)


async def organisations_after(memorandum_id: int, last: int) -> Sequence[int]:
    """Return the next organisations with acts on a memorandum after the one with an id, at most `BATCH`."""
    these = (Act.memorandum == memorandum_id) & (Act.organisation > last)
    rows = await Act.select(Act.organisation).where(these).group_by(Act.organisation).order_by(Act.organisation).limit(BATCH)
    return [row["organisation"] for row in rows]


async def parties_by_memorandum(organisation_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the organisations among some that acted on a memorandum, by memorandum; both in the order of their ids."""
    theirs = Act.select(Act.memorandum, Act.organisation).where(among(Act.organisation, organisation_ids))
    parties: dict[int, list[int]] = defaultdict(list)
    for row in sorted(await theirs.group_by(Act.memorandum, Act.organisation), key=itemgetter("memorandum", "organisation")):
        parties[row["memorandum"]].append(row["organisation"])
    return parties


async def memoranda_with_acts() -> list[int]:
    """Return the ids of all memoranda with acts."""
    return await Act.select(Act.memorandum).group_by(Act.memorandum).order_by(Act.memorandum).output(as_list=True)


async def memoranda_without_places() -> list[int]:
    """Return the ids of the memoranda with a public line that has no place for readers of a language.

    SQLite gives a column that is added the text '', which is not the bytes b''; both stand before every byte.
    """
    yes, there = True, Standing.shown == Shown.NAMED.value
    without = reduce(or_, [getattr(Standing, f"place_{language}") < b"\x00" for language in SUPPORTED_LANGUAGES])
    rows = await Standing.select(Standing.memorandum).where(there & Standing.line.eq(yes) & without).group_by(Standing.memorandum)
    return sorted(row["memorandum"] for row in rows)


async def memoranda_without_rows() -> list[int]:
    """Return the ids of the memoranda with a signature or support that has no row, or one that an upgrade left for us."""
    written = Standing.select(Standing.act).where(Standing.current_behind != OLD)
    without = Act.kind.is_in([kind.value for kind in STANDING_KINDS]) & Act.id.not_in(written)
    return await Act.select(Act.memorandum).where(without).group_by(Act.memorandum).order_by(Act.memorandum).output(as_list=True)
