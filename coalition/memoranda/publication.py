"""What else happens when a memorandum becomes public; steps are given its id."""

from __future__ import annotations

from coalition.steps import Steps

_steps: Steps[int] = Steps()
when_published = _steps.add
published = _steps.run
