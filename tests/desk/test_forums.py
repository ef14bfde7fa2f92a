"""Ada records forums and programmes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

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
    assert "Only the organisations whose parts you change are listed here" in preview
    await follow(ada, await send_seen(ada, here, rows | {"organisations-0-public": "no"}))
    assert "Dawn" not in (await cleo.get("/en/forums/kyiv-2013?role=participant&after=" + await _second_page(cleo))).text

    assert "Cairo" in (await cleo.get("/api/v1/forums/kyiv-2013")).text.title()
    await recording_forums.amend_forum(forum, ForumChange.parse({"organisations": [{"organisation": slug} for slug in ("anna", "beirut")]}))
    assert "Cairo" not in (await cleo.get("/api/v1/forums/kyiv-2013")).text.title()  # although the first two are those of before


async def _second_page(cleo: httpx.AsyncClient) -> str:
    following = re.search(r"after=([\w-]+)", (await cleo.get("/en/forums/kyiv-2013")).text)
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


async def test_a_forum_or_programme_that_is_not_there(ada: httpx.AsyncClient) -> None:
    assert (await ada.get("/en/desk/forums/nowhere")).status_code == 404
    assert (await ada.get("/en/desk/programmes/nowhere")).status_code == 404
