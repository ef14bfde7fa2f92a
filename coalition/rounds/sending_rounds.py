"""Sending a round: the draft is frozen, every chosen organisation gets a seat, and letters are begun, all in one transaction."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock, trail
from coalition.database import one_of, put, put_all, transaction
from coalition.duplicates.engagements import Engaged, Engagement, engagements
from coalition.fields import InvalidForm
from coalition.forums.organisation_choice_queries import Choice
from coalition.invitations.forms import words_by_language
from coalition.invitations.recipients import contact_to_invite
from coalition.jobs.long_work import go_on_now
from coalition.jobs.queue import enqueue
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.recording_revisions import Content
from coalition.memoranda.tables import Edition, Memorandum, TextState, Wording
from coalition.networks.member_choice_queries import networks_called
from coalition.organisations import queries as organisations
from coalition.rounds import queries
from coalition.rounds.errors import RoundStillOpen
from coalition.rounds.forgetting import forget_after
from coalition.rounds.round_letters import OPENED, begin_letters
from coalition.rounds.seat_choice_queries import contacts_by_organisation, seats_of_choice
from coalition.rounds.seat_links import make_seat_link
from coalition.rounds.tables import ConsultationRound, RoundMessage, RoundText, Seat
from coalition.trail import TrailAct
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.duplicates.engagements import Condition
    from coalition.rounds.forms import RoundForm, RoundParticularsForm

MOST_SEATS = 500
MOST_SHOWN = 200  # links that one page shows


class SentSeat(Struct, frozen=True):
    """A new seat; `link` is shown this once, and empty where a letter brings it."""

    organisation: str
    link: str
    mailed: bool


class SentRound(Struct, frozen=True):
    """A round that was sent, and its seats."""

    round: ConsultationRound
    seats: Sequence[SentSeat]


async def send_round(memorandum: Memorandum, form: RoundForm) -> SentRound:
    """Send the draft to organisations that are named, and to the members of networks.

    Raises:
        InvalidForm: an organisation is not in the register, or a network; or there are too many.
        RoundStillOpen, WordingMissing, TextFrozen, WasAbandoned: as `send_to`.

    """
    ids, networks = await organisations.ids_by_slug(form.organisations), await networks_called(form.networks)
    for field, slugs, known in (("organisations", form.organisations, ids), ("networks", form.networks, networks)):
        if missing := next((slug for slug in slugs if slug not in known), None):
            raise InvalidForm({field: Message("{slug} is not in the register.", slug=missing)})
    members = await seats_of_choice(Choice("network", tuple(networks)), MOST_SEATS) if networks else []
    return await send_to(memorandum, [*(ids[slug] for slug in form.organisations), *members], form)


async def send_to_choice(memorandum: Memorandum, choice: Choice, form: RoundParticularsForm) -> SentRound:
    """Send the draft to all organisations of a choice.

    Raises:
        InvalidForm, RoundStillOpen, WordingMissing, TextFrozen, WasAbandoned: as `send_to`.

    """
    return await send_to(memorandum, await seats_of_choice(choice, MOST_SEATS), form)


async def send_to(memorandum: Memorandum, organisation_ids: Iterable[int], form: RoundParticularsForm) -> SentRound:
    """Send the draft to some organisations; in the place of a merged entry, the one that remains gets the seat.

    Where letters are sent, jobs write those that the request does not. Where none are, the links are returned, this once.

    Raises:
        InvalidForm: nobody is chosen, or too many.
        RoundStillOpen: another round is open.
        WordingMissing: an authentic language has no text.
        TextFrozen, WasAbandoned: there is no draft.

    """
    chosen = list(dict.fromkeys(organisation_ids))
    remaining = await organisations.remaining_ids(chosen)
    parties = list(dict.fromkeys(remaining.get(party, party) for party in chosen))
    _check_number(parties, send=form.send)
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        edition = await edition_queries.edition_worked_on(row.id)
        wordings = await edition_queries.wordings(edition.id)
        written = {wording.language for wording in wordings}
        missing = tuple(language for language in row.authentic_languages.split(",") if language not in written)
        check(Action.SEND_ROUND, Situation(row, drafted=edition.digest is None, missing=missing))
        await check_none_open(row.id)
        sent = await _make(row, edition, wordings, form)
        seats = await _make_seats(sent, parties)
        await _circulate(row)
        await close_after(sent)
        await trail.record(TrailAct.ROUND_SENT, f"round:{sent.number}", row.id)
        links = {} if form.send else {seat.organisation: await make_seat_link(seat.id, "en") for seat in seats}
        begun = await begin_letters(sent, OPENED, words=words_by_language(form.message)) if form.send else None
    if begun:
        await go_on_now(begun)
    slugs = await organisations.slugs_by_id(parties)
    return SentRound(sent, [SentSeat(slugs[seat.organisation], links.get(seat.organisation, ""), form.send and bool(seat.contact)) for seat in seats])


@engagements.at(30)
async def _seats(these: Condition) -> Sequence[Engaged]:
    """A seat stays with its entry when that is merged, as acts do: two in one open round would answer twice."""
    return [Engaged(organisation, memorandum, Engagement.SEAT) for organisation, memorandum in await queries.seats_in_open_rounds(these)]


async def check_none_open(memorandum_id: int) -> None:
    """Refuse a round while another is open.

    Raises:
        RoundStillOpen: one is.

    """
    if await queries.open_round(memorandum_id):
        raise RoundStillOpen


def _check_number(parties: Sequence[int], *, send: bool) -> None:
    if not parties:
        raise InvalidForm({"": Message("Choose at least one organisation.")})
    if len(parties) > MOST_SEATS:
        raise InvalidForm({"": Message("A round has at most {limit} seats. Choose fewer organisations.", limit=MOST_SEATS)})
    if not send and len(parties) > MOST_SHOWN:
        raise InvalidForm({"send": Message("At most {limit} links are shown at once. Choose fewer, or send them by e-mail.", limit=MOST_SHOWN)})


async def _make(row: Memorandum, edition: Edition, wordings: Sequence[Wording], form: RoundParticularsForm) -> ConsultationRound:
    """Make the round with its frozen texts and the coordinator's own words."""
    actor = current_actor()
    columns: dict[str, Any] = {"memorandum": row.id, "number": await queries.last_number(row.id) + 1, "edition": edition.number}
    columns |= {"kind": form.kind.value, "opened_at": clock.now(), "closes_on": form.closes, "coordinator": actor.coordinator if actor else None}
    sent = await put(ConsultationRound, **columns)
    for wording in wordings:
        await put(RoundText, round=sent.id, **await _frozen(wording))
    for language, text in words_by_language(form.message).items():
        await put(RoundMessage, round=sent.id, language=language, text=text)
    return sent


