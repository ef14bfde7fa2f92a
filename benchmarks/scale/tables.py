"""The table of all views, in the order of the addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.scale.growth import GROWTH, ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.scale.growth import Growth, Seen


def growth_table(growths: Sequence[Growth]) -> str:
    """Return the table as Markdown: for each engine the time, the two ratios, how late the loop was, and the processor time of its longest block."""
    titles = [f"{growth.engine} {column}" for growth in growths for column in ("ms", "/ tenth", "/ rows", "loop ms", "held ms, first")]
    lines = [("view", *titles, f"aim ≤ {GROWTH:g}, ≤ {ROWS:g}"), ("---", *["---:"] * len(titles), "---")]
    together = zip(*(growth.seen for growth in growths), strict=True)
    lines += [(views[0].title, *(cell for view in views for cell in _cells(view)), _verdict(views)) for views in together]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(view: Seen) -> tuple[str, ...]:
    if not view.seconds:
        return (f"answered {view.status}", "", "", "", "")
    return (
        f"{1000 * view.seconds:.1f}",
        f"{view.to_tenth:.2f}",
        f"{view.to_rows:.1f}",
        f"{1000 * view.block:.0f}",
        f"{1000 * view.held:.0f}, {1000 * view.held_first:.0f}",
    )


def _verdict(views: Sequence[Seen]) -> str:
    if not all(view.seconds for view in views):
        return "not measured"
    missed = [aim for aim, most in (("to_tenth", GROWTH), ("to_rows", ROWS)) if any(getattr(view, aim) > most for view in views)]
    return "missed " + " and ".join("growth" if aim == "to_tenth" else "rows" for aim in missed) if missed else "met"
