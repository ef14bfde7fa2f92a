"""The second person of an organisation, who learns what a colleague did in its name and says whether it was theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts import queries as acts
from coalition.acts.disclosures import Level
from coalition.acts.mandates import answer_of_colleague
from coalition.acts.tables import Disclosure, Mandate, MandateBasis
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.invitations.errors import AlreadyVouched
from coalition.invitations.letters import forum_of, is_discreet, letter_language
from coalition.invitations.links import make_link
from coalition.invitations.tables import Link, LinkPurpose
from coalition.mail.writing import write_letter
from coalition.memoranda import queries as memoranda
from coalition.notices.issuing import pages_change
from coalition.organisations import queries as organisations
from coalition.settings import load
from coalition.signatures.annulling import question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.acts.queries import Standing
    from coalition.acts.tables import Act
    from coalition.invitations.links import Opened
    from coalition.invitations.tables import Invitation
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.signatures.forms import DoubtForm, VouchingForm


async def ask_colleague(memorandum: Memorandum, invitation: Invitation, act: Act, contacts: Iterable[Contact]) -> None:
    """Write to another contact of the organisation than the one invited, if it has one, inside the caller's transaction.

    An older link of this kind ends: it was about an earlier act.
    """
    contact = next((one for one in contacts if one.id != invitation.contact), None)
    if contact is None:
        return
    await Link.delete().where((Link.invitation == invitation.id) & (Link.purpose == LinkPurpose.VOUCH.value))
    token, link = await make_link(invitation.id, LinkPurpose.VOUCH, act.id)
    organisation = (await organisations.named([invitation.organisation]))[invitation.organisation]
    language = letter_language(contact)
    await write_letter(
        "colleague",
        address=contact.email,
        language=language,
        name=contact.name,
        organisation=organisation,
        memorandum=await memoranda.view(memorandum),
        discreet=not Level(Disclosure(act.disclosure)).named or is_discreet(organisation, await forum_of(memorandum)),
        link=load().base_url + url_for("signing.invitation.show", lang=language, token=token),
        expires=link.expires_at,
    )


async def _unanswered(opened: Opened) -> tuple[Memorandum, Standing]:
    """Return the memorandum, held against change, and what stands and was not answered for by a second person."""
    row = await memoranda.locked(opened.memorandum.id)
    found = await acts.standing_of(row.id, opened.invitation.organisation)
    if await answer_of_colleague(found.history):
        raise AlreadyVouched
    return row, found


async def vouch(opened: Opened, form: VouchingForm) -> None:
    """Record that a second person of the organisation says that the act was theirs.

    Raises:
        NothingStands: the act was withdrawn or annulled meanwhile.
        AlreadyVouched: the second person has answered.

    """
    async with transaction():
        _, found = await _unanswered(opened)
        await Mandate.insert(Mandate(act=found.root.id, basis=MandateBasis.SECOND_CONTACT.value, note=form.colleague_name, seen_at=clock.now()))
        await pages_change()


async def doubt(opened: Opened, form: DoubtForm) -> None:
    """Record that a second person of the organisation says that the act was not theirs; the coordinators are told at once.

    Raises:
        NothingStands: the act was withdrawn or annulled meanwhile.
        AlreadyVouched: the second person has answered.

    """
    async with transaction():
        row, found = await _unanswered(opened)
        await question(row, found.root.organisation, by=form.questioner_name, reason=form.reason)
