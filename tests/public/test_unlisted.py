"""Organisations outside the public register are in no public output, whatever they do, and change no byte of it."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from coalition import clock, database
from coalition.acts import queries as act_queries
from coalition.acts.unlisting import amend_organisation
from coalition.database import counting_queries
from coalition.forums import programme_queries, recording_forums
from coalition.forums import queries as forum_queries
from coalition.forums.forms import ProgrammeForm
from coalition.forums.tables import ForumOrganisation
from coalition.networks import queries as network_queries
from coalition.networks.tables import Membership
from coalition.notices.tables import Notification
from coalition.organisations import event_queries, queries, visible_queries
from coalition.organisations.event_forms import EventForm
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.queries import EVERY
from coalition.organisations.recording_events import record_event
from coalition.organisations.tables import OrganisationEvent
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.web.headers import Headers
from tests import factories
from tests.appeals import appealed
from tests.conftest import HOME
from tests.deliveries import told as stories
from tests.drafting_record import recorded_lines
from tests.public.crawling import RANDOM, addresses

if TYPE_CHECKING:
    from litestar.types import ASGIApp

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

    Outputs = dict[str, tuple[int, bytes]]

pytestmark = pytest.mark.anyio

BEGIN = datetime(2026, 9, 1, 12, tzinfo=UTC)
LANGUAGES = ("en", "ru", "ar", "nb")
# Each stands in another place; the first two stand in the story also where nobody else does.
HIDDEN = ("marmot", "ibexes", "condor", "lynxes", "osprey", "badger", "jackal", "turtle")
COUNTRIES = {"marmot": "TM", "ibexes": "TJ"}


class Undone(Exception):
    """Undoes a story."""


class Time:
    """A clock that stands still until the story goes on."""

    def __init__(self) -> None:
        self.moment = BEGIN

    def __call__(self) -> datetime:
        return self.moment

    def pass_days(self, days: int) -> None:
        self.moment += timedelta(days=days)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock, "now", time)
    return time


@pytest.fixture
async def browser(store: str, handlers: ASGIApp) -> Any:
    """Read pages as they are made, not as they were kept."""
    assert store
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=Headers(handlers)), base_url=HOME) as browser:
        yield browser


async def unlisted(slug: str, **more: Any) -> Organisation:
    names = [
        {"language": "en", "name": f"{slug.title()} Group", "short_name": f"{slug[:3].upper()}-Group", "primary": True},
        {"language": "ru", "name": f"Дружина {slug}"},
    ]
    country = COUNTRIES.get(slug, "KZ")
    return await factories.organisation(slug, names=names, country=country, website=f"https://{slug}.example.org", listed=False, **more)


class Story:
    """Listed organisations act in public; with `complete` unlisted ones stand in every place where an organisation can stand."""

    def __init__(self, time: Time, ada: Coordinator, *, complete: bool) -> None:
        self.time, self.ada, self.complete = time, ada, complete
        self.hidden: dict[str, Organisation] = {}
        self.memorandum: Memorandum

    async def tell(self) -> None:
        self.time.moment = BEGIN
        hidden = HIDDEN if self.complete else HIDDEN[:2]
        self.hidden = {slug: await unlisted(slug, at_risk=slug == "condor") for slug in hidden}
        for slug in ("alpha", "bravo", "quiet"):
            await factories.organisation(slug, slug.title())
        await self._meet()
        self.memorandum = await factories.opened(self.ada, forum="kyiv-2013", days=200)
        await self._sign()
        await self._change()

    async def _meet(self) -> None:
        """A forum within a programme: in the complete story unlisted organisations take part, and a listed one whose part is not public."""
        listed = [{"organisation": "alpha", "role": "convener"}, {"organisation": "bravo"}]
        secret = [{"organisation": slug} for slug in ("condor", "lynxes")] + [{"organisation": "quiet", "public": False}]
        programme = [{"organisation": "alpha"}, *([{"organisation": "osprey", "role": "implementer"}] if self.complete else [])]
        form = {"slug": "campaign", "texts": [{"language": "en", "name": "Campaign"}], "organisations": programme}
        await recording_forums.record_programme(ProgrammeForm.parse(form))
        await self._join(["alpha", "bravo"], ["lynxes", "turtle", {"organisation": "quiet", "public": False}] if self.complete else [])
        await factories.forum(programme="campaign", organisations=[*listed, *(secret if self.complete else [])])
        if self.complete:  # a fault elsewhere made the part of an organisation public that is not listed
            await ForumOrganisation.update({ForumOrganisation.public: True}).where(ForumOrganisation.organisation == self.hidden["lynxes"].id)

    async def _join(self, members: list[Any], secret: list[Any]) -> None:
        """A network of listed organisations: in the complete story others belong to it, and there is a network that is not listed."""
        await factories.network("league", [*members, *secret])
        if self.complete:
            await factories.network("jackdaw", ["alpha", "league"], listed=False)
            lynxes = self.hidden["lynxes"].id  # a fault elsewhere made it public
            await Membership.update({Membership.public: True}).where(Membership.member == lynxes)

    async def _sign(self) -> None:
        """Two sign openly. One signs without its name, and one until a day that comes before the job of that day has run."""
        alpha = await factories.signed(self.memorandum, await self._by("alpha"))
        await factories.stated(self.memorandum, alpha)
        await recorded_lines.put_line(self.memorandum, await self._by("alpha"))
        about = ["alpha", *(["turtle", "lynxes"] if self.complete else [])]
        await factories.article(published=True, organisations=about, forums=["kyiv-2013"], memoranda=["cooperation"])
        await stories.addressee(self.memorandum)
        delivered_by = {"organisation": "turtle"} if self.complete else {}
        await stories.published(self.memorandum, stories.delivery(remark="A draft.", **delivered_by))
        if self.complete:
            await recorded_lines.put_line(self.memorandum, self.hidden["turtle"], 2, by_fault=True)
        appeal = await appealed.sent(self.ada, ["league"], hours=24 * 80)
        await stories.addressee(appeal)
        await stories.published(appeal, stories.delivery(remark="A draft.", **delivered_by))
        if self.complete:
            await factories.signed(appeal, self.hidden["turtle"], disclosure="counted")
        self.time.pass_days(1)
        await factories.signed(self.memorandum, await self._by("bravo"), kind="support")
        self.time.pass_days(1)
        marmot = await factories.signed(self.memorandum, self.hidden["marmot"], disclosure="counted")
        await factories.stated(self.memorandum, marmot, "declaration")
        self.time.pass_days(1)
        release = (self.time.moment + timedelta(days=60)).date().isoformat()
        await factories.signed(self.memorandum, self.hidden["ibexes"], disclosure="sealed_until", release_on=release)
        if self.complete:
            await factories.invitation_link(self.memorandum, self.hidden["turtle"])
            draft = await factories.opened(self.ada, "draft", publicity="participants")
            await factories.signed(draft, self.hidden["turtle"])

    async def _change(self) -> None:
        """A listed organisation merges into an unlisted one, another unlisted one into a listed one, and one changes its name."""
        self.time.pass_days(30)
        columns = {"kind": "merged", "happened": "2026-09", "source": "Minutes"}
        successor = self.hidden["badger"].id if self.complete else None
        await OrganisationEvent.insert(OrganisationEvent(organisation=(await self._by("alpha")).id, other=successor, **columns))
        if self.complete:
            await record_event(self.hidden["jackal"], EventForm.parse(columns | {"other": "bravo"}))
            renamed = {"kind": "renamed", "happened": "2026-09", "source": "Minutes", "which": "old"}
            names = [{"language": "en", "name": "Jackal Pack"}]
            await record_event(self.hidden["jackal"], EventForm.parse(renamed | {"names": names}))
            await amend_organisation(self.hidden["osprey"], OrganisationChange.parse({"country": "UZ", "website": "https://osprey.example.net"}))
        self.time.pass_days(60)

    async def _by(self, slug: str) -> Organisation:
        row = await queries.by_slug(slug)
        assert row
        return row


async def outputs(browser: httpx.AsyncClient, languages: tuple[str, ...]) -> Outputs:
    """Return every public output by address; searches and filters of the register with every secret word too."""
    texts = [*HIDDEN, "дружина", "Pack", "MAR-", "group", "osprey.example"]
    countries = [{"country": code} for code in ("KZ", "TM", "TJ", "UZ")]
    places = {
        "forum": ["kyiv-2013"],
        "memorandum": ["cooperation"],
        "network": ["league"],
        "organisation": await visible_organisations(Viewer.EVERYBODY).slugs(50),
        "article": ["a-story"],
        "appeal": ["appeal"],
        "language": ["en", "ru"],
        "year": ["2026"],
        "edition": ["1"],
        "number": [str(number) for number in range(1, await Notification.count() + 1)],
    }
    asked = {
        "public.organisations.list": [{}, *({"q": text} for text in texts), *countries, {"after": "a/a"}],
        "public.signatories.show": [{}, {"at": "2026-09-10"}, {"at": "2026-09-10", "compare": "2026-12-01"}],
        "public.statements.list": [{}, {"at": "2026-09-10"}, {"after": "1"}],
        "public.drafting.show": [{}, *({"q": text} for text in texts), {"q": "meet"}],
        "public.timeline.show": [{}, *({"q": text} for text in texts), {"q": "Justice"}],
        "api.drafting.show": [{}, *({"q": text} for text in texts), {"q": "meet"}],
        "public.networks.list": [{}, *({"q": text} for text in texts)],
        "public.appeals.list": [{}, *({"q": text} for text in texts)],
        "public.articles.list": [{}, {"organisation": "alpha"}, *({"q": text} for text in texts)],
        "api.articles.list": [{}, {"organisation": "alpha"}, *({"q": text} for text in texts)],
        "public.network.show": [{}, *({"q": text} for text in texts), *countries],
        "api.organisations.list": [{}, {"limit": "1"}, {"after": "alpha"}],
        "public.search.show": [{}, *({"q": text} for text in texts)],
        "api.search.show": [{}, *({"q": text, "limit": "2"} for text in texts)],
    }
    contents = {}
    for address in addresses(places, languages=languages, queries=asked):
        answer = await browser.get(address)
        contents[address] = (answer.status_code, RANDOM.sub(b"id", answer.content))
    return contents


def named_in(contents: Outputs) -> set[tuple[str, str]]:
    """Return (address, name) where an output names an unlisted organisation; an address that asks for the name may repeat it."""
    found = set()
    for address, (_, content) in contents.items():
        text = content.decode().casefold()
        for word in (*HIDDEN, "jackal pack", "jackdaw", "дружина"):
            if word in text and word not in address.casefold() and "q=" not in address:
                found.add((address, word))
    return found


async def told(time: Time, browser: httpx.AsyncClient, ada: Coordinator, *, complete: bool, languages: tuple[str, ...] = LANGUAGES) -> Outputs:
    """Tell the story, read everything, and undo it."""
    contents: Outputs = {}
    with suppress(Undone):
        async with database.transaction():
            await Story(time, ada, complete=complete).tell()
            contents = await outputs(browser, languages)
            raise Undone
    assert contents
    return contents


async def test_unlisted_organisations_change_no_byte(time: Time, browser: httpx.AsyncClient, ada_account: Coordinator) -> None:
    without = await told(time, browser, ada_account, complete=False)
    complete = await told(time, browser, ada_account, complete=True)
    assert {address for address in without if without[address] != complete.get(address)} == set()
    assert complete.keys() == without.keys()
    assert {status for status, _ in complete.values()} == {200}
    assert named_in(complete) == set()


async def test_the_address_of_an_unlisted_organisation_is_that_of_a_missing_one(
    time: Time, browser: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    story = Story(time, ada_account, complete=True)
    await story.tell()
    for form in ("/{}/organisations/{}", "/api/v1/organisations/{}"):
        for language in LANGUAGES:
            answers = []
            for slug in (*HIDDEN, "nobody"):
                with counting_queries() as count:
                    answer = await browser.get(form.format(language, slug) if form.startswith("/{}") else form.format(slug))
                answers.append((answer.status_code, re.sub(slug.encode(), b"", answer.content), count.statements))
            assert answers[0][0] == 404
            assert all(answer == answers[-1] for answer in answers), form


def _everything(*_: object, **__: object) -> visible_queries.VisibleOrganisations:
    return visible_queries.VisibleOrganisations(EVERY)


MUTATED_BUILDS = {
    "a reader that ignores whether an organisation is listed": [(queries, "listed_or", lambda *_: EVERY)],
    "a programme that names everybody": [(programme_queries, "visible_organisations", _everything)],
    "a forum that names everybody": [(forum_queries, "visible_organisations", _everything)],
    "a network that names everybody": [(network_queries, "visible_organisations", _everything)],
    "a network that counts everybody": [(network_queries, "is_listed", lambda column: column.is_not_null())],
    "a part that ignores whether it is public": [(forum_queries, "_is_visible", lambda *_: True)],
    "an act that names its organisation before it is listed": [(act_queries, "_without_name", lambda act: act)],
    "successors and predecessors that are always named": [
        (event_queries, "views_by_id", lambda ids, _=EVERY: queries.views_by_id(ids)),
    ],
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", MUTATED_BUILDS)
async def test_a_mutated_build_is_found(
    time: Time, browser: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for module, function, mutated in MUTATED_BUILDS[name]:
        monkeypatch.setattr(module, function, mutated)
    complete = await told(time, browser, ada_account, complete=True, languages=("en",))
    assert named_in(complete) or complete != await told(time, browser, ada_account, complete=False, languages=("en",))
