"""An organisation that was hidden later is in no public output, and none of them depends on which organisation it is."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from coalition import clock, database
from coalition.acts.disclosure_levels import HIDDEN, Level
from coalition.acts.tables import Disclosure
from coalition.invitations import links
from coalition.notices.tables import Notification
from coalition.organisations.queries import by_slug
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.signatures import annulling, disclosing, withdrawing
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.on_behalf_forms import AnnulmentForm
from coalition.web.headers import Headers
from tests import factories
from tests.appeals import appealed
from tests.conftest import HOME
from tests.deliveries import told
from tests.drafting_record import recorded_lines
from tests.public.crawling import RANDOM, addresses

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from litestar.types import ASGIApp

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from coalition.signatures.signing import Signed

    Outputs = dict[str, tuple[int, bytes]]
    Hiding = Callable[["Story"], Awaitable[object]]

pytestmark = pytest.mark.anyio

BEGIN = datetime(2026, 9, 1, 12, tzinfo=UTC)
LANGUAGES = ("en", "ru")
SECRETS = {
    "saryarka": ("saryarka", "сарыарка", "srk-group", "aigul hidden"),
    "nordlys": ("nordlys", "северное сияние", "nls-group", "aigul hidden"),
}


class Undone(Exception):
    """Undoes a story."""


class Time:
    """A clock that ticks the same in every telling: a second whenever somebody looks."""

    def __init__(self) -> None:
        self.moment = BEGIN

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def pass_days(self, days: int) -> None:
        self.moment = self.moment.replace(hour=12, minute=0, second=0) + timedelta(days=days)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock, "now", time)
    return time


class Story:
    """What happens: three organisations sign openly, and one between them that is hidden later."""

    memorandum: Memorandum
    entry_before: list[bytes]
    entry_now: list[bytes]
    recorded: Signed

    def __init__(self, time: Time, browser: httpx.AsyncClient, ada: Coordinator) -> None:
        self.time, self.browser, self.ada = time, browser, ada

    async def tell(self, hidden: str, hiding: Hiding, languages: tuple[str, ...] = LANGUAGES) -> Outputs:
        """Tell it and return what the public reads in the end."""
        self.time.moment = BEGIN
        await self._register()
        one = await factories.organisation("one", "One")
        await factories.signed(self.memorandum, one)
        await recorded_lines.put_line(self.memorandum, one)
        await told.addressee(self.memorandum)
        await told.published(self.memorandum, told.delivery(remark="A draft.", organisation="one"))
        self.entry_before = await self.entry_of(hidden)
        self.time.pass_days(9)
        self.recorded = await self._sign(hidden)
        self.time.pass_days(1)
        await factories.signed(self.memorandum, await factories.organisation("two", "Two"), kind="support")
        self.time.pass_days(25)
        await hiding(self)
        self.entry_now = await self.entry_of(hidden)
        self.time.pass_days(3)
        await factories.signed(self.memorandum, await factories.organisation("three", "Three"))
        await factories.article(published=True, forums=["kyiv-2013"], memoranda=["cooperation"])
        return await self.outputs(languages)

    async def _register(self) -> None:
        await factories.forum()
        for slug, country, other, language, short in (
            ("saryarka", "KZ", "Сарыарка", "ru", "SRK-Group"),
            ("nordlys", "NO", "Северное сияние", "ru", "NLS-Group"),
        ):
            names = [{"language": "en", "name": slug.title(), "short_name": short, "primary": True}, {"language": language, "name": other}]
            await factories.organisation(slug, names=names, country=country)
        await factories.network("league", ["saryarka", "nordlys"])
        self.memorandum = await factories.opened(self.ada, forum="kyiv-2013", days=200)
        await appealed.sent(self.ada, ["league"])

    async def _sign(self, slug: str) -> Signed:
        organisation = await by_slug(slug)
        assert organisation
        names = {"representative_name": "Aigul Hidden", "typed_name": "Aigul Hidden", "representative_title": "Director"}
        return await factories.signed(self.memorandum, organisation, **names)

    async def opened(self) -> links.Opened:
        return await links.follow(self.recorded.manage_token)

    async def entry_of(self, slug: str) -> list[bytes]:
        """Return an organisation as the register shows it."""
        addresses = (f"/en/organisations/{slug}", f"/api/v1/organisations/{slug}", f"/en/organisations?q={slug}")
        return [(await self.browser.get(address)).content for address in addresses]

    async def outputs(self, languages: tuple[str, ...]) -> Outputs:
        """Return every public output of this moment, by address."""
        number = await Notification.count()
        places = {
            "forum": ["kyiv-2013"],
            "memorandum": ["cooperation"],
            "network": ["league"],
            "article": ["a-story"],
            "appeal": ["appeal"],
            "organisation": await visible_organisations(Viewer.EVERYBODY).slugs(50),
            "language": ["en", "ru"],
            "year": ["2026"],
            "edition": ["1"],
            "number": [str(typed) for typed in range(1, number + 1)],
        }
        contents = {}
        for address in addresses(places, languages=languages, queries=_QUERIES):
            answer = await self.browser.get(address)
            contents[address] = (answer.status_code, RANDOM.sub(b"id", answer.content))
        absent = {address for address, (status, _) in contents.items() if status != httpx.codes.OK}
        assert all(contents[address][0] == httpx.codes.NOT_FOUND and address.startswith("/citations/notifications/") for address in absent), absent
        return contents


_DAYS: list[dict[str, Any]] = [
    {"at": day} for day in ("2026-09-01", "2026-09-10", "2026-09-11", "2026-09-30", "2026-10-01", "2026-10-20", "2027-01-01")
]
_QUERIES: dict[str, list[dict[str, Any]]] = {
    "public.signatories.show": [{}, *_DAYS],
    "api.signatories.list": [{}, *_DAYS],
    "public.statements.list": [{}, *_DAYS, {"after": "1"}],
    "public.memorandum.show": [{}, {"text": "ru"}],
    "public.appeals.list": [{}, {"state": "open"}, {"q": "release"}],
    "public.notifications.list": [{}, {"memorandum": "cooperation"}],
    "public.organisations.list": [{}, {"country": "KZ"}, {"country": "NO"}, {"q": "saryarka"}, {"q": "сияние"}],
    "api.notifications.list": [{}, {"since": "2026-09-10"}],
    "public.search.show": [{}, {"q": "saryarka"}, {"q": "сияние"}, {"q": "cooperation"}],
    "api.search.show": [{}, {"q": "saryarka"}, {"q": "cooperation", "limit": "2"}],
}


def _is_register(address: str) -> bool:
    """Whether a page shows the register, or repeats the words that are looked for."""
    return any(
        part in address for part in ("/organisations", "/networks", "/sitemap.xml", "/sitemap-organisations.xml", "/sitemap-networks", "/search?q=")
    )


async def _disclose(story: Story, level: Level) -> None:
    await factories.disclosed(await story.opened(), level)


async def counted(story: Story) -> None:
    await _disclose(story, HIDDEN)


async def described(story: Story) -> None:
    await _disclose(story, Level(Disclosure.DESCRIBED, "A human rights group"))


async def sealed(story: Story) -> None:
    await _disclose(story, Level(Disclosure.SEALED_UNTIL, release_on=(BEGIN + timedelta(days=900)).date()))


async def hidden_by_ada(story: Story) -> None:
    await disclosing.hide(story.memorandum, story.recorded.act.organisation)


async def withdrawn_quietly(story: Story) -> None:
    await withdrawing.withdraw(await story.opened(), WithdrawalForm(typed_name="Aigul Hidden", quiet=True))


async def annulled_quietly(story: Story) -> None:
    form = AnnulmentForm.parse({"ground": "no_mandate", "quiet": True})
    await annulling.annul(story.memorandum, story.recorded.act.organisation, form, by=story.ada)


OTHER_WAYS = [described, sealed, hidden_by_ada, withdrawn_quietly, annulled_quietly]


@pytest.fixture
async def browser(store: str, handlers: ASGIApp) -> Any:
    """Read pages as they are made, not as they were kept."""
    assert store
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=Headers(handlers)), base_url=HOME) as browser:
        yield browser


async def check(time: Time, browser: httpx.AsyncClient, ada: Coordinator, hiding: Hiding) -> None:
    """Tell the story once with each of two organisations, and undo it: both endings are the same, and name neither."""
    story, endings = Story(time, browser, ada), []
    for hidden in SECRETS:
        with suppress(Undone):
            async with database.transaction():
                endings.append(await story.tell(hidden, hiding))
                assert story.entry_now == story.entry_before
                raise Undone
    one, other = endings
    assert {address for address in one if one[address] != other[address]} == set()
    texts = {address: content.decode().casefold() for address, (_, content) in one.items() if not _is_register(address)}
    assert {(address, secret) for address, text in texts.items() for secrets in SECRETS.values() for secret in secrets if secret in text} == set()


async def test_who_was_hidden_later_is_found_nowhere(time: Time, browser: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await check(time, browser, ada_account, counted)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("hiding", OTHER_WAYS)
async def test_however_it_was_hidden(time: Time, browser: httpx.AsyncClient, ada_account: Coordinator, hiding: Hiding) -> None:
    await check(time, browser, ada_account, hiding)


async def test_a_notification_of_a_hidden_act_is_a_tombstone(time: Time, browser: httpx.AsyncClient, ada_account: Coordinator) -> None:
    story = Story(time, browser, ada_account)
    after = await story.tell("saryarka", counted, ("en",))
    gone = "This notification was about an act that is not public any more."
    [number] = await Notification.select(Notification.number).where(Notification.organisation == "saryarka").output(as_list=True)
    atom = after["/feeds/notifications.atom"][1].decode()
    assert f"<title>N.{number}.2026 {gone}</title>" in atom
    for address in ("/feeds/notifications.json", "/feeds/memoranda/cooperation.json"):
        assert f'"title": "N.{number}.2026 {gone}"' in after[address][1].decode()
    page = after[f"/en/notifications/2026/{number}"][1].decode()
    assert gone in page
    assert "/en/organisations/" not in page.partition("<main")[2].partition("</main>")[0]
