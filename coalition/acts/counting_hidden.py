"""The job at the end of a period: it applies all hidden acts of the period together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts.effect import check_effect
from coalition.acts.withheld_days import number_until
from coalition.acts.withheld_numbers import decide_number
from coalition.database import transaction
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@handles("count_hidden_acts")
async def count_hidden_acts(payload: Mapping[str, Any]) -> None:
    """Decide about the number of withheld names after a period, and check the rules that depend on numbers.

    Pages need nothing else: they count a hidden act by its day. A job that was missed runs later.
    """
    last_day = date.fromisoformat(payload["day"])
    async with transaction():
        await decide_number(await memoranda.locked(payload["memorandum"]), last_day)
        row = await memoranda.locked(payload["memorandum"])
        if number_until(row.signing_state, row.withheld_since, row.withheld_until, clock.today()):
            await check_effect(row, on=last_day)
