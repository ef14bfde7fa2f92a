"""When the counters of signatories are written: as one of the last steps of a transaction, or before somebody reads them in it."""

from __future__ import annotations

from coalition.database import take_last_steps

COUNTED = 0  # the place of the step: rows of counters are locked before what the other last steps lock


async def written() -> None:
    """Write what the transaction has counted so far, if there is one; whoever reads counters calls this first."""
    await take_last_steps(COUNTED)
