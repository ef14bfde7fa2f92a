"""A dead link offers a fresh one: by letter to the contacts of the invitation, with the same answer for every token."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from coalition import clock
from coalition.invitations import fresh_links, links
from coalition.invitations.inviting import revoke
from coalition.invitations.tables import Invitation, Link
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due
from coalition.memoranda.opening import close
from coalition.people.tokens import new_token
from coalition.signatures.forms import DeclineForm
from coalition.signatures.signing import decline
from coalition.signing.invitations import fresh_links as pages
from tests import factories
from tests.signing.walking import RECEIPT, SIGNATURE, Case, a_case, enter, everything, kept_link, last_link_to, letters_to, sign

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from coalition.invitations.links import Opened
    from coalition.organisations.tables import Contact
    from coalition.people.tables import Coordinator

    Story = Callable[["Cast"], Awaitable[None]]

pytestmark = pytest.mark.anyio

BEN, DORA = "ben@bir-duino.example.org", "dora@bir-duino.example.org"
CONTACTS = [{"name": "Ben", "email": BEN}, {"name": "Dora", "email": DORA}]
SUBJECT = "A fresh private link"


class Cast(NamedTuple):
    """Ada's account, and browsers of Ben and Cleo."""

    account: Coordinator
    ben: httpx.AsyncClient
    cleo: httpx.AsyncClient


@pytest.fixture
def cast(ada_account: Coordinator, ben: httpx.AsyncClient, cleo: httpx.AsyncClient) -> Cast:
    return Cast(ada_account, ben, cleo)


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters, and forget earlier attempts."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")
    pages.attempts.forget()


async def case_of(cast: Cast, **more: object) -> Case:
    return await a_case(cast.account, contacts=CONTACTS, **more)


async def test_what_others_ask_for_stops_nobody_who_has_a_link(cast: Cast) -> None:
    case = await case_of(cast)
    await enter(cast.ben, case)
    for at in range(70):
        await cast.cleo.post(f"/en/invitations/{at:043d}/fresh-link")
    assert (await cast.cleo.post(f"/en/invitations/{'x' * 43}/fresh-link")).status_code == 429

    assert (await cast.ben.post("/en/signing/fresh-link", data={"step": "ask"})).status_code == 303


async def ask(browser: httpx.AsyncClient, link: str) -> httpx.Response:
    answer = await browser.post(f"{link}/fresh-link")
    await run_due()
    return answer


async def fresh_letters() -> dict[str, int]:
    letters = {address: [letter.subject for letter in await letters_to(address)].count(SUBJECT) for address in (BEN, DORA)}
    return {address: count for address, count in letters.items() if count}


async def expired_goes_to_the_addressee(cast: Cast) -> None:
    case = await case_of(cast)
    with clock.shifted(timedelta(days=20)):
        await Link.update({Link.expires_at: clock.now()}).where(Link.id > 0)
        dead = await cast.ben.get(case.link)
        assert (dead.status_code, "Send a fresh link" in dead.text) == (410, True)
        before = await everything()
        await cast.ben.get(case.link)
        assert await everything() == before
        assert (await ask(cast.cleo, case.link)).status_code == 303
        assert await fresh_letters() == {BEN: 1}
        await enter(cast.ben, Case(case.memorandum, case.organisation, await last_link_to(BEN), case.digest))
        assert (await cast.ben.post(SIGNATURE, data=case.signature)).status_code == 303


async def fresh_answering_link_lives_fourteen_days(cast: Cast) -> None:
    case = await case_of(cast, memorandum=await factories.opened(cast.account, days=300))
    await Link.update({Link.expires_at: clock.now()}).where(Link.id > 0)
    await ask(cast.ben, case.link)
    link = await last_link_to(BEN)
    with clock.shifted(timedelta(days=13)):
        assert (await cast.ben.get(link)).status_code == 200
    with clock.shifted(timedelta(days=15)):
        assert (await cast.ben.get(link)).status_code == 410


async def used_goes_to_every_contact(cast: Cast) -> None:
    case = await case_of(cast)
    await sign(cast.ben, case)
    assert "Send a fresh link" in (await cast.cleo.get(case.link)).text
    await ask(cast.cleo, case.link)
    assert await fresh_letters() == {BEN: 1, DORA: 1}
    await enter(cast.cleo, Case(case.memorandum, case.organisation, await last_link_to(DORA), case.digest))
    assert "What is on record" in (await cast.cleo.get("/en/signing")).text


async def an_ended_receipt_too(cast: Cast) -> None:
    case = await case_of(cast)
    await sign(cast.ben, case)
    link = kept_link((await cast.ben.get(RECEIPT)).text)
    await cast.ben.post("/en/signing/link-end", data={"end": "yes"})
    assert "Send a fresh link" in (await cast.ben.get(link)).text
    await ask(cast.ben, link)
    assert await fresh_letters() == {BEN: 1, DORA: 1}


async def a_revoked_invitation_gives_nothing(cast: Cast) -> None:
    case = await case_of(cast)
    await revoke(case.memorandum, (await Invitation.objects().first()).id)
    assert "Send a fresh link" not in (await cast.ben.get(case.link)).text
    await ask(cast.ben, case.link)
    assert await fresh_letters() == {}


async def a_closed_window_gives_nothing(cast: Cast) -> None:
    case = await case_of(cast)
    await close(case.memorandum)
    await ask(cast.ben, case.link)
    assert await fresh_letters() == {}


