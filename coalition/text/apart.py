"""Long texts are rendered in a thread, so that everybody else is served meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = 10_000  # characters; a shorter text takes less time than the way to a thread and back saves

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


async def apart_if_long(body: str, work: Callable[Arguments, Result], *args: Arguments.args, **more: Arguments.kwargs) -> Result:
    """Do work whose time grows with a text: in a thread if the text is long."""
    if len(body) < LONG:
        return work(*args, **more)
    return await asyncio.to_thread(work, *args, **more)
