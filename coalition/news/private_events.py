"""What happened and no notification announces: only numbers, never who it was."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.acts.act_kinds import KINDS
from coalition.acts.histories import histories_of
from coalition.acts.queries import acts_on
from coalition.acts.tables import ActKind
from coalition.memoranda.queries import views_by_id
from coalition.news import queries
from coalition.news.event_kinds import EventKind
from coalition.news.queries import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from coalition.acts.histories import ActRow
    from coalition.memoranda.queries import MemorandumView
    from coalition.news.queries import ActThen, StatementThen

# How many acts one letter reads; the next letter goes on from there.
MOST_ACTS = 2000


class Happened(Struct, frozen=True):
    """What happened in a time: by memorandum, how many events of each kind no notification announces.

    `register` is how many mistakes were reported about entries of the register, which belong to no memorandum.
    """

    until: datetime
    more: bool
    private: Mapping[int, Counter[EventKind]]
    register: int = 0


async def happened_in(span: Span) -> Happened:
    """Return what happened on the memoranda of a person, for a letter to that person; the number of queries is fixed."""
    acts = await queries.new_acts(span, MOST_ACTS)
    more = len(acts) == MOST_ACTS
    span = span._replace(until=acts[-1].recorded_at) if more else span
    stated, withdrawn = await queries.new_statements(span), await queries.withdrawn_statements(span)
    known = await _known([*acts, *stated, *withdrawn])
    private: dict[int, Counter[EventKind]] = defaultdict(Counter)
    for act in acts:
        if act.id not in known or act.kind == ActKind.DISCLOSURE:
            private[act.memorandum][EventKind(act.kind)] += 1
    for kind, statements in ((EventKind.STATEMENT, stated), (EventKind.STATEMENT_WITHDRAWN, withdrawn)):
        for statement in statements:
            if statement.act not in known:
                private[statement.memorandum][kind] += 1
    others = {
        EventKind.REQUEST: queries.new_requests,
        EventKind.MISTAKE: queries.new_mistakes,
        EventKind.DELEGATION: queries.new_delegations,
        EventKind.DECLINE_TAKEN_BACK: queries.declines_taken_back,
        EventKind.BOUNCE: queries.new_bounces,
        EventKind.DOUBLE_ENTRY: queries.new_double_entries,
    }
    for kind, read in others.items():
        for memorandum_id in await read(span):
            private[memorandum_id][kind] += 1
    return Happened(span.until, more, private, await queries.new_mistakes_in_register(span))


async def _known(rows: Sequence[ActThen | StatementThen]) -> set[UUID]:
    """Return the ids of the acts that everybody may know today: the memorandum is public, and the act names its organisation and is announced."""
    views = {view.id: view for view in await views_by_id({row.memorandum for row in rows})}
    acts = await acts_on(views, {row.organisation for row in rows})
    return {act_id for memorandum_id, own_acts in acts.items() for act_id in _known_on(views[memorandum_id], own_acts)}


def _known_on(view: MemorandumView, acts: Sequence[ActRow]) -> set[UUID]:
    if not view.is_public:
        return set()
    today = clock.today()
    named = {act.id for history in histories_of(acts) if history.named(today) for act in (history.root, *history.events)}
    return {act.id for act in acts if KINDS[act.kind].notice and ({act.id, act.about, act.corrects} & named)}
