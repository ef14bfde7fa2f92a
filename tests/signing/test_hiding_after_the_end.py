"""Ben's organisation withdrew, and its name stands in brackets: the private link hides the line at once, and can show nothing more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.histories import History
from coalition.acts.status_queries import status_of
from coalition.notices.tables import Notification
from tests.conftest import visitor
from tests.days import ago
from tests.signing.walking import RECEIPT, WITHDRAWAL, Case, a_case, acts, enter, kept_link, sign, words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator

    Story = Callable[[httpx.AsyncClient, httpx.AsyncClient, Coordinator], Awaitable[None]]

pytestmark = pytest.mark.anyio

STATUS, DISCLOSURE = "/en/signing", "/en/signing/disclosure"
PUBLIC = ("/en/memoranda/cooperation", "/en/memoranda/cooperation/signatories", "/memoranda/cooperation.json", "/feeds/notifications.atom")
BUTTON = "Hide us now"


async def withdrawn(ben: httpx.AsyncClient, ada: Coordinator, **more: str) -> Case:
    case = await a_case(ada)
    await sign(ben, case, **more)
    assert (await ben.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})).status_code == 303
    return case


async def named_by(cleo: httpx.AsyncClient) -> list[str]:
    """Return the public addresses that name the organisation."""
    return [path for path in PUBLIC if "Bir Duino" in (await cleo.get(path)).text]


async def the_bracketed_line_is_hidden_at_once(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada: Coordinator) -> None:
    await withdrawn(ben, ada)
    assert await named_by(cleo) == list(PUBLIC)
    for page in (RECEIPT, STATUS):
        shown = await ben.get(page)
        assert (BUTTON in shown.text, "Change who may know" in shown.text) == (True, False)
    assert (await ben.post(DISCLOSURE, data={"disclosure": "counted"})).headers["location"] == STATUS
    assert await named_by(cleo) == []
    assert BUTTON not in (await ben.get(STATUS)).text
    assert await acts() == ["signature", "withdrawal", "disclosure"]


async def nothing_more_is_shown_after_the_end(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada: Coordinator) -> None:
    await withdrawn(ben, ada, disclosure="public_organisation")
    for level in ("public", "nonsense"):
        assert (await ben.post(DISCLOSURE, data={"disclosure": level})).status_code == 409
    assert (await ben.get(DISCLOSURE)).status_code == 409
    assert (await ben.post(DISCLOSURE, data={"disclosure": "counted"})).status_code == 303
    assert (await ben.post(DISCLOSURE, data={"disclosure": "public_organisation"})).status_code == 409
    assert await named_by(cleo) == []
    assert not await Notification.exists().where(Notification.kind == "disclosed")


STORIES: list[Story] = [the_bracketed_line_is_hidden_at_once, nothing_more_is_shown_after_the_end]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_a_line_that_ended(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator, story: Story) -> None:
    await story(ben, cleo, ada_account)


async def test_the_link_of_the_receipt_hides_it_months_later(ben: httpx.AsyncClient, cleo, app: ASGIApp, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    await sign(ben, case)
    link = kept_link((await ben.get(RECEIPT)).text)
    await ben.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})
    with clock.shifted(timedelta(days=100)):
        async with visitor(app) as later:
            await enter(later, Case(case.memorandum, case.organisation, link, case.digest))
            assert BUTTON in (await later.get(STATUS)).text
            assert (await later.post(DISCLOSURE, data={"disclosure": "counted"})).status_code == 303
    assert await named_by(cleo) == []


async def test_a_sealed_name_does_not_open_after_a_withdrawal(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await withdrawn(ben, ada_account, disclosure="sealed_until", release_on=ago(-10).isoformat())
    page = words((await ben.get(STATUS)).text)
    assert "No name is shown now." in page
    assert BUTTON in page
    with clock.shifted(timedelta(days=11)):
        before = (await status_of(case.memorandum)).lines
    await ben.post(DISCLOSURE, data={"disclosure": "counted"})
    with clock.shifted(timedelta(days=11)):
        assert (len(before), (await status_of(case.memorandum)).lines) == (1, [])


MUTATED_BUILDS: dict[str, tuple[Story, str, object]] = {
    "a line that ended cannot be hidden": (STORIES[0], "can_be_hidden", property(lambda _: False)),
    "what is hidden can be shown again": (STORIES[1], "raises", lambda *_: False),
}


@pytest.mark.parametrize("name", MUTATED_BUILDS)
@pytest.mark.sqlite_only
async def test_a_mutated_build_is_found(
    ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    story, part, fault = MUTATED_BUILDS[name]
    if part == "can_be_hidden":
        monkeypatch.setattr(History, part, fault)
    else:
        monkeypatch.setattr(f"coalition.signatures.disclosing.{part}", fault)
    with pytest.raises(AssertionError):
        await story(ben, cleo, ada_account)
