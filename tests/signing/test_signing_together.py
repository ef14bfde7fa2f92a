"""Organisations that sign a memorandum at the same time: each is counted once, every notification has a number, and they wait for last steps only."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, nullcontext
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.changing_rules import change_rules
from coalition.database import is_postgres, transaction
from coalition.invitations import link_sessions
from coalition.memoranda import opening
from coalition.memoranda import queries as memoranda
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.rule_forms import RulesChange
from coalition.memoranda.sharing_queries import shared
from coalition.memoranda.tables import EffectState, Memorandum
from coalition.notices.tables import Notification
from coalition.signatures import signing
from coalition.signatures.forms import SignatureForm
from tests import factories
from tests.acts.standing_check import check_standing
from tests.conftest import visitor
from tests.overtaking import until_it_waits
from tests.signing.walking import SIGNATURE, Case, a_case, acts, enter

if TYPE_CHECKING:
    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

MANY = 12


async def _cases(memorandum: Memorandum, number: int = 2) -> list[Case]:
    """Invite organisations of two countries by turns."""
    return [await a_case(None, f"member-{at}", memorandum, country=("KZ", "KG")[at % 2]) for at in range(number)]


async def _per_country(ada: Coordinator) -> Memorandum:
    """Open a memorandum that takes effect when an organisation of each country of its forum has signed."""
    forum = await factories.forum()
    memorandum = await factories.draft(ada, forum=forum.slug)
    await change_rules(memorandum, RulesChange.parse({"effect": {"rule": "per_country", "number": 1}}))
    await factories.authenticating.adopt(memorandum, factories.AdoptionForm(on="2026-11"))
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today()))
    return await factories.reloaded(memorandum)


async def _sign_at_once(app: ASGIApp, cases: list[Case]) -> list[int]:
    """Let each organisation post its form at once, with a browser of its own; return the statuses."""
    async with AsyncExitStack() as stack:
        browsers = [await stack.enter_async_context(visitor(app)) for _ in cases]
        for browser, case in zip(browsers, cases, strict=True):
            await enter(browser, case)
        posts = [browser.post(SIGNATURE, data=case.signature) for browser, case in zip(browsers, cases, strict=True)]
        return [answer.status_code for answer in await asyncio.gather(*posts)]


async def _session(case: Case) -> str:
    return await link_sessions.begin_session(case.link.rpartition("/")[2])


async def _second_signs_before_the_first_is_committed(first: Case, second: Case, *, together: bool = True) -> tuple[bool, BaseException | None]:
    """Let two sign; return whether the second was done before the first was committed, and the error of the second."""
    sessions = [await _session(case) for case in (first, second)]
    forms = [SignatureForm.parse(case.signature) for case in (first, second)]
    begin = asyncio.Event()

    async def late() -> None:
        await begin.wait()
        await signing.sign_in_session(sessions[1], forms[1])

    task = asyncio.create_task(late())
    async with transaction():
        await signing._sign_once(sessions[0], forms[0], None, together=together)
        begin.set()
        await until_it_waits(task)
        done = task.done()
    await asyncio.wait([task])
    return done, task.exception()


async def test_many_at_once_are_counted_once_and_numbered_without_a_gap(app: ASGIApp, ada_account: Coordinator, cleo: httpx.AsyncClient) -> None:
    cases = await _cases(await factories.opened(ada_account), MANY)
    before = await Notification.count()

    assert await _sign_at_once(app, cases) == [303] * MANY

    rows = await Notification.select(Notification.number).where(Notification.number > before).order_by(Notification.id)
    assert [row["number"] for row in rows] == list(range(before + 1, before + MANY + 1))
    await check_standing(cases[0].memorandum)
    assert len((await cleo.get("/api/v1/memoranda/cooperation/signatories")).json()["signatories"]) == MANY


async def test_nobody_waits_until_another_has_signed(ada_account: Coordinator) -> None:
    """On SQLite there is one writer."""
    one, two = await _cases(await factories.opened(ada_account))

    assert await _second_signs_before_the_first_is_committed(one, two) == (is_postgres(), None)
    assert await acts() == ["signature"] * 2
    await check_standing(one.memorandum)


async def test_a_build_in_which_each_signer_locks_the_memorandum_is_noticed(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_sessions, "shared", memoranda.locked)
    one, two = await _cases(await factories.opened(ada_account))
    assert await _second_signs_before_the_first_is_committed(one, two) == (False, None)


async def test_a_rule_that_waits_is_met_by_the_signature_that_completes_it(ada_account: Coordinator) -> None:
    memorandum = await _per_country(ada_account)
    one, two = await _cases(memorandum)

    assert await _second_signs_before_the_first_is_committed(one, two, together=False) == (False, None)

    assert (await factories.reloaded(memorandum)).effect_state == EffectState.IN_EFFECT
    kinds = [each["kind"] for each in await Notification.select(Notification.kind).order_by(Notification.number)]
    assert kinds[-3:] == ["signature", "signature", "took_effect"]


@pytest.mark.parametrize("reason", ["rule", "number", "statement"])
async def test_nobody_signs_beside_others_if_one_signature_decides_about_the_next(ada_account: Coordinator, reason: str) -> None:
    memorandum = await (_per_country(ada_account) if reason == "rule" else factories.opened(ada_account))
    one, two = await _cases(memorandum)
    stated = {"statement_kind": "declaration", "statement_language": "en", "statement_text": "Bound by it."} if reason == "statement" else {}
    if reason == "number":  # of withheld names was given
        await Memorandum.update({Memorandum.withheld_known: 3}).where(Memorandum.id == memorandum.id)
    form = SignatureForm.parse(one.signature | stated)

    with pytest.raises(signing._OneAfterTheOther):
        await signing._sign_once(await _session(one), form, None, together=True)
    assert await acts() == []
    if reason != "number":  # nobody else is there to hide the names
        await signing.sign_in_session(await _session(two), form)
        assert await acts() == ["signature"]


async def test_who_closes_a_memorandum_waits_for_those_who_sign_and_later_ones_wait_for_the_closing(ada_account: Coordinator) -> None:
    """Without a queue nobody could close, or hide a name, as long as others come to sign."""
    memorandum = await factories.opened(ada_account)
    begin, order = asyncio.Event(), list[str]()

    async def close() -> None:
        await begin.wait()
        await opening.close(memorandum)
        order.append("closed")

    async def look() -> None:
        await begin.wait()
        await until_it_waits(closing)
        async with transaction():
            row = await shared(memorandum.id)
            order.append(f"signer sees it {row.signing_state}")

    closing, looking = asyncio.create_task(close()), asyncio.create_task(look())
    async with transaction():
        await shared(memorandum.id)
        begin.set()
        await until_it_waits(closing)
        await until_it_waits(looking)
        assert order == []
    await asyncio.wait([closing, looking])
    assert order == ["closed", "signer sees it closed"]


async def test_who_shares_a_memorandum_cannot_lock_it_any_more(ada_account: Coordinator) -> None:
    """Two that share it and want it alone would wait for each other."""
    memorandum = await factories.opened(ada_account)
    with pytest.raises(RuntimeError, match="hold it alone") if is_postgres() else nullcontext():
        async with transaction():
            await shared(memorandum.id)
            await memoranda.locked(memorandum.id)
    assert await memoranda.locked(memorandum.id)
