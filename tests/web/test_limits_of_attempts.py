"""Ada, Ben and Cleo behind limits: guessers wait, and nobody who holds a valid link, session or password does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from coalition.desk.people import guesses, sign_in
from coalition.mail.tables import Letter
from coalition.notices.tables import Subscription
from coalition.people import signing_in
from coalition.people.forms import PasswordForm
from coalition.people.tables import SignInLink
from coalition.public.memoranda import signing_requests
from coalition.public.notifications import subscriptions
from coalition.public.organisations import mistakes
from coalition.signing.invitations import fresh_links, wrong_links
from coalition.signing.signatures import answers
from coalition.signing_requests.tables import SigningRequest
from coalition.web import headers, limits
from coalition.web.limits import Limit
from tests import factories
from tests.conftest import forget_attempts
from tests.letters import answer_requests
from tests.signing.walking import RECEIPT, SIGNATURE, a_case, acts, enter, words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]
PASSWORD = "four words make sense"
WRONG = "wrong and long enough"
HERE = "203.0.113.7"


@pytest.fixture(autouse=True)
async def ada_with_password(ada_account: Coordinator, quick_hashes: None, monkeypatch: pytest.MonkeyPatch) -> Coordinator:
    """Give Ada a password, and let each request name the network it comes from."""
    monkeypatch.setenv("COALITION_TRUSTED_PROXIES", "127.0.0.1")
    await signing_in.set_password(ada_account, PasswordForm(password=SecretStr(PASSWORD)), "")
    return ada_account


async def try_password(browser: httpx.AsyncClient, password: str, *, email: str = "ada@example.org", network: str = HERE) -> int:
    """Post the form of the desk and return the status."""
    answer = await browser.post("/en/sign-in", data={"email": email, "password": password}, headers={"X-Forwarded-For": network})
    return answer.status_code


UNKNOWN_LINK = "/en/invitations/" + "x" * 43
SUBSCRIPTION = {"memorandum": "", "rhythm": "daily", "language": "en", "email": "nobody@example.org"}
REQUEST = {"organisation_name": "Issyk", "name_language": "ky", "kind": "ngo", "person": "Ben", "language": "ru", "email": "nobody@example.org"}
REQUEST |= {"message": "I chair it.", "consent": "yes"}
REFUSALS: dict[str, tuple[dict[str, str], int]] = {
    "/en/sign-in": ({"email": "nobody@example.org"}, 600),
    f"/en/sign-in/{'x' * 43}": ({}, 600),
    f"{UNKNOWN_LINK}/fresh-link": ({}, 600),
    f"{UNKNOWN_LINK}/session": ({}, 600),
    "/en/notifications/subscription": (SUBSCRIPTION, 600),
    "/en/memoranda/acceding/request": (REQUEST, 600),
    "/en/organisations/bir-duino/mistake": ({"mistake": "not_ours", "step": "send"}, 600),
    "/en/signing/wrong-link": ({"words": "Not ours."}, 300),
    SIGNATURE: ({"kind": "signature"}, 300),
}


async def refusal_says_until_when(browser: httpx.AsyncClient, path: str) -> None:
    """Reach a limit and require `Retry-After`, with the time of the limit."""
    fields, seconds = REFUSALS[path]
    answer = await first_refusal(browser, path, fields)
    assert answer.headers.get_list("retry-after") == [str(seconds)]


async def first_refusal(browser: httpx.AsyncClient, path: str, fields: dict[str, str]) -> httpx.Response:
    for _ in range(70):
        answer = await browser.post(path, data=fields)
        if answer.status_code == 429:
            return answer
    raise LookupError(path)


@pytest.mark.parametrize("path", REFUSALS)
async def test_every_refusal_says_until_when(ben, ada_account, path):
    await factories.open_for_accession(ada_account, "acceding")
    await enter(ben, await a_case(ada_account))
    await refusal_says_until_when(ben, path)


async def test_the_story_of_refusals_fails_on_a_build_that_adds_nothing(cleo, monkeypatch):
    monkeypatch.setattr(headers, "_until_when", lambda *_: [])
    with pytest.raises(AssertionError):
        await refusal_says_until_when(cleo, "/en/notifications/subscription")


async def test_no_limit_that_refuses_lasts_longer_than_it_says():
    named = [sign_in.attempts, signing_requests.attempts, subscriptions.attempts, mistakes.attempts]
    named += [fresh_links.attempts, fresh_links.requests, answers.signings, wrong_links.attempts]
    guessing = [guesses._at_account, guesses._from_network, guesses._from_network_at_account, limits._unknown_links]
    assert max(limit.seconds for limit in (*named, *guessing)) == limits.LONGEST_WAIT


async def guess_from_many_networks(cleo: httpx.AsyncClient) -> list[int]:
    """Sixty guesses of one account from sixty networks."""
    return [await try_password(cleo, WRONG, network=f"198.51.{at}.1") for at in range(60)]


async def test_sixty_guesses_of_one_account_from_sixty_networks_are_limited_and_ada_still_comes_in(cleo, ada):
    assert await guess_from_many_networks(cleo) == [422] * 20 + [429] * 40
    assert await try_password(cleo, PASSWORD) == 429
    page = await cleo.post("/en/sign-in", data={"email": "ada@example.org", "password": PASSWORD}, headers={"X-Forwarded-For": HERE})
    assert page.headers["retry-after"] == "600"
    assert "Leave the password empty to get a link by e-mail" in page.text
    assert 'value="ada@example.org"' in page.text
    assert (await ada.get("/en/desk")).status_code == 200
    await cleo.post("/en/sign-in", data={"email": "ada@example.org"}, headers={"X-Forwarded-For": HERE})
    await answer_requests()
    assert await SignInLink.count() == 2  # one signed `ada` in


async def test_the_story_of_sixty_networks_fails_on_a_build_that_counts_networks_only(cleo, monkeypatch):
    monkeypatch.setattr(guesses, "_at_account", Limit(10_000, 600))
    assert await guess_from_many_networks(cleo) == [422] * 60


async def require_that_neighbours_are_not_refused(cleo: httpx.AsyncClient, ben: httpx.AsyncClient, ada: httpx.AsyncClient, case) -> None:
    """Cleo guesses from the network that Ada and Ben share; whatever is valid goes on working."""
    here = {"X-Forwarded-For": HERE}
    statuses = [await try_password(cleo, WRONG, email=f"{at}@example.org") for at in range(30)]
    statuses += [(await cleo.post(f"/en/sign-in/unknown-{at}", headers=here)).status_code for at in range(70)]
    statuses += [(await cleo.get(f"/en/invitations/unknown-{at}", headers=here)).status_code for at in range(20)]
    assert statuses[-5:] == [429] * 5
    token = await signing_in.make_link(await factories.coordinator("other@example.org", "Other"))
    assert await try_password(cleo, PASSWORD) == 303
    assert (await cleo.post(f"/en/sign-in/{token}", headers=here)).status_code == 303
    assert (await ada.get("/en/desk", headers=here)).status_code == 200
    assert (await ben.get(case.link, headers=here)).status_code == 200
    assert (await ben.post(f"{case.link}/session", headers=here)).status_code == 303
    assert (await ben.post(SIGNATURE, data=case.signature, headers=here)).headers["location"] == RECEIPT


async def test_whatever_is_valid_works_beside_a_guesser_in_the_same_network(cleo, ben, ada, ada_account):
    await require_that_neighbours_are_not_refused(cleo, ben, ada, await a_case(ada_account))


async def test_the_story_of_neighbours_fails_on_a_build_that_refuses_a_network(cleo, ben, ada, ada_account, monkeypatch):
    monkeypatch.setattr(guesses, "_from_network_at_account", Limit(0, 600))  # mutated build: nothing is left for others
    monkeypatch.setattr(Limit, "is_reached", lambda self, origin: len(self._attempts_of(origin)) >= self.attempts)
    with pytest.raises(AssertionError):
        await require_that_neighbours_are_not_refused(cleo, ben, ada, await a_case(ada_account))


async def test_ten_wrong_passwords_do_not_lock_the_network_out(cleo):
    for _ in range(10):
        assert await try_password(cleo, WRONG) == 422
    assert await try_password(cleo, PASSWORD) == 303


async def test_signing_in_again_and_again_does_not_count(cleo):
    assert {await try_password(cleo, PASSWORD) for _ in range(25)} == {303}


async def test_guesses_at_the_same_time_count_too(cleo):
    import asyncio

    statuses = await asyncio.gather(*(try_password(cleo, WRONG) for _ in range(40)))
    assert sorted(statuses) == [422] * 20 + [429] * 20


async def test_a_network_has_three_tries_left_for_each_account(cleo):
    for at in range(20):
        await try_password(cleo, WRONG, email=f"{at}@example.org")
    assert [await try_password(cleo, WRONG) for _ in range(5)] == [422] * 3 + [429] * 2
    assert await try_password(cleo, PASSWORD, network="198.51.100.1") == 303


SPELLINGS = ("ben@example.org", "Ben@Example.org", "ben+1@example.org", "BEN+2@example.org")


async def letters_by_strangers(cleo: httpx.AsyncClient) -> int:
    """Cleo types Ben's mailbox wherever a stranger can; return the number of letters it gets."""
    await factories.open_for_accession(await factories.coordinator("dina@example.org", "Dina"))
    wanted = {"memorandum": "", "rhythm": "daily", "language": "en"}
    asked = {"organisation_name": "O", "name_language": "en", "country": "KG", "website": "", "person": "P", "language": "en"}
    asked |= {"kind": "ngo", "message": "M", "consent": "yes"}
    for at, spelling in enumerate(SPELLINGS * 3):
        network = {"X-Forwarded-For": f"198.51.{at}.1"}
        subscribed = await cleo.post("/en/notifications/subscription", data=wanted | {"email": spelling}, headers=network)
        accession = await cleo.post("/en/memoranda/cooperation/request", data=asked | {"email": spelling}, headers=network)
        assert (subscribed.status_code, accession.status_code) == (200, 200)
    await answer_requests()
    return await Letter.count()


