"""Ada records forums and programmes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.desk.forums import forums, programmes
from coalition.desk.memoranda import memoranda
from coalition.forums import queries, recording_forums
from coalition.forums.forms import ForumChange
from coalition.forums.programme_queries import programme_by_slug, programme_view
from coalition.forums.queries import by_slug, parts_at, view
from coalition.organisations.visible_queries import Viewer
from coalition.published import forum_record
from tests import factories
from tests.desk.conftest import follow, send, send_seen

if TYPE_CHECKING:
    import httpx

    from coalition.forums.tables import Forum
    from coalition.people.tables import Coordinator

KYIV = {
    "slug": "kyiv-2013", "starts": "2013-02", "ends": "",
    "place-city": "Kyiv", "place-country": "UA", "place-public": "no", "risk_profile": "careful",
    "programme": "", "countries": ["Kazakhstan", "KG", "узбекистан", "", ""],
    "texts-0-language": "en", "texts-0-title": "Forum in Kyiv", "texts-0-city": "Kyiv", "texts-0-summary": "They met.\n\nThey agreed.",
    "texts-1-language": "", "texts-1-title": "", "texts-1-city": "", "texts-1-summary": "",
}  # fmt: skip


async def test_ada_records_a_forum_whose_place_is_withheld(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    page = await follow(ada, await send_seen(ada, "/ru/desk/forums", KYIV | {"countries": ["Казахстан", "KG", "узбекистан"]}))
    assert "Forum in Kyiv" in page.text
    row = await by_slug("kyiv-2013")
    assert row
    shown = await view(row, withhold=False)
    assert (shown.starts, shown.city, shown.place_public, shown.countries) == ("2013-02", "Kyiv", False, ("KZ", "KG", "UZ"))
    assert "Ukraine" not in (await cleo.get("/en/forums/kyiv-2013")).text


async def test_what_does_not_fit_is_said_and_kept(ada: httpx.AsyncClient) -> None:
    bad = KYIV | {"starts": "13 Feb", "countries": ["KZ", "Narnia"], "place-country": "XX", "texts-0-title": "", "texts-0-city": "Kyiv"}
    page = await send(ada, "/en/desk/forums", bad)
    assert page.status_code == 422
    assert set(re.findall(r'<li><a href="#([\w-]+)">', page.text)) == {"starts", "countries-1", "place-country", "texts-0-title"}
    assert 'value="Narnia"' in page.text
    assert 'value="13 Feb"' in page.text
    assert 'value="no" checked' in page.text


async def test_a_record_is_changed(ada: httpx.AsyncClient) -> None:
    await factories.forum()
    here = "/en/desk/forums/kyiv-2013"
    assert 'value="2013-02"' in (await ada.get(here)).text
    more = {"texts-1-language": "ar", "texts-1-title": "منتدى كييف", "starts": "", "countries": ["TJ"]}
    page = await follow(ada, await send_seen(ada, here, KYIV | more))
    assert 'lang="ar" dir="rtl"' in page.text or 'dir="rtl" maxlength="300" lang="ar"' in page.text
    row = await by_slug("kyiv-2013")
    assert row
    shown = await view(row, withhold=False)
    assert (shown.starts, shown.countries, sorted(shown.texts)) == (None, ("TJ",), ["ar", "en"])


async def parts_of(forum: Forum) -> list[tuple[str, str]]:
    return [(part.role, part.organisation.slug) for part in await parts_at(forum.id, Viewer.COORDINATOR)]


async def test_organisations_are_added_by_any_name_and_taken_out(ada: httpx.AsyncClient) -> None:
    forum = await factories.forum()
    await factories.organisation("kibhr", "Казахстанское бюро", language="ru")
    await factories.organisation("nhc-nl", "Netherlands Helsinki Committee")
    await factories.organisation("nhc-no", "Norwegian Helsinki Committee")
    here = "/en/desk/forums/kyiv-2013/organisations"
    rows = {"organisations-0-organisation": "казахстанское БЮРО", "organisations-0-role": "convener",
            "organisations-1-organisation": "nhc-no", "organisations-1-role": "observer"}  # fmt: skip
    await follow(ada, await send_seen(ada, here, rows))
    assert await parts_of(forum) == [
        ("convener", "kibhr"),
        ("observer", "nhc-no"),
    ]

    rows = {"organisations-0-organisation": "kibhr", "organisations-0-role": "participant", "organisations-0-remove": "yes",
            "organisations-0-before": "convener", "organisations-1-before": "observer",
            "organisations-1-organisation": "nhc-no", "organisations-1-role": "participant", "organisations-2-organisation": "Helsinki"}  # fmt: skip
    page = await send(ada, here, rows)
    assert page.status_code == 422
    assert "called Helsinki. If you mean one of these, write its address name: nhc-nl, nhc-no." in page.text
    assert 'value="Helsinki"' in page.text
    assert page.text.count('value="yes" aria-label') == page.text.count(" checked></td>") + 1

    assert (await send(ada, here, rows | {"organisations-2-organisation": "x" * 60_000})).status_code == 422

    rows["organisations-2-organisation"] = "nhc-nl"
    await follow(ada, await send_seen(ada, here, rows | {"organisations-2-role": "convener"}))
    assert await parts_of(forum) == [
        ("convener", "nhc-nl"),
        ("participant", "nhc-no"),
    ]


async def test_a_change_of_a_large_forum_shows_what_it_changes(
    ada: httpx.AsyncClient, cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forum_record, "MOST_PARTS", 2)
    monkeypatch.setattr(queries, "MOST_AT_ONCE", 2)
    for name in ("Anna", "Beirut", "Cairo", "Dawn"):
        await factories.organisation(name.lower(), name)
    forum = await factories.forum(organisations=[{"organisation": slug} for slug in ("anna", "beirut", "cairo", "dawn")])
    here = "/en/desk/forums/kyiv-2013/organisations"
    rows = {"organisations-0-organisation": "dawn", "organisations-0-before": "participant", "organisations-0-role": "participant"}
    assert (await send(ada, here, rows | {"organisations-0-public": "yes"})).status_code == 303  # nobody reads anything else
    assert "Dawn" in (await cleo.get("/en/forums/kyiv-2013?role=participant&after=" + await _second_page(cleo))).text

    preview = (await send(ada, here, rows | {"organisations-0-public": "no"})).text.partition('id="preview"')[2].partition("</section>\n<")[0]
    assert ("Anna" in preview, "1 part in the forum is on record and not shown." in preview) == (False, True)
    assert "Organisations that are not listed here stay as they are." in preview
    await follow(ada, await send_seen(ada, here, rows | {"organisations-0-public": "no"}))
    assert "Dawn" not in (await cleo.get("/en/forums/kyiv-2013?role=participant&after=" + await _second_page(cleo))).text

    assert "Cairo" in (await cleo.get("/api/v1/forums/kyiv-2013")).text.title()
    await recording_forums.amend_forum(forum, ForumChange.parse({"organisations": [{"organisation": slug} for slug in ("anna", "beirut")]}))
    assert "Cairo" not in (await cleo.get("/api/v1/forums/kyiv-2013")).text.title()  # although the first two are those of before


async def _second_page(cleo: httpx.AsyncClient) -> str:
    following = re.search(r'rel="next" href="[^"]*after=([\w-]+)', (await cleo.get("/en/forums/kyiv-2013")).text)
    assert following
    return following[1]


async def test_a_programme_has_names_and_organisations(ada: httpx.AsyncClient) -> None:
    await factories.organisation("nhc-nl", "Netherlands Helsinki Committee")
    rows = {"slug": "common", "texts-0-language": "en", "texts-0-name": "Common Table", "texts-1-language": "ru", "texts-1-name": "Общий стол",
            "organisations-0-organisation": "netherlands helsinki committee", "organisations-0-role": "funder"}  # fmt: skip
    page = await follow(ada, await send(ada, "/en/desk/programmes", rows))
    assert "Created." in page.text
    row = await programme_by_slug("common")
    assert row
    shown = await programme_view(row.id, Viewer.COORDINATOR)
    assert shown
    assert ([(role, organisation.slug) for role, organisation in shown.organisations], sorted(shown.names)) == ([("funder", "nhc-nl")], ["en", "ru"])
    page = await send(ada, "/en/desk/programmes/common", rows | {"organisations-0-organisation": "nobody at all"})
    assert (page.status_code, "No organisation in the register is called nobody at all." in page.text) == (422, True)
    assert (await send(ada, "/en/desk/programmes", rows)).status_code == 422


async def test_many_forums_are_read_page_by_page_and_found_by_title(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forums, "PAGE", 2)
    for year, title in (("2011", "Встреча в Бишкеке"), ("2013", "Forum in Kyiv"), ("2012", "Forum in Warsaw")):
        await factories.forum(f"forum-{year}", starts=year, texts=[{"language": "en", "title": title}])
    first = (await ada.get("/en/desk/forums")).text
    assert re.findall(r"forums/(forum-\d+)", first) == ["forum-2013", "forum-2012"]
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    assert re.findall(r"forums/(forum-\d+)", (await ada.get(following[1])).text) == ["forum-2011"]
    assert re.findall(r"forums/(forum-\d+)", (await ada.get("/en/desk/forums?q=bishkeke")).text) == ["forum-2011"]
    await recording_forums.amend_forum(await _row("forum-2011"), ForumChange.parse({"texts": [{"language": "en", "title": "In Osh"}]}))
    assert "No forum has a title like this" in (await ada.get("/en/desk/forums?q=bishkeke")).text


async def _row(slug: str) -> Forum:
    row = await by_slug(slug)
    assert row
    return row


async def test_where_a_menu_would_be_too_long_a_forum_or_programme_is_named(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (forums, memoranda):
        monkeypatch.setattr(module, "MOST_OFFERED", 1)
    for slug in ("kyiv-2013", "kyiv-2014"):
        await factories.forum(slug, texts=[{"language": "en", "title": "Forum"}, {"language": "ru", "title": f"Форум {slug[-4:]}"}])
        await send(ada, "/en/desk/programmes", {"slug": slug, "texts-0-language": "en", "texts-0-name": f"Common Table {slug[-4:]}"})
    assert '<input id="forum"' in (await ada.get("/en/desk/memoranda/new?forum=kyiv-2013")).text
    given = {"slug": "pact", "kind": "declaration", "authentic_languages": ["en"], "signature_rule": "invited", "reservations": "yes"}
    for typed, said in (
        ("Forum", "More than one is called Forum; write the address name: kyiv-2013, kyiv-2014."),
        ("2014", "Nothing here is called 2014. If you mean one of these, write its address name: kyiv-2014."),
        ("Narnia", "Nothing here is called Narnia."),
    ):
        page = await send(ada, "/en/desk/memoranda", given | {"forum": typed})
        assert (page.status_code, said in page.text, f'value="{typed}"' in page.text) == (422, True, True)
    await follow(ada, await send(ada, "/en/desk/memoranda", given | {"forum": "форум 2014"}))
    assert '<input id="forum" name="forum" type="text" value="kyiv-2014"' in (await ada.get("/en/desk/memoranda/pact/details")).text

    here = "/en/desk/forums/kyiv-2013"
    assert '<input id="programme"' in (await ada.get(here)).text
    await send_seen(ada, here, KYIV | {"programme": "common table 2014", "countries": ["KZ"]})
    assert '<input id="programme" name="programme" type="text" value="kyiv-2014"' in (await ada.get(here)).text
    monkeypatch.setattr(programmes, "PAGE", 1)
    assert re.findall(r"programmes/(kyiv-\d+)", (await ada.get("/en/desk/programmes?after=kyiv-2013")).text) == ["kyiv-2014"]
    assert 'rel="next" href="/en/desk/programmes?after=kyiv-2013"' in (await ada.get("/en/desk/programmes")).text


async def test_a_forum_or_programme_that_is_not_there(ada: httpx.AsyncClient) -> None:
    assert (await ada.get("/en/desk/forums/nowhere")).status_code == 404
    assert (await ada.get("/en/desk/programmes/nowhere")).status_code == 404
