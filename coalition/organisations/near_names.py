"""Whether two names may be those of one organisation: the same shape, the same words without what says what kind it is, or nearly the same.

Nearly the same are names whose words sound alike in any script (`sounds.py`), have a slip, or lack a word or two of several; a name in
quotation marks is compared by itself too, and a word with the initials of the other name.

Names that may be those of one organisation share a key, so they are found without being compared one by one; a shared key only
preselects. The register stores few keys of a name, which many names share; of names that are read, `NameIndex` has more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from coalition.organisations.likeness import shapes
from coalition.organisations.sounds import is_arabic, sound_of, unmixed
from coalition.search.spellings import differ_by_a_slip
from coalition.search_keys import latin_letters, plain_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Parts = tuple[str, ...]  # what a key is made of: its mark, then texts

MOST_WITH_A_KEY = 50  # organisations that one key finds; two words that more names have distinguish none of them
_LONGEST_SHORT = 4  # letters of a word in which one wrong letter makes another word
_CONSONANTS = 5  # that two names have in common if they are the same by what they sound like alone
_MANY = 3  # words of a name that stays recognisable with one word more or less
_SHAPE, _WHOLE, _FEWER, _BEGINNING, _END, _SPELLING = "shape", "whole", "fewer", "beginning", "end", "spelling"
_SOUND_OF_ALL, _SOUND_OF_TWO, _JOINED, _INITIALS = "sound", "two", "joined", "initials"
_MOST_PAIRED = 8  # words of which each two make a key
_APOSTROPHES = str.maketrans(dict.fromkeys("'`@"))  # transliteration writes letters with them
# What people write in several ways when they write a name in Latin letters, and what it is compared as.
_SOUNDS = {"shch": "sch", "dzh": "j", "zh": "j", "kh": "h", "gh": "g", "ts": "c", "ph": "f", "q": "k", "w": "v"}
_SOUNDS |= dict.fromkeys(("yy", "iy", "yi", "ii", "y"), "i")
_SOUND = re.compile("|".join(_SOUNDS))
_TWICE = re.compile(r"(.)\1+")
# Words that say what kind of organisation it is, and small words, in the languages of the interface and as people write them.
_SMALL = (  # noqa: SIM905 -- a few lines instead of fifty
    "a an and the of for in on to at by with de la le du des et und fur der die das y e & "
    "и в во по за на для при от о об с со у к әне және мен үшін va uchun ва барои жана үчүн та і з "
    "و في من على عن مع og i av på for til den det al el ul as ash an ar ad at az li lil fi wa bi min "
    "إلى ala ila maa از با در برای az dar ba baraye"
).split()
_KINDS = (  # noqa: SIM905 -- some lines instead of two hundred
    "ngo ngos npo nco nno cso cbo ingo ngdo po pf pa public foundation fund association organisation organization union non governmental "
    "nongovernmental nonprofit profit not society trust inc ltd llc org assn assoc fdn intl asbl ev ev. verein gmbh "
    "оо оф ао ао. нпо нко нно ннко пф ро роо моо мро оюл оюлиип ано нп нкф го гс бо бф обф цоо тоо ооо qb qq ққ қб "
    "общественный общественная общественное общественного объединение объединения организация организации фонд ассоциация союз общество "
    "неправительственная неправительственное некоммерческая некоммерческий некоммерческое негосударственная автономная благотворительный "
    "благотворительная региональная межрегиональная юридических лиц "
    "громадська громадське організація об'єднання спілка благодійний благодійна фонду асоціація "
    "қоғамдық қоры қор бірлестігі бірлестік қауымдастығы коомдук фонду фондусу бирикмеси уюму ҷамъиятӣ ҷамъият фонди ташкилоти иттиҳодия "
    "jamoat nodavlat notijorat tashkiloti tashkilot fondi jamg'armasi birlashmasi uyushmasi "
    "منظمة جمعية مؤسسة اتحاد رابطة هيئة غير حكومية ربحية أهلية خيرية المنظمة الجمعية المؤسسة الاتحاد الرابطة الأهلية الخيرية "
    "munazzama munazzamat jamiya jamiyat jamaiya jamiyya muassasa muassasat ittihad rabita rabitat "
    "stiftelsen stiftelse foreningen forening organisasjonen organisasjon forbundet forbund "
    "არასამთავრობო ორგანიზაცია ფონდი ასოციაცია კავშირი არასამეწარმეო იურიდიული პირი სსიპ აიპ "
    "հասարակական կազմակերպություն հիմնադրամ միություն հկ"
).split()
# How people shorten, or decline, words that many names have.
_SHORTENED = {
    "правам": "права",
    "правах": "права",
    "ctr": "center",
    "cntr": "center",
    "inst": "institute",
    "natl": "national",
    "hr": "human rights",
    "dev": "development",
}
_TOKEN = re.compile(r"[^\W_]+(?:['`’‘ʼʻ][^\W_]+)*")
_QUOTED = re.compile(r"[«“„\"‹]([^«»“”„\"‹›]{4,})[»”“\"›]")


@lru_cache(maxsize=20_000)
def _folded(text: str) -> tuple[str, ...]:
    """Return the words of a text in Latin letters, with one spelling for each sound; names have many words in common."""
    plain = plain_key(latin_letters(unmixed(text)).translate(_APOSTROPHES))
    return tuple(_SOUND.sub(lambda sound: _SOUNDS[sound[0]], plain).split())


_SMALL_WORDS = frozenset(word for small in _SMALL for word in _folded(small))
_KIND_WORDS = _SMALL_WORDS | {word for kind in _KINDS for word in _folded(kind)}


class _Word(NamedTuple):
    """A word of a name: in Latin letters, what it sounds like, and in its own script."""

    letters: str
    sound: str
    written: str


class WrittenName:
    """A name, compared by its shape and by its words in Latin letters."""

    def __init__(self, text: str) -> None:
        """Hold the name."""
        self.text = text

    @cached_property
    def shapes(self) -> frozenset[str]:
        """What it looks like."""
        return shapes(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its different words, in order, without those that say what kind of organisation it is, unless there are no others."""
        every = set(_folded(self.text))
        return tuple(sorted(every - _KIND_WORDS or every))

    @cached_property
    def tokens(self) -> list[str]:
        """Its words in its own script."""
        return _tokens(self.text)

    @cached_property
    def sounding(self) -> tuple[_Word, ...]:
        """Its different words in the order of the name, with their sounds, without those that say what kind of organisation it is."""
        every = dict.fromkeys(_Word("".join(_folded(token)), sound_of(token), plain_key(token)) for token in self.tokens)
        return tuple(word for word in every if word.letters not in _KIND_WORDS) or tuple(every)

    @cached_property
    def sound(self) -> tuple[str, ...]:
        """The different sounds of its words, sorted."""
        return tuple(sorted({word.sound or word.letters for word in self.sounding}))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The words of digits."""
        return frozenset(word.letters for word in self.sounding if word.letters.isdecimal())

    @cached_property
    def initials(self) -> frozenset[str]:
        """The initials of its words, with and without small words and those that say what kind it is; or the only word."""
        tokens = self.tokens
        if len(tokens) < _MANY:
            return frozenset("".join(_folded(token)) for token in tokens if len(tokens) == 1 and len(token) >= _MANY)
        without = [[token for token in tokens if not left_out.issuperset(_folded(token))] for left_out in (set[str](), _SMALL_WORDS, _KIND_WORDS)]
        return frozenset("".join(_folded("".join(token[0] for token in some))) for some in without if len(some) >= _MANY)

    @cached_property
    def parts(self) -> tuple[WrittenName, ...]:
        """The name, and several words in it in quotation marks, which are often the whole name elsewhere; many names quote the same word."""
        quoted = (WrittenName(text) for text in _QUOTED.findall(self.text) if len(text) < len(self.text) - 2)
        return (self, *(part for part in quoted if len(part.sounding) > 1))

    def is_same(self, other: WrittenName) -> bool:
        """Whether the two look the same, whatever the marks, the case and the punctuation."""
        return not self.shapes.isdisjoint(other.shapes)

    def is_near(self, other: WrittenName) -> bool:
        """Whether the two have nearly the same words in any order, also in another script, or a word or two less; numbers distinguish."""
        return any(part.is_nearly(another) for part in self.parts for another in other.parts)

    def is_nearly(self, other: WrittenName) -> bool:
        """Whether the two names as they are, and not a part of them, are near."""
        if self.has_same_words(other):
            return True
        if self.numbers != other.numbers:
            return False
        return _sound_alike(self, other) or _is_initials(self, other) or (self.has_two_of(other) and _match(self.sounding, other.sounding))

    def has_two_of(self, other: WrittenName) -> bool:
        """Whether two words of several sound as two of the other name, so that one is found by the other."""
        return min(len(self.sound), len(other.sound)) >= _MANY and len(set(self.sound[:_MOST_PAIRED]) & set(other.sound[:_MOST_PAIRED])) > 1

    def has_same_words(self, other: WrittenName) -> bool:
        """Whether the two have the same words in any order, but for one letter, or for one word of several; numbers distinguish."""
        if self.is_short or other.is_short:
            return False
        if len(self.words) == len(other.words):
            return self.words == other.words or _differ_by_a_letter(self.words, other.words)
        fewer, more = sorted((self.words, other.words), key=len)
        others = set(more) - set(fewer)
        return len(more) >= _MANY and len(more) - len(fewer) == len(others) == 1 and not others.pop().isdecimal()

    @cached_property
    def joined(self) -> str:
        """What the whole name sounds like as one word."""
        return _TWICE.sub(r"\1", "".join(word.sound or word.letters for word in self.sounding))

    @cached_property
    def is_short(self) -> bool:
        """Whether it has only words that one wrong letter makes other words, so that no name is near."""
        return max(map(len, self.words), default=0) < _LONGEST_SHORT

    def stored_keys(self) -> set[int]:
        """Return the keys that the register stores; a name that is the same, or near, asks for one of them."""
        ends = (end for word, others in self._long_words() for end in _ends(word, _half(len(word)), others))
        return set(map(_key, (*self._with_fewer(), *ends, *self._heard(), *self._two_words())))

    def asked_keys(self) -> set[int]:
        """Return the keys by which names that are the same, or near, are found; the word with a slip may have a letter more or less.

        Those of two of its words are in `asked_pairs`.
        """
        halves = ((word, others, half) for word, others in self._long_words() for half in {_half(len(word) + more) for more in (-1, 0, 1)})
        ends = (end for word, others, half in halves for end in _ends(word, half, others))
        return set(map(_key, (*self._among_fewer(), *ends, *self._heard())))

    def asked_pairs(self) -> set[int]:
        """Return the keys of two of its words, by which names with a word or two less, or in another order, are found."""
        return set(map(_key, self._two_words()))

    def stored_spellings(self) -> set[int]:
        """Return keys that hardly any other names share than those that are the same, or near; only this process knows them."""
        return {hash(parts) for parts in (*self._with_fewer(), *self._spellings(), *self._heard(), *self._two_words())}

    def asked_spellings(self) -> set[int]:
        """Return the keys for which to look among those of `stored_spellings`."""
        return {hash(parts) for parts in (*self._among_fewer(), *self._spellings(), *self._heard(), *self._two_words())}

    def _heard(self) -> Iterator[Parts]:
        """Yield what is the same for names that sound alike, are written as one word, or are initials of each other."""
        yield from ((_INITIALS, initials) for initials in self.initials)
        for part in self.parts:
            yield _SOUND_OF_ALL, *part.sound
            yield _JOINED, part.joined
            if part is not self:
                yield _WHOLE, *part.words

    def _two_words(self) -> Iterator[Parts]:
        """Yield the sounds of each two words."""
        for part in self.parts:
            yield from ((_SOUND_OF_TWO, *two) for two in combinations(part.sound[:_MOST_PAIRED], 2) if len(part.sound) >= _MANY)

    def _with_fewer(self) -> Iterator[Parts]:
        yield from ((_SHAPE, shape) for shape in self.shapes)
        if not self.is_short:
            yield _WHOLE, *self.words
            yield from ((_FEWER, *fewer) for fewer in self._fewer())

    def _among_fewer(self) -> Iterator[Parts]:
        yield from ((_SHAPE, shape) for shape in self.shapes)
        if not self.is_short:
            yield _WHOLE, *self.words
            yield _FEWER, *self.words
            yield from ((_WHOLE, *fewer) for fewer in self._fewer())

    def _spellings(self) -> Iterator[Parts]:
        """Yield each longer word, and what is left of it without each of its letters, with the other words."""
        for word, others in self._long_words():
            yield _SPELLING, word, *others
            yield from ((_SPELLING, word[:at] + word[at + 1 :], *others) for at in range(len(word)))

    def _fewer(self) -> Iterator[tuple[str, ...]]:
        """Yield all words but one, if the name stays recognisable."""
        if len(self.words) >= _MANY:
            yield from (self.words[:at] + self.words[at + 1 :] for at in range(len(self.words)))

    def _long_words(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each word in which a wrong letter makes no other word, and the other words."""
        for at, word in enumerate(self.words):
            if len(word) > _LONGEST_SHORT:
                yield word, self.words[:at] + self.words[at + 1 :]


