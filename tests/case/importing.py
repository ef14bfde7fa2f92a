"""Acts of the past that Ada imports from a table, after she has read the preview."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.case.model import NAMING, Act
from tests.case.text import MEMORANDUM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.case.driving import Case

Row = dict[str, str]

_COLUMNS = ("organisation", "kind", "date", "received", "representative", "disclosure", "confirmed", "withdrawn")
_SINGLES_OUT = "readers could work out who is hidden"


def import_past(case: Case, rows: Sequence[Row], source: str) -> list[str]:
    """Let Ada import acts of the past; return the organisations that the preview leaves out, as those whose names would single out others."""
    lines = [",".join(_COLUMNS), *(",".join(row.get(column, "") for column in _COLUMNS) for row in rows)]
    files = {"file": ("past.csv", "\n".join(lines).encode(), "text/csv")}
    shown = case.ada.post(f"{MEMORANDUM}/imports", {"source": source}, files).headers["location"].partition("/desk/")[2]
    preview = case.ada.page(shown)
    case.ada.post(f"{shown}/confirmation", {})
    case.server.settle()
    left_out = [row["organisation"] for row in rows if not _record(case, row, source)]
    assert _refused(preview) == left_out
    outcome = {"new": len(rows) - len(left_out), "left out": len(left_out)}
    assert _numbers(case.ada.page(shown)) == {label: number for label, number in outcome.items() if number}
    if any(row["organisation"] not in left_out and row["disclosure"] in NAMING for row in rows):
        case.model.announce("recorded", shows="signatories")
    return left_out


def _numbers(page: str) -> dict[str, int]:
    """Return what the page about an import counts, without zeros."""
    return {label: int(number) for number, label in re.findall(r"<b>(\d+)</b> <span>([^<]+)</span>", page) if int(number)}


def _refused(preview: str) -> list[str]:
    """Return the organisations of the rows that the preview leaves out for the names they would show."""
    problems = preview.partition('id="problems"')[2].partition("</table>")[0]
    rows = [row for row in problems.split("<tr>") if _SINGLES_OUT in row]
    return [re.search(r"<bdi>([^<]+)</bdi>", row)[1] for row in rows]  # type: ignore[index] # each row names its organisation


def _record(case: Case, row: Row, source: str) -> bool:
    """Record the acts of a row in the model, unless its name would single out others."""
    party, level, model = row["organisation"], row["disclosure"], case.model
    if level in NAMING and not model.may_name(party):
        return False
    common: dict[str, Any] = {"recorded": case.today, "level": level, "channel": "historical", "source": source}
    more = common | {"person": row.get("representative", "")}
    model.record(Act(party, row["kind"], row.get("date") or None, row.get("received") or None, **more))
    for column, kind in (("confirmed", "confirmation"), ("withdrawn", "withdrawal")):
        if row.get(column):
            model.record(Act(party, kind, row[column], None, **common))
    return True
