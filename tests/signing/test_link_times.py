"""How long each private link works, what it still does afterwards, and who can end it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import pytest

from coalition import clock
from coalition.invitations import link_queries, links
from coalition.invitations.errors import FreshLinkNeeded, LinkExpired
from coalition.invitations.reminding import remind
from coalition.invitations.tables import Link
from coalition.jobs.worker import run_due
from coalition.memoranda.extending import extend
from coalition.memoranda.opening import close, open_for_accession
from coalition.memoranda.rule_forms import ExtensionForm
from coalition.signatures.confirming import confirm
from coalition.signatures.forms import ConfirmationForm
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.desk.conftest import send
from tests.letters import letters_in_tray
from tests.signing.walking import RECEIPT, SIGNATURE, WITHDRAWAL, Case, a_case, acts, enter, everything, kept_link, last_link_to, post, sign, words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx
    from piccolo.columns.combination import And

    from coalition.invitations.links import Opened
    from coalition.people.tables import Coordinator

    Story = Callable[["Cast"], Awaitable[None]]

pytestmark = pytest.mark.anyio

LINK_END, STATEMENTS, CONFIRMATION, OBJECTIONS, DISCLOSURE = (
    f"/en/signing/{page}" for page in ("link-end", "statements", "confirmation", "objections", "disclosure")
)
BEN = "contact@bir-duino.example.org"


class Cast(NamedTuple):
    """Ada's account, and browsers of Ada, Ben and Cleo."""

    account: Coordinator
    ada: httpx.AsyncClient
    ben: httpx.AsyncClient
    cleo: httpx.AsyncClient


@pytest.fixture
def cast(ada_account: Coordinator, ada: httpx.AsyncClient, ben: httpx.AsyncClient, cleo: httpx.AsyncClient) -> Cast:
    return Cast(ada_account, ada, ben, cleo)


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


async def works(browser: httpx.AsyncClient, link: str) -> bool:
    return (await browser.get(link)).status_code == 200


# Links to answer


async def until_the_last_day(cast: Cast) -> None:
    ben = cast.ben
    case = await a_case(cast.account)
    end = links.end_of(case.memorandum.closes_on)
    with clock.shifted(end - clock.now() - timedelta(seconds=30)):
        assert await works(ben, case.link)
    with clock.shifted(end - clock.now() + timedelta(seconds=30)):
        assert not await works(ben, case.link)
        assert (await ben.post(f"{case.link}/session")).status_code == 410


async def ninety_days_at_most(cast: Cast) -> None:
    ben, ada = cast.ben, cast.account
    long = await a_case(ada, memorandum=await factories.opened(ada, days=400))
    with clock.shifted(timedelta(days=89, hours=23)):
        assert await works(ben, long.link)
    with clock.shifted(timedelta(days=90, minutes=1)):
        assert not await works(ben, long.link)


async def extension_lengthens(cast: Cast) -> None:
    ben, ada = cast.ben, cast.account
    case = await a_case(ada, memorandum=await factories.opened(ada, days=5))
    await extend(case.memorandum, ExtensionForm(closes=clock.today() + timedelta(days=20)))
    with clock.shifted(timedelta(days=19)):
        assert await works(ben, case.link)
    with clock.shifted(timedelta(days=21, minutes=1)):
        assert not await works(ben, case.link)


async def a_first_last_day_shortens(cast: Cast) -> None:
    ben, ada = cast.ben, cast.account
    case = await a_case(ada, memorandum=await factories.opened(ada, days=None))
    await extend(case.memorandum, ExtensionForm(closes=clock.today() + timedelta(days=20)))
    with clock.shifted(timedelta(days=19)):
        assert await works(ben, case.link)
    with clock.shifted(timedelta(days=21, minutes=1)):
        assert not await works(ben, case.link)


async def closing_ends(cast: Cast) -> None:
    ben, ada = cast.ben, cast.account
    case = await a_case(ada)
    await close(case.memorandum)
    assert not await works(ben, case.link)
    await run_due()
    await open_for_accession(case.memorandum)
    assert not await works(ben, case.link)
    assert await works(ben, await factories.invitation_link(await factories.reloaded(case.memorandum), case.organisation))


async def closing_ends_sessions(cast: Cast) -> None:
    ben, ada = cast.ben, cast.account
    case = await a_case(ada)
    await enter(ben, case)
    await close(case.memorandum)
    await run_due()
    await open_for_accession(case.memorandum)
    answer = await ben.post(SIGNATURE, data=case.signature | {"kind": "accession"})
    assert (answer.status_code, await acts()) == (403, [])


async def one_link_at_a_time(cast: Cast) -> None:
    ben, ada = cast.ben, cast.account
    case = await a_case(ada)
    await enter(ben, case)
    assert await remind(case.memorandum) == ["bir-duino"]
    reminder = await last_link_to(BEN)
    assert not await works(ben, case.link)
    assert "Send a fresh link" in (await ben.get(case.link)).text
    further = await factories.invitation_link(case.memorandum, case.organisation)
    assert [await works(ben, link) for link in (case.link, reminder, further)] == [False, False, True]
    answer = await ben.post(SIGNATURE, data=case.signature)  # the session that began before goes on
    assert answer.status_code == 303
    assert await acts() == ["signature"]


