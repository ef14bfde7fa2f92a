"""Ben answers a round on his phone, in Arabic, without an account and without scripts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.abandoning import abandon
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.taking_forms import ReasonedForm
from coalition.rounds import queries
from tests import factories
from tests.letters import answer_requests, letters_in_tray
from tests.rounds import seated

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator
    from coalition.rounds.tables import ConsultationRound

pytestmark = pytest.mark.anyio


async def _sent(by: Coordinator, *slugs: str, **more: object) -> tuple[ConsultationRound, dict[str, str]]:
    for slug in slugs:
        await factories.organisation(slug, f"Party {slug}", email=f"{slug}@example.org", language="ar" if slug == "ben" else "en")
    row = await seated.sent(await factories.draft(by, languages=("en", "ar")), *slugs, **more)
    return row, await seated.deliver()


async def _enter(browser: httpx.AsyncClient, token: str, language: str = "ar") -> httpx.Response:
    landing = await browser.get(f"/{language}/invitations/{token}")
    assert landing.status_code == 200, landing.text
    return await browser.post(f"/{language}/invitations/{token}/session", follow_redirects=True)


def _field(page: httpx.Response) -> dict[str, str]:
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert token
    return {"form_token": token[1]}


async def test_ben_objects_and_the_others_read_it(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    row, links = await _sent(ada_account, "ben", "far", message=[{"language": "ar", "text": "نرجو الرد قريبًا."}])
    assert not (await queries.seats_of([row.id]))[0].opened_at
    draft = await _enter(ben, links["ben"])
    assert draft.url.path == "/ar/drafting"
    assert "تواصل الأطراف عملها" in draft.text
    assert "نرجو الرد قريبًا." in draft.text
    assert "Party far" not in draft.text
    assert "The parties carry on" in (await ben.get("/ar/drafting?text=en")).text
    assert (await ben.get("/ar/drafting?text=kk")).status_code == 404
    answer = {"position": "object", "disclosure": "named", "name": "Ben"} | _field(await ben.get("/ar/drafting/answer"))
    refused = await ben.post("/ar/drafting/answer", data=answer)
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    answer["reason"] = "البند 2 واسع جدًا."
    checked = await ben.post("/ar/drafting/answer", data=answer)
    assert checked.status_code == 200
    assert "البند 2 واسع جدًا." in checked.text
    assert not await queries.answers_of([seat.id for seat in await queries.seats_of([row.id])])
    changed = await ben.post("/ar/drafting/answer", data=answer | {"step": "change"})
    assert "البند 2 واسع جدًا." in changed.text
    receipt = await ben.post("/ar/drafting/receipt", data=answer, follow_redirects=True)
    assert receipt.url.path == "/ar/drafting/receipt"
    assert "البند 2 واسع جدًا." in receipt.text
    token = (await seated.tokens())["far"]
    read = await _enter(cleo, token, "en")
    assert "Silence was broken" in read.text
    assert "البند 2 واسع جدًا." in read.text
    assert "ben@example.org" not in read.text


async def test_a_seat_reads_that_the_round_ended_with_the_draft(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    row, links = await _sent(ada_account, "ben")
    await _enter(ben, links["ben"], "en")
    assert "The round ended" not in (await ben.get("/en/drafting")).text
    memorandum = await memoranda.by_id(row.memorandum)
    assert memorandum
    await abandon(memorandum, ReasonedForm(reason="Nobody wants it."))
    assert "The round ended on" in (await ben.get("/en/drafting")).text


async def test_comments_are_private_until_they_are_handed_in(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    row, links = await _sent(ada_account, "ben", "far", kind="comments")
    await _enter(ben, links["ben"], "en")
    page = await ben.get("/en/drafting/answer")
    [provision] = re.findall(r'name="(comment-[^"]*2\.1)"', page.text)
    given = {"comment-all": "Too long.", provision: "Once a year.", "disclosure": "named"} | _field(page)
    empty = await ben.post("/en/drafting/answer", data=_field(page) | {"disclosure": "named"})
    assert empty.status_code == 422
    saved = await ben.post("/en/drafting/answer", data=given | {"step": "save"}, follow_redirects=True)
    assert "Once a year." in saved.text
    assert "saved and not handed in" in saved.text
    await _enter(cleo, links["far"], "en")
    assert "Once a year." not in (await cleo.get("/en/drafting")).text
    checked = await ben.post("/en/drafting/answer", data=given)
    assert "Once a year." in checked.text
    receipt = await ben.post("/en/drafting/receipt", data=given, follow_redirects=True)
    assert "Too long." in receipt.text
    assert "Once a year." in (await cleo.get("/en/drafting")).text
    assert (await seated.result(row)).commented == 1


async def test_a_comment_on_what_can_be_no_provision_is_none(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    _, links = await _sent(ada_account, "ben", kind="comments")
    await _enter(ben, links["ben"], "en")
    given = {f"comment-{'p' * 200}": "Never.", "disclosure": "named"} | _field(await ben.get("/en/drafting/answer"))
    assert (await ben.post("/en/drafting/receipt", data=given)).status_code == 422
    assert (await ben.post("/en/drafting/receipt", data=given | {"comment-all": "Too long."})).status_code == 303


async def test_an_ended_session_loses_nothing(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    _, links = await _sent(ada_account, "ben", days=20)
    await _enter(ben, links["ben"], "en")
    answer = {"position": "object", "disclosure": "unnamed", "reason": "Typed for an hour."} | _field(await ben.get("/en/drafting/answer"))
    with clock.shifted(timedelta(hours=1)):
        held = await ben.post("/en/drafting/receipt", data=answer)
        assert held.status_code == 403
        value = re.search(r'name="held_form" value="([^"]+)"', held.text)
        assert value
        link = f"http://127.0.0.1:8000/en/invitations/{links['ben']}"
        again = await ben.post("/en/signing/held-form", data={"held_form": value[1], "link": link}, follow_redirects=True)
        assert again.status_code == 200
        assert "Typed for an hour." in again.text
        assert "Nothing is sent yet" in again.text


async def test_dead_links_offer_a_fresh_one(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    _, links = await _sent(ada_account, "ben", "far")
    assert (await ben.get("/en/drafting")).status_code == 403
    with clock.shifted(timedelta(days=9)):
        await run_due()
        dead = await ben.get(f"/en/invitations/{links['ben']}")
        assert dead.status_code == 410
        assert "fresh-link" in dead.text
        await Letter.delete(force=True)
        await ben.post(f"/en/invitations/{links['ben']}/fresh-link")
        await answer_requests()
        await run_due_without_sending()
        [letter] = await letters_in_tray()
        assert letter.kind == "fresh_link"


async def run_due_without_sending() -> None:
    """Run the job that was asked for; the letter that it writes stays readable."""
    from coalition.jobs import worker
    from coalition.jobs.queue import payload_of
    from coalition.jobs.tables import Job

    for job in await Job.objects().where(Job.kind == "fresh_link"):
        await worker._handlers[job.kind](payload_of(job))
        await Job.delete().where(Job.id == job.id)


async def test_a_form_of_another_seat_is_refused(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    row, links = await _sent(ada_account, "ben", "far")
    await _enter(ben, links["ben"], "en")
    answer = {"position": "agree", "disclosure": "named"} | _field(await ben.get("/en/drafting/answer"))
    await _enter(ben, links["far"], "en")
    refused = await ben.post("/en/drafting/receipt", data=answer)
    assert refused.status_code == 403
    assert (await seated.result(row)).answered == 0


async def test_pages_with_all_answers_show_the_first_comments_of_each(
    ada: httpx.AsyncClient, ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coalition.rounds.seat_scenes._FIRST", 1)
    row, links = await _sent(ada_account, "ben", "far", kind="comments")
    await _enter(ben, links["ben"], "en")
    page = await ben.get("/en/drafting/answer")
    given = {"comment-all": "First of all.", "disclosure": "named"} | _field(page)
    given |= dict.fromkeys(re.findall(r'name="(comment-[^"]*\d)"', page.text)[:2], "And this.")
    receipt = await ben.post("/en/drafting/receipt", data=given, follow_redirects=True)
    assert receipt.text.count("And this.") == 2
    await _enter(cleo, links["far"], "en")
    memorandum = await memoranda.by_id(row.memorandum)
    assert memorandum
    for answer in (await cleo.get("/en/drafting"), await ada.get(f"/en/desk/memoranda/{memorandum.slug}/rounds/1")):
        assert answer.text.count("First of all.") + answer.text.count("And this.") == 1
        assert "2 further comments stand with their provisions" in answer.text
