"""Whatever changes, each page in the cache is the page that would be rendered now; and no page is about what it does not show."""

from __future__ import annotations

import re
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from piccolo.columns.combination import WhereRaw

from coalition import clock
from coalition.acts.changing_forums import amend_forum
from coalition.acts.changing_networks import change_membership
from coalition.acts.disclosure_levels import Level
from coalition.acts.evidence import record_evidence
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.tables import Disclosure
from coalition.acts.unlisting import amend_organisation, unlist_organisation
from coalition.addresses import ROUTES, Audience, url_for
from coalition.appeals.person_consents import take_consent_back
from coalition.articles.publishing_articles import withdraw_article
from coalition.drafting_record.publishing import take_back
from coalition.forums.forms import ForumChange, ProgrammeForm
from coalition.forums.recording_forums import amend_programme, record_programme
from coalition.forums.tables import Forum, Programme
from coalition.invitations import links
from coalition.jobs.worker import run_due
from coalition.memoranda import opening
from coalition.memoranda import queries as memoranda
from coalition.memoranda.extending import extend
from coalition.memoranda.forms import SuccessorForm
from coalition.memoranda.rule_forms import ExtensionForm, TerminationForm
from coalition.memoranda.succeeding import succeed
from coalition.memoranda.taking_forms import ReasonedForm
from coalition.memoranda.taking_forms import WithdrawalForm as PublicWithdrawal
from coalition.memoranda.terminating import terminate
from coalition.memoranda.withdrawing_from_public import return_to_public, withdraw_from_public
from coalition.networks.forms import MembershipChange
from coalition.networks.queries import present_by_slug
from coalition.notices import page_subjects
from coalition.organisations.event_forms import EventForm
from coalition.organisations.forms import OrganisationChange, ProofForm
from coalition.organisations.listing import list_organisation
from coalition.organisations.proof_queries import proofs_of
from coalition.organisations.proving import check_website, request_proof
from coalition.organisations.queries import by_slug
from coalition.partners.forms import NumberForm
from coalition.partners.recording_partners import say_number, show_partners
from coalition.signatures import annulling, confirming, erasing, withdrawing
from coalition.signatures.forms import ConfirmationForm, WithdrawalForm
from coalition.signatures.on_behalf_forms import AnnulmentForm
from coalition.statements import public_statement_queries, translating
from coalition.statements.forms import StatementTranslationForm
from coalition.web import page_cache
from tests import factories
from tests.appeals import appealed
from tests.conftest import visitor
from tests.deliveries import told
from tests.drafting_record import recorded_lines
from tests.web.caches import Watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    import httpx
    from litestar.types import ASGIApp

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator
    from coalition.signatures.signing import Signed

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

PLACES = {
    "lang": ["en"],
    "forum": ["kyiv-2013"],
    "memorandum": ["cooperation"],
    "organisation": ["marmot"],
    "network": ["league"],
    "article": ["report"],
    "edition": ["1"],
    "number": ["1"],
    "language": ["en"],
}
SLUGS = {
    "forums": "kyiv-2013",
    "memoranda": "cooperation",
    "organisations": "marmot",
    "networks": "league",
    "articles": "report",
    "appeals": "appeal",
}
FILES = {
    "public.memorandum_file.show": ["cooperation.json", "cooperation.csv", "another.md"],
    "public.memorandum_feed.show": ["cooperation.atom", "another.json"],
    "public.citation_file.show": ["cooperation.ris"],
    "public.notification_citation.show": ["1.bib"],
}
QUERIES = (
    "/en/organisations/heirs",
    "/en/memoranda/another",
    "/en/memoranda/another/drafting",
    "/en/organisations?q=marmot",
    "/en/notifications?memorandum=cooperation",
)


LEFT_OUT = {f"public.{name}.show" for name in ("start", "live", "ready", "static", "article_picture", "entry_scan")}


