"""Ada records and corrects the days of acts: impossible orders are refused, or accepted by two with a remark; a correction leaves a trace."""

from __future__ import annotations

import inspect
import re
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from coalition import clock
from coalition.acts import deadlines, histories, recording
from coalition.acts.act_order import ImpossibleOrder
from coalition.acts.disclosure_levels import Level
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.tables import Act, Disclosure, Signer
from coalition.approvals import asking, kinds
from coalition.approvals.tables import ApprovalKind
from coalition.invitations import chase_list, links
from coalition.jobs.worker import run_due
from coalition.languages import date_text
from coalition.memoranda.decision_queries import decisions_of
from coalition.memoranda.opening import close, open_for_accession
from coalition.notices.tables import Notification
from coalition.organisations.event_forms import EventForm
from coalition.organisations.queries import by_slug
from coalition.signatures import correcting_record
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.on_behalf_forms import EnteredActForm, RecordCorrectionForm
from coalition.signatures.recording_on_behalf import enter
from coalition.signatures.withdrawing import withdraw
from tests import factories
from tests.conftest import visitor
from tests.days import ago
from tests.desk.conftest import follow, send
from tests.house.inputs import inputs_of
from tests.letters import letters_in_tray
from tests.mutants import mutated
from tests.public.reading import words
from tests.signing.walking import check_page

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"
PARTY = f"{HERE}/signatories/steppe"
REMARKED = ApprovalKind.ACT_REMARKED


async def accept_everything(_: object) -> None:
    """Refuse nothing."""


def act(**more: Any) -> dict[str, str]:
    """Return what the form sends; a number stands for the day that many days ago."""
    given = {"organisation": "steppe", "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "Letter no. 12"}
    given |= {"acted": str(ago(10)), "received": str(ago(6)), "representative_name": "Ben Sultanow", "representative_title": "director"}
    return given | {name: str(ago(value) if isinstance(value, int) else value) for name, value in more.items()}


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    await factories.organisation("steppe", "Steppe")
    return await factories.opened(ada_account, since=ago(20))


async def record(ada: httpx.AsyncClient, **more: Any) -> None:
    await follow(ada, await send(ada, f"{HERE}/acts", act(**more)))


async def line(cleo: httpx.AsyncClient) -> dict[str, Any]:
    [signatory] = (await cleo.get("/memoranda/cooperation.json")).json()["signatories"]
    return dict(signatory)


async def footnotes(cleo: httpx.AsyncClient) -> str:
    return words((await cleo.get("/en/memoranda/cooperation/signatories")).text)


async def correction_path() -> str:
    row = await Act.select(Act.id).where(Act.kind == "signature").first()
    assert row
    return f"{PARTY}/corrections/{row['id']}"


async def test_both_days_are_recorded_and_shown_where_they_differ(ada, cleo, memorandum):
    page = (await ada.get(f"{HERE}/acts/new?organisation=steppe")).text
    assert "Day on which it reached you" in page
    await record(ada)
    signatory = await line(cleo)
    assert (signatory["date"], signatory["received"]) == (str(ago(10)), str(ago(6)))
    dates = [f"{day:%-d %B %Y}" for day in (ago(10), ago(6))]
    assert f"Signed {dates[0]}, received {dates[1]}." in await footnotes(cleo)
    assert f"{ago(10)},{ago(6)}" in (await cleo.get("/memoranda/cooperation.csv")).text
    assert f"received {dates[1]}" in words((await ada.get(PARTY)).text)


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"acted": 21}, "acted", "the day on which the text was opened for signature"),
        ({"acted": -1}, "acted", "This day has not come yet."),
        ({"received": -1}, "received", "This day has not come yet."),
        ({"received": 11}, "received", "It cannot have been received before it was done."),
        ({"kind": "accession"}, "acted", "The text was not opened for accession."),
        ({"channel": "historical", "source": "Minutes", "acted": 400, "received": ""}, "acted", "opened for signature"),
        ({"acted": "1944"}, "acted", "Write a year between 1945 and"),
    ],
)
async def test_an_impossible_order_is_refused_and_nothing_typed_is_lost(ada, memorandum, more, field, said):
    given = act(**more)
    for path in ("acts/review", "acts"):
        answer = await send(ada, f"{HERE}/{path}", given)
        assert (answer.status_code, said in answer.text) == (422, True), words(answer.text)
        [form] = [form for form in inputs_of(answer.text) if "evidence" in form and "organisation" in form][:1]
        assert {name: form[name] for name in ("acted", "received", "evidence")} == {name: given[name] for name in ("acted", "received", "evidence")}
    assert await Act.count() == 0


