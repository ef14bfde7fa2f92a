"""Random secrets that are handed out once and kept only as their SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode


def new_token() -> tuple[str, str]:
    """Return a token of 256 random bits and the hash to keep."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """Return the SHA-256 of a token in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived(token: str, purpose: str) -> str:
    """Return another token that only the holder of `token` can know (HMAC-SHA-256)."""
    return urlsafe_b64encode(hmac.digest(token.encode(), purpose.encode(), "sha256")).rstrip(b"=").decode()
