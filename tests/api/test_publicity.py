"""Ada's script publishes, embargoes, withdraws, abandons and declares."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts.changing_rules import change_rules
from coalition.editions.adopting import adopt_edition
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.opening import open_for_signature
from coalition.memoranda.rule_forms import RulesChange
from coalition.memoranda.tables import Publicity
from tests import factories

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

HERE = "/api/v1/memoranda/cooperation"
REASON = {"reason": "It has to be."}


async def opened_for_the_invited(by: Coordinator, change: RulesChange) -> None:
    memorandum = await factories.draft(by)
    await change_rules(memorandum, change)
    await adopt_edition(memorandum, AdoptionForm(on="2026"))
    await open_for_signature(memorandum, OpeningForm(opens=clock.today(), publicity=Publicity.PARTICIPANTS))


async def test_a_script_withdraws_what_everybody_read(
    script: httpx.AsyncClient, rival: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await factories.opened(ada_account)
    assert (await rival.post(f"{HERE}/withdrawal-from-public", json=REASON)).status_code == 404
    wrong = await script.post(f"{HERE}/withdrawal-from-public", json=REASON | {"sentences": [{"language": "en", "text": "No cooperation."}]})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/sentences/0/text")
    answer = await script.post(f"{HERE}/withdrawal-from-public", json=REASON)
    assert (answer.status_code, answer.json()["state"]["publicity"]) == (201, "withdrawn_from_public")
    assert (await script.get(HERE)).status_code == 200
    for reader in (cleo, rival):
        for rest in ("", "/wordings/en", "/signatories", "/statements"):
            gone = await reader.get(HERE + rest)
            assert (gone.status_code, gone.json()["type"]) == (410, "/problems/withdrawn-from-public")
            assert "cooperation" not in gone.text.lower()
    assert "cooperation" not in (await cleo.get("/api/v1/memoranda")).text
    again = await script.post(f"{HERE}/withdrawal-from-public", json=REASON)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not-public")
    invited = await script.post(f"{HERE}/invitations", json={"organisations": []})
    assert invited.status_code in {409, 422}


async def test_a_script_embargoes_and_publishes(script: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await opened_for_the_invited(ada_account, RulesChange())
    lifted = await script.post(f"{HERE}/embargo", json={"until": None})
    assert (lifted.status_code, lifted.json()["type"]) == (409, "/problems/no-embargo")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert (await script.post(f"{HERE}/embargo", json={"until": clock.today().isoformat()})).status_code == 422
    assert (await script.post(f"{HERE}/embargo", json={"until": tomorrow})).json()["state"]["publicity"] == "embargoed"
    assert (await cleo.get(HERE)).status_code == 404
    assert (await script.post(f"{HERE}/embargo", json={"until": None})).json()["state"]["publicity"] == "participants"
    assert (await script.post(f"{HERE}/publication")).json()["state"]["publicity"] == "public"
    assert (await cleo.get(HERE)).status_code == 200
    for state in ("embargoed", "withdrawn_from_public"):
        assert (await script.post(f"{HERE}/opening", json={"opens": "2026-11-22", "publicity": state})).status_code == 422


async def test_a_script_acts_by_hand_with_a_reason(script: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    rules = RulesChange.parse({"publish_at_least": 5, "effect": {"rule": "nth_signature", "number": 5}})
    await opened_for_the_invited(ada_account, rules)
    refused = await script.post(f"{HERE}/publication")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-enough-signed")
    assert (await script.post(f"{HERE}/publication", json=REASON)).json()["state"]["publicity"] == "public"
    assert (await script.post(f"{HERE}/effect-declaration", json={"reason": ""})).status_code == 422
    declared = (await script.post(f"{HERE}/effect-declaration", json=REASON)).json()
    assert (declared["state"]["effect"], declared["effect"]["declared"]) == ("in_effect", True)
    assert "It has to be." not in (await cleo.get(HERE)).text


async def test_a_script_abandons_a_draft(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    assert (await script.post(f"{HERE}/abandonment", json=REASON)).json()["state"]["text"] == "abandoned"
    for method, rest, body in (
        ("POST", "/abandonment", REASON),
        ("PATCH", "", {"symbol": "X/1"}),
        ("POST", "/adoption", {"on": "2026"}),
        ("PUT", "/wordings/en", {"title": "A", "body": "1. B."}),
    ):
        answer = await script.request(method, HERE + rest, json=body)
        assert (rest, answer.status_code, answer.json()["type"]) == (rest, 409, "/problems/abandoned")
