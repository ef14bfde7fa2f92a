"""Random secrets; they are shown once, and only their SHA-256 is stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode


def new_token() -> tuple[str, str]:
    """Return a token of 256 random bits and its hash."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """Return the SHA-256 of a token in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived(token: str, purpose: str) -> str:
    """Return a second token for a purpose, computed from `token` (HMAC-SHA-256), so that only its holder knows it."""
    return urlsafe_b64encode(hmac.digest(token.encode(), purpose.encode(), "sha256")).rstrip(b"=").decode()
