"""What else happens when an act that was hidden names its organisation, and when an organisation takes its name away."""

from __future__ import annotations

from typing import NamedTuple

from coalition.steps import Steps

# Steps are given the id of the memorandum.
_named: Steps[int] = Steps()
when_named = _named.add
named = _named.run


class Hidden(NamedTuple):
    """An organisation that is not to be named any more: in one memorandum, or in everything that joins it to others."""

    organisation: int
    memorandum: int | None = None


_hidden: Steps[Hidden] = Steps()
when_hidden = _hidden.add
hidden = _hidden.run
