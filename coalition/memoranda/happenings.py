"""What else happens when something happens on a memorandum of which those who work on it are told, and when less may be told.

Steps are given the id of the memorandum.
"""

from __future__ import annotations

from coalition.steps import Steps

_happened: Steps[int] = Steps()
when_happened = _happened.add
happened = _happened.run

_less_known: Steps[int] = Steps()
when_less_is_known = _less_known.add
less_is_known = _less_known.run
