"""The figures of a run, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.loading import Load


@dataclass(frozen=True)
class Line:
    """One measure: with a peer a ratio (the median of the rounds, with the lowest and the highest), else a figure of our own."""

    name: str
    unit: str
    ours: float | None = None
    theirs: float | None = None
    ratio: float | None = None
    lowest: float | None = None
    highest: float | None = None
    goal: str = ""
    met: bool | None = None


@dataclass
class Report:
    """All measures of a run, with every load as it was measured."""

    lines: list[Line] = field(default_factory=list)
    loads: dict[str, list[Load]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def compare(self, name: str, ours: Sequence[Load], theirs: Sequence[Load], *, least: float | None = None) -> None:
        """Add the ratio of answers a second, and of processor time an answer where the system tells it, round by round."""
        self.loads |= {f"{name}: ours": list(ours), f"{name}: theirs": list(theirs)}
        ratios = [mine.per_second / other.per_second for mine, other in zip(ours, theirs, strict=True)]
        middle = median(ratios)
        goal, met = (f">= {least:g}", middle >= least) if least else ("", None)
        figures = (_middle(ours, _per_second), _middle(theirs, _per_second), middle, min(ratios), max(ratios))
        self.lines.append(Line(name, "answers/s", *figures, goal, met))
        frugal = [other.cpu_ms / mine.cpu_ms for mine, other in zip(ours, theirs, strict=True) if mine.cpu_ms and other.cpu_ms]
        if frugal:
            self.lines.append(Line("  processor", "ms/answer", _middle(ours, _cpu), _middle(theirs, _cpu), median(frugal), min(frugal), max(frugal)))

    def compare_costs(self, name: str, unit: str, ours: Sequence[float], theirs: Sequence[float], *, most: float | None = None) -> None:
        """Add the ratio of two costs, ours to theirs, round by round: the smaller, the better."""
        middle = self._add(name, unit, ours, theirs)
        if most is not None:
            self.lines[-1] = replace(self.lines[-1], goal=f"<= {most:g}", met=middle <= most)

    def compare_rates(self, name: str, unit: str, ours: Sequence[float], theirs: Sequence[float], *, least: float | None = None) -> None:
        """Add the ratio of two rates, ours to theirs, round by round: the larger, the better."""
        middle = self._add(name, unit, ours, theirs)
        if least is not None:
            self.lines[-1] = replace(self.lines[-1], goal=f">= {least:g}", met=middle >= least)

    def _add(self, name: str, unit: str, ours: Sequence[float], theirs: Sequence[float]) -> float:
        """Add a line without an aim, and return its ratio."""
        ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
        self.lines.append(Line(name, unit, median(ours), median(theirs), median(ratios), min(ratios), max(ratios)))
        return median(ratios)

    def leave_out(self, name: str, why: str, goal: str) -> None:
        """Add a measure with an aim that was not taken, and a remark that says why."""
        self.lines.append(Line(name, "not measured", goal=goal))
        self.remarks.append(f"{name}: {why}")

    def figure(self, name: str, unit: str, ours: float, theirs: float | None = None, *, most: float | None = None) -> None:
        """Add a figure that should be small."""
        goal, met = (f"<= {most:g}", ours <= most) if most is not None else ("", None)
        self.lines.append(Line(name, unit, ours, theirs, goal=goal, met=met))

    def table(self) -> str:
        """Return the table."""
        rows = [("measure", "ours", "theirs", "unit", "ratio", "lowest-highest", "goal", ""), *map(_cells, self.lines)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:], "", *self.remarks])

    def markdown(self) -> str:
        """Return the table as Markdown."""
        rows = [("measure", "ours", "theirs", "unit", "ratio", "lowest-highest", "aim", ""), ("---",) * 8, *map(_cells, self.lines)]
        return "\n".join([*(f"| {' | '.join(row)} |" for row in rows), "", *(f"- {remark}" for remark in self.remarks), ""])

    def as_json(self) -> str:
        """Return everything."""
        loads = {name: [asdict(load) for load in found] for name, found in self.loads.items()}
        whole = {"machine": machine(), "lines": [asdict(line) for line in self.lines], "loads": loads, "remarks": self.remarks}
        return json.dumps(whole, indent=2) + "\n"


def machine() -> dict[str, object]:
    """Return what the figures depend on."""
    versions = {name: version(name) for name in ("django", "gunicorn", "litestar", "uvicorn", "piccolo")}
    return {"date": datetime.now(UTC).date().isoformat(), "cores": os.cpu_count(), "python": platform.python_version(), **versions}


def _middle(loads: Sequence[Load], figure: Callable[[Load], float]) -> float:
    return median(figure(load) for load in loads)


def _per_second(load: Load) -> float:
    return load.per_second


def _cpu(load: Load) -> float:
    return load.cpu_ms


def _cells(line: Line) -> tuple[str, ...]:
    span = f"{_number(line.lowest)}-{_number(line.highest)}" if line.lowest is not None else ""
    verdict = {True: "met", False: "missed", None: ""}[line.met]
    return (line.name, _number(line.ours), _number(line.theirs), line.unit, _number(line.ratio), span, line.goal, verdict)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
