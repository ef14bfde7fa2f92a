"""Amendments as those who may read them see them: a page of a list, and one with everything about it, in a fixed number of queries."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments import queries
from coalition.amendments.applying import merged_words
from coalition.amendments.collisions import Collision, Family, collisions
from coalition.amendments.disclosed import Sponsors, named_author, named_sponsors, sponsors_for
from coalition.amendments.filters import EVERY_AMENDMENT, AmendmentFilters
from coalition.amendments.proposals import frozen_text, words_of
from coalition.amendments.proposing import digest_of_private
from coalition.amendments.reply_views import ReplyView, replies_beside
from coalition.amendments.shown_texts import ShownTexts, has_moved_on, is_moot, provision_now, shown_texts
from coalition.amendments.tables import AMENDMENT_REASON, AMENDMENT_TEXT, DECIDED_TEXT, Amendment, AmendmentState, Operation, Outcome, PublicAnswer
from coalition.drafting.current_texts import EditionTexts, current_texts
from coalition.organisations import queries as organisations
from coalition.people.queries import names_of
from coalition.rounds.queries import texts_of
from coalition.rounds.tables import AnswerDisclosure

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from coalition.amendments.readers import Reader
    from coalition.amendments.tables import CoSponsor
    from coalition.organisations.views import OrganisationView
    from coalition.rounds.seat_links import OpenedSeat


class Recommended(Struct, frozen=True):
    """What the editors recommend, and why; who and when is given to those who work on the draft."""

    outcome: Outcome
    reason: str
    coordinator: str = ""
    at: datetime | None = None


class AmendmentLine(Struct, frozen=True):
    """An amendment as a line of a list.

    `organisation` is None where its author asked for no name. `disclosure` and `submitted_at` are given to those who work on the draft and to
    the own organisation. `state` is moot where the provision of an open one is gone. `moved_on` says that the words it is about were changed.
    `public_answer` is the answer of the own organisation about everybody, as author or co-sponsor; for those who work on the draft the author's.
    """

    number: int
    operation: Operation
    provision: str
    provision_number: str
    language: str
    state: AmendmentState
    organisation: OrganisationView | None
    is_own: bool
    round: int | None
    is_late: bool
    is_referred: bool
    moved_on: bool
    sponsors: Sponsors
    recommended: Recommended | None
    collisions: Sequence[Collision]
    disclosure: AnswerDisclosure | None
    submitted_at: datetime | None
    public_answer: PublicAnswer | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state is AmendmentState.SUBMITTED


class AmendmentsPage(Struct, frozen=True):
    """A page of amendments by number; `after` is where the next page begins, 0 on the last."""

    lines: Sequence[AmendmentLine]
    after: int


class Decided(Struct, frozen=True):
    """A decision: the reason, the text that was accepted (given to those who work on the draft), and the amendment into which it was merged.

    `merged_into` is None where the reader may not know of that one.
    """

    reason: str
    text: str
    merged_into: int | None
    at: datetime | None
    coordinator: str


class AmendmentView(Struct, frozen=True):
    """An amendment with everything that its reader may know about it. `is_erased`: its words were erased."""

    line: AmendmentLine
    texts: ShownTexts
    reason: str
    is_erased: bool
    decided: Decided | None
    replies: Sequence[ReplyView]


class PrivateAmendment(Struct, frozen=True):
    """An amendment that is not handed in, as its own seat reads it; `key` names it to the operations."""

    key: str
    operation: Operation
    provision: str
    provision_number: str
    language: str
    texts: ShownTexts
    reason: str
    saved_at: datetime

    @property
    def digest(self) -> str:
        """What a form says it began from, so that two colleagues do not write over each other."""
        return digest_of_private(self.texts.proposed, self.reason)


class _Loaded(Struct):
    """What the lines of a page need."""

    reader: Reader
    texts: EditionTexts
    collisions: Mapping[int, list[Collision]]
    sponsors: Mapping[int, list[CoSponsor]]
    organisations: Mapping[int, OrganisationView]
    recommended: Mapping[int, Recommended]
    rounds: Mapping[int, int]


async def amendments_of(
    reader: Reader, filters: AmendmentFilters = EVERY_AMENDMENT, *, after: int = 0, limit: int, collide: bool = True
) -> AmendmentsPage:
    """Return a page of the amendments that somebody may read, by number, beginning after a number.

    A filter on open ones finds those too whose provision is gone. Without `collide` nothing is compared, and no line has collisions.
    """
    rows = await queries.amendments_for(reader, filters, after, limit + 1)
    loaded = await _load(reader, rows[:limit], collide=collide)
    return AmendmentsPage([_line(loaded, row) for row in rows[:limit]], rows[limit - 1].number if len(rows) > limit else 0)


async def amendment_view(reader: Reader, number: int) -> AmendmentView | None:
    """Return an amendment that somebody may read; None if there is none."""
    row = await queries.amendment_for(reader, number)
    return (await _views(reader, [row]))[0] if row else None


class WholeAmendmentsPage(Struct, frozen=True):
    """A page of amendments with everything about them, by number; `after` is where the next page begins, 0 on the last."""

    views: Sequence[AmendmentView]
    after: int


async def amendment_views(reader: Reader, filters: AmendmentFilters, *, after: int = 0, limit: int) -> WholeAmendmentsPage:
    """Return a page of the amendments that somebody may read with their texts and replies; for a seat in a fixed number of queries."""
    rows = await queries.amendments_for(reader, filters, after, limit + 1)
    return WholeAmendmentsPage(await _views(reader, rows[:limit]), rows[limit - 1].number if len(rows) > limit else 0)


async def _views(reader: Reader, rows: Sequence[Amendment]) -> list[AmendmentView]:
    loaded = await _load(reader, rows)
    targets = await queries.numbers_readable(reader, {row.merged_into for row in rows if row.merged_into})
    deciders = {row.coordinator for row in rows if row.coordinator}
    people = await names_of(deciders) if reader.is_coordinator else {}
    replies = (await replies_beside(reader, amendments=[row.id for row in rows])).to_amendments
    return [await _view(loaded, row, _decided(reader, row, targets, people), replies.get(row.id, [])) for row in rows]


async def _view(loaded: _Loaded, row: Amendment, decided: Decided | None, replies: Sequence[ReplyView]) -> AmendmentView:
    proposed = AMENDMENT_TEXT.decrypt(row.text, row.key)
    line = _line(loaded, row)
    return AmendmentView(
        line=line,
        texts=shown_texts(row, proposed, provision_now(row, loaded.texts), await _result(loaded, row, line)),
        reason=AMENDMENT_REASON.decrypt(row.reason, row.key),
        is_erased=not proposed and row.operation != Operation.DELETE,
        decided=decided,
        replies=replies,
    )


async def private_amendments(opened: OpenedSeat, provisions: Collection[str] | None = None) -> list[PrivateAmendment]:
    """Return the amendments of a seat that are not handed in, oldest first, or those about some provisions; nobody else reads them."""
    texts = await _frozen(opened.round.id, opened.round.edition)
    rows = [row for row in await queries.private_of(opened.seat.id) if provisions is None or row.provision in provisions]
    return [_private(row, texts) for row in rows]


async def private_amendment(opened: OpenedSeat, key: str) -> PrivateAmendment | None:
    """Return an amendment of a seat that is not handed in; None if the seat has none with this key."""
    row = await queries.own_private(opened.seat.id, key)
    return _private(row, await _frozen(opened.round.id, opened.round.edition)) if row else None


def _private(row: Amendment, texts: EditionTexts) -> PrivateAmendment:
    return PrivateAmendment(
        key=row.key,
        operation=Operation(row.operation),
        provision=row.provision,
        provision_number=row.provision_number,
        language=row.language,
        texts=shown_texts(row, AMENDMENT_TEXT.decrypt(row.text, row.key), provision_now(row, texts), None),
        reason=AMENDMENT_REASON.decrypt(row.reason, row.key),
        saved_at=row.saved_at,
    )


async def texts_read_by(reader: Reader) -> EditionTexts:
    """Return the text beside which somebody reads amendments: as it is now, or for a seat the frozen text of its round."""
    return await current_texts(reader.memorandum) if reader.is_coordinator else await _frozen(reader.round, reader.edition)


async def _frozen(round_id: int, edition: int) -> EditionTexts:
    return EditionTexts(edition, {row.language: frozen_text(row) for row in await texts_of(round_id)})


async def _load(reader: Reader, rows: Sequence[Amendment], *, collide: bool = True) -> _Loaded:
    texts = await texts_read_by(reader)
    colliding = await _collisions(reader, rows, texts) if collide else {}
    sponsors: dict[int, list[CoSponsor]] = {}
    for sponsor in await queries.sponsors_of(row.id for row in rows):
        sponsors.setdefault(sponsor.amendment, []).append(sponsor)
    ids = {author for row in rows if (author := named_author(reader, row))}
    ids |= {row.organisation for row in rows} | {each for some in sponsors.values() for each in named_sponsors(reader, some)}
    return _Loaded(
        reader=reader,
        texts=texts,
        collisions=colliding,
        sponsors=sponsors,
        organisations=await organisations.views_by_id(ids),
        recommended=await _recommended(reader, rows),
        rounds=await queries.round_numbers({row.round for row in rows if row.round}),
    )


async def _collisions(reader: Reader, rows: Sequence[Amendment], texts: EditionTexts) -> Mapping[int, list[Collision]]:
    family = Family.of(texts)
    beside = await queries.open_about(reader, family.concerned({row.provision for row in rows}))
    return await asyncio.to_thread(collisions, beside, family, {row.number for row in rows})


async def _recommended(reader: Reader, rows: Sequence[Amendment]) -> dict[int, Recommended]:
    last = await queries.last_recommendations(row.id for row in rows)
    if reader.is_coordinator:
        return {
            each: Recommended(Outcome(row["outcome"]), row["reason"], row["coordinator"] or "", row["recommended_at"]) for each, row in last.items()
        }
    return {each: Recommended(Outcome(row["outcome"]), row["reason"]) for each, row in last.items()}


def _line(loaded: _Loaded, row: Amendment) -> AmendmentLine:
    reader = loaded.reader
    is_own = reader.owns(row.organisation)
    knows = reader.is_coordinator or is_own
    is_open = row.state == AmendmentState.SUBMITTED
    return AmendmentLine(
        number=row.number,
        operation=Operation(row.operation),
        provision=row.provision,
        provision_number=row.provision_number,
        language=row.language,
        state=AmendmentState.MOOT if is_open and is_moot(row, loaded.texts) else AmendmentState(row.state),
        organisation=loaded.organisations.get(named_author(reader, row) or 0),
        is_own=is_own,
        round=loaded.rounds.get(row.round or 0),
        is_late=row.late,
        is_referred=row.referred_at is not None,
        moved_on=is_open and has_moved_on(row, loaded.texts),
        sponsors=sponsors_for(reader, row, loaded.sponsors.get(row.id, []), loaded.organisations),
        recommended=loaded.recommended.get(row.id),
        collisions=loaded.collisions.get(row.number, []),
        disclosure=AnswerDisclosure(row.disclosure) if knows else None,
        submitted_at=row.submitted_at if knows else None,
        public_answer=PublicAnswer(row.published) if knows else _answer_of_sponsor(reader, loaded.sponsors.get(row.id, [])),
    )


def _answer_of_sponsor(reader: Reader, sponsors: Sequence[CoSponsor]) -> PublicAnswer | None:
    return next((PublicAnswer(sponsor.published) for sponsor in sponsors if reader.owns(sponsor.organisation)), None)


async def _result(loaded: _Loaded, row: Amendment, line: AmendmentLine) -> str | None:
    """Return what a provision would say after an acceptance (for those who work on the draft); None where that is not certain."""
    now = provision_now(row, loaded.texts)
    if not loaded.reader.is_coordinator or not line.is_open or row.operation != Operation.REPLACE or now is None:
        return None
    return await merged_words(row, loaded.texts.languages[row.language].wording, words_of(now))


def _decided(reader: Reader, row: Amendment, targets: Collection[int], people: Mapping[int, str]) -> Decided | None:
    """Return the decision about an amendment; `targets` are the numbers of those that the reader may know of."""
    if row.decided_at is None and row.referred_at is None:
        return None
    target = row.merged_into if row.merged_into in targets else None
    if not reader.is_coordinator:
        return Decided(row.decision_reason, "", target, None, "")
    text = DECIDED_TEXT.decrypt(row.decided_text, row.key)
    return Decided(row.decision_reason, text, target, row.decided_at, people.get(row.coordinator or 0, ""))
