"""Why a request cannot be made or decided."""

from coalition.errors import CoalitionError


class ApprovalGone(CoalitionError):
    """There is no such request, or it was decided, withdrawn or expired before."""


class OwnRequest(CoalitionError):
    """Nobody approves or refuses what they asked for themselves, in another session either."""


class SameSession(CoalitionError):
    """The session that asked cannot approve."""


class AccountTooNew(CoalitionError):
    """The account was added or enabled after the request, perhaps for this purpose."""


class AlreadyAsked(CoalitionError):
    """The same change waits for approval already."""


class NobodyToApprove(CoalitionError):
    """The other coordinators were disabled at the desk within the last days, so the change can neither be approved nor made unchecked."""


class NeedsSecondCoordinator(CoalitionError):
    """There is no other coordinator, and nobody may make the change alone."""


class CannotBeDone(CoalitionError):
    """What was approved cannot be carried out any more, such as a contact that was added meanwhile."""
