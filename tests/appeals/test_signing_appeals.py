"""An appeal is signed in two pages, and read first by what has happened."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.standing_count_queries import bound_number
from coalition.appeals.sending_appeals import send_appeal
from coalition.deliveries.forms import EntryForm
from coalition.jobs import worker
from coalition.jobs.queue import payload_of
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due
from coalition.memoranda.queries import by_slug
from tests.appeals.appealed import appeal, digest_of
from tests.deliveries.told import published
from tests.letters import letters_in_tray
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("networks")]

UPDATE = {
    "kind": "update",
    "on": "2026-11",
    "texts": [{"language": "en", "title": "Her lawyer saw her", "text": "She is in the prison of the city."}],
}
ANSWERS = {"kind": "signature", "representative_name": "Ben Berg", "representative_title": "Director", "disclosure": "public"}


@pytest.fixture
async def sent(ada_account: Coordinator) -> Memorandum:
    memorandum = await appeal(ada_account, ["north", "south"], hours=3)
    await send_appeal(memorandum, await digest_of(memorandum))
    await finish_inviting()
    row = await by_slug(memorandum.slug)
    assert row is not None
    return row


async def finish_inviting() -> None:
    """Write all letters, and send none."""
    for job in await Job.objects().where(Job.kind == "long_work"):
        await worker._handlers[job.kind](payload_of(job))
    await Job.delete().where(Job.kind == "long_work")


async def link_to(address: str) -> str:
    [letter] = [each for each in await letters_in_tray() if each.address == address]
    found = re.search(r"http://[^/]+(/\w\w/invitations/\S+)", letter.text)
    assert found is not None
    return found[1]


async def test_two_pages_sign_it(sent: Memorandum, cleo: httpx.AsyncClient) -> None:
    await published(sent, EntryForm.parse(UPDATE))
    link = await link_to("one@example.org")
    first = (await cleo.get(link)).text
    places = [
        first.index(text) for text in ("Her lawyer saw her", "To release her at once.", "Nobody has seen her since.", 'name="representative_name"')
    ]
    assert places == sorted(places)
    assert "Step 1 of 2" in words(first)
    assert await bound_number(sent.id) == 0
    digest = re.search(r'name="digest" value="([^"]*)"', first)
    assert digest is not None
    second = await cleo.post(f"{link}/session", data=ANSWERS | {"digest": digest[1]}, follow_redirects=True)
    assert (second.status_code, second.url.path) == (200, "/en/signing/signature/review")
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', second.text.partition('/en/signing/signature"')[2]))
    signed = await cleo.post("/en/signing/signature", data=fields | {"authority": "yes", "typed_name": "Ben Berg"})
    assert signed.headers["location"] == "/en/signing/receipt"
    assert await bound_number(sent.id) == 1


async def test_what_is_missing_is_asked_with_all_that_was_typed(sent: Memorandum, cleo: httpx.AsyncClient) -> None:
    link = await link_to("two@example.org")
    assert link.startswith("/ru/")
    given = ANSWERS | {"representative_name": "", "digest": "sha256:" + "0" * 64}
    answer = await cleo.post(f"{link}/session", data=given, follow_redirects=True)
    assert (answer.status_code, 'value="Director"' in answer.text, 'id="representative_name-error"' in answer.text) == (422, True, True)


async def test_a_member_at_risk_is_told_nothing_in_the_letter(sent: Memorandum) -> None:
    [letter] = [each for each in await letters_in_tray() if each.address == "three@example.org"]
    for words_of_text in ("Освободите", "Адвокат", "Three", sent.slug, "Asia"):
        assert words_of_text not in letter.subject + letter.text
    [other] = [each for each in await letters_in_tray() if each.address == "two@example.org"]
    assert "Освободите" in other.subject
    assert "Немедленно освободить её." in other.text


async def test_it_ends_at_its_hour(sent: Memorandum, cleo: httpx.AsyncClient) -> None:
    link = await link_to("one@example.org")
    with clock.shifted(timedelta(hours=3, minutes=1)):
        assert 'name="representative_name"' not in (await cleo.get(link)).text  # the worker has not closed it yet
        await run_due()
        page = words((await cleo.get(f"/en/memoranda/{sent.slug}")).text)
    assert "It was open for signature until" in page


async def test_everybody_reads_updates_first(sent: Memorandum, cleo: httpx.AsyncClient) -> None:
    page = (await cleo.get(f"/en/memoranda/{sent.slug}")).text
    assert "A lawyer who defends tenants in a southern city." in page
    await published(sent, EntryForm.parse(UPDATE))
    page = (await cleo.get(f"/en/memoranda/{sent.slug}")).text
    assert page.index("Her lawyer saw her") < page.index("Nobody has seen her since.")
