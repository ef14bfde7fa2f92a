"""Reading what a coordinator has to do next about appeals (for those who work on the memorandum)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from piccolo.columns.combination import WhereRaw

from coalition.appeals.tables import Appeal
from coalition.database import among
from coalition.deliveries.tables import Addressee, EntryKind, EntryState, TimelineEntry
from coalition.languages import Message
from coalition.memoranda.queries import served_by
from coalition.memoranda.tables import Memorandum, Publicity, SigningState, TextState
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from piccolo.custom_types import Combinable

ENDS_SOON = timedelta(hours=48)
_MOST = 500
_OVER = [SigningState.CLOSED.value, SigningState.ENDED.value]
# Of a text that everybody reads the outcome is awaited until everybody reads it; of another one until it is entered.
_WITHOUT_OUTCOME = """NOT EXISTS (SELECT 1 FROM timeline_entry outcome WHERE outcome.memorandum = memorandum.id AND outcome.kind = 'outcome'
 AND (outcome.state = 'public' OR (outcome.state = 'private' AND memorandum.publicity <> 'public')))"""


class NextStep(Word):
    """What a coordinator has to do next about an appeal; `moment` is its last one."""

    SEND = "send", Message("The appeal is not sent yet. Its last hour: {moment}.")
    NEW_HOUR = "new_hour", Message("The appeal was not sent, and its hour is over. Choose another one, or delete the appeal.")
    ENDS_SOON = "ends_soon", Message("The appeal ends soon: {moment}.")
    DELIVER = "deliver", Message("The appeal ended, and no delivery to its addressees is entered.")
    OUTCOME = "outcome", Message("The appeal ended. Enter its outcome.")
    PUBLISH_OUTCOME = "publish_outcome", Message("The outcome of the appeal is entered and not published.")


class StepOfAppeal(Struct, frozen=True):
    """The next step about an appeal; `closes_at` is its last moment in UTC, `entry` the key of the outcome that is not published, else ""."""

    step: NextStep
    zone: str
    closes_at: datetime
    entry: str = ""


def _with_step(now: datetime) -> Combinable:
    """Return the condition on memoranda with an appeal about which something is to be done."""
    unsent = (Memorandum.signing_state == SigningState.NOT_OPEN.value) & (Memorandum.text_state != TextState.ABANDONED.value)
    ends = (Memorandum.signing_state == SigningState.OPEN.value) & (Memorandum.closes_at > now) & (Memorandum.closes_at <= now + ENDS_SOON)
    over: Combinable = Memorandum.signing_state.is_in(_OVER) & (Memorandum.publicity != Publicity.WITHDRAWN_FROM_PUBLIC.value)
    return Memorandum.closes_at.is_not_null() & (unsent | ends | (over & WhereRaw(_WITHOUT_OUTCOME)))


async def with_next_step(coordinator_id: int, now: datetime, *, limit: int) -> list[int]:
    """Return the ids of memoranda of a person with an appeal about which something is to be done, those that end last first.

    Of the newest appeals only: in one query, SQLite would begin with all memoranda that are closed.
    """
    own = Appeal.select(Appeal.memorandum).where(Appeal.memorandum.is_in(served_by(coordinator_id)))
    newest = await own.order_by(Appeal.id, ascending=False).limit(_MOST).output(as_list=True)
    query = Memorandum.select(Memorandum.id).where(among(Memorandum.id, newest) & _with_step(now))
    return await query.order_by(Memorandum.closes_at, ascending=False).limit(limit).output(as_list=True)


async def next_steps(memorandum_ids: Iterable[int], now: datetime) -> dict[int, StepOfAppeal]:
    """Return the next step about each of some appeals that has one, by memorandum, in five queries."""
    columns = (Memorandum.id, Memorandum.signing_state, Memorandum.closes_at)
    rows = {row["id"]: row for row in await Memorandum.select(*columns).where(among(Memorandum.id, memorandum_ids) & _with_step(now))}
    zones = await Appeal.select(Appeal.memorandum, Appeal.zone).where(among(Appeal.memorandum, rows))
    outcomes = await _private_outcomes(rows)
    undelivered = await _undelivered(rows)
    return {
        row["memorandum"]: StepOfAppeal(
            _step(rows[row["memorandum"]], now, outcome=row["memorandum"] in outcomes, undelivered=row["memorandum"] in undelivered),
            row["zone"],
            rows[row["memorandum"]]["closes_at"],
            outcomes.get(row["memorandum"], ""),
        )
        for row in zones
    }


def _step(row: Mapping[str, Any], now: datetime, *, outcome: bool, undelivered: bool) -> NextStep:
    if row["signing_state"] == SigningState.NOT_OPEN:
        return NextStep.SEND if row["closes_at"] > now else NextStep.NEW_HOUR
    if row["signing_state"] == SigningState.OPEN:
        return NextStep.ENDS_SOON
    if outcome:
        return NextStep.PUBLISH_OUTCOME
    return NextStep.DELIVER if undelivered else NextStep.OUTCOME


async def _private_outcomes(memorandum_ids: Iterable[int]) -> dict[int, str]:
    """Return the keys of the outcomes that are entered and not published, by memorandum."""
    these = among(TimelineEntry.memorandum, memorandum_ids) & (TimelineEntry.kind == EntryKind.OUTCOME.value)
    query = TimelineEntry.select(TimelineEntry.memorandum, TimelineEntry.key).where(these & (TimelineEntry.state == EntryState.PRIVATE.value))
    return {row["memorandum"]: row["key"] for row in await query}


async def _undelivered(memorandum_ids: Iterable[int]) -> set[int]:
    """Return those of some memoranda that have addressees, and no delivery that stands."""
    addressed = await Addressee.select(Addressee.memorandum).where(among(Addressee.memorandum, memorandum_ids)).group_by(Addressee.memorandum)
    these = among(TimelineEntry.memorandum, memorandum_ids) & (TimelineEntry.kind == EntryKind.DELIVERY.value)
    standing = TimelineEntry.select(TimelineEntry.memorandum).where(these & (TimelineEntry.state != EntryState.WITHDRAWN.value))
    delivered = {row["memorandum"] for row in await standing.group_by(TimelineEntry.memorandum)}
    return {row["memorandum"] for row in addressed} - delivered
