"""Requests to sign through the API: for the members of the memorandum, with the same operations as the desk."""

from __future__ import annotations

import pytest

from coalition.database import transaction
from coalition.organisations.queries import by_slug
from coalition.signing_requests.tables import SigningRequest
from tests import factories
from tests.desk.test_requests import asked
from tests.letters import last_letter

pytestmark = pytest.mark.anyio

HERE = "/api/v1/memoranda/cooperation/requests"


@pytest.fixture(autouse=True)
def tray(store, monkeypatch):
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


async def test_a_program_lists_accepts_and_refuses_requests(script, ada_account):
    memorandum = await factories.opened(ada_account, signature_rule="open")
    await factories.organisation("issyk", "Issyk Watch")
    first = await asked(memorandum, "Issyk Watch", kind="informal", message="I chair it.")
    second = await asked(memorandum, "Aral Lantern")
    hasty = await asked(memorandum, "Hasty", confirmed_at=None)
    page = (await script.get(HERE, params={"limit": 1})).json()
    assert [row["organisation_name"] for row in page["items"]] == ["Issyk Watch"]
    page = (await script.get(HERE, params={"after": page["next"]})).json()
    assert [(row["organisation_name"], row["state"]) for row in page["items"]] == [("Aral Lantern", "waiting")]
    shown = (await script.get(f"{HERE}/{first}")).json()
    assert (shown["kind"], shown["message"], shown["alike"]) == ("informal", "I chair it.", ["issyk"])

    for body, status in (({}, 422), ({"organisation": "nobody"}, 422), ({"organisation": "issyk", "new": {"slug": "issyk-watch"}}, 422)):
        assert (await script.post(f"{HERE}/{first}/acceptance", json=body)).status_code == status
    imitated = await script.post(f"{HERE}/{first}/acceptance", json={"new": {"slug": "issyk-watch"}})
    assert imitated.status_code == 422
    accepted = await script.post(f"{HERE}/{first}/acceptance", json={"organisation": "issyk", "add_contact": True})
    assert accepted.status_code == 201, accepted.text
    assert (accepted.headers["location"], accepted.json()["organisation"]) == (f"{HERE}/{first}", "issyk")
    assert accepted.json()["link"] in (await last_letter()).text
    again = await script.post(f"{HERE}/{first}/acceptance", json={"organisation": "issyk"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-decided")
    assert (await script.post(f"{HERE}/{second}/refusal", json={})).status_code == 422
    refused = await script.post(f"{HERE}/{second}/refusal", json={"reason": "We know you too little yet."})
    assert (refused.status_code, refused.json()["state"], refused.json()["email"]) == (201, "refused", "")
    assert "We know you too little yet." in (await last_letter()).text
    for wrong in (hasty, "x", "99999999999"):
        assert (await script.get(f"{HERE}/{wrong}")).status_code == 404
        assert (await script.post(f"{HERE}/{wrong}/refusal", json={"reason": "No."})).status_code == 404


async def test_a_new_organisation_is_entered_without_being_listed_and_a_repeated_answer_has_no_link(script, ada_account):
    memorandum = await factories.opened(ada_account, signature_rule="open")
    number = await asked(memorandum, "Aral Lantern", kind="informal", english_name="Aral Lamp")
    key, body = {"Idempotency-Key": "aral"}, {"new": {"slug": "aral-lantern", "at_risk": True}}
    answers = [await script.post(f"{HERE}/{number}/acceptance", json=body, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert (answers[0].json()["link"] is None, answers[1].json()["link"]) == (False, None)
    organisation = await by_slug("aral-lantern")
    assert (organisation.kind, organisation.listed, organisation.at_risk) == ("informal", False, True)


async def test_who_is_no_member_or_has_no_token_learns_of_no_request(script, cleo, ada_account):
    dina = await factories.coordinator("dina@example.org", "Dina")
    memorandum = await factories.opened(dina, signature_rule="open")
    number = await asked(memorandum)
    async with transaction():
        before = await SigningRequest.select()
    for path in (HERE, f"{HERE}/{number}"):
        assert ((await script.get(path)).status_code, (await cleo.get(path)).status_code) == (404, 401)
    for step, body in (("acceptance", {"new": {"slug": "issyk"}}), ("refusal", {"reason": "No."})):
        assert (await script.post(f"{HERE}/{number}/{step}", json=body)).status_code == 404
    assert await SigningRequest.select() == before
