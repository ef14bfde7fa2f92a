"""Work on many rows, in steps that are transactions of their own: what is to be done, and how far it is, is a row that the steps change.

A step writes its rows, the new place and the job for the next step together. A process that is killed loses nothing, and nothing is done
twice: the next step begins where the last committed one ended. Between two steps everybody who waits to write has a turn.

The first step is part of the transaction that begins the work. The request then does some more steps itself, so that small work is done
when it answers; a job that is due a little later does the others, and these too if the process is killed.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock, trail
from coalition.database import put, transaction
from coalition.jobs.queue import enqueue, hurry
from coalition.jobs.tables import LongWork
from coalition.jobs.work_queries import locked_work, steps_of
from coalition.jobs.worker import handles
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from piccolo.columns import Column

    Step = Callable[[Mapping[str, Any], int], Awaitable["Stepped"]]

STEP = 2  # rows in one transaction if each of them writes letters or acts: who signs meanwhile waits for one step at most
LETTERS = 10  # rows in one transaction if each of them writes a letter, and what is shared by them is read once
AT_ONCE = 20  # rows done while the request waits
_GRACE = timedelta(seconds=3)  # in which the request does its part before jobs go on


class Stepped(Struct, frozen=True):
    """What a step did: its rows (their ids, or what the request answers of them), the place after the last one, whether more may follow."""

    done: Sequence[Any]
    place: int
    more: bool


_steps: dict[str, Step] = {}


def step_of(kind: str) -> Callable[[Step], Step]:
    """Register the function that does one step of a kind of work, given what is to be done and the place, inside the caller's transaction."""

    def register(step: Step) -> Step:
        _steps[kind] = step
        return step

    return register


class Begun(Struct, frozen=True):
    """Work that was begun: the rows that are done, and its own row if more may follow."""

    done: Sequence[Any]
    work: int | None = None


async def begin(step: Step, memorandum_id: int, task: Mapping[str, Any], *, total: int, by_jobs: bool = False) -> Begun:
    """Do the first step of work inside the caller's transaction; `go_on_now` and jobs do the others. The caller is the actor of all steps.

    `by_jobs` says that the request does no more of it, so that jobs go on at once.
    """
    kind = next(kind for kind, known in _steps.items() if known is step)
    stepped = await step(task, 0)
    if not stepped.more:
        return Begun(stepped.done)
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
    await enqueue("long_work", {"work": work.id}, dedupe_key=_key(work.id, 1), run_at=clock.now() + (timedelta() if by_jobs else _GRACE))
    return Begun(stepped.done, work.id)


def _key(work_id: int, number: int) -> str:
    return f"long_work:{work_id}:{number}"


async def go_on_now(begun: Begun) -> Sequence[Any]:
    """Do further steps, each in a transaction, until some rows are done; return all rows that are done. Jobs do what is left."""
    done = list(begun.done)
    while begun.work and len(done) < AT_ONCE:
        async with transaction():
            stepped = await _step(begun.work)
        done += stepped.done if stepped else ()
        if stepped is None or not stepped.more:
            return done
    if begun.work:
        await hurry(_key(begun.work, 1))
    return done


@handles("long_work")
async def go_on(payload: Mapping[str, Any]) -> None:
    """Do the next step of work that is not done yet."""
    async with transaction():
        stepped = await _step(payload["work"])
        if stepped and stepped.more:
            number = await steps_of(payload["work"])
            await enqueue("long_work", {"work": payload["work"]}, dedupe_key=_key(payload["work"], number))


async def _step(work_id: int) -> Stepped | None:
    """Do one step inside the caller's transaction; None if the work is done."""
    work = await locked_work(work_id)
    if work is None:
        return None
    with trail.acting(_actor(work)):
        stepped = await _steps[work.kind](json.loads(work.task), work.place)
    if not stepped.more:
        await LongWork.delete().where(LongWork.id == work.id)
        return stepped
    values: dict[Column | str, Any] = {
        LongWork.place: stepped.place,
        LongWork.done: work.done + len(stepped.done),
        LongWork.steps: work.steps + 1,
    }
    await LongWork.update(values).where(LongWork.id == work.id)
    return stepped


def _actor(work: LongWork) -> trail.Actor | None:
    return trail.Actor(trail.ActorKind(work.actor_kind), work.coordinator, work.token) if work.actor_kind else None


async def stop(kind: str, memorandum_id: int) -> None:
    """Stop work of a kind on a memorandum that newer work replaces, inside the caller's transaction."""
    await LongWork.delete().where((LongWork.kind == kind) & (LongWork.memorandum == memorandum_id))
