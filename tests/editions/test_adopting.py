"""A new edition: what was signed stays signed, and counts for the new one only when it is signed again."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from coalition import clock
from coalition.acts.errors import NotAParty
from coalition.acts.queries import own_record
from coalition.acts.standing_count_queries import public_counts
from coalition.acts.status import Counts
from coalition.acts.status_queries import status_of
from coalition.acts.tables import Act
from coalition.editions import correcting
from coalition.editions.adopting import adopt_edition
from coalition.editions.drafting import give_up, revise
from coalition.editions.errors import NothingChanged
from coalition.editions.forms import ObjectionForm
from coalition.invitations import link_sessions, links
from coalition.invitations.dashboard import dashboard
from coalition.invitations.errors import LinkExpired
from coalition.invitations.queries import invitation_of
from coalition.invitations.tables import Link
from coalition.jobs.worker import run_due
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.edition_chains import chains
from coalition.memoranda.errors import DraftInHand, NoDraft, TextFrozen
from coalition.memoranda.forms import AdoptionForm, SuccessorForm, WordingForm
from coalition.memoranda.opening import close
from coalition.memoranda.succeeding import succeed
from coalition.memoranda.wording import save_wording
from coalition.notices.tables import Notification
from coalition.signatures import signing, withdrawing
from coalition.signatures.forms import DeclineForm, WithdrawalForm
from tests import factories
from tests.desk.chase_check import chase_list
from tests.letters import letters_in_tray


@pytest.fixture
async def memorandum(ada_account):
    return await factories.opened(ada_account)


async def names(memorandum, **more) -> tuple[list[str], list[str]]:
    status = await status_of(await factories.reloaded(memorandum), **more)
    return [line.organisation.slug for line in status.lines], [line.organisation.slug for line in status.earlier]


async def test_the_public_reads_the_edition_in_force_while_the_next_one_is_written(memorandum):
    edition = await revise(memorandum)
    await save_wording(memorandum, "en", WordingForm(title="Anew", body="1. Other words.\n"))

    view = await memoranda.view(memorandum)
    assert (view.edition, view.drafted, view.titles["en"]) == (1, 2, "Memorandum on cooperation")
    assert (await edition_queries.latest_edition(memorandum.id)).number == 1
    assert [fixed_edition.number for fixed_edition in await edition_queries.fixed_editions(memorandum.id)] == [1]
    assert "p2.1" in {provision.key for provision in await edition_queries.provisions(edition.id)}
    with pytest.raises(DraftInHand):
        await revise(memorandum)
    await give_up(memorandum)
    with pytest.raises(NoDraft):
        await give_up(memorandum)
    with pytest.raises(TextFrozen):
        await save_wording(memorandum, "en", WordingForm(title="Anew", body="1. Other words.\n"))


async def test_parties_are_asked_again_and_stand_apart_until_they_sign(memorandum):
    first, second = await factories.organisation("first"), await factories.organisation("second", email="")
    for party in (first, second):
        await factories.signed(memorandum, party)
    await factories.signed(memorandum, await factories.organisation("hidden", at_risk=True), disclosure="counted")

    edition = await factories.superseded(memorandum)

    assert await names(memorandum) == ([], ["first", "second"])
    assert (await status_of(memorandum)).counts == Counts()
    assert await public_counts([memorandum.id]) == {memorandum.id: Counts()}
    assert (await dashboard(memorandum)).signed == 0
    assert {row.state for row in await chase_list(memorandum)} == {"invited"}
    letters = [row for row in await letters_in_tray() if row.subject.startswith(("A new edition", "A text for you to read again"))]
    assert [(row.address, "cooperation" in row.subject + row.text) for row in letters] == [
        ("contact@first.example.org", True),
        ("contact@hidden.example.org", False),
    ]
    assert (await Notification.select().order_by(Notification.id, ascending=False).first())["detail"] == "2"

    await factories.signed(memorandum, first)
    assert await names(memorandum) == (["first"], ["second"])
    assert (await invitation_of(memorandum.id, second.id)).digest == edition.digest
    assert await names(memorandum, as_at=clock.today() - timedelta(days=1)) == ([], [])


async def test_the_past_shows_who_had_signed_what_was_in_force_then(memorandum):
    await factories.signed(memorandum, await factories.organisation("first"))
    today = clock.today()
    with clock.shifted(timedelta(days=10)):
        await factories.superseded(memorandum)
        await factories.signed(memorandum, await factories.organisation("second"))
        assert await names(memorandum) == (["second"], ["first"])
        assert await names(memorandum, as_at=today + timedelta(days=9)) == (["first"], [])


async def test_the_link_a_signer_keeps_shows_the_old_signature_and_can_withdraw_it(memorandum):
    organisation = await factories.organisation("first")
    recorded = await factories.signed(memorandum, organisation)
    await factories.superseded(memorandum)

    opened = await links.follow(recorded.manage_token)
    await withdrawing.withdraw(opened, WithdrawalForm(typed_name="Ben"))

    status = await status_of(memorandum)
    assert [(line.organisation.slug, line.withdrawn is not None) for line in status.earlier] == [("first", True)]


async def test_declining_to_sign_again_is_private_and_leaves_the_old_signature(memorandum):
    organisation = await factories.organisation("first")
    recorded = await factories.signed(memorandum, organisation)
    await factories.superseded(memorandum)
    token = (await factories.invitation_link(memorandum, organisation)).rpartition("/")[2]
    session = await link_sessions.begin_session(token)

    await signing.decline(await link_sessions.session_opens(session), DeclineForm(authority=True, reason="Not these words."))

    assert await names(memorandum) == ([], ["first"])
    record = await own_record(memorandum.id, organisation.id)
    assert (record.last.kind, record.stands, record.root.reference) == ("decline", True, recorded.act.reference)
    assert [row.state for row in await chase_list(memorandum)] == ["declined"]


async def test_old_links_to_answer_are_gone_and_closed_windows_open_again(memorandum):
    organisation = await factories.organisation("first")
    token = (await factories.invitation_link(memorandum, organisation)).rpartition("/")[2]
    await factories.signed(memorandum, organisation)
    await close(memorandum)

    await factories.superseded(memorandum)

    with pytest.raises(LinkExpired):
        await links.follow(token)
    row = await factories.reloaded(memorandum)
    assert (row.signing_state, row.closes_on) == ("open", None)
    await factories.signed(row, organisation)
    assert await names(memorandum) == (["first"], [])
    assert await Link.count() > 0


async def test_an_edition_that_says_the_same_is_not_adopted(memorandum):
    await revise(memorandum)

    with pytest.raises(NothingChanged):
        await adopt_edition(memorandum, AdoptionForm(on=clock.today().isoformat()))


async def test_a_text_that_comes_back_has_its_signatories_back(memorandum):
    await factories.signed(memorandum, await factories.organisation("first"))
    await factories.superseded(memorandum)
    assert await names(memorandum) == ([], ["first"])

    await factories.superseded(memorandum, old="three times a year", new="twice a year")

    assert await names(memorandum) == (["first"], [])


async def test_who_signed_only_an_earlier_edition_is_no_party_to_its_correction(memorandum):
    organisation = await factories.organisation("first")
    await factories.signed(memorandum, organisation)
    await factories.superseded(memorandum)
    await factories.correction(memorandum)

    with pytest.raises(NotAParty):
        await correcting.object_to(memorandum, organisation.id, ObjectionForm(correction=1))


async def test_a_name_signed_openly_first_and_hidden_later_tells_nothing_of_the_second(memorandum):
    organisation = await factories.organisation("first")
    await factories.signed(memorandum, organisation)
    await factories.superseded(memorandum)
    before = await names(memorandum)

    await factories.signed(memorandum, organisation, disclosure="counted")

    status = await status_of(memorandum)
    assert await names(memorandum) == before == ([], ["first"])
    assert status.counts == Counts()  # while it is open, only named organisations are counted


async def test_replaced_memoranda_are_linked_both_ways(memorandum, ada_account):
    other = await factories.opened(ada_account, "renewed")

    await succeed(memorandum, SuccessorForm(successor="renewed"), ada_account.id)

    row = await factories.reloaded(memorandum)
    assert row.text_state == "superseded"
    replaces, successor = await memoranda.replaced_and_replacing(row)
    assert (replaces, successor.slug) == ([], "renewed")
    assert [replaced.slug for replaced in (await memoranda.replaced_and_replacing(other))[0]] == ["cooperation"]
    await succeed(row, SuccessorForm(), ada_account.id)
    assert (await factories.reloaded(memorandum)).text_state == "authenticated"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("seed", range(4))
async def test_every_act_belongs_to_a_chain_of_editions(ada_account, seed):
    """Whatever happens in whatever order, acts keep digests of fixed editions, and the table is that of the chain in force."""
    drawn = random.Random(seed)
    memorandum = await factories.opened(ada_account, days=3000)
    days, counted = 0, 0
    for step in range(25):
        deed = drawn.choice(["sign", "sign", "correct", "object", "supersede", "wait"])
        days += drawn.choice([0, 0, 40]) if deed == "wait" else 0
        with clock.shifted(timedelta(days=days)):
            pending = await edition_queries.open_corrections(memorandum.id)
            if deed == "sign":
                await factories.signed(memorandum, await factories.organisation(f"party-{seed}-{step}"))
            elif deed == "correct" and not pending:
                counted += 1
                await factories.correction(memorandum, after=f"2.1 об общих приоритетах, {counted} раз в год;")
            elif deed == "object" and pending:
                party = (await Act.select(Act.organisation, Act.digest).order_by(Act.recorded_at, ascending=False).first()) or {}
                if party.get("digest") == await edition_queries.latest_digest(memorandum.id):
                    await correcting.object_to(memorandum, party["organisation"], ObjectionForm(correction=pending[0].number))
            elif deed == "supersede" and not pending:
                counted += 1
                text = await edition_queries.wording((await edition_queries.latest_edition(memorandum.id)).id, "en")
                last = text.body.rsplit("2.2", 1)[1]
                await factories.superseded(memorandum, old=last, new=f" on urgent cases, in {counted} days.\n")
            await run_due()
            await _check(memorandum)


async def _check(memorandum) -> None:
    editions = await edition_queries.fixed_editions(memorandum.id)
    known_chains = chains(editions)
    acts = await Act.select(Act.digest, Act.organisation)
    assert {act["digest"] for act in acts} <= {edition.digest for edition in editions}
    assert all(edition.corrects == before.number for chain in known_chains for before, edition in pairwise(chain))
    present = {edition.digest for edition in known_chains[-1]}
    status = await status_of(memorandum)
    assert status.counts.signed == len(status.lines) == sum(act["digest"] in present for act in acts)
    assert len(status.earlier) == sum(act["digest"] not in present for act in acts)
