"""The logs of the processes: what happened and where in the code, never a value, so never who it was about."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

LEVELS = {"coalition": logging.INFO, "uvicorn": logging.INFO, "asyncio": logging.WARNING, "litestar": logging.WARNING, "piccolo": logging.WARNING}


class WithoutValues(logging.Formatter):
    """Writes the class and the lines of code of an error, and leaves its text out: drivers write values of rows into it."""

    def __init__(self) -> None:
        """Set the line, with the time in UTC."""
        super().__init__("%(asctime)s.%(msecs)03dZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def formatException(  # noqa: N802 -- the name that logging calls
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return the traceback of an error and of those that led to it, the first one first."""
        error: BaseException | None = ei[1]
        lines: list[str] = []
        while error is not None:
            lines.insert(0, f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


def set_up_logs() -> None:
    """Log to standard output: our own lines, the starts and stops of the server, and the warnings of the libraries."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(WithoutValues())
    for name, level in LEVELS.items():
        logs = logging.getLogger(name)
        logs.handlers, logs.propagate = [handler], False
        logs.setLevel(level)
