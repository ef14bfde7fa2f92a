"""(f) Every view over a full register: times the same view over a tenth of it, and times one query of the rows it shows."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.bare import site as bare
from benchmarks.scale.views import View, views
from benchmarks.scale.watching import Site, serving

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.scale.engines import Filled

GROWTH, ROWS, BLOCK, MEMORY = 1.3, 8.0, 20.0, 3.0
HELD = 50.0  # ms
_SLOW = 0.5  # seconds; what takes longer is asked for once in a round
_BEST_OF = 3
_IDLE = 2.0
# Answers with every row of a list, however many: times of these are compared for as many bytes.
_WHOLE = re.compile(r"memorandum_file\.show|api\.(signatories|statements)\.list|sitemap")


@dataclass
class Seen:
    """What was measured of a view: seconds over the full register, and two ratios; or the status that it answered instead of 200.

    `block` is how late the event loop was, in seconds; `held` the processor time that it used in its longest block, when the view was
    asked for again, and `held_first` when it was asked for the first time.
    """

    name: str
    status: int
    seconds: float = 0.0
    to_tenth: float = 0.0
    to_rows: float = 0.0
    block: float = 0.0
    held: float = 0.0
    held_first: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether it answers with every row of a list, so that the ratios are those of a byte."""
        return bool(_WHOLE.search(self.name))

    @property
    def title(self) -> str:
        """Its name in the table."""
        return f"{self.name} (a byte)" if self.is_whole else self.name


@dataclass
class Growth:
    """All views of an engine, the lateness of the event loop in seconds, and memory in MiB."""

    engine: str
    seen: list[Seen] = field(default_factory=list)
    idle: dict[str, float] = field(default_factory=dict)
    busy: dict[str, float] = field(default_factory=dict)
    memory: float = 0.0
    memory_tenth: float = 0.0
    memory_bare: float = 0.0


def measure(engine: str, sizes: tuple[Filled, Filled], folder: Path, rounds: int, named: str) -> Growth:
    """Measure the views whose names contain a text, on a full register and a tenth of it, with both sites running, in turns."""
    full, tenth = sizes
    growth = Growth(engine, memory_bare=_bare(folder))
    with serving(full) as large, serving(tenth) as small:
        large.tell("late")
        time.sleep(_IDLE)
        growth.idle = large.tell("late")
        pairs = zip(views(full.places, large.desk), views(tenth.places, small.desk), strict=True)
        growth.seen = [_seen(large, small, *pair, rounds) for pair in pairs if named in pair[0].name]
        growth.busy = {
            "longest": max(view.block for view in growth.seen),
            "p99": sorted(view.block for view in growth.seen)[-1 - len(growth.seen) // 100],
        }
        growth.memory, growth.memory_tenth = large.server.memory(), small.server.memory()
    return growth


def _seen(large: Site, small: Site, view: View, same: View, rounds: int) -> Seen:
    large.tell("late")
    first = large.ask(view.path, view.headers)  # not counted: it loads what is loaded once
    if not 200 <= first.status < 400:
        return Seen(view.name, first.status)
    held_first = large.tell("late")["held"]
    lengths = [len(answer.body) for answer in (first, small.ask(same.path, same.headers), large.ask(view.rows))]
    large.tell("late")
    sides = ((large, view.path, view), (small, same.path, same), (large, view.rows, None))
    taken = [[_best(*side, of=_BEST_OF if rounds > 1 else 1) for side in sides] for _ in range(rounds)]
    ours, tenth, rows = (min(times) for times in zip(*taken, strict=True))
    late = large.tell("late")
    seen = Seen(view.name, first.status, ours, ours / tenth, ours / rows, late["longest"], late["held"], held_first)
    if seen.is_whole:
        seen.to_tenth *= lengths[1] / lengths[0]
        seen.to_rows *= lengths[2] / lengths[0]
    return seen


def _best(site: Site, path: str, view: View | None, *, of: int) -> float:
    """Return the shortest of some times: what others do on the machine only adds to it."""
    times = []
    for _ in range(of):
        times.append(site.ask(path, view.headers if view else None).seconds)
        if times[-1] > _SLOW:
            break
    return min(times)


def _bare(folder: Path) -> float:
    where = folder / "bare"
    least = bare.Bare(where) if where.exists() else bare.filled(where)
    with least.serving() as server:
        for _ in range(200):
            server.ask(bare.PAGE)
        return server.memory()
