"""Names that imitate others: letters of other scripts, and the shape by which similar names are compared.

The shape is the skeleton of Unicode Technical Standard 39, which replaces each character by a typical one that looks like it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from coalition.search_keys import plain_key

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_SHAPE = 400
_WORDS = re.compile(r"[^\W\d_]+")
_NO_SCRIPT = {"Common", "Inherited"}
# Writing systems that use several scripts.
_TOGETHER = ({"Han", "Hiragana", "Katakana"}, {"Han", "Hangul"}, {"Han", "Bopomofo"})


@lru_cache(maxsize=20_000)
def shapes(name: str) -> frozenset[str]:
    """Return the shapes of a name: as it is written, and without case, accents and punctuation; two names with a common shape look alike."""
    visible = " ".join("".join(character for character in name if not _is_invisible(character)).split())
    folded = plain_key(visible).upper()
    return frozenset(f"{mark}{_skeleton(text)}"[:LONGEST_SHAPE] for mark, text in (("=", visible), ("~", folded)) if text)


def foreign_letters(name: str) -> list[str]:
    """Return the letters that belong to another script than most letters of their word."""
    letters: list[str] = []
    for word in _WORDS.findall(name):
        scripts = [script_of(letter) for letter in word]
        counts = Counter(script for script in scripts if script not in _NO_SCRIPT)
        if len(counts) > 1 and not any(counts.keys() <= together for together in _TOGETHER):
            main = counts.most_common(1)[0][0]
            letters += [letter for letter, script in zip(word, scripts, strict=True) if script not in {main, *_NO_SCRIPT}]
    return list(dict.fromkeys(letters))


def has_letters(name: str) -> bool:
    """Whether anything in a name is a letter or a digit."""
    return any(character.isalnum() and not _is_invisible(character) for character in name)


def code_points(characters: Sequence[str]) -> list[str]:
    """Return characters as their code points: U+200B, U+00AD."""
    return [f"U+{ord(character):04X}" for character in characters]


@cache
def _icu() -> Any:
    """Return ICU, which is loaded when the first name is compared."""
    import icu  # type: ignore[import-untyped]

    return icu


@cache
def _checker() -> Any:
    return _icu().SpoofChecker()


def _skeleton(text: str) -> str:
    return str(_checker().getSkeleton(0, text))


@cache
def script_of(letter: str) -> str:
    """Return the script of a letter, by its English name."""
    return str(_icu().Script.getScript(letter).getName())


@cache
def _is_invisible(character: str) -> bool:
    """Whether a character is drawn as nothing: ignorable by default, or the blank of braille."""
    icu = _icu()
    return bool(icu.Char.hasBinaryProperty(character, icu.UProperty.DEFAULT_IGNORABLE_CODE_POINT)) or character == "\u2800"
