"""The counters of the chase list are locked after all others, whatever changes them: else two who change them would wait for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.acts import after_acts
from coalition.database import counting_queries
from coalition.invitations import chase_rows
from coalition.mail import letter_changes
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.registering import amend
from coalition.signatures import recording_on_behalf
from coalition.signatures.on_behalf_forms import EnteredActForm
from tests import factories
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator

    Change = Callable[[Memorandum, Organisation, Coordinator], Awaitable[object]]

pytestmark = pytest.mark.anyio

ON_PAPER = {"organisation": "salt-house", "kind": "signature", "channel": "paper", "disclosure": "public", "evidence": "A letter."}
COUNTERS = ("standing_count", "chase_count", "confirmation_count")


async def change_country(_: Memorandum, organisation: Organisation, __: Coordinator) -> None:
    await amend(organisation, OrganisationChange(country="KG"))


async def sign_on_paper(memorandum: Memorandum, _: Organisation, ada: Coordinator) -> None:
    await recording_on_behalf.enter(memorandum, EnteredActForm.parse(ON_PAPER), by=ada)


async def counters_in_order(change: Change, ada: Coordinator) -> list[str]:
    """Return which counters a change adds to, in the order in which it does; its organisation acted on one text and is asked on another."""
    organisation = await factories.organisation("salt-house", country="KZ")
    await factories.signed(await factories.opened(ada, "first"), organisation)
    second = await factories.opened(ada, "second")
    await factories.invitation_link(second, organisation)
    third = await factories.opened(ada, "third")
    await factories.signed(third, organisation)
    with counting_queries() as sent:
        await change(await factories.opened(ada, "fourth"), organisation, ada)
    added = [statement.partition("INSERT INTO ")[2].partition(" ")[0].strip('"') for statement in sent.statements]
    return [name for name in added if name in COUNTERS]


def are_in_order(counters: list[str]) -> bool:
    return counters == sorted(counters, key=lambda name: name != "standing_count")


@pytest.mark.parametrize("change", [change_country, sign_on_paper])
async def test_they_come_after_the_counters_of_the_list(store: str, ada_account: Coordinator, change: Change) -> None:
    assert store
    counters = await counters_in_order(change, ada_account)
    assert {"standing_count", "chase_count"} <= {*counters}
    assert are_in_order(counters)


@pytest.mark.sqlite_only
async def test_a_build_that_counts_at_once_is_found(store: str, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store
    for steps in (after_acts._steps, letter_changes._steps):
        monkeypatch.setattr(steps, "steps", [])
    monkeypatch.setattr(after_acts.memoranda_with_rows, "sources", [])
    right = "before_commit(partial(_count, records.memorandum, changes, awaited), AdvisoryLock.COUNTERS_OF_INVITATIONS.place)"
    mutated(chase_rows, right, "await _count(records.memorandum, changes, awaited)", registers=True)
    assert not are_in_order(await counters_in_order(change_country, ada_account))
