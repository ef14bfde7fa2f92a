"""What has become of a change that may need two coordinators: made at once, or asked for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from coalition.approvals.asking import Change, ask

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from coalition.approvals.tables import ApprovalKind
    from coalition.people.tables import Coordinator


class Made(StrEnum):
    """Whether a change was made: at once, at once although nobody could check it, or not yet."""

    AT_ONCE = "at_once"
    UNCHECKED = "unchecked"
    ASKED = "asked"


async def ask_or_make(
    kind: ApprovalKind, about: str, by: Coordinator, values: Mapping[str, Any] | None = None, memorandum: int | None = None
) -> Made:
    """Ask another coordinator to agree to a change, or make it where nobody else could check it.

    Raises:
        AlreadyAsked, NobodyToApprove, NeedsSecondCoordinator, CoalitionError: as `ask`.

    """
    return Made.ASKED if await ask(Change(kind, about, values or {}, memorandum), by) else Made.UNCHECKED
