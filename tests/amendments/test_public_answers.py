"""Organisations say whether everybody may read what they propose, and can change that; nobody else lets everybody read more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.amendments import public_answers
from coalition.amendments.entering import enter_for
from coalition.amendments.errors import NoSuchAmendment, OnlyTheOrganisation
from coalition.amendments.forms import CoSponsorForm, PublicAnswerForm
from coalition.amendments.public_answers import answer_at_desk, answer_in_seat
from coalition.amendments.readers import coordinators_of
from coalition.amendments.supporting import join_amendment
from coalition.amendments.tables import PublicAnswer
from tests.amendments import proposed
from tests.amendments.test_seat_pages import enter, hidden, links
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio


def says(answer: str) -> PublicAnswerForm:
    return PublicAnswerForm.parse({"published": answer})


async def answers(memorandum: Memorandum) -> list[PublicAnswer | None]:
    return [line.public_answer for line in await proposed.lines(coordinators_of(memorandum.id))]


async def test_an_organisation_answers_for_itself(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    seats = await proposed.sessions(consulted)
    one = await proposed.replacing(consulted, "1", "The parties meet twice.")
    [number] = await proposed.handed_in(seats["ben"], one)
    assert await answers(consulted) == [PublicAnswer.NO]
    await answer_in_seat(seats["ben"], number, says("named"))
    assert await answers(consulted) == [PublicAnswer.NAMED]
    with pytest.raises(NoSuchAmendment):
        await answer_in_seat(seats["cleo"], number, says("named"))
    await join_amendment(seats["cleo"], number, CoSponsorForm.parse({"disclosure": "named", "published": "unnamed"}))
    cleo = await proposed.in_seat(seats["cleo"])
    assert (await proposed.read(cleo, number)).line.public_answer is PublicAnswer.UNNAMED
    await answer_in_seat(seats["cleo"], number, says("no"))
    assert (await proposed.read(cleo, number)).line.public_answer is PublicAnswer.NO
    assert (await proposed.read(await proposed.in_seat(seats["far"]), number)).line.public_answer is None
    assert await answers(consulted) == [PublicAnswer.NAMED]
    with pytest.raises(NoSuchAmendment):
        await answer_at_desk(consulted, 9, says("no"))
    await answer_at_desk(consulted, number, says("unnamed"))
    with pytest.raises(OnlyTheOrganisation):
        await answer_at_desk(consulted, number, says("named"))
    entered = await enter_for(consulted, proposed.entered("far", one))
    await answer_at_desk(consulted, entered, says("named"))
    assert await answers(consulted) == [PublicAnswer.UNNAMED, PublicAnswer.NAMED]
    wrong = mutated(public_answers, "if entered or not raises(answer, before)", "if True")
    monkeypatch.setattr(public_answers, "answers_at_desk", wrong["answers_at_desk"])
    await answer_at_desk(consulted, number, says("named"))
    assert await answers(consulted) == [PublicAnswer.NAMED, PublicAnswer.NAMED]


async def test_the_answer_is_asked_for_and_changed_on_pages(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await links(consulted)
    await enter(ben, tokens["ben"])
    await enter(cleo, tokens["cleo"])
    key = (await proposed.replacing(consulted, "1", "x")).provision
    noted = hidden(await ben.get(f"/en/drafting/provisions/{key}?text=en")) | {"text": "The parties meet twice."}
    await ben.post(f"/en/drafting/provisions/{key}", data=noted)
    asked = await ben.get("/en/drafting/hand-in")
    assert 'value="no" checked' in asked.text
    tick = asked.text.split('name="notes" value="')[1].split('"')[0]
    given = hidden(asked) | {"notes": tick, "disclosure": "named", "published": "maybe"}
    assert (await ben.post("/en/drafting/hand-in", data=given)).status_code == 422
    await ben.post("/en/drafting/hand-in", data=given | {"published": "named"})
    shown = await ben.get("/en/drafting/amendments/1")
    assert "You agreed that everybody reads it with your name" in shown.text
    assert "What everybody may read of it" not in (await cleo.get("/en/drafting/amendments/1")).text
    page = await ben.get("/en/drafting/amendments/1/public-answer")
    assert 'value="named" checked' in page.text
    wrong = await ben.post("/en/drafting/amendments/1/public-answer", data=hidden(page) | {"published": ""})
    assert (wrong.status_code, "Choose an answer." in wrong.text) == (422, True)
    changed = await ben.post("/en/drafting/amendments/1/public-answer", data=hidden(page) | {"published": "no"}, follow_redirects=True)
    assert "you did not agree" in changed.text
    assert (await cleo.get("/en/drafting/amendments/1/public-answer")).status_code == 404
