"""Reading amendments. What is private to a seat is read by `private_of` and `own_private` alone; everything else asks `readable_by`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from piccolo.query.functions import Count, Max

from coalition.amendments.tables import Amendment, AmendmentState, CoSponsor, Operation, PublicAnswer, Recommendation, Reply
from coalition.database import among, at_once, made_of, one_of, one_row, whole
from coalition.rounds.tables import AnswerDisclosure, ConsultationRound, Seat

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

    from coalition.amendments.filters import AmendmentFilters
    from coalition.amendments.readers import Reader

_DISCLOSED = [AnswerDisclosure.NAMED.value, AnswerDisclosure.UNNAMED.value]
_GONE = [AmendmentState.DRAFT.value, AmendmentState.WITHDRAWN.value]


class AmendmentRow(Struct, frozen=True):
    """An amendment as the comment matrix has it, its words encrypted. Whoever reads it asks `disclosure` before the organisation is named."""

    number: int
    key: str
    edition: int
    round: int | None
    organisation: int
    provision: str
    provision_number: str
    operation: str
    language: str
    text: str
    reason: str
    disclosure: str
    state: str
    late: bool
    decision_reason: str


MOST_ROWS = 10_000  # that are read at once
_ROW_COLUMNS = (
    *(Amendment.number, Amendment.key, Amendment.edition, Amendment.round, Amendment.organisation, Amendment.provision, Amendment.provision_number),
    *(Amendment.operation, Amendment.language, Amendment.text, Amendment.reason, Amendment.disclosure, Amendment.state, Amendment.late),
    Amendment.decision_reason,
)


def readable_by(reader: Reader) -> Combinable:
    """Return the condition on the amendments that somebody may read: none that is not handed in.

    Coordinators read everything else. A seat reads what its organisation handed in, and of others what they disclosed and did not
    withdraw: in its round, without a round, or referred to it from an earlier one.
    """
    handed_in = (Amendment.memorandum == reader.memorandum) & (Amendment.number > 0)
    if reader.is_coordinator:
        return handed_in
    earlier = Amendment.referred_at.is_not_null() & (Amendment.round < reader.round)
    here = (Amendment.edition == reader.edition) & (Amendment.round.is_null() | (Amendment.round == reader.round) | earlier)
    disclosed = Amendment.disclosure.is_in(_DISCLOSED) & Amendment.state.not_in(_GONE)
    return handed_in & ((Amendment.organisation == reader.organisation) | (here & disclosed))


async def private_of(seat_id: int) -> list[Amendment]:
    """Return the amendments of a seat that are not handed in, oldest first (for that seat alone)."""
    these = (Amendment.seat == seat_id) & (Amendment.number == 0)
    return [made_of(Amendment, row) for row in await Amendment.select(whole(Amendment)).where(these).order_by(Amendment.id)]


async def own_private(seat_id: int, key: str) -> Amendment | None:
    """Return an amendment of a seat that is not handed in, by its key (for that seat alone)."""
    return await one_row(Amendment, (Amendment.key == key) & (Amendment.seat == seat_id) & (Amendment.number == 0))


async def amendment_for(reader: Reader, number: int) -> Amendment | None:
    """Return an amendment that somebody may read."""
    rows = await Amendment.select(whole(Amendment)).where(readable_by(reader) & (Amendment.number == number))
    return made_of(Amendment, rows[0]) if rows else None


async def amendments_for(reader: Reader, filters: AmendmentFilters, after: int, limit: int) -> list[Amendment]:
    """Return a page of the amendments that somebody may read, by number."""
    these = matching(reader, filters) & (Amendment.number > after)
    rows = await Amendment.select(whole(Amendment)).where(these).order_by(Amendment.number).limit(limit)
    return [made_of(Amendment, row) for row in rows]


def matching(reader: Reader, filters: AmendmentFilters) -> Combinable:
    """Return the condition on the amendments that somebody may read and that a list shows."""
    these = readable_by(reader)
    if filters.provision is not None:
        these &= Amendment.provision == filters.provision
    if filters.provisions is not None:
        these &= one_of(Amendment.provision, filters.provisions)
    if filters.states:
        these &= one_of(Amendment.state, [state.value for state in filters.states])
    if filters.language:
        these &= Amendment.language == filters.language
    if filters.operation:
        these &= Amendment.operation == filters.operation.value
    if filters.organisations is not None:
        these &= _of_organisations(reader, filters.organisations)
    if filters.numbers is not None:
        these &= among(Amendment.number, filters.numbers)
    return these & (Amendment.round == filters.round) if filters.round else these


def _of_organisations(reader: Reader, organisation_ids: Collection[int]) -> Combinable:
    """Return the condition on amendments of organisations; a seat finds those of others only where they are named."""
    these = among(Amendment.organisation, organisation_ids)
    if reader.is_coordinator:
        return these
    named = Amendment.disclosure == AnswerDisclosure.NAMED.value
    return these & (named | (Amendment.organisation == reader.organisation))


async def open_in(reader: Reader, provisions: Collection[str], language: str) -> list[Amendment]:
    """Return the open amendments about some provisions that somebody may read, by number; in one language, or in all."""
    these = readable_by(reader) & (Amendment.state == AmendmentState.SUBMITTED.value) & one_of(Amendment.provision, provisions)
    if language:
        these &= Amendment.language == language
    return [made_of(Amendment, row) for row in await Amendment.select(whole(Amendment)).where(these).order_by(Amendment.number)]


async def places_of_amendments(reader: Reader, round_number: int = 0) -> list[tuple[int, str]]:
    """Return the number and the provision of each amendment that somebody may read, of one round or of all, by number."""
    these = _of_round(readable_by(reader), round_number)
    rows = await Amendment.select(Amendment.number, Amendment.provision).where(these).order_by(Amendment.number)
    return [(row["number"], row["provision"]) for row in rows]


def _of_round(these: Combinable, round_number: int) -> Combinable:
    """Return a condition on amendments for those of one round, if it has a number."""
    of_round: Any = Amendment.round
    return these & (of_round.number == round_number) if round_number else these


async def amendment_rows(
    reader: Reader, numbers: Collection[int] | None = None, *, limit: int = MOST_ROWS, round_number: int = 0
) -> list[AmendmentRow]:
    """Return what the comment matrix has of amendments that somebody may read, by number: of some, or the first, of one round or of all."""
    these = _of_round(readable_by(reader), round_number)
    if numbers is not None:
        these &= among(Amendment.number, numbers)
    return [AmendmentRow(**row) for row in await Amendment.select(at_once(*_ROW_COLUMNS)).where(these).order_by(Amendment.number).limit(limit)]


async def amendments_numbered(reader: Reader, numbers: Collection[int]) -> dict[int, Amendment]:
    """Return some amendments that somebody may read, by number."""
    rows = await Amendment.select(whole(Amendment)).where(readable_by(reader) & among(Amendment.number, numbers))
    return {row["number"]: made_of(Amendment, row) for row in rows}


async def numbers_readable(reader: Reader, numbers: Collection[int]) -> set[int]:
    """Return those of some numbers whose amendments somebody may read."""
    these = readable_by(reader) & among(Amendment.number, numbers)
    return {row["number"] for row in await Amendment.select(Amendment.number).where(these)}


async def numbers_open(reader: Reader, numbers: Collection[int]) -> set[int]:
    """Return those of some numbers whose amendments are open, as far as somebody may read them."""
    these = readable_by(reader) & (Amendment.state == AmendmentState.SUBMITTED.value) & among(Amendment.number, numbers)
    return {row["number"] for row in await Amendment.select(Amendment.number).where(these)}


async def open_about(reader: Reader, provisions: Collection[str]) -> list[Amendment]:
    """Return the open amendments that somebody may read and that change or delete one of some provisions."""
    changing = Amendment.operation.is_in([Operation.REPLACE.value, Operation.DELETE.value])
    these = readable_by(reader) & (Amendment.state == AmendmentState.SUBMITTED.value) & changing & one_of(Amendment.provision, provisions)
    return [made_of(Amendment, row) for row in await Amendment.select(whole(Amendment)).where(these).order_by(Amendment.number)]


async def open_by_provision(reader: Reader, provisions: Collection[str]) -> list[tuple[int, str]]:
    """Return the number and the provision of each open amendment about some provisions that somebody may read."""
    these = readable_by(reader) & (Amendment.state == AmendmentState.SUBMITTED.value) & one_of(Amendment.provision, provisions)
    rows = await Amendment.select(Amendment.number, Amendment.provision).where(these).order_by(Amendment.number)
    return [(row["number"], row["provision"]) for row in rows]


async def number_of_open(reader: Reader, language: str = "") -> dict[str, int]:
    """Return how many open amendments somebody may read, by provision ("" for those at the end), of one language or of all."""
    these = readable_by(reader) & (Amendment.state == AmendmentState.SUBMITTED.value)
    if language:
        these &= Amendment.language == language
    rows = await Amendment.select(Amendment.provision, Count(alias="number")).where(these).group_by(Amendment.provision)
    return {row["provision"]: row["number"] for row in rows}


async def places_of_private(seat_id: int) -> list[str]:
    """Return the provision of each amendment of a seat that is not handed in (for that seat alone)."""
    return await Amendment.select(Amendment.provision).where((Amendment.seat == seat_id) & (Amendment.number == 0)).output(as_list=True)


async def last_number(memorandum_id: int) -> int:
    """Return the number of the last amendment that was handed in; 0 if none was."""
    rows = await Amendment.select(Max(Amendment.number, alias="last")).where(Amendment.memorandum == memorandum_id)
    return int(rows[0]["last"] or 0)


async def number_private(seat_id: int) -> int:
    """Return how many amendments of a seat are not handed in."""
    return int(await Amendment.count().where((Amendment.seat == seat_id) & (Amendment.number == 0)))


async def accepted_on(amendment: Amendment) -> list[Amendment]:
    """Return the accepted amendments that changed the same provision in the same language and edition (for operations)."""
    accepted = (Amendment.state == AmendmentState.ACCEPTED.value) & Amendment.applied.is_not_null()
    rows = await Amendment.select(whole(Amendment)).where(_beside(amendment) & accepted).order_by(Amendment.number)
    return [made_of(Amendment, row) for row in rows]


async def newest_version(amendment: Amendment) -> int:
    """Return the newest version of the wording that the authors of open and accepted changes of the same provision read (for operations)."""
    these = _beside(amendment) & Amendment.state.is_in([AmendmentState.SUBMITTED.value, AmendmentState.ACCEPTED.value])
    rows = await Amendment.select(Max(Amendment.version, alias="newest")).where(these)
    return max(int(rows[0]["newest"] or 0), amendment.version)


def _beside(amendment: Amendment) -> Combinable:
    same = (Amendment.memorandum == amendment.memorandum) & (Amendment.edition == amendment.edition) & (Amendment.number > 0)
    same &= (Amendment.provision == amendment.provision) & (Amendment.language == amendment.language)
    changing: Combinable = same & (Amendment.operation == Operation.REPLACE.value)
    return changing


async def made_beside(amendment: Amendment) -> list[tuple[int, str]]:
    """Return the number of each accepted amendment that added a provision at the same place, and the key of that (for operations)."""
    same = (Amendment.memorandum == amendment.memorandum) & (Amendment.operation == amendment.operation)
    same &= (Amendment.provision == amendment.provision) & (Amendment.made != "")
    rows = await Amendment.select(Amendment.number, Amendment.made).where(same).order_by(Amendment.number)
    return [(row["number"], row["made"]) for row in rows]


async def made_by_change(memorandum_id: int, change: str) -> Amendment | None:
    """Return the amendment whose acceptance made a change of the text (for operations)."""
    return await one_row(Amendment, (Amendment.memorandum == memorandum_id) & (Amendment.change == change))


async def number_open(memorandum_id: int) -> int:
    """Return how many amendments of a memorandum are open (for those who work on it)."""
    these = (Amendment.memorandum == memorandum_id) & (Amendment.state == AmendmentState.SUBMITTED.value)
    return int(await Amendment.count().where(these))


async def sponsors_of(amendment_ids: Iterable[int]) -> list[CoSponsor]:
    """Return the co-sponsors of some amendments that did not leave; who may know of each says its disclosure."""
    these = among(CoSponsor.amendment, amendment_ids) & CoSponsor.withdrawn_at.is_null()
    return [made_of(CoSponsor, row) for row in await CoSponsor.select(whole(CoSponsor)).where(these).order_by(CoSponsor.id)]


async def co_sponsor(amendment_id: int, organisation_id: int) -> CoSponsor | None:
    """Return the support of an organisation for an amendment (for that organisation)."""
    these = (CoSponsor.amendment == amendment_id) & (CoSponsor.organisation == organisation_id) & CoSponsor.withdrawn_at.is_null()
    rows = await CoSponsor.select(whole(CoSponsor)).where(these)
    return made_of(CoSponsor, rows[0]) if rows else None


async def memoranda_with_answers(organisation_ids: Collection[int], memorandum_id: int | None) -> list[int]:
    """Return the memoranda on whose drafts some entries of an organisation let everybody read anything, or the given one (for operations)."""
    no, of_amendment = PublicAnswer.NO.value, CoSponsor.amendment.memorandum
    own = among(Amendment.organisation, organisation_ids) & (Amendment.published != no)
    supported = among(CoSponsor.organisation, organisation_ids) & (CoSponsor.published != no)
    ids = {row["memorandum"] for row in await Amendment.select(Amendment.memorandum).where(own)}
    ids |= {row["memorandum"] for row in await CoSponsor.select(of_amendment.as_alias("memorandum")).where(supported)}
    return sorted(ids & {memorandum_id} if memorandum_id else ids)


async def last_recommendations(amendment_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return by amendment what is recommended now, with the name of who recommended it (shown to those who work on it alone)."""
    table = Recommendation
    columns = (table.amendment, table.outcome, table.reason, table.recommended_at, table.coordinator.name.as_alias("coordinator"))
    rows = await table.select(*columns).where(among(table.amendment, amendment_ids)).order_by(table.id)
    return {row["amendment"]: row for row in rows}


async def replies_about(amendments: Collection[int], comments: Collection[int]) -> Sequence[Reply]:
    """Return the replies to some amendments and comments, oldest first; who may read each says its disclosure."""
    these = among(Reply.amendment, amendments) | among(Reply.comment, comments)
    return [made_of(Reply, row) for row in await Reply.select(whole(Reply)).where(these).order_by(Reply.id)]


async def round_numbers(round_ids: Iterable[int]) -> dict[int, int]:
    """Return the numbers of some rounds by their ids."""
    rows = await ConsultationRound.select(ConsultationRound.id, ConsultationRound.number).where(among(ConsultationRound.id, round_ids))
    return {row["id"]: row["number"] for row in rows}


async def seat_organisations(seat_ids: Iterable[int]) -> dict[int, int]:
    """Return the organisations of some seats (what is shown of them says the disclosure of what they wrote)."""
    return {row["id"]: row["organisation"] for row in await Seat.select(Seat.id, Seat.organisation).where(among(Seat.id, seat_ids))}


def ids_of(these: Combinable) -> Select[Amendment]:
    """Return the ids of some amendments, as a part of another query (for what is erased with them)."""
    return Amendment.select(Amendment.id).where(these)
