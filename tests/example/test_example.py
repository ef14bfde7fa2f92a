"""The example shows the whole job: a record of the past with gaps, and a memorandum that can be signed now."""

from __future__ import annotations

from collections import Counter

import pytest

from coalition.acts.queries import reported_counts
from coalition.acts.status import Counts
from coalition.acts.status_queries import status_of
from coalition.example.story import example_is_loaded, load_example
from coalition.invitations import links
from coalition.mail.tables import Letter
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.networks import queries as networks
from coalition.networks.queries import network_by_slug
from tests.desk.chase_check import chase_list


@pytest.fixture
async def link(ada_account) -> str:
    assert not await example_is_loaded()
    return (await load_example(ada_account.id)).invitation


async def example_has_every_kind_of_answer():
    assert await example_is_loaded()
    tbilisi = await memoranda.public_by_slug("tbilisi-2026-memorandum")
    states = Counter(row.state for row in await chase_list(tbilisi))

    assert states == {"signed": 11, "withdrawn": 1, "supported": 1, "declined": 1, "visited": 1, "invited": 3}
    assert (await status_of(tbilisi)).counts == Counts(signed=9, supported=1, withdrawn=1)
    assert {wording.language for wording in await edition_queries.wordings((await edition_queries.latest_edition(tbilisi.id)).id)} == {
        "en",
        "ru",
        "ar",
        "nb",
    }


async def link_of_the_example_can_be_signed_with(link):
    opened = await links.follow(link.rpartition("/")[2])

    assert opened.memorandum.slug == "tbilisi-2026-memorandum"


async def kyiv_is_a_record_with_gaps():
    kyiv = await memoranda.public_by_slug("kyiv-2013-memorandum")
    view = await memoranda.view(kyiv)

    assert (view.historical, view.digest, view.announced) == (True, None, "2013-04-30")
    assert [(count.kind, count.at_least) for count in await reported_counts(kyiv.id)] == [("signature", 11)]
    status = await status_of(kyiv)
    assert (status.counts.signed, status.counts.supported, {line.acted for line in status.lines}) == (0, 2, {None})


async def example_has_a_network_inside_another():
    beacon, circle = [await network_by_slug(slug) for slug in ("cedar-beacon", "two-rivers-circle")]
    page = await networks.public_page(beacon.id, language="en", limit=10, present=True)
    assert {member.organisation.slug for member in page.members} >= {"palm-shade", "two-rivers-circle"}
    assert await networks.number_shown([beacon.id, circle.id]) == {beacon.id: len(page.members), circle.id: 1}
    assert len((await networks.public_page(beacon.id, language="en", limit=10, present=False)).members) == 1


async def example_sends_no_letter():
    assert {row["state"] for row in await Letter.select(Letter.state)} == {"sent"}
    assert await Letter.count().where(Letter.kind == "appeal") == 3
    assert {row["content"] for row in await Letter.select(Letter.content)} == {""}


async def test_the_example_shows_the_whole_job(link):
    """It takes seconds to load, so it is loaded once; the link is followed last, because that is recorded."""
    await example_has_every_kind_of_answer()
    await kyiv_is_a_record_with_gaps()
    await example_has_a_network_inside_another()
    await example_sends_no_letter()
    await link_of_the_example_can_be_signed_with(link)
