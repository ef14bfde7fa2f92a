"""Replies to amendments and comments as those who may read them see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments import queries
from coalition.amendments.tables import REPLY_TEXT, Reply
from coalition.organisations import queries as organisations
from coalition.people.queries import names_of
from coalition.rounds.tables import AnswerDisclosure

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from coalition.amendments.readers import Reader
    from coalition.organisations.views import OrganisationView


class ReplyView(Struct, frozen=True):
    """A reply; without `of_editors` it is of an organisation, which is None where it is not named to the reader.

    `coordinator`, `disclosure` and `at` are given to those who work on the draft; the last two also to the own organisation.
    """

    text: str
    language: str
    of_editors: bool
    organisation: OrganisationView | None
    is_own: bool
    coordinator: str = ""
    disclosure: AnswerDisclosure | None = None
    at: datetime | None = None


async def replies_to(reader: Reader, *, amendment: int | None = None, comment: int | None = None) -> list[ReplyView]:
    """Return the replies to an amendment or a comment (their ids) that somebody may read, oldest first, in a fixed number of queries."""
    about = await replies_beside(reader, amendments=[amendment] if amendment else [], comments=[comment] if comment else [])
    return (about.to_amendments if amendment else about.to_comments).get(amendment or comment or 0, [])


class RepliesBeside(Struct, frozen=True):
    """Replies by the id of the amendment, and by the id of the comment, that they are about."""

    to_amendments: dict[int, list[ReplyView]]
    to_comments: dict[int, list[ReplyView]]


async def replies_beside(reader: Reader, *, amendments: Collection[int] = (), comments: Collection[int] = ()) -> RepliesBeside:
    """Return the replies to some amendments and comments (their ids) that somebody may read, oldest first, in a fixed number of queries."""
    rows = await queries.replies_about(amendments, comments)
    parties = await queries.seat_organisations({row.seat for row in rows if row.seat})
    shown = [row for row in rows if _is_shown(reader, row, parties.get(row.seat or 0))]
    named = await organisations.views_by_id(parties[row.seat] for row in shown if row.seat and _is_named(reader, row, parties[row.seat]))
    people = await names_of({row.coordinator for row in shown if row.coordinator}) if reader.is_coordinator else {}
    beside = RepliesBeside({}, {})
    for row in shown:
        view = _view(reader, row, parties.get(row.seat or 0, 0), named, people.get(row.coordinator or 0, ""))
        (beside.to_amendments if row.amendment else beside.to_comments).setdefault(row.amendment or row.comment, []).append(view)
    return beside


def _is_shown(reader: Reader, row: Reply, organisation: int | None) -> bool:
    """Whether somebody may read a reply: a seat what its organisation wrote, and what others did not write for the coordinators alone."""
    return reader.is_coordinator or reader.owns(organisation) or row.disclosure != AnswerDisclosure.COORDINATORS


def _is_named(reader: Reader, row: Reply, organisation: int) -> bool:
    return reader.is_coordinator or reader.owns(organisation) or row.disclosure == AnswerDisclosure.NAMED


def _view(reader: Reader, row: Reply, organisation: int, named: Mapping[int, OrganisationView], coordinator: str) -> ReplyView:
    is_own = reader.owns(organisation)
    knows = reader.is_coordinator or is_own
    return ReplyView(
        text=REPLY_TEXT.decrypt(row.text, row.key),
        language=row.language,
        of_editors=row.seat is None,
        organisation=named.get(organisation),
        is_own=is_own,
        coordinator=coordinator,
        disclosure=AnswerDisclosure(row.disclosure) if knows else None,
        at=row.replied_at if knows else None,
    )
