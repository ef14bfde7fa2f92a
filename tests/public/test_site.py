"""What holds for every public address."""

from __future__ import annotations

import hashlib
import re
from xml.etree import ElementTree as ET

import pytest

from coalition import clock, resources, settings
from coalition.addresses import ROUTES, Audience
from coalition.public.site import sitemaps
from coalition.rendering import static_url
from tests import factories
from tests.appeals import appealed
from tests.deliveries import told
from tests.drafting_record.recorded_lines import put_line
from tests.public.reading import links, words

pytestmark = pytest.mark.anyio

PLACES = {
    "lang": "en",
    "forum": "kyiv-2013",
    "memorandum": "cooperation",
    "organisation": "alpha",
    "network": "net",
    "article": "a-story",
    "year": "2026",
    "number": "1",
    "edition": "1",
    "file": "cooperation.json",
}


async def _register(ada_account, *, with_appeal=True):
    forum = await factories.forum()
    memorandum = await factories.opened(ada_account, forum=forum.slug)
    alpha = await factories.organisation("alpha", "Alpha")
    await factories.signed(memorandum, alpha)
    await put_line(memorandum, alpha)
    await told.addressee(memorandum)
    await told.published(memorandum, told.delivery(remark="A draft.", organisation="alpha"))
    await factories.network(members=["alpha"])
    await factories.correction(memorandum)
    if with_appeal:
        await appealed.sent(ada_account)
    await factories.article(published=True, organisations=["alpha"], forums=[forum.slug], memoranda=[memorandum.slug])


def _addresses():
    rows = [(name, row) for name, row in ROUTES.items() if row.audience is Audience.PUBLIC and name.startswith("public.")]
    for name, row in rows:
        if name not in {"public.start.show", "public.static.show", "public.article_picture.show", "public.entry_scan.show"}:
            yield name, _filled(row.path, PLACES | ({"file": "1.json"} if "notification_citation" in name else {}))


def _filled(path, places):
    return re.sub(r"{(\w+)}", lambda place: places[place[1]], path)


async def test_no_public_address_sets_a_cookie_and_head_says_what_get_says(cleo, ada_account, monkeypatch):
    monkeypatch.setitem(PLACES, "year", str(clock.today().year))
    await _register(ada_account)
    for name, path in _addresses():
        got, headed = await cleo.get(path), await cleo.head(path)
        assert (name, got.status_code, headed.status_code) == (name, 200, 200)
        assert "Set-Cookie" not in got.headers
        assert headed.content == b""
        assert headed.headers["Content-Type"] == got.headers["Content-Type"]
        if "health" not in path:
            assert got.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
            again = await cleo.get(path, headers={"If-None-Match": got.headers["ETag"]})
            assert (name, again.status_code) == (name, 304)


@pytest.mark.sqlite_only
async def test_every_link_of_the_site_leads_somewhere(cleo, ada_account):
    await _register(ada_account)
    waiting, seen = ["/en/"], set()
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("/") or "/sign-in" in address:
            continue
        seen.add(address)
        answer = await cleo.get(address)
        assert (address, answer.status_code) == (address, 200)
        if "html" in answer.headers["Content-Type"]:
            waiting += [link.partition("#")[0] or "/en/" for link in links(answer.text)]
    assert len(seen) > 60


@pytest.mark.sqlite_only
async def test_every_anchor_a_page_links_to_is_on_it(cleo, ada_account):
    await _register(ada_account)
    for _, path in _addresses():
        page = (await cleo.get(path)).text
        if "<html" in page:
            ids = re.findall(r' id="([^"]+)"', page)
            assert len(ids) == len(set(ids)), path
            assert [link for link in links(page) if link.startswith("#") and link[1:] not in ids] == [], path


@pytest.mark.sqlite_only
async def test_no_page_loads_anything_from_elsewhere(cleo, ada_account):
    await _register(ada_account)
    for _, path in _addresses():
        page = (await cleo.get(path)).text
        if "<html" in page:
            assert re.findall(r'(?:src|action)="(?:https?:)?//[^"]*"|<(?:script|iframe|img)\b|\bstyle=', page) == []
            assert [link for link in re.findall(r'<link [^>]*href="([^"]*)"', page) if not link.startswith("/")] == []


@pytest.mark.sqlite_only
async def test_the_front_door_leads_to_the_readers_language(cleo):
    for wanted, language in (("ru-KZ,ru;q=0.9", "ru"), ("nn-NO", "nb"), ("de", "en"), ("", "en"), ("ar;q=0.5,en;q=0.1", "ar")):
        answer = await cleo.get("/", headers={"Accept-Language": wanted})
        assert (answer.status_code, answer.headers["Location"], answer.headers["Vary"]) == (303, f"/{language}/", "Accept-Language")


@pytest.mark.sqlite_only
async def test_other_languages_do_not_exist(cleo, ada_account):
    await _register(ada_account)
    for path in ("/de/", "/de/memoranda", "/EN/memoranda/cooperation", "/en%00/", "/memoranda", "/de/about"):
        assert (await cleo.get(path)).status_code == 404