async def test_two_accept_an_impossible_order_with_a_remark(ada, dina, cleo, memorandum):
    refused = await send(ada, f"{HERE}/acts/review", act(acted=ago(30)))
    assert "Record it with a remark" in refused.text
    given = act(acted=ago(30)) | {"remark": "It was signed at the forum, before the text was opened."}
    empty = await send(ada, f"{HERE}/acts/remarks", given | {"remark": ""})
    assert (empty.status_code, "Write why the dates are right." in empty.text) == (422, True)
    possible = await send(ada, f"{HERE}/acts/remarks", given | {"acted": str(ago(10))})
    assert possible.status_code == 409
    await follow(ada, await send(ada, f"{HERE}/acts/remarks", given))
    assert await Act.count() == 0

    page = words((await dina.get("/en/desk/approvals/1")).text)
    for shown in ("Steppe", "It was signed at the forum", "the day on which the text was opened for signature", "Memorandum on cooperation"):
        assert shown in page
    assert (await send(ada, "/en/desk/approvals/1/approval")).status_code == 409
    await follow(dina, await send(dina, "/en/desk/approvals/1/approval"))

    signatory = await line(cleo)
    assert (signatory["date"], signatory["dates_remarked"]) == (str(ago(30)), True)
    public = await footnotes(cleo)
    assert "The depositary accepted the dates of this act with a remark." in public
    assert "at the forum" not in public
    [decision] = await decisions_of(memorandum.id)
    assert decision.reason.endswith("It was signed at the forum, before the text was opened.")
    assert "at the forum" not in (await cleo.get("/memoranda/cooperation.json")).text


async def test_a_hidden_act_with_a_remark_is_named_to_no_other_coordinator(ada, dina, memorandum):
    given = act(acted=ago(30), disclosure="counted") | {"remark": "It was signed at the forum."}
    await follow(ada, await send(ada, f"{HERE}/acts/remarks", given))
    assert "Steppe" not in words((await dina.get("/en/desk/approvals/1")).text)


async def test_a_request_that_the_record_overtook_cannot_be_approved(ada, dina, memorandum):
    """Nobody is bound to a text that came later; an organisation that signed meanwhile leaves a request that can be read and refused."""
    given = act(acted=ago(30)) | {"remark": "It was signed at the forum."}
    await follow(ada, await send(ada, f"{HERE}/acts/remarks", given))
    await follow(ada, await send(ada, f"{HERE}/acts/remarks", given | {"remark": "It was signed before."}))
    await record(ada)
    assert (await dina.get("/en/desk/approvals/1")).status_code == 200
    assert (await send(dina, "/en/desk/approvals/1/approval")).status_code == 409
    await follow(dina, await send(dina, "/en/desk/approvals/1/refusal", {"reason": "It is on record."}))
    await factories.superseded(await factories.reloaded(memorandum))
    assert (await send(dina, "/en/desk/approvals/2/approval")).status_code == 409
    assert await Act.count() == 1


async def test_one_coordinator_alone_cannot_accept_it(ada, memorandum):
    refused = await send(ada, f"{HERE}/acts/review", act(acted=ago(30)))
    assert "There is no other coordinator who could accept it" in words(refused.text)
    assert "acts/remarks" not in refused.text
    forced = await send(ada, f"{HERE}/acts/remarks", act(acted=ago(30)) | {"remark": "It is right."})
    assert (forced.status_code, "there is no other one" in words(forced.text)) == (409, True)
    assert await Act.count() == 0
    future = await send(ada, f"{HERE}/acts/remarks", act(acted=ago(-2)) | {"remark": "It is right."})
    assert (future.status_code, await Act.count()) == (409, 0)


