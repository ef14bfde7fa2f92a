"""Ada enters acts on paper with the statements that stand in the same letter, and acts that a successor did for its predecessor."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts.disclosure_levels import Level
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.tables import Act, Disclosure
from coalition.database import transaction
from coalition.notices.tables import Notification
from coalition.organisations.event_forms import EventForm
from coalition.organisations.queries import by_slug
from coalition.signatures import recording_on_behalf, statements_with_acts
from coalition.signatures.disclosing import change_level
from coalition.signatures.on_behalf_forms import EnteredActForm
from coalition.statements import queries as statements
from coalition.statements.queries import all_statements, signers_of, statements_of
from coalition.statements.tables import Statement
from tests import factories
from tests.days import ago
from tests.desk.conftest import follow, send
from tests.house.inputs import inputs_of
from tests.mutants import mutated
from tests.public.reading import words
from tests.signing.walking import letters_to

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"
PUBLIC = "/en/memoranda/cooperation"
BEN = "contact@steppe.example.org"


def act(**more: Any) -> dict[str, str]:
    given = {"organisation": "steppe", "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "Letter no. 12"}
    given |= {"acted": str(ago(10)), "received": str(ago(6)), "representative_name": "Ben Sultanov"}
    return given | {name: str(value) for name, value in more.items()}


def reserving(**more: Any) -> dict[str, str]:
    return act(statement_kind="reservation", statement_language="ru", statement_text="Не связана.") | {k: str(v) for k, v in more.items()}


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    await factories.organisation("steppe", "Steppe")
    return await factories.opened(ada_account, since=ago(20), days=30)


async def provision(memorandum: Memorandum, label: str) -> str:
    return next(row.key for row in await statements.provisions_of(memorandum.id, None) if row.label == label)


async def walk(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    """Enter a signature with a reservation, and read it where everybody reads it."""
    given = reserving(statement_provision=await provision(memorandum, "2.1"))
    checked = await send(ada, f"{HERE}/acts/review", given)
    assert checked.status_code == 200, words(checked.text)
    assert await Statement.count() == 0
    await follow(ada, await send(ada, f"{HERE}/acts", given))
    [stated] = await statements_of(memorandum)
    assert (stated.number, str(stated.made), stated.received, stated.late, stated.text) == (1, str(ago(10)), ago(6), None, "Не связана.")
    seen = words(checked.text).partition("The statement with it")[2].partition("The letter of receipt")[0]
    for said in (stated.about.text("en"), f"{ago(10):%-d %B %Y}", "Steppe", "Не связана.", "It is public together with the signature"):
        assert said in seen, seen
    public = words((await cleo.get(PUBLIC)).text)
    assert f"Reservation 1 · {stated.about.text('en')} · {ago(10):%-d %B %Y}" in public


@pytest.fixture
def pages(ada, cleo, memorandum):
    return ada, cleo, memorandum


async def test_a_statement_in_the_letter_is_recorded_with_the_act_and_its_days(pages):
    ada, _, memorandum = pages
    page = words((await ada.get(f"{HERE}/acts/new?organisation=steppe")).text)
    assert "The organisation made a statement with it (optional)" in page
    assert ("How the organisation understands the text" in page, "Reservation to which it objects" in page) == (True, False)
    await walk(*pages)
    [stated] = await statements_of(memorandum)
    assert [name for _, name in await signers_of(stated.id)] == ["Ben Sultanov"]
    assert [row.kind for row in await Notification.objects().order_by(Notification.id)][-2:] == ["signature", "statement"]
    [letter] = await letters_to(BEN)
    assert ("statement" in letter.text, "Не связана" in letter.text) == (True, False)
    assert "Reservation 1 of Steppe" not in letter.text


async def test_a_build_that_forgets_the_statement_is_found(pages, monkeypatch):
    monkeypatch.setattr(recording_on_behalf, "state_with_act", statements_with_acts.check_statement)  # it is checked, and not recorded
    with pytest.raises(ValueError, match="not enough values"):
        await walk(*pages)


async def test_a_build_that_states_today_is_found(pages, monkeypatch):
    wrong = mutated(statements_with_acts, "return Days(new.acted, new.received)", "return Days.of_today()")
    monkeypatch.setattr(recording_on_behalf, "state_with_act", wrong["state_with_act"])
    with pytest.raises(AssertionError, match=str(ago(0))):
        await walk(*pages)


@pytest.mark.sqlite_only
async def test_a_statement_that_cannot_be_made_records_nothing_and_loses_nothing(ada, memorandum):
    refused = {
        "Nothing can be stated before a signature ad referendum is confirmed.": {"kind": "ad_referendum"},
        "can make declarations only": {"kind": "support"},
        "Choose a provision of the text from the list.": {"statement_provision": "p99"},
        "Write the statement.": {"statement_text": ""},
        "Choose the reservation to which the organisation objects.": {"statement_kind": "objection"},
        "Nothing can be stated together with a withdrawal.": {"kind": "withdrawal"},
    }
    for said, more in refused.items():
        for path in ("acts/review", "acts"):
            answer = await send(ada, f"{HERE}/{path}", reserving(**more))
            assert (answer.status_code, said in words(answer.text)) == (422, True), (said, words(answer.text))
            [form] = [form for form in inputs_of(answer.text) if "evidence" in form][:1]
            assert form["statement_text"] == reserving(**more)["statement_text"]
            assert "<details open>" in answer.text
    assert (await Act.count(), await Statement.count()) == (0, 0)
    given = reserving(statement_provision=await provision(memorandum, "2.1"))
    for form in inputs_of((await send(ada, f"{HERE}/acts/review", given)).text)[-2:]:
        assert {name: form[name] for name in given} == given


async def test_a_statement_of_a_hidden_party_is_read_by_nobody_and_its_receipt_stays_unknown(ada, cleo, ada_account):
    """The letter came in a month whose last day is the only day of receipt that readers ever learn."""
    await factories.organisation("steppe", "Steppe")
    await factories.forum(risk_profile="high")
    with clock.shifted(-timedelta(days=40)):
        day = clock.today()
        memorandum = await factories.opened(ada_account, forum="kyiv-2013", days=90, since=day - timedelta(days=5))
        given = reserving(disclosure="counted", acted=day - timedelta(days=3), received=day)
        before = [(await cleo.get(path)).headers["etag"] for path in (PUBLIC, "/memoranda/cooperation.json")]
        await recording_on_behalf.enter(memorandum, EnteredActForm.parse(given), by=ada_account)
        assert [(await cleo.get(path)).headers["etag"] for path in (PUBLIC, "/memoranda/cooperation.json")] == before
        assert (await statements_of(memorandum), [stated.number for stated in await all_statements(memorandum.id)]) == ([], [None])
        row = await Act.objects().first()
    page = words((await ada.get(f"{HERE}/statements")).text)
    assert "Не связана." in page
    steppe = await by_slug("steppe")
    assert (row, steppe) != (None, None)
    async with transaction():
        await change_level(memorandum, steppe.id, Level(Disclosure.PUBLIC))
    public = (await cleo.get("/memoranda/cooperation.json")).json()
    [stated], [signatory] = public["statements"], public["signatories"]
    assert (stated["number"], stated["received"], signatory["received"]) == (1, str(row.counted_on), str(row.counted_on))
    assert str(day) not in str(public["statements"])
    then = (await cleo.get(f"/memoranda/cooperation.json?at={row.counted_on - timedelta(days=1)}")).json()
    assert then["statements"] == []
    assert [made.received for made in await all_statements(memorandum.id)] == [day]


async def test_a_confirmation_an_objection_and_a_remark_carry_statements_too(ada, dina, cleo, memorandum):
    await factories.organisation("river", "River")
    await follow(ada, await send(ada, f"{HERE}/acts", act(kind="ad_referendum")))
    await follow(ada, await send(ada, f"{HERE}/acts", reserving(kind="confirmation", acted=ago(3), received=ago(2))))
    [reservation] = await statements_of(memorandum)
    assert (reservation.organisation.slug, reservation.received) == ("steppe", ago(2))
    objecting = reserving(organisation="river", acted=ago(30), received=ago(1), statement_kind="objection", objects_to=reservation.id)
    refused = await send(ada, f"{HERE}/acts/review", objecting)
    assert "Record it with a remark" in refused.text
    remarked = next(form for form in inputs_of(refused.text) if "remark" in form)
    await follow(ada, await send(ada, f"{HERE}/acts/remarks", remarked | {"remark": "It signed at the forum."}))
    asked = words((await dina.get("/en/desk/approvals/1")).text)
    assert "The statement with it Objection" in asked
    assert "Не связана." in asked
    await follow(dina, await send(dina, "/en/desk/approvals/1/approval"))
    [reservation] = await statements_of(memorandum)
    [objection] = reservation.objections
    assert (objection.organisation.slug, str(objection.made), objection.received, objection.precludes) == ("river", str(ago(30)), ago(1), None)


@pytest.mark.sqlite_only
async def test_a_successor_confirms_and_withdraws_on_paper_by_the_rule_of_the_link(ada, cleo, memorandum):
    await follow(ada, await send(ada, f"{HERE}/acts", act(kind="ad_referendum")))
    await factories.organisation("newer", "New House", listed=True)
    confirming = act(kind="confirmation", acted=ago(3), received=ago(2), successor="New House")
    stranger = await send(ada, f"{HERE}/acts", confirming)
    assert (stranger.status_code, "No event in the register says" in stranger.text) == (422, True)
    assert 'value="New House"' in stranger.text
    own = await send(ada, f"{HERE}/acts", act(organisation="newer", successor="steppe"))
    assert (own.status_code, "A successor signs in its own name." in own.text) == (422, True)
    steppe = await by_slug("steppe")
    event = {"kind": "succeeded", "happened": str(ago(5)), "other": "newer", "source": "Letter."}
    await change_organisation(steppe, EventForm.parse(event))
    checked = await send(ada, f"{HERE}/acts/review", confirming)
    assert checked.status_code == 200, words(checked.text)
    sentence = f"Confirmed by New House as its successor: {ago(3):%-d %B %Y}"
    assert sentence in words(checked.text)
    await follow(ada, await send(ada, f"{HERE}/acts", confirming))
    await follow(ada, await send(ada, f"{HERE}/acts", act(kind="withdrawal", acted=ago(1), received=ago(1), successor="newer")))
    public = words((await cleo.get(f"{PUBLIC}/signatories")).text)
    assert (sentence in public, "Withdrawn by New House as its successor" in public) == (True, True)
    newer = await by_slug("newer")
    assert {row["successor"] for row in await Act.select(Act.successor).where(Act.kind.is_in(["confirmation", "withdrawal"]))} == {newer.id}
