"""What a name sounds like in any script: its words without vowels, with one letter for letters that transliteration confuses.

Arabic writes no short vowels, and people write a Russian or an Arabic name in Latin letters in many ways; what is left is the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from coalition.search_keys import latin_letters, plain_key

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WORD = re.compile(r"[^\W_]+")
_LATIN, _CYRILLIC = "ABCEHIJKMOPSTXYaceiijkopsxyh", "АВСЕНІЈКМОРЅТХУасеіијкорѕхуһ"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN) | str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_DIGITS = str.maketrans("01", "oi")
_DIGIT_INSIDE = re.compile(r"(?<=[^\W\d_])[01]+(?=[^\W\d_])")
_ARABIC = re.compile("[\u0620-\u06ff]")
# The article with what is joined to it: and, for, with, like. And the end of feminine words, which is read h, t or not at all.
_ARABIC_BEGINNING = re.compile("^(?:[وفبك]?ال(?=..)|و?لل(?=..)|ل(?!بنان)(?=.{4}))")
_ARABIC_END = re.compile("(?:ات|[هةىيا])$")
_APOSTROPHES = re.compile("['`@ʻʼʹ’‘ʿʾ]")
_ARTICLE = re.compile(r"^(?:al|el)(?=\w{4})")
_FEMININE = re.compile(r"(?<=a)[ht]$")
_ENDING = re.compile(r"[iy]j$")
_FOLDED = (
    *(("shch", "s"), ("sch", "s"), ("tch", "c"), ("tsch", "c"), ("ch", "c"), ("sh", "s"), ("zh", "j"), ("dzh", "j"), ("dj", "j"), ("dz", "z")),
    *(("kh", "k"), ("gh", "k"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("x", "ks"), ("q", "k")),
)
_ONE_FOR = dict(_FOLDED)
_SEVERAL = re.compile("|".join(sorted(_ONE_FOR, key=len, reverse=True)))
_ALIKE = str.maketrans({"h": "k", "g": "k", "z": "s", "b": "p", "d": "t"})
_VOWELS = re.compile("[aeiouyw]")
_TWICE = re.compile(r"(.)\1+")


def unmixed(text: str) -> str:
    """Return a text without invisible characters, and words of one script where letters of another were put that look like its own."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _DIGIT_INSIDE.sub(lambda digits: digits[0].translate(_DIGITS), _WORD.sub(lambda word: _in_one_script(word[0]), plain))


@lru_cache(maxsize=20_000)
def _in_one_script(word: str) -> str:
    scripts = {letter: unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}
    if len(set(scripts.values())) < 2:  # noqa: PLR2004 -- one script
        return word
    own = {letter for letter, script in scripts.items() if script == "CYRILLIC" and letter not in _CYRILLIC}
    return word.translate(_TO_CYRILLIC if own else _TO_LATIN)


def is_arabic(text: str) -> bool:
    """Whether a text has Arabic letters, of which short vowels are missing."""
    return bool(_ARABIC.search(text))


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """Return what a word sounds like: the consonants in Latin letters, each written one way, none twice; empty for a word of vowels only."""
    letters = _arabic(word) if is_arabic(word) else _other(word)
    return _TWICE.sub(r"\1", _VOWELS.sub("", letters.translate(_ALIKE)))


def _arabic(word: str) -> str:
    """Return the letters of an Arabic word without the article; each is read by itself, because s and h beside each other are two sounds."""
    bare = plain_key(word).replace(" ", "")
    stem = _ARABIC_END.sub("", _ARABIC_BEGINNING.sub("", bare)) or bare
    return "".join(_one_letter(_APOSTROPHES.sub("", latin_letters(letter).lower())) for letter in stem)


def _other(word: str) -> str:
    letters = _APOSTROPHES.sub("", plain_key(_APOSTROPHES.sub("", latin_letters(word))).replace(" ", ""))
    return _one_letter(_ENDING.sub("i", _FEMININE.sub("", _ARTICLE.sub("", letters))))


def _one_letter(letters: str) -> str:
    """Return letters with one in the place of several that are one sound."""
    return _SEVERAL.sub(lambda several: _ONE_FOR[several[0]], letters)