async def test_a_correction_changes_the_line_and_leaves_a_trace(ada, cleo, memorandum):
    await record(ada)
    path = await correction_path()
    assert path in (await ada.get(PARTY)).text
    [form] = [form for form in inputs_of((await ada.get(path)).text) if "reason" in form]
    assert (form["acted"], form["received"], form["representative_name"]) == (str(ago(10)), str(ago(6)), "Ben Sultanow")
    given = {"acted": str(ago(12)), "received": str(ago(7)), "representative_name": "Ben Sultanov", "representative_title": "director"}
    assert (await send(ada, f"{path}/review", given)).status_code == 422
    given |= {"reason": "The letter says so."}
    review = await send(ada, f"{path}/review", given)
    assert review.status_code == 200, words(review.text)
    assert "Signature: the day was corrected on" in words(review.text)
    assert await Act.count() == 1

    await follow(ada, await send(ada, path, given))

    signatory = await line(cleo)
    assert (signatory["date"], signatory["received"], signatory["representative"]) == (str(ago(12)), str(ago(7)), "Ben Sultanov, director")
    [correction] = signatory["corrections"]
    assert (correction["date_before"], correction["received_before"], correction["representative"]) == (str(ago(10)), str(ago(6)), True)
    public = await footnotes(cleo)
    before, after = f"{ago(10):%-d %B %Y}", f"{ago(12):%-d %B %Y}"
    assert f"Signature: the day was corrected on {ago(0):%-d %B %Y}; before: {before}." in public
    assert "The name of the representative was corrected on" in public
    assert "Sultanow" not in public
    [notice] = await Notification.objects().where(Notification.kind == "record_corrected")
    page = words((await cleo.get(f"/en/notifications/{notice.year}/{notice.number}")).text)
    assert f"The record of Steppe was corrected. Signature: {after}, not {before}; received" in page
    assert [row["reason"] for row in await Signer.select(Signer.reason).where(Signer.reason != "")] == ["The letter says so."]
    letter = (await letters_in_tray())[-1]
    assert (letter.subject.startswith("A record was corrected"), "Steppe" in letter.text) == (True, False)
    assert "Ben Sultanov" in words((await ada.get(f"{HERE}/signatories")).text)
    organisation = words((await cleo.get("/en/organisations/steppe")).text)
    assert (after in organisation, before in organisation) == (True, False)
    assert (await send(ada, path, given)).status_code == 422  # nothing differs any more
    only_name = given | {"representative_name": "Ben Sultanow"}
    await follow(ada, await send(ada, path, only_name))
    assert len((await line(cleo))["corrections"]) == 2
    assert await Act.count() == 3


async def test_days_of_a_time_without_a_name_stay_unknown_after_it(ada, cleo, ada_account):
    """Of a correction and a receipt while an organisation was hidden readers learn the last day of the period only."""
    organisation = await factories.organisation("steppe", "Steppe")
    await factories.forum(risk_profile="high")
    with clock.shifted(-timedelta(days=40)):
        memorandum = await factories.opened(ada_account, forum="kyiv-2013", days=90)
        signed = await factories.signed(memorandum, organisation, disclosure="counted")
        [act_id] = [row["id"] for row in await Act.select(Act.id)]
        answers = {"acted": str(clock.today()), "received": "", "reason": "R", "representative_name": "Bena"}
        await correcting_record.correct(memorandum, organisation.id, act_id, RecordCorrectionForm.parse(answers))
    await factories.disclosed(await links.follow(signed.manage_token), Level(Disclosure.PUBLIC))
    signatory = await line(cleo)
    [correction] = signatory["corrections"]
    [counted] = {row["counted_on"] for row in await Act.select(Act.counted_on).where(Act.kind != "disclosure")}
    assert correction["on"] == str(counted) != str(ago(40))
    assert (correction["received"], correction["received_before"]) == (False, None)


@pytest.mark.parametrize(("field", "day"), [("acted", 21), ("received", 13), ("acted", -1)])
async def test_corrected_days_are_checked_too(ada, memorandum, field, day):
    await record(ada)
    given = {"acted": str(ago(12)), "received": str(ago(7)), "reason": "The letter says so."} | {field: str(ago(day))}
    assert (await send(ada, await correction_path(), given)).status_code == 422
    assert await Act.count() == 1


