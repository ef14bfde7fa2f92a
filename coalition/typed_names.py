"""Comparing the name that somebody types to confirm an act with the name on record, as people write names on different keyboards."""

from __future__ import annotations

import re
import unicodedata

from coalition.characters import visible

# Written differently by keyboards, programs and habits, and read as the same: apostrophes, ё for е, Turkish i, Persian and Arabic letters.
_SAME = str.maketrans(
    {
        **dict.fromkeys("’‘‛ʼʻʽʹʾʿ`´ˊˋ′＇", "'"),
        **dict.fromkeys("−⁃", "-"),
        **dict.fromkeys("ё", "е"),
        **dict.fromkeys("ı", "i"),
        **dict.fromkeys("یىېۍ", "ي"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("أإآٱ", "ا"),
        "ـ": None,
    }
)
_MARKS = re.compile("[\u0307](?<=i\u0307)|[\u064b-\u0652\u0670]")  # the dot over an i in capitals; Arabic vowel signs
_AROUND_HYPHENS = re.compile(" ?- ?")


def is_same_name(typed: str, name: str) -> bool:
    """Whether a typed name is a name on record, whatever the case, spaces, apostrophes, hyphens, and the way letters are encoded."""
    return folded_name(typed) == folded_name(name)


def folded_name(name: str) -> str:
    """Return a name as it is compared; accents and all other letters stay apart."""
    apart = unicodedata.normalize("NFD", _compatible(name).casefold())
    composed = unicodedata.normalize("NFKC", _MARKS.sub("", apart)).translate(_SAME)
    return _AROUND_HYPHENS.sub("-", " ".join(composed.split()))


def _compatible(name: str) -> str:
    """Return a name in compatibility form, with plain apostrophes and hyphens and without invisible characters."""
    plain = unicodedata.normalize("NFKC", visible(name).translate(_SAME))  # ´ would become a space and an accent
    return "".join("-" if unicodedata.category(character) == "Pd" else character for character in plain)
