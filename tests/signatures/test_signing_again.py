"""Signing again: which signature of a party is in force while the new one waits, lapses, is annulled or withdrawn."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

import pytest

from coalition import clock
from coalition.acts.queries import own_record
from coalition.acts.status_queries import status_of
from coalition.invitations import links
from coalition.invitations.dashboard import dashboard
from coalition.invitations.errors import LinkUnknown
from coalition.invitations.tables import Link
from coalition.jobs.worker import run_due
from coalition.memoranda import edition_queries
from coalition.memoranda.tables import Memorandum
from coalition.signatures import annulling, confirming, withdrawing
from coalition.signatures.forms import ConfirmationForm, WithdrawalForm
from coalition.signatures.on_behalf_forms import AnnulmentForm
from tests import factories
from tests.desk.chase_check import chase_list


@pytest.fixture
async def memorandum(ada_account):
    return await factories.opened(ada_account)


async def lines(memorandum, **more) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return, of each part of the table, who stands there and by what, or by what it ended."""
    status = await status_of(await factories.reloaded(memorandum), **more)
    return tuple(
        [(line.organisation.slug, (line.ended.kind if line.ended else line.act).value) for line in part] for part in (status.lines, status.earlier)
    )


async def test_an_annulled_signature_of_the_new_edition_brings_the_old_one_back(memorandum, ada_account):
    organisation = await factories.organisation("first")
    token = (await factories.signed(memorandum, organisation)).manage_token
    await factories.superseded(memorandum)
    forged = (await factories.signed(memorandum, organisation, representative_name="Mallory", typed_name="Mallory")).manage_token
    assert await lines(memorandum) == ([("first", "signature")], [])

    await annulling.annul(memorandum, organisation.id, AnnulmentForm(ground="forged"), by=ada_account)

    assert await lines(memorandum) == ([("first", "annulment")], [("first", "signature")])
    assert (await dashboard(memorandum)).signed == 0
    assert [row.state for row in await chase_list(memorandum)] == ["annulled"]
    record = await own_record(memorandum.id, organisation.id)
    assert (record.stands, record.last.kind, record.last.id) == (True, "signature", record.root.id)
    with pytest.raises(LinkUnknown):
        await links.follow(forged)
    await withdrawing.withdraw(await links.follow(token), WithdrawalForm(typed_name="Ben"))
    assert await lines(memorandum) == ([("first", "annulment")], [("first", "withdrawal")])


async def test_who_is_invited_again_after_an_annulment_keeps_the_link_of_the_signature_that_stands(memorandum, ada_account):
    organisation = await factories.organisation("first")
    token = (await factories.signed(memorandum, organisation)).manage_token
    await factories.superseded(memorandum)
    await factories.signed(memorandum, organisation)
    await annulling.annul(memorandum, organisation.id, AnnulmentForm(ground="forged"), by=ada_account)

    await factories.invitation_link(memorandum, organisation)

    assert [row.state for row in await chase_list(memorandum)] == ["invited"]
    assert (await links.follow(token)).manages
    await factories.signed(memorandum, organisation)
    assert await lines(memorandum) == ([("first", "signature")], [])


async def test_a_link_of_before_its_act_was_kept_ends_with_the_annulment_too(memorandum, ada_account):
    organisation = await factories.organisation("first")
    await factories.signed(memorandum, organisation)
    await factories.superseded(memorandum)
    forged = (await factories.signed(memorandum, organisation)).manage_token
    await Link.update({Link.act: None}, force=True)

    await annulling.annul(memorandum, organisation.id, AnnulmentForm(ground="forged"), by=ada_account)

    with pytest.raises(LinkUnknown):
        await links.follow(forged)


async def test_whose_only_act_was_annulled_sees_so_until_the_organisation_is_invited_again(memorandum, ada_account):
    organisation = await factories.organisation("first")
    token = (await factories.signed(memorandum, organisation)).manage_token

    await annulling.annul(memorandum, organisation.id, AnnulmentForm(ground="no_mandate"), by=ada_account)
    assert (await links.follow(token)).manages
    await factories.invitation_link(memorandum, organisation)

    with pytest.raises(LinkUnknown):
        await links.follow(token)


async def party_to_the_old_text(memorandum):
    """Return an organisation that signed before the text was superseded; the new one may be signed ad referendum, for 20 days."""
    organisation = await factories.organisation("first")
    await Memorandum.update({Memorandum.confirmation_days: 20}).where(Memorandum.id == memorandum.id)
    await factories.signed(memorandum, organisation)
    await factories.superseded(memorandum)
    return organisation


async def test_the_old_signature_stands_while_the_new_one_waits_and_when_it_lapses(memorandum):
    organisation = await party_to_the_old_text(memorandum)

    token = (await factories.signed(memorandum, organisation, kind="ad_referendum")).manage_token
    assert await lines(memorandum) == ([("first", "ad_referendum")], [("first", "signature")])
    with clock.shifted(timedelta(days=21)):
        await run_due()
        assert await lines(memorandum) == ([("first", "lapse")], [("first", "signature")])
        record = await own_record(memorandum.id, organisation.id)
        assert (record.stands, record.last.kind) == (True, "signature")
        assert (await links.follow(token)).manages


async def test_a_confirmed_signature_of_the_new_edition_replaces_the_old_one(memorandum):
    organisation = await party_to_the_old_text(memorandum)
    token = (await factories.signed(memorandum, organisation, kind="ad_referendum")).manage_token

    form = ConfirmationForm.parse({"representative_name": "Ben", "typed_name": "Ben", "authority": True})
    await confirming.confirm(await links.follow(token), form)

    assert await lines(memorandum) == ([("first", "ad_referendum")], [])


