"""What else happens when an act that was hidden names its organisation; steps are given the id of the memorandum."""

from __future__ import annotations

from coalition.steps import Steps

_steps: Steps[int] = Steps()
when_named = _steps.add
named = _steps.run
