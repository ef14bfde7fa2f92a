"""Address names made of names in any script."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

_LONGEST = 60
_RESERVED = frozenset({"new", "duplicates"})


def slug_from(name: str, without_letters: str) -> str:
    """Return an address name for a name, made of whole words; `without_letters` for a name that has no letters or digits."""
    words = re.findall("[a-z0-9]+", anyascii(unicodedata.normalize("NFKC", name)).lower().replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}".strip("-")
        if len(longer) > _LONGEST:
            break
        slug = longer
    slug = slug or "".join(words)[:_LONGEST] or without_letters
    return f"{slug}-1" if slug in _RESERVED else slug
