"""What else happens when a letter bounces; steps are given the subject of the letter, such as `invitation:<id>`."""

from __future__ import annotations

from coalition.steps import Steps

_steps: Steps[str] = Steps()
when_bounced = _steps.add
bounced = _steps.run
