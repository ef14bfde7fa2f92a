"""Two accept with a remark what the record says otherwise: corrected days, and a confirmation that came in time and was recorded late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts import act_order, histories
from coalition.acts.tables import Act
from coalition.approvals import remark_kinds
from coalition.jobs.worker import run_due
from coalition.memoranda.decision_queries import decisions_of
from coalition.notices.tables import Notification
from coalition.organisations.queries import by_slug
from coalition.signatures.disclosing import hide
from tests import factories
from tests.conftest import sign_in, visitor
from tests.days import ago
from tests.desk.conftest import follow, send
from tests.house.inputs import inputs_of
from tests.imports.tables import plan_of
from tests.mutants import mutated
from tests.public.reading import words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"
PARTY = f"{HERE}/signatories/steppe"
LATE = timedelta(days=80)  # 60 days for the confirmation are over then
REMARK = {"remark": "The letter lay in another office."}


def act(**more: Any) -> dict[str, str]:
    given = {"organisation": "steppe", "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "Letter no. 12"}
    given |= {"acted": str(ago(10)), "received": str(ago(6)), "representative_name": "Ben Sultanov"}
    return given | {name: str(value) for name, value in more.items()}


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    await factories.organisation("steppe", "Steppe")
    return await factories.opened(ada_account, since=ago(20))


async def line(cleo: httpx.AsyncClient, query: str = "") -> dict[str, Any]:
    [signatory] = (await cleo.get(f"/memoranda/cooperation.json{query}")).json()["signatories"]
    return dict(signatory)


async def test_two_accept_corrected_days_in_an_impossible_order(ada, dina, cleo, memorandum):
    await follow(ada, await send(ada, f"{HERE}/acts", act()))
    row = await Act.select(Act.id).first()
    assert row
    path = f"{PARTY}/corrections/{row['id']}"
    given = {"acted": str(ago(30)), "received": str(ago(6)), "representative_name": "Ben Sultanov", "reason": "The letter says so."}
    for step in ("/review", ""):
        refused = await send(ada, path + step, given)
        assert (refused.status_code, "Record it with a remark" in refused.text) == (422, True)
    remarked = next(form for form in inputs_of(refused.text) if "remark" in form)
    assert {name: remarked[name] for name in given} == given
    empty = await send(ada, f"{path}/remarks", given | {"remark": ""})
    assert (empty.status_code, "Write why the dates are right." in empty.text, "Record it with a remark" in empty.text) == (422, True, True)
    assert (await send(ada, f"{path}/remarks", given | REMARK | {"acted": str(ago(11))})).status_code == 409  # the order is possible
    assert (await send(dina, f"{path}/remarks", given | REMARK)).status_code == 404
    await follow(ada, await send(ada, f"{path}/remarks", remarked | REMARK))
    assert await Act.count() == 1

    page = words((await dina.get("/en/desk/approvals/1")).text)
    for shown in ("Steppe", "The letter lay in another office.", "opened for signature", f"{ago(10):%-d %B %Y}", f"{ago(30):%-d %B %Y}"):
        assert shown in page
    assert (await send(ada, "/en/desk/approvals/1/approval")).status_code == 409
    await follow(dina, await send(dina, "/en/desk/approvals/1/approval"))
    signatory = await line(cleo)
    assert (signatory["date"], signatory["dates_remarked"]) == (str(ago(30)), True)
    [decision] = await decisions_of(memorandum.id)
    assert decision.reason.endswith("The letter lay in another office.")
    assert "another office" not in (await cleo.get("/memoranda/cooperation.json")).text

    possible = given | {"acted": str(ago(12)), "reason": "It was the 12th day after all."}
    await follow(ada, await send(ada, path, possible))
    assert (await line(cleo))["dates_remarked"] is False


async def test_the_remark_on_a_hidden_correction_names_nobody_and_one_alone_corrects_nothing(ada, memorandum, app, monkeypatch):
    await follow(ada, await send(ada, f"{HERE}/acts", act(disclosure="counted")))
    row = await Act.select(Act.id).first()
    path = f"{PARTY}/corrections/{row['id']}"
    given = {"acted": str(ago(30)), "received": str(ago(6)), "reason": "The letter says so."} | REMARK
    alone = await send(ada, f"{path}/remarks", given)
    assert (alone.status_code, await Act.count()) == (409, 1)
    future = await send(ada, f"{path}/remarks", given | {"acted": str(ago(-2))})
    assert (future.status_code, await Act.count()) == (409, 1)
    dina_account = await factories.coordinator("dina@example.org", "Dina")
    async with visitor(app) as dina:
        await sign_in(dina, dina_account)
        await follow(ada, await send(ada, f"{path}/remarks", given))
        assert "Steppe" not in words((await dina.get("/en/desk/approvals/1")).text)
        monkeypatch.setattr(remark_kinds, "impossible_correction", nothing_is_impossible)
        assert (await send(dina, "/en/desk/approvals/1/approval")).status_code == 409
        assert await Act.count() == 1


async def nothing_is_impossible(*_: object) -> None:
    """Find that the order has become possible, as after a change of the record."""


@pytest.fixture
async def later(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator, memorandum: Memorandum
) -> AsyncIterator[dict[str, str]]:
    """Let the time for the confirmation of a signature run out, and return the confirmation that came three days before its last day."""
    await follow(ada, await send(ada, f"{HERE}/acts", act(kind="ad_referendum")))
    with clock.shifted(LATE):
        await sign_in(ada, ada_account)
        await sign_in(dina, dina_account)
        in_time = ago(6) + timedelta(days=57)
        yield act(kind="confirmation", acted=in_time, received=in_time)


@pytest.fixture
async def lapsed(later: dict[str, str]) -> dict[str, str]:
    """Let the lapse be recorded and announced."""
    await run_due()
    return later


async def confirm_after_the_lapse(ada, dina, cleo, given) -> None:
    """Record a confirmation that came in time after the lapse was announced."""
    for path in ("acts/review", "acts"):
        refused = await send(ada, f"{HERE}/{path}", given)
        assert (refused.status_code, "The signature lapsed on" in refused.text, "Record it with a remark" in refused.text) == (422, True, True)
    await follow(ada, await send(ada, f"{HERE}/acts/remarks", given | REMARK))
    assert (await line(cleo))["ended"]["by"] == "lapse"
    await follow(dina, await send(dina, "/en/desk/approvals/1/approval"))
    signatory = await line(cleo)
    assert (signatory["ended"], signatory["confirmed"], signatory["dates_remarked"]) == (None, given["acted"], True)
    counts = (await cleo.get("/memoranda/cooperation.json")).json()["counts"]
    assert (counts["signed"], counts["ad_referendum"]) == (1, 0)


async def test_a_confirmation_in_time_is_recorded_after_the_lapse(ada, dina, cleo, memorandum, lapsed):
    await confirm_after_the_lapse(ada, dina, cleo, lapsed)
    assert [row.kind for row in await Notification.objects().order_by(Notification.id)][-2:] == ["lapse", "confirmation"]
    assert "Confirmed by" not in words((await cleo.get("/en/memoranda/cooperation/signatories")).text)
    then = await line(cleo, f"?at={date.fromisoformat(lapsed['received']) - timedelta(days=1)}")
    assert (then["confirmed"], then["awaits_confirmation"]) == (None, True)
    await follow(ada, await send(ada, f"{HERE}/acts", act(kind="withdrawal", acted=clock.today(), received=clock.today())))
    assert (await line(cleo))["ended"]["by"] == "withdrawal"


@pytest.mark.sqlite_only
async def test_a_build_in_which_the_lapse_stays_is_found(ada, dina, cleo, lapsed, monkeypatch):
    wrong = mutated(histories, "act.remarked and history.lapsed", "False")
    monkeypatch.setattr(histories, "_add_event", wrong["_add_event"])
    with pytest.raises(AssertionError):
        await confirm_after_the_lapse(ada, dina, cleo, lapsed)


async def refused_for_good(ada, memorandum, lapsed) -> None:
    """Try to record a confirmation that came a day too late: at the desk, with a remark, and from a file."""
    last_day = date.fromisoformat(lapsed["received"]) + timedelta(days=3)
    late = lapsed | {"received": str(last_day + timedelta(days=1))}
    for path in ("acts/review", "acts", "acts/remarks"):
        refused = await send(ada, f"{HERE}/{path}", late | REMARK)
        page = words(refused.text)
        said = f"It came after {last_day:%-d %B %Y}, the last day for the confirmation, and the signature lapsed on" in page
        assert (refused.status_code, said, "Record it with a remark" in page) == (422, True, False), page
        assert "The organisation can sign again or accede while the text is open for that." in page
        [form] = [form for form in inputs_of(refused.text) if "evidence" in form]
        assert (form["acted"], form["received"]) == (late["acted"], late["received"])
    assert "confirmation" not in [row["kind"] for row in await Act.select(Act.kind)]
    table = f"organisation,kind,date,source,confirmed\nsteppe,ad_referendum,{ago(10)},Minutes,{lapsed['acted']}\n"
    [row] = (await plan_of(memorandum, table.encode())).rows
    assert "The record tells of this organisation otherwise" in str(row.problems["organisation"])


async def test_a_confirmation_after_the_last_day_is_refused_with_the_reason_and_no_remark_helps(ada, memorandum, lapsed):
    await refused_for_good(ada, memorandum, lapsed)


@pytest.mark.sqlite_only
async def test_it_is_refused_before_the_lapse_is_on_record_too(ada, memorandum, later):
    await refused_for_good(ada, memorandum, later)


@pytest.mark.sqlite_only
async def test_a_build_that_does_not_look_at_the_last_day_is_found(ada, memorandum, lapsed, monkeypatch):
    monkeypatch.setattr(act_order, "_late", lambda *_: ())
    with pytest.raises(AssertionError):
        await refused_for_good(ada, memorandum, lapsed)


async def test_a_hidden_confirmation_after_a_lapse_changes_nothing_before_its_period_is_over(ada, dina, cleo, memorandum, lapsed):
    """Steppe hides its name after the lapse; the confirmation that turns up later is that of a hidden party."""
    steppe = await by_slug("steppe")
    assert steppe
    await hide(memorandum, steppe.id)
    pages = ("/en/memoranda/cooperation", "/en/memoranda/cooperation/signatories", "/memoranda/cooperation.json", "/memoranda/cooperation.csv")
    before = [(await cleo.get(path)).headers["etag"] for path in pages]
    await follow(ada, await send(ada, f"{HERE}/acts/remarks", lapsed | REMARK | {"disclosure": "counted"}))
    assert "Steppe" not in words((await dina.get("/en/desk/approvals/1")).text)
    await follow(dina, await send(dina, "/en/desk/approvals/1/approval"))
    assert "confirmation" in [row["kind"] for row in await Act.select(Act.kind)]
    assert [(await cleo.get(path)).headers["etag"] for path in pages] == before
    assert [row.kind for row in await Notification.objects().order_by(Notification.id)][-1] == "lapse"
