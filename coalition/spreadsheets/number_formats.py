"""Which part of a date a number format shows, and numbers that are shown with leading zeros."""

from __future__ import annotations

import re

# The formats that files name by number only (ECMA-376 part 1, 18.8.30): the parts of a date that they show.
BUILT_IN = {14: "ymd", 15: "ymd", 16: "md", 17: "ym", 22: "ymd", **dict.fromkeys((*range(27, 37), *range(50, 59)), "ymd")}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_MINUTES = re.compile(r"h+:?m+|m+:?s+")
_LETTERS = {"y": "y", "e": "y", "b": "y", "m": "m", "d": "d"}


def parts_shown(code: str) -> str:
    """Return the parts of a date that a number format shows: some of `ymd`, in this order."""
    code = _MINUTES.sub("", _LITERAL.sub("", code.lower().split(";")[0])).replace("general", "")
    shown = {_LETTERS[letter] for letter in code if letter in _LETTERS}
    return "".join(part for part in "ymd" if part in shown)


def shown_date(day: str, parts: str) -> tuple[str, bool]:
    """Return an ISO day with the precision that was shown, and whether that precision is clear; a day without its year is not."""
    lengths = {"y": 4, "ym": 7, "ymd": 10}
    return (day[: lengths[parts]], True) if parts in lengths else (day, False)


def leading_zeros(number: int, code: str) -> str:
    """Return a whole number as a format of zeros shows it: 12345 in `00000000` is 00012345."""
    width = len(code) if code.strip("0") == "" else 0
    return f"{number:0{width}d}"
