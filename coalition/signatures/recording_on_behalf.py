"""Recording acts that reached the coordinators on paper, by letter, or from a source about the past."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from coalition import clock, trail
from coalition.acts import queries as acts
from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.act_order import ImpossibleOrder, check_order
from coalition.acts.eligibility import check_may_sign
from coalition.acts.errors import OnlyParticipants
from coalition.acts.new_acts import Evidence, NewAct, Person, follow_up
from coalition.acts.parties import superseded_for
from coalition.acts.recording import record
from coalition.acts.standing_queries import acted_under_another_entry
from coalition.acts.tables import ActKind, Channel, MandateBasis
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.invitations import queries as invitations
from coalition.invitations.links import close_invitation
from coalition.invitations.recipient_queries import recipients_of
from coalition.invitations.successors import succeeds
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.memoranda.reasons import note_decision
from coalition.memoranda.tables import DecisionKind
from coalition.organisations import queries as organisations
from coalition.partial_dates import PartialDate
from coalition.signatures.receipt_letters import letters_of_receipt
from coalition.signatures.second_contact import ask_colleague
from coalition.signatures.statements_with_acts import check_statement, state_with_act
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.acts.tables import Act
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from coalition.signatures.on_behalf_forms import EnteredActForm


_ACTS_ALREADY = Message("A signature or support of this organisation stands already.")
_NOTHING_STANDS = Message("No signature or support of this organisation stands.")
_NOT_AD_REFERENDUM = Message("By its rules nobody can sign it ad referendum.")
_NOTHING_WAITS = Message("No signature ad referendum of this organisation waits for confirmation.")
_NOT_A_PARTICIPANT = Message("By its rule only organisations that took part in the forum may sign now; choose among them.")
_TEXT_NOT_FIXED = Message("The text is not adopted; only an act of the past can be entered, with its source.")

_ABANDONED = Message("The draft was abandoned; nothing can be recorded about it.")


async def enter(memorandum: Memorandum, form: EnteredActForm, *, by: Coordinator, remark: str = "") -> Act:
    """Record an act on behalf of an organisation, with its channel, its statement, and the evidence seen, which is never public.

    An act of the past may be entered in any state of the memorandum; all other acts are about the text in force. Whoever signed
    on paper or by letter gets the same letter of receipt with a private link as a signer online. With a remark that a second coordinator
    approved, days in an impossible order are accepted; the remark is for the coordinators, the public reads that there is one.

    Raises:
        InvalidForm: the organisation is not in the register, the act contradicts the acts on record, or the statement cannot be made.
        ImpossibleOrder: its days cannot be true beside what is on record.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        new = replace(await _act(row, form, by), remarked=bool(remark))
        if remark:
            await note_decision(row.id, DecisionKind.ACT_REMARKED, f"{new.reference}: {remark}", by.id)
        await trail.record(TrailAct.ACT_RECORDED, f"organisation:{new.organisation}", row.id)
        act = (await record(new)).act if form.kind not in STANDING_KINDS else await _begin(row, new, stated=form.statement is not None)
        await state_with_act(new, form.statement)
        return act


async def _begin(row: Memorandum, new: NewAct, *, stated: bool) -> Act:
    """Record a signature or support with its letters; it uses the invitation up."""
    await close_invitation(row.id, new.organisation)
    letters = await letters_of_receipt(row, new.organisation, new.id, new.reference, stated=stated) if gets_receipt(new) else ()
    act = (await record(replace(new, letters=letters))).act
    await _ask_colleague(row, act)
    return act


async def act_to_record(row: Memorandum, form: EnteredActForm, *, by: Coordinator) -> NewAct:
    """Return the act that a form describes; nothing is recorded.

    Raises:
        InvalidForm, ImpossibleOrder: as `enter`.

    """
    new = await _act(row, form, by)
    await check_order(new)
    return new


async def impossible_order(row: Memorandum, form: EnteredActForm, *, by: Coordinator) -> Message | None:
    """Return why the days of an entered act cannot be true; None if they can.

    Raises:
        InvalidForm: the act cannot be recorded for another reason.

    """
    try:
        await act_to_record(row, form, by=by)
    except ImpossibleOrder as impossible:
        return impossible.message
    return None


async def _act(row: Memorandum, form: EnteredActForm, by: Coordinator) -> NewAct:
    """Return the act that a form describes, in whatever order its days are."""
    party = await _organisation("organisation", form.organisation)
    columns = await _columns(row, form, by)
    describe = _beginning if form.kind in STANDING_KINDS else _following_up
    new = await describe(row, party, form, columns)
    await check_statement(new, form.statement)
    return new


