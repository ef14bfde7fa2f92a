"""The words of the sentences of notifications, and what people type instead: which kinds a word means, in any language of the interface."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from coalition.announcements.notice_kinds import NOTICE_SENTENCES
from coalition.announcements.notice_words import TYPED
from coalition.search_keys import plain_key
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.notices.tables import NoticeKind

_SHORTEST = 4  # letters of a word, or of the beginning of one
_MOST_KINDS = 7  # a word that more kinds say, such as "text", tells of none
_PLACE = re.compile(r"{\w+}")
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _kinds_by_word() -> Mapping[str, frozenset[NoticeKind]]:
    """Return the kinds that say a word, by the folded word; those of every language together."""
    kinds: dict[str, set[NoticeKind]] = defaultdict(set)
    for kind, entry in NOTICE_SENTENCES.items():
        for language in SUPPORTED_LANGUAGES:
            text = " ".join([TYPED[kind][language], *(_PLACE.sub(" ", sentence.text(language)) for sentence in entry.says)])
            for word in _WORD.findall(plain_key(text)):
                kinds[word].add(kind)
    return {word: frozenset(of_word) for word, of_word in kinds.items() if len(word) >= _SHORTEST and len(of_word) <= _MOST_KINDS}


def kinds_saying(word: str) -> frozenset[NoticeKind]:
    """Return the kinds of notifications that are said with a word, or with one that begins with it; none for a word that most of them have."""
    key = plain_key(word)
    if len(key) < _SHORTEST:
        return frozenset()
    kinds: frozenset[NoticeKind] = frozenset().union(*(of_word for said, of_word in _kinds_by_word().items() if said.startswith(key)))
    return kinds if len(kinds) <= _MOST_KINDS else frozenset()
