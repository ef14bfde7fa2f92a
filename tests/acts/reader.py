"""A reader who keeps every public page, and the life of a memorandum that they read: who of the hidden can they work out?"""

from __future__ import annotations

import random
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.acts.changing_forums import amend_forum
from coalition.acts.changing_networks import add_members, change_membership, note_invited, remove_membership
from coalition.acts.disclosure_levels import Level
from coalition.acts.errors import NotAParty, NothingStands
from coalition.acts.queries import acts_on, own_record
from coalition.acts.tables import Disclosure
from coalition.acts.unlisting import unlist_organisation
from coalition.fields import InvalidForm
from coalition.forums.forms import ForumChange
from coalition.forums.queries import by_slug as forum_by_slug
from coalition.invitations import links
from coalition.invitations.errors import FreshLinkNeeded, LinkClosed
from coalition.jobs.worker import run_due
from coalition.memoranda import opening
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.tables import Memorandum, SigningState
from coalition.networks.forms import MembershipChange, MembershipForm
from coalition.networks.queries import rows_between
from coalition.notices.page_queries import published_version
from coalition.organisations.queries import by_slug
from coalition.signatures import annulling, disclosing, withdrawing
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.on_behalf_forms import AnnulmentForm
from tests import factories
from tests.acts.from_acts import hidden_as_counted

if TYPE_CHECKING:
    import httpx

    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator
    from coalition.signatures.signing import Signed

HIDDEN = ("counted", "counted", "described", "sealed_until")
LEVELS = ("public", "public", "public", "public_organisation", *HIDDEN)
MORE_CANDIDATES, MOST_PROBABLE = 5, 1 / 3


@dataclass
class Reader:
    """Keeps what the public files ever said: names in the text, names in the register, at the forum and in a network, and numbers.

    With `knows_of_network` they heard that all members of the network were invited.
    """

    browser: httpx.AsyncClient
    named: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    knows_of_network: bool = False
    withheld: int = 0
    statements: dict[int, str] = field(default_factory=dict)

    async def read(self) -> bytes:
        """Read every file about the memorandum once more; return their bytes."""
        contents = {path: await self.browser.get(path) for path in PATHS}
        status = contents["/memoranda/cooperation.json"].json()
        self.named |= {line["organisation"] for line in (*status["signatories"], *status["earlier"])}
        self.listed |= {item["slug"] for item in contents["/api/v1/organisations?limit=100"].json()["items"]}
        forum = contents["/api/v1/forums/kyiv-2013"].json()
        self.present |= {part["organisation"] for part in forum["organisations"]}
        if self.knows_of_network:
            network = contents["/api/v1/networks/league?limit=100"].json()
            self.members |= {member["organisation"] for member in network["members"]}
        counts = status["counts"]
        number = (counts["names_withheld"] or 0) + (counts["supporters_withheld"] or 0)
        self.withheld = max(number, len(status["described"]))
        for statement in status["statements"]:
            assert self.statements.setdefault(statement["number"], statement["id"]) == statement["id"]
        assert sorted(self.statements) == list(range(1, len(self.statements) + 1)), "a gap tells of a statement that was never public"
        return b"".join(answer.content for answer in contents.values())

    def candidates(self) -> list[set[str]]:
        """Return for each list who of its members the text never named."""
        return [names - self.named for names in (self.listed, self.present, self.members) if names]


PATHS = (
    *("/memoranda/cooperation.json", "/memoranda/cooperation.csv", "/en/memoranda/cooperation", "/en/memoranda/cooperation/signatories"),
    *("/feeds/memoranda/cooperation.atom", "/feeds/notifications.json", "/api/v1/organisations?limit=100", "/api/v1/forums/kyiv-2013", "/en/"),
    "/api/v1/networks/league?limit=100",
)


