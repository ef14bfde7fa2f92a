"""A program enters, answers and decides amendments, answers comments, and reads the comment matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.mail.tables import Letter
from coalition.rounds.answering_rounds import hand_in_comments
from coalition.rounds.forms import SeatCommentsForm
from coalition.spreadsheets.csv_files import csv_grid
from coalition.spreadsheets.workbooks import sheets_of
from tests.amendments import proposed
from tests.amendments.conftest import consulted, draft  # noqa: F401 -- fixtures
from tests.drafting.conftest import key_of, provisions_of
from tests.letters import letters_in_tray
from tests.rounds import seated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/api/v1/memoranda/cooperation"
NEVER = "The parties never meet."


async def _entered(script: httpx.AsyncClient, memorandum: Memorandum, **more: str) -> httpx.Response:
    body = {"operation": "replace", "provision": await key_of(memorandum, "1"), "language": "en", "text": "1. The parties meet twice."}
    return await script.post(f"{HERE}/amendments", json={**body, "organisation": "ben", "disclosure": "named", **more})


async def test_several_are_accepted_at_once_or_none(script: httpx.AsyncClient, watcher, rival, consulted: Memorandum) -> None:  # noqa: F811
    third = await key_of(consulted, "3")
    await _entered(script, consulted)
    await _entered(script, consulted, organisation="cleo", text="The parties meet thrice.")
    await _entered(script, consulted, provision=third, text="3. The parties publish reports.")
    at_once = f"{HERE}/acceptances"
    assert [(await each.post(at_once, json={"numbers": [1]})).status_code for each in (watcher, rival)] == [403, 404]
    collide = await script.post(at_once, json={"numbers": [1, 2, 3]})
    assert (collide.status_code, collide.json()["type"]) == (409, "/problems/amendments-collide")
    gone = await script.post(at_once, json={"numbers": [1, 9]})
    assert (gone.status_code, gone.json()["type"]) == (409, "/problems/amendment-not-open")
    assert [(await script.post(at_once, json={"numbers": wrong})).status_code for wrong in ([], [0], "1")] == [422, 422, 422]
    assert (await provisions_of(consulted))[third].source == "3. The parties publish."
    accepted = await script.post(at_once, json={"numbers": [3, 1]})
    assert (accepted.status_code, accepted.json()["numbers"]) == (201, [1, 3])
    assert (await provisions_of(consulted))[third].source == "3. The parties publish reports."


async def test_letters_show_the_draft_in_a_way_that_is_asked_for(script: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811
    await seated.sent(consulted, *proposed.SLUGS, kind="comments")
    here = f"{HERE}/rounds/1/proposal-letters"
    sent = await script.post(here, json={"view": "result"})
    assert (sent.status_code, sent.json()) == (201, {"written": 3})
    letters = await letters_in_tray(Letter.kind == "round_view")
    assert len([letter for letter in letters if "1. The parties meet." in letter.text]) == 3
    for body in ({"view": "difference"}, {}, {"view": "upside-down"}):
        assert (await script.post(here, json=body)).status_code == 422, body


async def test_amendments_are_entered_answered_and_decided(script: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    made = await _entered(script, consulted, reason="Once is not enough.")
    assert (made.status_code, made.json()["number"], made.headers["location"]) == (201, 1, f"{HERE}/amendments/1")
    assert (made.json()["original"], made.json()["text"]) == ("The parties meet.", "The parties meet twice.")
    other = (await _entered(script, consulted, organisation="cleo", text="The parties meet thrice.")).json()
    assert [(each["number"], each["kind"]) for each in other["collisions"]] == [(1, "words")]

    here = f"{HERE}/amendments/1"
    assert (await script.post(f"{here}/recommendation", json={"outcome": "accepted", "reason": "It is clearer."})).status_code == 201
    replied = await script.post(f"{here}/replies", json={"text": "Thank you.", "disclosure": "named"}, headers={"Accept-Language": "nb"})
    shown = replied.json()
    assert (shown["recommended"]["outcome"], shown["recommended"]["coordinator"], shown["state"]) == ("accepted", "Ada", "submitted")
    assert [(reply["text"], reply["language"], reply["coordinator"], reply["organisation"]) for reply in shown["replies"]] == [
        ("Thank you.", "nb", "Ada", None)
    ]
    decided = await script.post(f"{here}/decision", json={"outcome": "accepted"})
    assert (decided.status_code, decided.json()["state"], decided.json()["decision"]["text"]) == (201, "accepted", "The parties meet twice.")
    first = await key_of(consulted, "1")
    assert (await provisions_of(consulted))[first].source == "1. The parties meet twice."

    refused = await script.post(f"{HERE}/amendments/2/decision", json={"outcome": "accepted"}, headers={"Accept-Language": "ru"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/words-changed")
    assert (await script.post(f"{here}/decision", json={"outcome": "accepted"})).json()["type"] == "/problems/amendment-not-open"
    unexplained = await script.post(f"{HERE}/amendments/2/decision", json={"outcome": "rejected"})
    assert (unexplained.status_code, [error["pointer"] for error in unexplained.json()["errors"]]) == (422, ["/reason"])
    back = await script.delete(f"{here}/decision")
    assert (back.status_code, back.json()["state"], back.json()["decision"]) == (200, "submitted", None)
    assert (await script.delete(f"{here}/decision")).json()["type"] == "/problems/not-decided"
    base = (await script.get(f"{HERE}/amendments/2")).json()["base"]
    modified = {"outcome": "accepted_modified", "text": "The parties meet often.", "base": base}
    assert (await script.post(f"{HERE}/amendments/2/decision", json=modified)).json()["state"] == "accepted_modified"


async def test_amendments_are_listed_by_number_and_narrowed(script: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    session = (await proposed.sessions(consulted, "ben"))["ben"]
    await proposed.handed_in(session, await proposed.replacing(consulted, "1", NEVER), disclosure="unnamed")
    await _entered(script, consulted, organisation="cleo")
    await _entered(script, consulted, organisation="far", operation="new", provision="", text="The parties part.")
    page = await script.get(f"{HERE}/amendments?limit=2")
    listed = [(each["number"], each["organisation"], each["disclosure"]) for each in page.json()["items"]]
    assert listed == [(1, "ben", "unnamed"), (2, "cleo", "named")]
    assert page.headers["link"] == f'<{HERE}/amendments?after=2&limit=2>; rel="next"'
    for query, numbers in (
        (f"after={page.json()['next']}", [3]),
        ("provision=", [3]),
        (f"provision={await key_of(consulted, '1')}", [1, 2]),
        ("organisation=cleo", [2]),
        ("organisation=nobody", []),
        ("state=rejected", []),
        ("language=en&round=1&state=submitted", [1, 2, 3]),
        ("round=7", []),
    ):
        narrowed = (await script.get(f"{HERE}/amendments?{query}")).json()["items"]
        assert [each["number"] for each in narrowed] == numbers, query
    assert (await script.get(f"{HERE}/amendments?state=lost")).status_code == 422


async def test_comments_are_answered_and_stand_in_the_matrix(script: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    session, third = (await proposed.sessions(consulted, "ben"))["ben"], await key_of(consulted, "3")
    await hand_in_comments(session, SeatCommentsForm.parse({"comments": {third: "=HYPERLINK(1)"}, "disclosure": "coordinators"}), "en")
    await _entered(script, consulted, organisation="cleo", reason="مرتين")
    [comment] = (await script.get(f"{HERE}/comments?provision={third}")).json()["items"]
    assert (comment["text"], comment["organisation"], comment["round"], comment["disposition"]) == ("=HYPERLINK(1)", "ben", 1, None)
    here = f"{HERE}/comments/{comment['id']}"
    assert (await script.post(f"{here}/replies", json={"text": "Why?", "disclosure": "coordinators"})).json()["reply_count"] == 1
    disposed = await script.post(f"{here}/disposition", json={"outcome": "not", "reason": "It is no text."})
    assert (disposed.status_code, disposed.json()["disposition"], len(disposed.json()["replies"])) == (201, "not", 1)

    file = await script.get(f"{HERE}/matrix.csv")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    header, *rows = csv_grid(file.content.decode("utf-8-sig"))
    assert [dict(zip(header, row, strict=True))["kind"] for row in rows] == ["amendment", "comment"]
    assert [row[3:9] for row in rows] == [
        ["cleo", "replace", "en", "The parties meet twice.", "مرتين", "submitted"],
        ["ben", "", "en", "'=HYPERLINK(1)", "", "not"],
    ]
    [sheet] = sheets_of((await script.get(f"{HERE}/matrix.xlsx?round=1")).content)
    assert [row.cells[6] for row in sheet.rows] == ["proposal", "The parties meet twice.", "=HYPERLINK(1)"]
    [sheet] = sheets_of((await script.get(f"{HERE}/matrix.xlsx?round=7")).content)
    assert len(sheet.rows) == 1


async def test_amendments_and_comments_are_for_those_who_work_on_the_draft(
    cleo: httpx.AsyncClient,
    watcher: httpx.AsyncClient,
    rival: httpx.AsyncClient,
    script: httpx.AsyncClient,
    consulted: Memorandum,  # noqa: F811 -- the fixture
) -> None:
    await _entered(script, consulted)
    for path in ("amendments", "amendments/1", "comments", "comments/1", "matrix.csv", "matrix.xlsx"):
        assert (path, (await cleo.get(f"{HERE}/{path}")).status_code) == (path, 401)
        assert (path, (await rival.get(f"{HERE}/{path}")).status_code) == (path, 404)
    assert (await watcher.get(f"{HERE}/amendments/1")).status_code == 200
    assert (await watcher.post(f"{HERE}/amendments/1/decision", json={"outcome": "accepted"})).status_code == 403
    for missing in ("amendments/2", "amendments/x", "comments/9", "comments/x"):
        assert (missing, (await script.get(f"{HERE}/{missing}")).status_code) == (missing, 404)
    assert (await script.post(f"{HERE}/amendments/2/replies", json={"text": "A", "disclosure": "named"})).json()["type"] == "/problems/not-found"
    assert (await script.post(f"{HERE}/comments/9/disposition", json={"outcome": "noted"})).json()["type"] == "/problems/not-found"
