"""Plans of tables that tests write as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.imports.questions import Choices, id_of
from coalition.imports.signatory_plan import plan_signatories
from coalition.spreadsheets.workbooks import sheets_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.imports.plans import Plan
    from coalition.imports.signatory_plan import PlannedSignatory
    from coalition.memoranda.tables import Memorandum


def answered(answers: Mapping[str, str] | None) -> Choices:
    """Return the choices of a person who answered some questions, by their keys."""
    return Choices(answers={id_of(key): answer for key, answer in (answers or {}).items()})


async def plan_of(
    memorandum: Memorandum,
    table: str | bytes,
    mapping: Mapping[str, str] | None = None,
    *,
    source: str = "",
    answers: Mapping[str, str] | None = None,
) -> Plan[PlannedSignatory]:
    """Plan the import of signatories from a table."""
    content = table if isinstance(table, bytes) else table.encode()
    return await plan_signatories(memorandum, sheets_of(content), answered(answers), mapping, source=source)
