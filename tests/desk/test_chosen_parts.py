"""Ada lets all of a choice take part in a forum: who took part in another one, and organisations of some countries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition import database
from coalition.forums.tables import ForumOrganisation
from coalition.trail.tables import TrailAct, TrailEntry
from tests import factories
from tests.desk.conftest import send, send_seen

if TYPE_CHECKING:
    import httpx

pytestmark = pytest.mark.anyio
HERE = "/en/desk/forums/kyiv-2013/organisations/choice"
TICKED = re.compile(r'name="organisations" value="([\w-]+)" checked')


async def parts() -> set[tuple[str, str, bool]]:
    columns = (ForumOrganisation.organisation.slug.as_alias("slug"), ForumOrganisation.role, ForumOrganisation.public)
    rows = await ForumOrganisation.select(*columns).where(ForumOrganisation.forum.slug == "kyiv-2013")
    return {(row["slug"], row["role"], row["public"]) for row in rows}


async def test_those_of_another_forum_are_ticked_and_those_who_take_part_are_left_out(ada: httpx.AsyncClient) -> None:
    for at in range(4):
        await factories.organisation(f"party-{at}", listed=at != 3)
    roles = [{"organisation": f"party-{at}", "role": "observer" if at == 2 else "participant"} for at in range(4)]
    await factories.forum("kyiv-2013", organisations=[{"organisation": "party-0", "role": "convener"}])
    await factories.forum("tbilisi-2026", organisations=roles)
    offered = (await ada.get("/en/desk/forums/kyiv-2013")).text
    assert 'value="tbilisi-2026"' in offered.partition("All who took part in a forum")[2]
    page = await ada.get(f"{HERE}?way=forum&forum=tbilisi-2026")
    assert "3 organisations are chosen." in page.text
    assert "1 takes part already and is left out." in page.text
    assert TICKED.findall(page.text) == ["party-1", "party-3"]

    given = {"way": "forum", "value": "tbilisi-2026", "few": "yes", "organisations": ["party-1"], "role": "co_organiser"}
    seen = await send(ada, HERE, given)
    assert TICKED.findall(seen.text) == ["party-1"]
    assert "Save and show this to everybody" in seen.text
    assert '<option value="co_organiser" selected>' in seen.text
    assert await parts() == {("party-0", "convener", True)}
    assert (await send_seen(ada, HERE, given)).headers["location"].startswith("/en/desk/forums/kyiv-2013?")
    assert await parts() == {("party-0", "convener", True), ("party-1", "co_organiser", True)}

    nobody = await send(ada, HERE, given)
    assert (nobody.status_code, "Tick at least one organisation" in nobody.text) == (422, True)
    assert (await send(ada, HERE, {**given, "organisations": ["party-3"], "role": "participant"})).status_code == 303
    assert ("party-3", "participant", False) in await parts()  # not in the public register: nothing was shown before
    assert "all of them do already" in (await ada.get(f"{HERE}?way=forum&forum=tbilisi-2026")).text
    assert await TrailEntry.count().where(TrailEntry.act == TrailAct.PARTICIPANTS_CHANGED.value) == 2


async def test_many_of_a_country_are_entered_up_to_the_bound_and_then_the_others(
    ada: httpx.AsyncClient, cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(5):
        await factories.organisation(f"party-{at}", country="KG", listed=False)
    await factories.organisation("aktau", country="KZ")
    await factories.forum("kyiv-2013")
    monkeypatch.setattr("coalition.desk.forums.choices_of_parts.PAGE", 2)
    for module in ("coalition.acts.changing_forums.MOST_AT_ONCE", "coalition.forums.queries.MOST_AT_ONCE"):
        monkeypatch.setattr(module, 3)
    page = await ada.get(f"{HERE}?way=countries&country=KG")
    assert "At most 3 organisations are entered at once; this page then shows the others." in page.text
    assert "Let 3 organisations take part" in page.text
    assert not TICKED.search(page.text)
    [following] = re.findall(r'rel="next" href="([^"]+)"', page.text)
    assert "Party 2" in (await ada.get(following.replace("&amp;", "&"))).text
    again = await send(ada, HERE, {"way": "countries", "value": ["KG"], "role": "participant"})
    assert "/organisations/choice?" in again.headers["location"]
    assert len(await parts()) == 3
    with database.counting_queries() as count:
        done = await send(ada, HERE, {"way": "countries", "value": ["KG"], "role": "participant"})
    assert done.headers["location"].startswith("/en/desk/forums/kyiv-2013?")
    assert {slug for slug, _, _ in await parts()} == {f"party-{at}" for at in range(5)}
    assert count.count < 120
    assert "Party" not in (await cleo.get("/en/forums/kyiv-2013")).text
    assert (await cleo.get(HERE)).status_code == 303


async def test_where_there_are_many_forums_a_name_is_written(ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coalition.desk.ways_of_choosing.MOST_OFFERED", 1)
    for slug in ("kyiv-2013", "other-1", "other-2"):
        await factories.forum(slug, organisations=[{"organisation": (await factories.organisation(f"of-{slug}")).slug}])
    assert '<input id="forum"' in (await ada.get("/en/desk/forums/kyiv-2013")).text
    for query, status, sentence in (
        ("way=forum&forum=other-2", 200, "Of Other 2"),
        ("way=forum&forum=nowhere", 422, "Nothing here is called"),
        ("way=forum", 200, "No organisation is like this."),
        ("way=words&value=Other", 200, "Of Other 1"),
        ("way=stars", 404, ""),
    ):
        page = await ada.get(f"{HERE}?{query}")
        assert (page.status_code, sentence in page.text) == (status, True), query
    assert (await ada.get(HERE.replace("kyiv-2013", "nowhere") + "?way=words")).status_code == 404
