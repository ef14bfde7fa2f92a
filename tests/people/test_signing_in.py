"""Links, passwords and sessions, as operations."""

from __future__ import annotations

import asyncio
import threading
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher, Type
from pydantic import SecretStr

from coalition import clock
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.people import accounts, passwords, queries, revoking, signing_in
from coalition.people.forms import PasswordForm, SignInForm
from coalition.people.signing_in import LinkNotValid
from coalition.people.tables import ApiToken, Coordinator, Login, Scope, SignInLink
from coalition.people.tokens import derived, hash_of
from tests import factories

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator as Account

PASSWORD = "four words make sense"


async def link(account: Account) -> str:
    async with transaction():
        return await signing_in.make_link(account)


async def test_of_many_who_use_a_link_at_once_one_gets_in(ada_account: Account) -> None:
    token = await link(ada_account)
    tried = await asyncio.gather(*(signing_in.use_link(token) for _ in range(20)), return_exceptions=True)
    assert sum(isinstance(result, str) for result in tried) == 1
    assert sum(isinstance(result, LinkNotValid) for result in tried) == 19
    assert await Login.count() == 1


async def test_no_secret_is_kept_as_it_is(ada_account: Account) -> None:
    token = await link(ada_account)
    session = await signing_in.use_link(token)
    api = await accounts.add_token(ada_account.email, Scope.WRITE)
    rows = [*(await SignInLink.select()), *(await Login.select()), *(await ApiToken.select())]
    assert not any(secret in str(rows) for secret in (token, session, api))
    assert hash_of(session) in str(rows)


async def test_a_disabled_account_is_out_at_once(ada_account: Account) -> None:
    token, api = await link(ada_account), await accounts.add_token(ada_account.email, Scope.READ)
    session = await signing_in.use_link(await link(ada_account))
    async with transaction():
        await Coordinator.update({Coordinator.disabled_at: clock.now()}).where(Coordinator.id == ada_account.id)
    assert await signing_in.coordinator_of(session) is None
    assert await queries.token_holder(api) is None
    with pytest.raises(LinkNotValid):
        await signing_in.use_link(token)


@pytest.mark.sqlite_only
async def test_a_password_fits_only_its_account(ada_account: Account) -> None:
    await factories.coordinator("dina@example.org", "Dina")
    await signing_in.set_password(ada_account, PasswordForm(password=SecretStr(PASSWORD)), "")
    tried = [("ada@example.org", PASSWORD), ("ada@example.org", PASSWORD.upper()), ("dina@example.org", PASSWORD), ("nobody@example.org", PASSWORD)]
    tokens = [await signing_in.use_password(SignInForm(email=email, password=SecretStr(password))) for email, password in tried]
    assert [token is not None for token in tokens] == [True, False, False, False]
    assert PASSWORD not in str(await Coordinator.select())


@pytest.mark.parametrize(("password", "fits"), [("thirteen char", False), ("fourteen chars", True), ("ключ под ковром", True), ("x" * 1001, False)])
def test_a_password_is_long(password: str, fits: bool) -> None:
    with nullcontext() if fits else pytest.raises(InvalidForm):
        PasswordForm.parse({"password": password})


async def test_an_address_has_one_account(ada_account: Account) -> None:
    with pytest.raises(accounts.EmailTaken):
        await factories.coordinator(ada_account.email, "Another Ada")


async def test_other_sessions_end_and_this_one_stays(ada_account: Account) -> None:
    sessions = [await signing_in.use_link(await link(ada_account)) for _ in range(3)]
    await revoking.end_logins(ada_account, except_token=sessions[1])
    assert [await signing_in.coordinator_of(session) is not None for session in sessions] == [False, True, False]


async def test_a_first_link_lasts_a_week(ada_account: Account) -> None:
    token = await link(ada_account)
    with clock.shifted(timedelta(days=6)):
        assert await signing_in.link_is_valid(token)
    with clock.shifted(timedelta(days=8)):
        assert not await signing_in.link_is_valid(token)


def test_what_is_derived_tells_nothing_of_the_secret() -> None:
    assert derived("secret", "form") != derived("secret", "manage")
    assert derived("secret", "form") == derived("secret", "form")
    assert "secret" not in derived("secret", "form")


async def test_a_weak_hash_is_made_again_at_sign_in(ada_account: Account) -> None:
    weak = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(PASSWORD)
    async with transaction():
        await Coordinator.update({Coordinator.password_hash: weak}).where(Coordinator.id == ada_account.id)
    form = SignInForm(email=ada_account.email, password=SecretStr(PASSWORD))
    assert await signing_in.use_password(SignInForm(email=ada_account.email, password=SecretStr("another of four words"))) is None
    assert await hash_stored() == weak
    assert await signing_in.use_password(form) is not None
    strong = await hash_stored()
    assert "m=65536,t=3,p=1" in strong
    assert not passwords.is_weak(strong)
    assert await signing_in.use_password(form) is not None
    assert await hash_stored() == strong


async def hash_stored() -> str:
    [stored] = await Coordinator.select(Coordinator.password_hash).output(as_list=True)
    return str(stored)


@pytest.mark.parametrize(
    ("weaker", "is_weak"),
    [({"time_cost": 2}, True), ({"memory_cost": 32 * 1024}, True), ({"type": Type.I}, True), ({}, False), ({"time_cost": 4}, False)],
)
def test_a_hash_with_less_than_today_is_weak(weaker: dict[str, Any], is_weak: bool) -> None:
    profile: dict[str, Any] = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 1, "type": Type.ID}
    assert passwords.is_weak(PasswordHasher(**profile | weaker).hash("x")) == is_weak


async def test_at_most_two_passwords_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0
    lock, hasher = threading.Lock(), passwords._hasher()

    class Counting:
        def hash(self, password: str) -> str:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            try:
                return hasher.hash(password)
            finally:
                with lock:
                    running -= 1

    monkeypatch.setattr(passwords, "_hasher", Counting)
    await asyncio.gather(*(passwords.hashed("x") for _ in range(6)))
    assert most == 2