async def test_an_act_is_not_corrected_past_a_later_one(ada, memorandum):
    await record(ada)
    await record(ada, kind="withdrawal", acted=ago(5), received=ago(4))
    early = {"acted": str(ago(11)), "received": str(ago(3)), "reason": "The letter says so."}
    withdrawal = await Act.select(Act.id).where(Act.kind == "withdrawal").first()
    assert withdrawal
    assert (await send(ada, f"{PARTY}/corrections/{withdrawal['id']}", early)).status_code == 422
    assert (await send(ada, await correction_path(), early | {"acted": str(ago(4)), "received": str(ago(4))})).status_code == 422
    await follow(ada, await send(ada, f"{PARTY}/corrections/{withdrawal['id']}", early | {"acted": str(ago(9))}))


async def test_the_correction_of_a_hidden_act_is_hidden(ada, cleo, memorandum):
    await record(ada, disclosure="counted")
    await cleo.get("/en/memoranda/cooperation/signatories")
    before = [(await cleo.get(path)).content for path in ("/memoranda/cooperation.json", "/en/memoranda/cooperation/signatories")]
    given = {"acted": str(ago(12)), "received": str(ago(7)), "reason": "The letter says so."}
    await follow(ada, await send(ada, await correction_path(), given))
    assert [(await cleo.get(path)).content for path in ("/memoranda/cooperation.json", "/en/memoranda/cooperation/signatories")] == before
    assert await Notification.count().where(Notification.kind == "record_corrected") == 0