def addresses() -> Iterator[str]:
    """Yield an address or two of every public page."""
    given = PLACES | {"year": [str(clock.today().year)]}
    for name, row in ROUTES.items():
        if row.method == "GET" and row.audience is Audience.PUBLIC and name not in LEFT_OUT:
            places = re.findall(r"{(\w+)}", row.path)
            options: list[dict[str, str]] = [{}]
            for place in places:
                values = FILES.get(name, ["cooperation.json"]) if place == "file" else given.get(place) or [SLUGS[row.path.split("/")[3]]]
                options = [option | {place: value} for option in options for value in values]
            yield from (url_for(name, **option) for option in options)
    yield from QUERIES
    yield f"/en/memoranda/cooperation/signatories?at={clock.today()}"


@cache
def every_page() -> list[str]:
    """Return the addresses of all pages, once; they stay the same if the run passes midnight."""
    return [*dict.fromkeys(addresses())]


class Story(NamedTuple):
    """Ada, two texts, and organisations: Marmot signed both in public; Snow, which is listed, signed the first without its name."""

    ada: Coordinator
    text: Memorandum
    other: Memorandum
    marmot: Organisation
    signed: Signed
    hidden: Signed

    async def marmot_now(self) -> Organisation:
        row = await by_slug("marmot")
        assert row is not None
        return row


@pytest.fixture
async def story(store: str, ada_account: Coordinator) -> Story:
    assert store
    programme = ProgrammeForm.parse({"slug": "regional", "texts": [{"language": "en", "name": "Regional"}], "organisations": []})
    await record_programme(programme)
    forum = await factories.forum()
    text = await factories.opened(ada_account, forum="kyiv-2013")
    other = await factories.opened(ada_account, "another")
    marmot = await factories.organisation("marmot", "Marmot Group", website="https://marmot.example.org")
    await factories.organisation("heirs", "Heirs of Marmot", listed=False)
    snow = await factories.organisation("snow", "Snow Group")
    await amend_forum(forum, ForumChange.parse({"programme": "regional", "organisations": [{"organisation": "marmot", "role": "convener"}]}))
    signed = await factories.signed(text, marmot)
    await factories.signed(other, marmot)
    hidden = await factories.signed(text, snow, disclosure="counted")
    await factories.stated(text, hidden, text="Snow is not bound by it.")
    await factories.network("league", ["marmot"])
    await appealed.sent(ada_account, ["league"])
    await factories.article("report", published=True, organisations=["marmot"], forums=["kyiv-2013"], memoranda=["cooperation"])
    return Story(ada_account, text, other, marmot, signed, hidden)


async def sign(story: Story) -> None:
    await factories.signed(story.text, await factories.organisation("bir-duino", "Bir Duino", listed=False))


async def sign_ad_referendum_and_confirm(story: Story) -> None:
    signed = await factories.signed(story.other, await factories.organisation("aral", "Aral Lamp"), kind="ad_referendum")
    form = {"representative_name": "Aigul", "typed_name": "Aigul", "authority": True}
    await confirming.confirm(await links.follow(signed.manage_token), ConfirmationForm.parse(form))


async def sign_hidden_and_wait(story: Story) -> None:
    await factories.signed(story.other, await factories.organisation("quiet", "Quiet"), disclosure="described", description="A group of lawyers")
    with clock.shifted(timedelta(days=1)):
        await run_due()


async def show_a_name(story: Story) -> None:
    await factories.disclosed(await links.follow(story.hidden.manage_token), Level(Disclosure.PUBLIC))


async def state_something(story: Story) -> None:
    statement = await factories.stated(story.text, story.signed)
    await translating.translate(story.text, statement.id, StatementTranslationForm(language="ru", text="Не связана."))


async def see_evidence(story: Story) -> None:
    await record_evidence(story.text, story.marmot.id, "Minutes", by=story.ada)


