"""Numbers of statements never change, and neither numbers nor gaps tell of a statement that nobody may read."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts import naming
from coalition.acts.disclosure_levels import Level
from coalition.acts.queries import own_record
from coalition.acts.tables import Disclosure
from coalition.invitations import links
from coalition.jobs.worker import run_due
from coalition.memoranda import opening, publication
from coalition.memoranda.tables import Memorandum
from coalition.notices.page_queries import published_version
from coalition.signatures.disclosing import hide
from coalition.statements import statement_numbers, stating
from coalition.statements.forms import RecordedStatementForm
from coalition.statements.stating import record_statement
from coalition.statements.tables import Statement
from coalition.statements.views import with_objections
from tests import factories
from tests.mutants import mutated
from tests.stated import all_statements, statements_of

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator
    from coalition.signatures.signing import Signed

pytestmark = pytest.mark.anyio

NAMED = Level(Disclosure.PUBLIC)
_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


async def numbers(memorandum: Memorandum) -> dict[str, int | None]:
    """Return the numbers that everybody reads, by the text of the statement."""
    return {stated.text: stated.number for stated in with_objections(await statements_of(memorandum))}


async def test_a_number_is_given_when_a_statement_becomes_public_and_never_again(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    alpha = await factories.signed(memorandum, await factories.organisation("alpha"), disclosure="counted")
    beta = await factories.signed(memorandum, await factories.organisation("beta"))
    version = await published_version()
    await factories.stated(memorandum, alpha, text="Hidden.")
    assert (await numbers(memorandum), await published_version()) == ({}, version)

    reservation = await factories.stated(memorandum, beta, text="First.")
    await factories.disclosed(await links.follow(alpha.manage_token), NAMED)
    assert await numbers(memorandum) == {"First.": 1, "Hidden.": 2}
    await factories.stated(memorandum, alpha, "objection", "Third.", objects_to=str(reservation.id))
    await hide(memorandum, alpha.act.organisation)
    await factories.stated(memorandum, beta, "declaration", "Fourth.")
    assert await numbers(memorandum) == {"First.": 1, "Fourth.": 4}
    await factories.statement_withdrawn(beta, reservation)
    await factories.disclosed(await links.follow(alpha.manage_token), NAMED)
    assert await numbers(memorandum) == {"First.": 1, "Hidden.": 2, "Third.": 3, "Fourth.": 4}
    assert [stated.number for stated in await all_statements(memorandum.id)] == [1, 2, 4]


async def test_statements_that_become_public_together_are_in_the_order_of_names(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, publicity="coordinators")
    for slug in ("gamma", "alpha", "beta"):
        level = "counted" if slug == "beta" else "public"
        party = await factories.signed(memorandum, await factories.organisation(slug, slug.title(), listed=False), disclosure=level)
        await factories.stated(memorandum, party, text=slug)
    assert {stated.number for stated in await all_statements(memorandum.id)} == {None}
    await opening.publish(memorandum)
    assert await numbers(await factories.reloaded(memorandum)) == {"alpha": 1, "gamma": 2}


@pytest.mark.parametrize("listed", [True, False])
async def test_a_seal_that_opens_gives_the_next_number(ada_account: Coordinator, *, listed: bool) -> None:
    memorandum = await factories.opened(ada_account)
    opens = (clock.today() + timedelta(days=4)).isoformat()
    organisation = await factories.organisation("alpha", listed=listed)
    alpha = await factories.signed(memorandum, organisation, disclosure="sealed_until", release_on=opens)
    beta = await factories.signed(memorandum, await factories.organisation("beta"))
    await factories.stated(memorandum, alpha, text="Sealed.")
    await factories.stated(memorandum, beta, text="First.")
    with clock.shifted(timedelta(days=4)):
        await run_due()
        assert await numbers(memorandum) == {"First.": 1, "Sealed.": 2}


class Lives:
    """Two memoranda that live the same life, but for statements of hidden parties of the second."""

    def __init__(self, memoranda: list[Memorandum], draw: random.Random) -> None:
        self.memoranda, self.draw = memoranda, draw
        self.signed: dict[str, list[Signed]] = {}
        self.statements: list[list[tuple[Memorandum, Signed, Statement]]] = []
        self.hidden_stated = 0

    async def sign(self, at: int) -> None:
        organisation = await factories.organisation(f"o-{at}", f"Name {at}", email="")
        level = self.draw.choice(["public", "counted"])
        self.signed[organisation.slug] = [await factories.signed(memorandum, organisation, disclosure=level) for memorandum in self.memoranda]

    async def step(self, step: int) -> str:
        slug = self.draw.choice(sorted(self.signed))
        deed = self.draw.choice(["state", "state", "paper", "raise", "hide", "part", "withdraw"])
        match deed:
            case "state" | "paper":
                await self._state(slug, f"Said in step {step}.", on_paper=deed == "paper")
            case "raise":
                await self._raise(self.signed[slug])
            case "hide":
                for memorandum, party in zip(self.memoranda, self.signed[slug], strict=True):
                    await hide(memorandum, party.act.organisation)
            case _ if self.statements:
                await self._withdraw(f"What remains in step {step}." if deed == "part" else "")
        return deed

    async def _state(self, slug: str, text: str, *, on_paper: bool) -> None:
        made: list[tuple[Memorandum, Signed, Statement]] = []
        for memorandum, party in zip(self.memoranda, self.signed[slug], strict=True):
            named = await _is_named(memorandum, party.act.organisation)
            if named or memorandum is self.memoranda[1]:
                given = {"statement_kind": "declaration", "statement_language": "en", "statement_text": text}
                days = {"organisation": slug, "made": party.act.acted, "received": clock.today().isoformat()}  # late: it was on its way since
                entered = record_statement(memorandum, RecordedStatementForm.parse(given | days)) if on_paper else None
                made.append((memorandum, party, await (entered or factories.stated(memorandum, party, "declaration", text))))
                self.hidden_stated += not named
        self.statements.append(made)

    async def _raise(self, parties: list[Signed]) -> None:
        """Show a name whose statements have numbers: a hidden statement that becomes public is announced, and gets the next number."""
        if not await Statement.exists().where((Statement.act == parties[1].act.id) & Statement.number.is_null()):
            for party in parties:
                await factories.disclosed(await links.follow(party.manage_token), NAMED)

    async def _withdraw(self, remainder: str) -> None:
        pairs = self.draw.choice(self.statements)
        for _, party, statement in pairs:
            await factories.statement_withdrawn(party, statement, **({"remaining_text": remainder} if remainder else {}))
        if not remainder:
            self.statements.remove(pairs)


async def lived(cleo: httpx.AsyncClient, ada: Coordinator, seed: int) -> None:
    """Let two memoranda live the same life, but for statements of hidden parties of the second; everybody reads the same of both."""
    lives = Lives([await factories.opened(ada, slug) for slug in ("first", "other")], random.Random(f"statements {seed}"))
    for at in range(6):
        await lives.sign(at)
    given: dict[Any, int] = {}
    done: set[str] = set()
    for step in range(30):
        with clock.shifted(timedelta(days=step // 4)):
            done.add(await lives.step(step))
            await run_due()
            answers = [(await cleo.get(f"/api/v1/memoranda/{memorandum.slug}/statements")).text for memorandum in lives.memoranda]
            pages = [
                (await cleo.get(f"/en/memoranda/{memorandum.slug}/signatories")).text.partition('id="statements"')[2]
                for memorandum in lives.memoranda
            ]
        assert len({_UUID.sub("", answer) for answer in answers}) == 1, step
        assert len({page.replace("/other", "/first").partition("</section>")[0] for page in pages}) == 1, step
        for row in await Statement.select(Statement.id, Statement.number).where(Statement.number.is_not_null()):
            assert given.setdefault(row["id"], row["number"]) == row["number"], step
    assert lives.hidden_stated > 1
    assert done == {"state", "paper", "raise", "hide", "part", "withdraw"}


async def _is_named(memorandum: Memorandum, organisation: int) -> bool:
    own = await own_record(memorandum.id, organisation)
    return bool(own and own.history and own.history.named(clock.today()))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("seed", range(2))
async def test_a_hidden_statement_changes_nothing_that_everybody_reads(cleo: httpx.AsyncClient, ada_account: Coordinator, seed: int) -> None:
    await lived(cleo, ada_account, seed)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("await without_numbers(memorandum)", "[stated for stated in await all_statements(memorandum_id) if stated.number is None]"),
        ("start=await last_number(memorandum_id) + 1", "start=await Statement.count().where(Statement.memorandum == memorandum_id)"),
    ],
)
async def test_a_number_that_counts_hidden_statements_is_caught(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str
) -> None:
    for steps in (naming._named, publication._steps):
        monkeypatch.setattr(steps, "steps", list(steps.steps))  # the mutated module adds its own
    faulty = mutated(statement_numbers, right, wrong)
    faulty["all_statements"] = all_statements
    monkeypatch.setattr(stating, "number_statements", faulty["number_statements"])
    with pytest.raises(AssertionError):
        await lived(cleo, ada_account, 0)
