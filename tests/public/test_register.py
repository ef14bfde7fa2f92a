"""Forums and organisations as everybody reads them."""

from __future__ import annotations

import re
from html import unescape

import pytest

from coalition.database import counting_queries
from coalition.forums.forms import ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.memoranda.queries import public_memoranda_of_forum
from tests import factories
from tests.public.reading import links, words

pytestmark = pytest.mark.anyio


async def test_a_forum_shows_dates_as_they_are_known_and_who_was_there(cleo, ada_account):
    for slug, name in (("alpha", "Alpha"), ("beta", "Beta"), ("gamma", "Gamma")):
        await factories.organisation(slug, name)
    parts = [{"organisation": "alpha", "role": "implementer"}, {"organisation": "gamma", "role": "funder"}]
    await record_programme(ProgrammeForm.parse({"slug": "table", "texts": [{"language": "en", "name": "Common Table"}], "organisations": parts}))
    present = [{"organisation": "alpha", "role": "convener"}, {"organisation": "beta", "role": "participant"}]
    forum = await factories.forum(programme="table", organisations=present, ends="2013-02")
    await factories.opened(ada_account, forum=forum.slug)
    page = words((await cleo.get("/en/forums/kyiv-2013")).text)
    assert page.startswith("February 2013 · Kyiv, Ukraine Forum of Central Asian human rights organisations")
    assert "Conveners Alpha Kazakhstan Participants Beta Kazakhstan" in page
    assert "Countries concerned Kazakhstan, Kyrgyzstan Programme Common Table Carried out by Alpha Funded by Gamma" in page
    assert "Outcome Memorandum of understanding Memorandum on cooperation" in page


async def test_a_withheld_place_is_nowhere(cleo, ada_account):
    place = {"city": "Almaty", "country": "KZ", "public": False}
    texts = [{"language": "en", "title": "A forum", "summary": "They met.", "city": "Almaty"}]
    await factories.forum("careful-2026", place=place, texts=texts, countries=["UZ"])
    for address in ("/en/forums", "/en/forums/careful-2026", "/en/", "/ru/forums/careful-2026"):
        page = (await cleo.get(address)).text
        assert "Almaty" not in page
        assert "Kazakhstan" not in page
    assert "Where Place withheld for security reasons" in words((await cleo.get("/en/forums/careful-2026")).text)


@pytest.mark.sqlite_only
async def test_a_summary_in_another_language_is_marked(cleo):
    await factories.forum(texts=[{"language": "ru", "title": "Форум", "summary": "Они встретились."}])
    page = (await cleo.get("/ar/forums/kyiv-2013")).text
    assert '<div class="text" lang="ru" dir="ltr">' in page
    assert '<h1><bdi lang="ru" dir="ltr">Форум</bdi></h1>' in page


async def test_forums_come_newest_first_and_go_on(cleo):
    for slug, starts in (("first", "2013-02"), ("second", "2026-10-12"), ("undated", None)):
        await factories.forum(slug, starts=starts)
    listed = [address for address in links((await cleo.get("/en/forums")).text) if address.startswith("/en/forums/")]
    assert listed == ["/en/forums/second", "/en/forums/first", "/en/forums/undated"]
    rest = links((await cleo.get("/en/forums?after=2013-02/first")).text)
    assert [address for address in rest if address.startswith("/en/forums/")] == ["/en/forums/undated"]


async def test_an_organisation_shows_its_names_and_what_it_did_publicly(cleo, ada_account):
    names = [{"language": "ru", "name": "Бюро", "short_name": "КМБПЧ", "primary": True}, {"language": "en", "name": "Bureau", "short_name": "KIBHR"}]
    organisation = await factories.organisation("kibhr", names=names, website="https://bureau.kz", at_risk=True)
    await factories.forum(organisations=[{"organisation": "kibhr", "role": "convener"}])
    await factories.signed(await factories.opened(ada_account), organisation)
    await factories.signed(await factories.opened(ada_account, "silent"), organisation, disclosure="counted")
    page = (await cleo.get("/en/organisations/kibhr")).text
    assert '<a href="https://bureau.kz" rel="noopener nofollow">' in page
    assert "Non-governmental organisation · Kazakhstan Бюро Bureau".lower() in words(page).lower()
    assert "Memorandum on cooperation Signature" in words(page)
    assert "/en/memoranda/cooperation" in links(page)
    assert "/en/memoranda/silent" not in links(page)
    assert "risk" not in page
    assert "kibhr.example.org" not in page
    assert (await cleo.get("/en/organisations/missing")).status_code == 404


