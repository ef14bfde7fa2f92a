"""Searching files for secrets, in nine encodings: UTF-8, UTF-16, base64 at each of its three places, hexadecimal, URL, JSON, gzip."""

from __future__ import annotations

import contextlib
import gzip
import json
import shutil
import subprocess
import zlib
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_GZIP = b"\x1f\x8b\x08"


def spellings(secret: str) -> dict[str, bytes]:
    """Return a secret as it may stand in a file, by the name of the encoding; gzip is undone when a file is read."""
    raw = secret.encode()
    encoded = {"utf-8": raw, "hex": raw.hex().encode(), "url": quote(secret, safe="").encode(), "json": json.dumps(secret)[1:-1].encode()}
    for place in range(3):
        whole = b64encode(b"\0" * place + raw)
        encoded[f"base64 at {place}"] = whole[-(-place * 8 // 6) : (place + len(raw)) * 8 // 6]  # the letters that depend on the secret alone
    return encoded


def secrets_in(folder: Path, secrets: Iterable[str], scratch: Path, *, since: float = 0.0) -> set[tuple[str, str]]:
    """Return the file and the encoding of each secret that a file of a folder holds, of those written `since` a time.

    UTF-16 is found in a copy without NUL bytes, so secrets are ASCII; `scratch` is a folder for copies.
    """
    names = {spelling: encoding for secret in secrets for encoding, spelling in spellings(secret).items()}
    assert not any(b"\n" in spelling for spelling in names)
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    (scratch / "needles").write_bytes(b"\n".join(names) + b"\n")
    (scratch / "copies").mkdir()
    for at, path in enumerate(file for file in sorted(folder.rglob("*")) if file.is_file()):
        with contextlib.suppress(FileNotFoundError):  # the server deletes files meanwhile
            if path.stat().st_mtime >= since:
                _copy(path, scratch / "copies" / f"{at}-{path.name}")
    command = ["grep", "--recursive", "--text", "--only-matching", "--null", "--fixed-strings", f"--file={scratch / 'needles'}", scratch / "copies"]
    done = subprocess.run(command, capture_output=True, check=False, env={"LC_ALL": "C"})
    assert done.returncode in {0, 1}, done.stderr
    lines = [line.partition(b"\0")[::2] for line in done.stdout.splitlines()]
    return {(name.decode().rpartition("-")[2], names[spelling]) for name, spelling in lines}


def _copy(path: Path, copy: Path) -> None:
    """Copy a file, then what it holds without NUL bytes, then what it holds packed."""
    content = path.read_bytes()
    copy.write_bytes(b"\n".join((content, content.replace(b"\0", b""), *_unpacked(content))))


def _unpacked(content: bytes) -> list[bytes]:
    parts = []
    at = content.find(_GZIP)
    while at >= 0:
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj(wbits=31).decompress(content[at:], 1 << 24))
        at = content.find(_GZIP, at + 1)
    return parts


def packed(secret: str) -> bytes:
    return gzip.compress(secret.encode())
