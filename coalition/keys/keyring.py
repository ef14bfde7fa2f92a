"""The keyring: a file outside the database that holds the keys (AES-256) and names the one that encrypts new values."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import stat
from base64 import b64decode, b64encode
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.errors import CoalitionError
from coalition.settings import Environment, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEY_BYTES = 32
_FOR_OWNER = 0o600


class KeyringUnusable(CoalitionError):
    """The keyring is missing, cannot be read, or lacks a key; the text says which."""


class KeyringExists(CoalitionError):
    """A keyring is never overwritten: values encrypted under its keys would be lost."""


class RotationRuns(CoalitionError):
    """Another process rotates the keys; two at once would lose the key of one of them."""


class Keyring(Struct, frozen=True):
    """Keys by their id (8 hexadecimal digits); `current` is the id of the key for new values."""

    current: str
    keys: Mapping[str, bytes]

    def key(self, key_id: str) -> bytes:
        """Return a key.

        Raises:
            KeyringUnusable: the keyring does not hold it.

        """
        if key_id not in self.keys:
            msg = f"The keyring {path()} lacks the key {key_id}, under which values of the database are encrypted."
            raise KeyringUnusable(msg)
        return self.keys[key_id]


def path() -> Path:
    """Return the path of the keyring: the setting KEYRING_FILE, or `keyring` in the data folder."""
    return load().keyring


def keyring() -> Keyring:
    """Return the keyring as the file has it now; in development a missing file is made.

    Raises:
        KeyringUnusable: the file is missing, cannot be read, or is no keyring.

    """
    chosen = load()
    file = chosen.keyring
    try:
        status = file.stat()
    except FileNotFoundError:
        if chosen.environment is Environment.PRODUCTION:
            msg = f"The keyring {file} is missing. Restore it from its backup; for a new installation make it with: coalition keys create"
            raise KeyringUnusable(msg) from None
        return make_keyring(unless_there=True)
    except OSError as error:
        raise _unreadable(file, error) from error
    return _read(file, (status.st_mtime_ns, status.st_size, status.st_ino))


def check_keyring() -> Keyring:
    """Return the keyring, if it can be used and nobody but its owner can read it.

    Raises:
        KeyringUnusable: as `keyring`, or others than its owner may read it (in production).

    """
    result = keyring()
    others = stat.S_IMODE(path().stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    if others and load().environment is Environment.PRODUCTION:
        msg = f"Others than its owner may read or write the keyring {path()}; run: chmod 600 {path()}"
        raise KeyringUnusable(msg)
    return result


@lru_cache(maxsize=8)
def _read(file: Path, version: tuple[int, ...]) -> Keyring:  # noqa: ARG001 -- a changed file is read again
    try:
        content = json.loads(file.read_text(encoding="ascii"))
        result = Keyring(content["current"], {key_id: b64decode(key, validate=True) for key_id, key in content["keys"].items()})
    except OSError as error:
        raise _unreadable(file, error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"The keyring {file} is damaged: it is not what coalition keys create wrote."
        raise KeyringUnusable(msg) from error
    if result.current not in result.keys or any(len(key) != KEY_BYTES for key in result.keys.values()):
        msg = f"The keyring {file} is damaged: a key is missing or has the wrong length."
        raise KeyringUnusable(msg)
    return result


def _unreadable(file: Path, error: OSError) -> KeyringUnusable:
    return KeyringUnusable(f"The keyring {file} cannot be read: {error.strerror}.")


def make_keyring(*, unless_there: bool = False) -> Keyring:
    """Write a keyring with one new key and return it; with `unless_there` return the one that exists.

    Raises:
        KeyringExists: the file exists.
        KeyringUnusable: the file cannot be written.

    """
    file = path()
    result = with_new_key(None)
    partial = _write_beside(file, result)
    try:
        os.link(partial, file)  # unlike a rename, fails if another process was first
    except FileExistsError as error:
        if not unless_there:
            msg = f"There is a keyring at {file} already."
            raise KeyringExists(msg) from error
        return keyring()
    finally:
        partial.unlink()
    return result


def with_new_key(old: Keyring | None) -> Keyring:
    """Return a keyring with a further, new key, which becomes the current one."""
    key_id = secrets.token_hex(4)
    return Keyring(key_id, {**(old.keys if old else {}), key_id: secrets.token_bytes(KEY_BYTES)})


def only_current(old: Keyring) -> Keyring:
    """Return a keyring that holds its current key alone."""
    return Keyring(old.current, {old.current: old.keys[old.current]})


def replace_keyring(new: Keyring) -> None:
    """Replace the file; a reader sees the old content or the new one, also after a power cut."""
    _write_beside(path(), new).replace(path())
    _sync_folder(path().parent)


@contextmanager
def only_rotation() -> Iterator[None]:
    """Hold the lock of the rotation; it ends with the process too.

    Raises:
        RotationRuns: another process holds it.

    """
    with path().with_name(f"{path().name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            msg = "Another process rotates the keys at this moment."
            raise RotationRuns(msg) from error
        yield


def _write_beside(file: Path, content: Keyring) -> Path:
    partial = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    text = json.dumps({"current": content.current, "keys": {key_id: b64encode(key).decode() for key_id, key in content.keys.items()}}, indent=1)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FOR_OWNER), "w", encoding="ascii") as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        msg = f"The keyring {file} cannot be written: {error.strerror}."
        raise KeyringUnusable(msg) from error
    return partial


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