async def test_organisations_are_found_by_any_name_in_any_script(cleo):
    names = [{"language": "ar", "name": "مركز النماء لحقوق الإنسان", "primary": True}, {"language": "en", "name": "Al-Namaa Center"}]
    await factories.organisation("al-namaa", names=names, country="IQ")
    await factories.organisation("alpha", "Alpha", country="KZ")
    for text in ("النماء", "namaa", "NAMAA", "مركز"):
        page = words((await cleo.get("/en/organisations", params={"q": text})).text)
        assert ("مركز النماء" in page, "Alpha" in page) == (True, False)
    only = words((await cleo.get("/en/organisations", params={"country": "KZ"})).text)
    assert ("Alpha" in only, "النماء" in only) == (True, False)
    for nothing in ({"q": "zzz"}, {"country": "MT"}, {"q": "%"}, {"q": "%%%"}, {"q": "a" * 60_000}):
        assert "No organisation found" in words((await cleo.get("/en/organisations", params=nothing)).text)
    for unknown in ({"q": "\0"}, {"country": "ZZ"}, {"country": "kz"}, {"country": "kz' OR 1=1"}):
        assert (await cleo.get("/en/organisations", params=unknown)).status_code == 404


@pytest.mark.sqlite_only
async def test_a_long_register_is_read_page_by_page(cleo):
    for at in range(53):
        await factories.organisation(f"one-{at:02}", f"Organisation {at:02}", email="")
    first = (await cleo.get("/en/organisations")).text
    [following] = re.findall(r'rel="next" href="([^"]+)"', first)
    rest = [address for address in links((await cleo.get(following)).text) if address.startswith("/en/organisations/")]
    assert rest == [f"/en/organisations/one-{at}" for at in range(35, 53)]


@pytest.mark.sqlite_only
async def test_cleo_reads_a_forum_of_many_by_pages_and_nobody_who_is_hidden_there(cleo, ada_account):
    slugs = [f"party-{number:03}" for number in range(34)]
    for slug in slugs:
        await factories.organisation(slug, email="")
    await factories.organisation("quiet", "Quiet", email="", listed=False)
    present = [{"organisation": slug, "role": "participant", "public": slug != "party-007"} for slug in slugs]
    quiet = [{"organisation": "party-003", "role": "convener"}, {"organisation": "quiet", "role": "observer"}]
    forum = await factories.forum(organisations=[*quiet, *present])
    for slug in ("first", "second"):
        await factories.opened(ada_account, slug, forum=forum.slug)
    pages, address = [], "/en/forums/kyiv-2013"
    while address:
        with counting_queries() as count:
            answer = await cleo.get(address)
        pages.append((answer.text, count.count))
        assert len(pages) < 4
        address = next((unescape(found) for found in re.findall(r'rel="next" href="([^"]*role=participant[^"]*)"', answer.text)), "")
    shown = [[found.rpartition("/")[2] for found in links(page) if "/organisations/" in found] for page, _ in pages]
    assert shown == [["party-003", *slugs[:7], *slugs[8:31]], ["party-003", *slugs[31:]]]
    assert "Quiet" not in "".join(page for page, _ in pages)
    assert [count for _, count in pages] == [pages[0][1]] * 2
    [newest] = await public_memoranda_of_forum(forum.id, after="", limit=1)
    rest = links((await cleo.get(f"/en/forums/kyiv-2013?memoranda={newest.place}")).text)
    assert [found for found in rest if "/memoranda/" in found] == ["/en/memoranda/first"]
    for nonsense in ("?role=participant&after=%00", "?role=nobody&after=QUJD", "?memoranda=zzz"):
        assert (await cleo.get(f"/en/forums/kyiv-2013{nonsense}")).status_code in {200, 404}