async def test_all_letters_that_strangers_cause_to_one_mailbox_count_together(cleo):
    assert await letters_by_strangers(cleo) == 3
    assert await Subscription.count() + await SigningRequest.count() == 3


async def test_the_story_of_letters_fails_on_a_build_that_takes_each_spelling_for_a_mailbox(cleo, monkeypatch):
    monkeypatch.setattr(limits, "_mailbox_of", str)
    assert await letters_by_strangers(cleo) > 3


async def test_letters_that_sign_in_leave_a_link_that_works_in_the_mailbox(cleo):
    for at in range(50):
        answer = await cleo.post("/en/sign-in", data={"email": "ada@example.org"}, headers={"X-Forwarded-For": f"198.51.{at}.1"})
        assert answer.status_code == 200
    await answer_requests()
    assert (await Letter.count(), await SignInLink.count()) == (2, 2)


async def sign_too_often(ben: httpx.AsyncClient, case) -> list[int]:
    """Ben leaves his name out again and again."""
    await enter(ben, case)
    return [(await ben.post(SIGNATURE, data=case.answers)).status_code for _ in range(7)]


async def test_a_session_signs_five_times_in_five_minutes_and_loses_nothing_that_was_typed(ben, ada_account):
    case = await a_case(ada_account)
    assert await sign_too_often(ben, case) == [422] * 5 + [429] * 2
    page = await ben.post(SIGNATURE, data=case.signature)
    assert page.status_code == 429
    assert "Wait five minutes, then send it again." in words(page.text)
    assert 'value="Ben Sultanov"' in page.text
    assert await acts() == []
    forget_attempts()
    assert (await ben.post(SIGNATURE, data=case.signature)).headers["location"] == RECEIPT


async def test_another_session_is_not_limited_and_a_mutated_build_is_noticed(ben, cleo, ada_account, monkeypatch):
    case = await a_case(ada_account)
    await sign_too_often(ben, case)
    other = await a_case(ada_account, "issyk", case.memorandum)
    await enter(cleo, other)
    assert (await cleo.post(SIGNATURE, data=other.signature)).headers["location"] == RECEIPT
    monkeypatch.setattr(answers, "signings", Limit(1000, 300))
    assert await sign_too_often(ben, case) == [422] * 7
