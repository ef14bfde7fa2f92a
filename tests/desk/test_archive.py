"""Forums and programmes that were begun by mistake and cannot be deleted: archived, found again, taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.desk.memoranda import memoranda as memoranda_pages
from coalition.forums import archiving, queries
from coalition.forums.forms import ProgrammeForm
from coalition.forums.programme_queries import programme_by_slug
from coalition.forums.recording_forums import record_programme
from coalition.memoranda.queries import view as view_of_memorandum
from coalition.memoranda.tables import Memorandum
from coalition.notices.tables import PageSubject
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.conftest import visitor
from tests.desk.conftest import follow, send, send_seen
from tests.mutants import mutated

if TYPE_CHECKING:
    from types import ModuleType

    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

KINDS = ("forums", "programmes")
PUBLIC = (
    *(f"/{language}/{rest}" for language in ("en", "ar") for rest in ("", "forums", "forums/kyiv-2013", "memoranda", "memoranda/cooperation")),
    *("/en/organisations/copper", "/sitemap.xml", "/sitemap-forums.xml", "/memoranda/cooperation.json"),
    *("/api/v1/forums", "/api/v1/forums/kyiv-2013", "/api/v1/memoranda/cooperation", "/feeds/notifications.atom"),
)


@pytest.fixture
async def mistaken(ada_account: Coordinator) -> None:
    """A forum of a programme on which a memorandum and the part of an organisation rest, and another forum and programme."""
    for slug, name in (("helsinki", "Helsinki"), ("neighbours", "Good neighbours")):
        await record_programme(ProgrammeForm.parse({"slug": slug, "texts": [{"language": "en", "name": name}]}))
    party = await factories.organisation("copper", "Copper Lamp")
    await factories.forum(programme="helsinki", organisations=[{"organisation": party.slug, "public": True}])
    await factories.forum("tbilisi", programme="helsinki", texts=[{"language": "en", "title": "Forum in Tbilisi"}])
    await factories.opened(ada_account, forum="kyiv-2013")


async def listed(ada: httpx.AsyncClient, kind: str, query: str = "") -> list[str]:
    """Return the records that a list of the desk shows."""
    return re.findall(rf'<a href="/en/desk/{kind}/([\w-]+)">', (await ada.get(f"/en/desk/{kind}{query}")).text.replace("/forums/new", ""))


async def offered(ada: httpx.AsyncClient, path: str, menu: str) -> list[str]:
    """Return the values of a menu of a page."""
    [options] = re.findall(rf'<select [^>]*name="{menu}"[^>]*>(.*?)</select>', (await ada.get(path)).text, re.DOTALL)
    return [value for value in re.findall(r'value="([^"]*)"', options) if value]


async def acts() -> list[tuple[str, str]]:
    return [(row["act"], row["about"]) for row in await TrailEntry.select(TrailEntry.act, TrailEntry.about).order_by(TrailEntry.id)]


@pytest.mark.usefixtures("mistaken")
async def test_an_archived_forum_leaves_lists_and_menus_and_is_taken_back_with_one_click(ada: httpx.AsyncClient) -> None:
    here = "/en/desk/forums/kyiv-2013"
    refused = await send(ada, f"{here}/removal")
    assert (refused.status_code, "It can be archived." in refused.text) == (409, True)
    page = await ada.get(here)
    assert (f'action="{here}/archive"' in page.text, "new?forum=kyiv-2013" in page.text) == (True, True)

    page = await follow(ada, await send(ada, f"{here}/archive"))
    assert ("It is archived." in page.text, f'action="{here}/archive"' in page.text, "new?forum=kyiv-2013" in page.text) == (True, False, False)
    assert (await listed(ada, "forums"), await listed(ada, "forums", "?archived=yes")) == (["tbilisi"], ["kyiv-2013"])
    assert await listed(ada, "forums", "?archived=yes&q=rights&programme=helsinki") == ["kyiv-2013"]
    found = await ada.get("/en/desk/forums?q=rights")
    assert (await listed(ada, "forums", "?q=rights"), "/en/desk/forums?archived=yes&amp;q=rights" in found.text) == ([], True)
    assert await offered(ada, "/en/desk/memoranda/new", "forum") == ["tbilisi"]
    assert "All who took part in a forum" not in (await ada.get("/en/desk/forums/tbilisi")).text

    assert f'action="{here}/archive/removal"' in page.text
    await follow(ada, await send(ada, f"{here}/archive/removal"))
    assert await listed(ada, "forums") == ["tbilisi", "kyiv-2013"]
    assert [entry for entry in await acts() if entry[0].startswith("forum")][-2:] == [("forum_archived", "forum:1"), ("forum_taken_back", "forum:1")]
    assert "Took a forum back from the archive" in (await ada.get("/en/desk/trail")).text


@pytest.mark.usefixtures("mistaken")
async def test_an_archived_programme_leaves_lists_and_menus(ada: httpx.AsyncClient, dina: httpx.AsyncClient, edith: httpx.AsyncClient) -> None:
    here = "/en/desk/programmes/helsinki"
    assert (await send(edith, f"{here}/archive")).status_code == 404
    page = await follow(dina, await send(dina, f"{here}/archive"))
    assert ("It is archived." in page.text, f'action="{here}/archive"' in page.text) == (True, False)
    assert (await listed(ada, "programmes"), await listed(ada, "programmes", "?archived=yes")) == (["neighbours"], ["helsinki"])
    assert (await listed(ada, "programmes", "?q=helsinki"), await listed(ada, "programmes", "?q=helsinki&archived=yes")) == ([], ["helsinki"])
    assert await offered(ada, "/en/desk/forums/new", "programme") == ["neighbours"]
    assert await offered(ada, "/en/desk/forums", "programme") == ["neighbours"]
    assert await offered(ada, "/en/desk/forums?programme=helsinki", "programme") == ["neighbours", "helsinki"]
    await follow(ada, await send(ada, "/en/desk/programmes/neighbours/archive"))
    assert "All programmes are archived." in (await ada.get("/en/desk/programmes")).text
    assert await listed(ada, "programmes", "?sort=newest") == []
    for sort, slugs in (("newest", ["neighbours", "helsinki"]), ("oldest", ["helsinki", "neighbours"])):
        assert await listed(ada, "programmes", f"?archived=yes&sort={sort}") == slugs
    await follow(ada, await send(ada, f"{here}/archive/removal"))
    assert await listed(ada, "programmes") == ["helsinki"]
    assert (await acts())[-1] == ("programme_taken_back", "programme:1")
    assert [(await send(ada, f"/en/desk/{kind}/none/archive{rest}")).status_code for kind in KINDS for rest in ("", "/removal")] == [404] * 4


async def test_where_all_forums_are_archived_the_list_leads_to_them(ada: httpx.AsyncClient) -> None:
    assert "No forum yet" in (await ada.get("/en/desk/forums")).text
    await archiving.archive(await factories.forum())
    page = await ada.get("/en/desk/forums")
    assert ("All forums are archived." in page.text, 'href="/en/desk/forums?archived=yes"' in page.text) == (True, True)
    await archiving.archive(await factories.forum("tbilisi", starts="2026"))
    assert await listed(ada, "forums", "?archived=yes") == ["tbilisi", "kyiv-2013"]
    assert await listed(ada, "forums", "?archived=yes&sort=oldest") == ["kyiv-2013", "tbilisi"]


@pytest.mark.usefixtures("mistaken")
async def test_what_belongs_to_an_archived_record_stays_with_it(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    """A memorandum keeps its forum, and a forum its programme, when something else of it is saved."""
    draft = await factories.draft(ada_account, "second", forum="kyiv-2013")
    await follow(ada, await send(ada, "/en/desk/forums/kyiv-2013/archive"))
    await follow(ada, await send(ada, "/en/desk/programmes/helsinki/archive"))
    here = "/en/desk/memoranda/second/details"
    assert await offered(ada, here, "forum") == ["tbilisi", "kyiv-2013"]
    assert await offered(ada, "/en/desk/forums/kyiv-2013", "programme") == ["neighbours", "helsinki"]
    await follow(ada, await send(ada, here, {"forum": "kyiv-2013", "kind": "open_letter", "authentic_languages": ["en", "ru"], "reservations": "no"}))
    assert (await view_of_memorandum(draft)).forum == 1
    changed = {"texts-0-language": "en", "texts-0-title": "Kyiv", "programme": "helsinki", "place-public": "yes", "risk_profile": "open"}
    await follow(ada, await send_seen(ada, "/en/desk/forums/kyiv-2013", changed))
    row = await queries.by_slug("kyiv-2013")
    assert row
    assert (row.programme, row.archived) == (1, True)


@pytest.mark.usefixtures("mistaken")
async def test_what_was_archived_while_a_form_was_filled_in_stays_chosen(ada: httpx.AsyncClient) -> None:
    await follow(ada, await send(ada, "/en/desk/forums/kyiv-2013/archive"))
    page = await send(ada, "/en/desk/memoranda", {"slug": "", "forum": "kyiv-2013", "kind": "open_letter"})
    assert (page.status_code, '<option value="kyiv-2013" selected>' in page.text) == (422, True)
    await follow(ada, await send(ada, "/en/desk/programmes/helsinki/archive"))
    page = await send(ada, "/en/desk/forums", {"slug": "", "programme": "helsinki", "place-public": "yes", "risk_profile": "open"})
    assert (page.status_code, '<option value="helsinki" selected>' in page.text) == (422, True)


@pytest.mark.usefixtures("mistaken")
async def test_where_a_name_is_written_the_archive_offers_none(ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two forums have one title: once one of them is archived, the title means the other; the address name still means each."""
    await factories.forum("kyiv-2014")
    monkeypatch.setattr(memoranda_pages, "MOST_OFFERED", 1)
    begun = {"slug": "second", "kind": "open_letter", "authentic_languages": ["en"], "reservations": "no"}
    title = "Forum of Central Asian human rights organisations"
    assert "More than one is called" in (await send(ada, "/en/desk/memoranda", begun | {"forum": title})).text
    await follow(ada, await send(ada, "/en/desk/forums/kyiv-2013/archive"))
    await follow(ada, await send(ada, "/en/desk/memoranda", begun | {"forum": title}))
    await follow(ada, await send(ada, "/en/desk/memoranda", begun | {"slug": "third", "forum": "kyiv-2013"}))
    assert [(await Memorandum.select(Memorandum.forum).where(Memorandum.slug == slug).first())["forum"] for slug in ("second", "third")] == [3, 1]
    similar = await send(ada, "/en/desk/memoranda", begun | {"slug": "fourth", "forum": "human rights"})
    assert ("kyiv-2014" in similar.text, "kyiv-2013" in similar.text) == (True, False)


