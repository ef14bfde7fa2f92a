"""Rows in every list of the desk."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.amendments.tables import Amendment, AmendmentState, Operation
from coalition.approvals.tables import Approval, ApprovalKind
from coalition.database import transaction
from coalition.deliveries import entering_entries
from coalition.forums.forms import ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.memoranda.beginning import begin
from coalition.memoranda.forms import MemorandumForm
from coalition.networks.queries import network_by_slug
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.forms import ContactForm, OrganisationChange
from coalition.organisations.registering import amend
from coalition.organisations.tables import Organisation
from coalition.reported_mistakes.tables import Mistake, ReportedMistake
from coalition.signing_requests.tables import SigningRequest
from tests import factories
from tests.deliveries import told

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

# The places of addresses whose lists are filled.
PLACES = defaultdict(str, {"lang": "en", "memorandum": "cooperation", "forum": "forum-00", "network": "net-00"})


async def fill(memorandum: Memorandum, ada: Coordinator, first: int, last: int) -> None:
    """Add to every list."""
    now = clock.now()
    person = {"name_language": "en", "person": "Ben", "email": "ben@example.org", "language": "en", "requested_at": now, "confirmed_at": now}
    for at in range(first, last):
        site = f"https://twins-{at:02}.example"
        party = await factories.organisation(f"party-{at:02}", f"Party {at:02}", website=site)
        await amend(await factories.organisation(f"twin-{at:02}", f"Twin {at:02}", email=""), OrganisationChange(website=site))
        await factories.forum(f"forum-{at:02}", starts=f"20{at + 10}", organisations=[{"organisation": party.slug}])
        await factories.network(f"net-{at:02}", country="KG")
        net = await network_by_slug("net-00")
        await factories.add_members(net, [factories.MembershipForm(organisation=party.slug)])
        await record_programme(ProgrammeForm.parse({"slug": f"programme-{at:02}", "texts": [{"language": "en", "name": f"Table {at:02}"}]}))
        await factories.article(f"article-{at:02}", on=f"20{at:02}" if at < 25 else f"19{at}")
        await factories.partner(party.slug, programme=f"programme-{at:02}")
        await factories.coordinator(f"colleague{at:02}@example.org", f"Colleague {at:02}", role="editor")
        await begin(MemorandumForm(slug=f"draft-{at:02}", authentic_languages=["en"]), ada.id)
        await factories.invitation_link(memorandum, party, send=True)
        await change_contacts(party, ContactChange(add=ContactForm(email=f"ben@second-{at:02}.example.org")))
        async with transaction():
            await SigningRequest.insert(
                SigningRequest(memorandum=memorandum.id, organisation_name=f"Asking {at:02}", token_hash=f"{at:02}", **person)
            )
            about = {"memorandum": memorandum.id, "organisation": party.id, "language": "en", "reported_at": now}
            await ReportedMistake.insert(ReportedMistake(**about, mistake=Mistake.NOT_OURS.value))
            asked = {"kind": ApprovalKind.CONTACT_ADDED.value, "about": f"organisation:{party.id}", "key": f"{at}", "requested_by": ada.id}
            await Approval.insert(Approval(**asked, requested_at=now, expires_at=now + timedelta(days=7)))
            await entering_entries.enter(memorandum, told.update(f"Update {at:02}"))
            await Amendment.insert(_amendment(memorandum, party.id, at + 1))
            await Organisation.update({Organisation.listing_confirmed: False}).where(Organisation.id == party.id)


def _amendment(memorandum: Memorandum, organisation: int, number: int) -> Amendment:
    """Return an open amendment; the first one is about what stands last."""
    about = {"provision": f"p{2 - (number + 1) % 2}", "operation": Operation.INSERT_AFTER.value, "language": "en", "version": 1}
    handed_in = {"state": AmendmentState.SUBMITTED.value, "saved_at": clock.now(), "submitted_at": clock.now(), "disclosure": "named"}
    return Amendment(key=f"{number:032}", memorandum=memorandum.id, edition=1, organisation=organisation, number=number, **about, **handed_in)
