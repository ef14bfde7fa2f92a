"""A page that is out of date is rendered once for all its readers, who do not wait for that; nobody reads a page of more than a second ago."""

from __future__ import annotations

import asyncio

import pytest

from coalition import database
from coalition.notices.issuing import pages_change
from coalition.notices.page_queries import published_version
from coalition.notices.page_subjects import MEMORANDA, organisation, signatories
from coalition.notices.page_subjects import memorandum as about
from coalition.web import cached_pages, page_cache
from coalition.web.page_cache import PageCache
from tests import factories
from tests.web.caches import Watched, until

pytestmark = pytest.mark.anyio

PAGE, OTHER = "/en/memoranda/cooperation", "/en/memoranda/another"


@pytest.fixture
async def memorandum(ada_account):
    await factories.opened(ada_account, "another")
    return await factories.opened(ada_account)


@pytest.fixture
async def watched(store, handlers):
    return Watched(handlers)


async def new_signature(memorandum, slug="bir-duino", name="Bir Duino", **more):
    return await factories.signed(memorandum, await factories.organisation(slug, name, listed=False), **more)


async def old_bytes_meanwhile(watched, memorandum):
    """Twenty read while somebody signs: all get the old page at once, and then the new one, for which it was rendered once."""
    async with watched.reader() as cleo:
        before = await cleo.get(PAGE)
        watched.holding = asyncio.Event()
        await new_signature(memorandum)
        meanwhile = await asyncio.gather(*(cleo.get(PAGE) for _ in range(20)))
        assert {answer.content for answer in meanwhile} == {before.content}
        watched.holding.set()
        await until(lambda: watched.rendered[PAGE] == 2 and not watched.cache.waiting)
        after = await asyncio.gather(*(cleo.get(PAGE) for _ in range(20)))
        assert len({answer.headers["etag"] for answer in after}) == 1
        assert ("Bir Duino" in before.text, "Bir Duino" in after[0].text) == (False, True)
        watched.time += 1.9
        assert (await cleo.get(PAGE)).content == after[0].content
    assert watched.rendered[PAGE] == 2


async def test_readers_get_the_old_page_until_the_new_one_is_there(watched, memorandum):
    await old_bytes_meanwhile(watched, memorandum)


@pytest.mark.sqlite_only
async def test_a_build_that_lets_readers_wait_is_noticed(handlers, store, memorandum):
    with pytest.raises((AssertionError, TimeoutError)):
        async with asyncio.timeout(3):
            await old_bytes_meanwhile(Watched(handlers, old_for=-1), memorandum)


async def nothing_old(watched, memorandum):
    """Nobody has read for a while when somebody signs: the first reader after it waits for the new page."""
    async with watched.reader() as cleo:
        await cleo.get(PAGE)
        watched.time += 1
        await new_signature(memorandum)
        assert "Bir Duino" in (await cleo.get(PAGE)).text


async def test_a_page_of_more_than_a_second_ago_is_not_served(watched, memorandum):
    await nothing_old(watched, memorandum)


@pytest.mark.sqlite_only
async def test_a_build_that_serves_older_pages_is_noticed(handlers, store, memorandum):
    with pytest.raises(AssertionError):
        await nothing_old(Watched(handlers, old_for=60), memorandum)


async def test_many_changes_within_half_a_second_are_one_rendering(watched, memorandum):
    async with watched.reader() as cleo:
        await cleo.get(PAGE)
        watched.time += 0.125
        watched.going_on.clear()
        for number in range(5):
            await new_signature(memorandum, f"group-{number}", f"Group {number}")
            await cleo.get(PAGE)
        watched.going_on.set()
        await until(lambda: not watched.cache.waiting)
        assert "Group 4" in (await cleo.get(PAGE)).text
    assert (watched.rendered[PAGE], watched.pauses) == (2, [0.375])


async def test_what_this_process_knows_is_no_news_from_the_database(watched, memorandum):
    """The process that commits learns of it at once, and sees the same version later: that is one change."""
    async with watched.reader() as cleo:
        await cleo.get(PAGE)
        await new_signature(memorandum)
        watched.time += 1
        await cleo.get(PAGE)
        assert await watched.cache.known.look()
        watched.time += 1
        await cleo.get(PAGE)
    assert watched.rendered[PAGE] == 2


async def of_another_process(*subjects):
    """Write what another process writes; this one is not told."""
    async with database.transaction():
        await database.execute("UPDATE page_subject SET version = version + 1 WHERE subject = ''")
        for subject in subjects:
            await database.execute(
                "INSERT INTO page_subject (subject, version) SELECT {}, version FROM page_subject WHERE subject = '' "
                "ON CONFLICT (subject) DO UPDATE SET version = excluded.version",
                subject,
            )


async def test_a_change_of_another_process_is_noticed(watched, memorandum):
    async with watched.reader() as cleo:
        for page in (PAGE, OTHER):
            await cleo.get(page)
        known = watched.cache.known.count
        await of_another_process(about(memorandum.id))
        stop = asyncio.Event()
        watching = asyncio.create_task(watched.cache.processes.watch(stop))
        watched.time += 1
        await until(lambda: watched.cache.known.count > known)
        for page in (PAGE, OTHER):
            await cleo.get(page)
        stop.set()
        await watching
    assert (watched.rendered[PAGE], watched.rendered[OTHER]) == (2, 1)


