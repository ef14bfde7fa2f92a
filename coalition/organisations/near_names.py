"""Whether two names may be those of one organisation: the same words, without what only says what kind of organisation it is, or nearly."""

from __future__ import annotations

from functools import cached_property
from itertools import zip_longest

from coalition.search_keys import plain_key, search_key

_MOST_WORDS = 6  # of a name for which the search is asked without one of its words
_LONGEST_SHORT = 4  # letters of a word in which one wrong letter makes another word
_MANY = 3  # words of a name that stays recognisable with one word more or less
# Words that say what kind of organisation it is, and small words, in the languages of the interface and as people write them.
_KINDS = (  # noqa: SIM905 -- four lines instead of sixty
    "a an and the of for in ngo npo cso public foundation fund association organisation organization union non governmental society trust inc "
    "и в по за оо оф ао нпо пф ро роо общественный общественная общественное объединение организация фонд ассоциация союз общество "
    "неправительственная некоммерческая "
    "في و من منظمة جمعية مؤسسة اتحاد رابطة غير حكومية أهلية "
    "og i av stiftelsen stiftelse foreningen forening organisasjonen organisasjon forbundet forbund"
).split()
_KIND_WORDS, _KIND_KEYS = frozenset(map(plain_key, _KINDS)), frozenset(map(search_key, _KINDS))


class WrittenName:
    """A name, compared in its own script and in Latin letters."""

    def __init__(self, text: str) -> None:
        """Fold the name."""
        self.folded = plain_key(text)
        self.text = text

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words in Latin letters, in order, without those that say what kind of organisation it is, unless there are no others."""
        every = search_key(self.text).split()
        return tuple(sorted(word for word in every if word not in _KIND_KEYS) or sorted(every))

    def is_same(self, other: WrittenName) -> bool:
        """Whether the two are one name, whatever the marks, the case and the punctuation."""
        return bool(self.folded) and self.folded == other.folded

    def is_near(self, other: WrittenName) -> bool:
        """Whether the two have the same words in any order, but for one letter, or for one word of several."""
        if not self.words or not other.words or max(map(len, self.words)) < _LONGEST_SHORT:
            return False
        if self.words == other.words:
            return True
        if len(self.words) == len(other.words):
            return _differ_by_a_letter(self.words, other.words)
        fewer, more = sorted((self.words, other.words), key=len)
        return len(more) >= _MANY and len(more) - len(fewer) == 1 and set(fewer) < set(more)


def _differ_by_a_letter(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    only_left, only_right = sorted(set(left) - set(right)), sorted(set(right) - set(left))
    return len(only_left) == len(only_right) == 1 and _is_a_slip(only_left[0], only_right[0])


def _is_a_slip(left: str, right: str) -> bool:
    """Whether a longer word differs from another by one letter that was added, left out or replaced, or by two that were exchanged."""
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) <= _LONGEST_SHORT or len(longer) - len(shorter) > 1:
        return False
    at = next(place for place, (letter, other) in enumerate(zip_longest(shorter, longer)) if letter != other)
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    exchanged = shorter[at : at + 2] == longer[at : at + 2][::-1] and shorter[at + 2 :] == longer[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or exchanged


def near_queries(name: str) -> list[str]:
    """Return what to ask the search, so that it finds names that are near: all words, then all but one."""
    words = [word for word in plain_key(name).split() if word not in _KIND_WORDS]
    if not words or max(map(len, words)) < _LONGEST_SHORT:
        return []
    fewer = [" ".join(words[:at] + words[at + 1 :]) for at in range(len(words))] if 1 < len(words) <= _MOST_WORDS else []
    return list(dict.fromkeys([" ".join(words), *fewer]))
