"""Names that imitate others or look like others: pages show them with a tick that confirms them."""

from __future__ import annotations

from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations.look_alikes import LooksAlike

_LOOK = Message("Compare the names. If they are right as they are, tick this and save again.")


def to_confirm(problems: InvalidForm) -> InvalidForm:
    """Return the problems of a form; names that a person must look at get a sentence about the tick."""
    return InvalidForm(problems.problems | {"looked_at": _LOOK}) if isinstance(problems, LooksAlike) else problems


def digest_of(problems: Exception) -> dict[str, str]:
    """Return the value of the tick; nothing when no name must be confirmed."""
    return {"confirms": problems.digest} if isinstance(problems, LooksAlike) else {}
