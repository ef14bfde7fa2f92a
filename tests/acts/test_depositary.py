"""Ben's organisation does everything a party can do; Ada does what a depositary must; Cleo reads what she may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coalition import clock
from coalition.acts import status_queries
from coalition.acts.disclosure_levels import Level
from coalition.acts.errors import NothingStands
from coalition.acts.tables import Act, ActKind, Channel, Disclosure, Mandate, Signer
from coalition.fields import InvalidForm
from coalition.invitations import link_sessions
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.notices.queries import following
from coalition.partial_dates import PartialDate
from coalition.signatures import annulling, confirming, disclosing, erasing, recording_on_behalf, signing, withdrawing
from coalition.signatures.errors import NothingToConfirm, OnlyTheSignatory, RaiseNeedsTime
from coalition.signatures.forms import ConfirmationForm, DisclosureForm, SignatureForm, WithdrawalForm
from coalition.signatures.on_behalf_forms import AnnulmentForm, EnteredActForm
from tests import factories
from tests.desk.chase_check import chase_list


@pytest.fixture
async def memorandum(store, ada_account):
    return await factories.opened(ada_account, days=300, since=date(2026, 11, 1))


@pytest.fixture
async def ben(memorandum):
    """Return what Ben's private link opens."""
    return await opened(memorandum, await factories.organisation("bir-duino"))


async def opened(memorandum, organisation):
    link = await factories.invitation_link(memorandum, organisation)
    session = await link_sessions.begin_session(link.rpartition("/")[2])
    invited = await link_sessions.session_opens(session)
    assert invited
    return invited, session


async def sign(ben, **more):
    invited, session = ben
    given = {"kind": "signature", "representative_name": "Ben", "typed_name": "Ben", "authority": True, "disclosure": "public"}
    return await signing.sign(invited, SignatureForm.parse(given | {"digest": invited.invitation.digest} | more), session)


async def notices():
    return [row.kind for row in await following()][2:]


CONFIRMATION = ConfirmationForm.parse({"representative_name": "Bella", "typed_name": "Bella", "authority": True})


async def test_ad_referendum_is_confirmed_by_another_person_in_time(memorandum, ben):
    await sign(ben, kind="ad_referendum")
    assert (await status_queries.status_of(memorandum)).counts.signed == 0
    with clock.shifted(timedelta(days=60)):
        await confirming.confirm(ben[0], CONFIRMATION)
        [line] = (await status_queries.status_of(memorandum)).lines
        assert (line.binds, line.representative, line.act) == (True, "Ben", ActKind.AD_REFERENDUM)
        with pytest.raises(NothingToConfirm):
            await confirming.confirm(ben[0], CONFIRMATION)
    assert await notices() == ["ad_referendum", "confirmation"]


async def test_ad_referendum_lapses_once_when_its_time_is_over(memorandum, ben):
    await sign(ben, kind="ad_referendum")
    with clock.shifted(timedelta(days=61)):
        with pytest.raises(NothingToConfirm):
            await confirming.confirm(ben[0], CONFIRMATION)
        await run_due()
        act = await Act.objects().get(Act.kind == "ad_referendum")
        await confirming.lapse({"act": str(act.id)})
        assert [row.state for row in await chase_list(memorandum)] == ["lapsed"]
        with pytest.raises(NothingStands):
            await confirming.confirm(ben[0], CONFIRMATION)
    assert await notices() == ["ad_referendum", "lapse"]


async def test_waiting_for_confirmation_is_reminded_twice(memorandum, ben):
    await sign(ben, kind="ad_referendum")
    for days, letters in ((45, 0), (46, 1), (57, 2), (60, 2)):
        with clock.shifted(timedelta(days=days)):
            await run_due()
        assert await Letter.count().where(Letter.about.like("confirmation:%")) == letters


async def test_hide_us_now_takes_the_name_out_and_only_the_organisation_shows_it_again(memorandum, ben):
    await sign(ben)
    await disclosing.hide(memorandum, ben[0].invitation.organisation)
    status = await status_queries.status_of(memorandum)
    assert (status.lines, status.counts.names_withheld) == ([], None)
    with pytest.raises(OnlyTheSignatory):
        await disclosing.hide(memorandum, ben[0].invitation.organisation, Level(Disclosure.PUBLIC))
    with pytest.raises(RaiseNeedsTime):
        await disclosing.disclose(ben[0], Level(Disclosure.PUBLIC_ORGANISATION))
    await factories.disclosed(ben[0], Level(Disclosure.PUBLIC_ORGANISATION))
    assert [line.representative for line in (await status_queries.status_of(memorandum)).lines] == [""]
    assert await notices() == ["signature", "disclosed"]


async def test_a_seal_opens_on_its_day_and_is_told_once(memorandum, ben):
    day = clock.today() + timedelta(days=10)
    await sign(ben, disclosure="sealed_until", release_on=day.isoformat())
    assert (await status_queries.status_of(memorandum)).lines == []
    with clock.shifted(timedelta(days=10)):
        await run_due()
        act = await Act.objects().get(Act.kind == "signature")
        await disclosing.open_seal({"act": str(act.id)})
        assert len((await status_queries.status_of(memorandum)).lines) == 1
    assert await notices() == ["disclosed"]


