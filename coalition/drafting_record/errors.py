"""The rules of the public record of drafting that can be broken."""

from coalition.errors import CoalitionError


class RecordRule(CoalitionError):
    """A rule about the public record of drafting was broken."""


class LinesChanged(RecordRule):
    """A line cannot be published, or says something else than what the person read: an organisation changed its answer meanwhile."""


class NoSuchLine(RecordRule):
    """There is no such line in the public record."""
