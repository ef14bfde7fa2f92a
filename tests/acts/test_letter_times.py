"""Letters about hidden acts leave at random moments of the next half hour; letters about named acts leave at once."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts.deadlines import last_day_to_confirm
from coalition.acts.disclosure_levels import Level
from coalition.acts.letter_times import LONGEST_DELAY, leaves_at
from coalition.acts.tables import Disclosure
from coalition.invitations.links import follow
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due
from coalition.organisations.event_forms import EventForm
from coalition.organisations.recording_events import record_event
from coalition.signatures.confirming import confirm, remind_of_confirmation
from coalition.signatures.forms import ConfirmationForm, DoubtForm, RaiseForm
from coalition.signatures.raising import request_raise
from coalition.signatures.second_contact import doubt
from coalition.signatures.successor_links import send_to_successor
from tests import factories
from tests.letters import letters_in_tray
from tests.mail.sink import Sink, in_use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
ACTS = 200
SLICES = 6


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    return await factories.opened(ada_account)


async def delays(since: datetime) -> dict[str, timedelta]:
    """Return for each letter in the tray by its subject and address how long after a moment it leaves."""
    return {f"{letter.subject} {letter.address}": moment - since for letter, moment in await _due()}


@pytest.mark.sqlite_only
async def test_letters_of_many_hidden_acts_are_spread_over_half_an_hour(memorandum: Memorandum) -> None:
    begun = clock.now()
    for _ in range(ACTS):
        await factories.signed(memorandum, await factories.organisation(), disclosure="counted")
    ended = clock.now()
    jobs = await Job.select(Job.run_at).where(Job.kind == "letter").order_by(Job.id)
    moments = [job["run_at"] for job in jobs]
    assert len(moments) == ACTS
    assert all(begun <= moment < ended + LONGEST_DELAY for moment in moments)
    assert moments != sorted(moments)
    slices = [int((moment - begun) / (LONGEST_DELAY / SLICES)) for moment in moments]
    assert all(slices.count(number) > ACTS / SLICES / 4 for number in range(SLICES))
    neighbours = sum(first < second for first, second in pairwise(moments))
    assert ACTS / 3 < neighbours < 2 * ACTS / 3  # the order of letters says nothing of the order of acts


def test_a_sealed_name_is_hidden_until_its_day() -> None:
    today = clock.today()
    assert leaves_at(Level(Disclosure.SEALED_UNTIL, release_on=today + timedelta(days=1)))
    assert leaves_at(Level(Disclosure.SEALED_UNTIL, release_on=today)) is None
    assert leaves_at(Level(Disclosure.DESCRIBED, "A group"))
    assert leaves_at(Level(Disclosure.PUBLIC_ORGANISATION)) is None


async def story(memorandum: Memorandum, level: str) -> dict[str, timedelta]:
    """Let an organisation do everything that writes letters, with the longest delay, and return how long each letter waits."""
    contacts = [{"name": name, "email": f"{name.lower()}@steppe.example.org"} for name in ("Ben", "Dora")]
    steppe = await factories.organisation("steppe", contacts=contacts, email="")
    begun = clock.now()
    signed = await factories.signed(memorandum, steppe, kind="ad_referendum", disclosure=level)
    await remind_of_confirmation({"act": str(signed.act.id), "by": last_day_to_confirm(memorandum, signed.act).isoformat()})
    if level != "public":
        opened = await factories.fresh(await follow(signed.manage_token))
        await request_raise(opened, RaiseForm(disclosure=Disclosure.PUBLIC, typed_name="Ben"))
    dora = next(letter for letter in await letters_in_tray() if letter.subject == "A colleague answered for your organisation")
    vouching = dora.text.split("/en/invitations/")[1].split()[0]
    await doubt(await follow(vouching), DoubtForm(questioner_name="Dora"))
    await confirm(await follow(signed.manage_token), ConfirmationForm.parse(factories.BY_BEN))
    await factories.stated(memorandum, signed, "declaration")
    await _to_successor(memorandum, steppe)
    return await delays(begun)


async def _to_successor(memorandum: Memorandum, organisation: Organisation) -> None:
    await factories.organisation("steppe-house")
    event = {"kind": "succeeded", "other": "steppe-house", "source": "Letter."}
    await record_event(organisation, EventForm.parse(event))
    await send_to_successor(memorandum, organisation.id)


HIDDEN_LETTERS = 8  # receipt, second contact, reminder to confirm, two requests to raise, question to Ada, statement, successor


@pytest.fixture
def longest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let chance choose the last moment of the half hour."""
    monkeypatch.setattr(secrets, "randbelow", lambda number: number - 1)


def wait_for_chance(waits: dict[str, timedelta]) -> bool:
    return len(waits) == HIDDEN_LETTERS and all(wait > LONGEST_DELAY - timedelta(minutes=1) for wait in waits.values())


@pytest.mark.usefixtures("longest")
async def test_every_letter_about_a_hidden_act_waits(memorandum: Memorandum) -> None:
    assert wait_for_chance(await story(memorandum, "counted"))


async def test_letters_about_a_named_act_leave_at_once(memorandum: Memorandum) -> None:
    assert len(await story(memorandum, "public")) == HIDDEN_LETTERS - 2  # the public knows everything already
    late = clock.now()
    jobs = await Job.select(Job.run_at).where(Job.kind == "letter")
    assert all(job["run_at"] <= late for job in jobs)


@pytest.fixture
def sink(memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """Run a mail server and point the settings at it."""
    assert memorandum
    with in_use(monkeypatch) as server:
        yield server


async def test_what_a_mail_server_sees_does_not_reveal_the_order_of_acts(memorandum: Memorandum, sink: Sink) -> None:
    signers = [await factories.organisation(f"signer-{number:02}") for number in range(12)]
    for signer in signers:
        await factories.signed(memorandum, signer, disclosure="counted")
    due = {letter.address: moment for letter, moment in await _due()}
    assert len(due) == len(signers)
    for minutes in range(0, 35, 5):
        with clock.shifted(timedelta(minutes=minutes)):
            await run_due()
    to_signers = [address for address in sink.recipients if address in due]  # the news of the morning goes to the coordinator at 6 UTC
    assert to_signers == sorted(due, key=lambda address: due[address])
    dates = [parsedate_to_datetime(letter["Date"]) for letter in sink.letters]
    assert dates == sorted(dates)
    ids = [letter["Message-ID"] for letter in sink.letters]
    assert len({len(number) for number in ids}) == 1
    for letter in sink.letters:
        sent = parsedate_to_datetime(letter["Date"]) + timedelta(seconds=1)
        assert sent >= due[letter["To"]].replace(microsecond=0), "the Date header is that of sending"


async def _due() -> list[tuple[Any, datetime]]:
    letters = {letter.id: letter for letter in await letters_in_tray()}
    jobs = await Job.select(Job.payload, Job.run_at).where(Job.kind == "letter")
    return [(letters[json.loads(job["payload"])["letter"]], job["run_at"]) for job in jobs]


def at_once(_: Level) -> None:
    """Let a letter leave at once (mutated build)."""


LATER = ("statements.statement_receipts", "signatures.successor_links")


@pytest.mark.usefixtures("longest")
@pytest.mark.parametrize("module", ["acts.recording", "signatures.second_contact", "signatures.raising", "signatures.confirming", *LATER])
async def test_a_build_with_a_letter_that_does_not_wait_is_found(memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setattr(f"coalition.{module}.leaves_at", at_once)
    assert not wait_for_chance(await story(memorandum, "counted"))