async def a_decline_goes_to_the_addressee(cast: Cast) -> None:
    case = await case_of(cast)
    await decline(await links.follow(case.link.rpartition("/")[2]), DeclineForm(authority=True))
    await ask(cast.ben, case.link)
    assert await fresh_letters() == {BEN: 1}


async def a_link_that_works_is_not_replaced(cast: Cast) -> None:
    case = await case_of(cast)
    await ask(cast.cleo, case.link)
    assert await fresh_letters() == {}
    assert (await cast.ben.get(case.link)).status_code == 200


async def three_requests_a_day(cast: Cast) -> None:
    case = await case_of(cast)
    await sign(cast.ben, case)
    for _ in range(6):
        await ask(cast.cleo, case.link)
    assert await fresh_letters() == {BEN: 3, DORA: 3}
    with clock.shifted(timedelta(days=1)):
        await ask(cast.cleo, case.link)
    assert await fresh_letters() == {BEN: 4, DORA: 4}


async def the_same_answer_for_every_token(cast: Cast) -> None:
    used = await case_of(cast)
    await sign(cast.ben, used)
    revoked = await a_case(cast.account, "revoked", used.memorandum)
    await revoke(used.memorandum, (await Invitation.objects().get(Invitation.organisation == revoked.organisation.id)).id)
    working = await a_case(cast.account, "working", used.memorandum)
    unknown = f"/en/invitations/{new_token()[0]}"
    paths = [used.link, revoked.link, working.link, unknown, unknown, "/en/invitations/x"]
    answers = [await cast.cleo.post(f"{path}/fresh-link") for path in paths]
    assert {(answer.status_code, answer.content) for answer in answers} == {(303, b"")}
    assert [answer.headers["location"] for answer in answers] == [f"{path}/fresh-link" for path in paths]
    headers = [{name: value for name, value in answer.headers.items() if name not in {"date", "location"}} for answer in answers]
    assert all(header == headers[0] for header in headers)
    assert await Job.count().where(Job.kind == "fresh_link") == len(paths)  # the same work too
    pages = [(await cast.cleo.get(f"{path}/fresh-link")).text.replace(path.removeprefix("/en"), "") for path in paths]
    assert set(pages) == {pages[0]}  # none of these links was mailed, so that nobody is named


STORIES = (
    *(expired_goes_to_the_addressee, fresh_answering_link_lives_fourteen_days, used_goes_to_every_contact, an_ended_receipt_too),
    *(a_revoked_invitation_gives_nothing, a_closed_window_gives_nothing, a_decline_goes_to_the_addressee, a_link_that_works_is_not_replaced),
    *(three_requests_a_day, the_same_answer_for_every_token),
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_a_fresh_link_goes_only_to_contacts_of_the_invitation(cast: Cast, story: Story) -> None:
    await story(cast)


async def test_one_network_asks_sixty_times_in_ten_minutes(cast: Cast) -> None:
    codes = [(await cast.cleo.post(f"/en/invitations/{new_token()[0]}/fresh-link")).status_code for _ in range(61)]
    assert codes == [303] * 60 + [429]


async def test_the_letter_names_nothing(cast: Cast) -> None:
    await sign(cast.ben, case := await case_of(cast))
    await ask(cast.ben, case.link)
    letter = (await letters_to(BEN))[-1]
    for secret in ("bir duino", "bir-duino", "cooperation", "memorandum", "signature", "signed"):
        assert secret not in f"{letter.subject} {letter.text}".lower()


async def _never(_: Opened) -> bool:
    return False


async def _first_only(opened: Opened, recipients: list[Contact], real: Any = fresh_links._to_manage) -> Any:
    return await real(opened, recipients[:1])


async def _to_everybody(opened: Opened, recipients: list[Contact], real: Any = fresh_links._to_answer) -> Any:
    return [made for contact in recipients for made in await real(opened, [contact])]


async def _only_for_known(token: str) -> None:
    await links.follow(token)


MUTATED_BUILDS: dict[str, tuple[Story, str, object]] = {
    "a revoked invitation gives a link": (a_revoked_invitation_gives_nothing, "invitations.fresh_links._may_get_links", lambda _: True),
    "as many as somebody asks for": (three_requests_a_day, "invitations.fresh_links._may_get_links", lambda _: True),
    "a link that works is replaced": (a_link_that_works_is_not_replaced, "invitations.fresh_links.is_valid", _never),
    "a fresh link lives for ninety days": (fresh_answering_link_lives_fourteen_days, "invitations.fresh_links.FRESH_LASTS", timedelta(days=90)),
    "only the first contact gets one": (used_goes_to_every_contact, "invitations.fresh_links._to_manage", _first_only),
    "every contact gets a link to answer": (expired_goes_to_the_addressee, "invitations.fresh_links._to_answer", _to_everybody),
    "the answer tells which tokens exist": (the_same_answer_for_every_token, "signing.invitations.fresh_links.ask_for_fresh_link", _only_for_known),
}


@pytest.mark.parametrize("name", MUTATED_BUILDS)
@pytest.mark.sqlite_only
async def test_a_mutated_build_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    story, place, mutated = MUTATED_BUILDS[name]
    monkeypatch.setattr(f"coalition.{place}", mutated)
    with pytest.raises(AssertionError):
        await story(cast)
