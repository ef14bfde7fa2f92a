"""Pages full of long names are at most 8,000 pixels high on a phone."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from functools import partial
from html import unescape
from itertools import cycle, islice, product
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, resources
from coalition.acts.status_pages import Asked
from coalition.editions.correcting import withdraw_correction
from coalition.imports.past_signatories import record_signatories
from coalition.memoranda.entering_past import record_past
from coalition.memoranda.forms import MemorandumForm
from coalition.networks.forms import MembershipForm
from coalition.networks.recording_members import add_members
from coalition.public.forums import forums
from coalition.public.memoranda import edition_lists, memoranda, signatories
from coalition.published import forum_record, network_record, organisation_record
from coalition.statements import public_statement_queries
from tests import factories
from tests.browser.chromium import chromium, executable
from tests.budget import languages_of
from tests.imports.tables import plan_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import httpx
    from playwright.sync_api import Route

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]
HIGHEST, MOST_BYTES = 8000, 150_000
NAME = "Международное партнерство за права человека и верховенство права в странах региона, {}"
TITLE = "Заявление участников форума о защите свободы собраний и о положении правозащитников, {}"
PAGES = ("organisations/busy", "networks/busy", "networks/busy?memorandum=text-0", "forums/busy", "forums", "memoranda", "memoranda/text-0/editions")
SOUGHT = "%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B0%D1%85"  # странах, a word of NAME
REGISTERS = ("organisations", f"organisations?q={SOUGHT}", f"partners?q={SOUGHT}")
HOST = "http://pages.example"
ARABIC = "الشراكة الدولية من أجل حقوق الإنسان وسيادة القانون في بلدان المنطقة والمناطق المجاورة لها، {}"
REPRESENTATIVE = "Александра Константиновна Преображенская-Воскресенская, председатель"
STATEMENT = "Организация участвует в этой работе в пределах своего устава и не принимает на себя обязательств за своих членов. " * 4
# Pages whose lines are counted on a phone, on a desk and on paper.
WITH_LINES = ("ar/memoranda/page", "ar/memoranda/page/signatories", "ar/memoranda/pages/signatories")
LINES, LISTED = 20, 36  # on a page of these tests, and in the longer list
# Days after the first act on which a signature ad referendum is confirmed, and on which the line ends; in turn, each in half a year.
LATER = {"ended": ("", 200), "came and went": ("", 3), "added": ("", ""), "changed": (200, "")}


def in_languages(paths: Sequence[str]) -> list[str]:
    """Return the addresses of pages in Russian and Arabic; in `make test` each in one of them."""
    return [f"{language}/{path}" for path in paths for language in languages_of(path, ("ru", "ar"))]


async def fill(ada: Coordinator) -> None:
    """Record a network that signed as many texts, took part in as many forums, and has as many members, as no page shows at once."""
    number = max(memoranda.AT_ONCE, forum_record.MOST_PARTS, network_record.AT_ONCE, organisation_record.AT_ONCE, forums.MEMORANDA_AT_ONCE) + 1
    slugs = [f"member-{at}" for at in range(number)]
    members = [await factories.organisation(slug, language="ru", name=NAME.format(at), email="") for at, slug in enumerate(slugs)]
    network = await factories.network("busy", language="ru", name=NAME.format("сеть"))
    await add_members(network, [MembershipForm.parse({"organisation": slug, "since": "2013-02"}) for slug in slugs])
    parts = [{"organisation": slug, "role": "participant"} for slug in ("busy", *slugs)]
    for at in range(number):
        texts = [{"language": "ru", "title": TITLE.format(at), "summary": ""}]
        await factories.forum("busy" if not at else f"forum-{at}", texts=texts, organisations=parts if not at else parts[:1])
        memorandum = await factories.opened(ada, f"text-{at}", symbol=f"FORUM/2026/{at}", forum="busy")
        await factories.signed(memorandum, network)
        for member in members[: number // 2] if not at else ():
            await factories.signed(memorandum, member)


def answer(pages: Mapping[str, bytes], route: Route) -> None:
    """Answer a browser with a page, or with the style of all pages."""
    path = route.request.url.removeprefix(f"{HOST}/")
    if path in pages:
        route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
    elif path.endswith(".css"):
        route.fulfill(path=resources.STATIC / "coalition.css", content_type="text/css")
    else:
        route.abort()


def heights(pages: Mapping[str, bytes]) -> dict[str, int]:
    """Return how high pages are on a phone."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 900})
        page.route("**/*", partial(answer, pages))
        measured = {}
        for path in pages:
            page.goto(f"{HOST}/{path}")
            measured[path] = page.evaluate("document.documentElement.scrollHeight")
    return measured


