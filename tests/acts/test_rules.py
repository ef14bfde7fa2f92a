"""Who may sign changes with the phase, and rules stay as they were when somebody relied on them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coalition import clock
from coalition.acts.changing_rules import change_rules
from coalition.acts.deadlines import last_day_to_confirm
from coalition.acts.errors import OnlyParticipants
from coalition.acts.queries import own_record
from coalition.acts.tables import EffectParty
from coalition.fields import InvalidForm
from coalition.invitations.tables import Invitation
from coalition.jobs.worker import run_due
from coalition.memoranda import authenticating, opening
from coalition.memoranda.errors import ForumMissing, RulesBind, TextFrozen
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.rule_forms import RulesChange
from coalition.memoranda.tables import Memorandum
from coalition.organisations.queries import by_slug
from coalition.signatures.on_behalf_forms import EnteredActForm
from coalition.signatures.recording_on_behalf import enter
from tests import factories

LAST_DAY = 5


async def in_phases(ada):
    """Open a memorandum to the participants of its forum for five days, and to others afterwards."""
    for slug in ("took-part", "watched", "elsewhere"):
        await factories.organisation(slug)
    roles = [{"organisation": "took-part", "role": "convener"}, {"organisation": "watched", "role": "observer"}]
    await factories.forum(organisations=roles)
    memorandum = await factories.draft(ada, forum="kyiv-2013")
    until = (clock.today() + timedelta(days=LAST_DAY)).isoformat()
    await change_rules(memorandum, RulesChange.parse({"signature_rule": "participants", "rule_until": until, "later_rule": "invited"}))
    await authenticating.adopt(memorandum, AdoptionForm(on="2026-11"))
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today()))
    return await factories.reloaded(memorandum)


async def test_first_only_those_who_took_part_sign_then_others_too(ada_account):
    memorandum = await in_phases(ada_account)
    for slug in ("watched", "elsewhere"):
        with pytest.raises(OnlyParticipants):
            await factories.invitation_link(memorandum, await by_slug(slug))
    assert await Invitation.count() == 0
    await factories.signed(memorandum, await by_slug("took-part"))

    with clock.shifted(timedelta(days=LAST_DAY)), pytest.raises(OnlyParticipants):
        await factories.invitation_link(memorandum, await by_slug("elsewhere"))
    with clock.shifted(timedelta(days=LAST_DAY + 1)):
        await factories.signed(memorandum, await by_slug("elsewhere"))


async def test_whoever_was_invited_before_signs_only_as_the_rule_of_the_day_lets(ada_account):
    memorandum = await in_phases(ada_account)
    with clock.shifted(timedelta(days=LAST_DAY + 1)):
        await factories.invitation_link(memorandum, await by_slug("elsewhere"))
    await Memorandum.update({Memorandum.later_rule: None}).where(Memorandum.id == memorandum.id)

    with clock.shifted(timedelta(days=LAST_DAY + 2)), pytest.raises(OnlyParticipants):
        await factories.signed(await factories.reloaded(memorandum), await by_slug("elsewhere"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"later_rule": "invited"}, "rule_until"),
        ({"rule_until": "2027-01-01"}, "later_rule"),
        ({"rule_until": "2027-01-01", "later_rule": "participants"}, "later_rule"),
        ({"signature_rule": "open", "rule_until": "2027-01-01", "later_rule": "invited"}, "later_rule"),
        ({"effect": {"rule": "named_parties", "parties": ["nobody"]}}, "effect/parties/0"),
    ],
)
async def test_rules_that_do_not_go_together_are_refused(ada_account, given, field):
    memorandum = await factories.draft(ada_account)

    with pytest.raises(InvalidForm) as refused:
        await change_rules(memorandum, RulesChange.parse(given))

    assert set(refused.value.problems) == {field}


@pytest.mark.parametrize(("rule", "field"), [("nth_signature", "number"), ("per_country", "number"), ("on_date", "on"), ("named_parties", "parties")])
def test_a_rule_needs_what_it_speaks_of(rule, field):
    with pytest.raises(InvalidForm) as refused:
        RulesChange.parse({"effect": {"rule": rule}})

    assert set(refused.value.problems) == {f"effect/{field}"}


async def test_a_new_rule_takes_the_place_of_the_old_one(ada_account):
    await factories.organisation("one")
    memorandum = await factories.draft(ada_account)
    await change_rules(memorandum, RulesChange.parse({"effect": {"rule": "named_parties", "parties": ["one", "one"]}, "publish_at_least": 3}))
    assert await EffectParty.count() == 1

    await change_rules(memorandum, RulesChange.parse({"effect": {"rule": "nth_signature", "number": 4}, "publish_at_least": ""}))

    row = await factories.reloaded(memorandum)
    assert (row.effect_rule, row.effect_number, row.publish_at_least, await EffectParty.count()) == ("nth_signature", 4, None, 0)


async def test_rules_do_not_change_once_the_text_is_adopted_or_somebody_has_signed(ada_account):
    memorandum = await factories.opened(ada_account)
    change = RulesChange.parse({"effect": {"rule": "nth_signature", "number": 4}})
    with pytest.raises(TextFrozen):
        await change_rules(memorandum, change)
    await factories.signed(memorandum, await factories.organisation("one"))
    await Memorandum.update({Memorandum.text_state: "draft"}).where(Memorandum.id == memorandum.id)
    with pytest.raises(RulesBind):
        await change_rules(memorandum, change)


@pytest.mark.parametrize("given", [{"signature_rule": "participants"}, {"effect": {"rule": "per_country", "number": 1}}])
async def test_a_rule_about_the_forum_needs_one(ada_account, given):
    memorandum = await factories.draft(ada_account)
    await change_rules(memorandum, RulesChange.parse(given))

    with pytest.raises(ForumMissing):
        await authenticating.adopt(memorandum, AdoptionForm(on="2026-11"))


async def test_the_periods_of_a_memorandum_hold_for_its_signatures_and_corrections(ada_account):
    memorandum = await factories.draft(ada_account)
    await change_rules(memorandum, RulesChange.parse({"confirmation_days": 10, "objection_days": 365}))
    await change_rules(memorandum, RulesChange.parse({"publish_at_least": ""}))  # a period that is not given stays
    await authenticating.adopt(memorandum, AdoptionForm(on="2026-11"))
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today(), publicity="public"))
    memorandum = await factories.reloaded(memorandum)
    waiting = await factories.signed(memorandum, await factories.organisation("one"), kind="ad_referendum")

    assert last_day_to_confirm(memorandum, waiting.act) == clock.today() + timedelta(days=10)
    correction = await factories.correction(memorandum)
    assert correction.objections_until == clock.today() + timedelta(days=365)
    with pytest.raises(TextFrozen):
        await change_rules(memorandum, RulesChange.parse({"confirmation_days": 1}))
    with clock.shifted(timedelta(days=11)):
        await run_due()
        assert (await own_record(memorandum.id, waiting.act.organisation)).history.ended.kind == "lapse"


async def test_without_days_to_confirm_nobody_signs_ad_referendum(ada_account):
    memorandum = await factories.draft(ada_account)
    await change_rules(memorandum, RulesChange.parse({"confirmation_days": 0}))
    await authenticating.adopt(memorandum, AdoptionForm(on="2026-11"))
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today(), publicity="public"))
    organisation = await factories.organisation("one")

    with pytest.raises(InvalidForm, match="kind"):
        await factories.signed(await factories.reloaded(memorandum), organisation, kind="ad_referendum")
    given = {"organisation": "one", "kind": "ad_referendum", "disclosure": "public", "channel": "paper", "evidence": "Seen."}
    with pytest.raises(InvalidForm, match="By its rules nobody can sign it ad referendum"):
        await enter(memorandum, EnteredActForm.parse(given), by=ada_account)


@pytest.mark.parametrize(("field", "days"), [("confirmation_days", -1), ("confirmation_days", 731), ("objection_days", 0), ("objection_days", 366)])
def test_periods_have_bounds(field, days):
    with pytest.raises(InvalidForm) as refused:
        RulesChange.parse({field: days})
    assert set(refused.value.problems) == {field}
