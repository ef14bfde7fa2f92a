"""What else happens when an account is disabled; steps are given its id."""

from __future__ import annotations

from coalition.steps import Steps

_steps: Steps[int] = Steps()
when_disabled = _steps.add
disabled = _steps.run
