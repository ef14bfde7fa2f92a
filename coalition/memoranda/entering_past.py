"""Recording a memorandum of the past whose text or list of signatories the register does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.database import transaction
from coalition.memoranda.periods import count_after, end_of_period
from coalition.memoranda.public_changes import record_changes
from coalition.memoranda.searched_memoranda import let_memorandum_be_found
from coalition.memoranda.tables import Edition, Memorandum, MemorandumMember, MemorandumNote, Publicity, SigningState, TextState
from coalition.notices.issuing import notify
from coalition.notices.tables import NoticeKind
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.forms import MemorandumForm


async def record_past(  # noqa: PLR0913 -- each is a fact of the record
    form: MemorandumForm,
    *,
    forum_id: int | None,
    coordinator_id: int | None,
    announced: str | None,
    source: str,
    titles: Mapping[str, str],
    notes: Mapping[str, str],
) -> Memorandum:
    """Enter a historical memorandum as public, adopted and closed, with notes on what the record does not know."""
    now = clock.now()
    row = Memorandum(
        **form.model_dump(exclude={"forum", "authentic_languages"}, mode="json"),
        forum=forum_id,
        authentic_languages=",".join(form.authentic_languages),
        text_state=TextState.ADOPTED.value,
        signing_state=SigningState.CLOSED.value,
        publicity=Publicity.PUBLIC.value,
        historical=True,
        announced=announced,
        source=source,
        created_at=now,
        updated_at=now,
    )
    async with transaction():
        await row.save()
        await Edition.insert(Edition(memorandum=row.id, number=1, created_at=now))
        codes = dict.fromkeys([*titles, *notes])  # in the order given: files list them so
        texts = [MemorandumNote(memorandum=row.id, language=code, title=titles.get(code, ""), text=notes.get(code, "")) for code in codes]
        await MemorandumNote.insert(*texts)
        await let_memorandum_be_found(row.id)
        await trail.record(TrailAct.PAST_ENTERED, memorandum=row.id)
        if coordinator_id is not None:
            await MemorandumMember.insert(MemorandumMember(memorandum=row.id, coordinator=coordinator_id))
        await count_after(row.id, await end_of_period(row, now.date()))
        await notify(NoticeKind.RECORDED, row.slug)
        await record_changes(row)
    return row
