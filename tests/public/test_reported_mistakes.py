"""Saying that something is wrong with a record: by anybody, to coordinators only; what is hidden and what is not there are answered alike."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, database
from coalition.acts.tables import Act, Disclosure
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.public.organisations import mistakes
from coalition.reported_mistakes import replying
from coalition.reported_mistakes.tables import ReportedMistake
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.conftest import forget_attempts, sign_in, visitor
from tests.desk.conftest import send
from tests.letters import answer_requests, last_letter, letters_in_tray
from tests.mutants import mutated
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

FORM = "/en/organisations/alpha/mistake"
DESK = "/en/desk/mistakes"
WRONG = {"mistake": "not_signed", "memorandum": "cooperation", "words": "We never signed.\n\nAsk our board.", "email": "board@alpha.example.org"}


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters: no mail server answers."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


async def report(browser: httpx.AsyncClient, path: str = FORM, **more: str) -> ReportedMistake:
    """Send a report as the page for checking it does; return the row."""
    answer = await browser.post(path, data=WRONG | {"step": "send"} | more)
    assert (answer.status_code, "It is sent" in answer.text or "/en/" not in path) == (200, True)
    await answer_requests()
    return await ReportedMistake.objects().order_by(ReportedMistake.id, ascending=False).first()


async def test_a_stranger_says_what_is_wrong_and_gets_an_answer(cleo, ada, ada_account):
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    page = (await cleo.get("/en/organisations/alpha")).text
    assert FORM in page
    assert "Open the page of its organisation" in (await cleo.get("/en/memoranda/cooperation")).text
    link = re.search(r'href="(/en/organisations/alpha/mistake\?memorandum=cooperation)"', page)[1]
    form = await cleo.get(link)
    assert ('value="cooperation" selected' in form.text, "set-cookie" in form.headers) == (True, False)

    empty = await cleo.post(FORM, data={"words": "Typed."})
    assert (empty.status_code, "Choose what is wrong." in empty.text, "Typed." in empty.text) == (422, True, True)
    assert "Write what is wrong, and what would be right." in (await cleo.post(FORM, data={"mistake": "out_of_date"})).text
    review = await cleo.post(FORM, data=WRONG)
    for shown in ("Nothing is sent yet.", "We never signed.", "board@alpha.example.org", "The organisation did not sign or support it"):
        assert shown in words(review.text)
    changed = await cleo.post(FORM, data=WRONG | {"step": "change"})
    assert "We never signed.\n\nAsk our board.</textarea>" in changed.text.replace("\r", "")
    await answer_requests()
    assert await ReportedMistake.count() == 0

    row = await report(cleo, "/ru/organisations/alpha/mistake")
    assert "1 reported mistake waits for an answer" in (await ada.get("/en/desk")).text
    for path in (DESK, "/en/desk/memoranda/cooperation/requests"):
        assert "Alpha: The organisation did not sign or support it" in words((await ada.get(path)).text)
    shown = words((await ada.get(f"{DESK}/{row.id}")).text)
    assert "We never signed." in shown
    assert "Russian" in shown

    silent = await send(ada, f"{DESK}/{row.id}/answer", {"answer": " "})
    assert (silent.status_code, await letters_in_tray(Letter.kind == "mistake_answered")) == (422, [])
    assert (await send(ada, f"{DESK}/{row.id}/answer", {"answer": "We hid the line."})).status_code == 303
    letter = await last_letter()
    text = " ".join(letter.text.split())
    assert (letter.address, letter.language, letter.subject) == ("board@alpha.example.org", "ru", "Ответ на ваше сообщение")
    assert "We hid the line." in text
    for named in ("Alpha", "cooperation", "never signed", "Ada"):
        assert named not in text.replace("/ru/about", "")
    kept = await ReportedMistake.objects().first()
    assert (kept.email, kept.answer, await TrailEntry.count().where(TrailEntry.act == "mistake_answered")) == ("", "We hid the line.", 1)
    again = await send(ada, f"{DESK}/{row.id}/answer", {"answer": "Twice."})
    assert (again.status_code, len(await letters_in_tray(Letter.kind == "mistake_answered"))) == (409, 1)
    assert "We hid the line." in (await ada.get(f"{DESK}/{row.id}")).text


async def test_where_letters_are_discreet_the_answer_stands_on_a_page(cleo, ada, ada_account):
    await factories.forum("kyiv-2013", risk_profile="careful")
    await factories.opened(ada_account, forum="kyiv-2013", publicity="public")
    await factories.organisation("alpha", "Alpha")
    row = await report(cleo)
    await send(ada, f"{DESK}/{row.id}/answer", {"answer": "Alpha is not in the memorandum."})
    letter = await last_letter()
    assert "Alpha" not in letter.text
    path = re.search(r"http://127\.0\.0\.1:8000(/en/mistakes/\S+)", letter.text)[1]
    page = await cleo.get(path)
    assert ("Alpha is not in the memorandum." in page.text, page.headers["cache-control"]) == (True, "no-store")
    assert (await cleo.get(f"{path}x")).status_code == 404
    with clock.shifted(timedelta(days=91)):
        await run_due()
        assert (await cleo.get(path)).status_code == 404


async def test_reports_are_seen_by_whom_they_concern_and_end(app, cleo, ada, ada_account):
    await factories.opened(ada_account)
    dina, edith = visitor(app), visitor(app)
    await sign_in(dina, await factories.coordinator("dina@example.org", "Dina"))
    await sign_in(edith, await factories.coordinator("edith@example.org", "Edith", role="editor"))
    await factories.organisation("alpha", "Alpha")
    on_text = await report(cleo)
    on_entry = await report(cleo, memorandum="", mistake="out_of_date", email="")
    seen = {name: [(await who.get(f"{DESK}/{row.id}")).status_code for row in (on_text, on_entry)] for name, who in (("ada", ada), ("dina", dina))}
    assert seen == {"ada": [200, 200], "dina": [404, 200]}
    assert [(await who.get(DESK)).status_code for who in (edith, cleo)] == [404, 303]
    assert words((await dina.get(DESK)).text).count("Alpha:") == 1
    assert (await send(dina, f"{DESK}/{on_text.id}/answer", {"answer": "Not mine."})).status_code in {404, 409}
    assert [(await ada.get(f"{DESK}/{number}")).status_code for number in ("999", "x", "9" * 12)] == [404] * 3

    with clock.shifted(timedelta(days=1, minutes=2)):
        await run_due()
    news = {letter.address: " ".join(letter.text.split()) for letter in await letters_in_tray(Letter.about.like("news:%"))}
    assert "1 mistake was reported." in news["ada@example.org"]
    assert {"1 mistake in entries of the register was reported." in text for text in news.values()} == {True}
    assert news.keys() == {"ada@example.org", "dina@example.org"}
    assert not any("Alpha" in text for text in news.values())

    await send(dina, f"{DESK}/{on_entry.id}/answer", {"answer": ""})
    for days, left in ((91, [on_text.id]), (366, [])):
        with clock.shifted(timedelta(days=days)):
            await run_due()
            assert await ReportedMistake.select(ReportedMistake.id).output(as_list=True) == left


ALIKE = ("beta", "gamma")  # one signed without its name, the other never answered


async def answers_to(cleo: httpx.AsyncClient, slug: str) -> list[object]:
    """Return everything that a stranger and the queue learn of an organisation by reporting a mistake, without its names."""
    path = f"/en/organisations/{slug}/mistake"
    answers: list[object] = []
    for step in (None, "", "change", "send"):
        forget_attempts()
        with database.counting_queries() as sent:
            asked = f"{path}?memorandum=cooperation"
            answer = await (cleo.get(asked) if step is None else cleo.post(path, data=WRONG | {"step": step}))
        text = answer.text.replace(slug, "-").replace(slug.title(), "-")
        headers = {name: value for name, value in answer.headers.items() if name not in {"content-length", "date"}}
        answers += [answer.status_code, text, headers, [re.sub(r"IN \(\d+\)", "IN (…)", statement) for statement in sent.statements]]
    form = (await cleo.get(f"/en/organisations/{slug}/mistake")).text
    answers.append(form.replace(slug, "-").replace(slug.title(), "-"))
    await answer_requests()
    return [*answers, await ReportedMistake.count().where(ReportedMistake.mistake == "not_signed")]


async def hidden_and_absent_are_answered_alike(cleo: httpx.AsyncClient, ada: Coordinator) -> None:
    """One organisation signed without its name, another did not sign: every answer is the same."""
    memorandum = await factories.opened(ada)
    beta, _ = [await factories.organisation(slug) for slug in ALIKE]
    await factories.signed(memorandum, beta, disclosure=Disclosure.COUNTED.value)
    answers = {}
    for slug in ALIKE:
        await ReportedMistake.delete(force=True)
        answers[slug] = await answers_to(cleo, slug)
    assert answers["beta"] == answers["gamma"]
    assert [answer for answer in answers["beta"] if isinstance(answer, int)][:4] == [200] * 4


async def test_hidden_and_absent_are_answered_alike(cleo, ada_account):
    await hidden_and_absent_are_answered_alike(cleo, ada_account)


async def memoranda_signed(organisation_id: int, slug: str = "cooperation") -> Any:
    """Return what a mutated build offers: the memorandum, if the organisation signed it, hidden or not."""
    signed = await Act.exists().where(Act.organisation == organisation_id)
    return await mistakes.views_of([slug]) if slug and signed else {}


TAKEN = "await views_of([chosen]) if chosen else {}", "await memoranda_signed(shown.record.id, chosen)"
OFFERED = "{**shown.memoranda, **asked_for}", "{**shown.memoranda, **await memoranda_signed(shown.record.id)}"


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("right", "wrong"), [TAKEN, OFFERED])
async def test_the_story_fails_on_a_build_that_asks_for_acts(cleo, ada_account, monkeypatch, right, wrong):
    mutant = mutated(mistakes, right, wrong)
    mutant["_about"].__globals__["memoranda_signed"] = memoranda_signed
    monkeypatch.setattr(mistakes, "_about", mutant["_about"])
    with pytest.raises(AssertionError):
        await hidden_and_absent_are_answered_alike(cleo, ada_account)


async def test_what_is_not_public_is_not_there(cleo, ada_account):
    await factories.opened(ada_account)
    await factories.draft(ada_account, "secret")
    await factories.organisation("alpha", "Alpha")
    await factories.organisation("quiet", at_risk=True)
    paths = ("/en/organisations/quiet/mistake", "/en/organisations/nobody/mistake", f"{FORM}?memorandum=secret", f"{FORM}?memorandum=nothing")
    answers = [await cleo.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text.replace("quiet", "-").replace("nobody", "-").partition("<main")[2] for answer in answers}) == 1
    for path, slug in ((paths[0], ""), (paths[1], ""), (FORM, "secret"), (FORM, "a\0b"), (FORM, "../x")):
        assert (await cleo.post(path, data=WRONG | {"memorandum": slug, "step": "send"})).status_code == 404
    await answer_requests()
    assert await ReportedMistake.count() == 0


async def test_a_network_sends_thirty_in_ten_minutes(cleo, ada_account):
    await factories.opened(ada_account)
    await factories.organisation("alpha", "Alpha")
    answers = [await cleo.post(FORM, data=WRONG | {"step": "send"}) for _ in range(32)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429] * 2
    assert "We never signed." in answers[-1].text


@pytest.mark.sqlite_only
async def test_the_story_of_answers_fails_on_a_build_that_keeps_the_address(cleo, ada, ada_account, monkeypatch):
    monkeypatch.setattr("coalition.desk.mistakes.mistakes.answer", mutated(replying, ', ReportedMistake.email: ""}', "}")["answer"])
    with pytest.raises(AssertionError):
        await test_a_stranger_says_what_is_wrong_and_gets_an_answer(cleo, ada, ada_account)