class Life:
    """One memorandum of a forum, from its opening to years after, with random acts of organisations and coordinators."""

    def __init__(self, reader: Reader, ada: Coordinator, seed: int | str) -> None:
        self.reader, self.ada, self.draw = reader, ada, random.Random(seed)
        self.speaks = random.Random(f"statements {seed}")  # apart, so that the deeds of a seed stay the same
        self.joins = random.Random(f"networks {seed}")
        self.invites = random.Random(f"called {seed}").random() < 0.3
        self.organisations: dict[str, Organisation] = {}
        self.signed: dict[str, Signed] = {}
        self.time = ExitStack()
        self.memorandum: Memorandum
        self.network: Organisation
        self.numbers: dict[frozenset[str], int] = {}

    async def begin(self) -> None:
        """Register organisations, hold the forum and open the memorandum."""
        number = self.draw.randint(8, 26)
        for at in range(number):
            listed = self.draw.random() < 0.75
            self.organisations[f"o-{at:02}"] = await factories.organisation(f"o-{at:02}", f"Name {at:02}", email="", listed=listed)
        present = self.draw.sample(sorted(self.organisations), self.draw.randint(4, number))
        shown = self.draw.random() < 0.6
        parts = [{"organisation": slug, "public": shown and self.organisations[slug].listed} for slug in present]
        await factories.forum(organisations=parts, risk_profile=self.draw.choice(["open", "careful", "high"]))
        rule = self.draw.choice(["invited", "participants"])
        if rule == "participants":
            self.organisations = {slug: self.organisations[slug] for slug in present}
        self.memorandum = await factories.opened(self.ada, forum="kyiv-2013", days=self.draw.randint(5, 40), signature_rule=rule)
        await self._found_network()

    async def _found_network(self) -> None:
        """Enter a network of some organisations, most of its members shown; in some lives all of them are invited."""
        members = self.joins.sample(sorted(self.organisations), self.joins.randint(3, min(len(self.organisations), 12)))
        self.network = await factories.network("league", members=list(map(self._membership, members)))
        if self.invites:
            await note_invited(self.memorandum, [self.network.id])
            self.reader.knows_of_network = True

    def _membership(self, slug: str) -> dict[str, Any]:
        return {"organisation": slug, "public": self.organisations[slug].listed and self.joins.random() < 0.8}

    async def run(self, steps: int) -> None:
        """Let organisations and coordinators act, and days pass; the reader reads all the time."""
        with self.time:
            await self.begin()
            deeds = [self.sign, self.sign, self.sign, self.days, self.days, self.hide, self.raise_level, self.withdraw, self.annul, self.coordinate]
            for _ in range(steps):
                await self.draw.choice(deeds)()
                await self.state()
                await self.change_network()
                await self._read()
            for _ in range(4):
                await self.days(40)
                await self._read()

    async def _read(self) -> None:
        """Let the reader read, and remember which organisations the number includes that they see."""
        await self.reader.read()
        if self.reader.withheld:
            acts = (await acts_on([self.memorandum.id]))[self.memorandum.id]
            hidden = {history.root.party for history in hidden_as_counted(acts, clock.today())}
            slugs = frozenset(slug for slug, organisation in self.organisations.items() if organisation.id in hidden)
            self.numbers[slugs] = max(self.numbers.get(slugs, 0), self.reader.withheld)
        self.check()

    async def days(self, number: int = 0) -> None:
        """Let days pass; the worker was away."""
        self.time.enter_context(clock.shifted(timedelta(days=number or self.draw.choice([1, 1, 2, 4, 9]))))
        await run_due()

    async def sign(self) -> None:
        """Let an organisation sign, accede or support, while that is possible."""
        slug = self.draw.choice(sorted(self.organisations))
        row = await factories.reloaded(self.memorandum)
        if slug in self.signed or row.signing_state not in {SigningState.OPEN, SigningState.ACCESSION_ONLY}:
            return
        kind = "accession" if row.signing_state == SigningState.ACCESSION_ONLY else self.draw.choice(["signature", "signature", "support"])
        level = self.draw.choice(LEVELS)
        opens = (clock.today() + timedelta(days=self.draw.randint(5, 60))).isoformat()
        more = {"disclosure": level, "description": "A group" if level == "described" else "", "release_on": opens if level == "sealed_until" else ""}
        try:
            await self._in_silence(factories.signed(row, self.organisations[slug], kind=kind, **more), slug, hidden=level in HIDDEN)
        except InvalidForm:
            assert level not in HIDDEN or level == "sealed_until"

    async def _in_silence(self, act: Any, slug: str, *, hidden: bool) -> None:
        """Act; nothing public may change at that moment if the act is hidden."""
        before, version = (await self.reader.read(), await published_version()) if hidden else (b"", 0)
        self.signed[slug] = await act
        if hidden:
            assert (await self.reader.read(), await published_version()) == (before, version), slug

    async def _somebody(self) -> str | None:
        return self.draw.choice(sorted(self.signed)) if self.signed else None

    async def state(self) -> None:
        """Let an organisation state something now and then; if it is hidden, nothing public may change."""
        if not self.signed or self.speaks.random() > 0.15:
            return
        slug = self.speaks.choice(sorted(self.signed))
        own = await own_record(self.memorandum.id, self.organisations[slug].id)
        hidden = own is None or own.history is None or not own.history.named(clock.today())
        before = (await self.reader.read(), await published_version()) if hidden else None
        with suppress(NotAParty, FreshLinkNeeded, LinkClosed):
            await factories.stated(self.memorandum, self.signed[slug], "declaration", f"{slug} at {clock.now()}.")
        assert not hidden or (await self.reader.read(), await published_version()) == before, slug

    async def change_network(self) -> None:
        """Let an organisation join or be removed now and then, or be shown there or not."""
        if self.joins.random() > 0.15:
            return
        organisation = await by_slug(self.joins.choice(sorted(self.organisations)))
        assert organisation
        public = organisation.listed and self.joins.random() < 0.5
        rows = await rows_between(self.network.id, [organisation.id])
        with suppress(InvalidForm):
            if not rows:
                await add_members(self.network, [MembershipForm.parse({"organisation": organisation.slug, "public": public})])
            elif self.joins.random() < 0.3:
                await remove_membership(self.network, rows[0])
            else:
                await change_membership(self.network, rows[0], MembershipChange.parse({"public": public}))

    async def hide(self) -> None:
        """Let a coordinator hide a name."""
        if slug := await self._somebody():
            await _unless_ended(disclosing.hide(self.memorandum, self.organisations[slug].id))

    async def raise_level(self) -> None:
        """Let an organisation choose another level."""
        if slug := await self._somebody():
            level = self.draw.choice([Level(Disclosure.PUBLIC), Level(Disclosure.DESCRIBED, "Some group"), Level(Disclosure.COUNTED)])
            await _unless_ended(factories.disclosed(await links.follow(self.signed[slug].manage_token), level))

    async def withdraw(self) -> None:
        """Let an organisation withdraw, openly or quietly."""
        if (slug := await self._somebody()) and self.draw.random() < 0.5:
            form = WithdrawalForm(typed_name="Ben", quiet=self.draw.random() < 0.5)
            await _unless_ended(withdrawing.withdraw(await links.follow(self.signed[slug].manage_token), form))

    async def annul(self) -> None:
        """Let a coordinator annul an act."""
        if (slug := await self._somebody()) and self.draw.random() < 0.3:
            form = AnnulmentForm(ground="duplicate", quiet=self.draw.random() < 0.5)
            await _unless_ended(annulling.annul(self.memorandum, self.organisations[slug].id, form, by=self.ada))

    async def coordinate(self) -> None:
        """Let a coordinator close, open for accession, change who is shown at the forum, or take somebody out of the register."""
        row = await factories.reloaded(self.memorandum)
        try:
            await self.draw.choice([opening.close, opening.open_for_accession, self._show, self._unlist])(row)
        except (InvalidForm, MemorandumRule):
            return

    async def _show(self, _: Memorandum) -> None:
        forum = await forum_by_slug("kyiv-2013")
        assert forum
        parts = [
            {"organisation": slug, "public": self.draw.random() < 0.5 and bool((await by_slug(slug)).listed)} for slug in sorted(self.organisations)
        ]
        await amend_forum(forum, ForumChange.parse({"organisations": parts}))

    async def _unlist(self, _: Memorandum) -> None:
        organisation = await by_slug(self.draw.choice(sorted(self.organisations)))
        assert organisation
        await unlist_organisation(organisation, "It asked for that.")

    def check(self) -> None:
        """Whoever acted without ever being named stays one of many, also once others whom a number included have been named."""
        for included, number in self.numbers.items():
            withheld = number - len(included & self.reader.named)
            for slug in included - self.reader.named:
                for names in self.reader.candidates():
                    if slug in names:
                        assert len(names) >= withheld + MORE_CANDIDATES, (slug, names, withheld)
                        assert withheld / len(names) <= MOST_PROBABLE, (slug, names, withheld)


async def _unless_ended(act: Any) -> None:
    try:
        await act
    except NothingStands:
        return
