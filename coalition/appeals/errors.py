"""The rules of appeals that can be broken."""

from coalition.errors import CoalitionError


class AppealRule(CoalitionError):
    """A rule of appeals was broken."""


class AppealSent(AppealRule):
    """Its letters leave, or left: it does not change any more."""


class AppealNotSent(AppealRule):
    """An appeal is adopted and opened by sending it, and in no other way."""


class AppealChanged(AppealRule):
    """It is not what the person read: somebody changed it meanwhile."""


class NobodyGetsLetters(AppealRule):
    """No network was chosen, or none of their members can be written to."""


class HourOver(AppealRule):
    """The hour until which it was to be open is over."""


class NameInText(AppealRule):
    """The name of a person stands in a text that cannot be changed once it is sent; but the consent of that person may end."""


class AppealNeedsApproval(AppealRule):
    """It names a person, or has to do with an organisation at risk or a forum that asks for care: two coordinators decide."""
