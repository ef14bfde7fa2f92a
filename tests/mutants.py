"""Mutated builds: a module of the product with one deliberate fault, on which a test must fail."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from coalition.jobs import worker

if TYPE_CHECKING:
    from types import ModuleType


def mutated(module: ModuleType, right: str, wrong: str) -> dict[str, Any]:
    """Return the names of a module in which one expression is replaced; the expression must be there exactly once."""
    source = inspect.getsource(module)
    assert source.count(right) == 1, (right, source.count(right))
    names: dict[str, Any] = {"__name__": module.__name__}
    handlers = dict(worker._handlers)
    exec(compile(source.replace(right, wrong), f"{module.__name__} (mutated)", "exec"), names)
    worker._handlers.update(handlers)  # the mutated module has registered its own
    return names