async def test_letters_say_until_when(ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await factories.invitation_link(case.memorandum, case.organisation, send=True)
    last = case.memorandum.closes_on
    assert f"The link is private and works until {last.day} {last:%B %Y}, 24:00 UTC." in " ".join((await letters_in_tray())[-1].text.split())


# The link of a receipt


async def a_receipt(ben: httpx.AsyncClient, ada: Coordinator, **more: str) -> tuple[Case, str]:
    case = await a_case(ada)
    await sign(ben, case, **more)
    return case, kept_link((await ben.get(RECEIPT)).text)


async def after_thirty_days(cast: Cast) -> None:
    ben, ada = cast.ben, cast.account
    case, link = await a_receipt(ben, ada, kind="ad_referendum")
    await factories.correction(case.memorandum)
    with clock.shifted(timedelta(days=29)):
        await enter(ben, Case(case.memorandum, case.organisation, link, case.digest))
        assert (await ben.get(CONFIRMATION)).status_code == 200
    with clock.shifted(timedelta(days=31)):
        assert "older than thirty days" in words((await ben.get(link)).text)
        await enter(ben, Case(case.memorandum, case.organisation, link, case.digest))
        assert "What is on record" in words((await ben.get("/en/signing")).text)
        before = await everything()
        names = {"representative_name": "Ben Sultanov", "typed_name": "Ben Sultanov", "authority": "yes"}
        for path, fields in (
            (CONFIRMATION, names),
            (STATEMENTS, {"statement_kind": "declaration", "statement_text": "x"}),
            (OBJECTIONS, {"correction": "1"}),
        ):
            for answer in (await ben.get(path), await ben.post(path, data=fields)):
                assert answer.status_code == 403, path
                assert "This needs a fresh link" in answer.text
        assert await everything() == before
        assert (await ben.post(DISCLOSURE, data={"disclosure": "counted"})).status_code == 303
        assert (await ben.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})).status_code == 303
    assert await acts() == ["ad_referendum", "disclosure", "withdrawal"]


async def offers_what_it_allows(cast: Cast) -> None:
    ben, ada = cast.ben, cast.account
    case, link = await a_receipt(ben, ada, kind="ad_referendum")
    await factories.correction(case.memorandum)
    for days, offered in ((29, {CONFIRMATION, OBJECTIONS, STATEMENTS}), (31, set())):
        with clock.shifted(timedelta(days=days)):
            await enter(ben, Case(case.memorandum, case.organisation, link, case.digest))
            for page in ("/en/signing", RECEIPT):
                followed = {href: (await ben.get(href)).status_code for href in links_on((await ben.get(page)).text)}
                assert set(followed.values()) == {200}, followed
                needs_everything = {CONFIRMATION, OBJECTIONS, STATEMENTS} & set(followed)
                assert needs_everything == (offered if page == "/en/signing" else offered & {CONFIRMATION})


def links_on(html: str) -> set[str]:
    """Return the addresses of signing that a page links to."""
    return set(re.findall(r'href="(/en/signing[^"?]*)', html))