async def test_a_full_page_is_not_too_high_on_a_phone(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    if executable() is None:
        pytest.skip("Chromium is not installed; make browsers fetches it.")
    await fill(ada_account)
    addresses = in_languages(PAGES)
    pages = {path: (await cleo.get(f"/{path}")).content for path in addresses}
    assert all(b'<link rel="stylesheet"' in page for page in pages.values())
    measured = await asyncio.to_thread(heights, pages)
    assert {path: height for path, height in measured.items() if height > HIGHEST} == {}


async def long_names(number: int) -> list[Organisation]:
    """Register organisations with a Russian and an Arabic name and a short name."""
    rows = []
    for at in range(number):
        russian, arabic = ({"language": code, "name": name.format(at), "short_name": f"МППЧВП-{at}"} for code, name in (("ru", NAME), ("ar", ARABIC)))
        names = [russian | {"primary": True}, arabic] if at % 2 else [arabic | {"primary": True}, russian]
        rows.append(await factories.organisation(f"long-{at:02}", names=names))
    return rows


async def sign(memorandum: Memorandum, slugs: Sequence[str]) -> None:
    """Let organisations sign by letters of their own, each with footnotes of its own: a line of each kind of change in turn."""
    table = "organisation,kind,date,received,representative,source,confirmed,withdrawn\n"
    for at, (slug, (change, (confirmed, ended))) in enumerate(zip(slugs, cycle(LATER.items()), strict=False)):
        day = clock.today() - timedelta(days=(250 if change in {"ended", "changed"} else 100) + at)
        kind = "ad_referendum" if confirmed else "signature"
        later = [(day + timedelta(days=days)).isoformat() if days else "" for days in (confirmed, ended)]
        cells = (slug, kind, f"{day}", f"{day + timedelta(days=1)}", f'"{REPRESENTATIVE}"', f"Письмо председателя правления от {day}", *later)
        table += ",".join(cells) + "\n"
    await record_signatories(memorandum, await plan_of(memorandum, table.encode(), source="A letter"))


async def fill_lists(ada: Coordinator) -> None:
    """Record a list that is one page, and a longer one with parties to an earlier edition; both below a text with statements.

    All of them are in the register, and partners.
    """
    rows = await long_names(LISTED + 4)
    for row in rows:
        await factories.partner(row.slug)
    slugs = [row.slug for row in rows[:LISTED]]
    for slug, listed in (("page", slugs[:LINES]), ("pages", slugs)):
        memorandum = await factories.opened(ada, slug, languages=("en", "ru", "ar"), since=clock.today() - timedelta(days=400))
        if slug == "pages":
            await sign(memorandum, listed[:4])
            await factories.superseded(memorandum)
            memorandum = await factories.reloaded(memorandum)
        await sign(memorandum, listed[4:])
        for row in rows[LISTED:]:
            recorded = await factories.signed(memorandum, row)
            stated = product(("reservation", "declaration"), ("1", "2", "2.1", "2.2"))
            for kind, provision in islice(stated, public_statement_queries.AT_ONCE // 4 + 1):
                await factories.stated(memorandum, recorded, kind, STATEMENT, provision=provision, statement_language="ru")


async def fill_editions(ada: Coordinator) -> None:
    """Record more editions and more corrections of a text than a page shows."""
    memorandum = await factories.opened(ada, "editions")
    for at in range(edition_lists.EDITIONS_AT_ONCE):
        await factories.superseded(await factories.reloaded(memorandum), old="2.2 ", new=f"2.2 Round {at}: ")
    for number in range(1, edition_lists.CORRECTIONS_AT_ONCE + 2):
        await factories.correction(await factories.reloaded(memorandum), after=f"2.1 об общих приоритетах, {number} раз в год;")
        await withdraw_correction(await factories.reloaded(memorandum), number)


def lines_shown(page_bytes: bytes) -> list[int]:
    """Return how many lines of a list a phone shows, a wide screen, and paper."""
    count = "[...document.querySelectorAll('#list tr[id]')].filter(row => row.checkVisibility()).length"
    numbers = []
    with chromium() as browser:
        for width, media in ((360, "screen"), (1280, "screen"), (360, "print")):
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.route("**/*", partial(answer, {"page": page_bytes}))
            page.goto(f"{HOST}/page")
            page.emulate_media(media=media)
            numbers.append(page.evaluate(count))
    return numbers


async def read_lists(cleo: httpx.AsyncClient) -> dict[str, bytes]:
    """Return the pages of the lists by address, with those that a phone reads after them."""
    earlier, later = ((clock.today() - timedelta(days=days)).isoformat() for days in (190, 0))
    asked = ("", f"?at={earlier}&compare={later}", "?line=long-15", "?earlier=0", "?country=KZ")
    parts = ("", "/editions", "/statements", *(f"/signatories{query}" for query in asked))
    paths = [f"memoranda/{slug}{part}" for slug in ("page", "pages", "editions") for part in parts]
    waiting = [f"/{address}" for address in dict.fromkeys([*in_languages([*paths, *REGISTERS]), *WITH_LINES])]
    pages: dict[str, bytes] = {}
    while waiting:
        address = waiting.pop()
        answer = await cleo.get(address)
        pages[address.removeprefix("/")] = answer.content
        following = re.findall(r'href="([^"]*[?&;]changed=[^"]*)"|class="pager on-phones".*?rel="next" href="([^"]*)"', answer.text, re.DOTALL)
        links = {unescape("".join(link)).partition("#")[0] for link in following}
        waiting += [link for link in links if link.removeprefix("/") not in pages and link not in waiting]
    return pages


async def test_what_stands_beside_a_text_and_long_lists_are_not_too_high_on_a_phone(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    if executable() is None:
        pytest.skip("Chromium is not installed; make browsers fetches it.")
    for module in (memoranda, signatories):
        monkeypatch.setattr(module, "Asked", partial(Asked, limit=LINES))
    await fill_lists(ada_account)
    await fill_editions(ada_account)
    pages = await read_lists(cleo)
    assert max(map(len, pages.values())) < MOST_BYTES
    measured = await asyncio.to_thread(heights, pages)
    assert {path: height for path, height in measured.items() if height > HIGHEST} == {}
    for path in WITH_LINES:
        on_a_phone, on_a_desk, on_paper = await asyncio.to_thread(lines_shown, pages[path])
        assert (path, 0 < on_a_phone < LINES, on_a_desk, on_paper) == (path, True, LINES, LINES)


# Names, titles and statements of the greatest length.
LONGEST_RUSSIAN = ("Международное партнерство организаций гражданского общества за права человека и верховенство права в странах региона " * 3)[:290]
LONGEST_ARABIC = ("الشراكة الدولية لمنظمات المجتمع المدني من أجل حقوق الإنسان وسيادة القانون في بلدان المنطقة والمناطق المجاورة لها " * 3)[:290]
LONGEST_STATEMENT = ("Организация участвует в этой работе в пределах своего устава и не принимает обязательств за своих членов. " * 100)[:4_900]
MANY = 24  # organisations
LONGEST_PAGES = (
    *("organisations", "organisations?order=country", "organisations/longest-00", "organisations/net", "partners", "networks", "networks/net"),
    *("forums", "forums/busy", "memoranda", "memoranda/longest", "memoranda/longest/signatories", "memoranda/longest/statements"),
    *("memoranda/longest/editions", "memoranda/longest/citation", "notifications", "notifications?memorandum=longest"),
    *("organisations?q=prava", "memoranda/longest/signatories?q=prava", "memoranda/longest/statements?q=ustava", "search?q=prava"),
)


async def longest(slug: str, at: int, **more: Any) -> Organisation:
    names = [{"language": "ru", "name": f"{LONGEST_RUSSIAN} {at}"}, {"language": "ar", "name": f"{LONGEST_ARABIC} {at}"}]
    names[at % 2]["primary"] = True
    return await factories.organisation(slug, names=names, **more)


async def fill_longest(ada: Coordinator) -> None:
    """Record lists of organisations, forums and memoranda with the longest names, and a text with statements and proposed corrections."""
    rows = [await longest(f"longest-{at:02}", at) for at in range(MANY)]
    slugs = [row.slug for row in rows]
    for at in range(8):
        net = await factories.network(f"net-{at}" if at else "net", language="ru", name=f"Сеть {LONGEST_RUSSIAN} {at}")
        await add_members(net, [MembershipForm.parse({"organisation": slug, "since": "2013-02"}) for slug in (slugs if not at else slugs[:1])])
    forum = None
    for at in range(12):
        texts = [{"language": code, "title": f"{text} {at}", "summary": ""} for code, text in (("ru", LONGEST_RUSSIAN), ("ar", LONGEST_ARABIC))]
        parts = [{"organisation": slug, "role": "participant"} for slug in (slugs if not at else slugs[:1])]
        row = await factories.forum(f"busy-{at}" if at else "busy", texts=texts, organisations=parts)
        forum = forum or row
        titles = {"ru": f"{LONGEST_RUSSIAN} {at}", "ar": f"{LONGEST_ARABIC} {at}"}
        form = MemorandumForm.parse({"slug": f"past-{at}", "forum": "busy", "authentic_languages": ["ru"]})
        given: dict[str, Any] = {"announced": "2013-04-30", "source": "A letter", "titles": titles, "notes": {}}
        past = await record_past(form, forum_id=forum.id, coordinator_id=None, **given)
        lines = "organisation,kind,date\nlongest-00,signature,2013\nnet,signature,2013\n"
        await record_signatories(past, await plan_of(past, lines.encode(), source="A letter"))
    memorandum = await factories.opened(ada, "longest", languages=("en", "ru"))
    for row in rows:
        await factories.partner(row.slug)
        recorded = await factories.signed(memorandum, row, representative_name=REPRESENTATIVE, typed_name=REPRESENTATIVE)
        if row in rows[:12]:
            await factories.stated(memorandum, recorded, "declaration", LONGEST_STATEMENT, provision="2.1", statement_language="ru")
    passages = {"2.1": "2.1 общих приоритетах;", "2.2": "2.2 неотложных делах.", "1": "1. Стороны работают."}
    for language, (label, after) in product(("ru", "en"), passages.items()):
        given = {"language": language, "provision": f"p{label}", "after": after, "reason": LONGEST_STATEMENT[:900]}
        await factories.correction(await factories.reloaded(memorandum), **given)


async def check_nothing_is_left_out(cleo: httpx.AsyncClient) -> None:
    """Check that the pages of a list, which have fewer rows the longer these are, together have each row once."""
    organisations, memoranda_slugs = {f"organisations/longest-{at:02}" for at in range(MANY)}, {f"memoranda/past-{at}" for at in range(12)}
    for path, rows in (
        ("organisations?q=prava", organisations),
        ("organisations?order=country", organisations),
        ("partners", organisations),
        ("forums/busy?role=participant&q=prava", organisations),
        ("memoranda", memoranda_slugs),
        ("forums", {"forums/busy", *(f"forums/busy-{at}" for at in range(1, 12))}),
        ("memoranda/longest/statements", {f"statement-{at}" for at in range(1, 13)}),
        ("memoranda/longest/statements?q=ustava", {f"statement-{at}" for at in range(1, 13)}),
    ):
        read, following = list[str](), f"/ru/{path}"
        while following:
            page = (await cleo.get(following.partition("#")[0])).text.partition("<main")[2]
            found = re.findall(r'<a href="/ru/((?:organisations|memoranda|forums)/[\w-]+)"|<li id="(statement-\d+)"', page)
            assert len(read) < 99, (path, following, read[-9:])
            read += dict.fromkeys(name for pair in found for name in pair if name in rows)
            links = [link for link in re.findall(r'rel="next" href="([^"]*)"', page) if "?memoranda=" not in link]
            following = unescape(links[0]) if links else ""
        assert (path, sorted(read)) == (path, sorted(rows))


async def test_the_longest_names_and_statements_are_not_too_high_on_a_phone(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    if executable() is None:
        pytest.skip("Chromium is not installed; make browsers fetches it.")
    await fill_longest(ada_account)
    addresses = in_languages(LONGEST_PAGES)
    answers = {path: await cleo.get(f"/{path}") for path in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    pages = {path: answer.content for path, answer in answers.items()}
    assert {path: len(page) for path, page in pages.items() if len(page) >= MOST_BYTES} == {}
    measured = await asyncio.to_thread(heights, pages)
    assert {path: height for path, height in measured.items() if height > HIGHEST} == {}
    await check_nothing_is_left_out(cleo)
    one = (await cleo.get("/ru/memoranda/longest/statements?number=3")).text
    assert LONGEST_STATEMENT[-80:].strip() in one, "the whole statement has a page"
