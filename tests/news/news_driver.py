"""Workers that write news and kill themselves (SIGKILL) at a given moment.

`python -m tests.news.news_driver BUILD MINUTES MOMENT...` runs one worker for each moment, the first MINUTES from now, and prints how each
ended. In the build "mutated", a letter and how far it came are not one transaction.
"""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext

from coalition.news import news_letters, schedule
from tests.killed_processes import run_workers

# Where a process ends: just after a function returned that was called in a transaction.
MOMENTS = {"enqueued": (schedule, "enqueue"), "written": (news_letters, "_write"), "noted": (news_letters, "_note")}


def main(build: str, minutes: int, moments: list[str]) -> None:
    """Run one worker for each moment."""
    if build == "mutated":
        news_letters.transaction = nullcontext  # type: ignore[assignment]
    sys.stdout.write(json.dumps(run_workers(moments, MOMENTS, "write_news", minutes)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
