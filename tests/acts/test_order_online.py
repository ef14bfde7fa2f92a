"""Ben signs, accedes, confirms and withdraws online on any day of the life of a text: only what is possible on that day is recorded."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coalition import api, clock
from coalition.acts import recording
from coalition.acts.changing_rules import change_rules
from coalition.acts.organisation_changes import change_organisation
from coalition.errors import CoalitionError
from coalition.invitations import link_sessions, links
from coalition.jobs.worker import run_due
from coalition.memoranda import authenticating
from coalition.memoranda.extending import extend
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.opening import close, open_for_accession, open_for_signature
from coalition.memoranda.rule_forms import ExtensionForm, RulesChange
from coalition.organisations.event_forms import EventForm
from coalition.signatures import confirming, signing, withdrawing
from coalition.signatures.forms import ConfirmationForm, SignatureForm, WithdrawalForm
from tests import factories

if TYPE_CHECKING:
    from datetime import date
    from types import ModuleType

    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

LENGTH, PARTIES = 100, 40
OPENS, CLOSES, ACCEDES, ENDS = 10, 40, 60, 80  # opened on day 6 for days 10 to 30, extended on day 20
TO_CONFIRM = 15
SIGN = ("signature", "ad_referendum", "support", "accession")
OFTEN = (*SIGN, "ad_referendum", "accession", *["confirmation"] * 4, "withdrawal")


class Party:
    """An organisation with its link, and what the oracle knows of it: the kind and day of its act, its later acts, its end."""

    def __init__(self, organisation: Organisation, token: str) -> None:
        self.organisation, self.token = organisation, token
        self.opened: Opened | None = None
        self.session = self.kind = self.manage = ""
        self.signed = self.dissolved = LENGTH
        self.confirmed = self.ended = False

    def may(self, kind: str, at: int) -> bool:
        """Whether an act is possible on a day of the story."""
        lapsed = self.kind == "ad_referendum" and not self.confirmed and at > self.signed + TO_CONFIRM
        if kind == "withdrawal":
            return bool(self.kind) and not self.ended and not lapsed
        if at > self.dissolved:
            return False
        if kind == "confirmation":
            return self.kind == "ad_referendum" and not self.confirmed and not self.ended and not lapsed
        first, last = (ACCEDES, ENDS - 1) if kind == "accession" else (OPENS, CLOSES)
        return not self.kind and first <= at <= last

    async def tries(self, kind: str) -> bool:
        """Do it with the operation that the pages call; return whether it was recorded."""
        try:
            if kind in SIGN:
                given = {"kind": kind, "disclosure": "public", "digest": self._opened.invitation.digest} | factories.BY_BEN
                self.manage = (await signing.sign(self._opened, SignatureForm.parse(given), self.session)).manage_token
            elif kind == "confirmation":
                await confirming.confirm(await self._own(), ConfirmationForm.parse(factories.BY_BEN))
            else:
                await withdrawing.withdraw(await self._own(), WithdrawalForm(typed_name="Ben"))
        except CoalitionError:
            return False
        return True

    @property
    def _opened(self) -> Opened:
        assert self.opened
        return self.opened

    async def _own(self) -> Opened:
        if not self.manage:
            return self._opened
        return await links.follow(self.manage)

    def did(self, kind: str, at: int) -> None:
        if kind in SIGN:
            self.kind, self.signed = kind, at
        self.confirmed |= kind == "confirmation"
        self.ended |= kind == "withdrawal"


def after(days: int) -> date:
    return clock.today() + timedelta(days=days)


async def events(memorandum: Memorandum, at: int) -> None:
    """What happens to the text at the beginning of a day; the time for signature ends by itself."""
    row = await factories.reloaded(memorandum)
    match at:
        case 6:
            await open_for_signature(row, OpeningForm(opens=after(OPENS - at), closes=after(24)))
        case 20:
            await extend(row, ExtensionForm(closes=after(CLOSES - at)))
        case _ if at == ACCEDES:
            await open_for_accession(row)
        case _ if at == ENDS:
            await close(row)
    await run_due()


async def contradictions(ada: Coordinator, seed: int, *, one_is_enough: bool = False) -> tuple[list[object], set[tuple[str, bool]]]:
    """Live a text day by day; return where the register and the oracle disagree, and which kinds were recorded and refused."""
    draw, wrong, seen = random.Random(seed), [], set()
    with clock.shifted(timedelta(days=-LENGTH)):
        memorandum = await factories.draft(ada)
        await change_rules(memorandum, RulesChange(confirmation_days=TO_CONFIRM))
        await authenticating.adopt(memorandum, AdoptionForm(on=clock.today().isoformat()))
        parties = []
        for at in range(PARTIES):
            organisation = await factories.organisation(f"party-{at}")
            parties.append(Party(organisation, (await factories.invitation_link(memorandum, organisation)).rpartition("/")[2]))
    for at in range(1, LENGTH + 1):
        with clock.shifted(timedelta(days=at - LENGTH)):
            await events(memorandum, at)
            for party in draw.sample(parties, 5):
                if one_is_enough and wrong:
                    return wrong, seen
                if party.opened is None:
                    party.session = await link_sessions.begin_session(party.token)
                    party.opened = await links.follow(party.token)
                if party.dissolved == LENGTH and draw.random() < 0.1:
                    party.dissolved = at - 1
                    ended = {"kind": "liquidated", "happened": str(after(-1)), "source": "Register"}
                    await change_organisation(party.organisation, EventForm.parse(ended))
                kind = draw.choice(OFTEN)
                recorded = await party.tries(kind)
                seen.add((kind, recorded))
                if recorded is not party.may(kind, at):
                    wrong.append((at, party.organisation.slug, kind, recorded, vars(party)))
                if recorded:
                    party.did(kind, at)
    return wrong, seen


async def test_online_only_what_is_possible_on_the_day_is_recorded(ada_account: Coordinator) -> None:
    wrong, seen = await contradictions(ada_account, 2)
    assert wrong == []
    assert seen == {(kind, recorded) for kind in (*SIGN, "confirmation", "withdrawal") for recorded in (True, False)}


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("module", "check"), [(recording, "check_order"), (signing, "check_window")])
async def test_a_mutated_build_records_a_forbidden_order(
    ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, module: ModuleType, check: str
) -> None:
    """Mutated build: the order or the window is not checked; the other check does not refuse everything."""

    async def check_nothing(_: object) -> None:
        """Check nothing."""

    monkeypatch.setattr(module, check, check_nothing if check == "check_order" else lambda *_: None)
    assert (await contradictions(ada_account, 2, one_is_enough=True))[0] != []


def test_programs_record_no_acts() -> None:
    """The API has no operation for an act, so no way around what the pages, the paper form and the import check."""
    recording_modules = ("signatures.signing", "signatures.confirming", "signatures.withdrawing", "recording_on_behalf", "past_signatories")
    sources = [path.read_text() for path in Path(api.__path__[0]).rglob("*.py")]
    assert sources
    assert not [name for source in sources for name in (*recording_modules, "acts.recording") if name in source]
