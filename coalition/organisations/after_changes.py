"""What else happens when the row, the names or the former names of an organisation change; steps are given its id."""

from __future__ import annotations

from coalition.steps import Steps

_steps: Steps[int] = Steps()
when_changed = _steps.add
changed = _steps.run
