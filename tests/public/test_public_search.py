"""Readers find memoranda, forums, notifications and participants by words and filters; what is hidden is never found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from coalition import clock
from coalition.acts.disclosure_levels import Level
from coalition.acts.tables import Disclosure
from coalition.announcements import notice_filters
from coalition.announcements.notice_filters import NoticeFilter
from coalition.database import counting_queries, transaction
from coalition.editions.adopting import adopt_edition
from coalition.editions.drafting import revise
from coalition.forums import name_queries, queries, searched_forums
from coalition.forums.forms import ForumChange
from coalition.forums.public_filters import ForumFilter
from coalition.forums.recording_forums import amend_forum
from coalition.invitations import links
from coalition.memoranda import deleting_memoranda, public_text_queries, title_queries
from coalition.memoranda.deleting_memoranda import delete_memorandum
from coalition.memoranda.edition_queries import wording
from coalition.memoranda.forms import AdoptionForm, WordingForm
from coalition.memoranda.memorandum_filters import MemorandumFilter
from coalition.memoranda.queries import newest_public
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.memoranda.wording import save_wording
from coalition.migrating import is_migrated, migrate
from coalition.notices.tables import NoticeKind
from coalition.public.forums import forums
from coalition.public.memoranda import memoranda
from coalition.search import queries as search_queries
from coalition.search.indexing import index
from coalition.search.match_marks import Words
from coalition.search.tables import Kind
from tests import factories
from tests.mutants import mutated
from tests.public.reading import links as addresses
from tests.public.reading import words
from tests.rows_read import counting_rows

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
FEW_OR_MANY = (1000, 0)  # names that match are named in a statement, or each notification is tested
LISTS = ("memoranda", "forums", "notifications", "organisations")


async def shown(cleo: httpx.AsyncClient, path: str, noun: str, **asked: str) -> list[str]:
    """Return the last parts of the addresses that a list leads to."""
    page = (await cleo.get(path, params=asked)).text.partition("<main")[2]
    return [match[1] for address in addresses(page) if (match := re.fullmatch(rf"/\w\w/{noun}/([\w/-]+)", address))]


async def title(memorandum: Memorandum, code: str, text: str) -> None:
    _, body = factories.TEXTS[code]
    await save_wording(memorandum, code, WordingForm(title=text, body=body))


async def three_memoranda(ada: Coordinator) -> None:
    await factories.opened(ada, "cooperation", symbol="KIBHR/2026/7")
    await factories.opened(ada, "appeal", kind="urgent_appeal", publicity="participants")
    await factories.draft(ada, "draft")


async def test_memoranda_are_found_by_a_title_in_any_language_and_a_symbol(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await three_memoranda(ada_account)
    for text in ("cooperation", "сотрудничестве", "sotrudnichestve меморандум", "KIBHR/2026", "2026 kibhr"):
        assert await shown(cleo, "/en/memoranda", "memoranda", q=text) == ["cooperation"], text
    page = (await cleo.get("/ru/memoranda?q=sotrud")).text
    assert "Меморандум о <mark>сотрудничестве</mark>" in page
    assert "also: Меморандум о сотрудничестве" in words((await cleo.get("/en/memoranda?q=сотруд")).text)
    for asked in ({"state": "open"}, {"kind": "memorandum_of_understanding"}, {"state": "open", "kind": "memorandum_of_understanding", "q": "mem"}):
        assert await shown(cleo, "/en/memoranda", "memoranda", **asked) == ["cooperation"]
    for asked in (
        {"state": "past"},
        {"state": "closed"},
        {"state": "not_open"},
        {"kind": "urgent_appeal"},
        {"q": "appeal"},
        {"q": "draft"},
        {"q": "%"},
    ):
        empty = (await cleo.get("/en/memoranda", params=asked)).text
        assert ("No memorandum matches" in empty, 'href="/en/memoranda">All memoranda' in empty) == (True, True), asked
    for wrong in ("state=drafts", "kind=x"):
        assert (await cleo.get(f"/en/memoranda?{wrong}")).status_code == 404


async def check_memoranda(ada: Coordinator) -> None:
    """Check that titles of drafts, and of memoranda that are not public, find nothing; and that the new title is found when it is adopted."""
    memorandum = await factories.opened(ada, "cooperation")
    secret = await factories.draft(ada, "secret")
    await title(secret, "en", "Unknown plan")
    await revise(await factories.reloaded(memorandum))
    await title(await factories.reloaded(memorandum), "en", "Unknown revision")

    async def found(text: str) -> list[str]:
        return [view.slug for view in await newest_public(these=MemorandumFilter(Words(text)).condition)]

    assert (await found("unknown"), await found("cooperation")) == ([], ["cooperation"])
    await Memorandum.update({Memorandum.publicity: Publicity.WITHDRAWN_FROM_PUBLIC.value}).where(Memorandum.id == memorandum.id)
    assert await found("cooperation") == []


async def test_titles_that_nobody_may_read_find_nothing(ada_account: Coordinator) -> None:
    await check_memoranda(ada_account)


@pytest.mark.sqlite_only
async def test_a_build_that_indexes_drafts_is_caught(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(public_text_queries, 'if row["digest"] or row["memorandum"] not in in_force:', "if True:")
    monkeypatch.setattr(title_queries, "editions_in_force", wrong["editions_in_force"])
    with pytest.raises(AssertionError):
        await check_memoranda(ada_account)


async def test_a_new_title_is_found_when_it_is_adopted_and_the_old_one_no_more(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    edition = await factories.superseded(memorandum)
    text = await wording(edition.id, "en")
    assert text
    assert await shown(cleo, "/en/memoranda", "memoranda", q="cooperation") == ["cooperation"]
    await revise(await factories.reloaded(memorandum))
    await save_wording(await factories.reloaded(memorandum), "en", WordingForm(title="Pact", body=text.body.replace("three times", "once")))
    assert await shown(cleo, "/en/memoranda", "memoranda", q="pact") == []
    await adopt_edition(await factories.reloaded(memorandum), AdoptionForm(on=clock.today().isoformat()))
    assert await shown(cleo, "/en/memoranda", "memoranda", q="pact") == ["cooperation"]
    assert await shown(cleo, "/en/memoranda", "memoranda", q="on cooperation") == []


async def test_a_deleted_draft_leaves_nothing_that_is_searched(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    await delete_memorandum(await factories.draft(ada_account, "mistake"))
    assert await is_migrated()

    async def as_before(_: int) -> None:
        """Leave the text, as earlier versions did."""

    with monkeypatch.context() as earlier:
        earlier.setattr(deleting_memoranda, "let_nobody_find", as_before)
        await delete_memorandum(await factories.draft(ada_account, "mistake"))
    assert not await is_migrated(), "the server did not start"
    await migrate()
    assert await is_migrated()


@pytest.mark.parametrize("kind", Kind)
async def test_texts_of_what_is_gone_are_deleted_whatever_their_kind(store: str, kind: Kind) -> None:
    assert store
    async with transaction():
        await index(kind, {999: ["gone"]})
    assert not await is_migrated()
    await migrate()
    assert await is_migrated()


WITHHELD = {"city": "Алматы", "country": "KZ", "public": False}
PUBLIC = {"city": "Алматы", "country": "KZ", "public": True}


async def forums_found(text: str) -> list[str]:
    return [forum.slug for forum in (await queries.newest_forums(ForumFilter(Words(text)).condition, limit=9)).forums]


async def check_places() -> None:
    """Check that a place finds a forum as long as everybody may know of it."""
    texts = [{"language": "en", "title": "A forum", "summary": "", "city": "Almaty"}]
    forum = await factories.forum("careful", place=WITHHELD, texts=texts, countries=["UZ"])
    names = ("almaty", "алматы", "kazakhstan", "Казахстан", "كازاخستان")
    assert {name: await forums_found(name) for name in names} == {name: [] for name in names}
    assert await forums_found("uzbekistan forum") == ["careful"]
    await amend_forum(forum, ForumChange.parse({"place": PUBLIC}))
    assert {name: await forums_found(name) for name in names} == {name: ["careful"] for name in names}
    await amend_forum(forum, ForumChange.parse({"place": WITHHELD}))
    assert {name: await forums_found(name) for name in names} == {name: [] for name in names}


@pytest.mark.usefixtures("store")
async def test_a_place_that_is_withheld_finds_nothing() -> None:
    await check_places()


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('if row["place_public"] else [] for', 'if row["id"] else [] for'),
        ('row["city"] if rows[row["forum"]]["place_public"] else ""', 'row["city"]'),
    ],
    ids=["of the forum", "of its texts"],
)
async def test_a_build_that_finds_withheld_places_is_caught(right: str, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searched_forums, "public_words", mutated(name_queries, right, wrong)["public_words"])
    with pytest.raises(AssertionError):
        await check_places()


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("store")
async def test_a_build_that_forgets_places_that_change_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unchanged(*_: object) -> int:
        return 0

    texts = [{"language": "en", "title": "A forum", "summary": "", "city": ""}]
    forum = await factories.forum("careful", place=PUBLIC, texts=texts)
    monkeypatch.setattr(searched_forums, "index", unchanged)
    await amend_forum(forum, ForumChange.parse({"place": WITHHELD}))
    assert await forums_found("almaty") == ["careful"], "so the test above sees it"


async def test_forums_are_found_by_title_place_country_and_year(cleo: httpx.AsyncClient) -> None:
    texts = [{"language": "ru", "title": "Форум в Осло", "summary": ""}, {"language": "ar", "title": "منتدى أوسلو", "summary": ""}]
    await factories.forum("oslo", starts="2026-05", texts=texts, place={"city": "Oslo", "country": "NO"}, countries=["BY"])
    await factories.forum()
    for asked in ({"q": "منتدي"}, {"q": "norge oslo"}, {"q": "Беларусь"}, {"year": "2026"}, {"country": "BY"}, {"q": "forum", "country": "BY"}):
        assert await shown(cleo, "/en/forums", "forums", **asked) == ["oslo"], asked
    page = (await cleo.get("/en/forums?q=oslo")).text
    assert ("<mark>Oslo</mark>" in page, "Форум в <mark>Осло</mark>" in page) == (True, True)
    assert "also: منتدى أوسلو" in words((await cleo.get("/en/forums?q=منتدى")).text)
    assert '<option value="2013">2013</option>' in page
    for asked in ({"q": "almaty"}, {"year": "2012"}, {"country": "NO"}, {"year": "2013", "q": "oslo"}):
        empty = (await cleo.get("/en/forums", params=asked)).text
        assert ("No forum matches" in empty, 'href="/en/forums">All forums' in empty) == (True, True), asked
    for wrong in ("year=13", "year=x", "country=XX"):
        assert (await cleo.get(f"/en/forums?{wrong}")).status_code == 404


async def participants(cleo: httpx.AsyncClient, text: str) -> list[str]:
    return await shown(cleo, "/en/forums/kyiv-2013", "organisations", q=text)


async def test_participants_are_found_as_far_as_they_are_shown(cleo: httpx.AsyncClient) -> None:
    for slug, name in (("alpha", "Ёлка"), ("beta", "Ёлка вторая"), ("gamma", "Gamma")):
        await factories.organisation(slug, name)
    parts = [{"organisation": "alpha"}, {"organisation": "beta", "public": False}, {"organisation": "gamma", "role": "convener"}]
    await factories.forum(organisations=parts)
    assert 'id="q"' not in (await cleo.get("/en/forums/kyiv-2013")).text, "a short list needs no search"
    assert await participants(cleo, "елка") == ["alpha"]
    assert await participants(cleo, "gamma") == ["gamma"]
    assert "<mark>Ёлка</mark>" in (await cleo.get("/en/forums/kyiv-2013?q=елка")).text
    for nothing in ("вторая", "zzz"):
        empty = (await cleo.get("/en/forums/kyiv-2013", params={"q": nothing})).text
        assert ("No organisation found" in empty, "All that took part" in empty) == (True, True)


async def numbers(cleo: httpx.AsyncClient, **asked: str) -> list[str]:
    return [number for number in await shown(cleo, "/en/notifications", "notifications", **asked) if "/" in number]


@pytest.mark.parametrize("few", FEW_OR_MANY)
async def test_notifications_are_found_by_names_kinds_years_and_numbers(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(search_queries, "FEW", few)
    memorandum = await factories.opened(ada_account)
    await factories.opened(ada_account, "other")
    names = [{"language": "ru", "name": "Ёлка", "primary": True}, {"language": "en", "name": "Fir Tree"}]
    await factories.signed(memorandum, await factories.organisation("yolka", names=names))
    [of_party] = await numbers(cleo, kind="signature")
    year, number = of_party.split("/")
    for asked in ({"q": "елка"}, {"q": "fir"}, {"q": "сотрудничестве елка"}, {"q": f"N.{number}.{year}"}, {"q": f"{number}/{year}"}, {"q": number}):
        assert await numbers(cleo, **asked) == [of_party], asked
    page = (await cleo.get("/en/notifications?q=ёлка")).text
    assert ("also: <bdi" in page, "<mark>Ёлка</mark>" in page) == (True, True)
    assert "<mark>Fir</mark> Tree" in (await cleo.get("/en/notifications?q=fir")).text
    assert len(await numbers(cleo, year=year)) == len(await numbers(cleo)) == len(await numbers(cleo, q="cooperation"))
    of_one = (await cleo.get("/en/notifications?memorandum=cooperation&kind=annulment")).text
    assert f'<option value="{year}">' in of_one, "a year can still be chosen where nothing matches"
    for asked in ({"q": "zzz"}, {"year": "2012"}, {"kind": "annulment"}, {"q": "N.1.2012"}, {"q": "елка", "kind": "opened"}):
        empty = (await cleo.get("/en/notifications", params=asked)).text
        assert ("No notification matches" in empty, "All notifications" in empty) == (True, True), asked
    for wrong in ("kind=x", "year=1"):
        assert (await cleo.get(f"/en/notifications?{wrong}")).status_code == 404


async def check_hidden_party(ada: Coordinator) -> None:
    """Check that a party is found until its name is hidden, and its kind of act too."""
    memorandum = await factories.opened(ada)
    recorded = await factories.signed(memorandum, await factories.organisation("yolka", "Ёлка"))
    await factories.signed(memorandum, await factories.organisation("counted", "Тихая"), disclosure="counted")
    asked = (NoticeFilter(Words("елка")), NoticeFilter(Words("yolka cooperation")), NoticeFilter(kind=NoticeKind.SIGNATURE))

    async def found(chosen: NoticeFilter) -> list[str]:
        return [str(each.organisation and each.organisation.slug) for each in await notice_filters.chosen_announcements(chosen, limit=50)]

    assert [await found(chosen) for chosen in asked] == [["yolka"]] * 3
    assert await found(NoticeFilter(Words("тихая"))) == []
    await factories.disclosed(await links.follow(recorded.manage_token), Level(Disclosure.COUNTED))
    assert [await found(chosen) for chosen in asked] == [[], [], []]
    others = await found(NoticeFilter(Words("cooperation")))
    assert "yolka" not in others
    tombstones = [each for each in await notice_filters.chosen_announcements(NoticeFilter(), limit=50) if not each.is_public]
    assert len(tombstones) == 1
    by_number = await notice_filters.chosen_announcements(NoticeFilter(Words(tombstones[0].number)), limit=50)
    assert [each.number for each in by_number] == [tombstones[0].number], "as its own address says it"


@pytest.mark.parametrize("few", FEW_OR_MANY)
async def test_a_name_that_is_hidden_finds_no_notification_any_more(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(search_queries, "FEW", few)
    await check_hidden_party(ada_account)


@pytest.mark.sqlite_only
async def test_a_build_that_chooses_tombstones_by_their_kind_is_caught(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(notice_filters, "if each.is_public or chosen.shows_tombstones]", "]")
    monkeypatch.setattr(notice_filters, "chosen_announcements", wrong["chosen_announcements"])
    with pytest.raises(AssertionError):
        await check_hidden_party(ada_account)


@pytest.mark.sqlite_only
async def test_the_other_languages_of_a_list_keep_what_is_asked(cleo: httpx.AsyncClient) -> None:
    for name in LISTS:
        page = (await cleo.get(f"/en/{name}?q=ёлка")).text
        [address] = {address for address in addresses(page) if address.startswith(f"/ar/{name}")}
        assert parse_qs(urlsplit(address).query) == {"q": ["ёлка"]}
        assert 'value="ёлка"' in page
        assert "<script" not in page


@pytest.mark.sqlite_only
async def test_a_search_reads_what_it_shows(cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memoranda, "AT_ONCE", 3)
    monkeypatch.setattr(forums, "AT_ONCE", 3)
    paths = ("/en/memoranda?q=cooperation", "/en/forums?q=kyiv", "/en/memoranda?state=open", "/en/forums?year=2013")

    async def cost(path: str) -> tuple[int, int]:
        with counting_queries() as count, counting_rows() as rows:
            assert (await cleo.get(path)).status_code == 200
        return count.count, sum(rows)

    async def add(first: int, last: int) -> None:
        for at in range(first, last):
            await factories.forum(f"forum-{at}")
            await factories.opened(ada_account, f"text-{at}", forum=f"forum-{at}")

    await add(0, 5)
    before = {path: await cost(path) for path in paths}
    await add(5, 20)
    assert {path: await cost(path) for path in paths} == before
