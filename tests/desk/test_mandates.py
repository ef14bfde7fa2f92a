"""Ada records what she has seen of a mandate, and answers a question."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.evidence import record_evidence
from coalition.acts.mandate_queries import bases_of
from coalition.acts.status_lines import mandate_words
from coalition.acts.tables import Act, Mandate, MandateBasis
from coalition.signatures.annulling import question
from coalition.signatures.erasing import erase_persons
from tests import factories
from tests.desk.conftest import follow, send, send_sure

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
HERE = "/en/desk/memoranda/cooperation/signatories/kibhr/mandate"
ASSURANCE = "/en/desk/memoranda/cooperation/signatories/kibhr/assurance"


@pytest.fixture
async def kibhr(store: str) -> Organisation:
    assert store
    return await factories.organisation("kibhr", "KIBHR")


@pytest.fixture
async def memorandum(ada_account: Coordinator, kibhr: Organisation) -> Memorandum:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, kibhr)
    return memorandum


async def test_evidence_is_noted_privately_and_told_in_words(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    assert HERE in (await ada.get("/en/desk/memoranda/cooperation/signatories/kibhr")).text
    assert (await send(ada, HERE, {"note": " "})).status_code == 422
    page = await follow(ada, await send_sure(ada, HERE, {"note": "Decision of the board of 3 May, paper 12."}))
    assert "The evidence is on record." in page.text
    assert "paper 12" in page.text
    table = (await cleo.get("/en/memoranda/cooperation")).text
    assert str(mandate_words(MandateBasis.EVIDENCE)) in table
    assert "paper 12" not in table
    line = (await cleo.get("/api/v1/memoranda/cooperation/signatories")).json()["signatories"][0]
    assert line["mandate"] == "evidence"


@pytest.mark.parametrize("address", ["/memoranda/cooperation.csv", "/en/desk/memoranda/cooperation/export"])
async def test_both_csv_files_tell_the_level_last(ada: httpx.AsyncClient, memorandum: Memorandum, address: str) -> None:
    await send_sure(ada, HERE, {"note": "Decision of the board."})
    await factories.signed(memorandum, await factories.organisation("zenith", "Zenith"))
    await factories.invitation_link(memorandum, await factories.organisation("zz-silent", "ZZ Silent"))

    answer = await send(ada, address) if "desk" in address else await ada.get(address)
    head, *lines = answer.text.splitlines()

    assert head.rpartition(",")[2] == "mandate"
    expected = ["evidence", "own_statement", ""]
    assert [line.rpartition(",")[2] for line in lines] == (expected if "desk" in address else expected[:2])


async def test_a_question_is_answered(ada: httpx.AsyncClient, memorandum: Memorandum, kibhr: Organisation) -> None:
    assert (await send(ada, ASSURANCE, {"reason": "Nobody asked."})).status_code == 404
    act = await question(memorandum, kibhr.id, by="Dora", reason="Ben left us in May.")
    led = await ada.get(f"/en/desk/questions/{act.id}")
    assert (led.status_code, led.headers["location"]) == (303, HERE)
    page = (await ada.get(HERE)).text
    assert "Ben left us in May." in page
    assert "Dora" in page
    assert (await send(ada, ASSURANCE, {"reason": ""})).status_code == 422
    page = (await follow(ada, await send_sure(ada, ASSURANCE, {"reason": "Ben is still on the board."}))).text
    assert "Ben left us in May." not in page
    assert [row["kind"] for row in await Act.select(Act.kind).order_by(Act.recorded_at)] == ["signature", "question", "assurance"]
    assert (await send(ada, ASSURANCE, {"reason": "Twice."})).status_code == 404


async def test_others_find_nothing_here(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, edith: httpx.AsyncClient, memorandum: Memorandum, kibhr: Organisation
) -> None:
    act = await question(memorandum, kibhr.id, by="Dora", reason="")
    await factories.organisation("silent")
    for browser in (dina, edith):
        for answer in (await browser.get(HERE), await send(browser, HERE, {"note": "x"}), await send(browser, ASSURANCE, {"reason": "x"})):
            assert answer.status_code == 404
        assert (await browser.get(f"/en/desk/questions/{act.id}")).status_code == 404
    for path in (HERE.replace("kibhr", "silent"), HERE.replace("kibhr", "nobody"), "/en/desk/questions/1"):
        assert (await ada.get(path)).status_code == 404
    assert await Mandate.count() == 0


async def test_erasing_the_persons_leaves_the_level(
    cleo: httpx.AsyncClient, ada: httpx.AsyncClient, memorandum: Memorandum, kibhr: Organisation
) -> None:
    await send_sure(ada, HERE, {"note": "Power of attorney for Ben."})
    await erase_persons(memorandum, kibhr.id)
    [mandate] = await Mandate.objects()
    assert (mandate.note, mandate.basis) == ("", "evidence")
    assert (await cleo.get("/memoranda/cooperation.json")).json()["signatories"][0]["mandate"] == "evidence"


async def test_a_past_day_shows_what_was_seen_by_then(
    cleo: httpx.AsyncClient, ada_account: Coordinator, memorandum: Memorandum, kibhr: Organisation
) -> None:
    signed_on = clock.today().isoformat()
    with clock.shifted(timedelta(days=1)):
        await record_evidence(memorandum, kibhr.id, "Seen the day after.", by=ada_account)
        today = (await cleo.get("/api/v1/memoranda/cooperation/signatories")).json()["signatories"]
        past = (await cleo.get(f"/api/v1/memoranda/cooperation/signatories?at={signed_on}")).json()["signatories"]
    assert [line["mandate"] for line in today + past] == ["evidence", "own_statement"]


async def test_the_best_that_was_seen_counts(memorandum: Memorandum) -> None:
    signature = await Act.objects().first()
    assert signature
    assert await bases_of(memorandum.id, [signature.organisation], clock.today()) == {}
    for basis in (MandateBasis.EVIDENCE, MandateBasis.SECOND_CONTACT, MandateBasis.EVIDENCE):
        await Mandate.insert(Mandate(act=signature.id, basis=basis.value, seen_at=clock.now()))
    assert await bases_of(memorandum.id, [signature.organisation], clock.today()) == {signature.id: MandateBasis.SECOND_CONTACT}
