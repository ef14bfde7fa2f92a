"""Reading the comments that were handed in with answers to rounds: those of the last answer of each seat, and of the last late one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from piccolo.query.functions import Count, Max

from coalition.amendments.tables import CommentDisposition, Reply
from coalition.database import among, one_of
from coalition.rounds.tables import COMMENT_TEXT, AnswerDisclosure, Seat, SeatAnswer, SeatComment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

    from coalition.amendments.readers import Reader

_DISCLOSED = [AnswerDisclosure.NAMED.value, AnswerDisclosure.UNNAMED.value]
_SEAT: Any = SeatComment.seat
_ANSWER: Any = SeatComment.answer
_COLUMNS = (
    *(SeatComment.id, SeatComment.key, SeatComment.provision, SeatComment.text),
    *(_SEAT.organisation.as_alias("organisation"), _SEAT.round.number.as_alias("round"), _ANSWER.disclosure.as_alias("disclosure")),
    *(_ANSWER.language.as_alias("language"), _ANSWER.late.as_alias("late")),
)


class CommentRow(Struct, frozen=True):
    """A comment that was handed in; `round` is the number of the round. Whoever reads it asks `disclosure` before the organisation is named."""

    id: int
    key: str
    provision: str
    text: str
    organisation: int
    round: int
    disclosure: str
    language: str
    late: bool

    @property
    def words(self) -> str:
        """The comment, decrypted."""
        return COMMENT_TEXT.decrypt(self.text, self.key)


def comments_readable_by(reader: Reader) -> Combinable:
    """Return the condition on the comments that somebody may read: a seat those of its organisation, and of its round what others disclosed."""
    of_memorandum: Combinable = (_SEAT.round.memorandum == reader.memorandum) & _ANSWER.is_in(_counting(reader.memorandum))
    if reader.is_coordinator:
        return of_memorandum
    disclosed = (_SEAT.round == reader.round) & _ANSWER.disclosure.is_in(_DISCLOSED)
    own: Combinable = _SEAT.organisation == reader.organisation
    readable: Combinable = of_memorandum & (own | disclosed)
    return readable


def _counting(memorandum_id: int) -> Select[SeatAnswer]:
    """Return the ids of the answers that take the place of every earlier one, as a part of another query."""
    seat: Any = SeatAnswer.seat
    return SeatAnswer.select(Max(SeatAnswer.id)).where(seat.round.memorandum == memorandum_id).group_by(SeatAnswer.seat, SeatAnswer.late)


async def comment_for(reader: Reader, comment_id: int) -> CommentRow | None:
    """Return a comment that somebody may read."""
    rows = await SeatComment.select(*_COLUMNS).where(comments_readable_by(reader) & (SeatComment.id == comment_id))
    return CommentRow(**rows[0]) if rows else None


async def comments_by_id(reader: Reader, ids: Collection[int]) -> dict[int, CommentRow]:
    """Return some comments that somebody may read, by id."""
    rows = await SeatComment.select(*_COLUMNS).where(comments_readable_by(reader) & among(SeatComment.id, ids))
    return {row["id"]: CommentRow(**row) for row in rows}


async def comments_in_order(reader: Reader, limit: int, round_number: int = 0) -> list[CommentRow]:
    """Return the first comments that somebody may read, of one round or of all, in the order of their ids."""
    these = _of_round(comments_readable_by(reader), round_number)
    return [CommentRow(**row) for row in await SeatComment.select(*_COLUMNS).where(these).order_by(SeatComment.id).limit(limit)]


def _of_round(these: Combinable, round_number: int) -> Combinable:
    """Return a condition on comments for those of one round, if it has a number."""
    return these & (_SEAT.round.number == round_number) if round_number else these


async def comments_after(reader: Reader, provisions: Collection[str] | None, after: int, limit: int) -> list[CommentRow]:
    """Return the next comments that somebody may read, in the order of their ids; of some provisions if they are given."""
    these = comments_readable_by(reader) & (SeatComment.id > after)
    if provisions is not None:
        these &= one_of(SeatComment.provision, provisions)
    return [CommentRow(**row) for row in await SeatComment.select(*_COLUMNS).where(these).order_by(SeatComment.id).limit(limit)]


async def number_of_replies(reader: Reader, comment_ids: Collection[int]) -> dict[int, int]:
    """Return how many replies to some comments somebody may read, by comment."""
    these: Combinable = among(Reply.comment, comment_ids)
    if not reader.is_coordinator:
        these &= Reply.disclosure.is_in(_DISCLOSED) | Reply.seat.is_in(Seat.select(Seat.id).where(Seat.organisation == reader.organisation))
    rows = await Reply.select(Reply.comment, Count(alias="number")).where(these).group_by(Reply.comment)
    return {row["comment"]: row["number"] for row in rows}


async def places_of_comments(reader: Reader, round_number: int = 0) -> list[tuple[int, str]]:
    """Return the id and the provision of each comment that somebody may read, of one round or of all, in the order of their ids."""
    these = _of_round(comments_readable_by(reader), round_number)
    rows = await SeatComment.select(SeatComment.id, SeatComment.provision).where(these).order_by(SeatComment.id)
    return [(row["id"], row["provision"]) for row in rows]


async def number_of_comments(reader: Reader, provisions: Collection[str] | None = None) -> dict[str, int]:
    """Return by provision how many comments somebody may read, about some provisions or about all."""
    these = comments_readable_by(reader)
    if provisions is not None:
        these &= one_of(SeatComment.provision, provisions)
    query = SeatComment.select(SeatComment.provision, Count(alias="number")).where(these).group_by(SeatComment.provision)
    return {row["provision"]: row["number"] for row in await query}


async def provision_of_comment(reader: Reader, comment_id: int) -> str | None:
    """Return the key of the provision that a comment is about; None if somebody may not read it."""
    rows = await SeatComment.select(SeatComment.provision).where(comments_readable_by(reader) & (SeatComment.id == comment_id))
    return str(rows[0]["provision"]) if rows else None


async def last_dispositions(comment_ids: Iterable[int]) -> Mapping[int, dict[str, Any]]:
    """Return by comment what became of it, with the reason."""
    table = CommentDisposition
    rows = (
        await table.select(table.comment, table.outcome, table.reason, table.disposed_at).where(among(table.comment, comment_ids)).order_by(table.id)
    )
    return {row["comment"]: row for row in rows}
