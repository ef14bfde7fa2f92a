"""Ada withdraws a memorandum from the public: every public address answers with a tombstone at once, and nothing names it any more."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.memoranda import queries, withdrawing_from_public
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.memoranda.taking_forms import ReasonedForm, SentenceForm, WithdrawalForm
from coalition.memoranda.withdrawing_from_public import return_to_public, withdraw_from_public
from coalition.notices.letter_schedule import schedule_letters
from coalition.notices.tables import Subscription
from coalition.public.memoranda import memoranda as memoranda_pages
from tests import factories
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from coalition.people.tables import Coordinator

SLUG, SYMBOL = "silver-accord", "SA/2026/7"
REASON = "A signatory is threatened."
STANDARD = "What was here was withdrawn from the public."
TOMBSTONES = [
    *(f"/{{lang}}/memoranda/{SLUG}{rest}" for rest in ("", "?text=ru", "/signatories", "/compare", "/verify", "/editions", "/editions/1")),
    *(f"/{{lang}}/memoranda/{SLUG}{rest}" for rest in ("/editions/2/changes", "/corrections/1", "/signatories?at=2026-01-01", "/accession")),
    f"/{{lang}}/notifications?memorandum={SLUG}",
    *(f"/memoranda/{SLUG}.{ending}" for ending in ("json", "csv", "md", "txt")),
    *(f"/api/v1/memoranda/{SLUG}{rest}" for rest in ("", "/wordings/en", "/signatories", "/statements")),
]
_LINK = re.compile(r'(?:href="|<loc>|href=\')([^"\'<]+)')


class Story(Struct):
    """What was public before the withdrawal: the secrets, and each address with the bytes and the tag it had."""

    memorandum: Memorandum
    secrets: tuple[str, ...]
    parties: tuple[str, ...]
    tags: dict[str, str] = {}


async def crawl(cleo: httpx.AsyncClient, *, links: bool = True) -> dict[str, httpx.Response]:
    """Return every public address that can be reached, with its response; without `links`, those from which all others are reached."""
    seeds = ["/en/", "/ar/", "/sitemap.xml", "/feeds/notifications.atom", "/feeds/notifications.json", "/api/v1/memoranda", "/api/v1/notifications"]
    seeds += [
        "/api/v1/organisations",
        "/api/v1/forums",
        "/en/memoranda",
        "/en/search",
        f"/feeds/memoranda/{SLUG}.atom",
        f"/feeds/memoranda/{SLUG}.json",
    ]
    waiting = [*seeds, "/en/notifications/subscription", *(address.format(lang="en") for address in TOMBSTONES)]
    answers: dict[str, httpx.Response] = {}
    while waiting:
        address = unescape(waiting.pop()).removeprefix("http://127.0.0.1:8000").partition("#")[0]
        if address in answers or not address.startswith("/") or address.startswith(("//", "/static/")):
            continue
        answers[address] = await cleo.get(address)
        waiting += _LINK.findall(answers[address].text) if links else []
    return answers


@pytest.fixture
async def story(ada_account: Coordinator) -> Story:
    """A memorandum of a forum with a named party, a statement and a correction."""
    await factories.forum()
    memorandum = await factories.opened(ada_account, SLUG, symbol=SYMBOL, forum="kyiv-2013")
    signed = await factories.signed(
        memorandum,
        await factories.organisation("copper-lamp", "Copper Lamp"),
        representative_name="Benedikt Sultanov",
        typed_name="Benedikt Sultanov",
    )
    await factories.stated(memorandum, signed, text="Unless the moon is blue.")
    await factories.correction(memorandum)
    memorandum = await factories.reloaded(memorandum)
    view = await queries.view(memorandum)
    titles = ("Memorandum on cooperation", "Меморандум о сотрудничестве")
    parties = ("Benedikt Sultanov", "Unless the moon is blue", "Copper Lamp")
    return Story(memorandum, (*titles, SYMBOL, str(view.digest).removeprefix("sha256:")), parties)


@pytest.fixture
async def read_story(cleo: httpx.AsyncClient, story: Story) -> Story:
    """The same after somebody read every page: all are in the cache."""
    answers = await crawl(cleo)
    assert len(answers) > 60
    return with_tags(story, answers)


def with_tags(story: Story, answers: dict[str, httpx.Response]) -> Story:
    return replace(story, tags={address: answer.headers.get("etag", "") for address, answer in answers.items() if address != "/"})


async def withdraw(story: Story, *sentences: tuple[str, str]) -> None:
    form = WithdrawalForm(reason=REASON, sentences=[SentenceForm(language=code, text=text) for code, text in sentences])
    await withdraw_from_public(story.memorandum, form)


def leaks(address: str, body: str, story: Story) -> list[str]:
    """Return what a response tells of the memorandum; whoever asks for an address that names it learns nothing from its name."""
    own = story.parties[:2] if "/organisations" in address or address.startswith("/en/memoranda/other") else story.parties
    secrets = [*story.secrets, *own, REASON]
    text = unescape(body)
    if SLUG not in address or address.startswith("/api/"):
        secrets.append(SLUG)
    return [secret for secret in secrets if secret in text or secret in body]


async def everything_is_gone(cleo: httpx.AsyncClient, story: Story) -> None:
    """Ask for every address that was public: with the tag of the old page, without it, and with HEAD."""
    found = []
    for address, tag in story.tags.items():
        for answer in (await cleo.get(address, headers={"If-None-Match": tag} if tag else {}), await cleo.get(address)):
            is_its_own = SLUG in address.partition("?")[0]  # others only point at it
            if is_its_own and "/feeds/" not in address and "subscription" not in address:
                assert (address, answer.status_code) == (address, 410)
                assert answer.headers["cache-control"] == "no-store"
                assert "etag" not in answer.headers
            if answer.status_code != 304:
                found += [(address, secret) for secret in leaks(address, answer.text, story)]
            else:
                assert SLUG not in address
        head = await cleo.head(address)
        assert head.status_code == answer.status_code
    assert found == []


async def test_every_address_answers_with_a_tombstone_and_nothing_names_it(cleo: httpx.AsyncClient, read_story: Story) -> None:
    await withdraw(read_story)
    await everything_is_gone(cleo, read_story)
    again = await crawl(cleo)
    assert [(address, leaked) for address, answer in again.items() if (leaked := leaks(address, answer.text, read_story))] == []


async def test_a_tombstone_is_in_the_language_of_the_reader(cleo: httpx.AsyncClient, story: Story) -> None:
    await withdraw(story, ("nb", "Trukket for andres trygghet."))
    texts = {"en": STANDARD, "nb": "Trukket for andres trygghet.", "ru": "То, что здесь было, снято с публикации.", "ar": "ما كان هنا"}
    for language, text in texts.items():
        for address in TOMBSTONES:
            answer = await cleo.get(address.format(lang=language), headers={"Accept-Language": language})
            assert (address, answer.status_code) == (address, 410)
            if not address.startswith("/api/"):
                assert text in answer.text
                assert answer.headers["content-language"] == language
    page = await cleo.get(f"/en/memoranda/{SLUG}")
    assert 'name="robots" content="noindex"' in page.text
    assert f"Since {clock.today().day} " in page.text
    problem = await cleo.get(f"/api/v1/memoranda/{SLUG}")
    assert problem.headers["content-type"].startswith("application/problem+json")
    assert problem.json() == {"type": "/problems/withdrawn-from-public", "title": "Withdrawn from the public", "status": 410, "detail": STANDARD}
    assert (await cleo.get(f"/memoranda/{SLUG}.csv")).headers["content-type"].startswith("text/plain")
    assert (await cleo.get("/en/memoranda/never-there")).status_code == 404


async def test_feeds_let_readers_delete_their_entries(cleo: httpx.AsyncClient, story: Story) -> None:
    stored = {feed: feedparser.parse((await cleo.get(feed)).content) for feed in (f"/feeds/memoranda/{SLUG}.atom", "/feeds/notifications.atom")}
    await withdraw(story)
    for feed, before in stored.items():
        answer = await cleo.get(feed)
        now = feedparser.parse(answer.content)
        assert (answer.status_code, now.bozo, now.feed.id, now.entries) == (200, False, before.feed.id, [])
        assert {entry.id for entry in before.entries} == set(re.findall(r'<at:deleted-entry ref="([^"]+)"', answer.text))
    items = (await cleo.get("/feeds/notifications.json")).json()["items"]
    assert {item["id"] for item in items} == {entry.id for entry in stored["/feeds/notifications.atom"].entries}
    assert all("not public any more" in item["title"] for item in items)


async def test_what_others_published_stays_in_lists_and_feeds(cleo: httpx.AsyncClient, story: Story, ada_account: Coordinator) -> None:
    await factories.opened(ada_account, "other-accord")
    await withdraw(story)
    home = (await cleo.get("/en/")).text
    assert "other-accord" in home
    assert "not public any more" not in home
    assert len(feedparser.parse((await cleo.get("/feeds/notifications.atom")).content).entries) == 2
    assert "other-accord" in (await cleo.get("/sitemap.xml")).text


async def test_no_later_letter_names_it(cleo: httpx.AsyncClient, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")
    now = clock.now()
    reader = {"language": "en", "rhythm": "at_once", "asked_at": now, "confirmed_at": now}
    async with transaction():
        rows = [Subscription(email=f"{at}@example.org", memorandum=slug, token_hash=f"{at}", **reader) for at, slug in enumerate(("", SLUG))]
        await Subscription.insert(*rows)
        await schedule_letters()
    await factories.correction(story.memorandum, provision="p1", after="1. Стороны продолжают свою работу в защиту людей.")
    last = max(letter.id for letter in await letters_in_tray())
    await withdraw(story)
    with clock.shifted(timedelta(days=70)):
        await run_due()
    later = await letters_in_tray(Letter.id > last)
    assert [letter for letter in later if any(secret in letter.text + letter.subject for secret in (*story.secrets, SLUG))] == []
    assert (await cleo.get(f"/en/notifications/subscription?memorandum={SLUG}")).text.count("Memorandum on cooperation") == 0


async def test_the_public_sentence_must_not_name_it(story: Story) -> None:
    for text in ("About silver-accord.", "The MEMORANDUM ON COOPERATION is gone.", f"{SYMBOL} is gone."):
        with pytest.raises(InvalidForm):
            await withdraw(story, ("en", text))
    assert (await factories.reloaded(story.memorandum)).publicity == Publicity.PUBLIC


@pytest.mark.sqlite_only
async def test_it_can_be_shown_again_as_it_stands(cleo: httpx.AsyncClient, read_story: Story) -> None:
    await withdraw(read_story, ("en", "Gone."))
    await return_to_public(read_story.memorandum, ReasonedForm(reason="The danger is over."))
    for address, tag in read_story.tags.items():
        answer = await cleo.get(address)
        assert answer.status_code in {200, 303, 404}
        if SLUG in address and tag and "/feeds/" not in address:
            assert (address, answer.headers["etag"]) == (address, tag)


# Mutated builds


async def keep_pages() -> None:
    """Leave the cached pages (mutated build)."""


async def list_all(*_: Any, **__: Any) -> list[Any]:
    """List also what was withdrawn (mutated build)."""
    return [await queries.view(row) for row in await Memorandum.objects()]


MUTATED_BUILDS: dict[str, tuple[Any, str, Callable[..., Awaitable[Any]]]] = {
    "the cached pages stay": (withdrawing_from_public, "pages_change", keep_pages),
    "a list still shows it": (memoranda_pages, "newest_public", list_all),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", MUTATED_BUILDS)
async def test_a_mutated_build_is_found(cleo: httpx.AsyncClient, story: Story, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    read_story = with_tags(story, await crawl(cleo, links=False))
    module, attribute, mutation = MUTATED_BUILDS[name]
    monkeypatch.setattr(module, attribute, mutation)
    await withdraw(read_story)
    with pytest.raises(AssertionError):
        await everything_is_gone(cleo, read_story)
