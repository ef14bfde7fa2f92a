"""The letter of receipt of a statement, with a private link; like every letter about an act it names neither the text nor the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts.histories import level_of
from coalition.acts.letter_times import leaves_at
from coalition.addresses import url_for
from coalition.invitations.letters import letter_language
from coalition.invitations.links import RECEIPT_LASTS, make_link
from coalition.invitations.recipient_queries import recipients_of
from coalition.invitations.tables import LinkPurpose
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda.answering_queries import answering_for
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.acts.queries import Standing
    from coalition.invitations.links import Opened


async def write_receipt(opened: Opened, party: Standing, reference: str | None) -> None:
    """Write the letter to the recipient of the link, else to that of the invitation, inside the caller's transaction; nobody may be left."""
    wanted = (opened.link.recipient, opened.invitation.contact)
    recipients = {contact.id: contact for contact in await recipients_of(opened.invitation.id)}
    contact = next((recipients[number] for number in wanted if number in recipients), None)
    if contact is None:
        return
    token, _ = await make_link(opened.invitation.id, LinkPurpose.MANAGE, act=party.root.id, recipient=contact.id)
    language = letter_language(contact)
    await write_letter(
        "statement_receipt",
        address=contact.email,
        language=language,
        concerns=Concerns(opened.memorandum.id, party.root.organisation),
        answering=await answering_for(opened.memorandum.id),
        not_before=leaves_at(level_of(party.history)),
        name=contact.name,
        reference=reference,
        link=load().base_url + url_for("signing.invitation.show", lang=language, token=token),
        until=clock.now() + RECEIPT_LASTS,
    )