async def test_who_withdraws_the_new_signature_is_no_party_to_the_old_edition_either(memorandum):
    organisation = await factories.organisation("first")
    await factories.signed(memorandum, organisation)
    await factories.superseded(memorandum)
    token = (await factories.signed(memorandum, organisation)).manage_token

    await withdrawing.withdraw(await links.follow(token), WithdrawalForm(typed_name="Ben"))

    assert await lines(memorandum) == ([("first", "withdrawal")], [])
    assert not (await own_record(memorandum.id, organisation.id)).stands


async def test_withdrawing_a_hidden_new_signature_tells_nothing_of_it(memorandum):
    organisation = await factories.organisation("first")
    manage_token = (await factories.signed(memorandum, organisation)).manage_token
    await factories.superseded(memorandum)
    token = (await factories.signed(memorandum, organisation, disclosure="counted")).manage_token
    before = await lines(memorandum)

    await withdrawing.withdraw(await links.follow(token), WithdrawalForm(typed_name="Ben"))

    assert await lines(memorandum) == before == ([], [("first", "signature")])
    await withdrawing.withdraw(await links.follow(manage_token), WithdrawalForm(typed_name="Ben"))
    assert await lines(memorandum) == ([], [("first", "withdrawal")])


@dataclass
class Told:
    """What the model knows of one signature: of which edition, `signed`, `waits`, `lapsed`, `withdrawn` or `annulled`, and its link."""

    edition: int
    state: str
    token: str

    @property
    def stands(self) -> bool:
        return self.state in {"signed", "waits"}


class Chain:
    """A memorandum of several editions, three parties that act at random, and what the model expects of the table."""

    def __init__(self, memorandum, by) -> None:
        self.memorandum, self.by = memorandum, by
        self.edition = 1
        self.acts: dict[str, list[Told]] = {}

    def last(self, party) -> Told | None:
        return next((act for act in reversed(self.acts[party.slug]) if act.stands), None)

    async def sign(self, party, kind: str = "signature") -> None:
        last = self.last(party)
        if last is None or last.edition != self.edition:
            row = await factories.signed(await factories.reloaded(self.memorandum), party, kind=kind)
            self.acts[party.slug].append(Told(self.edition, "signed" if kind == "signature" else "waits", row.manage_token))

    async def refer(self, party) -> None:
        await self.sign(party, "ad_referendum")

    async def confirm(self, party) -> None:
        last = self.last(party)
        if last and last.state == "waits":
            form = ConfirmationForm.parse({"representative_name": "Ben", "typed_name": "Ben", "authority": True})
            await confirming.confirm(await links.follow(last.token), form)
            last.state = "signed"

    async def withdraw(self, party) -> None:
        last = self.last(party)
        if last:
            await withdrawing.withdraw(await links.follow(last.token), WithdrawalForm(typed_name="Ben"))
            for act in self.acts[party.slug]:
                act.state = "withdrawn" if act.stands else act.state

    async def annul(self, party) -> None:
        last = self.last(party)
        if last:
            await annulling.annul(self.memorandum, party.id, AnnulmentForm(ground="forged"), by=self.by)
            last.state = "annulled"

    async def supersede(self, _) -> None:
        self.edition += 1
        text = await edition_queries.wording((await edition_queries.latest_edition(self.memorandum.id)).id, "en")
        await factories.superseded(self.memorandum, old=text.body.rsplit("2.2", 1)[1], new=f" on urgent cases, in {self.edition} days.\n")

    async def wait(self, party) -> None:
        await run_due()
        for acts in self.acts.values():
            for act in acts:
                act.state = "lapsed" if act.state == "waits" else act.state

    async def look(self) -> None:
        status = await status_of(await factories.reloaded(self.memorandum))
        for slug, acts in self.acts.items():
            present, earlier = ([line for line in part if line.organisation.slug == slug] for part in (status.lines, status.earlier))
            taken = next((at for at in reversed(range(len(acts))) if acts[at].state in {"signed", "withdrawn"}), 0)
            left = acts[taken:]
            bound = next((act for act in left if act.state == "signed"), None)
            assert [line.binds for line in present if line.binds] == [True] * (bound is not None and bound.edition == self.edition)
            assert [line.binds for line in earlier if line.binds] == [True] * (bound is not None and bound.edition != self.edition)
            assert len(present) == any(act.edition == self.edition for act in left)
            assert len(earlier) == any(act.edition != self.edition for act in left)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("seed", range(4))
async def test_a_party_is_bound_by_the_last_text_it_signed_for_good(ada_account, seed):
    """Editions and acts in any order, against a model that keeps for each party one plain list of what it signed."""
    drawn = random.Random(seed)
    memorandum = await factories.opened(ada_account, days=3000)
    await Memorandum.update({Memorandum.confirmation_days: 20}).where(Memorandum.id == memorandum.id)
    chain = Chain(memorandum, ada_account)
    parties = [await factories.organisation(f"party-{at}") for at in range(3)]
    chain.acts = {organisation.slug: [] for organisation in parties}
    days = 0
    for _ in range(30):
        deed = drawn.choice([chain.sign, chain.sign, chain.refer, chain.confirm, chain.withdraw, chain.annul, chain.wait, chain.supersede])
        days += 21 if deed == chain.wait else 0
        with clock.shifted(timedelta(days=days)):
            await deed(drawn.choice(parties))
            await chain.look()
