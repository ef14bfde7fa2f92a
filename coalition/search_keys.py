"""Keys for searching and sorting names, independent of script, case and diacritics."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})
_GAPS = re.compile(r"[^\w]+")


@lru_cache(maxsize=20_000)
def plain_key(text: str) -> str:
    """Return a name folded in its own script: NFKC, without case, accents and Arabic marks, one space between words."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return _GAPS.sub(" ", unicodedata.normalize("NFC", bare).translate(_ARABIC_LETTERS)).strip()


@lru_cache(maxsize=20_000)
def search_key(text: str) -> str:
    """Return a name folded to Latin letters, so that names in all scripts are sorted and searched together."""
    return plain_key(anyascii(unicodedata.normalize("NFKC", text)))
