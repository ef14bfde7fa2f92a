"""Texts sealed under a key that is made from a token: the database, which has only the hash of the token, cannot open them.

The key is the first 32 bytes of HKDF-SHA-256 of the token and a purpose; the cipher is AES-256-GCM.
"""

from __future__ import annotations

import binascii
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from coalition.errors import CoalitionError
from coalition.keys.columns import NONCE_BYTES
from coalition.keys.keyring import KEY_BYTES

_STEP = 4096  # bytes
VERSION_CHARACTERS = 16  # the nonce of a sealed text: another one each time it is sealed


class CannotOpen(CoalitionError):
    """A sealed text was altered, belongs to another place, or was sealed under another key."""


def key_from(token: str, purpose: str) -> bytes:
    """Return the key that only the holder of a token can compute; each purpose has another one."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"coalition {purpose}".encode()).derive(token.encode())


def seal(key: bytes, content: bytes, place: str) -> str:
    """Return bytes as the base64url of nonce and ciphertext; they open at the same place only."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, content, place.encode())).decode()


def seal_padded(key: bytes, content: bytes, place: str) -> str:
    """Return JSON sealed so that its length can be seen in steps only: spaces follow it."""
    return seal(key, content.ljust(-(-len(content) // _STEP) * _STEP), place)


def open_sealed(key: bytes, sealed: str, place: str) -> bytes:
    """Return what was sealed at a place.

    Raises:
        CannotOpen: it was altered, or sealed at another place or under another key.

    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        content = urlsafe_b64decode(sealed)
        return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise CannotOpen from error


def version_of(sealed: str) -> str:
    """Return what tells one sealed text from the next at the same place."""
    return sealed[:VERSION_CHARACTERS]
