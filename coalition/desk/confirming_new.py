"""The question whether a new organisation is one of the register: pages show what it may be, with a tick that says it is another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.desk.confirming_names import digest_of, to_confirm
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations.likely_duplicates import LikelyDuplicates, likely_duplicates, record_shown
from coalition.organisations.look_alikes import LooksAlike

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError
    from coalition.organisations.likely_duplicates import Likely
    from coalition.organisations.sought import Sought

_QUESTION = Message("It may be in the register already. If it is none of the organisations shown here, tick that it is another and save again.")


async def questions_about(problem: CoalitionError, given: Mapping[str, Any], sought: Sought) -> tuple[CoalitionError, dict[str, Any]]:
    """Return the problem as one of the form, and what the page shows: both questions at once, and each tick that was given stays."""
    candidates = await _candidates(problem, given, sought)
    await record_shown(candidates)
    shown = {"likely": candidates, "ticks": {"confirms": given.get("looked_at", "")} | digest_of(problem)}
    if not candidates:
        return (to_confirm(problem) if isinstance(problem, InvalidForm) else problem), shown
    others = to_confirm(problem).problems if isinstance(problem, InvalidForm) else {}
    return InvalidForm({**others, "confirmed_new": _QUESTION}), shown


async def _candidates(problem: CoalitionError, given: Mapping[str, Any], sought: Sought) -> list[Likely]:
    if isinstance(problem, LikelyDuplicates):
        return list(problem.candidates)
    ask = isinstance(problem, LooksAlike) and not given.get("confirmed_new")
    return (await likely_duplicates({0: sought})).get(0, []) if ask else []