async def prove_domain(story: Story) -> None:
    await request_proof(story.marmot, ProofForm.parse({"method": "file"}), language="en")
    [proof] = await proofs_of(story.marmot.id)

    async def its_page(_: str) -> str:
        return str(proof.token)

    await check_website(proof, its_page)


async def rename(story: Story) -> None:
    names = [{"language": "en", "name": "Golden Marmot", "primary": True}]
    form = {"kind": "renamed", "happened": clock.today().isoformat(), "source": "Letter", "names": names}
    await change_organisation(await story.marmot_now(), EventForm.parse(form))


async def succeed_an_organisation(story: Story) -> None:
    form = {"kind": "succeeded", "happened": clock.today().isoformat(), "source": "Letter", "other": "heirs"}
    await change_organisation(await story.marmot_now(), EventForm.parse(form))


async def list_the_successor(story: Story) -> None:
    heirs = await by_slug("heirs")
    assert heirs is not None
    await list_organisation(heirs, "It wishes so.")


async def join_the_league(story: Story) -> None:
    assert story
    await factories.add_members(await league(), [factories.MembershipForm(organisation="snow")])


async def leave_the_league(story: Story) -> None:
    membership = (await present_by_slug((await league()).id))["marmot"]
    await change_membership(await league(), membership, MembershipChange.parse({"until": story.text.opens_on.isoformat()}))


async def league() -> Organisation:
    row = await by_slug("league")
    assert row is not None
    return row


async def amend_names(story: Story) -> None:
    await amend_organisation(await story.marmot_now(), OrganisationChange.parse({"website": "https://golden.example.org"}))


async def register_another(story: Story) -> None:
    await factories.organisation("marmot-two", "Marmot Second")


async def change_the_programme(story: Story) -> None:
    programme = await Programme.objects().get(Programme.slug == "regional")
    parts = [{"organisation": "snow", "role": "implementer"}]
    assert programme is not None
    await amend_programme(programme, ProgrammeForm.parse({"slug": "regional", "texts": [{"language": "en", "name": "Wide"}], "organisations": parts}))


async def add_a_forum(story: Story) -> None:
    await factories.forum("almaty-2020")


async def hide_parts(story: Story) -> None:
    forum = await Forum.objects().get(Forum.slug == "kyiv-2013")
    assert forum is not None
    await amend_forum(forum, ForumChange.parse({"risk_profile": "high"}))


async def extend_the_window(story: Story) -> None:
    await extend(story.text, ExtensionForm(closes=clock.today() + timedelta(days=90)))


async def correct(story: Story) -> None:
    await factories.correction(story.text)


async def supersede(story: Story) -> None:
    await factories.superseded(story.other)


async def open_another(story: Story) -> None:
    await factories.opened(story.ada, "third", forum="kyiv-2013")


async def replace(story: Story) -> None:
    await succeed(story.other, SuccessorForm(successor="cooperation"), story.ada.id)


async def withdraw(story: Story) -> None:
    await withdrawing.withdraw(await links.follow(story.signed.manage_token), WithdrawalForm(typed_name="Ben"))


async def annul(story: Story) -> None:
    await annulling.annul(story.other, story.marmot.id, AnnulmentForm.parse({"ground": "no_mandate"}), by=story.ada)


async def erase(story: Story) -> None:
    await erasing.erase_persons(story.text, story.marmot.id)


async def close(story: Story) -> None:
    await opening.close(story.text)
    await opening.open_for_accession(story.text)


async def end(story: Story) -> None:
    await terminate(story.other, TerminationForm(on=clock.today(), reason="It is over."))


async def withdraw_from_the_public(story: Story) -> None:
    await withdraw_from_public(story.other, PublicWithdrawal(reason="They ask so."))


async def return_it(story: Story) -> None:
    await return_to_public(story.other, ReasonedForm(reason="They ask so."))


async def unlist(story: Story) -> None:
    heirs = await by_slug("heirs")
    assert heirs is not None
    await unlist_organisation(heirs, "It wishes so.")


