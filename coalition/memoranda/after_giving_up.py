"""What else happens when a draft is given up: abandoned, or deleted before the next edition was adopted; steps are given the memorandum's id."""

from __future__ import annotations

from coalition.steps import Steps

_steps: Steps[int] = Steps()
when_given_up = _steps.add
given_up = _steps.run
