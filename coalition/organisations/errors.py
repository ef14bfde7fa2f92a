"""Why an entry of the register cannot be changed or merged."""

from coalition.errors import CoalitionError


class IsMerged(CoalitionError):
    """It is merged into another entry, which is the one to change."""
