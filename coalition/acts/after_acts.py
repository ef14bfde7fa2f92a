"""What else happens when what organisations did on a memorandum, or who may know of it, changes; steps are given what is on record of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.steps import Question, Steps

if TYPE_CHECKING:
    from coalition.acts.party_records import PartyRecords

_steps: Steps[PartyRecords] = Steps()
when_acted = _steps.add
acted = _steps.run

# On which memoranda, by id, other packages have rows of an organisation (an id), whether it acted there or not.
memoranda_with_rows: Question[int, int] = Question()
