"""An organisation of the public register is marked as at risk later: its parts, its memberships and that it is a partner are hidden then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.acts import hiding_relations, unlisting
from coalition.acts.changing_forums import amend_forum
from coalition.forums.forms import ForumChange
from coalition.forums.queries import by_slug as forum_by_slug
from coalition.notices.page_queries import published_version as version
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.queries import by_slug
from tests import factories
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

pytestmark = pytest.mark.anyio

PAGES = ("/en/forums/kyiv-2013", "/en/networks/union", "/en/partners", "/api/v1/networks/union", "/api/v1/partners")


@pytest.fixture
async def shown(store: str) -> None:
    assert store
    for slug in ("alpha", "beta"):
        await factories.organisation(slug, slug.title())
        await factories.partner(slug)
    parts = [{"organisation": slug, "role": "participant", "public": True} for slug in ("alpha", "beta")]
    await factories.forum("kyiv-2013", organisations=parts)
    await factories.network("union", members=["alpha", "beta"])


async def mark(slug: str, *, at_risk: bool = True) -> None:
    organisation = await by_slug(slug)
    assert organisation
    await unlisting.amend_organisation(organisation, OrganisationChange.parse({"at_risk": at_risk}))


async def naming(cleo: httpx.AsyncClient, name: str) -> list[str]:
    return [page for page in PAGES if name.lower() in (await cleo.get(page)).text.lower()]


async def test_what_joins_it_to_others_is_hidden(cleo: httpx.AsyncClient, shown: None) -> None:
    assert shown is None
    assert await naming(cleo, "Alpha") == list(PAGES)
    before = await version()
    await mark("alpha")
    assert await version() > before
    assert (await naming(cleo, "Alpha"), await naming(cleo, "Beta")) == ([], list(PAGES))
    page = (await cleo.get("/en/organisations/alpha")).text
    assert ("Alpha" in page, "Union" in page, "Kyiv" in page) == (True, False, False)


async def test_a_network_that_is_marked_shows_no_members(cleo: httpx.AsyncClient, shown: None) -> None:
    assert shown is None
    await mark("union")
    assert await naming(cleo, "Alpha") == ["/en/forums/kyiv-2013", "/en/partners", "/api/v1/partners"]


async def test_what_is_shown_again_stays_shown(cleo: httpx.AsyncClient, shown: None) -> None:
    assert shown is None
    await mark("alpha")
    forum = await forum_by_slug("kyiv-2013")
    assert forum
    parts = [{"organisation": "alpha", "role": "participant", "public": True}]
    await amend_forum(forum, ForumChange.parse({"organisations": parts}))
    before = await version()
    await mark("alpha")
    assert (await naming(cleo, "Alpha"), await version()) == (["/en/forums/kyiv-2013"], before)


async def test_a_mark_that_hides_nothing_changes_no_page(shown: None) -> None:
    assert shown is None
    await factories.organisation("gamma")
    await factories.organisation("delta", listed=False)
    before = await version()
    await mark("gamma")
    await mark("delta")
    assert await version() == before


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong", "still"),
    [
        ("if change.at_risk and not organisation.at_risk:", "if False:", list(PAGES)),
        ("(hide_parts_of, hide_memberships_of, hide_partner)", "(hide_memberships_of, hide_partner)", [PAGES[0]]),
        ("(hide_parts_of, hide_memberships_of, hide_partner)", "(hide_parts_of, hide_memberships_of)", [PAGES[2], PAGES[4]]),
    ],
)
async def test_a_mark_that_leaves_something_shown_is_noticed(
    cleo: httpx.AsyncClient, shown: None, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str, still: list[str]
) -> None:
    assert shown is None
    monkeypatch.setattr(unlisting, "hide_because_of_risk", mutated(hiding_relations, right, wrong)["hide_because_of_risk"])
    await mark("alpha")
    assert await naming(cleo, "Alpha") == still
