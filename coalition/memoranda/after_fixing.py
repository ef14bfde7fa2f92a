"""What else happens when the text of an edition is fixed; steps are given the edition."""

from __future__ import annotations

from coalition.memoranda.tables import Edition
from coalition.steps import Steps

_steps: Steps[Edition] = Steps()
when_fixed = _steps.add
fixed = _steps.run
