"""Each entry of a feed whose bytes changed has a later `updated`, and so has the feed; a reader that compares days and steps misses nothing."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from coalition import clock, database
from coalition.acts import recording
from coalition.acts.disclosure_levels import HIDDEN, Level
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.tables import AnnulmentGround, Disclosure
from coalition.acts.unlisting import amend_organisation, unlist_organisation
from coalition.errors import CoalitionError
from coalition.invitations import links
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import run_due
from coalition.memoranda import feed_titles, withdrawing_from_public
from coalition.memoranda.extending import extend
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.rule_forms import ExtensionForm
from coalition.memoranda.taking_forms import ReasonedForm, WithdrawalForm
from coalition.memoranda.withdrawing_from_public import return_to_public, withdraw_from_public
from coalition.memoranda.wording import save_wording
from coalition.notices import issuing
from coalition.notices.tables import NotificationContent, NotificationMention
from coalition.organisations.event_forms import EventForm
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.queries import by_slug, slug_of, view_of
from coalition.signatures import annulling, disclosing, withdrawing
from coalition.signatures.forms import WithdrawalForm as SignatureWithdrawalForm
from coalition.signatures.on_behalf_forms import AnnulmentForm
from tests import factories
from tests.budget import LIVES
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator
    from coalition.signatures.signing import Signed

pytestmark = pytest.mark.anyio

ATOM, TOMB = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
FEEDS = [
    f"/feeds/{name}.{ending}?lang={lang}"
    for name in ("notifications", "memoranda/cooperation")
    for ending in ("atom", "json")
    for lang in ("en", "ar")
]


class Seen:
    """What a reader of all feeds keeps: the bytes and the moment of every entry and of every feed."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], tuple[bytes, datetime]] = {}
        self.changes = 0

    async def read(self, cleo: httpx.AsyncClient) -> None:
        for address in FEEDS:
            answer = await cleo.get(address)
            assert answer.status_code == 200
            for name, (content, updated) in (from_atom if ".atom" in address else from_json)(answer.content).items():
                before = self.entries.get((address, name))
                if before and before[0] != content:
                    self.changes += 1
                    assert updated > before[1], (address, name, before[0], content)
                self.entries[address, name] = (content, updated)


