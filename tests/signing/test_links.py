"""Links and sessions: looking changes nothing, one answer counts once, and no link does more than it is for."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from coalition import clock
from coalition.acts.tables import Act, Signer
from coalition.invitations import inviting
from coalition.invitations.tables import Invitation, SigningSession
from coalition.memoranda.opening import close
from coalition.memoranda.tables import Edition
from coalition.people.tokens import new_token
from tests import factories
from tests.conftest import visitor
from tests.signing.walking import (
    DECLINE,
    NEW,
    PAGES,
    RECEIPT,
    REVIEW,
    SIGNATURE,
    WITHDRAWAL,
    Case,
    a_case,
    acts,
    check_page,
    enter,
    everything,
    sign,
    words,
)

if TYPE_CHECKING:
    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

TWICE = 50


async def test_looking_changes_nothing(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    other = await a_case(ada_account, "other", case.memorandum)
    await enter(ben, case)
    before = await everything()
    for method in ("GET", "HEAD", "OPTIONS"):
        for browser in (ben, cleo):
            for path in (other.link, f"{other.link}/session", *PAGES, REVIEW, SIGNATURE, "/en/signing?text=ru"):
                answer = await browser.request(method, path)
                assert answer.status_code < 500
                assert "set-cookie" not in answer.headers
    for link in _links((await ben.get("/en/signing")).text):
        await ben.get(link)
    assert await everything() == before
    assert (await ben.post(SIGNATURE, data=case.signature)).status_code == 303
    before = await everything()
    for path in (*PAGES, case.link):
        await ben.get(path)
        await ben.head(path)
    assert await everything() == before


def _links(html: str) -> list[str]:
    return re.findall(r'href="(/[^"]*)"', html)


async def test_a_robot_that_sends_every_form_untouched_signs_nothing(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account, at_risk=True)
    for path in (case.link, "/en/signing", NEW):
        page = (await cleo.get(path)).text
        for action, form in re.findall(r'<form method="post" action="([^"]+)"(.*?)</form>', page, re.DOTALL):
            fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"(?: checked)?>', form.replace('type="radio"', "")))
            checked = dict(re.findall(r'type="radio"[^>]*name="(\w+)" value="(\w+)" checked', form))
            answer = await cleo.post(action, data={key: value for key, value in fields.items() if key not in {"kind", "disclosure"}} | checked)
            assert answer.status_code in {303, 422}
    assert (await cleo.post(SIGNATURE, data={"digest": case.digest})).status_code == 422
    assert await acts() == []
    await sign(cleo, case)


@pytest.mark.parametrize("sessions", [1, TWICE])
async def test_fifty_posts_at_once_make_one_signature(app: ASGIApp, ada_account: Coordinator, sessions: int) -> None:
    case = await a_case(ada_account)
    browsers = [visitor(app) for _ in range(sessions)]
    for browser in browsers:
        await enter(browser, case)
    posts = [browsers[at % sessions].post(SIGNATURE, data=case.signature) for at in range(TWICE)]
    answers = await asyncio.gather(*posts)
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 303
    assert set(codes[1:]) <= {410, 429}  # one session may send the form five times
    assert codes.count(410) >= min(sessions, TWICE - 1)
    assert await acts() == ["signature"]
    assert await Signer.count() == 1
    winner = next(at for at, answer in enumerate(answers) if answer.status_code == 303) % sessions
    receipts = [(await browser.get(RECEIPT)).status_code for browser in browsers]
    assert receipts == [200 if at == winner else 410 for at in range(sessions)]
    for browser in browsers:
        await browser.aclose()


async def test_fifty_withdrawals_at_once_are_one(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await sign(ben, case)
    answers = await asyncio.gather(*(ben.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"}) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * 19
    assert await acts() == ["signature", "withdrawal"]


async def test_signing_and_declining_at_once_is_one_answer(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    answers = await asyncio.gather(*(ben.post(path, data=data) for path, data in _both(case)))
    assert sorted(answer.status_code for answer in answers) == [303] + [410] * 9
    assert len(await acts()) == 1


def _both(case: Case) -> list[tuple[str, dict[str, str]]]:
    return [(SIGNATURE, case.signature), (DECLINE, {"authority": "yes"})] * 5


async def test_a_replayed_post_changes_nothing_and_leads_to_the_receipt(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await sign(ben, case)
    before = await everything()
    for path, data in [(SIGNATURE, case.signature), (REVIEW, case.answers), (DECLINE, {"authority": "yes"})]:
        answer = await ben.post(path, data=data)
        assert answer.status_code == 410
        assert f'href="{RECEIPT}"' in answer.text
    assert await everything() == before


async def test_a_used_link_tells_others_nothing(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(cleo, case)
    await sign(ben, case)
    for path in (case.link, *PAGES):
        answer = await cleo.get(path)
        assert answer.status_code == 410
        assert "Ben Sultanov" not in answer.text
        assert "Bir Duino" not in answer.text
    assert (await cleo.post(f"{case.link}/session")).status_code == 410
    assert (await cleo.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})).status_code == 410
    assert await acts() == ["signature"]


@pytest.mark.sqlite_only
async def test_forged_links_lead_nowhere(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    token = case.link.rpartition("/")[2]
    before = await everything()
    for forged in [new_token()[0], token[:-1], token + "A", token.swapcase(), "x" * 4000, "%00", "%ff", "..%2f..", "%F0%9F%92%A9", "' OR 1=1"]:
        for answer in [await cleo.get(f"/en/invitations/{forged}"), await cleo.post(f"/en/invitations/{forged}/session")]:
            assert answer.status_code in {404, 405}, forged
            assert "Bir Duino" not in answer.text
    assert await everything() == before


@pytest.mark.sqlite_only
async def test_without_a_living_session_every_page_is_closed(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    for cookie in ["", "x", new_token()[0], "%ff", "x" * 3000]:
        cleo.cookies.set("signing", cookie, domain="127.0.0.1")
        for path in PAGES:
            assert (await cleo.get(path)).status_code == 403
        for path in (REVIEW, SIGNATURE, DECLINE, WITHDRAWAL):
            assert (await cleo.post(path, data=case.signature)).status_code == 403
    assert await acts() == []


async def test_a_session_ends_thirty_minutes_after_the_last_request(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    with clock.shifted(timedelta(minutes=29)):
        assert (await ben.get("/en/signing")).status_code == 200
    with clock.shifted(timedelta(minutes=58)):
        assert (await ben.get("/en/signing")).status_code == 200  # the request before prolonged it
    with clock.shifted(timedelta(minutes=89)):
        assert (await ben.get("/en/signing")).status_code == 403
        answer = await ben.post(SIGNATURE, data=case.signature)
        assert answer.status_code == 403
        assert "Nothing was sent." in answer.text
        await enter(ben, case)
        assert await SigningSession.count() == 1
    assert await acts() == []


async def test_a_session_ends_after_two_hours_however_busy(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await enter(ben, await a_case(ada_account))
    for minutes in range(25, 120, 25):
        with clock.shifted(timedelta(minutes=minutes)):
            assert (await ben.get("/en/signing")).status_code == 200
    with clock.shifted(timedelta(minutes=121)):
        assert (await ben.get("/en/signing")).status_code == 403


async def test_an_invitation_taken_back_opens_nothing_and_its_old_link_never_returns(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    invitation = await Invitation.objects().first()
    assert invitation is not None
    await inviting.revoke(case.memorandum, invitation.id)
    for path in (case.link, *PAGES):
        assert (await ben.get(path)).status_code == 410
    assert (await ben.post(SIGNATURE, data=case.signature)).status_code == 410
    assert (await ben.post(DECLINE, data={"authority": "yes"})).status_code == 410
    again = await factories.invitation_link(case.memorandum, case.organisation)
    assert (await ben.get(case.link)).status_code == 410
    assert (await ben.get("/en/signing")).status_code == 403
    assert (await ben.get(again)).status_code == 200
    assert await acts() == []


async def test_a_link_is_for_one_edition(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    digest = "sha256:" + "1" * 64
    await Edition.insert(Edition(memorandum=case.memorandum.id, number=2, digest=digest, created_at=clock.now()))
    for path in (case.link, "/en/signing", NEW):
        assert (await ben.get(path)).status_code == 410
    for given in (case.digest, digest):
        answer = await ben.post(SIGNATURE, data=case.signature | {"digest": given})
        assert answer.status_code == 410
        assert "The text has changed" in answer.text
    assert await acts() == []


async def test_a_session_for_one_memorandum_signs_no_other(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    first = await a_case(ada_account)
    second = await a_case(ada_account, "second", await factories.opened(ada_account, "second", languages=("en",)))
    await enter(ben, first)
    form_of_first = re.search(r'name="form_token" value="([^"]+)"', (await ben.get(NEW)).text)
    assert form_of_first
    await enter(ben, second)
    assert (await ben.post(SIGNATURE, data=first.signature)).status_code == 410
    stale = second.signature | {"form_token": form_of_first[1]}
    for path in (REVIEW, SIGNATURE, DECLINE):
        assert (await ben.post(path, data=stale)).status_code == 403
    assert await acts() == []
    assert (await ben.post(SIGNATURE, data=second.signature)).status_code == 303
    act = await Act.objects().first()
    assert act is not None
    assert act.organisation == second.organisation.id


async def test_two_tabs_for_two_organisations_are_not_confused(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    first = await a_case(ada_account)
    second = await a_case(ada_account, "second", first.memorandum)
    await enter(ben, first)
    review = (await check_page(ben, first.answers)).text
    token = re.search(r'name="form_token" value="([^"]+)"', review)
    assert token
    await enter(ben, second)
    assert (await ben.post(SIGNATURE, data=first.signature | {"form_token": token[1]})).status_code == 403
    assert await acts() == []


async def test_before_and_after_the_window_nothing_is_signed(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    early = await a_case(ada_account, memorandum=await factories.adopted(ada_account, "early"))
    await enter(ben, early)
    assert "It cannot be signed yet." in (await ben.get("/en/signing")).text
    for answer in [await ben.get(NEW), await check_page(ben, early.answers), await ben.post(SIGNATURE, data=early.signature)]:
        assert answer.status_code == 409
        assert "It cannot be signed yet" in words(answer.text)
    late = await a_case(ada_account, "late", await factories.opened(ada_account, "late", days=3))
    with clock.shifted(timedelta(days=3)):
        await enter(ben, late)
        assert (await ben.get(NEW)).status_code == 200
    with clock.shifted(timedelta(days=4)):
        assert (await ben.get(late.link)).status_code == 410
    await enter(ben, late)
    await close(late.memorandum)
    assert (await ben.get(late.link)).status_code == 410
    answer = await ben.post(SIGNATURE, data=late.signature)
    assert answer.status_code == 409
    assert "any more" in answer.text
    assert await acts() == []
    assert (await ben.post(DECLINE, data={"authority": "yes"})).status_code == 303


@pytest.mark.sqlite_only
async def test_forms_from_elsewhere_are_refused(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await enter(ben, case)
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
        for path in (f"{case.link}/session", SIGNATURE, DECLINE):
            assert (await ben.post(path, data=case.signature, headers=headers)).status_code == 403
    assert await acts() == []


@pytest.mark.sqlite_only
async def test_the_session_cookie_is_kept_from_scripts_and_other_sites(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    cookie = (await ben.post(f"{case.link}/session")).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age=7200" in cookie
    assert case.link.rpartition("/")[2].lower() not in cookie
    assert urlsplit((await ben.get("/en/signing")).url.path).path == "/en/signing"