MUTATIONS = {
    "hidden": (correcting_record, "level_of", lambda _: Level(Disclosure.PUBLIC), test_the_correction_of_a_hidden_act_is_hidden),
    "alone": (kinds, "KINDS", {**kinds.KINDS, REMARKED: replace(kinds.KINDS[REMARKED], alone=True)}, test_one_coordinator_alone_cannot_accept_it),
    "trace": (histories.History, "correct", lambda *_: None, test_a_correction_changes_the_line_and_leaves_a_trace),
    "checked": (recording, "check_order", accept_everything, test_an_act_is_not_corrected_past_a_later_one),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("broken", MUTATIONS)
async def test_a_mutated_build_is_found(ada, cleo, memorandum, monkeypatch, broken):
    module, name, wrong, story = MUTATIONS[broken]
    monkeypatch.setattr(module, name, wrong)
    if broken == "alone":
        monkeypatch.setattr(asking, name, wrong)
    people = {"ada": ada, "cleo": cleo, "memorandum": memorandum}
    with pytest.raises(AssertionError):
        await story(**{parameter: people[parameter] for parameter in inspect.signature(story).parameters})


async def test_others_correct_nothing(ada, dina, cleo, memorandum):
    await record(ada)
    path = await correction_path()
    for browser in (dina, cleo):
        assert (await browser.get(path)).status_code in {303, 404}
    assert (await send(dina, path, {"acted": "", "received": "", "reason": "R"})).status_code == 404
    assert (await send(dina, f"{HERE}/acts/remarks", act(acted=ago(30)) | {"remark": "R"})).status_code == 404
    other = await factories.signed(memorandum, await factories.organisation("other", "Other"))
    assert (await ada.get(f"{PARTY}/corrections/{other.act.id}")).status_code == 404


async def test_an_organisation_that_ended_signs_no_more_online_and_can_still_withdraw(app, memorandum):
    party = await by_slug("steppe")
    assert party
    link = await factories.invitation_link(memorandum, party)
    signed = await factories.signed(memorandum, await factories.organisation("other"))
    for slug in ("steppe", "other"):
        ended = await by_slug(slug)
        assert ended
        await change_organisation(ended, EventForm.parse({"kind": "liquidated", "happened": str(ago(3)), "source": "Register"}))
    async with visitor(app) as ben:
        await ben.post(f"{link}/session")
        digest = inputs_of((await ben.get("/en/signing/signature/new")).text)[-1]["digest"]
        given = {"kind": "signature", "representative_name": "Ben", "disclosure": "public", "typed_name": "Ben", "authority": "yes", "digest": digest}
        token = inputs_of((await check_page(ben, given)).text)[-1].get("form_token", "")
        refused = await ben.post("/en/signing/signature", data=given | {"form_token": token})
        assert (refused.status_code, "By the register the organisation ended before" in refused.text) == (422, True), words(refused.text)
    assert await Act.count() == 1
    await withdraw(await links.follow(signed.manage_token), WithdrawalForm(typed_name="Ben"))


async def test_a_paper_signature_ad_referendum_lapses_after_its_receipt(ada, cleo, memorandum):
    await record(ada, kind="ad_referendum")
    signatory = await line(cleo)
    last = ago(6) + timedelta(days=60)
    assert (signatory["awaits_confirmation"], signatory["confirm_by"]) == (True, str(last))
    row = await Act.select(Act.id).where(Act.kind == "ad_referendum").first()
    given = {"acted": str(ago(10)), "received": str(ago(8)), "reason": "The stamp says so."}
    await follow(ada, await send(ada, f"{PARTY}/corrections/{row['id']}", given))
    with clock.shifted(timedelta(days=52)):  # the corrected last day
        await run_due()
        assert (await line(cleo))["awaits_confirmation"]
    with clock.shifted(timedelta(days=55)):  # the job comes late
        await run_due()
        ended = (await line(cleo))["ended"]
        assert (ended["by"], ended["on"]) == ("lapse", str(ago(8) + timedelta(days=61)))


async def test_a_signature_ad_referendum_of_the_past_has_no_deadline(ada, cleo, memorandum):
    await record(ada, kind="ad_referendum", channel="historical", source="Minutes", acted=str(ago(15))[:7], received="")
    with clock.shifted(timedelta(days=400)):
        await run_due()
        signatory = await line(cleo)
        assert (signatory["awaits_confirmation"], signatory["confirm_by"], signatory["ended"]) == (True, None, None)
        assert "there is no deadline" in await footnotes(cleo)


async def the_dashboard_gives_each_last_day(ada, memorandum):
    """The dashboard and the page of the signatory say the same: the last day to confirm, or that there is no deadline."""
    await record(ada, kind="ad_referendum", channel="historical", source="Minutes", acted=str(ago(15))[:7], received="")
    waits = await factories.organisation("waits", "Waits")
    await factories.signed(memorandum, waits, kind="ad_referendum")
    last = date_text(ago(-60), "en")
    card = words((await ada.get(f"{HERE}/dashboard")).text).partition("To be confirmed until")[2]
    assert re.match(rf" Waits {last} Steppe\D*? no deadline ", card), card
    for slug, said in (("waits", last), ("steppe", "no deadline")):
        assert f"To be confirmed until {said}" in words((await ada.get(f"{HERE}/signatories/{slug}")).text)


async def test_the_dashboard_gives_the_last_days_to_confirm(ada, memorandum):
    await the_dashboard_gives_each_last_day(ada, memorandum)


@pytest.mark.sqlite_only
async def test_a_deadline_that_there_is_not_is_caught(ada, memorandum, monkeypatch):
    """Mutated build: the dashboard counts days for a signature of the past."""
    monkeypatch.setattr(chase_list, "deadline", mutated(deadlines, "channel is Channel.HISTORICAL", "False")["deadline"])
    with pytest.raises(AssertionError):
        await the_dashboard_gives_each_last_day(ada, memorandum)


async def test_accession_is_possible_from_its_opening_to_its_end(ada, ada_account, memorandum):
    await close(memorandum)
    assert (await send(ada, f"{HERE}/acts", act(kind="accession", acted=ago(0), received=ago(0)))).status_code == 422
    with clock.shifted(timedelta(days=1)):
        await open_for_accession(memorandum)
    with clock.shifted(timedelta(days=3)):
        await close(memorandum)
    with clock.shifted(timedelta(days=5)):
        for kind, days, refused in (("accession", 0, True), ("accession", 4, True), ("signature", 1, True), ("accession", 2, False)):
            given = act(kind=kind, acted=ago(-days), received="")
            with pytest.raises(ImpossibleOrder) if refused else nullcontext():
                await enter(memorandum, EnteredActForm.parse(given), by=ada_account)
    assert await Act.count() == 1
