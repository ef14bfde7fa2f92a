"""Letting the public know more takes a fresh link, the signer's name and 72 hours in which any contact can stop it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from coalition import clock
from coalition.invitations import links
from coalition.jobs.worker import run_due
from coalition.languages import date_text
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.queries import contacts_of
from coalition.signatures import raising
from coalition.signatures.disclosing import hide
from coalition.signatures.forms import RaiseForm
from coalition.signatures.tables import DisclosureRequest
from coalition.signing.invitations import fresh_links as pages
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.desk.conftest import send
from tests.signing.walking import RECEIPT, WITHDRAWAL, Case, a_case, acts, enter, everything, kept_link, last_link_to, letters_to, post, sign, words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from coalition.people.tables import Coordinator

    Story = Callable[["Cast"], Awaitable[None]]

pytestmark = pytest.mark.anyio

BEN, DORA = "ben@bir-duino.example.org", "dora@bir-duino.example.org"
CONTACTS = [{"name": "Ben", "email": BEN}, {"name": "Dora", "email": DORA}]
DISCLOSURE, STOP, STATUS, PUBLIC = "/en/signing/disclosure", "/en/signing/disclosure/stop", "/en/signing", "/en/memoranda/cooperation"
SHOW = {"disclosure": "public", "typed_name": "Ben Sultanov"}


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
    """Keep the letters, and forget earlier attempts."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")
    pages.attempts.forget()


async def hidden_with_fresh_link(cast: Cast, **more: str) -> Case:
    """Let Ben sign without a name, ask for a fresh link, and open it."""
    case = await a_case(cast.account, contacts=CONTACTS)
    await sign(cast.ben, case, disclosure="counted", **more)
    assert "Send a fresh link" in (await cast.ben.get(DISCLOSURE)).text
    assert (await cast.ben.post("/en/signing/fresh-link", data={"ask": "yes"})).status_code == 303
    await run_due()
    await enter(cast.ben, Case(case.memorandum, case.organisation, await last_link_to(BEN), case.digest))
    return case


async def is_named(cast: Cast) -> bool:
    return "Bir Duino" in (await cast.cleo.get(PUBLIC)).text


async def after_72_hours_it_is_done(cast: Cast) -> None:
    await hidden_with_fresh_link(cast)
    assert (await cast.ben.post(DISCLOSURE, data=SHOW)).headers["location"] == STATUS
    assert "A change waits" in words((await cast.ben.get(STATUS)).text)
    with clock.shifted(timedelta(hours=71, minutes=59)):
        await run_due()
        assert not await is_named(cast)
    with clock.shifted(timedelta(hours=72, minutes=1)):
        await run_due()
        assert await is_named(cast)
    assert await acts() == ["signature", "disclosure"]


async def test_the_form_says_when_the_name_is_needed(cast: Cast) -> None:
    """Showing more needs the name; without it nothing waits, and hiding needs none."""
    await hidden_with_fresh_link(cast)
    page = words((await cast.ben.get(DISCLOSURE)).text)
    assert "Needed if the public learns more than now" in page
    assert "(optional)" not in page
    described = await cast.ben.post(DISCLOSURE, data={"disclosure": "described"})
    assert re.findall(r'<a href="#(\w+)">', described.text.partition('class="errors"')[2].partition("</ul>")[0]) == ["description", "typed_name"]
    refused = await cast.ben.post(DISCLOSURE, data={"disclosure": "public"})
    assert (refused.status_code, "(optional)" in words(refused.text)) == (422, False)
    assert "A change waits" not in words((await cast.ben.get(STATUS)).text)
    assert (await cast.ben.post(DISCLOSURE, data={"disclosure": "counted"})).status_code == 303


async def the_public_line_is_shown_before(cast: Cast) -> None:
    """The form, the page with the change that waits and that of the letter show the exact line of the public list, with its day."""
    with clock.shifted(-timedelta(days=4)):
        signed_on = clock.today()
        await hidden_with_fresh_link(cast, kind="ad_referendum")
        form = await cast.ben.get(DISCLOSURE)
        await cast.ben.post(DISCLOSURE, data=SHOW | {"disclosure": "public_organisation"})
        status, stop = await cast.ben.get(STATUS), await cast.cleo.get(await last_link_to(DORA))
    await run_due()
    public = lines_of((await cast.cleo.get(f"{PUBLIC}/signatories")).text)
    assert f'<time datetime="{signed_on}">' in public
    assert [lines_of(page.text) for page in (status, stop)] == [public, public]
    assert lines_of(form.text) == public.replace("</th>", "<small>represented by<bdi>Ben Sultanov, director</bdi></small></th>")
    assert all(date_text(signed_on + timedelta(days=60), "en") in words(page.text) for page in (form, status, stop))  # the footnote


