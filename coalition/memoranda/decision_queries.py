"""Reading decisions and their reasons (for those who work on a memorandum), and what the public is told of a withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.database import one_row
from coalition.memoranda.tables import DECISION_REASON, Decision, DecisionKind, Memorandum, Publicity, WithdrawalSentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class ReasonedDecision(Struct, frozen=True):
    """A decision with its reason; `who` is empty if the account is not known."""

    kind: DecisionKind
    day: date
    who: str
    reason: str


async def decisions_of(memorandum_id: int) -> list[ReasonedDecision]:
    """Return the decisions about a memorandum, newest first (for those who work on it)."""
    columns = (Decision.kind, Decision.day, Decision.key, Decision.reason, Decision.coordinator.name.as_alias("who"))
    rows = await Decision.select(*columns).where(Decision.memorandum == memorandum_id).order_by(Decision.id, ascending=False)
    return [
        ReasonedDecision(DecisionKind(row["kind"]), row["day"], row["who"] or "", DECISION_REASON.decrypt(row["reason"], row["key"])) for row in rows
    ]


class Withdrawn(Struct, frozen=True):
    """What everybody may know of a memorandum that was withdrawn from the public: since when, and the sentences by language."""

    since: date
    sentences: Mapping[str, str]


async def withdrawal_days() -> dict[str, date]:
    """Return the day since which each memorandum that was withdrawn from the public is not shown, by slug (everybody may know it)."""
    rows = await Memorandum.select(*_DAYS).where(Memorandum.publicity == Publicity.WITHDRAWN_FROM_PUBLIC.value)
    return {row["slug"]: row["withdrawn_on"] or row["updated_at"].date() for row in rows}


_DAYS = (Memorandum.slug, Memorandum.withdrawn_on, Memorandum.updated_at)


async def withdrawn(slug: str) -> Withdrawn | None:
    """Return what everybody may know of a memorandum that was withdrawn from the public; None for every other."""
    row = await one_row(Memorandum, (Memorandum.slug == slug) & (Memorandum.publicity == Publicity.WITHDRAWN_FROM_PUBLIC.value))
    if row is None:
        return None
    sentences = await WithdrawalSentence.select(WithdrawalSentence.language, WithdrawalSentence.text).where(WithdrawalSentence.memorandum == row.id)
    return Withdrawn(row.withdrawn_on or row.updated_at.date(), {sentence["language"]: sentence["text"] for sentence in sentences})