async def add_a_partner(story: Story) -> None:
    await factories.partner("marmot", programme="regional", since="1999")


async def say_how_many(story: Story) -> None:
    await say_number(None, NumberForm.parse({"number": 70, "source": "A report"}))


async def hide_the_partner(story: Story) -> None:
    row = await factories.partner("marmot", since="2001")
    await show_partners([row.id], public=False)


async def publish_an_article(story: Story) -> None:
    assert story
    linked = {"organisations": ["marmot"], "memoranda": ["cooperation"]}
    await factories.article(published=True, **linked)


async def send_an_appeal(story: Story) -> None:
    await appealed.sent(story.ada, ["league"], slug="another-appeal")


async def tell_of_an_appeal(story: Story) -> None:
    assert story
    appeal = await memoranda.by_slug("appeal")
    assert appeal is not None
    await told.addressee(appeal)
    await told.published(appeal, told.delivery())


async def take_a_name_out(story: Story) -> None:
    await take_consent_back(await appealed.sent(story.ada, slug="named-appeal", named=1), 1)


async def withdraw_an_article(story: Story) -> None:
    assert story
    await withdraw_article(await factories.article("another-story", published=True))


async def mark_as_at_risk(story: Story) -> None:
    assert story
    crane = await factories.organisation("crane")
    await factories.partner("crane")
    await amend_organisation(crane, OrganisationChange.parse({"at_risk": True}))


async def publish_drafting(story: Story) -> None:
    await recorded_lines.put_line(story.other, await story.marmot_now())


async def take_back_drafting(story: Story) -> None:
    await publish_drafting(story)
    await take_back(story.other)


MORE = [
    *(
        join_the_league,
        sign,
        sign_ad_referendum_and_confirm,
        show_a_name,
        state_something,
        see_evidence,
        prove_domain,
        rename,
        succeed_an_organisation,
    ),
    *(list_the_successor, register_another, add_a_forum, extend_the_window, correct, supersede, open_another, sign_hidden_and_wait, end),
    *(add_a_partner, say_how_many, publish_drafting, publish_an_article, send_an_appeal, tell_of_an_appeal),
]
LESS = [
    *(leave_the_league, amend_names, change_the_programme, hide_parts, hide_the_partner, withdraw, annul, erase, replace, close),
    *(take_back_drafting, withdraw_an_article, take_a_name_out, withdraw_from_the_public, return_it, unlist, mark_as_at_risk),
]


class Reader:
    """Cleo reads through a page cache, and compares with what the handlers render."""

    def __init__(self, watched: Watched, cached: httpx.AsyncClient, fresh: httpx.AsyncClient) -> None:
        """Take the cache, its client and a client of the handlers."""
        self.watched, self.cached, self.fresh = watched, cached, fresh

    async def check(self, deed: str, pages: Sequence[str] = ()) -> None:
        """Find every page as it is rendered now; what was just rendered for the cache needs no comparison."""
        for page in pages or every_page():
            before = self.watched.rendered[page]
            served = await self.cached.get(page)
            if self.watched.rendered[page] != before:
                continue
            now = await self.fresh.get(page)
            assert (deed, page, served.status_code, served.content) == (deed, page, now.status_code, now.content)


@pytest.fixture
async def reader(handlers: ASGIApp, store: str) -> AsyncIterator[Reader]:
    assert store
    watched = Watched(handlers, old_for=-1)
    async with watched.reader() as cached, visitor(handlers) as fresh:
        yield Reader(watched, cached, fresh)


async def test_each_page_follows_what_it_is_about(reader: Reader, story: Story) -> None:
    await reader.check("nothing")
    assert {rendered.subjects for rendered in reader.watched.cache.store.pages.values()} > {frozenset({page_subjects.SITE})}
    assert None not in {rendered.subjects for rendered in reader.watched.cache.store.pages.values()}
    for deed in MORE:
        await deed(story)
        await reader.check(deed.__name__)