def lines_of(page: str) -> str:
    """Return the rows of the table of lines, without links, footnote marks, line breaks of saved files and spaces between tags."""
    rows = page.partition('<table class="lines">')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.sub(r"<sup.*?</sup>|</?a\b[^>]*>|<br>| id=\"[^\"]*\"", "", rows, flags=re.DOTALL)
    return " ".join(re.sub(r">\s+", ">", re.sub(r"\s+<", "<", rows)).split())


async def every_contact_can_stop_it(cast: Cast) -> None:
    await hidden_with_fresh_link(cast)
    await cast.ben.post(DISCLOSURE, data=SHOW)
    for address in (BEN, DORA):
        assert (await letters_to(address))[-1].subject == "A change that you can stop"
    link = await last_link_to(DORA)
    before = await everything()
    page = await cast.cleo.get(link)
    assert (page.status_code, "Stop the change?" in page.text) == (200, True)
    await cast.cleo.head(link)
    assert await everything() == before
    assert "The change was stopped" in (await post(cast.cleo, link)).text
    with clock.shifted(timedelta(days=4)):
        await run_due()
        assert not await is_named(cast)
    assert await acts() == ["signature"]


async def the_coordinator_can_stop_it(cast: Cast) -> None:
    await hidden_with_fresh_link(cast)
    await cast.ben.post(DISCLOSURE, data=SHOW)
    place = "/en/desk/memoranda/cooperation/signatories/bir-duino"
    assert "A change waits" in (await cast.ada.get(place)).text
    assert (await send(cast.ada, f"{place}/disclosure")).status_code == 303
    assert "A change waits" not in (await cast.ada.get(place)).text
    assert await TrailEntry.exists().where(TrailEntry.act == "change_stopped")
    await _nothing_is_shown(cast)


async def the_signer_can_stop_it(cast: Cast) -> None:
    await hidden_with_fresh_link(cast)
    await cast.ben.post(DISCLOSURE, data=SHOW)
    assert (await cast.ben.post(STOP, data={"stop": "yes"})).headers["location"] == STATUS
    await _nothing_is_shown(cast)


async def ending_the_link_stops_it(cast: Cast) -> None:
    await hidden_with_fresh_link(cast)
    await cast.ben.post(DISCLOSURE, data=SHOW)
    await cast.ben.post("/en/signing/link-end", data={"end": "yes"})
    await _nothing_is_shown(cast)


async def hiding_stops_it(cast: Cast) -> None:
    case = await hidden_with_fresh_link(cast)
    await cast.ben.post(DISCLOSURE, data={"disclosure": "sealed_until", "release_on": str(clock.today() + timedelta(days=5)), **_NAME})
    await hide(case.memorandum, case.organisation.id)
    await _nothing_is_shown(cast, days=9)


async def a_withdrawal_stops_it(cast: Cast) -> None:
    await hidden_with_fresh_link(cast)
    await cast.ben.post(DISCLOSURE, data=SHOW)
    assert (await cast.ben.post(WITHDRAWAL, data=_NAME)).status_code == 303
    await _nothing_is_shown(cast)


_NAME = {"typed_name": "Ben Sultanov"}


async def _nothing_is_shown(cast: Cast, days: int = 4) -> None:
    with clock.shifted(timedelta(days=days)):
        await run_due()
        assert not await is_named(cast)


async def the_receipt_cannot_raise(cast: Cast) -> None:
    """Neither the session of the signature, nor the link of the receipt, nor one for a deadline lets the public know more."""
    case = await a_case(cast.account, contacts=CONTACTS)
    await sign(cast.ben, case, disclosure="counted")
    link = kept_link((await cast.ben.get(RECEIPT)).text)
    for browser in (cast.ben, cast.cleo):
        answer = await browser.post(DISCLOSURE, data=SHOW)
        assert (answer.status_code, "With this link the public can only learn less." in answer.text) == (422, True)
        assert 'value="public" checked' in answer.text  # nothing that was chosen is lost
        await enter(cast.cleo, Case(case.memorandum, case.organisation, link, case.digest))
    assert await DisclosureRequest.count() == 0
    await _nothing_is_shown(cast)


async def the_name_is_needed(cast: Cast) -> None:
    await hidden_with_fresh_link(cast)
    for typed in ("", "Somebody"):
        answer = await cast.ben.post(DISCLOSURE, data=SHOW | {"typed_name": typed})
        assert answer.status_code == 422
    assert await DisclosureRequest.count() == 0


