"""Ben declined, and his organisation changes its mind: the same invitation is open again, and the decline stays on record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from coalition import clock
from coalition.acts.tables import Act
from coalition.invitations.inviting import invite_one
from coalition.invitations.tables import Invitation
from coalition.jobs.worker import run_due
from coalition.memoranda.opening import close
from coalition.signing.invitations import fresh_links as pages
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.desk.chase_check import chase_list
from tests.letters import letters_in_tray
from tests.signing.walking import DECLINE, RECEIPT, SIGNATURE, Case, a_case, acts, enter, everything, kept_link, last_link_to, sign, words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from coalition.people.tables import Coordinator

    Story = Callable[["Cast"], Awaitable[None]]

pytestmark = pytest.mark.anyio

REMOVAL, TEXT = "/en/signing/decline/removal", "/en/signing"
BEN, DORA = "ben@bir-duino.example.org", "dora@bir-duino.example.org"
CONTACTS = [{"name": "Ben", "email": BEN}, {"name": "Dora", "email": DORA}]


class Cast(NamedTuple):
    """Ada's account and browser, and browsers of Ben and Cleo."""

    account: Coordinator
    ada: httpx.AsyncClient
    ben: httpx.AsyncClient
    cleo: httpx.AsyncClient


@pytest.fixture
def cast(ada_account: Coordinator, ada: httpx.AsyncClient, ben: httpx.AsyncClient, cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")
    pages.attempts.forget()
    return Cast(ada_account, ada, ben, cleo)


async def declined(cast: Cast) -> Case:
    case = await a_case(cast.account, contacts=CONTACTS)
    await enter(cast.ben, case)
    assert (await cast.ben.post(DECLINE, data={"authority": "yes", "reason": "The board has not met."})).headers["location"] == RECEIPT
    return case


async def mailed_link(browser: httpx.AsyncClient, dead: str) -> str:
    """Ask for a fresh link where the used one ends, and return the one in the letter."""
    assert (await browser.post(f"{dead}/fresh-link")).status_code == 303
    await run_due()
    return await last_link_to(BEN)


async def test_the_receipt_says_what_is_recorded_and_who_learns_of_it(cast: Cast) -> None:
    await declined(cast)
    [act] = await Act.objects()

    receipt = words((await cast.ben.get(RECEIPT)).text)

    for said in (act.reference, "Bir Duino", "Decline", "Who learns of it", "Ada answers for it", "Take the answer back"):
        assert said in receipt, said


async def test_ben_takes_it_back_in_the_same_session_and_signs(cast: Cast) -> None:
    case = await declined(cast)

    answer = await cast.ben.post(REMOVAL, data={"back": "yes"})

    assert (answer.status_code, answer.headers["location"]) == (303, TEXT)
    assert "No answer is on record now." in words((await cast.ben.get(TEXT)).text)
    assert (await cast.cleo.get(case.link)).status_code == 200  # the link of the letter works again
    assert (await cast.ben.post(SIGNATURE, data=case.signature)).status_code == 303
    assert await acts() == ["decline", "signature"]


async def test_the_desk_and_the_trail_show_it(cast: Cast) -> None:
    case = await declined(cast)
    await cast.ben.post(REMOVAL, data={"back": "yes"})

    assert [row.state for row in await chase_list(case.memorandum)] == ["visited"]
    desk = words((await cast.ada.get(f"/en/desk/memoranda/{case.memorandum.slug}/signatories/{case.organisation.slug}")).text)
    assert "Took its decline back" in desk
    assert "Decline" in desk
    trail = words((await cast.ada.get(f"/en/desk/memoranda/{case.memorandum.slug}/trail")).text)
    assert "Took the decline of an organisation back" in trail
    [entry] = await TrailEntry.objects().where(TrailEntry.act == "decline_taken_back")
    assert (entry.actor_kind, entry.coordinator) == ("link", None)


async def it_is_taken_back_later_with_a_mailed_link(cast: Cast) -> None:
    case = await declined(cast)
    with clock.shifted(timedelta(hours=3)):
        assert (await cast.ben.get(TEXT)).status_code == 403
        link = await mailed_link(cast.cleo, case.link)
        assert {letter.address for letter in await letters_in_tray() if letter.subject == "A fresh private link"} == {BEN}
        await enter(cast.ben, Case(case.memorandum, case.organisation, link, case.digest))
        assert "Take the answer back" in (await cast.ben.get(TEXT)).text
        assert (await cast.ben.post(REMOVAL, data={"back": "yes"})).status_code == 303
        assert (await cast.cleo.get(link)).status_code == 410
        assert (await cast.ben.post(SIGNATURE, data=case.signature)).status_code == 303
    assert await acts() == ["decline", "signature"]


async def its_link_shows_no_later_answer(cast: Cast) -> None:
    case = await declined(cast)
    link = await mailed_link(cast.ben, case.link)
    assert await invite_one(case.memorandum, case.organisation.id)
    assert (await cast.cleo.get(link)).status_code == 410
    await sign(cast.ben, Case(case.memorandum, case.organisation, await last_link_to(BEN), case.digest), disclosure="counted")
    for answer in (await cast.cleo.get(link), await cast.cleo.post(f"{link}/session")):
        assert (answer.status_code, "bir" in words(answer.text).lower()) == (410, False)


async def a_stranger_takes_nothing_back(cast: Cast) -> None:
    case = await declined(cast)
    before = await everything()
    for answer in (await cast.cleo.get(case.link), await cast.cleo.post(f"{case.link}/session")):
        assert (answer.status_code, "bir" in words(answer.text).lower()) == (410, False)
    assert (await cast.cleo.post(REMOVAL, data={"back": "yes"})).status_code == 403
    assert await everything() == before


async def nothing_is_taken_back_after_the_closing(cast: Cast) -> None:
    case = await declined(cast)
    await close(case.memorandum)
    assert "Take the answer back" not in (await cast.ben.get(RECEIPT)).text
    assert (await cast.ben.post(REMOVAL, data={"back": "yes"})).status_code == 409
    assert (await Invitation.objects().first()).answered_at is not None


async def only_a_decline_is_taken_back(cast: Cast) -> None:
    case = await a_case(cast.account, contacts=CONTACTS)
    await sign(cast.ben, case)
    assert (await cast.ben.post(REMOVAL, data={"back": "yes"})).status_code == 409
    assert (await Invitation.objects().first()).answered_at is not None


async def the_link_of_a_signature_shows_the_signature(cast: Cast) -> None:
    case = await a_case(cast.account, contacts=CONTACTS)
    await sign(cast.cleo, case)
    own = kept_link((await cast.cleo.get(RECEIPT)).text)
    digest = (await factories.superseded(case.memorandum)).digest
    await enter(cast.ben, Case(case.memorandum, case.organisation, await last_link_to(BEN), str(digest)))
    assert (await cast.ben.post(DECLINE, data={"authority": "yes"})).status_code == 303
    await enter(cast.cleo, Case(case.memorandum, case.organisation, own, case.digest))
    for page in (TEXT, RECEIPT):
        shown = words((await cast.cleo.get(page)).text)
        assert ("Decline" in shown, "Take the answer back" in shown, "Act Signature" in shown) == (False, False, True), page
    assert (await cast.cleo.post(REMOVAL, data={"back": "yes"})).status_code == 409
    assert "Take the answer back" in (await cast.ben.get(TEXT)).text


STORIES = (
    *(it_is_taken_back_later_with_a_mailed_link, its_link_shows_no_later_answer, a_stranger_takes_nothing_back),
    *(nothing_is_taken_back_after_the_closing, only_a_decline_is_taken_back),
    the_link_of_a_signature_shows_the_signature,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_a_decline_is_taken_back_by_those_who_may(cast: Cast, story: Story) -> None:
    await story(cast)


async def test_of_two_requests_only_the_first_takes_it_back(cast: Cast) -> None:
    await declined(cast)
    assert [(await cast.ben.post(REMOVAL, data={"back": "yes"})).status_code for _ in range(2)] == [303, 409]
    assert await TrailEntry.count().where(TrailEntry.act == "decline_taken_back") == 1


async def _always(*_: object, **__: object) -> None:
    return None


async def _any_act(memorandum_id: int, organisation_id: int) -> object:
    act = await Act.objects().where((Act.memorandum == memorandum_id) & (Act.organisation == organisation_id)).first()
    return act and act.id


MUTATED_BUILDS: dict[str, tuple[Story, str, object]] = {
    "the link to a decline opens whatever came later": (its_link_shows_no_later_answer, "invitations.links.check_decline", _always),
    "a used link opens what was declined": (a_stranger_takes_nothing_back, "invitations.links.check_unanswered", lambda _: None),
    "a closed text is opened for one": (nothing_is_taken_back_after_the_closing, "signing.invitations.scenes.can_be_taken_back", lambda _: True),
    "the link of a signature shows a decline": (the_link_of_a_signature_shows_the_signature, "signing.visits._seen_with", lambda _, own: own),
    "a signature is taken back like a decline": (only_a_decline_is_taken_back, "acts.queries.declined_with", _any_act),
}


@pytest.mark.parametrize("name", MUTATED_BUILDS)
@pytest.mark.sqlite_only
async def test_a_mutated_build_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    story, place, mutated = MUTATED_BUILDS[name]
    monkeypatch.setattr(f"coalition.{place}", mutated)
    with pytest.raises(AssertionError):
        await story(cast)
