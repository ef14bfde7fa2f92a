"""A mutated build stays beside the real one: nothing of it runs in the tests that follow."""

from __future__ import annotations

from coalition.imports import past_signatories, turns
from coalition.jobs import worker
from tests.mutants import mutated


def test_what_a_mutated_module_registers_does_not_stay() -> None:
    steps, handlers = [*turns._stopped.steps], dict(worker._handlers)
    names = mutated(past_signatories, "if public:", "if row:")
    assert names["_announce_part"] not in steps
    assert (turns._stopped.steps, worker._handlers) == (steps, handlers)
    assert past_signatories._announce_part in steps


def test_it_does_where_it_takes_the_place_of_the_real_one(monkeypatch) -> None:
    monkeypatch.setattr(turns._stopped, "steps", [])
    handlers = dict(worker._handlers)
    names = mutated(past_signatories, "if public:", "if row:", registers=True)
    assert (turns._stopped.steps, worker._handlers) == ([names["_announce_part"]], handlers)
