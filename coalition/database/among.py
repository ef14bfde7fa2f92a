"""Conditions on long lists of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piccolo.columns.combination import WhereRaw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from piccolo.columns import Column


def among(column: Column, ids: Iterable[int]) -> WhereRaw:
    """Return the condition that a column holds one of some ids, none of an empty list.

    The numbers stand in the statement: an argument for each of thousands takes longer to hand over than the answer to read.
    """
    numbers = ",".join(str(int(one)) for one in ids)
    return WhereRaw(f"{column._meta.get_full_name(with_alias=False)} IN ({numbers or 'NULL'})")  # noqa: SLF001 -- Piccolo's own name; numbers only
