"""Entering what reached the coordinators on paper, by letter, or from a source about the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts import queries as acts
from coalition.acts.adding import add_act, level_of, tell
from coalition.acts.eligibility import check_may_sign
from coalition.acts.errors import NothingStands, OnlyParticipants
from coalition.acts.histories import STANDING_KINDS
from coalition.acts.parties import superseded_for
from coalition.acts.tables import Act, ActKind, Channel, Mandate, MandateBasis, Signer
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.invitations import queries as invitations
from coalition.invitations.links import close_invitation
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.signatures.confirming import start_clock
from coalition.signatures.disclosing import release_when_due
from coalition.signatures.second_contact import ask_colleague

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from coalition.signatures.on_behalf_forms import EnteredActForm


_ACTS_ALREADY = Message("A signature or support of this organisation stands already.")


_NOTHING_STANDS = Message("No signature or support of this organisation stands.")


_NOTHING_WAITS = Message("No signature ad referendum of this organisation waits for confirmation.")


_NOT_A_PARTICIPANT = Message("By its rule only organisations that took part in the forum may sign now; choose among them.")


_TEXT_NOT_FIXED = Message("The text is not adopted; only an act of the past can be entered, with its source.")


async def enter(memorandum: Memorandum, form: EnteredActForm, *, by: Coordinator) -> Act:
    """Record an act for an organisation, marked with how it came; what was seen of it is noted beside it and never public.

    An act of the past may be entered in any state of the memorandum (rule 9); all others bind the text in force.

    Raises:
        InvalidForm: the organisation is not in the register, or the act does not fit what is on record.

    """
    ids = await organisations.ids_by_slug([form.organisation])
    if form.organisation not in ids:
        raise InvalidForm({"organisation": Message("No organisation with the address name {slug} is in the register.", slug=form.organisation)})
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        digest = await edition_queries.latest_digest(row.id) if form.channel is not Channel.HISTORICAL else None
        if digest is None and form.channel is not Channel.HISTORICAL:
            raise InvalidForm({"channel": _TEXT_NOT_FIXED})
        act = await (_begin if form.kind in STANDING_KINDS else _continue)(row, ids[form.organisation], form, digest)
        await Signer.insert(Signer(act=act.id, name=form.representative_name, title=form.representative_title))
        if form.evidence:
            basis = MandateBasis.EVIDENCE.value
            await Mandate.insert(Mandate(act=act.id, basis=basis, note=form.evidence, seen_by=by.id, seen_at=clock.now()))
    return act


async def _begin(row: Memorandum, organisation_id: int, form: EnteredActForm, digest: str | None) -> Act:
    found = await acts.own_record(row.id, organisation_id)
    if found and found.root and found.stands and found.root.digest not in await superseded_for(row.id):
        raise InvalidForm({"organisation": _ACTS_ALREADY})
    if form.channel is not Channel.HISTORICAL:
        await _check_may_sign(row, organisation_id)
    act = await add_act(row, organisation_id, form.kind, form.level, digest=digest, **_how(form))
    if form.kind is ActKind.AD_REFERENDUM and form.channel is not Channel.HISTORICAL:
        await start_clock(row, act)
    await release_when_due(act)
    await close_invitation(row.id, organisation_id)
    await _ask_colleague(row, act)
    await tell(row, organisation_id, NoticeKind(form.kind), named=form.level.named)
    return act


async def _check_may_sign(row: Memorandum, organisation_id: int) -> None:
    try:
        await check_may_sign(row, [organisation_id])
    except OnlyParticipants:
        raise InvalidForm({"organisation": _NOT_A_PARTICIPANT}) from None


async def _continue(row: Memorandum, organisation_id: int, form: EnteredActForm, digest: str | None) -> Act:
    try:
        found = await acts.standing_of(row.id, organisation_id)
    except NothingStands:
        raise InvalidForm({"organisation": _NOTHING_STANDS}) from None
    if form.kind is ActKind.CONFIRMATION and not found.history.waits:
        raise InvalidForm({"kind": _NOTHING_WAITS})
    act = await add_act(row, organisation_id, form.kind, level_of(found.history), about=found.root.id, digest=digest, **_how(form))
    await tell(row, organisation_id, NoticeKind(form.kind), named=found.named)
    return act


def _how(form: EnteredActForm) -> dict[str, str | None]:
    return {"channel": form.channel.value, "acted": form.acted, "source": form.source}


async def _ask_colleague(row: Memorandum, act: Act) -> None:
    """Tell a second person of the organisation what was answered on paper."""
    invitation = await invitations.invitation_of(row.id, act.organisation)
    if invitation and act.channel != Channel.HISTORICAL:
        contacts = (await organisations.contacts_of([act.organisation])).get(act.organisation, [])
        await ask_colleague(row, invitation, act, contacts)