async def test_whatever_shows_less_makes_every_page_unusable(reader: Reader, story: Story) -> None:
    await list_the_successor(story)
    for deed in LESS:
        await reader.cached.get("/en/forums")
        removals = reader.watched.cache.known.removals
        await deed(story)
        assert (deed.__name__, reader.watched.cache.known.removals > removals) == (deed.__name__, True)
        await reader.check(deed.__name__, ["/en/forums", "/memoranda/cooperation.json"])


# Mutated builds: what pages are about is forgotten, one kind at a time


@contextmanager
def forgetting(kind: str) -> Iterator[Forgetful]:
    with page_subjects.collecting() as collected:
        yield Forgetful(collected, kind)


class Forgetful:
    """What was collected, without the subjects of one kind."""

    def __init__(self, collected: set[page_subjects.Subject], kind: str) -> None:
        """Forget a kind of subject."""
        self.collected, self.kind = collected, kind

    def __iter__(self) -> Iterator[page_subjects.Subject]:
        """Iterate over what is not forgotten."""
        yield page_subjects.SITE  # so that it is not about nothing
        yield from (subject for subject in self.collected if subject.partition(":")[:2] != self.kind.partition(":")[:2])


FORGOTTEN: dict[str, tuple[Callable[[Story], Any], str]] = {
    "memorandum:": (correct, "/en/memoranda/cooperation/editions"),
    "memoranda": (open_another, "/en/memoranda"),
    "signatories:": (see_evidence, "/memoranda/cooperation.csv"),
    "organisation:": (rename, "/memoranda/cooperation.csv"),
    "register": (register_another, "/en/organisations?q=marmot"),
    "forums": (add_a_forum, "/en/forums"),
    "articles": (publish_an_article, "/en/articles"),
    "partners": (add_a_partner, "/en/partners"),
    "notifications": (open_another, "/feeds/notifications.atom"),
    "notifications:": (sign, "/feeds/memoranda/cooperation.atom"),
}


@pytest.mark.parametrize("kind", FORGOTTEN)
async def test_a_build_that_forgets_what_a_page_is_about_is_noticed(reader: Reader, story: Story, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    deed, page = FORGOTTEN[kind]
    monkeypatch.setattr(page_cache, "collecting", lambda: forgetting(kind))
    await reader.check("nothing", [page])
    await deed(story)
    with pytest.raises(AssertionError):
        await reader.check("forgotten", [page])


# What is hidden


async def hidden_ones_are_no_reason(reader: Reader, story: Story) -> None:
    """Snow signs another text in public: no page of the text that it signed without its name is rendered again, nor depends on Snow."""
    about_text = [page for page in every_page() if "cooperation" in page and page in {*await cached_pages(reader)}]
    assert len(about_text) > 10
    snow = await by_slug("snow")
    assert snow is not None
    for page in about_text:
        assert page_subjects.organisation(snow.id) not in (reader.watched.cache.store.pages[page].subjects or ()), page
    before = reader.watched.rendered.copy()
    await factories.signed(story.other, snow)
    for page in about_text:
        await reader.cached.get(page)
    assert [page for page in about_text if reader.watched.rendered[page] != before[page]] == []


async def cached_pages(reader: Reader) -> list[str]:
    for page in every_page():
        await reader.cached.get(page)
    return list(reader.watched.cache.store.pages)


async def test_no_page_depends_on_an_organisation_that_it_hides(reader: Reader, story: Story) -> None:
    await hidden_ones_are_no_reason(reader, story)


async def test_a_build_in_which_statements_depend_on_hidden_makers_is_noticed(reader: Reader, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_statement_queries, "_NAMED", WhereRaw("1 = 1"))  # statements of hidden makers leave the database too
    monkeypatch.setattr(public_statement_queries, "collecting_nothing", nullcontext)
    with pytest.raises(AssertionError):
        await hidden_ones_are_no_reason(reader, story)