class NameIndex:
    """Names that were read, by their keys: of organisations, or of rows of a file."""

    def __init__(self) -> None:
        """Begin without names."""
        self._owners: dict[int, list[int]] = defaultdict(list)

    def add(self, owner: int, names: Iterable[WrittenName]) -> None:
        """Add the names of an organisation or of a row."""
        for key in {key for name in names for key in name.stored_spellings()}:
            self._owners[key].append(owner)

    def owners(self, names: Iterable[WrittenName]) -> set[int]:
        """Return whose names may be the same as some, or near; at most `MOST_WITH_A_KEY` for each key."""
        keys = {key for name in names for key in name.asked_spellings()}
        return {owner for key in keys if key in self._owners for owner in self._owners[key][:MOST_WITH_A_KEY]}


def _half(length: int) -> int:
    """Return how many letters stay as they are at one end of a word or at the other, wherever one is wrong or two are exchanged."""
    return max((length - 1) // 2, _LONGEST_SHORT // 2)


def _ends(word: str, half: int, others: tuple[str, ...]) -> Iterator[Parts]:
    yield _BEGINNING, word[:half], *others
    yield _END, word[-half:], *others


def _key(parts: Parts) -> int:
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest(), "big", signed=True)


def _differ_by_a_letter(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    only_left, only_right = set(left) - set(right), set(right) - set(left)
    return len(only_left) == len(only_right) == 1 and _is_a_slip(only_left.pop(), only_right.pop())


def _is_a_slip(left: str, right: str) -> bool:
    """Whether a longer word, which is no number, differs by a slip from another."""
    shorter = min(left, right, key=len)
    return len(shorter) > _LONGEST_SHORT and not shorter.isdecimal() and differ_by_a_slip(left, right)


def _tokens(text: str) -> list[str]:
    """Return the words of a text in its own script; shortened ones as they are meant."""
    tokens = _TOKEN.findall(unmixed(text))
    return [word for token in tokens for word in _SHORTENED.get(token.casefold(), token).split()]


def _sound_alike(left: WrittenName, right: WrittenName) -> bool:
    """Whether two names sound the same; names with few consonants have nearly the same letters too."""
    if left.sound != right.sound:
        return left.joined == right.joined and len(left.joined) >= _CONSONANTS
    in_arabic = is_arabic(left.text) != is_arabic(right.text)
    if sum(map(len, left.sound)) >= (_MANY if in_arabic else _CONSONANTS - (len(left.sound) > 1)):
        return True
    both = ["".join(sorted_word.letters for sorted_word in sorted(name.sounding)) for name in (left, right)]
    shortest, longest = sorted(map(len, both))
    return shortest > _LONGEST_SHORT and _distance(*both) <= longest // 3


def _is_initials(left: WrittenName, right: WrittenName) -> bool:
    """Whether one of two names is a word, and the initials of the other."""
    fewest, most = sorted((len(left.tokens), len(right.tokens)))
    return fewest == 1 and most >= _MANY and not left.initials.isdisjoint(right.initials)


def _match(left: tuple[_Word, ...], right: tuple[_Word, ...]) -> bool:
    """Whether each word of the shorter name has one in the other: the same, or in some places nearly the same; the other has a word or two more."""
    fewer, more = sorted((left, right), key=len)
    if len(more) - len(fewer) > _words_more(len(more)):
        return False
    rest = list(more)
    unsure = [word for word in fewer if not _take(word, rest, _is_word)]
    slips = [word for word in unsure if _take(word, rest, _is_like)]
    return len(slips) == len(unsure) <= len(fewer) // 2 and not (slips and len(rest) > 1)


def _take(word: _Word, others: list[_Word], is_it: Callable[[_Word, _Word], bool]) -> bool:
    """Take a word like one out of some others; return whether there is one."""
    other = next((other for other in others if is_it(word, other)), None)
    if other is not None:
        others.remove(other)
    return other is not None


def _words_more(number: int) -> int:
    """Return how many words more a name of some words may have than another."""
    return 0 if number < _MANY else 1 if number < 2 * _MANY - 1 else 2


def _is_word(word: _Word, other: _Word) -> bool:
    """Whether two words are the same, as they are written or as they sound."""
    return word.letters == other.letters or (
        word.sound == other.sound != "" and len(word.sound) > 1 and abs(len(word.letters) - len(other.letters)) < _MANY
    )


def _is_like(word: _Word, other: _Word) -> bool:
    """Whether two words are nearly the same: with a slip, another ending, or one of them shortened."""
    left, right = sorted((word.letters, other.letters), key=len)
    if left.isdecimal() or len(left) < _MANY:
        return False  # also of Arabic words, which are longer in their own script: it writes no short vowels
    if is_arabic(word.written) and is_arabic(other.written):  # in Latin letters the article makes words alike
        return min(len(word.written), len(other.written)) > _LONGEST_SHORT and _distance(word.written, other.written) == 1
    if _is_a_slip(left, right) or (len(left) >= 2 * _LONGEST_SHORT and _distance(left, right) <= 2):  # noqa: PLR2004 -- two slips
        return True
    same = next((at for at, (letter, another) in enumerate(zip(left, right, strict=False)) if letter != another), len(left))
    ending = same > _LONGEST_SHORT and max(len(left), len(right)) - same <= _MANY
    shortened = same == len(left) and len(right) - len(left) >= _MANY
    sound_alike = min(len(word.sound), len(other.sound)) >= _LONGEST_SHORT and _distance(word.sound, other.sound) == 1
    return ending or shortened or (sound_alike and _distance(left, right) <= len(right) // 2)


def _distance(left: str, right: str) -> int:
    """Return how many letters have to be added, removed, replaced or exchanged to make one text of the other."""
    before, row = list[int](), list(range(len(right) + 1))
    for at, letter in enumerate(left, 1):
        earlier, before, row = before, row, [at]
        for place, another in enumerate(right, 1):
            row.append(min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != another)))
            if at > 1 and place > 1 and letter == right[place - 2] and left[at - 2] == another:
                row[place] = min(row[place], earlier[place - 2] + 1)
    return row[-1]
