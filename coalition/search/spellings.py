"""The spellings of a word, and the keys by which a word is found: its beginning, its parts, a letter wrong, or another way to write its sounds.

Both sides of a comparison are made here: the words of an entry when it is written, and those of a query. A word is spelled in its own
script and in Latin letters, Arabic words also without what is written together with them ("the", "and"). A key is bytes, so that all
engines sort it alike; its first byte says what kind of key it is.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from coalition.search.folding import simple_letters
from coalition.search_keys import latin_letters, plain_key

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_WORD = 60
SHORTEST_PART = 3  # letters of a text that is looked for inside words
_SHORTEST_SLIP = 5  # letters of a word in which one may be wrong
_SHORTEST_SOUND = 3
_SHORTEST_SKELETON = 2
# Transliterations write letters with them, and people write several of them for the same letter.
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼʻ`´ʹʺ′″ʾʿ@"))
_NUMBER = re.compile(r"\d+( \d+)*", re.ASCII)
_ARABIC = re.compile("[\u0590-\u05ff\u0600-\u06ff]")  # and Hebrew, which is written without vowels too
_WRITTEN_TOGETHER = ("وال", "بال", "كال", "فال", "ال", "لل", "و")
_SHORTEST_STEM = 3
# The Arabic article in Latin letters, as it is read before each letter, in English and in French ways to write it.
_ARTICLES = frozenset(["al", "el", "ul", "an", "en", "ar", "er", "as", "es", "ash", "ach", "esh", "ech", "at", "et", "ad", "ed", "az", "ez"])
# What people write in several ways when they write a sound in Latin letters, and what it is compared as; capitals are sounds without a letter.
_SOUNDS = {"shch": "s", "tsch": "C", "sch": "s", "tch": "C", "dzh": "J", "dj": "J", "zh": "J", "kh": "h", "gh": "g", "sh": "s", "ch": "C"}
_SOUNDS |= {"ts": "C", "tz": "C", "ph": "f", "th": "t", "dh": "d", "ck": "k", "q": "k", "w": "v", "x": "ks", "z": "s", "oe": "o", "ae": "a"}
_SOUND = re.compile("|".join(_SOUNDS))
# Letters that people write for several sounds, and what they may mean.
_MEANINGS = {"j": ("y", "J"), "x": ("x", "h"), "ch": ("ch", "Ch"), "c": ("c", "C")}
_U_IN_ARMENIAN = re.compile("[ոՈ][ւՒ]")  # one letter, which is written as two
_HARD_C = re.compile(r"c(?![eiyhkC])")
_LIKE_Z = str.maketrans("ظ", "ز")
_GLIDE = re.compile(r"[iy]+(?=[aeou])")
_DOUBLE = re.compile(r"(.)\1+")
_ENDS = ((re.compile(r"(?<=[ae])h$"), ""), (re.compile(r"f$"), "v"), (re.compile(r"re$"), "er"))
_VOWELS = str.maketrans(dict.fromkeys("aeiouyw") | {"p": "b", "v": "f", "J": "j", "C": "c"})
# What people call a provision, in the languages of the interface and some others.
_PROVISIONS = (  # noqa: SIM905 -- three lines instead of thirty
    "article art paragraph para clause section provision point item статья ст пункт п параграф положение стаття бап берене модда "
    "المادة مادة البند بند الفقرة فقرة artikkel punkt paragraf ledd bestemmelse მუხლი პუნქტი հոդված կետ"
).split()
# Small words of the languages of the interface, and of some others.
_SMALL = (  # noqa: SIM905 -- two lines instead of thirty
    "a an and the of for in on to by и в во на о об по за с для от і та wa و في من على عن og i av om til for på da ან de la le des et und der die ve"
).split()


def words_of(text: str) -> list[str]:
    """Return the spellings of all words of a text, each once, sorted."""
    return sorted({spelling for token in text.split() for spelling in spellings(token)})


@lru_cache(maxsize=50_000)
def spellings(token: str) -> frozenset[str]:
    """Return the spellings of what stands between two spaces: of each of its words, and of all of them written together."""
    every = _forms(token)
    if len({*map(_together, _keys(token))}) < len(every):
        every |= {form for word in tuple(every) for form in _forms(word)}
    every |= {spelling for word in tuple(every) for stem in _without_prefixes(word) for spelling in (stem, *_keys(stem))}
    return frozenset(word[:LONGEST_WORD] for word in every if word and " " not in word)


def latin_forms(word: str) -> frozenset[str]:
    """Return the spellings in Latin letters that stand wherever a spelling of a word stands, because each is written with them."""
    return frozenset(form for form in _forms(word) if form.isascii())


def _forms(token: str) -> set[str]:
    keys = _keys(token)
    return {form for key in keys for form in (*key.split(), _together(key))}


@lru_cache(maxsize=1000)
def terms_of(query: str, most: int) -> tuple[frozenset[str], ...]:
    """Return the words that a query looks for, each as its spellings; words written with a hyphen are several, or one written together."""
    terms = [term for token in query.split()[: 2 * most] for term in _terms(token)]
    return tuple(dict.fromkeys(terms))[:most]


def _terms(token: str) -> list[frozenset[str]]:
    keys = _keys(token)
    parts = (keys or [""])[0].split()
    if not parts:
        return []
    together = frozenset(_together(key)[:LONGEST_WORD] for key in keys)
    if len(parts) == 1:
        return [spellings(token)]
    if _NUMBER.fullmatch(keys[0]):
        return [together]
    meant = [part for part in parts if part not in _ARTICLES] or parts
    return [spellings(part) | together for part in meant]


def _keys(token: str) -> list[str]:
    """Return a text folded in its own script and in Latin letters, without the signs by which these stand for others."""
    bare = token.translate(_APOSTROPHES)
    own = simple_letters(plain_key(bare))
    latin = [plain_key(latin_letters(each).translate(_APOSTROPHES)) for each in (bare, own, bare.replace("ё", "йо"), _U_IN_ARMENIAN.sub("u", bare))]
    return [key for key in dict.fromkeys((own, *latin)) if key]


def _together(key: str) -> str:
    """Return the words of a key as one; numbers keep what separates them: 3.1 is not 31."""
    return key.replace(" ", "." if _NUMBER.fullmatch(key) else "")


def _without_prefixes(word: str) -> Iterator[str]:
    """Yield an Arabic word without the article and the conjunction that are written together with it."""
    if _ARABIC.search(word):
        for prefix in _WRITTEN_TOGETHER:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
                yield word[len(prefix) :]


def is_small(word: frozenset[str]) -> bool:
    """Whether a word, given by its spellings, only joins others, so that a text may lack it."""
    return not word.isdisjoint(_small_words())


@cache
def _small_words() -> frozenset[str]:
    return _ARTICLES.union(*map(spellings, _SMALL))


def calls_provisions(word: frozenset[str]) -> bool:
    """Whether a word, given by its spellings, is what people call a provision, as in "article 3"."""
    return not word.isdisjoint(_provision_words())


@cache
def _provision_words() -> frozenset[str]:
    return frozenset(spelling for word in _PROVISIONS for spelling in spellings(word))


# Keys


def begins_with(text: str) -> bytes:
    """Return the key with which the keys of all words begin that begin with a text."""
    return b"^" + text.encode()


def has_part(text: str) -> bytes:
    """Return the key with which a key of each word begins that has a text inside."""
    return b"~" + text.encode()


def is_number(word: str) -> bool:
    """Whether a word is a number, which is only found whole."""
    return word.replace(".", "").isdigit()


def stored_keys(word: str) -> set[bytes]:
    """Return the keys by which a word is found."""
    keys = {begins_with(word)}
    if not is_number(word):
        keys |= {has_part(word[at:]) for at in range(1, len(word) - SHORTEST_PART + 1)}
        keys |= _slips(word) | _stems(word)
        keys |= {b"%" + sound.encode() for sound in sounds(word)}
        keys |= {(b"&" if _ARABIC.search(word) else b"_") + skeleton.encode() for skeleton in _skeletons(word)}
    return keys


def near_keys(word: str) -> set[bytes]:
    """Return the keys that a word shares with words that may be the same: a letter wrong, the same sounds, or the same consonants."""
    if is_number(word):
        return set()
    keys = _slips(word) | _stems(word) | {begins_with(stem) for stem in _without_end(word)} | {b"%" + sound.encode() for sound in sounds(word)}
    return keys | {(b"_" if _ARABIC.search(word) else b"&") + skeleton.encode() for skeleton in _skeletons(word)}


def sounds_begun(word: str) -> set[bytes]:
    """Return what the keys begin with of words that sound like a word, and may end differently."""
    return {b"%" + stems[-1].encode() for sound in sounds(word) if (stems := _without_end(sound))}


def distance(asked: str, stored: str) -> int | None:
    """Return how far a stored word is from one that was asked for, None if too far.

    1: a letter, 2: the sounds, 3: the consonants, 4: the end, 5: the sounds and the end.
    """
    if is_a_slip(asked, stored):
        return 1
    if not sounds(asked).isdisjoint(sounds(stored)):
        return 2
    if bool(_ARABIC.search(asked)) is not bool(_ARABIC.search(stored)) and not _skeletons(asked).isdisjoint(_skeletons(stored)):
        return 3
    if _ends_otherwise(asked, stored):
        return 4
    return 5 if any(_ends_otherwise(sound, other) for sound in sounds(asked) for other in sounds(stored)) else None


def is_a_slip(left: str, right: str) -> bool:
    """Whether a word of five letters or more differs by a slip from another."""
    return max(len(left), len(right)) >= _SHORTEST_SLIP and differ_by_a_slip(left, right)


def differ_by_a_slip(left: str, right: str) -> bool:
    """Whether two words differ by one letter that was added, left out or replaced, or by two neighbours that were exchanged."""
    shorter, longer = sorted((left, right), key=len)
    if shorter == longer or len(longer) - len(shorter) > 1:
        return False
    at = next(place for place, (letter, other) in enumerate(zip_longest(shorter, longer)) if letter != other)
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    exchanged = shorter[at : at + 2] == longer[at : at + 2][::-1] and shorter[at + 2 :] == longer[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or exchanged


def _slips(word: str) -> set[bytes]:
    """Return keys of which two words share one if a letter is wrong in one of them: the word, and the word without each of its letters."""
    if len(word) < _SHORTEST_SLIP - 1:
        return set()
    return {b"-" + text.encode() for text in (word, *(word[:at] + word[at + 1 :] for at in range(len(word))))}


@lru_cache(maxsize=20_000)
def sounds(word: str) -> frozenset[str]:
    """Return how a word in Latin letters may sound, where people write a letter for several sounds. A word in another script has none."""
    if not word.isascii():
        return frozenset()
    written = {word}
    for letters, meanings in _MEANINGS.items():
        written = {each.replace(letters, meaning) for each in written for meaning in (meanings if letters in each else (letters,))}
    return frozenset(sound for each in written if len(sound := _sound(each)) >= _SHORTEST_SOUND)


def _sound(word: str) -> str:
    """Return a word with one spelling for each sound."""
    text = _SOUND.sub(lambda sound: _SOUNDS[sound[0]], _HARD_C.sub("k", word)).replace("c", "C")
    text = _DOUBLE.sub(r"\1", _GLIDE.sub("", text).replace("y", "i"))
    for end, instead in _ENDS:
        text = end.sub(instead, text)
    return text


@lru_cache(maxsize=20_000)
def _skeletons(word: str) -> frozenset[str]:
    """Return the consonants of a word, because Arabic and Hebrew are written with little else; what ends in "h" there may sound as "t"."""
    if _ARABIC.search(word):
        bare = word.removesuffix("ه")
        consonants = "".join(_consonants(latin_letters(f"x{letter}")[1:]) for letter in bare.translate(_LIKE_Z))
        ends = (consonants, f"{consonants}t") if bare != word else (consonants,)
    else:
        latin = word if word.isascii() else plain_key(latin_letters(word).translate(_APOSTROPHES)).replace(" ", "")
        ends = (_consonants(_DOUBLE.sub(r"\1", latin.removesuffix("h"))),)
    return frozenset(end for end in ends if len(end) >= _SHORTEST_SKELETON)


def _consonants(latin: str) -> str:
    return _SOUND.sub(lambda sound: _SOUNDS[sound[0]] if sound[0] != "w" else "w", latin.translate(_APOSTROPHES).lower()).translate(_VOWELS)


def _stems(word: str) -> set[bytes]:
    """Return keys that a word shares with others that only end differently, as words do in another case or number."""
    return {b"$" + stem.encode() for stem in _without_end(word)}


def _without_end(word: str) -> list[str]:
    """Return what is left of a word without its last letter, the last two and the last three, the longest first."""
    return [word[:-end] for end in (1, 2, 3) if len(word) - end >= _SHORTEST_SLIP]


def _ends_otherwise(asked: str, stored: str) -> bool:
    """Whether two words only end differently, or the one that was asked for has an end more."""
    stems = _without_end(asked)
    return stored in stems or not {*stems}.isdisjoint(_without_end(stored))
