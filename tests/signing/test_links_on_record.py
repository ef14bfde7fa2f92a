"""What the upgrade makes of links, contacts and invitations that were on record before it."""

from __future__ import annotations

import importlib.util
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, database, resources
from coalition.database.piccolo_internals import use_engine
from coalition.invitations import links
from coalition.invitations.errors import LinkExpired
from coalition.invitations.recipient_queries import recipients_of
from coalition.invitations.tables import Invitation, InvitationRecipient, Link, LinkPurpose
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.forms import ContactForm
from coalition.organisations.tables import Contact
from tests import factories

if TYPE_CHECKING:
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


def upgrade() -> Any:
    spec = importlib.util.spec_from_file_location("links_on_record", resources.MIGRATIONS / "2026-11-28_links_on_record.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    use_engine(database.current())
    return module


async def as_before(organisation: Organisation) -> None:
    """Make the rows as they were before the upgrade."""
    await InvitationRecipient.delete(force=True)
    await Contact.update({Contact.confirmed_at: None, Contact.confirmation_hash: None}).where(Contact.organisation == organisation.id)
    await Link.update({Link.made_at: None, Link.recipient: None}).where(Link.id > 0)
    await Link.update({Link.expires_at: None}).where(Link.purpose == LinkPurpose.MANAGE.value)


async def test_the_upgrade_binds_open_invitations_and_lets_links_end(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, days=300)
    organisation = await factories.organisation("bir-duino")
    old, new = [(await factories.invitation_link(memorandum, organisation)).rpartition("/")[2] for _ in range(2)]
    await change_contacts(organisation, ContactChange(add=ContactForm(name="Late", email="late@bir-duino.example.org")))
    signed = await factories.organisation("signed")
    receipt = (await factories.signed(memorandum, signed)).manage_token
    await as_before(organisation)
    await Link.update({Link.expires_at: clock.now() + timedelta(days=14)}).where(Link.purpose == LinkPurpose.ANSWER.value)

    await upgrade().fill_in(clock.now())

    assert await Contact.count().where(Contact.confirmed_at.is_null()) == 0
    row = await Invitation.objects().get(Invitation.organisation == organisation.id)
    assert [contact.name for contact in await recipients_of(row.id)] == ["Ben"]  # not the one who came after the invitation
    with pytest.raises(LinkExpired):
        await links.follow(old)
    with clock.shifted(timedelta(days=89)):
        await links.follow(new)
    with clock.shifted(timedelta(days=91)), pytest.raises(LinkExpired):
        await links.follow(new)
    with clock.shifted(timedelta(days=29)):
        assert (await links.follow(receipt)).does_everything
    with clock.shifted(timedelta(days=31)):
        assert not (await links.follow(receipt)).does_everything


async def test_an_invitation_that_expired_before_the_upgrade_stays_so(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, days=300)
    organisation = await factories.organisation("bir-duino")
    token = (await factories.invitation_link(memorandum, organisation)).rpartition("/")[2]
    await as_before(organisation)
    await Link.update({Link.expires_at: clock.now() - timedelta(days=1)}).where(Link.id > 0)

    await upgrade().fill_in(clock.now())

    with pytest.raises(LinkExpired):
        await links.follow(token)
