"""Ada takes decisions that need a reason: withdrawing from the public, embargo, abandoning, publishing by hand, declaring effect."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts import abandoning
from coalition.acts.changing_rules import change_rules
from coalition.approvals.tables import Approval
from coalition.editions.adopting import adopt_edition
from coalition.jobs.worker import run_due
from coalition.memoranda import embargoing, opening
from coalition.memoranda.errors import SomebodySigned
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.membership import add_member
from coalition.memoranda.rule_forms import EffectForm, RulesChange
from coalition.memoranda.tables import Decision, EffectRule, EffectState, Publicity
from coalition.memoranda.taking_forms import EmbargoForm, ReasonedForm
from coalition.notices.tables import Notification
from coalition.signatures.on_behalf_forms import EnteredActForm
from coalition.signatures.recording_on_behalf import enter
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.desk.conftest import adopt, follow, send, send_seen, send_sure

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"
PUBLIC = "/en/memoranda/cooperation"
REASON = "A signatory is threatened."


def at(decision: str) -> str:
    return f"{HERE}/decisions/{decision}"


async def acts_in_trail() -> list[str]:
    return [entry["act"] for entry in await TrailEntry.select(TrailEntry.act).order_by(TrailEntry.id)]


async def opened_for_the_invited(by: Coordinator, **rules: Any) -> Memorandum:
    """Open a memorandum with rules, without publishing it."""
    memorandum = await factories.draft(by)
    await change_rules(memorandum, RulesChange(**rules))
    await adopt_edition(memorandum, AdoptionForm(on="2026"))
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today(), publicity=Publicity.PARTICIPANTS))
    return await factories.reloaded(memorandum)


# Withdrawing from the public


async def test_ada_withdraws_it_alone_and_dina_agrees_before_it_is_shown_again(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("copper-lamp", "Copper Lamp"))
    assert (await cleo.get(PUBLIC)).status_code == 200
    assert f'href="{at("withdrawal-from-public")}"' in (await ada.get(HERE)).text
    form = (await ada.get(at("withdrawal-from-public"))).text
    assert all(f'name="sentence_{language}"' in form for language in ("en", "ru", "ar", "nb"))

    empty = await send(ada, at("withdrawal-from-public"), {"reason": "", "sentence_en": "Gone."})
    assert (empty.status_code, "Write the reason." in empty.text, "Gone.</textarea>" in empty.text) == (422, True, True)
    named = await send(ada, at("withdrawal-from-public"), {"reason": REASON, "sentence_nb": "Om Memorandum on Cooperation."})
    assert (named.status_code, named.text.count("must not contain the title"), REASON in named.text) == (422, 2, True)
    page = await follow(ada, await send(ada, at("withdrawal-from-public"), {"reason": REASON, "sentence_en": "Gone for safety."}))

    assert "It is withdrawn from the public." in page.text
    assert REASON in page.text
    assert "Gone for safety." in (await cleo.get(PUBLIC)).text
    assert (await send(ada, f"{HERE}/invitations", {"organisations": "copper-lamp", "send": "yes"})).status_code == 409
    assert (await send(ada, at("withdrawal-from-public"), {"reason": REASON})).status_code == 409

    preview = (await ada.get(at("return-to-public"))).text
    assert "Copper Lamp" in preview
    await follow(ada, await send_sure(ada, at("return-to-public"), {"reason": "The danger is over."}))
    assert (await cleo.get(PUBLIC)).status_code == 410
    assert (await send_sure(ada, at("return-to-public"), {"reason": "The danger is over."})).status_code == 409
    approval = (await Approval.select(Approval.id).first())["id"]
    assert (await send(ada, f"/en/desk/approvals/{approval}/approval")).status_code == 409
    shown = (await dina.get(f"/en/desk/approvals/{approval}")).text
    assert "The danger is over." in shown
    await follow(dina, await send(dina, f"/en/desk/approvals/{approval}/approval"))
    assert (await cleo.get(PUBLIC)).status_code == 200
    assert {"withdrawn_from_public", "approval_requested", "approval_given", "returned_to_public"} <= set(await acts_in_trail())
    assert not await Decision.exists().where(Decision.reason.like("%threatened%"))


async def test_one_coordinator_alone_shows_it_again_at_once(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account)
    await send(ada, at("withdrawal-from-public"), {"reason": REASON})
    page = await follow(ada, await send_sure(ada, at("return-to-public"), {"reason": "It was a mistake."}))
    assert "nobody checked it" in page.text
    assert (await cleo.get(PUBLIC)).status_code == 200


async def test_whoever_has_a_link_reads_and_withdraws_but_does_not_sign(
    ada: httpx.AsyncClient, ben: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    memorandum = await factories.opened(ada_account)
    lamp = await factories.organisation("copper-lamp", "Copper Lamp")
    signed = await factories.signed(memorandum, lamp)
    invitation = await factories.invitation_link(memorandum, await factories.organisation("other-house"))
    await send(ada, at("withdrawal-from-public"), {"reason": REASON})

    assert (await ben.get(invitation)).status_code == 200
    await ben.post(f"{invitation}/session")
    assert (await ben.get("/en/signing")).status_code == 200
    assert 'name="representative_name"' not in (await ben.get("/en/signing/signature/new")).text
    receipt = f"/en/invitations/{signed.manage_token}"
    await cleo.get(receipt)
    await cleo.post(f"{receipt}/session")
    assert "Memorandum on cooperation" in (await cleo.get("/en/signing/receipt")).text


async def test_strangers_and_editors_have_no_part_in_it(
    dina: httpx.AsyncClient, edith: httpx.AsyncClient, ada_account: Coordinator, edith_account: Coordinator
) -> None:
    memorandum = await factories.opened(ada_account)
    await add_member(memorandum, edith_account.email)
    assert (await send(dina, at("withdrawal-from-public"), {"reason": REASON})).status_code == 404
    assert (await send(edith, at("withdrawal-from-public"), {"reason": REASON})).status_code in {403, 404}
    assert "decisions/" not in (await edith.get(HERE)).text
    assert (await factories.reloaded(memorandum)).publicity == Publicity.PUBLIC


# Embargo


async def nothing_is_public_before_the_day(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await opened_for_the_invited(ada_account)
    first, later = clock.today() + timedelta(days=3), clock.today() + timedelta(days=4)
    await follow(ada, await send_seen(ada, f"{HERE}/embargo", {"until": first.isoformat()}))
    page = await follow(ada, await send_seen(ada, f"{HERE}/embargo", {"until": later.isoformat()}))
    assert "Under embargo: it is published by itself" in page.text
    missing = (await cleo.get("/en/memoranda/cooperatiom")).text.replace("cooperatiom", "cooperation")
    for days in (0, 3):
        with clock.shifted(timedelta(days=days)):
            await run_due()
            answer = await cleo.get(PUBLIC)
            assert (answer.status_code, answer.text) == (404, missing)
            assert await Notification.count() == 0
    midnight = (clock.now() + timedelta(days=4)).replace(hour=0, minute=0, second=0, microsecond=0)
    with clock.shifted(midnight - clock.now() + timedelta(seconds=2)):
        await run_due()
        assert (await cleo.get(PUBLIC)).status_code == 200
        assert [row["kind"] for row in await Notification.select(Notification.kind)] == ["published"]
    row = await factories.reloaded(memorandum)
    assert (row.publicity, row.embargo_until) == (Publicity.PUBLIC, None)


async def test_a_job_publishes_at_the_start_of_the_day(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await nothing_is_public_before_the_day(ada, cleo, ada_account)


async def test_an_embargo_is_lifted_or_overtaken(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await opened_for_the_invited(ada_account)
    for wrong in ("", clock.today().isoformat(), "tomorrow"):
        refused = await send(ada, f"{HERE}/embargo", {"until": wrong})
        assert (refused.status_code, f'value="{wrong}"' in refused.text) == (422, True)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    await follow(ada, await send_seen(ada, f"{HERE}/embargo", {"until": tomorrow}))
    assert "under embargo" in (await ada.get("/en/desk/memoranda")).text
    await follow(ada, await send(ada, f"{HERE}/embargo/removal"))
    with clock.shifted(timedelta(days=2)):
        await run_due()
        assert (await cleo.get(PUBLIC)).status_code == 404
    await follow(ada, await send_seen(ada, f"{HERE}/embargo", {"until": tomorrow}))
    await follow(ada, await send_seen(ada, f"{HERE}/publication"))
    assert (await cleo.get(PUBLIC)).status_code == 200
    assert (await send(ada, f"{HERE}/embargo", {"until": tomorrow})).status_code == 409
    assert (await send(ada, f"{HERE}/embargo/removal")).status_code == 409


async def test_opening_does_not_lift_an_embargo(ada_account: Coordinator, cleo: httpx.AsyncClient) -> None:
    memorandum = await factories.adopted(ada_account)
    await embargoing.set_embargo(memorandum, EmbargoForm(until=clock.today() + timedelta(days=1)))
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today(), publicity=Publicity.PUBLIC))
    assert (await cleo.get(PUBLIC)).status_code == 404
    assert await Notification.count() == 0


# Abandoning


async def a_draft_with_an_act_stays(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.draft(ada_account)
    await factories.organisation("bir-duino")
    given = {"organisation": "bir-duino", "kind": "signature", "channel": "historical", "disclosure": "public", "source": "An archive"}
    await enter(memorandum, EnteredActForm.parse(given), by=ada_account)
    assert at("abandonment") not in (await ada.get(HERE)).text
    assert (await send(ada, at("abandonment"), {"reason": "Another way."})).status_code == 409
    with pytest.raises(SomebodySigned):
        await abandoning.abandon(memorandum, ReasonedForm(reason="Another way."))


async def test_a_draft_with_an_act_stays(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await a_draft_with_an_act_stays(ada, ada_account)


async def test_an_abandoned_draft_is_only_read_until_it_is_taken_up(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    await factories.organisation("bir-duino", "Bir Duino")
    page = await follow(ada, await send(ada, at("abandonment"), {"reason": "Another way."}))
    assert "This draft was abandoned." in page.text
    assert "Another way." in page.text

    text = await send(ada, f"{HERE}/draft", {"text": "en", "title": "Anew", "body": "1. Anew.", "version": "1"})
    assert (text.status_code, "Take it up again first." in text.text, "1. Anew." in text.text) == (409, True, True)
    assert "its text cannot be changed" in (await ada.get(f"{HERE}/draft?text=en")).text
    recorded = {"organisation": "bir-duino", "kind": "signature", "channel": "historical", "disclosure": "public", "source": "An archive"}
    assert (await send(ada, f"{HERE}/acts", recorded)).status_code == 422
    for step, fields in (
        ("adoption", {"rule": "consensus", "on": "2026"}),
        ("opening", {"opens": "2026-11-22"}),
    ):
        assert (step, (await send(ada, f"{HERE}/{step}", fields)).status_code) == (step, 409)
    listed = (await ada.get("/en/desk/memoranda?text_state=abandoned")).text
    assert "Memorandum on cooperation" in listed.partition("Abandoned drafts")[2]

    await follow(ada, await send(ada, at("taking-up"), {"reason": "They want it after all."}))
    assert (await adopt(ada, HERE, {"rule": "consensus", "on": "2026"})).status_code == 303
    assert (await send(ada, at("abandonment"), {"reason": "Too late."})).status_code == 409


# By hand


async def test_ada_declares_that_it_is_in_effect(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await opened_for_the_invited(ada_account, effect=EffectForm(rule=EffectRule.NTH_SIGNATURE, number=9))
    await opening.publish(memorandum)
    form = (await ada.get(at("effect-declaration"))).text
    assert "the smallest number of organisations that signed without being named" in form
    question = await send(ada, at("effect-declaration"), {"reason": "Nine have signed."})
    assert (question.status_code, "This cannot be undone." in question.text, 'value="Nine have signed."' in question.text) == (200, True, True)
    assert (await factories.reloaded(memorandum)).effect_state == EffectState.NONE
    assert (await send(ada, at("effect-declaration"), {"reason": "", "confirmed": "yes"})).status_code == 422
    await follow(ada, await send(ada, at("effect-declaration"), {"reason": "Nine have signed.", "confirmed": "yes"}))

    sentences = {"en": "(declared by the depositary)", "ru": "объявлено депозитарием", "ar": "بإعلان من الوديع", "nb": "erklært av depositaren"}
    for language, sentence in sentences.items():
        page = (await cleo.get(f"/{language}/memoranda/cooperation")).text
        assert page.count(sentence) >= 2
        assert "Nine have signed." not in page
    effect = (await cleo.get("/api/v1/memoranda/cooperation")).json()["effect"]
    assert (effect["declared"], effect["in_effect_on"], effect["progress"]) == (True, clock.today().isoformat(), None)
    assert "Took effect, as the depositary declared." in (await cleo.get("/en/notifications")).text
    assert "effect_declared" in await acts_in_trail()
    assert (await send(ada, at("effect-declaration"), {"reason": "Again.", "confirmed": "yes"})).status_code == 409


@pytest.mark.parametrize("rule", ["none", "named_parties"])
async def test_a_rule_that_names_parties_cannot_be_declared_met(rule: str, ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.organisation("one")
    effect = {"rule": rule, "parties": ["one"]} if rule == "named_parties" else {"rule": rule}
    await opened_for_the_invited(ada_account, effect=EffectForm.parse(effect))
    assert at("effect-declaration") not in (await ada.get(HERE)).text
    assert (await send(ada, at("effect-declaration"), {"reason": "So.", "confirmed": "yes"})).status_code == 409


async def test_ada_publishes_by_hand(ada: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await opened_for_the_invited(ada_account, publish_at_least=5)
    assert (await send(ada, f"{HERE}/publication")).status_code == 409
    assert (await send(ada, f"{HERE}/embargo", {"until": (clock.today() + timedelta(days=1)).isoformat()})).status_code == 409
    question = await send(ada, at("publication-by-hand"), {"reason": "Five have signed."})
    assert "This cannot be undone." in question.text
    assert (await factories.reloaded(memorandum)).publicity == Publicity.PARTICIPANTS
    await follow(ada, await send(ada, at("publication-by-hand"), {"reason": "Five have signed.", "confirmed": "yes"}))
    page = await cleo.get(PUBLIC)
    assert (page.status_code, "Five have signed." in page.text) == (200, False)
    assert "published_by_hand" in await acts_in_trail()


async def test_no_other_decision_exists(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    assert (await ada.get(at("anything"))).status_code == 404
    assert (await send(ada, at("anything"), {"reason": "So."})).status_code == 404
    assert (await ada.get(at("taking-up"))).status_code == 409


# Mutated builds


def is_nearly_over(memorandum: Memorandum) -> bool:
    """End an embargo a day early (mutated build)."""
    return bool(memorandum.publicity == Publicity.EMBARGOED and memorandum.embargo_until <= clock.today() + timedelta(days=1))


async def nobody_signed(_: int) -> bool:
    """Overlook every act (mutated build)."""
    return False


@pytest.mark.sqlite_only
async def test_an_embargo_that_ends_a_day_early_is_found(
    ada: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embargoing, "is_over", is_nearly_over)
    with pytest.raises(AssertionError):
        await nothing_is_public_before_the_day(ada, cleo, ada_account)


@pytest.mark.sqlite_only
async def test_abandoning_after_a_signature_is_found(ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abandoning, "anybody_signed", nobody_signed)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await a_draft_with_an_act_stays(ada, ada_account)
