"""Workers that send the letters of an appeal and kill themselves (SIGKILL) at a given moment.

`python -m tests.appeals.appeal_driver BUILD MOMENT...` runs one worker for each moment and prints how each ended. In the build "mutated", a
letter and how far the work came are not one transaction.
"""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext

from coalition.invitations import inviting_many, letters
from coalition.jobs import long_work
from tests.killed_processes import run_workers

# Where a process ends: just after a function returned that was called in a transaction.
MOMENTS = {"written": (letters, "write_letter"), "enqueued": (long_work, "enqueue")}


def main(build: str, moments: list[str]) -> None:
    """Run one worker for each moment."""
    inviting_many.STEP = 2
    if build == "mutated":
        long_work.transaction = nullcontext  # type: ignore[assignment]
    sys.stdout.write(json.dumps(run_workers(moments, MOMENTS, "long_work", 1)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
