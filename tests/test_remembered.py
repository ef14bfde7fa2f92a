"""What is remembered: each text and each value is worked on once, within bounds."""

from __future__ import annotations

from msgspec import Struct

from coalition.remembered import MEMORIES, bounded_cache, cached_by_value, forget
from coalition.text.html import render
from coalition.text.provisions import parse, problems
from coalition.text.sources import read


def test_a_text_is_read_once_for_each_way_of_reading() -> None:
    seen: list[tuple[str, bool]] = []

    @bounded_cache(2, 10)
    def shout(text: str, *, twice: bool) -> str:
        seen.append((text, twice))
        return text.upper() * (2 if twice else 1)

    assert [shout("a", twice=False), shout("a", twice=True), shout("a", twice=False)] == ["A", "AA", "A"]
    assert seen == [("a", False), ("a", True)]
    MEMORIES.pop()()  # forgotten, and no longer among those that the process has
    assert shout("a", twice=True) == "AA"
    assert len(seen) == 3


def test_no_more_texts_and_no_longer_ones_are_remembered() -> None:
    seen: list[str] = []

    @bounded_cache(2, 3)
    def length(text: str) -> int:
        seen.append(text)
        return len(text)

    MEMORIES.pop()
    assert [length(text) for text in ("a", "b", "c", "a", "long", "long")] == [1, 1, 1, 1, 4, 4]
    assert seen == ["a", "b", "c", "a", "long", "long"]


def test_texts_that_are_compared_are_measured_together() -> None:
    seen: list[tuple[str, str]] = []

    @bounded_cache(2, 3)
    def joined(text: str, other: str) -> str:
        seen.append((text, other))
        return text + other

    MEMORIES.pop()
    assert [joined("a", "bc"), joined("a", "bc"), joined("a", "bcd"), joined("a", "bcd")] == ["abc", "abc", "abcd", "abcd"]
    assert seen == [("a", "bc"), ("a", "bcd"), ("a", "bcd")]


class _Said(Struct, frozen=True):
    words: str
    by: str

    @property
    def length(self) -> int:
        return len(self.words)


def test_values_that_are_equal_are_worked_on_once_and_long_ones_each_time() -> None:
    seen: list[_Said] = []

    @cached_by_value(2, 3)
    def written(said: _Said) -> str:
        seen.append(said)
        return f"{said.by}: {said.words}"

    forget_values = MEMORIES.pop()
    given = [_Said("abc", "Ada"), _Said("abc", "Ben"), _Said("abc", "Ada"), _Said("abcd", "Ada"), _Said("abcd", "Ada")]
    assert [written(each) for each in given] == ["Ada: abc", "Ben: abc", "Ada: abc", "Ada: abcd", "Ada: abcd"]
    assert seen == [given[0], given[1], *given[3:]]
    written(_Said("c", "Cleo"))  # Ben's is the one that was used longest ago
    written(given[0])
    written(given[1])
    assert seen[4:] == [_Said("c", "Cleo"), given[1]]
    forget_values()
    written(given[1])
    assert seen[6:] == [given[1]]


def test_what_was_read_before_does_not_change_what_is_read() -> None:
    """Lists are those of the caller; a passage has the HTML of its own language, level and notes, wherever it stood before."""
    body = "## Aims\n\n1. Help (3a).[^1]\n\n2. Help.\n\n[^1]: A note.\n"
    first = read(body)
    first.clear()
    problems("[link](ftp://x)").clear()

    assert len(read(body)) == 3
    assert len(problems("[link](ftp://x)")) == 1
    blocks, keys = parse(body), ["a", "b", "c"]
    for language, level, prefix in (("en", 2, ""), ("ar", 3, "x-"), ("en", 2, "")):
        again = render(blocks, keys, language, heading_level=level, id_prefix=prefix)
        forget()
        assert again == render(blocks, keys, language, heading_level=level, id_prefix=prefix)
    without = render(parse("1. Help (3a).[^1]\n"), ["b"], "en").blocks[0].html
    assert "[^1]" in without
    assert "<a" not in without
