"""Cleo objects in a round that asks for no comments, and names the provision by the text that she proposes for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.rounds.seat_sessions import begin_seat_session
from tests.amendments import proposed
from tests.amendments.test_seat_pages import enter, links
from tests.drafting.conftest import key_of

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("kind", ["silence", "indication"])
async def test_an_objection_comes_with_amendments_and_says_why_not_with_comments(ben: httpx.AsyncClient, consulted: Memorandum, kind: str) -> None:
    token = (await links(consulted, kind=kind))["ben"]
    draft = await enter(ben, token)
    assert ("Propose another text" in draft.text, "Comment or propose" in draft.text) == (True, False)
    page = (await ben.get(f"/en/drafting/provisions/{await key_of(consulted, '2')}")).text
    assert ("so there are no comments" in page, 'name="comment"' in page) == (True, False)
    answer = (await ben.get("/en/drafting/answer")).text
    assert "If you object to single provisions, propose another text" in answer
    assert "What your organisation proposed" not in answer
    await proposed.handed_in(await begin_seat_session(token), await proposed.replacing(consulted, "2", "The parties report in public:"))
    answer = (await ben.get("/en/drafting/answer")).text
    assert ("What your organisation proposed" in answer, "Amendment No. 1" in answer, "Provision 2" in answer) == (True, True, True)


async def test_a_round_of_comments_says_nothing_of_it(ben: httpx.AsyncClient, consulted: Memorandum) -> None:
    await enter(ben, (await links(consulted))["ben"])
    page = (await ben.get(f"/en/drafting/provisions/{await key_of(consulted, '2')}")).text
    assert ("so there are no comments" in page, 'name="comment"' in page) == (False, True)
    assert "If you object to single provisions" not in (await ben.get("/en/drafting/answer")).text
