"""Effect is computed from days of receipt, and every change that a rule depends on runs the rule."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from coalition import clock
from coalition.acts import effect, histories
from coalition.acts.changing_rules import change_rules
from coalition.acts.disclosure_levels import Level
from coalition.acts.new_acts import NewAct
from coalition.acts.recording import record
from coalition.acts.tables import ActKind, Channel, Disclosure
from coalition.database import transaction
from coalition.forums import recording_forums
from coalition.forums.forms import ForumChange
from coalition.forums.queries import by_slug
from coalition.imports import past_signatories
from coalition.imports.past_signatories import record_signatories
from coalition.imports.plans import Outcome
from coalition.jobs.worker import run_due
from coalition.memoranda import opening
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.rule_forms import RulesChange
from coalition.memoranda.taking_forms import ReasonedForm, WithdrawalForm
from coalition.memoranda.withdrawing_from_public import return_to_public, withdraw_from_public
from coalition.organisations import registering
from coalition.organisations.forms import OrganisationChange
from coalition.partial_dates import PartialDate
from coalition.signatures.correcting_record import correct
from coalition.signatures.on_behalf_forms import EnteredActForm, RecordCorrectionForm
from coalition.signatures.recording_on_behalf import enter
from tests import factories
from tests.acts.test_effect import kinds, state
from tests.days import ago
from tests.imports.tables import plan_of
from tests.mutants import mutated

pytestmark = pytest.mark.anyio
SOURCE = {"source": "Announcement of 30 April 2013"}


async def ruled(ada, *, since: int = 40, rules=None, **effect_rule):
    """Open a memorandum with a rule some days ago."""
    forum = await factories.forum()
    memorandum = await factories.draft(ada, forum=forum.slug)
    given = (rules or {}) | ({"effect": effect_rule} if effect_rule else {})
    await change_rules(memorandum, RulesChange.parse(given))
    await factories.authenticating.adopt(memorandum, factories.AdoptionForm(on=ago(since).isoformat()))
    await opening.open_for_signature(memorandum, OpeningForm(opens=ago(since)))
    return await factories.reloaded(memorandum)


async def on_paper(ada, memorandum, slug: str, done: int, received: int, **more):
    given = {"organisation": slug, "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "Letter"}
    given |= {"acted": str(ago(done)), "received": str(ago(received))} | more
    return await enter(memorandum, EnteredActForm.parse(given), by=ada)


async def parties(*slugs: str):
    return [await factories.organisation(slug) for slug in slugs]


async def test_it_takes_no_effect_before_it_was_opened(ada_account):
    memorandum = await ruled(ada_account, since=10, rule="nth_signature", number=1)
    [early] = await parties("early")
    async with transaction():
        row = await factories.reloaded(memorandum)
        days = {"acted": str(ago(30)), "received": ago(29), "remarked": True}
        await record(NewAct(memorandum=row, organisation=early.id, kind=ActKind.SIGNATURE, level=Level(Disclosure.PUBLIC), **days))
    assert await state(memorandum) == ("in_effect", ago(10))


async def effect_while_withdrawn(ada):
    memorandum = await ruled(ada, rule="nth_signature", number=1)
    await parties("one")
    reason = ReasonedForm(reason="A threat.")
    await withdraw_from_public(memorandum, WithdrawalForm(reason="A threat.", sentences=[]))
    await on_paper(ada, await factories.reloaded(memorandum), "one", 20, 2)
    assert (await state(memorandum), "took_effect" in await kinds()) == (("in_effect", ago(2)), False)
    await return_to_public(await factories.reloaded(memorandum), reason)
    assert (await kinds()).count("took_effect") == 1
    await withdraw_from_public(await factories.reloaded(memorandum), WithdrawalForm(reason="A threat.", sentences=[]))
    await return_to_public(await factories.reloaded(memorandum), reason)
    assert (await kinds()).count("took_effect") == 1


async def test_effect_while_it_was_withdrawn_is_announced_once_it_is_shown_again(ada_account):
    await effect_while_withdrawn(ada_account)


@pytest.mark.sqlite_only
async def test_a_build_that_asks_for_no_earlier_notification_announces_it_wrongly(ada_account, monkeypatch):
    async def opened_only(_: str) -> set[str]:
        return {"opened"}

    monkeypatch.setattr(effect, "kinds_issued", opened_only)
    with pytest.raises(AssertionError):
        await effect_while_withdrawn(ada_account)


async def test_it_is_in_effect_from_the_receipt_of_the_signature_that_met_the_rule(ada_account):
    memorandum = await ruled(ada_account, rule="nth_signature", number=3)
    await parties("one", "two", "three")
    await on_paper(ada_account, memorandum, "one", 20, 2)
    await on_paper(ada_account, memorandum, "two", 10, 9)
    assert await state(memorandum) == ("none", None)
    last = await on_paper(ada_account, memorandum, "three", 15, 5)
    assert await state(memorandum) == ("in_effect", ago(2))  # that of the first was received last
    assert (await kinds()).count("took_effect") == 1
    form = RecordCorrectionForm.parse({"acted": str(ago(15)), "received": str(ago(1)), "reason": "The stamp says so."})
    await correct(memorandum, last.organisation, last.id, form)
    assert (await state(memorandum), (await kinds()).count("took_effect")) == (("in_effect", ago(2)), 1)  # what was announced stays


async def test_corrected_days_count_for_a_rule_that_is_not_met_yet(ada_account):
    memorandum = await ruled(ada_account, rule="nth_signature", number=2)
    await parties("one", "two")
    first = await on_paper(ada_account, memorandum, "one", 20, 20)
    form = RecordCorrectionForm.parse({"acted": str(ago(20)), "received": str(ago(3)), "reason": "The stamp says so."})
    await correct(memorandum, first.organisation, first.id, form)
    await on_paper(ada_account, memorandum, "two", 12, 12)
    assert await state(memorandum) == ("in_effect", ago(3))


async def test_a_signature_ad_referendum_counts_from_the_receipt_of_its_confirmation(ada_account):
    memorandum = await ruled(ada_account, rule="nth_signature", number=2)
    await parties("one", "two")
    await on_paper(ada_account, memorandum, "one", 20, 20)
    await on_paper(ada_account, memorandum, "two", 10, 8, kind="ad_referendum")
    assert (await state(memorandum))[0] == "none"
    await on_paper(ada_account, memorandum, "two", 3, 2, kind="confirmation")
    assert await state(memorandum) == ("in_effect", ago(2))


async def test_countries_and_certain_parties_are_complete_with_the_last_receipt(ada_account):
    memorandum = await ruled(ada_account, rule="per_country", number=1)
    await factories.organisation("kazakh", country="KZ")
    await factories.organisation("kyrgyz", country="KG")
    await on_paper(ada_account, memorandum, "kazakh", 9, 4)
    await on_paper(ada_account, memorandum, "kyrgyz", 8, 6)
    assert await state(memorandum) == ("in_effect", ago(4))


async def three_imported(memorandum) -> None:
    await parties("one", "two", "three")
    table = "organisation,kind,date,received\none,signature,{0},\ntwo,signature,{1},{2}\nthree,signature,{0},\n"
    content = table.format(ago(30), ago(28), ago(25)).encode()
    assert await record_signatories(memorandum, await plan_of(memorandum, content, **SOURCE)) == Outcome(new=3)


async def an_import_runs_the_rules(ada) -> None:
    memorandum = await ruled(ada, rule="nth_signature", number=3, rules={"publish_at_least": 3})
    await three_imported(memorandum)
    assert await state(memorandum) == ("in_effect", ago(25))
    assert (await factories.reloaded(memorandum)).publicity == "public"


async def test_an_import_runs_the_rules(ada_account):
    await an_import_runs_the_rules(ada_account)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("module", "name", "wrong"),
    [
        (past_signatories, "check_effect", None),
        (effect, "_day_met", None),
        (histories.ActRow, "receipt", property(lambda act: act.acted.first)),
    ],
)
async def test_a_mutated_build_does_not(ada_account, monkeypatch, module, name, wrong):
    async def nothing(*_: object) -> date:
        return clock.today()

    monkeypatch.setattr(module, name, wrong or nothing)
    with pytest.raises(AssertionError):
        await an_import_runs_the_rules(ada_account)


async def test_a_draft_does_not_take_effect_before_it_is_opened(ada_account):
    memorandum = await factories.draft(ada_account)
    await change_rules(memorandum, RulesChange.parse({"effect": {"rule": "nth_signature", "number": 3}, "publish_at_least": 3}))
    await three_imported(memorandum)
    row = await factories.reloaded(memorandum)
    assert (row.effect_state, row.publicity) == ("none", "coordinators")
    await factories.authenticating.adopt(memorandum, factories.AdoptionForm(on=ago(35).isoformat()))
    await opening.open_for_signature(memorandum, OpeningForm(opens=ago(34)))
    await run_due()
    assert await state(memorandum) == ("in_effect", ago(25))


async def test_another_country_of_a_signatory_or_of_the_forum_runs_the_rule(ada_account):
    memorandum = await ruled(ada_account, rule="per_country", number=1)
    await factories.organisation("kazakh", country="KZ")
    other = await factories.organisation("other", country="NO")
    for slug in ("kazakh", "other"):
        await on_paper(ada_account, memorandum, slug, 9, 4)
    assert (await state(memorandum))[0] == "none"
    await registering.amend(other, OrganisationChange(country="KG"))
    await run_due()
    assert await state(memorandum) == ("in_effect", ago(4))


async def test_fewer_countries_of_the_forum_run_the_rule(ada_account):
    memorandum = await ruled(ada_account, rule="per_country", number=1)
    await factories.organisation("kazakh", country="KZ")
    await on_paper(ada_account, memorandum, "kazakh", 9, 4)
    forum = await by_slug("kyiv-2013")
    assert forum
    await recording_forums.amend_forum(forum, ForumChange.parse({"countries": ["KZ"]}))
    await run_due()
    assert await state(memorandum) == ("in_effect", ago(4))


def act(**more) -> histories.ActRow:
    given = {"kind": ActKind.SIGNATURE, "disclosure": Disclosure.PUBLIC, "acted": PartialDate("2026-05"), "party": 1, "channel": Channel.PAPER}
    return histories.ActRow(id=uuid4(), **(given | {"recorded_on": date(2026, 5, 26), "counted_on": date(2026, 5, 31)} | more))


# What is on record of an act, and the day from which the rules count it.
RECEIPTS = [
    ({"received": date(2026, 5, 24)}, date(2026, 5, 24)),
    ({}, date(2026, 5, 26)),
    ({"acted": PartialDate("2013-04")}, date(2013, 4, 30)),
    ({"acted": None}, date(2026, 5, 26)),
    ({"received": date(2026, 5, 24), "disclosure": Disclosure.COUNTED}, date(2026, 5, 31)),
    ({"received": date(2026, 5, 24), "disclosure": Disclosure.SEALED_UNTIL, "release_on": date(2026, 6, 1)}, date(2026, 5, 31)),
]


def wrong_receipts(names) -> list[object]:
    return [(more, day) for more, day in RECEIPTS if names["ActRow"].receipt.fget(act(**more)) != day]


def test_the_day_of_receipt_for_the_rules() -> None:
    assert wrong_receipts(vars(histories)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("return self.counted_on if self.was_hidden else self.received", "return self.received"),
        ("return min(days, default=None)", "return max(days, default=None)"),
        ("self.acted.last if self.acted else None, self.recorded_on)", "self.acted.first if self.acted else None, self.recorded_on)"),
    ],
)
def test_a_mutated_build_counts_from_another_day(right: str, wrong: str) -> None:
    assert wrong_receipts(mutated(histories, right, wrong)) != []
