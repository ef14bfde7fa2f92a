"""The number after a number, in the same style; where the style leaves a choice, the numbers before it decide."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from coalition.text.numbers import letters_beside, roman_numeral, roman_value

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = re.compile(r"^(?P<before>.*?)(?P<value>\d+)(?P<after>[^\w]*|-[^\W\d_]+)$", re.DOTALL)
_LETTERS = re.compile(r"^(?P<before>[^\w]*|.*[\s.])(?P<value>[^\W\d_]+)(?P<after>[^\w]*)$", re.DOTALL)
_DIGITS_ONLY = "digits"
_ROMAN = "roman"
_CORE = re.compile(r"\d+(?:\.\d+)*")


def next_number(run: Sequence[str]) -> str | None:
    """Return the number after the last of a run, None if it is not certain."""
    series = set(_following(run[-1])) if run else set()
    for written, after in pairwise(run):
        series = {name for name in series if _following(written).get(name) == after}
    following = {_following(run[-1])[name] for name in series}
    return following.pop() if len(following) == 1 else None


def follows(written: str, after: str) -> bool:
    """Whether a number is the next after another, in the same style."""
    return after in _following(written).values()


def under(written: str, old: str, new: str) -> str:
    """Return the number of a provision whose parent has the number `new` instead of `old`: "3.1" becomes "5.1", "(a)" stays."""
    own, before, after = _CORE.search(written), _CORE.search(old), _CORE.search(new)
    if not (own and before and after) or not own[0].startswith(f"{before[0]}."):
        return written
    return written[: own.start()] + after[0] + written[own.start() + len(before[0]) :]


def previous_numbers(written: str) -> set[str]:
    """Return the numbers that may stand before a number in the same style; none before the first."""
    return set(_beside(written, -1).values())


def _following(written: str) -> dict[str, str]:
    return _beside(written, 1)


def _beside(written: str, step: int) -> dict[str, str]:
    """Return the number after a number, or before it, in each series that it may belong to."""
    if digits := _DIGITS.match(written):
        if len(re.findall(r"\d+", written)) > 1 and not re.search(r"[.\-–]$", digits["before"]):
            return {}  # "4. (1)": two numbers in one
        value = _counted(digits["value"], step)
        return {_DIGITS_ONLY: digits["before"] + value + digits["after"]} if value else {}
    letters = _LETTERS.match(written)
    if letters is None:
        return {}
    value = letters["value"]
    beside = letters_beside(value, step)
    ordinal = roman_value(value.lower())
    if ordinal and ordinal + step:
        numeral = roman_numeral(ordinal + step)
        beside[_ROMAN] = numeral.upper() if value.isupper() else numeral
    return {name: letters["before"] + other + letters["after"] for name, other in beside.items()}


def _counted(digits: str, step: int) -> str:
    """Return the next number in the same digits, with as many places; "" before the first."""
    zero = chr(ord(digits[0]) - int(digits[0]))
    value = int(digits) + step
    places = len(digits) if digits[0] == zero else 1
    return "".join(chr(ord(zero) + int(digit)) for digit in str(value).zfill(places)) if value > 0 else ""