def from_atom(content: bytes) -> Mapping[str, tuple[bytes, datetime]]:
    feed = ET.fromstring(content)
    entries = {"feed": (content, datetime.fromisoformat(feed.findtext(f"{ATOM}updated", "")))}
    for entry in feed.iter(f"{ATOM}entry"):
        entries[entry.findtext(f"{ATOM}id", "")] = (ET.tostring(entry), datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")))
        tombstone = "not public any more" in ET.tostring(entry, "unicode") or "لم يعد" in ET.tostring(entry, "unicode")
        assert tombstone == (entry.find(f"{ATOM}link") is None)
    for entry in feed.iter(f"{TOMB}deleted-entry"):
        entries[entry.attrib["ref"]] = (ET.tostring(entry), datetime.fromisoformat(entry.attrib["when"]))
    return entries


def from_json(content: bytes) -> Mapping[str, tuple[bytes, datetime]]:
    feed = json.loads(content)
    entries = {"feed": (content, datetime.fromisoformat(feed["_coalition"]["date_modified"]))}
    for item in feed["items"]:
        assert ("url" in item) == ("date_published" in item)
        entries[item["id"]] = (json.dumps(item).encode(), datetime.fromisoformat(item["date_modified"]))
    return entries


class Life:
    """Ada's memorandum lives: organisations sign openly or not, hide and show their names, and it is withdrawn and shown again."""

    def __init__(self, memorandum: Memorandum, ada: Coordinator, chance: random.Random) -> None:
        self.memorandum, self.ada, self.chance = memorandum, ada, chance
        self.successors: list[Organisation] = []
        self.signed: list[Signed] = []
        self.statements: list[tuple[Signed, Any]] = []

    async def step(self) -> str:
        often = [self.sign, self.hide, self.come_back]
        deeds = [*often, *often, self.sign_hidden, self.show, self.state, *self.seldom()]
        for deed in self.chance.sample(deeds, len(deeds)):
            with suppress(CoalitionError):  # not possible now
                await deed()
                return deed.__name__
        raise AssertionError

    def seldom(self) -> list[Callable[[], Awaitable[None]]]:
        names = [self.translate, self.translate, self.rename, self.respell, self.merge, self.unlist]
        return [*names, self.take_back, self.leave, self.withdraw, self.extend, self.correct, self.seal, self.complete, self.annul]

    async def sign(self, **more: str) -> None:
        self.signed.append(await factories.signed(await factories.reloaded(self.memorandum), await factories.organisation(), **more))

    async def sign_hidden(self) -> None:
        await self.sign(disclosure="counted")

    def any_signed(self) -> Signed:
        if not self.signed:
            raise CoalitionError
        return self.chance.choice(self.signed)

    async def hide(self) -> None:
        await disclosing.disclose(await links.follow(self.any_signed().manage_token), HIDDEN)

    async def show(self) -> None:
        await factories.disclosed(await links.follow(self.any_signed().manage_token), Level(Disclosure.PUBLIC))

    async def state(self) -> None:
        recorded = self.any_signed()
        self.statements.append((recorded, await factories.stated(await factories.reloaded(self.memorandum), recorded, text="Not\nbound.")))

    async def take_back(self) -> None:
        if not self.statements:
            raise CoalitionError
        recorded, statement = self.statements.pop()
        await factories.statement_withdrawn(recorded, statement)

    async def leave(self) -> None:
        await withdrawing.withdraw(await links.follow(self.any_signed().manage_token), SignatureWithdrawalForm(typed_name="Ben"))

    async def any_organisation(self) -> Organisation:
        row = await by_slug(await slug_of((await links.follow(self.any_signed().manage_token)).invitation.organisation))
        assert row
        return row

    async def rename(self) -> None:
        names = [{"language": "en", "name": f"Renamed {self.chance.random()}"}]
        await self.happens(await self.any_organisation(), "renamed", names=names)

    async def happens(self, row: Organisation, kind: str, **more: Any) -> None:
        await change_organisation(row, EventForm.parse({"kind": kind, "happened": clock.today().isoformat(), "source": "Statute"} | more))

    async def respell(self) -> None:
        """The spelling of a name is corrected, and it gets a name in the language of a reader."""
        row = await self.any_organisation()
        name = (await view_of(row)).primary.name
        names = [{"language": "en", "name": f"{name}s", "primary": True}, {"language": "ar", "name": f"اسم {self.chance.random()}"}]
        await amend_organisation(row, OrganisationChange.parse({"names": names, "correction": "A typing error."}))

    async def merge(self) -> None:
        row, successor = await self.any_organisation(), await factories.organisation()
        await self.happens(row, "merged", other=successor.slug)
        self.successors.append(successor)

    async def unlist(self) -> None:
        """A successor that notifications name is taken out of the register."""
        if not self.successors:
            raise CoalitionError
        await unlist_organisation(self.successors.pop(), "It wishes so.")

    async def translate(self) -> None:
        """The title of a translation is written or changed; the title in an authentic language stays."""
        row = await factories.reloaded(self.memorandum)
        await save_wording(row, "ar", WordingForm(title=f"مذكرة {self.chance.random()}", body=factories.ARABIC))

    async def seal(self) -> None:
        level = Level(Disclosure.SEALED_UNTIL, release_on=clock.today() + timedelta(days=self.chance.choice((1, 15))))
        await disclosing.disclose(await links.follow(self.any_signed().manage_token), level)

    async def complete(self) -> None:
        """The notifications of an old version are completed."""
        await NotificationContent.delete(force=True)
        await NotificationMention.delete(force=True)
        async with database.transaction():
            await enqueue("complete_notifications", {})
        await run_due()

    async def annul(self) -> None:
        form = AnnulmentForm(ground=AnnulmentGround.ENTERED_IN_ERROR, reason="A mistake.", quiet=self.chance.random() < 0.5)
        await annulling.annul(self.memorandum, (await self.any_organisation()).id, form, by=self.ada)

    async def withdraw(self) -> None:
        await withdraw_from_public(await factories.reloaded(self.memorandum), WithdrawalForm(reason="A threat.", sentences=[]))

    async def come_back(self) -> None:
        await return_to_public(await factories.reloaded(self.memorandum), ReasonedForm(reason="It is over."))

    async def extend(self) -> None:
        row = await factories.reloaded(self.memorandum)
        await extend(row, ExtensionForm(closes=row.closes_on + timedelta(days=1)))

    async def correct(self) -> None:
        await factories.correction(await factories.reloaded(self.memorandum))


async def live(cleo: httpx.AsyncClient, ada: Coordinator, seed: int, steps: int) -> Seen:
    life = Life(await factories.opened(ada, days=300), ada, random.Random(seed))
    other = await factories.opened(ada, "another", days=300)
    seen, done = Seen(), []
    await seen.read(cleo)
    days = 0
    for at in range(steps):
        with clock.shifted(timedelta(days=days)):
            done.append(await life.step())
            if at % 7 == 3:
                await factories.signed(other, await factories.organisation())
            await seen.read(cleo)
            if life.chance.random() < 0.15:
                days += life.chance.choice((1, 20))
        with clock.shifted(timedelta(days=days)):
            await run_due()
            await seen.read(cleo)
    assert seen.changes > steps // 2
    assert len(set(done)) > 12
    return seen


@pytest.mark.parametrize("seed", [2, 3])  # together they do everything that `Life` can do
async def test_what_changed_has_a_later_moment(cleo: httpx.AsyncClient, ada_account: Coordinator, seed: int) -> None:
    if database.is_postgres() and seed > LIVES + 1:
        return  # one life is enough to see that both engines agree
    await live(cleo, ada_account, seed, 30)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("    changed = sorted(set(ids))\n", "    changed = []\n"),
        ("step = await steps_taken(day) + 1", "step = 1"),
        ("        mark(changed)\n", "        mark([])\n"),
        ("    await put(FeedChange, memorandum=memorandum, changed_on=day, step=await _next_step(day))\n", "    await _next_step(day)\n"),
    ],
)
async def test_every_change_needs_its_mark(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str
) -> None:
    for name, value in mutated(issuing, right, wrong).items():
        if name in {"mark", "mark_changed", "mark_feed", "_next_step"}:
            monkeypatch.setattr(issuing, name, value)
    for module in (recording, withdrawing_from_public, disclosing):
        monkeypatch.setattr(module, "mark_changed", issuing.mark_changed)
    monkeypatch.setattr(feed_titles, "mark_feed", issuing.mark_feed)
    with pytest.raises(AssertionError):
        await live(cleo, ada_account, 2, 30)


