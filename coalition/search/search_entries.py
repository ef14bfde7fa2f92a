"""Writing the entries of the public search, in the transaction that makes something public, changes it or takes it away."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from msgspec import Struct

from coalition.database import AdvisoryLock, before_commit, current
from coalition.search import entry_queries
from coalition.search.spellings import stored_keys, words_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from coalition.search.tables import Section

    Writer = Callable[[Sequence[int]], Awaitable[int]]

_pending: WeakKeyDictionary[Any, dict[Writer, set[int]]] = WeakKeyDictionary()


class Entry(Struct, frozen=True):
    """A name or a passage of a row: what it is found by, and what of it is shown as a passage; other fields as in `SearchEntry`.

    `languages` are those in which readers who choose a language find it.
    """

    found_by: Sequence[str]
    languages: frozenset[str] = frozenset()
    language: str = ""
    place: str = ""
    label: str = ""
    position: int = 0
    text: str = ""

    def columns(self, section: Section, subject: int) -> dict[str, Any]:
        """Return its row, without the id."""
        words = words_of(" ".join(self.found_by))
        shown = {"language": self.language, "place": self.place, "label": self.label, "position": self.position, "text": self.text}
        counted = {"length": len(words), "words": f" {' '.join([*words, *map(language_word, sorted(self.languages))])} "}
        return {"section": section.value, "subject": subject, **shown, **counted}


def language_word(language: str) -> str:
    """Return the word that an entry in a language has beside its own; no text has it."""
    return f"@{language}"


async def entries_follow(write: Writer, number: int) -> None:
    """Let the entries of a row be written anew at the end of the caller's transaction, from what is public then; `number` is its id."""
    _pending.setdefault(current().active(), {}).setdefault(write, set()).add(number)
    before_commit(_write, AdvisoryLock.WORDS_OF_THE_SEARCH.place, once=True)


async def _write() -> None:
    """Write all entries that follow, one transaction after the other: each reads what the one before it committed."""
    await entry_queries.lock_words()
    for write, numbers in _pending.pop(current().active()).items():
        await write(sorted(numbers))


async def write_entries(section: Section, entries: Mapping[int, Iterable[Entry]]) -> int:
    """Let some rows be found by their entries and by nothing else, inside the caller's transaction; return how many entries changed."""
    await entry_queries.lock_words()
    stored = await entry_queries.stored_entries(section, entries)
    wanted = [entry.columns(section, subject) for subject, of_subject in entries.items() for entry in of_subject]
    same = Counter(map(_content, wanted)) & Counter(map(_content, stored))
    new, old = _without(wanted, same), _without(stored, same)
    if not new and not old:
        return 0
    ids = await entry_queries.add_entries(new)
    await _write_words(section, dict(zip(ids, map(_words, new), strict=True)), {row["id"]: _words(row) for row in old})
    await entry_queries.delete_entries([row["id"] for row in old])
    return len(new) + len(old)


async def _write_words(section: Section, added: Mapping[int, Sequence[str]], removed: Mapping[int, Sequence[str]]) -> None:
    """Write where the words of new entries stand, and delete those of removed ones; a word that no entry has any more leaves nothing."""
    change = Counter(word for words in added.values() for word in words)
    change.subtract(word for words in removed.values() for word in words)
    counted = await entry_queries.count_words(section, change)
    ids = {row["word"]: row["id"] for row in counted}
    await entry_queries.delete_places([(ids[word], entry) for entry, words in removed.items() for word in words])
    await entry_queries.add_places([(ids[word], entry) for entry, words in added.items() for word in words])
    first = [row for row in counted if row["entries"] == change[row["word"]] > 0]
    await entry_queries.add_keys([(key, row["id"]) for row in first for key in _keys(row["word"])])
    gone = [row for row in counted if row["entries"] <= 0]
    await entry_queries.delete_words({row["id"]: _keys(row["word"]) for row in gone})


def _keys(word: str) -> set[bytes]:
    return {b"^" + word.encode()} if word.startswith("@") else stored_keys(word)


def _content(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(value for name, value in sorted(row.items()) if name != "id")


def _words(row: Mapping[str, Any]) -> list[str]:
    words: list[str] = row["words"].split()
    return words


def _without(rows: Iterable[dict[str, Any]], same: Mapping[tuple[Any, ...], int]) -> list[dict[str, Any]]:
    left, others = Counter(same), []
    for row in rows:
        if left[_content(row)] > 0:
            left[_content(row)] -= 1
        else:
            others.append(row)
    return others
