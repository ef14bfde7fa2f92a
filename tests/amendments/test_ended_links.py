"""A link of a seat that a coordinator ends while its holder acts: what waited for the text changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.amendments import proposing
from coalition.amendments.forms import HandInForm
from coalition.database import is_postgres
from coalition.invitations.errors import SessionEnded
from coalition.memoranda import queries as memoranda
from coalition.rounds import queries
from coalition.rounds.seat_links import end_seat_links
from coalition.rounds.seat_sessions import hold_seat
from tests.amendments import proposed
from tests.overtaking import overtaking

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.seat_links import OpenedSeat

pytestmark = pytest.mark.anyio


async def handed_in_meanwhile(memorandum: Memorandum) -> BaseException | None:
    """Hand in an amendment with a link that is ended before the text is free; return what refuses that."""
    session = (await proposed.sessions(memorandum, "ben"))["ben"]
    await proposing.save_amendment(session, await proposed.replacing(memorandum, "2", "The parties report in public:"), "en")
    opened = await hold_seat(session)
    row = await queries.round_by_id(opened.round.id)
    assert row
    async with overtaking(memorandum, proposing.hand_in(session, HandInForm.parse({"disclosure": "named"}))) as late:
        await end_seat_links(row, opened.seat.id)
    return late.exception()


async def test_what_waited_for_the_text_is_refused(consulted: Memorandum) -> None:
    assert isinstance(await handed_in_meanwhile(consulted), SessionEnded)


async def test_a_build_that_looks_at_the_link_only_before_is_found(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_postgres():
        pytest.skip("SQLite has one writer at a time")

    async def looks_before(session: str) -> OpenedSeat:
        opened = await hold_seat(session)
        await memoranda.locked(opened.memorandum.id)
        return opened

    monkeypatch.setattr(proposing, "hold_seat_alone", looks_before)
    assert await handed_in_meanwhile(consulted) is None
