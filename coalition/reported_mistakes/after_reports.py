"""What else happens when a mistake is reported. Steps are given the id of the report."""

from __future__ import annotations

from coalition.steps import Steps

_reported: Steps[int] = Steps()
when_reported = _reported.add
reported = _reported.run
