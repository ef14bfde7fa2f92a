"""Entering and changing records: what fits is made, what does not is pointed at, what a rule forbids is named."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.api.examples import BODIES
from coalition.organisations.queries import by_slug, contacts_of
from tests import factories

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
ORGANISATION = BODIES["api.organisation.create"]
MISFITS: list[tuple[dict[str, Any], set[str]]] = [
    ({"colour": "red"}, {"/colour"}),
    ({"names": [{"language": "en", "name": "A", "nick": "B"}]}, {"/names/0/nick"}),
    ({"names": [{"language": "x!", "name": "A"}, {"language": "ru"}]}, {"/names/0/language", "/names/1/name"}),
    ({"slug": "Not A Slug", "country": "Narnia"}, {"/slug", "/country"}),
    ({"at_risk": "yes", "listed": False}, {"/at_risk"}),
    ({"names": [{"language": "en", "name": "A", "primary": 1}]}, {"/names/0/primary"}),
    ({"names": []}, {"/names"}),
    ({"contacts": [{"email": "nobody"}]}, {"/contacts/0/email"}),
    ({"names": [{"language": "en", "name": "A\u0007B"}]}, {"/names/0/name"}),
    ({"website": "javascript:alert(1)"}, {"/website"}),
]


async def test_an_organisation_is_entered_and_amended(script: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    made = await script.post("/api/v1/organisations", json=ORGANISATION)
    assert (made.status_code, made.headers["Location"]) == (201, "/api/v1/organisations/kibhr")
    assert made.json() | {"listed": None} == (await cleo.get(made.headers["Location"])).json()
    again = await script.post("/api/v1/organisations", json=ORGANISATION)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/slug-taken")
    assert again.headers["Content-Type"] == "application/problem+json"
    changed = await script.patch("/api/v1/organisations/kibhr", json={"status": "in_exile", "seat_country": "AT", "kind": None})
    assert changed.status_code == 200
    assert changed.json() == made.json() | {"status": "in_exile", "seat_country": "AT"}
    assert changed.json() | {"listed": None} == (await cleo.get("/api/v1/organisations/kibhr")).json()
    emptied = await script.patch("/api/v1/organisations/kibhr", json={"seat_country": None, "names": [{"language": "kk", "name": "Бюро"}]})
    assert emptied.json()["seat_country"] is None
    assert [own_name["name"] for own_name in emptied.json()["names"]] == ["Бюро"]
    assert (await script.patch("/api/v1/organisations/nobody", json={})).status_code == 404


async def test_an_organisation_is_listed_with_a_reason_and_taken_out_again(script: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    here = "/api/v1/organisations/kibhr"
    unlisted = {name: value for name, value in ORGANISATION.items() if name not in {"listed", "listing_reason"}}
    assert (await script.post("/api/v1/organisations", json=unlisted | {"listed": True})).json()["errors"][0]["pointer"] == "/listing_reason"
    assert (await script.post("/api/v1/organisations", json=unlisted)).json()["listed"] is False
    for listed, status in ((True, 200), (False, 404)):
        assert (await script.patch(here, json={"listed": listed})).json()["errors"][0]["pointer"] == "/listing_reason"
        changed = await script.patch(here, json={"listed": listed, "listing_reason": "They asked for it."})
        assert (changed.status_code, changed.json()["listed"]) == (200, listed)
        assert (await cleo.get(here)).status_code == status


async def test_an_organisation_at_risk_is_not_listed_by_a_program(script: httpx.AsyncClient) -> None:
    refused = await script.post("/api/v1/organisations", json=ORGANISATION | {"at_risk": True})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/listed")
    await factories.organisation("in-danger", at_risk=True)
    answer = await script.patch("/api/v1/organisations/in-danger", json={"listed": True, "listing_reason": "It wishes so."})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/listing-approval-needed")
    assert (await script.get("/api/v1/organisations/in-danger")).json()["listed"] is False


async def test_contacts_are_kept_and_never_told(script: httpx.AsyncClient) -> None:
    made = await script.post("/api/v1/organisations", json=ORGANISATION)
    assert "contact" not in made.text
    (contacts,) = (await contacts_of(range(10))).values()
    assert [contact.email for contact in contacts] == ["contact@example.org"]
    twice = ORGANISATION | {
        "slug": "other",
        "names": [{"language": "en", "name": "Another"}],
        "contacts": [{"email": "a@example.org"}, {"email": "a@EXAMPLE.org"}],
        "confirmed_new": True,
    }
    answer = await script.post("/api/v1/organisations", json=twice)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/contact-known")
    assert (await script.get("/api/v1/organisations/other")).status_code == 404


@pytest.mark.sqlite_only
async def test_each_field_that_does_not_fit_is_pointed_at(script: httpx.AsyncClient) -> None:
    for change, pointers in MISFITS:
        answer = await script.post("/api/v1/organisations", json=ORGANISATION | change)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-fields")
        assert {error["pointer"] for error in answer.json()["errors"]} == pointers
        assert all(error["message"] for error in answer.json()["errors"])


async def test_a_forum_is_entered_and_amended(script: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await script.post("/api/v1/organisations", json=ORGANISATION)
    made = await script.post("/api/v1/forums", json=BODIES["api.forum.create"])
    assert (made.status_code, made.headers["Location"]) == (201, "/api/v1/forums/kyiv-2013")
    assert made.json()["organisations"] == [{"organisation": "kibhr", "role": "convener", "public": True}]
    public = (await cleo.get("/api/v1/forums/kyiv-2013")).json()
    assert public == made.json() | {"risk_profile": None, "archived": None}
    changed = await script.patch("/api/v1/forums/kyiv-2013", json={"ends": "2013-02-17", "risk_profile": None, "place": {"public": False}})
    assert changed.json() == made.json() | {"ends": "2013-02-17", "place": {"city": "", "country": None, "public": False}}
    unknown = BODIES["api.forum.create"] | {"slug": "other", "organisations": [{"organisation": "nobody"}]}
    answer = await script.post("/api/v1/forums", json=unknown)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/organisations/0/organisation")
    assert (await script.get("/api/v1/forums/other")).status_code == 404


async def test_the_rules_of_a_memorandum_are_named(script: httpx.AsyncClient) -> None:
    today = clock.today().isoformat()
    base = "/api/v1/memoranda/pact"
    await script.post("/api/v1/organisations", json=ORGANISATION)

    async def broken(method: str, address: str, body: Any = None) -> str:
        answer = await script.request(method, base + address, json=body)
        assert answer.status_code == 409
        return str(answer.json()["type"]).removeprefix("/problems/")

    made = await script.post("/api/v1/memoranda", json={"slug": "pact", "authentic_languages": ["en"]})
    assert (made.status_code, made.headers["Location"]) == (201, base)
    assert await broken("POST", "/adoption", {"on": today}) == "wording-missing"
    assert await broken("POST", "/opening", {"opens": today}) == "text-not-fixed"
    assert await broken("POST", "/invitations", {"organisations": ["kibhr"]}) == "text-not-fixed"
    assert await broken("POST", "/closing") == "not-open"
    saved = await script.put(f"{base}/wordings/en", json={"title": "Pact", "body": "1. Help.", "version": 0})
    assert (saved.status_code, saved.json()["status"], saved.json()["version"]) == (200, "authentic", 1)
    assert await broken("PUT", "/wordings/en", {"title": "Pact", "body": "1. Help.", "version": 0}) == "changed-meanwhile"
    unsure = await script.put(f"{base}/wordings/en", json={"title": "Pact", "body": "1. Help.\n\n2013. It began."})
    assert (unsure.status_code, unsure.json()["type"], unsure.json()["errors"][0]["pointer"]) == (422, "/problems/invalid-fields", "/body")
    line = {"line": 3, "text": "2013. It began.", "as_number": "[§ 2013.] It began.", "as_text": "[§] 2013. It began."}
    assert unsure.json()["uncertain"] == [line]
    answered = await script.put(f"{base}/wordings/en", json={"title": "Pact", "body": f"1. Help.\n\n{line['as_number']}"})
    assert [(each["number"], each["label"]) for each in answered.json()["provisions"]] == [("1.", "1"), ("2013.", "2013")]
    twice = await script.put(f"{base}/wordings/en", json={"title": "Pact", "body": "1. Help.\n\n1. Again."})
    assert twice.json()["errors"] == [{"pointer": "/body", "message": "Line 3: The number 1. is used twice, on lines 1 and 3."}]
    other = await script.post(f"{base}/adoption", json={"rule": "consensus", "on": today, "digest": "sha256:" + 64 * "0"})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/changed-meanwhile")
    adopted = await script.post(f"{base}/adoption", json={"rule": "consensus", "on": today})
    assert (adopted.status_code, adopted.json()["edition"], adopted.json()["digest"][:7]) == (201, 1, "sha256:")
    assert await broken("PATCH", "", {"symbol": "A/1"}) == "text-frozen"
    assert await broken("PUT", "/wordings/en", {"title": "Pact", "body": "1. Harm."}) == "text-frozen"
    assert (await script.put(f"{base}/wordings/nb", json={"title": "Pakt", "body": "1. Hjelp."})).json()["status"] == "unofficial"
    assert await broken("POST", "/reminders") == "window-closed"
    opened = await script.post(f"{base}/opening", json={"opens": today, "closes": today})
    assert (opened.status_code, opened.json()["state"]["signing"]) == (201, "open")
    assert opened.json()["window"] == {"opens": today, "closes": today}
    assert await broken("POST", "/opening", {"opens": today}) == "already-open"
    closed = await script.post(f"{base}/closing")
    assert (closed.status_code, closed.json()["state"]["signing"]) == (201, "closed")
    assert await broken("POST", "/invitations", {"organisations": ["kibhr"]}) == "window-closed"


async def test_a_memorandum_stays_private_when_opened_so(script: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.adopted(ada_account)
    opens = {"opens": clock.today().isoformat(), "publicity": "participants"}
    assert (await script.post("/api/v1/memoranda/cooperation/opening", json=opens)).status_code == 201
    assert (await cleo.get("/api/v1/memoranda/cooperation")).status_code == 404


@pytest.mark.sqlite_only
async def test_dates_are_text_and_in_order(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.adopted(ada_account)
    for body in ({"opens": 20000}, {"opens": "tomorrow"}, {"opens": "2026-11-22", "closes": "2026-11-21"}, {}):
        assert (await script.post("/api/v1/memoranda/cooperation/opening", json=body)).status_code == 422


async def test_invitations_hold_their_links_once_and_are_listed_without(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    for slug in ("one", "two", "three"):
        await factories.organisation(slug)
    base = "/api/v1/memoranda/cooperation"
    made = await script.post(f"{base}/invitations", json={"organisations": ["one", "two"]})
    assert (made.status_code, made.headers["Location"]) == (201, f"{base}/invitations")
    assert [invitation["organisation"] for invitation in made.json()["invitations"]] == ["one", "two"]
    assert all("/en/invitations/" in invitation["link"] and invitation["mailed"] for invitation in made.json()["invitations"])
    quiet = await script.post(f"{base}/invitations", json={"organisations": ["three"], "send": False})
    assert not quiet.json()["invitations"][0]["mailed"]
    await factories.signed(memorandum, await factories.organisation("four"))
    listed = await script.get(f"{base}/invitations?limit=3")
    assert [(row["organisation"], row["state"]) for row in listed.json()["items"]] == [("four", "signed"), ("one", "invited"), ("three", "invited")]
    assert "/invitations/" not in listed.text
    rest = await script.get(listed.headers["Link"].removeprefix("<").partition(">")[0])
    assert [item["organisation"] for item in rest.json()["items"]] == ["two"]
    unknown = await script.post(f"{base}/invitations", json={"organisations": ["one", "nobody"]})
    assert unknown.json()["errors"][0]["pointer"] == "/organisations/1"


@pytest.mark.changes_nothing
async def test_reminders_go_to_those_without_an_answer_once_a_day(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    for slug in ("one", "two"):
        await factories.invitation_link(memorandum, await factories.organisation(slug))
    await factories.signed(memorandum, await factories.organisation("three"))
    base = "/api/v1/memoranda/cooperation"
    assert (await script.post(f"{base}/reminders", json={"organisations": ["one"]})).json() == {"reminded": ["one"]}
    assert (await script.post(f"{base}/reminders")).json() == {"reminded": ["two"]}
    assert (await script.post(f"{base}/reminders", json={})).json() == {"reminded": []}
    with clock.shifted(timedelta(days=1)):
        assert sorted((await script.post(f"{base}/reminders")).json()["reminded"]) == ["one", "two"]


async def test_only_the_desk_says_that_an_organisation_is_no_longer_at_risk(script: httpx.AsyncClient) -> None:
    await factories.organisation("saffron-lantern", at_risk=True)
    refused = await script.patch("/api/v1/organisations/saffron-lantern", json={"at_risk": False, "status": "in_exile"})
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "approval-needed")
    row = await by_slug("saffron-lantern")
    assert row is not None
    assert (row.at_risk, row.status) == (True, "active")


@pytest.mark.sqlite_only
async def test_what_was_cleaned_is_said_in_the_answer(script: httpx.AsyncClient) -> None:
    names = [{"language": "en", "name": "Bureau\u200f of\u00a0Rights", "primary": True}, {"language": "fa", "name": "\u0645\u06cc\u200c\u062e"}]
    made = await script.post("/api/v1/organisations", json=ORGANISATION | {"names": names})
    assert (made.status_code, made.json()["names"][0]["name"]) == (201, "Bureau of Rights")
    assert made.json()["cleaned"] == [
        {"pointer": "/names/0/name", "kind": "space", "count": 1, "lines": [1]},
        {"pointer": "/names/0/name", "kind": "direction_mark", "count": 1, "lines": [1]},
    ]
    assert [name["name"] for name in made.json()["names"]][1:] == ["\u0645\u06cc\u200c\u062e"]
    assert "cleaned" not in (await script.get(made.headers["location"])).json()
    plain = await script.post(
        "/api/v1/organisations", json=ORGANISATION | {"slug": "plain", "names": [{"language": "en", "name": "Plain"}], "confirmed_new": True}
    )
    assert (plain.status_code, "cleaned" in plain.json()) == (201, False)
