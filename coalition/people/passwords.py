"""Optional passwords, hashed with Argon2id; at most two are hashed at the same time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 14
MEMORY_KIB, ROUNDS = 64 * 1024, 3
_two_threads = ThreadPoolExecutor(2, "argon2")


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=1)


async def hashed(password: str) -> str:
    """Return the Argon2id hash to store."""
    return await asyncio.get_running_loop().run_in_executor(_two_threads, _hasher().hash, password)


async def matches(password_hash: str, password: str) -> bool:
    """Return whether a password matches its hash; takes the same time if the hash is empty."""
    return await asyncio.get_running_loop().run_in_executor(_two_threads, _matches, password_hash, password)


def _matches(password_hash: str, password: str) -> bool:
    """Compare with one hash of today's profile and one of the earlier profile, whatever is stored, so that all answers take the same time."""
    is_earlier = bool(password_hash) and is_weak(password_hash)
    today = _is_right(_dummy_hash() if is_earlier else password_hash or _dummy_hash(), password)
    earlier = _is_right(password_hash if is_earlier else _earlier_dummy_hash(), password)
    return earlier if is_earlier else today


def _is_right(password_hash: str, password: str) -> bool:
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return _hasher().verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def is_weak(password_hash: str) -> bool:
    """Return whether a stored hash was made with less memory, fewer rounds or another kind of Argon2 than passwords get today."""
    from argon2 import Type, extract_parameters

    used = extract_parameters(password_hash)
    return used.type is not Type.ID or used.memory_cost < MEMORY_KIB or used.time_cost < ROUNDS


@cache
def _earlier_dummy_hash() -> str:
    """Return a hash of the profile that passwords had before, and that they keep until the next sign-in."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash("the password of nobody")


@cache
def _dummy_hash() -> str:
    return _hasher().hash("the password of nobody")
