"""Two coordinators decide the same at once: one decision counts, the other gets its refusal in their language, and nothing is done twice."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts.tables import Act
from coalition.approvals import queries as approvals
from coalition.approvals.errors import AlreadyAsked, ApprovalGone
from coalition.approvals.tables import Approval
from coalition.database import is_postgres
from coalition.desk.approvals.approvals import REFUSALS
from coalition.desk.invitations.requests import _RULES, _TAKEN
from coalition.desk.signatories import record_corrections
from coalition.invitations.tables import Invitation
from coalition.memoranda.decision_queries import decisions_of
from coalition.notices.tables import Notification
from coalition.organisations.tables import Organisation
from coalition.people import queries as people
from coalition.signatures import correcting_record
from coalition.signing_requests import queries as requests
from coalition.signing_requests.errors import AlreadyDecided
from coalition.signing_requests.tables import SigningRequest
from tests import factories
from tests.conftest import sign_in, visitor
from tests.desk.conftest import follow, send
from tests.house.inputs import inputs_of
from tests.letters import letters_in_tray
from tests.public.reading import words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import httpx
    from litestar.types import ASGIApp

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

    Story = Callable[["Desk"], Awaitable[None]]

pytestmark = pytest.mark.anyio

HERE = "/en/desk/memoranda/cooperation"
RU = "/ru/desk/memoranda/cooperation"
DONE, ASKED = 303, {"slug": "issyk-watch", "kind": "ngo", "step": "new"}


class Desk:
    """The coordinators with their browsers; Ada has a second one, in which she reads Russian."""

    def __init__(self, memorandum: Memorandum, browsers: dict[str, httpx.AsyncClient]) -> None:
        self.memorandum = memorandum
        self.ada, self.also_ada, self.dina, self.eli = browsers.values()


@pytest.fixture
async def desk(app: ASGIApp, ada_account: Coordinator, dina_account: Coordinator) -> AsyncIterator[Desk]:
    eli = await factories.coordinator("eli@example.org", "Eli")
    await factories.organisation("steppe", "Steppe")
    memorandum = await factories.opened(ada_account, since=clock.today() - timedelta(days=20), signature_rule="open")
    accounts = {"ada": ada_account, "also ada": ada_account, "dina": dina_account, "eli": eli}
    browsers = {name: visitor(app) for name in accounts}
    for name, account in accounts.items():
        await sign_in(browsers[name], account)
    yield Desk(memorandum, browsers)
    for browser in browsers.values():
        await browser.aclose()


async def at_once(*posts: Awaitable[httpx.Response], done: int = DONE) -> tuple[int, str]:
    """Send two forms at once; return which one was done, and the words of the page that refuses the other."""
    answers = await asyncio.gather(*posts)
    codes = [answer.status_code for answer in answers]
    [first] = [at for at, code in enumerate(codes) if code in {done, DONE}]
    assert codes[1 - first] in {409, 422}, codes
    return first, words(answers[1 - first].text)


def refused_in(languages: tuple[str, str], first: int, message: Any) -> str:
    """Return the refusal in the language of the form that was not done."""
    return str(message.text(languages[1 - first]))


async def asked(memorandum: Memorandum, token: str = "t") -> int:
    now = clock.now()
    given = {"organisation_name": "Ысык-Көл күзөтү", "name_language": "ky", "country": "KG", "person": "Ben", "email": "ben@issyk.example.org"}
    row = SigningRequest(memorandum=memorandum.id, language="en", token_hash=token, requested_at=now, confirmed_at=now, **given)
    return int((await SigningRequest.insert(row))[0]["id"])


async def letters() -> list[str]:
    return [letter.subject for letter in await letters_in_tray() if letter.address == "ben@issyk.example.org"]


async def a_request_accepted_twice_is_accepted_once(desk: Desk) -> None:
    number = await asked(desk.memorandum)
    browsers = (desk.ada, HERE), (desk.also_ada, RU)
    first, refusal = await at_once(*(send(who, f"{here}/requests/{number}/acceptance", ASKED) for who, here in browsers), done=200)
    assert refused_in(("en", "ru"), first, _RULES[AlreadyDecided]) in refusal
    assert (await Invitation.count(), len(await letters())) == (1, 1)
    assert await Organisation.count().where(Organisation.slug == "issyk-watch") == 1


async def a_request_accepted_while_it_is_refused_has_one_answer(desk: Desk) -> None:
    number = await asked(desk.memorandum)
    posts = (
        send(desk.ada, f"{HERE}/requests/{number}/acceptance", ASKED),
        send(desk.also_ada, f"{RU}/requests/{number}/refusal", {"reason": "We do not know you."}),
    )
    first, refusal = await at_once(*posts, done=200)
    assert refused_in(("en", "ru"), first, _RULES[AlreadyDecided]) in refusal
    [row] = await SigningRequest.objects()
    accepted = first == 0
    assert (row.organisation is not None, row.reason == "", await Invitation.count() == 1) == (accepted, accepted, accepted)
    assert len(await letters()) == 1


async def _form_of(browser: httpx.AsyncClient, path: str) -> dict[str, str]:
    [form] = [form for form in inputs_of((await browser.get(path)).text) if "acted" in form]
    return form | {"reason": "So the letter."}


async def two_corrections_of_what_both_saw_do_not_undo_each_other(desk: Desk) -> None:
    await follow(desk.ada, await send(desk.ada, f"{HERE}/acts", _early(acted=clock.today() - timedelta(days=10))))
    [act] = await Act.select(Act.id)
    paths = [f"{here}/signatories/steppe/corrections/{act['id']}" for here in (HERE, RU)]
    day = await _form_of(desk.ada, paths[0]) | {"acted": str(clock.today() - timedelta(days=12))}
    name = await _form_of(desk.also_ada, paths[1]) | {"representative_name": "Ben Sultanov"}
    for form in (day, name):
        form.pop("form_token")
    first, refusal = await at_once(send(desk.ada, paths[0], day), send(desk.also_ada, paths[1], name))
    assert refused_in(("en", "ru"), first, correcting_record._CORRECTED_MEANWHILE) in refusal
    assert await Act.count().where(Act.kind == "correction") == 1
    again = await _form_of(desk.ada, paths[0]) | ({"representative_name": "Ben Sultanov"} if first == 0 else {"acted": day["acted"]})
    again.pop("form_token")
    await follow(desk.ada, await send(desk.ada, paths[0], again))
    now = await _form_of(desk.ada, paths[0])
    assert (now["acted"], now["representative_name"]) == (day["acted"], "Ben Sultanov")


async def a_slug_that_two_organisations_get_at_once_is_that_of_one(desk: Desk) -> None:
    numbers = [await asked(desk.memorandum, token) for token in ("t", "u")]
    browsers = zip((desk.ada, desk.also_ada), (HERE, RU), numbers, strict=True)
    given = ASKED | {"looked_at": "yes", "confirmed_new": "yes"}
    first, refusal = await at_once(*(send(who, f"{here}/requests/{number}/acceptance", given) for who, here, number in browsers), done=200)
    assert refused_in(("en", "ru"), first, _TAKEN.problems["slug"]) in refusal
    assert await SigningRequest.count().where(SigningRequest.decided_at.is_null()) == 1


def _early(**more: Any) -> dict[str, str]:
    """Return the fields of an act that was done before the text was opened."""
    given = {"organisation": "steppe", "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "Letter no. 12"}
    days = {"acted": clock.today() - timedelta(days=30), "received": clock.today() - timedelta(days=6)}
    return given | {name: str(value) for name, value in (days | {"representative_name": "Ben Sultanow"} | more).items()}


async def _remarked(desk: Desk) -> None:
    await follow(desk.ada, await send(desk.ada, f"{HERE}/acts/remarks", _early(remark="It was signed at the forum.")))


async def _recorded_once(desk: Desk, *, times: int = 1) -> None:
    assert (await Act.count(), len(await decisions_of(desk.memorandum.id))) == (times, times)
    assert await Notification.count().where(Notification.kind == "signature") == times


async def the_same_approval_asked_for_twice_waits_once(desk: Desk) -> None:
    given = _early(remark="It was signed at the forum.")
    first, refusal = await at_once(send(desk.ada, f"{HERE}/acts/remarks", given), send(desk.also_ada, f"{RU}/acts/remarks", given))
    assert refused_in(("en", "ru"), first, REFUSALS[AlreadyAsked]) in refusal
    assert await Approval.count() == 1


async def an_approval_given_twice_records_the_act_once(desk: Desk) -> None:
    await _remarked(desk)
    first, refusal = await at_once(send(desk.dina, "/en/desk/approvals/1/approval"), send(desk.eli, "/ru/desk/approvals/1/approval"))
    assert refused_in(("en", "ru"), first, REFUSALS[ApprovalGone]) in refusal
    await _recorded_once(desk)


async def an_approval_given_while_it_is_cancelled_is_one_of_the_two(desk: Desk) -> None:
    await _remarked(desk)
    first, refusal = await at_once(send(desk.dina, "/en/desk/approvals/1/approval"), send(desk.also_ada, "/ru/desk/approvals/1/withdrawal"))
    assert refused_in(("en", "ru"), first, REFUSALS[ApprovalGone]) in refusal
    await _recorded_once(desk, times=1 - first)


async def a_correction_made_twice_is_one(desk: Desk) -> None:
    await follow(desk.ada, await send(desk.ada, f"{HERE}/acts", _early(acted=clock.today() - timedelta(days=10))))
    [act] = await Act.select(Act.id)
    given = {"acted": str(clock.today() - timedelta(days=12)), "received": "", "representative_name": "Ben Sultanov", "reason": "So the letter."}
    before = len(await letters_in_tray())
    paths = [f"{here}/signatories/steppe/corrections/{act['id']}" for here in (HERE, RU)]
    answers = await asyncio.gather(send(desk.ada, paths[0], given), send(desk.also_ada, paths[1], given))
    codes = [answer.status_code for answer in answers]
    assert sorted(codes) == [DONE, 422]
    refused = answers[codes.index(422)].text
    assert correcting_record._NOTHING_DIFFERS.text(("en", "ru")[codes.index(422)]) in words(refused)
    [form] = [form for form in inputs_of(refused) if "acted" in form]
    assert {name: form[name] for name in ("acted", "representative_name")} == {name: given[name] for name in ("acted", "representative_name")}
    assert await Act.count().where(Act.kind == "correction") == 1
    assert await Notification.count().where(Notification.kind == "record_corrected") == 1
    assert len(await letters_in_tray()) == before + 1


STORIES: dict[str, Story] = {
    story.__name__: story
    for story in (
        a_request_accepted_twice_is_accepted_once,
        a_request_accepted_while_it_is_refused_has_one_answer,
        an_approval_given_twice_records_the_act_once,
        an_approval_given_while_it_is_cancelled_is_one_of_the_two,
        a_correction_made_twice_is_one,
        two_corrections_of_what_both_saw_do_not_undo_each_other,
        a_slug_that_two_organisations_get_at_once_is_that_of_one,
        the_same_approval_asked_for_twice_waits_once,
    )
}


@pytest.mark.parametrize("story", STORIES)
async def test_of_two_decisions_one_counts(desk: Desk, story: str) -> None:
    await STORIES[story](desk)


async def _unlocked_request(memorandum_id: int, request_id: int) -> SigningRequest | None:
    return await requests.request_of(memorandum_id, request_id)


async def _unlocked_approval(number: int) -> Approval | None:
    row = await approvals.approval(number)
    return row if row and row.outcome == "waiting" else None


async def _nobody() -> None:
    """Lock nobody."""


UNLOCKED: dict[str, Callable[[], list[tuple[object, str, object]]]] = {
    "request": lambda: [(requests, "locked_request", _unlocked_request)],
    "approval": lambda: [(approvals, "locked_approval", _unlocked_approval), (people, "lock_coordinators", _nobody)],
}


@pytest.mark.parametrize("story", [name for name in STORIES if name.split("_")[1] in UNLOCKED])
async def test_without_its_lock_both_count(desk: Desk, monkeypatch: pytest.MonkeyPatch, story: str) -> None:
    """On SQLite one transaction writes at a time, so the lock is that of the file.

    Corrections also lock the rows of the organisation, so which of the two waits hangs on the moment: `signatures/test_overtaken.py` decides it.
    """
    for module, name, wrong in UNLOCKED[story.split("_")[1]]():
        monkeypatch.setattr(module, name, wrong)
    with pytest.raises((AssertionError, ValueError)) if is_postgres() else nullcontext():
        await STORIES[story](desk)


async def test_without_what_was_seen_a_correction_undoes_the_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (correcting_record, record_corrections):
        monkeypatch.setattr(module, "seen_of", lambda *_: "the same")
    with pytest.raises((AssertionError, ValueError)):
        await two_corrections_of_what_both_saw_do_not_undo_each_other(desk)
