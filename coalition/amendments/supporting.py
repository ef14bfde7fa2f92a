"""Co-sponsors: an organisation supports an open amendment of another that it may read, and says who may know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.amendments import queries
from coalition.amendments.errors import NoSuchAmendment, OwnAmendment
from coalition.amendments.proposing import BY_LINK, check_open
from coalition.amendments.readers import reader_in
from coalition.amendments.tables import Amendment, CoSponsor
from coalition.database import put, transaction
from coalition.rounds.seat_sessions import hold_seat_alone
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from piccolo.columns import Column

    from coalition.amendments.forms import CoSponsorForm
    from coalition.amendments.readers import Reader


async def join_amendment(session: str, number: int, form: CoSponsorForm) -> None:
    """Let the organisation of a seat support an amendment; joining again changes who may know of it.

    Raises:
        SessionEnded: the session is over.
        NoSuchAmendment: there is none with this number that the seat may read.
        AmendmentNotOpen: it was decided or withdrawn.
        OwnAmendment: it is of the same organisation.

    """
    async with transaction():
        opened = await hold_seat_alone(session)
        reader = reader_in(opened)
        amendment = await _open_for(reader, number)
        if reader.owns(amendment.organisation):
            raise OwnAmendment
        if before := await queries.co_sponsor(amendment.id, reader.organisation):
            await _end(before)
        columns: dict[str, Any] = {"amendment": amendment.id, "seat": opened.seat.id, "organisation": opened.seat.organisation}
        columns |= {"disclosure": form.disclosure.value, "published": form.published.value}
        await put(CoSponsor, joined_at=clock.now(), **columns)
        await trail.record(TrailAct.AMENDMENT_SUPPORTED, f"amendment:{number}", opened.memorandum.id, actor=BY_LINK)


async def leave_amendment(session: str, number: int) -> None:
    """End the support of an amendment; nothing happens if the organisation does not support it.

    Raises:
        SessionEnded, NoSuchAmendment, AmendmentNotOpen: as `join_amendment`.

    """
    async with transaction():
        opened = await hold_seat_alone(session)
        reader = reader_in(opened)
        amendment = await _open_for(reader, number)
        if before := await queries.co_sponsor(amendment.id, reader.organisation):
            await _end(before)
            await trail.record(TrailAct.AMENDMENT_SUPPORTED, f"amendment:{number}", opened.memorandum.id, actor=BY_LINK)


async def _open_for(reader: Reader, number: int) -> Amendment:
    amendment = await queries.amendment_for(reader, number)
    if amendment is None:
        raise NoSuchAmendment
    check_open(amendment)
    return amendment


async def _end(sponsor: CoSponsor) -> None:
    values: dict[Column | str, Any] = {CoSponsor.withdrawn_at: clock.now()}
    await CoSponsor.update(values).where(CoSponsor.id == sponsor.id)
