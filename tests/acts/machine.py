"""The multi-year state-machine test: random acts over years, and a simple model of what everybody may read of them.

The model knows nothing of acts or projections: it keeps, for each organisation, one plain record of each signature, and
answers by looking at it. Where machine and model differ, one of them is wrong.
"""

from __future__ import annotations

import random
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.acts import status_queries
from coalition.acts.disclosure_levels import Level
from coalition.acts.errors import NothingStands
from coalition.acts.queries import acts_on
from coalition.acts.tables import Act, Disclosure
from coalition.announcements.reading import announcements
from coalition.fields import InvalidForm
from coalition.invitations import link_sessions
from coalition.invitations.errors import LinkExpired, LinkUsed
from coalition.jobs.worker import run_due
from coalition.notices.queries import following
from coalition.organisations.queries import by_slug
from coalition.published.as_csv import csv_file
from coalition.published.json_signatories import signatories_json
from coalition.signatures import annulling, confirming, disclosing, erasing, recording_on_behalf, signing, withdrawing
from coalition.signatures.errors import NothingToConfirm, OnlyTheSignatory
from coalition.signatures.forms import ConfirmationForm, DeclineForm, SignatureForm, WithdrawalForm
from coalition.signatures.on_behalf_forms import AnnulmentForm, EnteredActForm
from tests import factories
from tests.acts.from_acts import counts_as_at
from tests.acts.standing_check import check_rows, check_standing
from tests.desk.chase_check import check_chase_list

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.acts.status import Status
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator


PARTIES = 12


SECRET = "Ben Of "


_TELLS = ("counted", "sealed_until", "described", "public_organisation", "public")


@dataclass
class Signed:
    """What the model knows of one signature or support."""

    kind: str
    on: date
    level: str
    opens: date | None = None
    confirmed: date | None = None
    ended: date | None = None
    how: str = ""
    erased: bool = False
    end_recorded: date | None = None

    @property
    def waits(self) -> bool:
        return self.kind == "ad_referendum" and not self.confirmed

    def level_on(self, day: date) -> str:
        if self.level == "sealed_until":
            return "public" if self.opens and self.opens <= day else "counted"
        return self.level

    def named(self, today: date) -> bool:
        return self.level_on(today) in {"public", "public_organisation"}

    def seen_from(self, day: date, today: date, at: date) -> bool:
        """Whether something of a day is known at another: what is hidden counts once its day is over."""
        return day <= at and (self.named(today) or day < today)

    def stood(self, at: date, today: date) -> bool:
        end = self.ended if self.named(today) else self.end_recorded or self.ended
        return self.seen_from(self.on, today, at) and not (end and self.seen_from(end, today, at))

    def bound(self, at: date, today: date) -> bool:
        if not self.stood(at, today) or self.kind == "support":
            return False
        return self.kind != "ad_referendum" or bool(self.confirmed and self.seen_from(self.confirmed, today, at))


@dataclass
class Party:
    """An organisation of the model."""

    slug: str
    number: int
    signatures: list[Signed] = field(default_factory=list)
    answered: bool = False
    declined: bool = False
    questioned: bool = False

    @property
    def standing(self) -> Signed | None:
        return next((signature for signature in self.signatures[-1:] if signature.ended is None), None)

    def lower(self, level: str, opens: date | None = None) -> None:
        for signature in self.signatures:
            if _TELLS.index(signature.level) > _TELLS.index(level):
                signature.level, signature.opens = level, opens


