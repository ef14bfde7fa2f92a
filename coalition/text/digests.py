"""The bytes of an edition and their digest. Every signature names the digest of what was signed."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")


def canonical_bundle(texts: Mapping[str, tuple[str, str]]) -> bytes:
    r"""All authentic wordings of an edition, {language: (title, body)}, as the bytes of one file (UTF-8, line feeds).

    1. The line `edition-text 1`.
    2. One line for each language, in ascending order of the tags: `<tag> title <bytes of the title> body <bytes of the body>`.
    3. For each language, in the same order: an empty line, `# `, the title, an empty line and the body.

    The byte counts leave only one way to read the file. Title and body stay as they are: the caller normalises them.
    Raises ValueError without a wording or for a bad tag.

    >>> canonical_bundle({"en": ("Pact", "1. Help.\n")})
    b'edition-text 1\nen title 4 body 9\n\n# Pact\n\n1. Help.\n'
    """
    if not texts:
        message = "An edition without an authentic wording has no canonical form."
        raise ValueError(message)
    header, parts = [b"edition-text 1\n"], []
    for language, (title, body) in sorted(texts.items()):
        if not _LANGUAGE.fullmatch(language):
            message = f"{language!r} is not a language tag."
            raise ValueError(message)
        title_bytes, body_bytes = title.encode(), body.encode()
        header.append(f"{language} title {len(title_bytes)} body {len(body_bytes)}\n".encode())
        parts.append(b"\n# " + title_bytes + b"\n\n" + body_bytes)
    return b"".join(header + parts)


def edition_digest(texts: Mapping[str, tuple[str, str]]) -> str:
    """`sha256:` and the hexadecimal SHA-256 of `canonical_bundle`: what `sha256sum` prints for the downloaded file."""
    return f"sha256:{hashlib.sha256(canonical_bundle(texts)).hexdigest()}"
