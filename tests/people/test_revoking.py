"""Whoever must not get in any more is out at once: accounts, sessions, links, tokens; and colleagues are told."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, trail
from coalition.database import transaction
from coalition.mail.tables import Letter
from coalition.people import accounts, queries, revoking, signing_in
from coalition.people.forms import CoordinatorForm
from coalition.people.revoking import LastCoordinator, NotRevocable, OwnAccount
from coalition.people.signing_in import LinkNotValid
from coalition.people.tables import Coordinator, Scope
from coalition.trail import queries as trail_queries
from tests import factories
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator as Account


async def link(account: Account) -> str:
    async with transaction():
        return await signing_in.make_link(account)


class Keys:
    """Every way in that an account has."""

    def __init__(self, session: str, link: str, token: str) -> None:
        self.session, self.link, self.token = session, link, token

    async def working(self) -> set[str]:
        """Return what still opens something; a link is only looked at."""
        ways = {
            "session": await signing_in.coordinator_of(self.session) is not None,
            "link": await signing_in.link_is_valid(self.link),
            "token": await queries.token_holder(self.token) is not None,
        }
        return {name for name, works in ways.items() if works}


async def keys_of(account: Account) -> Keys:
    session = await signing_in.use_link(await link(account))
    return Keys(session, await link(account), await accounts.add_token(account.email, Scope.WRITE))


@pytest.fixture
async def dina_account(store: str) -> Account:
    assert store
    return await factories.coordinator("dina@example.org", "Dina")


async def told() -> set[str]:
    return {letter.address for letter in await letters_in_tray()}


async def acts() -> list[str]:
    return [row["act"] for row in await trail_queries.rows_after(0, 1000)]


async def test_a_disabled_account_opens_nothing_any_more_and_never_again(ada_account: Account, dina_account: Account) -> None:
    keys, others = await keys_of(dina_account), await keys_of(ada_account)
    await revoking.disable(dina_account, ada_account)
    assert await keys.working() == set()
    assert await others.working() == {"session", "link", "token"}
    with pytest.raises(LinkNotValid):
        await signing_in.use_link(keys.link)
    await revoking.enable(dina_account, ada_account)
    assert await keys.working() == set()
    assert await signing_in.coordinator_of(await signing_in.use_link(await link(dina_account)))
    assert (await acts())[-3:] == ["account_disabled", "account_enabled", "signed_in"]


@pytest.mark.parametrize("way", ["_end_logins", "end_links"])
async def test_a_way_in_that_is_forgotten_is_found(ada_account: Account, dina_account: Account, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    async def end_nothing(_: object) -> bool:
        """End nothing (mutated build)."""
        return True

    keys = await keys_of(dina_account)
    monkeypatch.setattr(revoking, way, end_nothing)
    await revoking.disable(dina_account, ada_account)
    await revoking.enable(dina_account, ada_account)
    assert await keys.working() == {{"_end_logins": "session", "end_links": "link"}[way]}


async def test_a_session_that_begins_while_an_account_is_disabled_does_not_revive(ada_account: Account, dina_account: Account) -> None:
    await revoking.disable(dina_account, ada_account)
    async with transaction():
        session = await signing_in._start_session(dina_account.id)  # as a sign-in that read the account before
    assert await signing_in.coordinator_of(session) is None
    await revoking.enable(dina_account, ada_account)
    assert await signing_in.coordinator_of(session) is None


async def test_colleagues_are_told_by_letter(ada_account: Account, dina_account: Account) -> None:
    eli = await factories.coordinator("eli@example.org", "Eli")
    await factories.coordinator("edith@example.org", "Edith", role="editor")
    await revoking.disable(dina_account, ada_account)
    assert await told() == {eli.email}
    [letter] = await letters_in_tray()
    text = " ".join(letter.text.split())
    assert "The account of Dina was disabled." in text
    assert "Done at the desk by Ada." in text
    assert "dina@example.org" not in text


async def test_by_command_everybody_is_told(ada_account: Account, dina_account: Account) -> None:
    await revoking.sign_out_everywhere(dina_account)
    assert await told() == {ada_account.email, dina_account.email}
    assert "Done by somebody who runs the server." in " ".join((await letters_in_tray())[0].text.split())


async def test_nobody_disables_themselves_or_the_last_coordinator(ada_account: Account) -> None:
    edith = await factories.coordinator("edith@example.org", "Edith", role="editor")
    with pytest.raises(LastCoordinator):
        await revoking.disable(ada_account)
    await revoking.disable(edith, ada_account)
    dina = await factories.coordinator("dina@example.org", "Dina")
    with pytest.raises(OwnAccount):
        await revoking.disable(dina, dina)
    await revoking.disable(ada_account, dina)
    with pytest.raises(LastCoordinator):
        await revoking.disable(dina)


async def test_two_who_disable_each_other_at_once_leave_one(ada_account: Account, dina_account: Account) -> None:
    outcomes = await asyncio.gather(revoking.disable(dina_account, ada_account), revoking.disable(ada_account, dina_account), return_exceptions=True)
    assert sum(isinstance(outcome, LastCoordinator) for outcome in outcomes) == 1
    assert await Coordinator.count().where(Coordinator.disabled_at.is_null()) == 1


async def test_disabling_twice_tells_once(ada_account: Account, dina_account: Account) -> None:
    await factories.coordinator("eli@example.org", "Eli")
    await revoking.disable(dina_account, ada_account)
    await revoking.disable(dina_account, ada_account)
    assert await Letter.count() == 1
    assert (await acts()).count("account_disabled") == 1


async def test_one_session_ends_and_only_its_holder_ends_it(ada_account: Account, dina_account: Account) -> None:
    first, second = await keys_of(ada_account), await keys_of(ada_account)
    since = clock.now() - timedelta(hours=1)
    rows = await queries.open_logins(ada_account, seen_after=since, begun_after=since)
    of_first = min(row["id"] for row in rows)
    with pytest.raises(NotRevocable):
        await revoking.end_login(dina_account, of_first)
    await revoking.end_login(ada_account, of_first)
    assert ("session" in await first.working(), "session" in await second.working()) == (False, True)
    with pytest.raises(NotRevocable):
        await revoking.end_login(ada_account, of_first)


async def test_a_token_is_revoked_by_its_holder_or_by_command(ada_account: Account, dina_account: Account) -> None:
    keys = await keys_of(ada_account)
    [token] = await queries.tokens_of(ada_account)
    with pytest.raises(NotRevocable):
        await revoking.revoke_token(token["id"], dina_account)
    assert "token" in await keys.working()
    await revoking.revoke_token(token["id"], ada_account)
    assert "token" not in await keys.working()
    assert await told() == set()
    other = await keys_of(ada_account)
    [token] = await queries.tokens_of(ada_account)
    await revoking.revoke_token(token["id"])
    assert "token" not in await other.working()
    assert await told() == {ada_account.email, dina_account.email}


async def test_a_new_password_ends_sign_in_links_too(ada_account: Account) -> None:
    keys = await keys_of(ada_account)
    form = signing_in.PasswordForm.parse({"password": "four words make sense"})
    await signing_in.set_password(ada_account, form, keys.session)
    assert await keys.working() == {"session", "token"}


async def test_the_day_of_the_last_use_of_a_token_is_stored_once_a_day(ada_account: Account) -> None:
    keys = await keys_of(ada_account)
    assert [row["last_used_on"] for row in await queries.tokens_of(ada_account)] == [None]
    for days in (0, 0, 3):
        with clock.shifted(timedelta(days=days)):
            await queries.token_holder(keys.token)
            assert [row["last_used_on"] for row in await queries.tokens_of(ada_account)] == [clock.today()]


async def invite(email: str, by: Account | None) -> list[Any]:
    """Invite and return the letters that were written."""
    before = await Letter.count()
    await accounts.invite_colleague(CoordinatorForm.parse({"email": email, "name": "Dina"}), by)
    return (await letters_in_tray())[before:]


async def test_a_colleague_is_invited_by_letter(ada_account: Account) -> None:
    eli = await factories.coordinator("eli@example.org", "Eli")
    letters = await invite("Dina@Example.org", ada_account)
    assert {letter.address for letter in letters} == {eli.email, "dina@example.org"}
    to_dina = next(letter for letter in letters if letter.address == "dina@example.org")
    token = next(line for line in to_dina.text.splitlines() if "/sign-in/" in line).rpartition("/")[2]
    person = await signing_in.coordinator_of(await signing_in.use_link(token))
    assert person is not None
    assert (person.name, person.role) == ("Dina", "coordinator")
    assert "Ada made an account for you" in " ".join(to_dina.text.split())


async def test_inviting_an_address_that_has_an_account_changes_nothing(ada_account: Account, dina_account: Account) -> None:
    [letter] = await invite("dina@example.org", ada_account)
    assert (letter.address, "/sign-in/" in letter.text) == (dina_account.email, True)
    await revoking.disable(dina_account, ada_account)
    assert await invite("dina@example.org", ada_account) == []
    assert not await queries.is_active(dina_account.id)


async def test_the_trail_names_who_did_it(ada_account: Account, dina_account: Account) -> None:
    with trail.acting(trail.Actor(trail.ActorKind.DESK, ada_account.id)):
        await revoking.disable(dina_account, ada_account)
    last = (await trail_queries.rows_after(0, 100))[-1]
    assert (last["actor_kind"], last["coordinator"], last["about"]) == ("desk", ada_account.id, f"coordinator:{dina_account.id}")
