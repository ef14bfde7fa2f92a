"""Whichever organisation of those that are not named it was: everything public says the same, to the byte."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coalition import clock
from coalition.acts import queries as acts
from coalition.acts.tables import Act, ActKind
from coalition.database import execute
from coalition.partial_dates import PartialDate
from coalition.published import organisation_record
from coalition.web.headers import Headers
from tests import factories
from tests.acts.machine import Machine
from tests.budget import SWAPS
from tests.conftest import visitor

pytestmark = pytest.mark.sqlite_only

PUBLIC = (
    *("/en/", "/en/memoranda", "/en/memoranda/cooperation", "/ar/memoranda/cooperation", "/en/memoranda/cooperation/signatories"),
    *("/en/memoranda/cooperation/signatories?at={past}", "/en/memoranda/cooperation/signatories?at={today}&compare={past}"),
    *("/en/memoranda/cooperation/editions", "/en/organisations", "/en/organisations/{one}", "/en/organisations/{other}", "/en/notifications"),
    *("/en/organisations?q=party", "/memoranda/cooperation.json", "/memoranda/cooperation.json?at={past}", "/memoranda/cooperation.csv"),
    *("/memoranda/cooperation.csv?at={past}", "/memoranda/cooperation.md", "/feeds/notifications.atom", "/feeds/notifications.json"),
    *("/feeds/memoranda/cooperation.atom", "/feeds/memoranda/cooperation.json", "/sitemap.xml", "/api/v1/memoranda"),
    *("/api/v1/memoranda/cooperation", "/api/v1/memoranda/cooperation/signatories", "/api/v1/memoranda/cooperation/statements"),
    *("/api/v1/organisations", "/api/v1/organisations/{one}", "/api/v1/organisations/{other}", "/api/v1/notifications"),
)


class Watched(Machine):
    """At every look, the acts of two organisations that are not named change hands, and nothing public may change."""

    browser = None
    swaps = 0
    acted = 0

    async def look(self) -> None:
        await super().look()
        today = clock.today()
        secret = [party for party in self.parties if not any(signature.named(today) for signature in party.signatures)]
        with_acts = [party for party in secret if party.signatures]
        if len(secret) < 2 or not with_acts:
            return
        one = self.random.choice(with_acts)
        other = self.random.choice([party for party in secret if party is not one])
        past = today - timedelta(days=self.random.randint(1, 400))
        paths = [path.format(one=one.slug, other=other.slug, past=past, today=today) for path in PUBLIC]
        before = await self._read(paths)
        await self._swap(one.number, other.number)
        after = await self._read(paths)
        await self._swap(one.number, other.number)
        for path in paths:
            assert after[path] == before[path], path
        self.swaps += 1
        self.acted += len(with_acts)

    async def _read(self, paths: list[str]) -> dict[str, tuple[int, bytes, str]]:
        answers = {path: await self.browser.get(path) for path in paths}
        assert {answer.status_code for answer in answers.values()} == {200}
        return {path: (answer.status_code, answer.content, answer.headers.get("etag", "")) for path, answer in answers.items()}

    async def _swap(self, one: int, other: int) -> None:
        exchanged = "CASE organisation WHEN {} THEN {} ELSE {} END"
        await execute(f"UPDATE act SET organisation = {exchanged} WHERE organisation IN ({{}}, {{}})", one, other, one, one, other)


async def watch(ada, handlers, seed, steps):
    for trigger in await execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'act'"):
        await execute(f"DROP TRIGGER {trigger['name']}")  # acts are never changed, except in this thought experiment
    machine = Watched(await factories.opened(ada, days=None), ada, f"secrecy {seed}")
    async with visitor(Headers(handlers)) as machine.browser:
        await machine.begin()
        await machine.run(steps, look_every=10)
    return machine


@pytest.mark.parametrize("seed", range(SWAPS))
async def test_nothing_public_depends_on_which_of_them_it_was(store, handlers, ada_account, seed):
    assert (await watch(ada_account, handlers, seed, 120)).swaps >= 5


async def test_a_page_that_tells_of_a_hidden_act_is_found(store, handlers, ada_account, monkeypatch):
    async def all_acts_of(organisation_id, merged, text):
        rows = await Act.select(Act.acted).where((Act.organisation == organisation_id) & (Act.kind == ActKind.SIGNATURE.value))
        return [acts.PublicAct("cooperation", 1, ActKind.SIGNATURE, PartialDate(row["acted"]), organisation_id) for row in rows if row["acted"]]

    monkeypatch.setattr(organisation_record, "public_acts_of", all_acts_of)
    with pytest.raises(AssertionError, match="/en/organisations/party-"):
        await watch(ada_account, handlers, 0, 120)
