"""How much repeated work the tests do: a little in `make test`, all of it in `make whole`, and far more in `make fuzz` and `make endurance`.

In the little, every page, rule, operation and state still occurs; what is left out are repetitions.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

Choice = TypeVar("Choice")

WHOLE = os.environ.get("COALITION_TEST_WHOLE") == "yes"


def _number(name: str, little: int, whole: int) -> int:
    return int(os.environ.get(f"COALITION_TEST_{name}", whole if WHOLE else little))


# Examples that are generated for each operation of the API.
EXAMPLES = _number("EXAMPLES", 1, 2)
# Random sequences of contact changes, invitations, delegations and reminders.
SEQUENCES = _number("SEQUENCES", 8, 8)
# Random answers to the question whether everybody may read a proposal.
RECORDS = _number("RECORDS", 2, 2)
# Random acts in the lives of a memorandum, and how many lives there are.
STEPS = _number("STEPS", 250, 250)
SEEDS = _number("SEEDS", 1, 3)
# Lives of a memorandum for a reader who keeps every page.
HISTORIES = _number("HISTORIES", 1, 3)
# Lives in which the acts of two organisations that are not named change hands.
SWAPS = _number("SWAPS", 1, 3)
# Lives of a memorandum for each rule of effect, and for a reader of its feeds on the second engine.
LIVES = _number("LIVES", 1, 3)
# Letters of an appeal that leave through a mail server, in four languages.
LETTERS = _number("LETTERS", 20, 100)


def languages_of(page: str, languages: Sequence[Choice]) -> Sequence[Choice]:
    """Return the languages in which a page is read: all in `make whole`, else one, always the same for the name of the page."""
    return languages if WHOLE else languages[(start := turn_of(page) % len(languages)) : start + 1]


def turn_of(name: str) -> int:
    """Return a number at which turns begin; it depends on the name alone, so that what is added moves no turn of others."""
    return crc32(name.encode())