async def one_request_at_a_time(cast: Cast) -> None:
    await hidden_with_fresh_link(cast)
    await cast.ben.post(DISCLOSURE, data=SHOW)
    answer = await cast.ben.post(DISCLOSURE, data=SHOW)
    assert (answer.status_code, "A change waits already." in answer.text) == (422, True)


async def lowering_is_done_at_once(cast: Cast) -> None:
    case = await a_case(cast.account, contacts=CONTACTS)
    await sign(cast.ben, case)
    assert await is_named(cast)
    assert (await cast.ben.post(DISCLOSURE, data={"disclosure": "counted"})).status_code == 303
    assert not await is_named(cast)


STORIES = (
    *(
        the_public_line_is_shown_before,
        after_72_hours_it_is_done,
        every_contact_can_stop_it,
        the_coordinator_can_stop_it,
        the_signer_can_stop_it,
        ending_the_link_stops_it,
    ),
    *(hiding_stops_it, a_withdrawal_stops_it, the_receipt_cannot_raise, the_name_is_needed, one_request_at_a_time, lowering_is_done_at_once),
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_the_public_learns_more_only_with_time_to_stop_it(cast: Cast, story: Story) -> None:
    await story(cast)


async def test_a_removed_contact_gets_no_letter_to_stop_it(cast: Cast) -> None:
    case = await hidden_with_fresh_link(cast)
    dora = (await contacts_of([case.organisation.id]))[case.organisation.id][1]
    await change_contacts(case.organisation, ContactChange(remove=dora.id))
    await cast.ben.post(DISCLOSURE, data=SHOW)
    assert "A change that you can stop" not in [letter.subject for letter in await letters_to(DORA)]


async def test_the_letter_names_nothing(cast: Cast) -> None:
    await hidden_with_fresh_link(cast)
    await cast.ben.post(DISCLOSURE, data=SHOW)
    letter = (await letters_to(DORA))[-1]
    for secret in ("bir duino", "bir-duino", "cooperation", "memorandum", "sultanov"):
        assert secret not in re.sub(r"http\S+", "", f"{letter.subject} {letter.text}".lower())


async def test_only_the_answer_of_the_job_is_trusted(ada_account: Coordinator) -> None:
    """The job looks again when it is due: a job that comes early, or twice, changes nothing."""
    memorandum = await factories.opened(ada_account)
    recorded = await factories.signed(memorandum, await factories.organisation("bir-duino"), disclosure="counted")
    opened = await factories.fresh(await links.follow(recorded.manage_token))
    request = await raising.request_raise(opened, RaiseForm.parse({"disclosure": "public", "typed_name": "Ben"}))
    await raising.raise_when_due({"request": request.id})
    assert await acts() == ["signature"]
    with clock.shifted(timedelta(hours=73)):
        for _ in range(2):
            await raising.raise_when_due({"request": request.id})
    assert await acts() == ["signature", "disclosure"]


async def _nothing(*_: object) -> None:
    return


_ALWAYS_FITS = {"signatures.raising._still_fits": lambda *_: True}
MUTATED_BUILDS: dict[str, tuple[Story, dict[str, object]]] = {
    "it is done at once": (after_72_hours_it_is_done, {"signatures.raising.WAITS": timedelta()}),
    "it is never done": (after_72_hours_it_is_done, {"signatures.raising._still_fits": lambda *_: False}),
    "the line is not shown before": (the_public_line_is_shown_before, {"signatures.raising.raise_preview": _nothing}),
    "the letter stops nothing": (every_contact_can_stop_it, {"signatures.raising.stop_requests": _nothing}),
    "the desk stops nothing": (the_coordinator_can_stop_it, {"signatures.raising.stop_requests": _nothing}),
    "ending the link stops nothing": (ending_the_link_stops_it, {"signatures.link_ends.stop_requests": _nothing}),
    "hiding stops nothing": (hiding_stops_it, {"signatures.disclosing.stop_requests": _nothing, **_ALWAYS_FITS}),
    "a withdrawal stops nothing": (a_withdrawal_stops_it, {"signatures.withdrawing.stop_requests": _nothing, **_ALWAYS_FITS}),
    "every link may raise": (the_receipt_cannot_raise, {"invitations.links.Opened.may_raise": True}),
    "a higher level is taken for a lower one": (the_receipt_cannot_raise, {"signatures.disclosing.raises": lambda *_: False}),
    "any name will do": (the_name_is_needed, {"signatures.raising.check_who_acts": _nothing}),
}


@pytest.mark.parametrize("name", MUTATED_BUILDS)
@pytest.mark.sqlite_only
async def test_a_mutated_build_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    story, faults = MUTATED_BUILDS[name]
    for place, mutated in faults.items():
        monkeypatch.setattr(f"coalition.{place}", mutated)
    with pytest.raises(AssertionError):
        await story(cast)
