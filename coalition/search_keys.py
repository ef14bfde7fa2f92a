"""Keys by which names are found, independent of script, case and diacritics; `collation.py` makes those by which people read them in order."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})
_ALEFS = str.maketrans("أإآٱ", "اااا")
_FIRST_ALEF = re.compile(r"(?<!\w)(ال)?ا")
_GAPS = re.compile(r"[^\w]+")


@lru_cache(maxsize=20_000)
def plain_key(text: str) -> str:
    """Return a name folded in its own script: NFKC, without case, accents and Arabic marks, one space between words."""
    if text.isascii():
        return _GAPS.sub(" ", text.lower()).strip()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    for mark in filter(unicodedata.combining, set(folded)):
        folded = folded.replace(mark, "")
    return _GAPS.sub(" ", unicodedata.normalize("NFC", folded).translate(_ARABIC_LETTERS)).strip()


@lru_cache(maxsize=20_000)
def search_key(text: str) -> str:
    """Return a name folded to Latin letters, so that names in all scripts are searched together."""
    return plain_key(latin_letters(text))


def latin_letters(text: str) -> str:
    """Return a text in Latin letters, with case and punctuation."""
    with_alefs = _FIRST_ALEF.sub(_in_latin_letters, unicodedata.normalize("NFKC", text).translate(_ALEFS))
    return anyascii(unicodedata.normalize("NFKC", with_alefs))


def _in_latin_letters(alef: re.Match[str]) -> str:
    """Return the first alef of a word as a letter, also after the article: transliteration drops it."""
    return "aلa" if alef[1] else "a"


@lru_cache(maxsize=20_000)
def name_key(text: str) -> str:
    """Return the key of the one order of files and of rules, which is that of no language; people read names in the order of `collation.py`."""
    return plain_key(anyascii(unicodedata.normalize("NFKC", text)))