async def nothing_is_told(cleo: httpx.AsyncClient, ada: Coordinator) -> None:
    """A hidden act, and a name hidden while the memorandum is withdrawn, change no byte of a feed."""
    memorandum = await factories.opened(ada)
    recorded = await factories.signed(memorandum, await factories.organisation("marmot"))
    before = [(await cleo.get(address)).content for address in FEEDS]
    await factories.signed(memorandum, await factories.organisation("hush"), disclosure="counted")
    assert [(await cleo.get(address)).content for address in FEEDS] == before
    await withdraw_from_public(await factories.reloaded(memorandum), WithdrawalForm(reason="A threat.", sentences=[]))
    before = [(await cleo.get(address)).content for address in FEEDS]
    await disclosing.disclose(await links.follow(recorded.manage_token), HIDDEN)
    assert [(await cleo.get(address)).content for address in FEEDS] == before


async def test_what_is_hidden_takes_no_step(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await nothing_is_told(cleo, ada_account)


@pytest.mark.sqlite_only
async def test_a_step_of_what_is_hidden_is_caught(cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutated build: a name that is hidden marks its notifications, also while the memorandum is withdrawn."""
    wrong = mutated(recording, "named != new.was_named and new.memorandum.publicity == Publicity.PUBLIC", "named != new.was_named")
    monkeypatch.setattr(disclosing, "record", wrong["record"])
    with pytest.raises(AssertionError):
        await nothing_is_told(cleo, ada_account)
