"""What else happens when organisations change.

`changed`: the row, the names or the former names of an organisation; steps are given its id. `placed`: only the keys by which some
organisations are sorted; steps are given their ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Collection

_steps: Steps[int] = Steps()
when_changed = _steps.add
changed = _steps.run

_placing: Steps[Collection[int]] = Steps()
when_placed = _placing.add
placed = _placing.run
