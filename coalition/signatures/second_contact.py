"""A second contact of an organisation, who learns of a colleague's act and says whether it was the organisation's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts import queries as acts
from coalition.acts.disclosure_levels import Level
from coalition.acts.letter_times import leaves_at
from coalition.acts.mandate_queries import answer_of_colleague
from coalition.acts.new_acts import Evidence
from coalition.acts.recording import add_evidence
from coalition.acts.tables import Disclosure, MandateBasis
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.invitations.errors import AlreadyVouched
from coalition.invitations.letters import forum_of, is_discreet, letter_language
from coalition.invitations.links import make_link
from coalition.invitations.tables import Link, LinkPurpose
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.answering_queries import answering_for
from coalition.memoranda.public_changes import acts_change
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


async def ask_colleague(memorandum: Memorandum, invitation: Invitation, act: Act, recipients: Iterable[Contact]) -> None:
    """Write to a recipient of the invitation who does not have it, if there is one, inside the caller's transaction.

    The link of an earlier question ends, because it was about an earlier act.
    """
    colleague = next((contact for contact in recipients if contact.id != invitation.contact), None)
    if colleague is None:
        return
    await Link.delete().where((Link.invitation == invitation.id) & (Link.purpose == LinkPurpose.VOUCH.value))
    token, link = await make_link(invitation.id, LinkPurpose.VOUCH, act=act.id, recipient=colleague.id)
    level = Level(Disclosure(act.disclosure), release_on=act.release_on)
    organisation = (await organisations.views_by_id([invitation.organisation]))[invitation.organisation]
    language = letter_language(colleague)
    await write_letter(
        "colleague",
        address=colleague.email,
        language=language,
        concerns=Concerns(memorandum.id, invitation.organisation),
        answering=await answering_for(memorandum.id),
        not_before=leaves_at(level),
        name=colleague.name,
        organisation=organisation,
        memorandum=await memoranda.view(memorandum),
        discreet=not level.named or is_discreet(organisation, await forum_of(memorandum), memorandum),
        link=load().base_url + url_for("signing.invitation.show", lang=language, token=token),
        expires=link.expires_at,
    )


async def _unanswered(opened: Opened) -> tuple[Memorandum, Standing]:
    """Return the locked memorandum and the standing act, if no second person has answered about it yet."""
    row = await memoranda.locked(opened.memorandum.id)
    standing = await acts.standing_of(row.id, opened.invitation.organisation)
    if await answer_of_colleague(standing.history):
        raise AlreadyVouched
    return row, standing


async def vouch(opened: Opened, form: VouchingForm) -> None:
    """Record that a second person of the organisation says that the act was theirs.

    Raises:
        NothingStands: the act was withdrawn or annulled meanwhile.
        AlreadyVouched: the second person has answered.

    """
    async with transaction():
        row, standing = await _unanswered(opened)
        await add_evidence(standing.root.id, Evidence(MandateBasis.SECOND_CONTACT, form.colleague_name))
        if standing.named:
            await acts_change(row)


async def doubt(opened: Opened, form: DoubtForm) -> None:
    """Record that a second person of the organisation says that the act was not theirs, and alert the coordinators.

    Raises:
        NothingStands: the act was withdrawn or annulled meanwhile.
        AlreadyVouched: the second person has answered.

    """
    async with transaction():
        row, standing = await _unanswered(opened)
        await question(row, standing.root.organisation, by=form.questioner_name, reason=form.reason)