async def _organisation(field: str, slug: str) -> int:
    ids = await organisations.ids_by_slug([slug])
    if slug not in ids:
        raise InvalidForm({field: Message("No organisation with the address name {slug} is in the register.", slug=slug)})
    return ids[slug]


def gets_receipt(new: NewAct) -> bool:
    """Whether a letter of receipt is written with an entered act; for acts of the past only a coordinator sends it."""
    return new.kind in STANDING_KINDS and new.channel is not Channel.HISTORICAL


async def _columns(row: Memorandum, form: EnteredActForm, by: Coordinator) -> dict[str, Any]:
    """Return the columns of the act that do not depend on its kind."""
    if not is_possible(Action.RECORD_PAST_ACT, Situation(row)):
        raise InvalidForm({"channel": _ABANDONED})
    historical = form.channel is Channel.HISTORICAL
    digest = None if historical else await edition_queries.latest_digest(row.id)
    if digest is None and not historical:
        raise InvalidForm({"channel": _TEXT_NOT_FIXED})
    return {
        "channel": form.channel,
        "acted": form.acted,
        "received": form.received or (None if historical else clock.today()),
        "source": form.source,
        "digest": digest,
        "signer": Person(form.representative_name, form.representative_title),
        "evidence": Evidence(MandateBasis.EVIDENCE, form.evidence, by.id) if form.evidence else None,
    }


async def _beginning(row: Memorandum, organisation_id: int, form: EnteredActForm, columns: dict[str, Any]) -> NewAct:
    own = await acts.own_record(row.id, organisation_id)
    stands = own and own.root and own.stands and own.root.digest not in await superseded_for(row.id)
    if stands or await acted_under_another_entry(row.id, organisation_id):
        raise InvalidForm({"organisation": _ACTS_ALREADY})
    if form.channel is not Channel.HISTORICAL:
        _check_ad_referendum(row, form.kind)
        await _check_may_sign(row, organisation_id, form)
    return NewAct(memorandum=row, organisation=organisation_id, kind=form.kind, level=form.level, **columns)


async def _check_may_sign(row: Memorandum, organisation_id: int, form: EnteredActForm) -> None:
    """Refuse an organisation that could sign on no possible day of the act."""
    done = PartialDate(form.acted) if form.acted else None
    days = {min(day, clock.today()) for day in (done.first, done.last)} if done else {clock.today()}
    for day in sorted(days, reverse=True):
        with suppress(OnlyParticipants):
            await check_may_sign(row, [organisation_id], day)
            return
    raise InvalidForm({"organisation": _NOT_A_PARTICIPANT})


def _check_ad_referendum(row: Memorandum, kind: ActKind) -> None:
    if kind is ActKind.AD_REFERENDUM and not row.confirmation_days:
        raise InvalidForm({"kind": _NOT_AD_REFERENDUM})


async def _following_up(row: Memorandum, organisation_id: int, form: EnteredActForm, columns: dict[str, Any]) -> NewAct:
    own = await acts.own_record(row.id, organisation_id)
    confirms = form.kind is ActKind.CONFIRMATION
    if own is None or own.root is None or own.history is None or (own.history.ended and not (confirms and own.history.lapsed)):
        raise InvalidForm({"organisation": _NOTHING_STANDS})
    if confirms and not (own.history.waits or own.history.lapsed):
        raise InvalidForm({"kind": _NOTHING_WAITS})
    standing = acts.Standing(own.root, own.history)
    return follow_up(row, standing, form.kind, successor=await _successor(form, organisation_id), **columns)


async def _successor(form: EnteredActForm, party: int) -> int | None:
    """Return the organisation that did the act as the successor of the party, by the rule that holds online too."""
    if form.successor is None:
        return None
    successor = await _organisation("successor", form.successor)
    if not await succeeds(successor, party):
        raise InvalidForm({"successor": Message("No event in the register says that this organisation succeeded the one that signed.")})
    return successor


async def _ask_colleague(row: Memorandum, act: Act) -> None:
    """Ask a second person of the organisation about an act that came on paper or by letter."""
    invitation = await invitations.invitation_of(row.id, act.organisation)
    if invitation and act.channel != Channel.HISTORICAL:
        await ask_colleague(row, invitation, act, await recipients_of(invitation.id))