async def _frozen(wording: Wording) -> Mapping[str, Any]:
    """Return a wording as it is now, packed as its revision is."""
    keys = [stored.key for stored in await edition_queries.blocks_of(wording.id)]
    content = Content(wording.title, wording.body, keys).packed()
    return {"language": wording.language, "status": wording.status, "version": wording.version, "content": content}


async def _make_seats(sent: ConsultationRound, parties: Sequence[int]) -> list[Seat]:
    """Make the seats; each has the oldest confirmed contact of its organisation, else the oldest."""
    await organisations.lock(parties)
    contacts = await contacts_by_organisation(parties)
    chosen = {party: contact_to_invite(contacts.get(party, [])) for party in parties}
    await put_all(Seat(round=sent.id, organisation=party, contact=contact.id if contact else None) for party, contact in chosen.items())
    return await queries.seats_of([sent.id])


async def _circulate(row: Memorandum) -> None:
    """Note that a draft of a first edition was circulated."""
    draft = (Memorandum.id == row.id) & one_of(Memorandum.text_state, [TextState.DRAFT.value])
    await Memorandum.update({Memorandum.text_state: TextState.CIRCULATED.value, Memorandum.updated_at: clock.now()}).where(draft)


async def close_after(row: ConsultationRound) -> None:
    """Enqueue the closing after the deadline, and what is forgotten after the links, inside the caller's transaction.

    The jobs of an earlier deadline then do nothing.
    """
    due = datetime.combine(row.closes_on + timedelta(days=1), time(), UTC)
    await enqueue("close_round", {"round": row.id}, run_at=due, dedupe_key=f"close_round:{row.id}:{row.closes_on}")
    await forget_after(row)
