"""What the desk can do with articles a program can do, under the same rules; everybody reads what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coalition.api.tables import ANSWER_BODY
from coalition.approvals import changing
from coalition.articles.linked_record_queries import base_of_row
from coalition.articles.queries import by_slug
from coalition.database import counting_queries, execute
from tests import factories
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HERE = "/api/v1/articles"
ONE = f"{HERE}/a-story"
TEXTS = [
    {"language": "en", "title": "Organisations met", "summary": "They agreed.", "body": "They **met** there.", "picture_text": ""},
    {"language": "ru", "title": "Встреча", "summary": "", "body": "", "picture_text": ""},
]
BODY = {"slug": "a-story", "kind": "news", "on": "2013-04", "source": {"name": "Freedom Files", "url": None}, "texts": TEXTS}
AGREED = {"label": "Aigul, the teacher", "agreed": "2026-01", "means": "a signed paper", "purpose": "her first name"}


async def base(client: httpx.AsyncClient) -> str:
    return str((await client.get(ONE)).json()["base"])


async def publish(client: httpx.AsyncClient, seen: str = "") -> httpx.Response:
    return await client.post(f"{ONE}/publication", json={"base": seen or await base(client)})


async def listed(client: httpx.AsyncClient, **asked: Any) -> list[str]:
    answer = await client.get(HERE, params=asked)
    assert answer.status_code == 200, answer.text
    return [item["slug"] for item in answer.json()["items"]]


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_a_program_writes_publishes_changes_and_withdraws(
    script: httpx.AsyncClient, watcher: httpx.AsyncClient, cleo: httpx.AsyncClient
) -> None:
    await factories.organisation("alpha", "Alpha")
    await factories.organisation("hidden", "Hidden", listed=False)
    await factories.forum()
    links = {"organisations": ["alpha", "hidden"], "forums": ["kyiv-2013"], "memoranda": []}
    key = {"Idempotency-Key": "once"}
    made = await script.post(HERE, json=BODY | links, headers=key)
    assert (made.status_code, made.headers.get("Location")) == (201, ONE), made.text
    assert (await script.post(HERE, json=BODY | links, headers=key)).headers["Idempotency-Replayed"] == "true"
    draft = made.json()
    assert draft.items() >= (BODY | links | {"state": "draft", "published": None, "nobody_recognisable": False}).items()
    assert problem(await script.post(HERE, json=BODY)) == (409, "slug-taken")
    assert ((await watcher.get(ONE)).json(), (await cleo.get(ONE)).status_code, await listed(cleo), await listed(watcher)) == (
        draft,
        404,
        [],
        ["a-story"],
    )
    refused = await script.post(HERE, json=BODY | {"slug": "other", "forums": ["nowhere"]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/forums/0")

    assert problem(await publish(script, "another")) == (409, "changed-meanwhile")
    assert (await script.post(f"{ONE}/publication", json={})).status_code == 422
    published = (await publish(script)).json()
    assert (published["made"], published["article"]["state"]) == ("at_once", "published")
    assert problem(await publish(script)) == (409, "article-published")
    everybody = (await cleo.get(ONE)).json()
    own = {"organisations": ["alpha"], "nobody_recognisable": None, "base": None}
    assert everybody == published["article"] | own

    changed = (await script.patch(ONE, json={"on": "2013-05", "base": draft["base"]})).json()["article"]
    assert (changed["on"], bool(changed["changed"]), changed["texts"]) == ("2013-05", True, TEXTS)
    assert problem(await script.patch(ONE, json={"on": "2013-06", "base": draft["base"]})) == (409, "changed-meanwhile")
    assert (await script.patch(ONE, json={"texts": []})).status_code == 422
    withdrawn = await script.post(f"{ONE}/withdrawal")
    assert (withdrawn.status_code, withdrawn.json()["article"]["state"]) == (201, "withdrawn")
    assert problem(await script.post(f"{ONE}/withdrawal")) == (409, "not-published")
    assert problem(await script.delete(ONE)) == (409, "was-published")
    await script.post(HERE, json=BODY | {"slug": "not-needed"})
    removed = await script.delete(f"{HERE}/not-needed")
    assert (removed.json()["slug"], (await script.delete(f"{HERE}/not-needed")).status_code) == ("not-needed", 404)
    assert (problem(await cleo.get(ONE)), await listed(cleo)) == ((410, "withdrawn-from-public"), [])
    assert "Kyiv" not in (await cleo.get(ONE)).text
    assert ((await publish(script)).status_code, await listed(cleo)) == (201, ["a-story"])


async def test_the_list_is_narrowed_and_read_page_by_page(
    script: httpx.AsyncClient, watcher: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await factories.organisation("alpha", "Alpha")
    await factories.organisation("hidden", "Hidden", listed=False)
    await factories.forum()
    await factories.opened(ada_account)
    await factories.article("old", on="2011", published=True, organisations=["alpha", "hidden"])
    await factories.article("middle", on="2012", published=True, kind="report", forums=["kyiv-2013"], texts=TEXTS)
    await factories.article("newest", on="2013", published=True, memoranda=["cooperation"])
    await factories.article("draft", on="2014", organisations=["hidden"])
    assert await listed(cleo) == ["newest", "middle", "old"]
    for asked, expected in (
        ({"kind": "report"}, ["middle"]),
        ({"language": "ru"}, ["middle"]),
        ({"organisation": "alpha"}, ["old"]),
        ({"forum": "kyiv-2013"}, ["middle"]),
        ({"memorandum": "cooperation"}, ["newest"]),
        ({"q": "vstrecha"}, ["middle"]),
        ({"state": "draft"}, []),
    ):
        assert await listed(cleo, **asked) == expected, asked
    assert (await listed(watcher, state="draft"), await listed(watcher, organisation="hidden")) == (["draft"], ["draft", "old"])
    for unknown in ({"organisation": "hidden"}, {"organisation": "nobody"}, {"forum": "nowhere"}, {"memorandum": "nothing"}):
        assert (await cleo.get(HERE, params=unknown)).status_code == 404
    assert (await cleo.get(HERE, params={"after": "../etc"})).status_code == 422
    first = await cleo.get(HERE, params={"limit": 2, "kind": ""})
    assert first.status_code == 422
    first = await cleo.get(HERE, params={"limit": 2})
    address = first.headers["Link"].partition(">")[0].removeprefix("<")
    second = await cleo.get(address)
    assert ([item["slug"] for item in second.json()["items"]], second.json()["next"]) == (["old"], None)
    assert "ETag" in second.headers
    with counting_queries() as few:
        await cleo.get(HERE, params={"limit": 1})
    with counting_queries() as many:
        await cleo.get(HERE, params={"limit": 3})
    assert few.count == many.count


async def test_the_consent_of_people_is_recorded_and_taken_back(
    script: httpx.AsyncClient, watcher: httpx.AsyncClient, cleo: httpx.AsyncClient
) -> None:
    await script.post(HERE, json=BODY | {"kind": "story"})
    assert problem(await publish(script)) == (409, "consent-missing")
    recorded = await script.post(f"{ONE}/consents", json=AGREED, headers={"Idempotency-Key": "consent"})
    assert (recorded.status_code, recorded.headers["Location"]) == (201, f"{ONE}/consents")
    number = recorded.json()["number"]
    [stored] = await execute("SELECT body, key FROM kept_answer")
    assert "Aigul" not in recorded.text + ANSWER_BODY.decrypt(stored["body"], stored["key"])
    assert (await script.post(f"{ONE}/consents", json=AGREED | {"means": ""})).status_code == 422
    [consent] = (await watcher.get(f"{ONE}/consents")).json()["items"]
    assert consent.items() >= AGREED.items()
    [read] = await execute("SELECT count(*) AS read FROM trail_entry WHERE act = 'consents_read'")
    assert (read["read"], (await cleo.get(f"{ONE}/consents")).status_code) == (1, 401)
    assert (await publish(script)).status_code == 201
    assert problem(await script.delete(f"{ONE}/consents/{number}")) == (409, "consent-missing")
    taken = await script.post(f"{ONE}/consents/{number}/end")
    assert (taken.status_code, taken.json()["counts"], (await cleo.get(ONE)).status_code) == (201, False, 410)
    assert problem(await publish(script)) == (409, "consent-ended")
    assert (await script.delete(f"{ONE}/consents/{number}")).json()["number"] == number
    for missing in (number, "x", 10**12):
        assert (await script.delete(f"{ONE}/consents/{missing}")).status_code == 404
        assert (await script.post(f"{ONE}/consents/{missing}/end")).status_code == 404


async def test_what_needs_two_coordinators_waits_for_the_second(script: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.coordinator("dina@example.org", "Dina")
    await factories.forum("careful-forum", risk_profile="careful")
    await script.post(HERE, json=BODY | {"forums": ["careful-forum"]})
    asked = await publish(script)
    assert (asked.status_code, asked.json()) == (202, {"made": "asked", "article": None})
    assert (problem(await publish(script)), (await cleo.get(ONE)).status_code) == ((409, "already-asked"), 404)


async def a_change_waits(script: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    """Publish an article, let it be about a careful forum, and change its title: nobody reads that before a second coordinator agrees."""
    await script.post(HERE, json=BODY)
    await publish(script)
    await factories.coordinator("dina@example.org", "Dina")
    await factories.forum("careful-forum", risk_profile="careful")
    row = await by_slug("a-story")
    assert row
    before = await base_of_row(row)
    asked = await script.patch(ONE, json={"texts": [TEXTS[0] | {"title": "They leave"}], "forums": ["careful-forum"]})
    assert (asked.status_code, asked.json().get("made")) == (202, "asked"), asked.text
    assert ((await cleo.get(ONE)).json()["texts"], await base_of_row(row)) == (TEXTS, before)


async def test_a_change_that_needs_two_coordinators_is_not_saved_by_the_first(script: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await a_change_waits(script, cleo)


async def test_a_build_that_saves_before_the_second_coordinator_agrees_is_noticed(
    script: httpx.AsyncClient, cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = mutated(changing, "async with savepoint():  # what is refused", "async with transaction():  # what is refused")
    monkeypatch.setattr("coalition.approvals.changing.change", wrong["change"])
    with pytest.raises(AssertionError, match="They leave"):
        await a_change_waits(script, cleo)
