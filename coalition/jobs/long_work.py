"""Work on many rows, in steps that are transactions of their own: what is to be done, and how far it is, is a row that the steps change.

A step writes its rows, the new place and the job for the next step together. A process that is killed loses nothing, and nothing is done
twice: the next step begins where the last committed one ended. Between two steps everybody who waits to write has a turn.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock, trail
from coalition.database import put, transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.tables import LongWork
from coalition.jobs.work_queries import locked_work
from coalition.jobs.worker import handles
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from piccolo.columns import Column

    Step = Callable[[Mapping[str, Any], int], Awaitable["Stepped"]]

STEP = 20  # rows in one transaction if each of them writes letters or acts: who signs meanwhile waits for one step at most


class Stepped(Struct, frozen=True):
    """What a step did: the ids of its rows, the place after the last of them, and whether more may follow."""

    done: Sequence[int]
    place: int
    more: bool


_steps: dict[str, Step] = {}


def step_of(kind: str) -> Callable[[Step], Step]:
    """Register the function that does one step of a kind of work, given what is to be done and the place, inside the caller's transaction."""

    def register(step: Step) -> Step:
        _steps[kind] = step
        return step

    return register


async def begin(step: Step, memorandum_id: int, task: Mapping[str, Any], *, total: int) -> Sequence[int]:
    """Do the first step of work now and return its rows; jobs do the others. The caller has a transaction, and is the actor of all steps."""
    kind = next(kind for kind, known in _steps.items() if known is step)
    stepped = await step(task, 0)
    if not stepped.more:
        return stepped.done
    actor = current_actor()
    work = await put(
        LongWork,
        kind=kind,
        memorandum=memorandum_id,
        task=json.dumps(task),
        place=stepped.place,
        done=len(stepped.done),
        total=max(total, len(stepped.done)),
        begun_at=clock.now(),
        actor_kind=actor.kind.value if actor else "",
        coordinator=actor.coordinator if actor else None,
        token=actor.token if actor else None,
    )
    await _enqueue_next(work.id, 1)
    return stepped.done


async def _enqueue_next(work_id: int, number: int) -> None:
    await enqueue("long_work", {"work": work_id}, dedupe_key=f"long_work:{work_id}:{number}")


@handles("long_work")
async def go_on(payload: Mapping[str, Any]) -> None:
    """Do the next step of work that is not done yet."""
    async with transaction():
        work = await locked_work(payload["work"])
        if work is None:
            return
        with trail.acting(_actor(work)):
            stepped = await _steps[work.kind](json.loads(work.task), work.place)
        if not stepped.more:
            await LongWork.delete().where(LongWork.id == work.id)
            return
        values: dict[Column | str, Any] = {
            LongWork.place: stepped.place,
            LongWork.done: work.done + len(stepped.done),
            LongWork.steps: work.steps + 1,
        }
        await LongWork.update(values).where(LongWork.id == work.id)
        await _enqueue_next(work.id, work.steps + 1)


def _actor(work: LongWork) -> trail.Actor | None:
    return trail.Actor(trail.ActorKind(work.actor_kind), work.coordinator, work.token) if work.actor_kind else None


async def stop(kind: str, memorandum_id: int) -> None:
    """Stop work of a kind on a memorandum that newer work replaces, inside the caller's transaction."""
    await LongWork.delete().where((LongWork.kind == kind) & (LongWork.memorandum == memorandum_id))