async def test_the_operation_asks_for_a_fresh_link_too(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    recorded = await factories.signed(memorandum, await factories.organisation("bir-duino"), kind="ad_referendum")
    form = ConfirmationForm.parse({"representative_name": "Bea", "typed_name": "Bea", "authority": True})
    with clock.shifted(timedelta(days=31)):
        opened = await links.follow(recorded.manage_token)
        with pytest.raises(FreshLinkNeeded):
            await confirm(opened, form)
        await confirm(await factories.fresh(opened), form)


async def test_a_fresh_link_lives_for_fourteen_days(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    recorded = await factories.signed(memorandum, await factories.organisation("bir-duino"))
    opened = await factories.fresh(await links.follow(recorded.manage_token))
    with clock.shifted(timedelta(days=13, hours=23)):
        await links.check(opened)
    with clock.shifted(timedelta(days=14, minutes=1)), pytest.raises(LinkExpired):
        await links.check(opened)


# Links for a deadline


async def test_the_reminder_of_a_confirmation_has_a_link_until_the_last_day(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case, _ = await a_receipt(ben, ada_account, kind="ad_referendum")
    with clock.shifted(timedelta(days=47)):
        await run_due()
        link = await last_link_to(BEN)
        await enter(ben, Case(case.memorandum, case.organisation, link, case.digest))
        names = {"representative_name": "Ben Sultanov", "typed_name": "Ben Sultanov", "authority": "yes"}
        assert (await ben.post(DISCLOSURE, data={"disclosure": "public", "typed_name": "Ben Sultanov"})).status_code == 303  # as public as before
        assert (await ben.post(CONFIRMATION, data=names)).status_code == 303
    with clock.shifted(timedelta(days=60)):
        assert await works(ben, link)
    with clock.shifted(timedelta(days=61, minutes=1)):
        assert not await works(ben, link)


async def test_the_letter_of_a_correction_has_a_link_until_the_last_day_for_objections(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case, _ = await a_receipt(ben, ada_account)
    with clock.shifted(timedelta(days=40)):
        correction = await factories.correction(case.memorandum)
        link = (await letters_in_tray())[-1].text.partition("To object, open")[2].split("http://127.0.0.1:8000")[1].split()[0]
        await enter(ben, Case(case.memorandum, case.organisation, link, case.digest))
        assert (await ben.post(OBJECTIONS, data={"correction": "1"})).status_code == 303
    with clock.shifted(links.end_of(correction.objections_until) - clock.now() + timedelta(minutes=1)):
        assert not await works(ben, link)


# Ending links


async def signer_ends(cast: Cast) -> None:
    ada, _, ben, cleo = cast
    case, link = await a_receipt(ben, ada)
    await enter(cleo, Case(case.memorandum, case.organisation, link, case.digest))  # whoever found the letter
    assert "The link of the receipt" in words((await ben.get(LINK_END)).text)
    before = await everything()
    await ben.get(LINK_END)
    assert await everything() == before
    answer = await post(ben, LINK_END, {"end": "yes"})
    assert (answer.status_code, "The link is ended" in answer.text) == (200, True)
    assert (await cleo.get("/en/signing")).status_code == 403
    assert (await cleo.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})).status_code == 403
    assert not await works(cleo, link)
    assert (await ben.get("/en/signing")).status_code == 403
    assert await acts() == ["signature"]


async def desk_ends(cast: Cast) -> None:
    ada_account, ada, ben, _ = cast
    case, link = await a_receipt(ben, ada_account)
    other = await a_case(ada_account, "open", case.memorandum)
    place = "/en/desk/memoranda/cooperation/signatories"
    assert "Tick the box to end the links." in (await send(ada, f"{place}/bir-duino/links")).text
    assert await works(ben, link)
    for slug in ("bir-duino", "open"):
        assert (await send(ada, f"{place}/{slug}/links", {"end_links": "yes"})).status_code == 303
    assert not await works(ben, link)
    assert not await works(ben, other.link)
    assert [row["act"] for row in await TrailEntry.select(TrailEntry.act)].count("links_revoked") == 2
    assert (await ben.get("/en/signing")).status_code == 403


# Stories and mutated builds

STORIES = (
    *(until_the_last_day, ninety_days_at_most, extension_lengthens, a_first_last_day_shortens, closing_ends, one_link_at_a_time),
    *(after_thirty_days, offers_what_it_allows, signer_ends, desk_ends),
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_links_end_when_they_should(cast: Cast, story: Story) -> None:
    await story(cast)


def _no_link(_: object, real: Callable[[UUID], And] = link_queries.answers) -> And:
    return real(UUID(int=0))


def _strict(opened: Opened, real: Callable[[Opened], None] = links.check_unanswered) -> None:
    real(opened)
    links._check_expiry(opened.link)


async def _check_all(opened: Opened) -> None:
    links._check_expiry(opened.link)


MUTATED_BUILDS: dict[str, tuple[Story, dict[str, object]]] = {
    "the last day does not matter": (until_the_last_day, {"links.valid_until": lambda link, _: link.expires_at}),
    "links to answer last as long as the window": (
        ninety_days_at_most,
        {"links._is_over": lambda _: False, "links.valid_until": lambda _, memorandum: links.end_of(memorandum.closes_on)},
    ),
    "the end is fixed when the link is made": (extension_lengthens, {"links.valid_until": lambda link, _: link.made_at + timedelta(days=5)}),
    "accession revives the links": (closing_ends, {"link_queries.answers_of": lambda *_: Link.id < 0}),
    "accession revives the sessions": (closing_ends_sessions, {"link_queries.unanswered_links": lambda *_: Link.select(Link.id).where(Link.id < 0)}),
    "a reminder leaves the earlier link": (one_link_at_a_time, {"link_queries.answers": _no_link}),
    "a newer link ends sessions": (one_link_at_a_time, {"links.check_unanswered": _strict}),
    "a receipt does everything for ever": (after_thirty_days, {"links._is_over": lambda _: False}),
    "a receipt offers everything for ever": (offers_what_it_allows, {"links.Opened.does_everything": True}),
    "a receipt ends after thirty days": (after_thirty_days, {"links.check": _check_all}),
    "the signer ends nothing": (signer_ends, {"link_queries.manages": _no_link}),
    "the desk ends nothing": (desk_ends, {"link_queries.all_links": _no_link}),
}


@pytest.mark.parametrize("name", MUTATED_BUILDS)
@pytest.mark.sqlite_only
async def test_a_mutated_build_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    story, faults = MUTATED_BUILDS[name]
    for place, mutated in faults.items():
        monkeypatch.setattr(f"coalition.invitations.{place}", mutated)
    with pytest.raises(AssertionError):
        await story(cast)
