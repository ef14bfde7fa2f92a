"""Rules about sessions, passwords and members, each with a mutated build on which its story fails."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher, extract_parameters

from coalition import clock
from coalition.database import transaction
from coalition.memoranda import membership, queries
from coalition.organisations import registering
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.registering import RiskNeedsApproval
from coalition.people import passwords, signing_in
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.people.tables import Coordinator

    Story = Callable[[Coordinator], Awaitable[None]]

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only, pytest.mark.usefixtures("store")]


async def session_of(account: Coordinator) -> str:
    async with transaction():
        token = await signing_in.make_link(account)
    return await signing_in.use_link(token)


async def idle_sessions_end(ada: Coordinator) -> None:
    token = await session_of(ada)
    with clock.shifted(timedelta(minutes=29)):
        assert await signing_in.coordinator_of(token)
    with clock.shifted(timedelta(minutes=60)):
        assert await signing_in.coordinator_of(token) is None


async def every_session_ends(ada: Coordinator) -> None:
    token = await session_of(ada)
    for quarters in range(1, 48):
        with clock.shifted(timedelta(minutes=15 * quarters)):
            assert await signing_in.coordinator_of(token)
    with clock.shifted(timedelta(hours=12, minutes=1)):
        assert await signing_in.coordinator_of(token) is None


async def passwords_cost_memory(ada: Coordinator) -> None:
    assert ada
    used = extract_parameters(await passwords.hashed("correct horse battery"))
    assert (used.memory_cost, used.time_cost, used.parallelism) == (64 * 1024, 3, 1)


async def every_comparison_costs_the_same(ada: Coordinator) -> None:
    """Nobody, an account of today and one with the earlier profile are compared with hashes of the same profiles."""
    assert ada
    earlier = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash("right")
    compared: list[list[int]] = []
    is_right = passwords._is_right

    def recorded(password_hash: str, password: str) -> bool:
        compared[-1].append(extract_parameters(password_hash).memory_cost)
        return is_right(password_hash, password)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_is_right", recorded)
        answers = []
        for stored in ("", earlier, await passwords.hashed("right")):
            compared.append([])
            answers.append(await passwords.matches(stored, "right"))
    assert (answers, compared) == ([False, True, True], [[64 * 1024, 19 * 1024]] * 3)


async def whoever_is_removed_sees_nothing(ada: Coordinator) -> None:
    dina = await factories.coordinator("dina@example.org", "Dina")
    memorandum = await factories.draft(ada)
    await membership.add_member(memorandum, dina.email)
    await membership.remove_member(memorandum, dina.id)
    assert not await queries.is_member(memorandum.id, dina.id)


async def nobody_unmarks_alone(ada: Coordinator) -> None:
    assert ada
    lantern = await factories.organisation("lantern", at_risk=True)
    try:
        await registering.amend(lantern, OrganisationChange.parse({"at_risk": False}))
    except RiskNeedsApproval:
        return
    pytest.fail("one coordinator took the mark away", pytrace=False)


STORIES = (
    *(every_comparison_costs_the_same, idle_sessions_end, every_session_ends, passwords_cost_memory),
    *(whoever_is_removed_sees_nothing, nobody_unmarks_alone),
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_the_rule_holds(story: Story, ada_account: Coordinator) -> None:
    await story(ada_account)


async def _remove_nobody(*_: object, **__: object) -> None:
    """Remove nobody."""


MUTATED: dict[str, tuple[Story, object, str, object]] = {
    "sessions wait for two hours": (idle_sessions_end, signing_in, "IDLE_LIMIT", timedelta(hours=2)),
    "sessions last a day": (every_session_ends, signing_in, "SESSION_LIMIT", timedelta(days=1)),
    "passwords are cheap": (passwords_cost_memory, passwords, "_hasher", lambda: PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)),
    "earlier hashes are compared alone": (every_comparison_costs_the_same, passwords, "is_weak", lambda _: False),
    "a removed member stays": (whoever_is_removed_sees_nothing, membership, "remove_member", _remove_nobody),
}


@pytest.mark.parametrize("name", MUTATED)
async def test_a_mutated_build_is_found(name: str, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    story, module, attribute, mutation = MUTATED[name]
    monkeypatch.setattr(module, attribute, mutation)
    with pytest.raises(AssertionError):
        await story(ada_account)


async def test_a_build_in_which_one_coordinator_is_enough_is_found(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    amend = registering.amend

    async def approved_by_one(*given: object, **_: object) -> None:
        await amend(*given, approved=True)

    monkeypatch.setattr(registering, "amend", approved_by_one)
    with pytest.raises(pytest.fail.Exception):
        await nobody_unmarks_alone(ada_account)
