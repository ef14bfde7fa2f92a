"""A machine of seats, rounds and amendments beside a simple model: what everybody reads, and what the draft says, after each step."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from coalition import database
from coalition.amendments import applying, collisions, queries, views
from coalition.amendments.deciding_amendments import reopen
from coalition.amendments.errors import NothingToHandIn, WordsChanged
from coalition.amendments.forms import HandInForm
from coalition.amendments.proposals import words_of
from coalition.amendments.proposing import hand_in, remove_amendment, save_amendment, withdraw_amendment
from coalition.amendments.readers import coordinators_of
from coalition.amendments.views import private_amendments
from coalition.drafting.errors import ProvisionRemoved
from coalition.drafting.forms import ProvisionForm
from coalition.drafting.saving_provisions import save_provision
from coalition.memoranda import beginning
from coalition.memoranda.forms import MemorandumForm, WordingForm
from coalition.memoranda.wording import save_wording
from coalition.rounds.closing_rounds import close_round
from coalition.rounds.queries import open_round
from coalition.rounds.seat_sessions import hold_seat
from tests import factories
from tests.amendments import proposed
from tests.amendments.model import KEYS, Model, Proposal, replaced
from tests.budget import SEQUENCES
from tests.drafting.conftest import provisions_of, wording_of
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from coalition.memoranda.tables import Memorandum

SLUGS = ("ben", "cleo")
PLACES = st.integers(0, 2)
SLUG = st.sampled_from(SLUGS)
KEY = st.sampled_from(KEYS)
WHICH = st.integers(0, 9)
DISCLOSURE = st.sampled_from(["named", "unnamed", "coordinators"])
OPERATION = st.sampled_from(["replace", "replace", "replace", "insert_after", "delete"])
_numbers = count(1)


class Amending(RuleBasedStateMachine):
    """Two organisations propose, editors decide, rounds follow each other."""

    runner: ClassVar[asyncio.Runner]
    by: ClassVar[int]

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @initialize()
    def begin(self) -> None:
        self.model, self.words = Model(), count(1)
        self.links: dict[str, str] = {}
        self.keys: dict[int, str] = {}
        self.said: dict[str, str] = {}
        self.run(self._begin())

    async def _begin(self) -> None:
        slug = f"text-{next(_numbers)}"
        self.memorandum: Memorandum = await beginning.begin(MemorandumForm.parse({"slug": slug, "authentic_languages": ["en"]}), self.by)
        await save_wording(self.memorandum, "en", WordingForm(title="Text", body=self.model.body()))
        await self._send()

    async def _send(self) -> None:
        self.model.freeze()
        self.links = await proposed.sessions(self.memorandum, *SLUGS)

    @rule(slug=SLUG, operation=OPERATION, key=KEY, place=PLACES)
    def propose(self, slug: str, operation: str, key: str, place: int) -> None:
        if key not in self.model.frozen:
            return
        each = Proposal(slug, operation, key, place, f"w{next(self.words)}", self.model.frozen, self.model.round)
        form = proposed.form(each.text, operation=operation, provision=key)
        self.keys[id(each)] = self.run(save_amendment(self.links[slug], form, "en"))
        self.model.proposals.append(each)

    @rule(slug=SLUG)
    def drop(self, slug: str) -> None:
        for each in self.model.private(slug)[:1]:
            if each.round == self.model.round:
                self.run(remove_amendment(self.links[slug], self.keys[id(each)]))
                self.model.proposals.remove(each)

    @rule(slug=SLUG, disclosure=DISCLOSURE)
    def hand_in(self, slug: str, disclosure: str) -> None:
        waiting = [each for each in self.model.private(slug) if each.round == self.model.round]
        form = HandInForm.parse({"disclosure": disclosure})
        if not waiting:
            with pytest.raises(NothingToHandIn):
                self.run(hand_in(self.links[slug], form))
            return
        for each, number in zip(waiting, self.run(hand_in(self.links[slug], form)), strict=True):
            each.number, each.disclosure, each.state = number, disclosure, "submitted"

    @rule(slug=SLUG, which=WHICH)
    def withdraw(self, slug: str, which: int) -> None:
        if mine := [each for each in self._open() if each.slug == slug]:
            each = mine[which % len(mine)]
            self.run(withdraw_amendment(self.links[slug], each.number))
            each.state = "withdrawn"

    @rule(which=WHICH)
    def accept(self, which: int) -> None:
        if waiting := self._open():
            each = waiting[which % len(waiting)]
            work = proposed.decided(self.memorandum, each.number)
            if self.model.accept(each):
                self.run(work)
            else:
                with pytest.raises((WordsChanged, ProvisionRemoved)):
                    self.run(work)

    @rule(which=WHICH, outcome=st.sampled_from(["rejected", "referred"]))
    def decide(self, which: int, outcome: str) -> None:
        if waiting := self._open():
            each = waiting[which % len(waiting)]
            self.run(proposed.decided(self.memorandum, each.number, outcome))
            if outcome == "referred":
                each.is_referred = True
            else:
                each.state = "rejected"

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        if rejected := [each for each in self.model.handed_in() if each.state == "rejected"]:
            each = rejected[which % len(rejected)]
            self.run(reopen(self.memorandum, each.number))
            each.state = "submitted"

    @rule(key=KEY, place=PLACES)
    def edit(self, key: str, place: int) -> None:
        if words := self.model.words.get(key):
            self.model.words[key] = replaced(words, place, f"w{next(self.words)}")
            self.run(self._edit(key))

    async def _edit(self, key: str) -> None:
        saved = (await provisions_of(self.memorandum))[key]
        text = f"{saved.number} {' '.join(self.model.words[key])}."
        await save_provision(self.memorandum, "en", key, ProvisionForm(text=text, base=saved.digest))

    @rule()
    def next_round(self) -> None:
        self.run(self._next_round())

    async def _next_round(self) -> None:
        row = await open_round(self.memorandum.id)
        assert row
        await close_round(row.id)
        self.model.round += 1
        await self._send()

    def _open(self) -> list[Proposal]:
        return [each for each in self.model.handed_in() if each.state == "submitted"]

    @invariant()
    def agrees(self) -> None:
        if self.links:
            self.run(self._compare())

    async def _compare(self) -> None:
        assert (await wording_of(self.memorandum)).body == self.model.body()
        await self._compare_ids()
        desk = await proposed.lines(coordinators_of(self.memorandum.id))
        handed_in = self.model.handed_in()
        states = [(each.number, each.slug, self.model.shown_state(each, self.model.words)) for each in handed_in]
        assert [(line.number, line.organisation.slug if line.organisation else "", line.state.value) for line in desk] == states
        pairs = {(line.number, other.number) for line in desk for other in line.collisions if line.number < other.number}
        assert pairs == self.model.collisions()
        for slug, link in self.links.items():
            lines = await proposed.lines(await proposed.in_seat(link))
            assert [(line.number, line.organisation.slug if line.organisation else "") for line in lines] == self.model.read_in(slug)
            numbers = {line.number for line in lines}
            assert all(other.number in numbers for line in lines for other in line.collisions)
            private = [each.text for each in self.model.private(slug) if each.round == self.model.round]
            assert [each.texts.proposed for each in await private_amendments(await hold_seat(link))] == private

    async def _compare_ids(self) -> None:
        """The ids of provisions never change hands: each has its words, and what was added has an id that nothing ever had."""
        texts = {text.key: words_of(text) for text in (await provisions_of(self.memorandum)).values() if text.block}
        assert {key: f"{' '.join(words)}." for key, words in self.model.words.items()} == {key: texts[key] for key in KEYS if key in texts}
        added = {key: text for key, text in texts.items() if key not in KEYS}
        assert all(self.said.setdefault(key, text) == text for key, text in added.items())
        assert len({*self.said.values()}) == len(self.said)


@pytest.fixture
def machine(environment: str) -> Iterator[type[Amending]]:
    async def opened() -> int:
        database.bind(database.engine_from_url(environment))
        await database.open_engine()
        for slug in SLUGS:
            await factories.organisation(slug, f"Party {slug}", email=f"{slug}@example.org")
        return (await factories.coordinator("ada@example.org", "Ada")).id

    with asyncio.Runner() as runner:
        Amending.runner, Amending.by = runner, runner.run(opened())
        yield Amending
        runner.run(database.close_engine())


def test_seats_rounds_and_amendments_agree_with_the_model(machine: type[Amending]) -> None:
    few = settings(max_examples=SEQUENCES // 2, stateful_step_count=12, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
    run_state_machine_as_test(machine, settings=few)


def _story(machine: type[Amending]) -> Amending:
    """Let two organisations propose for the same words, one of them without its name, and keep something private."""
    story = machine()
    story.begin()
    story.propose("ben", "replace", "p1", 0)
    story.hand_in("ben", "named")
    story.propose("cleo", "replace", "p1", 0)
    story.propose("cleo", "insert_after", "p2", 0)
    story.propose("cleo", "insert_after", "p2", 0)
    story.hand_in("cleo", "unnamed")
    story.propose("cleo", "replace", "p3", 1)
    story.agrees()
    return story


# A fault: the module, the expression and what stands in its place, the function with it, and where that is called.
FAULTS = {
    "private work is read by others": (
        *(queries, "(Amendment.seat == seat_id) & (Amendment.number == 0)\n    return [", "Amendment.number == 0\n    return ["),
        *("private_of", queries),
    ),
    "an unnamed author is named": (
        *(views, "loaded.organisations.get(named_author(reader, row) or 0)", "loaded.organisations.get(row.organisation)"),
        *("_line", views),
    ),
    "collisions are ignored": (collisions, "any_collide(edits, others)", "False", "collisions", views),
    "texts stand in the order of acceptance": (applying, "number < amendment.number and", "number < 0 and", "_place", applying),
    "words that were changed are written over": (
        *(applying, "        raise WordsChanged\n    if words ==", "        words = _proposed_text(amendment)\n    if words =="),
        *("_replace", applying),
    ),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("fault", FAULTS)
def test_a_build_with_a_fault_differs_from_the_model(machine: type[Amending], monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    module, right, wrong, name, caller = FAULTS[fault]
    story = _story(machine)
    monkeypatch.setattr(caller, name, mutated(module, right, wrong)[name])
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        _accept_all(story)


def _accept_all(story: Amending) -> None:
    """Accept two that stand at one place, then two that collide."""
    for which in (2, 2, 0, 0):
        story.agrees()
        story.accept(which)
        story.agrees()