async def test_a_change_leaves_the_pages_about_other_things(watched, memorandum):
    """Signing one text: pages about the other one, lists of organisations that are not concerned, and the site itself stay as they are."""
    others = (OTHER, f"{OTHER}/signatories", "/memoranda/another.json", "/feeds/memoranda/another.atom", "/en/forums", "/en/about", "/robots.txt")
    concerned = (PAGE, f"{PAGE}/signatories", "/memoranda/cooperation.csv", "/en/", "/en/memoranda", "/feeds/notifications.atom", "/en/organisations")
    async with watched.reader() as cleo:
        for page in (*others, *concerned):
            assert (await cleo.get(page)).status_code == 200, page
        await new_signature(memorandum)
        watched.time += 1
        for page in (*others, *concerned):
            await cleo.get(page)
    assert [page for page in others if watched.rendered[page] != 1] == []
    assert [page for page in concerned if watched.rendered[page] != 2] == []


async def test_a_hidden_signature_leaves_every_page(watched, memorandum):
    pages = (PAGE, OTHER, "/en/", "/en/memoranda", "/feeds/notifications.atom", "/en/organisations", "/memoranda/cooperation.json")
    async with watched.reader() as cleo:
        before = [(await cleo.get(page)).headers["etag"] for page in pages]
        version = await published_version()
        await new_signature(memorandum, disclosure="counted")
        watched.time += 1
        assert [(await cleo.get(page)).headers["etag"] for page in pages] == before
    assert set(watched.rendered.values()) == {1}
    assert await published_version() == version


async def test_a_page_about_nothing_known_is_about_everything(watched, memorandum, monkeypatch):
    monkeypatch.setattr(page_cache, "frozenset", lambda _: frozenset(), raising=False)
    async with watched.reader() as cleo:
        await cleo.get("/en/about")
        await pages_change(organisation(12345))
        watched.time += 1
        await cleo.get("/en/about")
    assert watched.rendered["/en/about"] == 2


async def undone(block, memorandum):
    async with block:
        await pages_change(signatories(memorandum.id))
        raise ZeroDivisionError


async def test_what_a_transaction_undoes_changes_no_page(watched, memorandum):
    async with watched.reader() as cleo:
        await cleo.get(PAGE)
        with pytest.raises(ZeroDivisionError):
            await undone(database.transaction(), memorandum)
        async with database.transaction():
            with pytest.raises(ZeroDivisionError):
                await undone(database.savepoint(), memorandum)
            await pages_change(MEMORANDA)
        watched.time += 1
        await cleo.get(PAGE)
    assert watched.rendered[PAGE] == 1


async def test_a_page_that_is_removed_leaves_the_cache_with_its_background_rendering(watched, memorandum, monkeypatch):
    """A page that is not public any more when it is rendered again is not served again."""
    async with watched.reader() as cleo:
        await cleo.get(PAGE)
        await database.execute("UPDATE memorandum SET publicity = 'withdrawn_from_public' WHERE id = {}", memorandum.id)
        await pages_change(about(memorandum.id))
        assert (await cleo.get(PAGE)).status_code == 200
        await until(lambda: not watched.cache.waiting)
        assert (await cleo.get(PAGE)).status_code == 410
    assert PAGE not in watched.cache.store.pages


async def test_memory_for_pages_is_bounded(memorandum, app, cleo, monkeypatch):
    first = await cleo.get("/en/about")
    cache = app.app
    assert isinstance(cache, PageCache)
    monkeypatch.setattr(cached_pages, "MOST_BYTES", 3 * len(first.content))
    monkeypatch.setattr(cached_pages, "MOST_BYTES_OF_ONE", 3 * len(first.content))
    for language in ("en", "ru", "ar", "nb"):
        for page in ("about", "privacy", "accessibility"):
            await cleo.get(f"/{language}/{page}")
    assert 0 < cache.store.size <= 3 * len(first.content)
    assert cache.store.size == sum(rendered.page.size for rendered in cache.store.pages.values())
    monkeypatch.setattr(cached_pages, "MOST_BYTES_OF_ONE", 100)
    await cleo.get("/en/forums")
    assert "/en/forums" not in cache.store.pages


async def test_variants_of_one_page_do_not_fill_the_cache(memorandum, app, cleo):
    for number in range(3 * cached_pages.MOST_VARIANTS):
        assert (await cleo.get(f"/en/organisations?q=group{number}")).status_code == 200
    await cleo.get("/en/organisations")
    await cleo.get("/ru/organisations?q=group1")
    keys = [key for key in app.app.store.pages if key.startswith("/en/organisations")]
    assert len(keys) == cached_pages.MOST_VARIANTS + 1
    assert keys[-1] == "/en/organisations"
    assert f"/en/organisations?q=group{3 * cached_pages.MOST_VARIANTS - 1}" in keys
