"""An organisation that was entered twice: Ada merges the entries, and undoing that restores every byte of what everybody may read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from coalition import clock, database
from coalition.acts import standing_queries, withheld_numbers
from coalition.acts.unlisting import unlist_organisation
from coalition.approvals.changing import add_contact, merge_entries
from coalition.approvals.deciding import approve
from coalition.approvals.errors import AlreadyAsked
from coalition.approvals.kinds import KINDS
from coalition.approvals.made import Made
from coalition.approvals.tables import Approval, ApprovalKind
from coalition.duplicates.errors import BothActed, BothInvited, ChangeWaits, MergingNeedsApproval, NotMerged, SameEntry, UndoingOver, WouldBeHidden
from coalition.duplicates.merging import merge, undo_merging
from coalition.fields import InvalidForm
from coalition.forums.forms import ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.invitations.forms import InvitingForm
from coalition.invitations.inviting import invite, revoke
from coalition.invitations.queries import invitation_of
from coalition.jobs.worker import run_due
from coalition.memoranda import queries as memoranda
from coalition.notices.tables import Notification
from coalition.organisations import merged_queries, queries
from coalition.organisations.errors import IsMerged
from coalition.organisations.event_forms import EventForm
from coalition.organisations.forms import ContactForm
from coalition.organisations.listing import list_by_act
from coalition.organisations.recording_events import record_event
from coalition.organisations.removing import referred_to
from coalition.organisations.tables import Merging, Organisation
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.trail import Actor, ActorKind, acting
from coalition.web.headers import Headers
from tests import factories
from tests.conftest import HOME
from tests.public.crawling import RANDOM, addresses

if TYPE_CHECKING:
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator

    Outputs = dict[str, tuple[int, bytes]]

pytestmark = pytest.mark.anyio
LANGUAGES = ("en", "ru", "ar", "nb")


@pytest.fixture
async def browser(store: str, handlers: ASGIApp) -> Any:
    """Read pages as they are made, not as they were kept."""
    assert store
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=Headers(handlers)), base_url=HOME) as browser:
        yield browser


@pytest.fixture
def ada(ada_account: Coordinator) -> Coordinator:
    return ada_account


async def by(slug: str) -> Organisation:
    row = await queries.by_slug(slug)
    assert row
    return row


async def story(ada: Coordinator) -> None:
    """The bureau stands three times in the register: listed twice, and once as a name that is not public."""
    for slug, name, more in (
        ("bureau", "Steppe Bureau for Rights", {}),
        ("biuro", "Степное бюро", {"language": "ru"}),
        ("secret", "Hidden Yurt", {"listed": False}),
        ("other", "Other", {}),
    ):
        await factories.organisation(slug, name, **more)
    await factories.network("league", ["biuro", "other", "secret"])
    await factories.partner("biuro")
    event = {"kind": "renamed", "happened": "2020", "which": "old", "source": "Its letter."}
    await record_event(await by("biuro"), EventForm.parse(event | {"names": [{"language": "ru", "name": "Сход степи", "primary": True}]}))
    programme = {"slug": "campaign", "texts": [{"language": "en", "name": "Campaign"}]}
    implementers = [{"organisation": slug, "role": "implementer"} for slug in ("bureau", "biuro")]
    await record_programme(ProgrammeForm.parse(programme | {"organisations": implementers}))
    parts = [{"organisation": "bureau"}, {"organisation": "biuro"}, {"organisation": "biuro", "role": "convener"}, {"organisation": "secret"}]
    await factories.forum(programme="campaign", organisations=[*parts, {"organisation": "other"}])
    first, second = await factories.opened(ada, forum="kyiv-2013"), await factories.opened(ada, "second", forum="kyiv-2013")
    await factories.signed(first, await by("bureau"))
    await factories.stated(second, await factories.signed(second, await by("biuro")))
    third = await factories.opened(ada, "third", forum="kyiv-2013")
    await factories.signed(third, await by("secret"), disclosure="counted")
    await factories.signed(third, await by("other"))
    await factories.signed(second, await by("other"))
    await factories.article(published=True, organisations=["bureau", "biuro", "secret"], forums=["kyiv-2013"], memoranda=["second"])


async def outputs(browser: httpx.AsyncClient, languages: tuple[str, ...] = LANGUAGES) -> Outputs:
    """Return every public output by address, searches for each name too."""
    places = {
        "forum": ["kyiv-2013"],
        "memorandum": ["cooperation", "second", "third"],
        "organisation": ["bureau", "biuro", "secret", "other"],
        "network": ["league"],
        "article": ["a-story"],
        "language": ["en", "ru"],
        "year": ["2026"],
        "edition": ["1"],
        "number": [str(number) for number in range(1, await Notification.count() + 1)],
    }
    words = [{"q": text} for text in ("bureau", "biuro", "степ", "сход", "yurt", "secret")]
    asked = {
        "public.organisations.list": [{}, *words, {"country": "KZ"}, {"order": "country"}],
        "public.search.show": words,
        "api.search.show": words,
        "public.partners.list": [{}, {"country": "KZ"}],
        "public.forum.show": [{}, {"q": "steppe"}],
        "api.organisations.list": [{}, {"limit": "1"}],
    }
    contents = {}
    for address in addresses(places, languages=languages, queries=asked):
        answer = await browser.get(address)
        contents[address] = (answer.status_code, RANDOM.sub(b"id", answer.content) + answer.headers.get("location", "").encode())
    return contents


async def test_undoing_restores_every_byte(browser: httpx.AsyncClient, ada: Coordinator) -> None:
    await story(ada)
    before = await outputs(browser)
    await merge(await by("biuro"), await by("bureau"), ada.id)
    await merge(await by("secret"), await by("bureau"), ada.id)
    merged = await outputs(browser)
    assert merged != before
    assert {address for address, (_, content) in merged.items() if b"yurt" in content.lower() and "q=yurt" not in address} == set()
    await undo_merging(await by("biuro"), ada.id)
    await undo_merging(await by("secret"), ada.id)
    after = await outputs(browser)
    assert {address for address in before if before[address] != after[address]} == set()
    assert await merged_queries.group_of((await by("bureau")).id) == [(await by("bureau")).id]


async def test_the_remaining_page_shows_both(browser: httpx.AsyncClient, ada: Coordinator) -> None:
    await story(ada)
    await merge(await by("biuro"), await by("bureau"), ada.id)
    answer = await browser.get("/en/organisations/biuro")
    assert (answer.status_code, answer.headers["location"]) == (308, "/en/organisations/bureau")
    answer = await browser.get("/api/v1/organisations/biuro")
    assert (answer.status_code, answer.headers["location"]) == (308, "/api/v1/organisations/bureau")
    page = (await browser.get("/en/organisations/bureau")).text
    assert all(name in page for name in ("Степное бюро", "Сход степи", "/en/memoranda/cooperation", "/en/memoranda/second"))
    shown = (await browser.get("/api/v1/organisations/bureau")).json()
    assert [(entry["slug"], [name["name"] for name in entry["names"]]) for entry in shown["merged"]] == [("biuro", ["Степное бюро", "Сход степи"])]
    listed = (await browser.get("/api/v1/organisations")).json()["items"]
    assert [row["slug"] for row in listed] == ["bureau", "league", "other"]
    assert "/en/networks/league" in page
    for address in ("/en/networks/league", "/en/partners", "/en/search?q=сход"):
        shown_there = (await browser.get(address)).text
        assert ("/en/organisations/bureau" in shown_there, "/en/organisations/biuro" in shown_there) == (True, False), address
    [member] = [row for row in (await browser.get("/api/v1/networks/league")).json()["members"] if row["organisation"] == "bureau"]
    assert member["role"] == "member"
    found = (await browser.get("/en/organisations?q=сход")).text
    assert "/en/organisations/bureau" in found
    assert "Сход" in found
    forum = (await browser.get("/en/forums/kyiv-2013")).text
    assert forum.count("/en/organisations/bureau") == 3  # a convener, a participant, and an implementer of the programme
    assert "/en/organisations/biuro" not in forum
    signatories = (await browser.get("/en/memoranda/second/signatories")).text
    assert "Степное бюро" in signatories
    assert "biuro" not in (await browser.get("/sitemap-organisations.xml")).text


async def test_a_name_that_is_not_public_stays_so(browser: httpx.AsyncClient, ada: Coordinator) -> None:
    await story(ada)
    before = await outputs(browser, ("en",))
    await merge(await by("secret"), await by("bureau"), ada.id)
    assert await outputs(browser, ("en",)) == before
    assert (await browser.get("/en/organisations/secret")).status_code == 404
    async with database.transaction():
        await list_by_act((await by("secret")).id)
    assert (await browser.get("/en/organisations/secret")).headers["location"] == "/en/organisations/bureau"
    assert "bureau" in (await browser.get("/en/organisations?q=yurt")).text


@pytest.mark.sqlite_only
async def test_a_build_that_tells_a_hidden_name(browser: httpx.AsyncClient, ada: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    await story(ada)

    async def every_name(organisation: Any) -> list[Any]:
        entries = (await merged_queries.entries_merged_into([organisation.id])).get(organisation.id, [])
        return [name for entry in entries for name in entry.names]

    monkeypatch.setattr("coalition.organisations.writing_names.names_found_by", every_name)
    before = await outputs(browser, ("en",))
    await merge(await by("secret"), await by("bureau"), ada.id)
    assert await outputs(browser, ("en",)) != before


async def test_an_entry_that_an_act_lists_brings_the_remaining_one_with_it(browser: httpx.AsyncClient, ada: Coordinator) -> None:
    for slug in ("kept", "twice"):
        await factories.organisation(slug, slug.title(), listed=False)
    await merge(await by("twice"), await by("kept"), ada.id)
    async with database.transaction():
        await list_by_act((await by("twice")).id)
    assert (await browser.get("/en/organisations/twice")).headers["location"] == "/en/organisations/kept"
    assert (await browser.get("/en/organisations/kept")).status_code == 200
    with pytest.raises(InvalidForm):
        await unlist_organisation(await by("kept"), "It asked for it.")


async def test_what_cannot_be_merged(ada: Coordinator) -> None:
    await story(ada)
    bureau, biuro, secret, other = [await by(slug) for slug in ("bureau", "biuro", "secret", "other")]
    with pytest.raises(SameEntry):
        await merge(bureau, bureau, ada.id)
    with pytest.raises(WouldBeHidden):
        await merge(bureau, secret, ada.id)
    with pytest.raises(BothActed):
        await merge(biuro, other, ada.id)
    with pytest.raises(BothActed):  # also where one of the acts is hidden
        await merge(secret, other, ada.id)
    with pytest.raises(NotMerged):
        await undo_merging(bureau, ada.id)
    await merge(biuro, bureau, ada.id)
    with pytest.raises(IsMerged):
        await merge(biuro, other, ada.id)
    with pytest.raises(SameEntry):
        await merge(bureau, biuro, ada.id)
    with pytest.raises(BothActed):  # an act of an entry that was merged counts for the one that remains
        await merge(other, bureau, ada.id)


async def test_no_organisation_can_answer_twice(ada: Coordinator) -> None:
    await story(ada)
    bureau, biuro, secret = [await by(slug) for slug in ("bureau", "biuro", "secret")]
    memorandum = await memoranda.by_slug("cooperation")  # the bureau has signed it
    assert memorandum
    await invite(memorandum, InvitingForm(organisations=["biuro"], send=False))
    with pytest.raises(BothInvited):
        await merge(biuro, bureau, ada.id)
    invitation = await invitation_of(memorandum.id, biuro.id)
    assert invitation
    await revoke(memorandum, invitation.id)
    await merge(biuro, bureau, ada.id)
    fourth = await factories.opened(ada, "fourth")
    await invite(fourth, InvitingForm(organisations=["secret"], send=False))
    await factories.organisation("twin", "Twin")
    await merge(secret, await by("twin"), ada.id)
    assert await invite(fourth, InvitingForm(organisations=["twin", "secret"], send=False)) == []
    assert [row.organisation for row in await invite(fourth, InvitingForm(organisations=["other"], send=False))] == ["other"]


async def test_chains_end_at_the_last_entry(ada: Coordinator) -> None:
    first, second, third, fourth = [await factories.organisation(slug, slug.title()) for slug in ("first", "second", "third", "fourth")]
    await merge(first, second, ada.id)
    await merge(second, third, ada.id)
    await merge(fourth, second, ada.id)  # second is merged: it goes into the entry that remains
    into = {row["slug"]: row["merged_into"] for row in await Organisation.select(Organisation.slug, Organisation.merged_into)}
    assert into == {"first": third.id, "second": third.id, "third": None, "fourth": third.id}
    await undo_merging(second, ada.id)
    into = {row["slug"]: row["merged_into"] for row in await Organisation.select(Organisation.slug, Organisation.merged_into)}
    assert into == {"first": second.id, "second": None, "third": None, "fourth": third.id}


async def test_thirty_days(ada: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = [await factories.organisation(slug, slug.title(), email="") for slug in ("first", "second")]
    await merge(first, second, ada.id)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=31))
    with pytest.raises(UndoingOver):
        await undo_merging(first, ada.id)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=29))
    await undo_merging(first, ada.id)
    assert not await referred_to([first.id, second.id], own=[])


async def test_two_coordinators_where_one_is_at_risk(ada: Coordinator) -> None:
    dora = await factories.coordinator("dora@coalition.example", "Dora")
    plain, risky = await factories.organisation("plain", "Plain"), await factories.organisation("risky", "Risky", at_risk=True)
    assert await add_contact(risky, ContactForm(name="Eve", email="eve@risky.example"), ada) is Made.ASKED
    with pytest.raises(ChangeWaits):
        await merge_entries(risky, plain, ada)
    await Approval.update({Approval.outcome: "refused"}).where(Approval.about == f"organisation:{risky.id}")
    with pytest.raises(MergingNeedsApproval):
        await merge(risky, plain, ada.id)
    assert await merge_entries(risky, plain, ada) is Made.ASKED
    with pytest.raises(AlreadyAsked):
        await merge_entries(risky, plain, ada)
    asked = await Approval.objects().get(Approval.kind == "entries_merged")
    assert asked
    facts = await KINDS[ApprovalKind.ENTRIES_MERGED].facts(asked.about, {"remaining": plain.id}, "en")
    assert [value for _, value in facts if value in {"risky", "plain"}] == ["risky", "plain"]
    with acting(Actor(ActorKind.DESK, dora.id, session="another")):
        await approve(asked.id, dora)
    assert (await by("risky")).merged_into == plain.id
    third = await factories.organisation("third", "Third")
    with pytest.raises(MergingNeedsApproval):  # what is merged into it is at risk
        await merge(plain, third, ada.id)
    assert await merge_entries(plain, third, ada) is Made.ASKED


async def test_what_remains_is_invited(ada: Coordinator) -> None:
    await story(ada)
    memorandum = await factories.opened(ada, "fourth", forum="kyiv-2013")
    await merge(await by("biuro"), await by("bureau"), ada.id)
    invited = await invite(memorandum, InvitingForm(organisations=["biuro", "bureau"], send=False))
    assert [made.organisation for made in invited] == ["bureau"]
    assert await standing_queries.acting_among(1, [(await by("biuro")).id, (await by("bureau")).id]) == {(await by("bureau")).id}
    assert await standing_queries.acting_among(2, [(await by("bureau")).id]) == {(await by("bureau")).id}
    assert await standing_queries.acted_under_another_entry(2, (await by("bureau")).id)


async def test_lists_of_coordinators(ada: Coordinator) -> None:
    await story(ada)
    await merge(await by("biuro"), await by("bureau"), ada.id)
    page = await queries.page_by_name(language="en")
    assert {organisation.slug for organisation in page.organisations} == {"bureau", "league", "secret", "other"}
    assert (await queries.ids_by_names(["Степное бюро"]))["степное бюро"] == {(await by("bureau")).id}
    assert {row.slug for row in (await visible_organisations(Viewer.COORDINATOR).by_slugs(["biuro"])).values()} == {"biuro"}


async def merge_until_refused(ada: Coordinator) -> int:
    """Give the number of a withheld name among ten listed organisations, and return how many of them can be merged into others."""
    with clock.shifted(-timedelta(days=9)):
        memorandum = await factories.opened(ada, days=3)
        others = [await factories.organisation(f"other-{at}") for at in range(8)]
        await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
        await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    await run_due()
    for at, other in enumerate(others[:7]):
        try:
            await merge(other, await by("alpha") if at == 1 else others[7], ada.id)
        except InvalidForm:
            break
    return int(await Merging.count())


async def test_a_published_number_still_hides_names(ada: Coordinator) -> None:
    assert await merge_until_refused(ada) == 3  # six candidates are left for one hidden name


@pytest.mark.sqlite_only
async def test_a_build_that_counts_merged_entries_as_candidates(ada: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    async def every_listed() -> int:
        return int(await Organisation.count().where(Organisation.listed.eq(True)))

    monkeypatch.setattr(withheld_numbers, "number_listed", every_listed)
    assert await merge_until_refused(ada) != 3
