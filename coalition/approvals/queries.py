"""Reading requests for approval (for coordinators; editors have no part in them)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial, reduce
from itertools import chain
from operator import and_
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct
from piccolo.columns.combination import WhereRaw

from coalition import clock
from coalition.approvals.tables import Approval, ApprovalKind, Outcome
from coalition.database import among, is_postgres, made_of, one_of, prepared, table_of, whole
from coalition.forums.tables import Forum
from coalition.organisations.tables import Organisation
from coalition.people import queries as people
from coalition.people.tables import Coordinator, Role
from coalition.search.queries import first_matches, tested_each
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from piccolo.columns.combination import And
    from piccolo.custom_types import Combinable
    from piccolo.query import Select

# An account that was disabled at the desk counts as a second coordinator for these days: disabling colleagues opens no way around them.
DISABLED_COUNTS = timedelta(days=7)
SHOWN = timedelta(days=30)
_MOST_NAMED = 100
_TESTED_AT_ONCE = 60
_NAMED = (
    ("coordinator", Kind.ACCOUNT, Coordinator.id),
    ("organisation", Kind.ORGANISATION, Organisation.id),
    ("forum", Kind.FORUM, Forum.id),
)


async def checkers(coordinator_id: int) -> Sequence[Coordinator]:
    """Return the other coordinators who can approve, and lock the accounts of all until the transaction ends."""
    await people.lock_coordinators()
    return [person for person in await people.active_coordinators() if person.id != coordinator_id]


async def was_disabled_lately(coordinator_id: int) -> bool:
    """Return whether another coordinator was disabled at the desk within the last days."""
    lately = (Coordinator.disabled_at > clock.now() - DISABLED_COUNTS) & Coordinator.disabled_by.is_not_null()
    return await Coordinator.exists().where(lately & (Coordinator.role == Role.COORDINATOR.value) & (Coordinator.id != coordinator_id))


async def is_alone(coordinator_id: int) -> bool:
    """Return whether nobody else can check what a coordinator does."""
    others = (Coordinator.role == Role.COORDINATOR.value) & Coordinator.disabled_at.is_null() & (Coordinator.id != coordinator_id)
    return not await Coordinator.exists().where(others) and not await was_disabled_lately(coordinator_id)


def _waiting() -> And:
    """Return the condition for requests that can be decided: whoever asked may still sign in, and still works on the text it is about."""
    return (Approval.outcome == Outcome.WAITING.value) & (Approval.expires_at > clock.now()) & _can_ask()


def _can_ask() -> And:
    works_on_it = "EXISTS (SELECT 1 FROM memorandum_member m WHERE m.memorandum = approval.memorandum AND m.coordinator = approval.requested_by)"
    needs_no_member = Approval.memorandum.is_null() | (Approval.kind == ApprovalKind.MEMORANDUM_TAKEN_OVER.value)
    return Approval.requested_by.is_in(_enabled()) & (needs_no_member | WhereRaw(works_on_it))


def _enabled() -> Select[Coordinator]:
    return Coordinator.select(Coordinator.id).where(Coordinator.disabled_at.is_null())


class ApprovalsAsked(Struct, frozen=True):
    """Which requests a coordinator asks for: of one kind, with one outcome, that words find; after the place where the page before ended.

    Empty: any. Those that wait come first, the oldest of them first, then those of the last days, the newest first; or all by age, where
    `sort` is newest or oldest. `candidates` are requests that words find by the name of a person in their encrypted values.
    """

    q: str = ""
    kind: str = ""
    outcome: str = ""
    sort: str = ""
    after: int = 0
    candidates: Sequence[int] = ()


class ApprovalsPage(NamedTuple):
    """A page of requests: those that wait, the others, and the place where the next page begins; 0 if there is none."""

    waiting: Sequence[Approval]
    others: Sequence[Approval]
    after: int


async def page_of_approvals(asked: ApprovalsAsked, limit: int) -> ApprovalsPage:
    """Return a page of the requests that wait, and of those of the last days."""
    these, words = _filtered(asked), ""
    if asked.q and (few := await _named_by_few(asked)) is not None:
        these &= few
    else:
        words = asked.q
    read = partial(_page, words=words, candidates=asked.candidates)
    if asked.sort:
        rows = await read(these & _shown(), oldest_first=asked.sort == "oldest", after=asked.after, limit=limit + 1)
        return ApprovalsPage([], rows[:limit], rows[limit - 1].id if len(rows) > limit else 0)
    waits = await read(these & _waiting(), oldest_first=True, after=asked.after, limit=limit + 1) if asked.after >= 0 else []
    if len(waits) > limit:
        return ApprovalsPage(waits[:limit], [], waits[limit - 1].id)
    left = limit - len(waits)
    others = await read(these & _decided_lately(), oldest_first=False, after=max(0, -asked.after), limit=left + 1)
    if len(others) <= left:
        return ApprovalsPage(waits, others, 0)
    return ApprovalsPage(waits, others[:left], -others[left - 1].id if left else -(others[0].id + 1))


def _shown() -> Combinable:
    """Return the condition for requests that wait, or were made in the last days."""
    return _waiting() | (Approval.requested_at > clock.now() - SHOWN)


async def _page(  # noqa: PLR0913 -- the choices of a list
    these: Combinable, *, oldest_first: bool, after: int, limit: int, words: str, candidates: Sequence[int]
) -> Sequence[Approval]:
    """Return the next requests for which a condition is true; words that many names have are looked for until the page is full."""
    if words:
        these = among(Approval.id, await _with_words(these, words, candidates, oldest_first=oldest_first, after=after, limit=limit))
    elif after:
        these &= _beyond(after, oldest_first=oldest_first)
    return await Approval.objects().where(these).order_by(Approval.id, ascending=oldest_first).limit(limit)


def _beyond(after: int, *, oldest_first: bool) -> Combinable:
    if not after:
        return Approval.id.is_not_null()
    return Approval.id > after if oldest_first else Approval.id < after


def _decided_lately() -> Combinable:
    """Return the condition for requests of the last days that do not wait any more."""
    left = Approval.requested_by.not_in(_enabled()) | (Approval.expires_at <= clock.now())
    return (Approval.requested_at > clock.now() - SHOWN) & ((Approval.outcome != Outcome.WAITING.value) | left)


def _filtered(asked: ApprovalsAsked) -> Combinable:
    conditions: list[Combinable] = [Approval.id.is_not_null()]
    if asked.kind:
        conditions.append(Approval.kind == asked.kind)
    if asked.outcome:
        conditions.append(_waiting() if asked.outcome == Outcome.WAITING else (Approval.outcome == asked.outcome))
    return reduce(and_, conditions)


async def _named_by_few(asked: ApprovalsAsked) -> Combinable | None:
    """Return the condition that a request has the words in a name of somebody or of an organisation; None if they are in many names."""
    few = {name: await first_matches(kind, asked.q, _MOST_NAMED + 1) for name, kind, _ in _NAMED}
    if any(len(numbers) > _MOST_NAMED for numbers in few.values()):
        return None
    about = [f"{name}:{number}" for name, numbers in few.items() for number in numbers]
    by_people = among(Approval.requested_by, few["coordinator"]) | among(Approval.decided_by, few["coordinator"])
    return by_people | one_of(Approval.about, about) | among(Approval.id, asked.candidates)


async def _with_words(  # noqa: PLR0913 -- the choices of a list
    these: Combinable, words: str, candidates: Sequence[int], *, oldest_first: bool, after: int, limit: int
) -> list[int]:
    """Return the next requests whose people, or the organisation or account that they are about, have words in a name.

    Only the names in these requests are tested, some at a time until there are enough: the words are in the names of much of the register.
    """
    numbers: list[int] = []
    while len(numbers) < limit:
        columns = (Approval.id, Approval.about, Approval.requested_by, Approval.decided_by)
        following = Approval.select(*columns).where(these & _beyond(after, oldest_first=oldest_first))
        rows = await following.order_by(Approval.id, ascending=oldest_first).limit(_TESTED_AT_ONCE)
        matches = {*await _matching(rows, words), *candidates} if rows else set()
        numbers += [row["id"] for row in rows if row["id"] in matches]
        if len(rows) < _TESTED_AT_ONCE:
            break
        after = rows[-1]["id"]
    return numbers[:limit]


async def _matching(rows: Sequence[Mapping[str, Any]], q: str) -> list[int]:
    """Return which of some requests have words in the names of their people or of what they are about."""
    subjects = {row["id"]: {f"coordinator:{row['requested_by']}", f"coordinator:{row['decided_by']}", row["about"]} for row in rows}
    parts = [subject.partition(":") for subject in set(chain.from_iterable(subjects.values()))]
    matches = set[str]()
    for name, kind, column in _NAMED:
        numbers = [number for about, _, number in parts if about == name and number.isdecimal()]
        ids = await table_of(column).select(column).where(among(column, numbers) & tested_each(kind, column, q)).output(as_list=True)
        matches |= {f"{name}:{number}" for number in ids}
    return [number for number, those in subjects.items() if those & matches]


async def waiting(kinds: Iterable[str] | None = None) -> Sequence[Approval]:
    """Return the requests that wait, oldest first; of all kinds, or of some."""
    these = _waiting() if kinds is None else _waiting() & one_of(Approval.kind, kinds)
    return await Approval.objects().where(these).order_by(Approval.id)


async def waiting_among(ids: Iterable[int]) -> set[int]:
    """Return which of some requests wait."""
    return set(await Approval.select(Approval.id).where(_waiting() & among(Approval.id, ids)).output(as_list=True))


async def waiting_for(coordinator_id: int) -> int:
    """Return the number of requests that a coordinator can decide."""
    return len(await _waiting_for(coordinator_id, clock.now()))


@prepared
def _waiting_for(coordinator_id: int, now: datetime) -> Select[Approval]:
    waiting = (Approval.outcome == Outcome.WAITING.value) & (Approval.expires_at > now) & _can_ask()
    return Approval.select(Approval.id).where(waiting & (Approval.requested_by != coordinator_id))


async def approval(number: int) -> Approval | None:
    """Return a request."""
    rows = await Approval.select(whole(Approval)).where(Approval.id == number)
    return made_of(Approval, rows[0]) if rows else None


async def locked_approval(number: int) -> Approval | None:
    """Return a request that waits, locked until the transaction ends."""
    query = Approval.select(whole(Approval)).where((Approval.id == number) & _waiting())
    rows = await (query.lock_rows("UPDATE") if is_postgres() else query)
    return made_of(Approval, rows[0]) if rows else None


async def expired() -> Sequence[Approval]:
    """Return the requests whose time is over and which were not closed yet (for the job that closes them)."""
    over = (Approval.outcome == Outcome.WAITING.value) & (Approval.expires_at <= clock.now())
    return await Approval.objects().where(over).order_by(Approval.id)


async def waits_about(about: str) -> int:
    """Return the number of requests about one thing that wait."""
    return int(await Approval.count().where(_waiting() & (Approval.about == about)))


async def waiting_about(about: str) -> Sequence[Approval]:
    """Return the requests about one thing that wait."""
    return await Approval.objects().where(_waiting() & (Approval.about == about))


async def waiting_of_kind(kind: str, limit: int) -> Sequence[Approval]:
    """Return the requests of one kind that wait, the oldest first."""
    return await Approval.objects().where(_waiting() & (Approval.kind == kind)).order_by(Approval.id).limit(limit)


async def waits_already(kind: str, about: str) -> Sequence[Approval]:
    """Return the requests of one kind about one thing that wait."""
    return await Approval.objects().where(_waiting() & (Approval.kind == kind) & (Approval.about == about))
