"""Mutated builds: a module of the product with one deliberate fault, on which a test must fail."""

from __future__ import annotations

import inspect
import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from coalition.jobs import worker
from coalition.steps import Question, Steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def mutated(module: ModuleType, right: str, wrong: str, *, registers: bool = False) -> dict[str, Any]:
    """Return the names of a module in which one expression is replaced; the expression must be there exactly once.

    Its steps are not run beside those of the real module, unless it `registers` them because a test took the real ones away.
    """
    source = inspect.getsource(module)
    assert source.count(right) == 1, (right, source.count(right))
    names: dict[str, Any] = {"__name__": module.__name__}
    handlers = dict(worker._handlers)
    with nullcontext() if registers else _nothing_registered():
        exec(compile(source.replace(right, wrong), f"{module.__name__} (mutated)", "exec"), names)
    worker._handlers.update(handlers)
    return names


@contextmanager
def _nothing_registered() -> Iterator[None]:
    """Take back what the block adds to steps, questions and idle handlers: the mutated module adds its own beside the real ones."""
    loaded = [module for name, module in [*sys.modules.items()] if name.partition(".")[0] == "coalition"]
    registries = {id(each): each for module in loaded for each in vars(module).values() if isinstance(each, Steps | Question)}.values()
    before = [{name: [*registered] for name, registered in vars(each).items()} for each in registries]
    idle, beside = [*worker._idle_handlers], [*worker._handlers_beside]
    try:
        yield
    finally:
        for each, registered in zip(registries, before, strict=True):
            vars(each).update(registered)
        worker._idle_handlers[:], worker._handlers_beside[:] = idle, beside
