"""How careful everything about a forum is: anybody makes it more careful, and two coordinators make it less careful."""

from __future__ import annotations

from coalition.errors import CoalitionError
from coalition.forums.tables import RiskProfile

_FROM_OPEN_TO_HIGH = tuple(RiskProfile)


class LessCareNeedsApproval(CoalitionError):
    """A forum is made less careful, and a text is taken out of a more careful forum, by two coordinators only."""


def is_more_careful(new: RiskProfile, old: RiskProfile) -> bool:
    """Whether a risk profile is more careful than another."""
    return _FROM_OPEN_TO_HIGH.index(new) > _FROM_OPEN_TO_HIGH.index(old)


def check_care(before: RiskProfile, after: RiskProfile, *, approved: bool) -> None:
    """Refuse that one coordinator makes something less careful than it was; `approved` says that two agree.

    Raises:
        LessCareNeedsApproval: it would be less careful, and no second coordinator `approved` that.

    """
    if is_more_careful(before, after) and not approved:
        raise LessCareNeedsApproval