@pytest.mark.sqlite_only
async def test_an_empty_register_is_still_a_site(cleo):
    for path in ("/en/", "/ar/forums", "/ru/memoranda", "/nb/organisations", "/en/notifications", "/sitemap.xml"):
        assert (await cleo.get(path)).status_code == 200
    assert "Nothing is open for signature now." in words((await cleo.get("/en/")).text)


async def test_the_front_page_shows_what_is_open_and_what_is_new(cleo, ada_account):
    await _register(ada_account)
    await factories.adopted(ada_account, "hidden")
    page = words((await cleo.get("/en/")).text)
    assert "Open for signature Memorandum of understanding Memorandum on cooperation Open for signature until" in page
    assert "1 organisation is named as a signatory." in page
    assert "Alpha signed. Memorandum on cooperation" in page
    assert "February 2013 · Kyiv, Ukraine Forum of Central Asian human rights organisations" in page


@pytest.mark.sqlite_only
async def test_static_files_are_kept_for_ever_under_the_name_of_their_content(cleo):
    for name in ("coalition.css", "icon.svg"):
        answer = await cleo.get(static_url(name))
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
        assert answer.content == (resources.STATIC / name).read_bytes()
        assert hashlib.sha256(answer.content).hexdigest()[:10] in static_url(name)
    assert (await cleo.get(static_url("coalition.css"))).headers["Content-Type"] == "text/css; charset=utf-8"
    for missing in ("coalition.css", "coalition.0000000000.css", "..%2fREADME.md", "%2e%2e/README.md", "icon.svg%00"):
        assert (await cleo.get(f"/static/{missing}")).status_code == 404


@pytest.mark.sqlite_only
async def test_programs_find_what_they_look_for(cleo, ada_account):
    await _register(ada_account)
    tree = ET.fromstring((await cleo.get("/sitemap.xml")).content)
    listed = {place.text.removeprefix("http://127.0.0.1:8000") for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert {"/en/", "/ar/memoranda/cooperation", "/ru/organisations/alpha", "/nb/forums/kyiv-2013", "/en/privacy"} < listed
    for address in sorted(listed):
        assert (await cleo.get(address)).status_code == 200
    robots = (await cleo.get("/robots.txt")).text
    assert "Disallow: /en/desk\n" in robots
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in robots
    excluded = [re.compile(line.removeprefix("Disallow: ").replace("*", ".*")) for line in robots.splitlines() if line.startswith("Disallow: ")]
    closed = {route.path.replace("{lang}", "ru") for route in ROUTES.values() if route.audience not in {Audience.PUBLIC, Audience.ANYONE_ASKING}}
    assert [path for path in sorted(closed) if not any(rule.match(path) for rule in excluded)] == []
    assert not any(rule.match("/ru/memoranda/cooperation/signatories") for rule in excluded)
    security = (await cleo.get("/.well-known/security.txt")).text
    assert re.search(r"^Contact: mailto:coalition@localhost\nExpires: 20\d\d-\d\d-\d\dT00:00:00Z\n", security)


async def test_the_map_of_a_large_register_is_an_index_of_files_without_those_who_are_not_listed(cleo, ada_account, monkeypatch):
    await _register(ada_account, with_appeal=False)
    for slug in ("beta", "delta", "gamma"):
        await factories.organisation(slug, email="")
    await factories.organisation("cautious", email="", at_risk=True)
    await factories.network("hushed", listed=False)
    for slug in ("union", "circle"):
        await factories.network(slug)
    whole = [*_places(await cleo.get("/sitemap.xml")), *(f"/{language}/organisations/omega" for language in settings.load().languages)]
    monkeypatch.setattr(sitemaps, "PART", 2)
    await factories.organisation("omega", email="")
    index = _places(await cleo.get("/sitemap.xml"))
    assert index[:3] == ["/sitemap-pages.xml", "/sitemap-forums.xml", "/sitemap-memoranda.xml"]
    assert index[3:5] == ["/sitemap-organisations.xml", "/sitemap-organisations.xml?after=beta"]  # alpha, beta | circle, delta | …
    assert [address for address in index if "networks" in address] == ["/sitemap-networks.xml", "/sitemap-networks.xml?after=net"]
    parts = [_places(await cleo.get(address)) for address in index]
    assert sorted(address for part in parts for address in part) == sorted(whole)
    networks = parts[index.index("/sitemap-networks.xml?after=net")]
    assert ("cautious" in repr(parts), "hushed" in repr(parts), "/ru/networks/union" in networks) == (False, False, True)
    languages = len(settings.load().languages)
    assert all(len(part) <= 2 * languages for part in parts[1:])
    assert _places(await cleo.get("/sitemap-organisations.xml?after=zzz")) == []


def _places(answer):
    tree = ET.fromstring(answer.content)
    return [place.text.removeprefix("http://127.0.0.1:8000") for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


@pytest.mark.sqlite_only
async def test_the_texts_about_the_site_are_honest(cleo):
    privacy = words((await cleo.get("/en/privacy")).text)
    assert "They are not yet encrypted." in privacy
    assert "coalition@localhost" in privacy
    assert "It does not prove identity" in words((await cleo.get("/en/about")).text)
    assert "Web Content Accessibility Guidelines 2.2" in words((await cleo.get("/en/accessibility")).text)
