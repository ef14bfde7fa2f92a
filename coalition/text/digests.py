"""The bytes an edition consists of, and their digest, which every signature binds."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")


def canonical_bundle(wordings: Mapping[str, tuple[str, str]]) -> bytes:
    r"""All authentic wordings of an edition, {language: (title, body)}, as the bytes of one file (UTF-8, line feeds).

    The file begins with the line `edition-text 1`; then comes one line for each language, in ascending order of the
    tags, `<tag> title <bytes of the title> body <bytes of the body>`; then for each language in the same order an empty
    line, `# `, the title, an empty line and the body. The counts make the file readable in one way only. Title and
    body are taken as they are, the caller normalises them. Raises ValueError without a wording or for a bad tag.

    >>> canonical_bundle({"en": ("Pact", "1. Help.\n")})
    b'edition-text 1\nen title 4 body 9\n\n# Pact\n\n1. Help.\n'
    """
    if not wordings:
        message = "An edition without an authentic wording has no canonical form."
        raise ValueError(message)
    header, texts = [b"edition-text 1\n"], []
    for language, (title, body) in sorted(wordings.items()):
        if not _LANGUAGE.fullmatch(language):
            message = f"{language!r} is not a language tag."
            raise ValueError(message)
        title_bytes, body_bytes = title.encode(), body.encode()
        header.append(f"{language} title {len(title_bytes)} body {len(body_bytes)}\n".encode())
        texts.append(b"\n# " + title_bytes + b"\n\n" + body_bytes)
    return b"".join(header + texts)


def edition_digest(wordings: Mapping[str, tuple[str, str]]) -> str:
    """`sha256:` and the hexadecimal SHA-256 of `canonical_bundle`: what `sha256sum` prints for the downloaded file."""
    return f"sha256:{hashlib.sha256(canonical_bundle(wordings)).hexdigest()}"