class Machine:
    """One memorandum, a dozen organisations, years of acts; every step is checked against the model."""

    def __init__(self, memorandum: Memorandum, ada: Coordinator, seed: int | str) -> None:
        self.memorandum, self.ada = memorandum, ada
        self.random = random.Random(seed)
        self.parties: list[Party] = []
        self.opened: dict[str, tuple[Opened, str]] = {}
        self.invited: dict[str, datetime] = {}
        self.digest = ""
        self.before: list[tuple[Any, ...]] = []
        self.time = ExitStack()

    async def begin(self) -> None:
        for at in range(PARTIES):
            row = await factories.organisation(f"party-{at:02}", f"Name Of Party {at:02}", country=self.random.choice(["KZ", "KG", "NO"]))
            self.parties.append(Party(row.slug, row.id))
            await self._invite(self.parties[-1], row)

    async def _invite(self, party: Party, row: Any) -> None:
        link = await factories.invitation_link(self.memorandum, row)
        session = await link_sessions.begin_session(link.rpartition("/")[2])
        opened = await link_sessions.session_opens(session)
        assert opened
        self.opened[party.slug] = (opened, session)
        self.invited[party.slug] = clock.now()
        self.digest = str(opened.invitation.digest)

    async def run(self, steps: int, *, look_every: int = 5) -> None:
        """Take steps; each is checked, and every few of them all that the public reads is looked at."""
        with self.time:
            for step in range(steps):
                await self.random.choice(self._deeds())(self.random.choice(self.parties))
                if step % look_every == 0:
                    await self.look()
            await self.look()
            await check_standing(self.memorandum)
            await check_chase_list(self.memorandum)

    def _deeds(self) -> list[Callable[[Party], Awaitable[None]]]:
        often = [self.sign, self.enter, self.days, self.disclose]
        return [*often, *often, self.decline, self.confirm, self.withdraw, self.annul, self.question, self.assure, self.hide, self.erase, self.days]

    async def days(self, _: Party) -> None:
        self.time.enter_context(clock.shifted(timedelta(days=self.random.choice([1, 3, 20, 70]))))
        await run_due()
        for party in self.parties:
            last = party.standing
            if last and last.waits and clock.today() > last.on + timedelta(days=60) and last.how != "entered":
                last.ended, last.how, last.end_recorded = last.on + timedelta(days=61), "lapse", clock.today()

    def _level(self) -> dict[str, Any]:
        level = self.random.choice(list(Disclosure)).value
        opens = clock.today() + timedelta(days=self.random.randint(1, 90)) if level == "sealed_until" else None
        return {"disclosure": level, "description": "A group" if level == "described" else "", "release_on": opens.isoformat() if opens else ""}

    def _signed(self, party: Party, kind: str, given: dict[str, Any], how: str = "") -> None:
        opens = date.fromisoformat(given["release_on"]) if given["release_on"] else None
        party.signatures.append(Signed(kind, clock.today(), given["disclosure"], opens, how=how))
        party.answered, party.questioned = True, False

    async def sign(self, party: Party) -> None:
        await self._renew(party)
        kind, level = self.random.choice(["signature", "ad_referendum", "support"]), self._level()
        name = SECRET + party.slug
        form = SignatureForm.parse(level | {"kind": kind, "representative_name": name, "typed_name": name, "authority": True, "digest": self.digest})
        try:
            await signing.sign(self.opened[party.slug][0], form, f"{self.opened[party.slug][1]}{self.random.random()}")
        except (LinkUsed, LinkExpired):
            assert party.answered
            return
        assert not party.answered
        self._signed(party, kind, level)

    async def _renew(self, party: Party) -> None:
        """Send a new link before the old one is fourteen days old."""
        if not party.answered and clock.now() - self.invited[party.slug] > timedelta(days=10):
            await self._invite(party, await by_slug(party.slug))

    async def decline(self, party: Party) -> None:
        await self._renew(party)
        try:
            await signing.decline(self.opened[party.slug][0], DeclineForm(authority=True, reason="secret reason"))
        except (LinkUsed, LinkExpired):
            assert party.answered
            return
        assert not party.answered
        party.answered = party.declined = True

    async def enter(self, party: Party) -> None:
        kind, level = self.random.choice(["signature", "ad_referendum", "support"]), self._level()
        given = {"organisation": party.slug, "kind": kind, "channel": "historical", "source": "Archive", "acted": clock.today().isoformat()}
        form = EnteredActForm.parse(given | level | {"representative_name": SECRET + party.slug})
        try:
            await recording_on_behalf.enter(self.memorandum, form, by=self.ada)
        except InvalidForm:
            assert party.standing
            return
        assert not party.standing
        party.declined = False
        self._signed(party, kind, level, "entered")

    async def confirm(self, party: Party) -> None:
        last = party.standing
        waits = last and last.waits and (last.how == "entered" or clock.today() <= last.on + timedelta(days=60))
        form = ConfirmationForm.parse({"representative_name": SECRET, "typed_name": SECRET, "authority": True})
        try:
            await confirming.confirm(self.opened[party.slug][0], form)
        except (NothingStands, NothingToConfirm):
            assert not waits
            return
        assert last
        assert waits
        last.confirmed = clock.today()

    async def withdraw(self, party: Party) -> None:
        quiet = self.random.random() < 0.3
        try:
            await withdrawing.withdraw(self.opened[party.slug][0], WithdrawalForm(typed_name=SECRET + party.slug, quiet=quiet))
        except NothingStands:
            assert not party.standing
            return
        self._end(party, "withdrawal", quiet=quiet)

    def _end(self, party: Party, how: str, *, quiet: bool) -> None:
        last = party.standing
        assert last
        last.ended, last.how, party.questioned = clock.today(), how, False
        if quiet and last.level != "counted":
            party.lower("counted")

    async def annul(self, party: Party) -> None:
        quiet = self.random.random() < 0.3
        try:
            await annulling.annul(self.memorandum, party.number, AnnulmentForm(ground="forged", quiet=quiet), by=self.ada)
        except NothingStands:
            assert not party.standing
            return
        self._end(party, "annulment", quiet=quiet)

    async def question(self, party: Party) -> None:
        try:
            await annulling.question(self.memorandum, party.number, by="Bella", reason="")
        except NothingStands:
            assert not party.standing
            return
        party.questioned = True

    async def assure(self, party: Party) -> None:
        try:
            await annulling.assure(self.memorandum, party.number, by=self.ada, reason="")
        except NothingStands:
            assert not party.standing
            return
        party.questioned = False

    async def disclose(self, party: Party) -> None:
        level = self._level()
        opens = date.fromisoformat(level["release_on"]) if level["release_on"] else None
        try:
            await factories.disclosed(self.opened[party.slug][0], Level(Disclosure(level["disclosure"]), level["description"], opens))
        except NothingStands:
            assert not party.signatures or party.declined
            return
        party.lower(level["disclosure"], opens)
        party.signatures[-1].level, party.signatures[-1].opens = level["disclosure"], opens

    async def hide(self, party: Party) -> None:
        level = self.random.choice([Disclosure.COUNTED, Disclosure.PUBLIC_ORGANISATION, Disclosure.PUBLIC])
        try:
            await disclosing.hide(self.memorandum, party.number, Level(level))
        except OnlyTheSignatory:
            assert _TELLS.index(level.value) > _TELLS.index(party.signatures[-1].level)
            return
        except NothingStands:
            assert not party.signatures or party.declined
            return
        party.lower(level.value)

    async def erase(self, party: Party) -> None:
        if self.random.random() < 0.1:
            await erasing.erase_persons(self.memorandum, party.number)
            for signature in party.signatures:
                signature.erased = True

    async def look(self) -> None:
        """Compare everything the public reads with the model, today and on a day of the past."""
        await self._acts_only_grow()
        today = clock.today()
        for at in (today, today - timedelta(days=self.random.randint(1, 900))):
            status = await status_queries.status_of(self.memorandum, at)
            assert (status.counts.names_withheld, status.counts.supporters_withheld) == (None, None)
            self._compare(status, at, today)
            await self._count(at, today)
        await self._look_at_notifications(today)
        await check_rows(self.memorandum)

    async def _acts_only_grow(self) -> None:
        rows = await Act.select(Act.id, Act.kind, Act.disclosure, Act.acted, Act.digest, Act.reference, Act.channel).order_by(Act.recorded_at)
        now = [tuple(row.values()) for row in rows]
        assert now[: len(self.before)] == self.before
        self.before = now
        standing = [row for row in rows if row["kind"] in {"signature", "ad_referendum", "support"}]
        assert {row["digest"] for row in standing} <= {self.digest, None}
        assert all(row["digest"] or row["channel"] == "historical" for row in standing)

    def _compare(self, status: Status, at: date, today: date) -> None:
        known = [(party, [signature for signature in party.signatures if signature.seen_from(signature.on, today, at)]) for party in self.parties]
        lines = {line.organisation.slug: line for line in status.lines}
        shown = {party.slug: [signature for signature in seen if signature.named(today)] for party, seen in known}
        named = {slug: signatures[-1] for slug, signatures in shown.items() if signatures}
        assert lines.keys() == named.keys(), (
            at,
            today,
            lines.keys() ^ named.keys(),
            [p for p in self.parties if p.slug in lines.keys() ^ named.keys()],
        )
        for slug, signature in named.items():
            ended = signature.ended if signature.ended and signature.seen_from(signature.ended, today, at) else None
            line = lines[slug]
            assert (line.ended.kind.value if line.ended else "", line.binds) == (signature.how if ended else "", signature.bound(at, today))
            assert line.act == signature.kind
            assert line.representative == (SECRET + slug if signature.level_on(today) == "public" and not signature.erased else "")
        assert status.counts.parties == sum(signature.bound(at, today) for signature in named.values())
        self._tells_nothing_hidden(str(signatories_json(status)) + csv_file(status).decode(), named.keys())

    async def _count(self, at: date, today: date) -> None:
        """Compare the numbers as they would be if they were given."""
        acts = (await acts_on([self.memorandum.id]))[self.memorandum.id]
        counts = counts_as_at(acts, at, today=today, number_until=today)
        seen = [signature for party in self.parties for signature in party.signatures if signature.seen_from(signature.on, today, at)]
        hidden = [signature for signature in seen if not signature.named(today)]
        assert counts.names_withheld == sum(signature.bound(at, today) for signature in hidden)
        assert counts.supporters_withheld == sum(signature.kind == "support" and signature.stood(at, today) for signature in hidden)

    def _tells_nothing_hidden(self, text: str, named: Any) -> None:
        assert "decline" not in text
        assert "secret reason" not in text
        for party in self.parties:
            if party.slug not in named:
                assert party.slug not in text
                assert SECRET + party.slug not in text

    async def _look_at_notifications(self, today: date) -> None:
        announced = await announcements(await following(limit=100_000))
        rows = [announcement.notification for announcement in announced]
        assert [row.number for row in rows if row.year == rows[-1].year][-1] >= 1
        named = {party.slug for party in self.parties if any(signature.named(today) for signature in party.signatures)}
        for announcement in announced:
            assert announcement.organisation is None or announcement.organisation.slug in named
