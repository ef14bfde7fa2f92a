"""The chain of hashes that shows whether an entry of the trail was changed, taken out or put in later."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.trail.queries import rows_after

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

START = "0" * 64  # the hash before the first entry
_SEALED = ("actor_kind", "coordinator", "token", "act", "about", "memorandum", "day")
_BATCH = 1000


def hash_of_entry(previous: str, values: Mapping[str, Any]) -> str:
    """Return the hash that seals the values of an entry and everything before it."""
    fields = [previous, *(str(values[name]) if name == "day" else values[name] for name in _SEALED)]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


class Verdict(Struct, frozen=True):
    """The outcome of a check: how many entries are intact, the hash of the last of them, and the number of the first broken one.

    `met` says whether the hash that was asked for is that of an intact entry.
    """

    intact: int
    head: str
    broken: int | None = None
    met: bool = True


async def verify(expected: str = "") -> Verdict:
    """Check every entry; `expected` is a hash that an earlier check gave, so that entries cut off at the end are noticed too."""
    count, last, after, met = 0, START, 0, not expected or expected == START
    while rows := await rows_after(after, _BATCH):
        for row in rows:
            if row["previous"] != last or row["hash"] != hash_of_entry(last, row):
                return Verdict(count, last, row["id"], met)
            count, last, after, met = count + 1, row["hash"], row["id"], met or row["hash"] == expected
    return Verdict(count, last, None, met)