async def public_bytes(handlers: ASGIApp) -> tuple[dict[str, tuple[int, bytes]], object]:
    """Return what everybody reads, rendered anew, and the versions of what pages are about: caches and their tags rest on them."""
    async with visitor(handlers) as browser:
        answers = {address: await browser.get(address) for address in PUBLIC}
    versions = await PageSubject.select(PageSubject.subject, PageSubject.version).order_by(PageSubject.subject)
    return {address: (answer.status_code, answer.content) for address, answer in answers.items()}, versions


async def require_the_same(handlers: ASGIApp) -> None:
    """Archive a forum and its programme and take them back; require that everybody reads the same bytes before, between and after."""
    forum = await queries.by_slug("kyiv-2013")
    programme = await programme_by_slug("helsinki")
    assert forum
    assert programme
    before = await public_bytes(handlers)
    assert {address: status for address, (status, _) in before[0].items() if status != 200} == {}
    for change in (archiving.archive, archiving.take_back):
        for record in (forum, programme):
            await change(record)
            assert await public_bytes(handlers) == before, (change, record)
            await change(record)  # again: nothing is recorded
    assert [act for act, _ in await acts()][-4:] == ["forum_archived", "programme_archived", "forum_taken_back", "programme_taken_back"]


@pytest.mark.usefixtures("mistaken")
async def test_the_archive_changes_no_public_byte(handlers: ASGIApp) -> None:
    await require_the_same(handlers)


_NEWEST = "    return _page(await _views(await query, withhold=True), limit)"


@pytest.mark.usefixtures("mistaken")
@pytest.mark.parametrize(
    ("module", "name", "right", "wrong"),
    [
        (queries, "newest_forums", _NEWEST, _NEWEST.replace("await query,", "await query.where(in_archive(Forum, archived=False)),")),
        (archiving, "archive", "if await set_archived(record, archived=True):", "if await set_archived(record, archived=True) or True:"),
    ],
    ids=["archived forums leave the public list", "what is archived is archived again"],
)
async def test_a_mutated_build_fails(
    handlers: ASGIApp, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, right: str, wrong: str
) -> None:
    monkeypatch.setattr(module, name, mutated(module, right, wrong)[name])
    with pytest.raises(AssertionError, match=r"function archive|_archived"):
        await require_the_same(handlers)
