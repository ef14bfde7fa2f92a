"""An organisation is named on a timeline only while everybody may know of it, and an addressee of the register too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.acts.unlisting import amend_organisation
from coalition.deliveries import entering_entries, queries, timelines
from coalition.deliveries.publishing_entries import publish
from coalition.deliveries.tables import TimelineEntry
from coalition.deliveries.timelines import addressee_views, public_timeline
from coalition.fields import InvalidForm
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.tables import Organisation
from coalition.organisations.visible_queries import Viewer
from coalition.signatures.disclosing import hide
from tests import factories
from tests.deliveries import told
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    row = await factories.opened(ada_account)
    await told.addressee(row)
    return row


async def named(memorandum: Memorandum) -> list[str]:
    return [view.organisation.slug if view.organisation else "" for view in (await public_timeline(memorandum.id)).entries]


async def test_who_delivered_it_is_named_only_if_listed(memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    await factories.organisation("quiet", "Quiet Voices", listed=False)
    await told.published(memorandum, told.delivery(organisation="quiet", by=""))
    assert await named(memorandum) == [""]
    with monkeypatch.context() as patched:
        wrong = mutated(timelines, "await visible_organisations(viewer)", "await visible_organisations(Viewer.COORDINATOR)")
        patched.setattr(timelines, "_organisations", wrong["_organisations"])
        assert await named(memorandum) == ["quiet"]
    await Organisation.update({Organisation.listed: True}).where(Organisation.slug == "quiet")
    assert await named(memorandum) == ["quiet"]
    row = await Organisation.objects().where(Organisation.slug == "quiet").first()
    await amend_organisation(row, OrganisationChange(at_risk=True))
    assert await named(memorandum) == [""]
    assert [entry.organisation for entry in await TimelineEntry.objects()] == [None]  # it does not come back by itself


async def test_a_hidden_signatory_is_not_named(memorandum: Memorandum) -> None:
    organisation = await factories.organisation("ben", "Ben")
    await factories.signed(memorandum, organisation, disclosure="counted")
    await Organisation.update({Organisation.listed: True}).where(Organisation.slug == "ben")
    entry = await entering_entries.enter(memorandum, told.delivery(organisation="ben"))
    with pytest.raises(InvalidForm) as refused:
        await publish(memorandum, entry.key)
    assert set(refused.value.problems) == {"organisation"}


async def test_a_name_goes_when_the_organisation_hides_it(memorandum: Memorandum) -> None:
    organisation = await factories.organisation("ben", "Ben")
    await factories.signed(memorandum, organisation)
    await told.published(memorandum, told.delivery(organisation="ben"))
    assert await named(memorandum) == ["ben"]
    await hide(memorandum, organisation.id)
    assert await named(memorandum) == [""]


async def test_an_addressee_of_the_register_is_shown_while_it_is_listed(memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    await factories.organisation("body", "The Body", listed=False)
    await told.addressee(memorandum, organisation="body")
    entry = await entering_entries.enter(memorandum, told.delivery(addressee=2))
    with pytest.raises(InvalidForm):
        await publish(memorandum, entry.key)
    await Organisation.update({Organisation.listed: True}).where(Organisation.slug == "body")
    await publish(memorandum, entry.key)
    assert len(await told.read(memorandum)) == 1
    await Organisation.update({Organisation.listed: False}).where(Organisation.slug == "body")
    assert await told.read(memorandum) == []
    assert [view.number for view in await addressee_views(memorandum.id, Viewer.EVERYBODY)] == [1]
    assert len(await addressee_views(memorandum.id, Viewer.COORDINATOR)) == 2
    assert not await queries.has_timeline(memorandum.id)
    wrong = mutated(queries, "Addressee.organisation.is_null() | (Addressee.organisation.listed == True)", "Addressee.id.is_not_null()")
    monkeypatch.setattr(queries, "_public", wrong["_public"])
    assert await queries.has_timeline(memorandum.id)