async def test_a_seal_that_its_organisation_closed_for_good_stays_closed(memorandum, ben):
    day = clock.today() + timedelta(days=10)
    await sign(ben, disclosure="sealed_until", release_on=day.isoformat())
    await disclosing.disclose(ben[0], Level(Disclosure.COUNTED))
    with clock.shifted(timedelta(days=10)):
        await run_due()
        assert (await status_queries.status_of(memorandum)).lines == []
    assert await notices() == []


@pytest.mark.parametrize(("given", "field"), [({"disclosure": "described"}, "description"), ({"disclosure": "sealed_until"}, "release_on")])
def test_what_a_level_needs_is_asked_for(given, field):
    with pytest.raises(InvalidForm) as problems:
        DisclosureForm.parse(given)
    assert set(problems.value.problems) == {field}


@pytest.mark.parametrize("days", [-1, 0, 3661])
def test_a_seal_opens_after_today_and_within_ten_years(days):
    with pytest.raises(InvalidForm):
        DisclosureForm.parse({"disclosure": "sealed_until", "release_on": (clock.today() + timedelta(days=days)).isoformat()})


async def test_quiet_withdrawal_leaves_nothing_public(memorandum, ben):
    await sign(ben)
    await withdrawing.withdraw(ben[0], WithdrawalForm(typed_name="Ben", quiet=True))
    status = await status_queries.status_of(memorandum)
    assert (status.lines, status.counts.signed, status.counts.withdrawn) == ([], 0, 0)
    assert await notices() == ["signature"]
    assert [row.state for row in await chase_list(memorandum)] == ["withdrawn"]


async def test_a_questioned_act_stands_until_it_is_answered_or_annulled(memorandum, ben, ada_account):
    await sign(ben)
    organisation = ben[0].invitation.organisation
    await annulling.question(memorandum, organisation, by="Bella", reason="Not us")
    assert [row.state for row in await chase_list(memorandum)] == ["questioned"]
    await annulling.assure(memorandum, organisation, by=ada_account, reason="We called the director")
    assert [row.state for row in await chase_list(memorandum)] == ["signed"]
    await annulling.annul(memorandum, organisation, AnnulmentForm(ground="no_mandate"), by=ada_account)
    [line] = (await status_queries.status_of(memorandum)).lines
    assert (line.stands, line.ended.ground) == (False, "no_mandate")
    with pytest.raises(NothingStands):
        await annulling.annul(memorandum, organisation, AnnulmentForm(ground="forged"), by=ada_account)
    assert await notices() == ["signature", "annulment"]


async def test_erasing_persons_leaves_the_act(memorandum, ben):
    await sign(ben)
    await erasing.erase_persons(memorandum, ben[0].invitation.organisation)
    assert await Signer.count() == 0
    assert [(line.representative, line.binds) for line in (await status_queries.status_of(memorandum)).lines] == [("", True)]


ON_PAPER = {"organisation": "bir-duino", "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "Letter in the safe"}


async def test_what_came_on_paper_is_marked_and_closes_the_link(memorandum, ben, ada_account):
    await recording_on_behalf.enter(memorandum, EnteredActForm.parse(ON_PAPER | {"acted": "2026-11-20"}), by=ada_account)
    [line] = (await status_queries.status_of(memorandum)).lines
    assert (line.channel, line.acted) == (Channel.PAPER, PartialDate("2026-11-20"))
    assert [(row.basis, row.note) for row in await Mandate.objects()] == [("evidence", "Letter in the safe")]
    with pytest.raises(signing.LinkUsed):
        await sign(ben)
    with pytest.raises(InvalidForm):
        await recording_on_behalf.enter(memorandum, EnteredActForm.parse(ON_PAPER), by=ada_account)
    await recording_on_behalf.enter(memorandum, EnteredActForm.parse(ON_PAPER | {"kind": "withdrawal"}), by=ada_account)
    assert [row.state for row in await chase_list(memorandum)] == ["withdrawn"]


async def test_the_past_is_entered_before_any_text_with_a_source_and_no_date(store, ada_account):
    draft = await factories.draft(ada_account)
    await factories.organisation("bir-duino")
    past = ON_PAPER | {"channel": "historical", "source": "News item, 2013", "evidence": ""}
    await recording_on_behalf.enter(draft, EnteredActForm.parse(past), by=ada_account)
    [line] = (await status_queries.status_of(draft)).lines
    assert (line.acted, line.channel) == (None, Channel.HISTORICAL)
    with pytest.raises(InvalidForm):
        await recording_on_behalf.enter(draft, EnteredActForm.parse(ON_PAPER), by=ada_account)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"evidence": ""}, "evidence"), ({"channel": "historical"}, "source"), ({"acted": "2999"}, "acted"), ({"kind": "decline"}, "kind")],
)
def test_an_entered_act_says_how_it_is_known(change, field):
    with pytest.raises(InvalidForm) as problems:
        EnteredActForm.parse(ON_PAPER | change)
    assert set(problems.value.problems) == {field}
