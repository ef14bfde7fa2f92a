"""Rules through the API: given with the memorandum, read back with their progress, broken by name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from tests import factories

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
HERE = "/api/v1/memoranda/cooperation"
NEW = {"slug": "cooperation", "authentic_languages": ["en"]}
NOBODY = {"provision": None, "in_effect_on": None, "declared": False, "progress": {"met": 0, "needed": 10, "missing": []}}


async def test_rules_are_given_with_the_memorandum_and_changed_until_it_is_adopted(script: httpx.AsyncClient) -> None:
    await factories.forum()
    phases = {"signature_rule": "participants", "rule_until": "2027-01-31", "later_rule": "invited"}
    made = await script.post("/api/v1/memoranda", json=NEW | phases | {"effect": {"rule": "nth_signature", "number": 10}, "publish_at_least": 5})
    assert made.status_code == 201
    assert phases.items() <= made.json().items()
    assert made.json()["effect"] == {"rule": "nth_signature", "number": 10, "on": None, "parties": []} | NOBODY
    assert made.json() == (await script.get(HERE)).json()

    changed = await script.patch(HERE, json={"effect": {"rule": "on_date", "on": "2027-02-01"}, "rule_until": None, "later_rule": None})
    assert changed.json()["effect"] == {
        "rule": "on_date",
        "number": None,
        "on": "2027-02-01",
        "parties": [],
        "provision": None,
        "in_effect_on": None,
        "declared": False,
        "progress": None,
    }
    assert (changed.json()["rule_until"], changed.json()["publish_at_least"]) == (None, 5)

    refused = await script.patch(HERE, json={"effect": {"rule": "named_parties", "parties": ["nobody"]}})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/effect/parties/0")
    await script.put(f"{HERE}/wordings/en", json={"title": "Pact", "body": "1. Help.\n"})
    adoption = await script.post(f"{HERE}/adoption", json={"rule": "consensus", "on": "2026-11"})
    assert (adoption.status_code, adoption.json()["type"]) == (409, "/problems/forum-missing")
    await script.patch(HERE, json={"forum": "kyiv-2013"})
    assert (await script.post(f"{HERE}/adoption", json={"rule": "consensus", "on": "2026-11"})).status_code == 201
    late = await script.patch(HERE, json={"publish_at_least": 2})
    assert (late.status_code, late.json()["type"]) == (409, "/problems/text-frozen")
    against = await script.post(f"{HERE}/opening", json={"opens": str(clock.today()), "publicity": "public"})
    assert (against.status_code, against.json()["type"]) == (409, "/problems/not-enough-signed")
    assert (await script.post(f"{HERE}/opening", json={"opens": str(clock.today())})).json()["state"]["publicity"] == "participants"
    await factories.organisation("elsewhere")
    outside = await script.post(f"{HERE}/invitations", json={"organisations": ["elsewhere"]})
    assert (outside.status_code, outside.json()["type"]) == (409, "/problems/only-participants")


async def test_a_memorandum_without_a_last_day_gets_one(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account, days=None)
    refused = await script.post(f"{HERE}/extension", json={"closes": str(clock.today())})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/closes")
    later = str(clock.today() + timedelta(days=30))
    assert (await script.post(f"{HERE}/extension", json={"closes": later})).json()["window"]["closes"] == later


async def test_a_memorandum_goes_through_its_later_life(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    later = str(memorandum.closes_on + timedelta(days=30))
    assert (await script.post(f"{HERE}/extension", json={"closes": later})).json()["window"]["closes"] == later
    assert (await script.post(f"{HERE}/extension", json={"closes": later})).json()["errors"][0]["pointer"] == "/closes"
    assert (await script.post(f"{HERE}/accession-opening")).json()["type"] == "/problems/not-closed"
    await script.post(f"{HERE}/closing")
    assert (await script.post(f"{HERE}/extension", json={"closes": later})).json()["type"] == "/problems/not-open"
    assert (await script.post(f"{HERE}/accession-opening")).json()["state"]["signing"] == "accession_only"
    ending = {"on": str(clock.today()), "reason": "Replaced.", "language": "en"}
    ended = await script.post(f"{HERE}/termination", json=ending)
    assert (ended.status_code, ended.json()["state"]["effect"], ended.json()["termination"]) == (201, "terminated", ending)
    assert (await script.post(f"{HERE}/termination", json=ending)).json()["type"] == "/problems/already-terminated"


async def test_progress_tells_nothing_of_where_a_hidden_signatory_is(script: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    answers = []
    for slug, country in (("first", "KG"), ("second", "NO")):
        await factories.forum(slug)
        effect = {"rule": "per_country", "number": 1}
        await script.post("/api/v1/memoranda", json=NEW | {"slug": slug, "forum": slug, "effect": effect})
        await script.put(f"/api/v1/memoranda/{slug}/wordings/en", json={"title": "Pact", "body": "1. Help.\n"})
        await script.post(f"/api/v1/memoranda/{slug}/adoption", json={"rule": "consensus", "on": "2026-11"})
        await script.post(f"/api/v1/memoranda/{slug}/opening", json={"opens": str(clock.today())})
        memorandum = await factories.Memorandum.objects().get(factories.Memorandum.slug == slug)
        await factories.signed(memorandum, await factories.organisation(f"{slug}-open", country="KZ"))
        await factories.signed(memorandum, await factories.organisation(f"{slug}-hidden", country=country), disclosure="counted")
        answers.append((await cleo.get(f"/api/v1/memoranda/{slug}")).json())
    assert answers[0]["effect"] == answers[1]["effect"]
    assert answers[0]["effect"]["progress"] == {"met": 1, "needed": 2, "missing": ["KG"]}


async def test_a_script_records_statements_that_came_on_paper(script, rival, cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    for slug, level in (("alpha", "public"), ("beta", "public"), ("hidden", "counted")):
        await factories.signed(memorandum, await factories.organisation(slug, slug.title()), disclosure=level)
    address, today = "/api/v1/memoranda/cooperation/statements", clock.today().isoformat()
    given = {"organisation": "alpha", "made": today, "received": today, "statement_kind": "reservation"}
    given |= {"statement_language": "en", "statement_text": "Not bound by 1 and 2."}
    assert (await rival.post(address, json=given)).status_code == 404
    assert (await script.post(address, json=given | {"received": "2020-01-01"})).json()["errors"][0]["pointer"] == "/received"
    silent = (await script.post(address, json=given | {"organisation": "hidden"})).json()
    made = await script.post(address, json=given)
    reservation = made.json()
    assert (made.status_code, silent["number"], reservation["number"], reservation["late"]) == (201, None, 1, False)
    objection = {"organisation": "beta", "statement_kind": "objection", "objects_to": reservation["id"], "objection_precludes": "yes"}
    answer = await script.post(address, json=given | objection)
    assert answer.json().get("precludes") is True, answer.text

    withdrawal = f"{address}/{reservation['id']}/withdrawal"
    part = {"withdrawn": today, "extent": "part", "remaining_text": "Not bound by 1."}
    assert (await script.post(withdrawal, json=part | {"remaining_text": "Not bound by 1 and 2."})).status_code == 422
    assert (await script.post(withdrawal, json=part)).json()["text"] == "Not bound by 1."
    assert (await script.post(withdrawal, json={"withdrawn": today})).json()["withdrawn"] == today
    assert (await script.post(withdrawal, json={"withdrawn": today})).status_code == 404
    public = (await cleo.get(address)).json()["statements"]
    assert [(stated["number"], stated["earlier_texts"]) for stated in public] == [(1, [{"text": "Not bound by 1 and 2.", "until": today}]), (2, [])]
