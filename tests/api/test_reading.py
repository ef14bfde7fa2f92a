"""What everybody may read through the API, page by page, and what nobody learns there."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.disclosure_levels import HIDDEN
from coalition.announcements import reading
from coalition.api.notifications import notifications
from coalition.invitations import links
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices.issuing import pages_change
from coalition.organisations import queries as organisations
from coalition.organisations.listing import list_organisation
from tests import factories
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


async def _all_pages(client: httpx.AsyncClient, address: str) -> tuple[list[str], int]:
    slugs, pages = [], 0
    while address:
        answer = await client.get(address)
        slugs += [item["slug"] for item in answer.json()["items"]]
        pages += 1
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(answer.json()["next"])
        address = link.removeprefix("<").partition(">")[0]
    return slugs, pages


async def test_a_list_is_read_page_by_page_to_its_end(cleo: httpx.AsyncClient) -> None:
    for at in range(5):
        await factories.organisation(f"one-{at}")
    assert await _all_pages(cleo, "/api/v1/organisations?limit=2") == ([f"one-{at}" for at in range(5)], 3)
    assert await _all_pages(cleo, "/api/v1/organisations?limit=5") == ([f"one-{at}" for at in range(5)], 1)
    assert (await cleo.get("/api/v1/organisations?after=one-4")).json() == {"items": [], "next": None}


@pytest.mark.sqlite_only
async def test_a_query_that_does_not_fit_is_refused(cleo: httpx.AsyncClient) -> None:
    for query in ("limit=0", "limit=201", "limit=many", "limit=1&limit=2", "after=%00", "of=2", "after=A"):
        answer = await cleo.get(f"/api/v1/organisations?{query}")
        assert (query, answer.status_code, answer.json()["type"]) == (query, 422, "/problems/invalid-fields")
        assert answer.json()["errors"][0]["pointer"] == f"/{query.partition('=')[0]}"


async def test_an_organisation_shows_neither_contacts_nor_risk(cleo: httpx.AsyncClient, script: httpx.AsyncClient) -> None:
    row = await factories.organisation("bir-duino", "Bir Duino", at_risk=True, email="secret@example.org")
    await list_organisation(row, "It wishes so.", approved=True)
    for client, listed in ((cleo, None), (script, True)):
        answer = await client.get("/api/v1/organisations/bir-duino")
        assert answer.json()["listed"] is listed
        assert answer.json()["names"] == [{"language": "en", "name": "Bir Duino", "short_name": "", "primary": True}]
        assert "risk" not in answer.text
        assert "secret" not in answer.text


async def test_an_organisation_that_is_not_listed_is_told_to_coordinators_only(cleo: httpx.AsyncClient, script: httpx.AsyncClient) -> None:
    await factories.organisation("bir-duino", listed=False)
    assert (await cleo.get("/api/v1/organisations/bir-duino")).status_code == 404
    assert (await cleo.get("/api/v1/organisations")).json()["items"] == []
    assert (await script.get("/api/v1/organisations/bir-duino")).json()["listed"] is False
    assert [found["slug"] for found in (await script.get("/api/v1/organisations")).json()["items"]] == ["bir-duino"]


async def test_the_organisations_of_a_forum_are_read_page_by_page(
    cleo: httpx.AsyncClient, script: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Dawn", "Anna", "Cairo", "Beirut", "Hidden", "Cairo Two"):
        await factories.organisation(name.lower().replace(" ", "-"), name)
    given = [{"organisation": slug, "role": "participant"} for slug in ("dawn", "anna", "cairo", "cairo-two", "beirut")]
    given += [{"organisation": "anna", "role": "convener"}, {"organisation": "hidden", "role": "participant", "public": False}]
    await factories.forum("large", organisations=given)
    small = (await cleo.get("/api/v1/forums/large")).json()
    slugs = ["anna", "anna", "beirut", "cairo", "cairo-two", "dawn"]
    assert ([part["organisation"] for part in small["organisations"]], small["next"]) == (slugs, None)
    assert {part["role"] for part in small["organisations"][:2]} == {"convener", "participant"}

    assert await _organisations(cleo, "/api/v1/forums/large?limit=2") == (slugs, 3)
    assert await _organisations(script, "/api/v1/forums/large?limit=2") == ([*slugs, "hidden"], 3)
    monkeypatch.setattr(organisations, "FEW", 0)  # a forum with more parts is read in another way
    assert await _organisations(cleo, "/api/v1/forums/large?limit=2") == (slugs, 3)
    for misfit in ("after=%00", "limit=0", "limit=201", "of=2"):
        assert (await cleo.get(f"/api/v1/forums/large?{misfit}")).status_code == 422


async def _organisations(client: httpx.AsyncClient, address: str) -> tuple[list[str], int]:
    slugs, pages = [], 0
    while address:
        answer = await client.get(address)
        slugs += [part["organisation"] for part in answer.json()["organisations"]]
        address, pages = answer.headers.get("Link", "").removeprefix("<").partition(">")[0], pages + 1
        assert bool(address) == bool(answer.json()["next"])
    return slugs, pages


async def test_a_withheld_place_is_told_to_coordinators_only(cleo: httpx.AsyncClient, script: httpx.AsyncClient) -> None:
    texts = [{"language": "en", "title": "Forum", "summary": "", "city": "Bishkek"}]
    await factories.forum("hidden", place={"city": "Bishkek", "country": "KG", "public": False}, texts=texts, countries=["UZ"], risk_profile="high")
    for address in ("/api/v1/forums", "/api/v1/forums/hidden"):
        public = await cleo.get(address)
        assert "Bishkek" not in public.text
        assert "KG" not in public.text
        assert "high" not in public.text
        own = await script.get(address)
        assert "Bishkek" in own.text
        assert own.headers["Cache-Control"] == "no-store"
        assert (await cleo.get(address)).text == public.text


async def test_a_memorandum_tells_its_states_digest_and_counts(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    forum = await factories.forum()
    memorandum = await factories.opened(ada_account, forum=forum.slug)
    await factories.signed(memorandum, await factories.organisation("shown"))
    await factories.signed(memorandum, await factories.organisation("withheld"), disclosure="counted")
    answer = (await cleo.get("/api/v1/memoranda/cooperation")).json()
    assert answer["state"] == {"text": "authenticated", "signing": "open", "effect": "none", "publicity": "public"}
    assert answer["counts"] == {
        "parties": 1,
        "signed": 1,
        "acceded": 0,
        "supported": 0,
        "withdrawn": 0,
        "names_withheld": None,
        "supporters_withheld": None,
        "ad_referendum": 0,
    }
    assert answer["digest"].startswith("sha256:")
    assert (answer["forum"], answer["edition"], answer["reported_counts"]) == ("kyiv-2013", 1, [])
    assert [language["status"] for language in answer["languages"]] == ["authentic", "authentic"]
    listed = (await cleo.get("/api/v1/memoranda")).json()["items"]
    assert listed == [{key: answer[key] for key in listed[0]}]


async def test_signatories_are_only_those_the_public_may_see(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("shown", "Shown"))
    await factories.signed(memorandum, await factories.organisation("withheld", "Hidden"), disclosure="counted")
    today = clock.today().isoformat()
    answer = await cleo.get("/api/v1/memoranda/cooperation/signatories")
    line = {"organisation": "shown", "name": "Shown", "country": "KZ", "act": "signature", "date": today, "representative": "Ben"}
    later = {"withdrawn": None, "ended": None, "confirmed": None, "questioned": False, "channel": "online"}
    known = {"mandate": "own_statement", "domain_proved": False, "source": None, "present_name": "Shown", "received": today, "entered": None}
    days = {
        "confirmation_received": None,
        "confirmed_by": None,
        "awaits_confirmation": False,
        "confirm_by": None,
        "corrections": [],
        "dates_remarked": False,
        "successor_of": [],
    }
    assert answer.json()["signatories"] == [line | later | known | days]
    assert answer.json()["as_at"] == today
    assert "withheld" not in answer.text.replace("names_withheld", "").replace("supporters_withheld", "")
    before = await cleo.get(f"/api/v1/memoranda/cooperation/signatories?at={clock.today() - timedelta(days=40)}")
    assert (before.json()["signatories"], before.json()["counts"]["signed"]) == ([], 0)
    assert (await cleo.get("/api/v1/memoranda/cooperation/signatories?at=1763769600")).status_code == 422


async def test_a_wording_comes_with_its_provisions(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account)
    english = (await cleo.get("/api/v1/memoranda/cooperation/wordings/en")).json()
    russian = (await cleo.get("/api/v1/memoranda/cooperation/wordings/ru")).json()
    assert english["body"] == factories.ENGLISH
    assert [provision["key"] for provision in english["provisions"]] == [provision["key"] for provision in russian["provisions"]]
    assert {"label": "2.1", "number": "2.1", "text": "2.1 on common priorities, twice a year;"}.items() <= english["provisions"][6].items()
    for language in ("ar", "en.UTF-8", "%00", "nothing"):
        assert (await cleo.get(f"/api/v1/memoranda/cooperation/wordings/{language}")).status_code == 404


async def test_notifications_are_followed_from_a_number_or_a_day_on(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("shown", "Shown"))
    year = clock.today().year
    whole = (await cleo.get("/api/v1/notifications")).json()
    assert [(item["number"], item["kind"]) for item in whole["items"]] == [
        (f"N.1.{year}", "adopted"),
        (f"N.2.{year}", "opened"),
        (f"N.3.{year}", "signature"),
    ]
    assert whole["items"][2]["sentences"]["en"] == "Shown signed."
    assert (await cleo.get(f"/api/v1/notifications?since=N.2.{year}")).json()["items"] == whole["items"][2:]
    assert (await cleo.get(f"/api/v1/notifications?since={clock.today()}")).json() == whole
    assert (await cleo.get(f"/api/v1/notifications?since={clock.today() + timedelta(days=1)}")).json()["items"] == []
    first = await cleo.get("/api/v1/notifications?limit=2")
    rest = await cleo.get(first.headers["Link"].removeprefix("<").partition(">")[0])
    assert first.json()["items"] + rest.json()["items"] == whole["items"]
    assert (await cleo.get("/api/v1/notifications?since=yesterday")).status_code == 422


async def tombstones_have_no_day(cleo: httpx.AsyncClient, ada: Coordinator) -> None:
    """One signs on the fourth day and is hidden later, another signs on the tenth: no day between them lists other notifications."""
    memorandum = await factories.opened(ada)
    begin = clock.today()
    with clock.shifted(timedelta(days=3)):
        hidden = await factories.signed(memorandum, await factories.organisation("hidden"))
    with clock.shifted(timedelta(days=9)):
        await factories.signed(memorandum, await factories.organisation("shown"))
    with clock.shifted(timedelta(days=12)):
        await factories.disclosed(await links.follow(hidden.manage_token), HIDDEN)
        answers = [(await cleo.get(f"/api/v1/notifications?since={begin + timedelta(days=day)}")).json()["items"] for day in range(1, 11)]
    assert [item["removed"] for item in answers[0]] == [True, False]
    assert answers == [answers[0]] * 9 + [[]]


async def test_no_filter_gives_the_day_of_a_tombstone(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await tombstones_have_no_day(cleo, ada_account)


async def test_a_list_that_begins_by_the_day_alone_gives_it(cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch) -> None:
    read = mutated(reading, "if row.is_public", "if row")["last_public_before"]
    monkeypatch.setattr(notifications, "last_public_before", read)
    with pytest.raises(AssertionError):
        await tombstones_have_no_day(cleo, ada_account)


async def test_what_is_public_no_more_leaves_tombstones(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    assert "cooperation" in (await cleo.get("/api/v1/notifications")).text
    await Memorandum.update({Memorandum.publicity: Publicity.WITHDRAWN_FROM_PUBLIC.value}).where(Memorandum.id == memorandum.id)
    await pages_change()
    answer = await cleo.get("/api/v1/notifications")
    assert "cooperation" not in answer.text
    assert [(item["removed"], item["kind"], item["memorandum"]) for item in answer.json()["items"]] == [(True, None, None)] * 2


async def test_public_answers_are_kept_and_compared(cleo: httpx.AsyncClient, script: httpx.AsyncClient) -> None:
    await factories.organisation("kibhr")
    answer = await cleo.get("/api/v1/organisations?limit=10")
    assert answer.headers["Cache-Control"].startswith("public")
    again = await cleo.get("/api/v1/organisations?limit=10", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await cleo.head("/api/v1/organisations?limit=10")
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    with_token = await script.head("/api/v1/organisations?limit=10")
    assert (with_token.status_code, with_token.content, with_token.headers["Cache-Control"]) == (200, b"", "no-store")
    await factories.organisation("newcomer")
    fresh = await cleo.get("/api/v1/organisations?limit=10", headers={"If-None-Match": answer.headers["ETag"]})
    assert [item["slug"] for item in fresh.json()["items"]] == ["kibhr", "newcomer"]


@pytest.mark.sqlite_only
async def test_a_long_answer_is_packed_for_those_who_ask(app: object, cleo: httpx.AsyncClient) -> None:
    request = cleo.build_request("GET", "/api/openapi.json", headers={"Accept-Encoding": "gzip"})
    answer = await cleo.send(request, stream=True)
    packed = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed))["openapi"] == "3.1.0"
