"""Sending an appeal: all or nothing, once, to the members of its networks, and with a second coordinator where risk asks for it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.appeals import queries, sending_appeals
from coalition.appeals.errors import AppealChanged, AppealNeedsApproval, AppealNotSent, AppealSent, HourOver, NameInText, NobodyGetsLetters
from coalition.appeals.forms import AppealForm
from coalition.appeals.person_consents import take_consent_back
from coalition.appeals.sending_appeals import appeal_to_send, letters_to_send, send_appeal
from coalition.appeals.writing_appeals import change_appeal
from coalition.approvals import appeal_kinds, changing, deciding
from coalition.approvals.errors import CannotBeDone
from coalition.approvals.kinds import KINDS
from coalition.approvals.made import Made
from coalition.approvals.queries import waiting_about
from coalition.approvals.tables import ApprovalKind
from coalition.editions.adopting import adopt_edition
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.forms import AdoptionForm, WordingForm
from coalition.memoranda.wording import save_wording
from tests import factories
from tests.appeals.appealed import CONSENT, NAMES, TEXTS, appeal, given, person
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.appeals.sending_appeals import AppealToSend
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


@pytest.fixture
async def ada(networks: None) -> Coordinator:
    assert networks is None
    return await factories.coordinator("ada@example.org", "Ada")


async def to_send(memorandum: Memorandum) -> AppealToSend:
    return await appeal_to_send(await memoranda.by_id(memorandum.id), await queries.appeal_of(memorandum.id))


async def letters() -> list[str]:
    return sorted(row["kind"] for row in await Letter.select(Letter.kind))


async def test_an_appeal_is_sent_once_to_each_member(ada: Coordinator) -> None:
    memorandum = await appeal(ada, ["north", "south"])
    seen = (await to_send(memorandum)).seen
    previews = await letters_to_send(memorandum, (await to_send(memorandum)).choice)
    assert [(letter.language, letter.discreet, letter.number) for letter in previews.letters] == [("en", False, 1), ("ru", False, 1), ("ru", True, 1)]
    assert (previews.numbers.invited, previews.numbers.without_contact, await letters()) == (4, 1, [])
    assert await changing.send_appeal(memorandum, seen, ada) is Made.AT_ONCE
    with pytest.raises(AppealSent):
        await send_appeal(memorandum, seen)
    await run_due()
    with clock.shifted(timedelta(minutes=1)):
        await run_due()
    assert await letters() == ["appeal"] * 3
    view = await memoranda.view(await memoranda.by_id(memorandum.id))
    assert (view.is_open, view.is_public, view.digest is not None, view.closes_on) == (True, True, True, view.closes_at.date())
    shown = (await queries.public_appeals([memorandum.id]))[memorandum.id]
    assert shown.said("en").asked == "To release her at once."


async def test_what_was_not_read_is_not_sent(ada: Coordinator) -> None:
    memorandum = await appeal(ada, ["north"])
    seen = (await to_send(memorandum)).seen
    other = given()
    other["texts"][0]["asked"] = "To tell her family where she is."
    await change_appeal(memorandum, AppealForm.parse(other))
    with pytest.raises(AppealChanged):
        await send_appeal(memorandum, seen)
    with pytest.raises(AppealNotSent):
        await adopt_edition(memorandum, AdoptionForm(on=clock.today().isoformat()))


async def test_an_appeal_that_nobody_gets_or_that_is_late_is_not_sent(ada: Coordinator) -> None:
    await factories.organisation("dumb", "Dumb", email="")
    await factories.network("nobody", ["dumb"], name="Nobody")
    memorandum, late = await appeal(ada, ["nobody"]), await appeal(ada, ["north"], hours=1)
    for row, seen in ((memorandum, (await to_send(memorandum)).seen), (await appeal(ada), None)):
        with pytest.raises(NobodyGetsLetters):
            await send_appeal(row, seen or (await to_send(row)).seen)
    with clock.shifted(timedelta(hours=2)), pytest.raises(HourOver):
        await send_appeal(late, (await to_send(late)).seen)


async def sent_with_a_name(ada: Coordinator) -> None:
    """Write the name of a person into the text past the form of the appeal, and send it with two coordinators."""
    memorandum = await appeal(ada, ["north"], named=1)
    title, body = TEXTS["en"]["title"], TEXTS["en"]["body"].replace("The defender", "Quilova, the defender,")
    await save_wording(memorandum, "en", WordingForm(title=title, body=body))
    await send_appeal(memorandum, (await to_send(memorandum)).seen, approved=True)


async def test_a_name_in_the_text_is_not_fixed(ada: Coordinator) -> None:
    with pytest.raises(NameInText):
        await sent_with_a_name(ada)


async def test_a_build_that_reads_only_the_form_is_found(ada: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending_appeals, "_fixed_words", lambda _: {})
    await sent_with_a_name(ada)


async def test_two_coordinators_send_an_appeal_that_names_a_person(ada: Coordinator) -> None:
    ben = await factories.coordinator("ben@example.org", "Ben")
    memorandum = await appeal(ada, ["north"], named=1)
    seen = (await to_send(memorandum)).seen
    with pytest.raises(AppealNeedsApproval):
        await send_appeal(memorandum, seen)
    assert await changing.send_appeal(memorandum, seen, ada) is Made.ASKED
    assert "appeal" not in await letters()
    [asked] = await waiting_about(f"memorandum:{memorandum.id}")
    facts = {label.msgid: text for label, text in await KINDS[ApprovalKind.APPEAL_SENT].facts(asked.about, {"seen": seen}, "en")}
    assert facts["Networks"] == "North"
    assert NAMES["ru"] in facts["Text, {language}"]
    await deciding.approve(asked.id, ben)
    await run_due()
    assert "appeal" in await letters()
    shown = await queries.public_appeals([memorandum.id])
    assert shown[memorandum.id].people == [NAMES]
    await take_consent_back(memorandum, 1)
    assert (await queries.public_appeals([memorandum.id]))[memorandum.id].people == []


async def test_a_second_coordinator_reads_each_name_in_every_language(ada: Coordinator) -> None:
    people = [person(NAMES | {"nb": "Zarina Kvilova"}, CONSENT), person({"ar": "ليلى أوستروفا"}, CONSENT)]
    memorandum = await appeal(ada, ["north"], languages=["en"], people=people)
    values, about = {"seen": (await to_send(memorandum)).seen}, f"memorandum:{memorandum.id}"
    facts = str(await appeal_kinds.appeal_facts(about, values, "en"))
    every = [name["name"] for one in people for name in one["names"]]
    assert len(every) == 4
    assert all(name in facts for name in every)
    unread = mutated(appeal_kinds, "*_people(to_send), ", "")
    facts = str(await unread["appeal_facts"](about, values, "en"))
    assert not all(name in facts for name in every)


async def test_what_was_changed_after_the_question_is_not_approved(ada: Coordinator) -> None:
    ben = await factories.coordinator("ben@example.org", "Ben")
    memorandum = await appeal(ada, ["north"], named=1)
    await changing.send_appeal(memorandum, (await to_send(memorandum)).seen, ada)
    [asked] = await waiting_about(f"memorandum:{memorandum.id}")
    await change_appeal(memorandum, AppealForm.parse(given(["en"], named=1)))
    with pytest.raises(CannotBeDone):
        await deciding.approve(asked.id, ben)


@pytest.mark.parametrize("risk", ["forum", "network"])
async def test_risk_asks_for_two(ada: Coordinator, risk: str) -> None:
    await factories.coordinator("ben@example.org", "Ben")
    await factories.forum("quiet", risk_profile="careful")
    await factories.network("endangered", ["one"], name="Endangered", at_risk=True)
    memorandum = await appeal(ada, ["endangered" if risk == "network" else "north"], **({"forum": "quiet"} if risk == "forum" else {}))
    assert await changing.send_appeal(memorandum, (await to_send(memorandum)).seen, ada) is Made.ASKED


async def test_a_build_without_the_second_coordinator_is_caught(ada: Coordinator) -> None:
    await factories.coordinator("ben@example.org", "Ben")
    memorandum = await appeal(ada, ["north"], named=1)
    alone = mutated(sending_appeals, "if to_send.risks and not approved:", "if not to_send:")
    await alone["send_appeal"](memorandum, (await to_send(memorandum)).seen)
    assert "appeal" in await letters()


async def test_it_closes_at_its_hour(ada: Coordinator) -> None:
    memorandum = await appeal(ada, ["north"], hours=3)
    await send_appeal(memorandum, (await to_send(memorandum)).seen)
    await run_due()
    with clock.shifted(timedelta(hours=2)):
        await run_due()
        assert (await memoranda.by_id(memorandum.id)).signing_state == "open"
    with clock.shifted(timedelta(hours=3, minutes=1)):
        await run_due()
        assert (await memoranda.by_id(memorandum.id)).signing_state == "closed"
