"""Ben asks on his receipt for letters about what happens next, and stops them there, or with the link in a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.deliveries.tables import TimelineSubscriber
from coalition.deliveries.timeline_letters import write_timeline_letters
from tests.deliveries import told
from tests.deliveries.subscribed import KIND, LATER
from tests.letters import letters_in_tray
from tests.signing.walking import RECEIPT, WITHDRAWAL, Case, a_case, post, sign, words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
FORM = {"language": "en"}  # a browser sends a form, if only with hidden fields
ASK, STOP = "/en/signing/timeline-letters", "/en/signing/timeline-letters/removal"


async def _letter(case: Case) -> str:
    """Publish an update, and return the path of the link in the letter about it."""
    await told.published(case.memorandum, told.update())
    with clock.shifted(LATER):
        await write_timeline_letters({"memorandum": case.memorandum.id})
    letter = (await letters_in_tray(KIND))[-1]
    assert letter.unsubscribe.endswith("/stop")
    return "/" + letter.unsubscribe.split("/", 3)[3].removesuffix("/stop")


async def test_letters_are_asked_for_and_stopped(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account)
    assert (await cleo.post(ASK, data=FORM)).status_code == 403
    await sign(ben, case)
    assert "Get these letters" in words((await ben.get(RECEIPT)).text)
    assert "Get these letters" in words((await ben.get("/en/signing")).text)
    assert (await ben.post(ASK, data={"form_token": "another"})).status_code == 403
    assert not await TimelineSubscriber.count()
    for _ in range(2):
        assert "Stop the letters" in words((await post(ben, ASK, FORM)).text)
    assert await TimelineSubscriber.count() == 1
    assert "Get these letters" in words((await post(ben, STOP, FORM)).text)
    assert not await TimelineSubscriber.count()
    await ben.post(ASK, data=FORM)
    link = await _letter(case)
    shown = await cleo.get(link)  # whoever reads the mailbox has no session
    assert ("Memorandum on cooperation" in words(shown.text), "set-cookie" in shown.headers) == (True, False)
    assert shown.headers["cache-control"] == "no-store"
    assert "/en/memoranda/cooperation/timeline" in shown.text
    assert await TimelineSubscriber.count() == 1  # a look stops nothing
    one_click = await cleo.post(f"{link}/stop", data={"List-Unsubscribe": "One-Click"})
    assert (one_click.status_code, "The letters are stopped" in words(one_click.text)) == (200, True)
    assert not await TimelineSubscriber.count()
    for answer in (await cleo.get(link), await cleo.post(f"{link}/stop"), await cleo.get("/en/signing/letters/never")):
        assert (answer.status_code, "No letters under this link" in words(answer.text)) == (404, True)


async def test_without_an_address_or_a_signature_nothing_is_offered(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account, email="")
    await sign(ben, case)
    assert "Get these letters" not in words((await ben.get(RECEIPT)).text)
    refused = await ben.post(ASK, data=FORM)
    assert (refused.status_code, "No letter can be sent" in words(refused.text)) == (409, True)
    await ben.post(WITHDRAWAL, data={"typed_name": "Ben Sultanov"})
    assert (await ben.post(ASK, data=FORM)).status_code == 409


async def test_the_page_of_a_letter_says_when_the_text_is_not_public(
    ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    case = await a_case(ada_account, at_risk=True)
    await sign(ben, case, disclosure="counted")
    assert "It names neither the text nor your organisation." in words((await ben.get(RECEIPT)).text)
    await ben.post(ASK, data=FORM)
    link = await _letter(case)
    await type(case.memorandum).update({"publicity": "withdrawn_from_public"}).where(type(case.memorandum).id == case.memorandum.id)
    shown = await cleo.get(link)
    assert "The text is not public now" in words(shown.text)
    assert "/timeline" not in shown.text
