"""The difference of two texts as tracked changes: accepted, they are the new text; rejected, the old one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.text.differences import TextVersion
from coalition.text.provisions import parse
from coalition.text.sources import StoredBlock, read, sources_of
from coalition.word_files import writing_differences
from coalition.word_files.writing_files import Paper, difference_file, word_file
from tests.budget import SEQUENCES
from tests.mutants import mutated
from tests.word_files.test_writing import MARKUP, TEXTS, language_of
from tests.word_files.word_reader import W, labels, part
from tests.word_files.word_reader import read as read_file

AT = datetime(2026, 11, 29, 12, 3, tzinfo=UTC)
WORDS = ["shall", "не позднее", "الموقعة", "**rights**", "2013", "[link](https://example.org)", "twice\\\nmore"]


def version(body: str, keys: list[str] | None = None, title: str = "Title") -> TextVersion:
    blocks = read(body)
    keys = keys if keys and len(keys) == len(blocks) else [f"own{at}" for at in range(len(blocks))]
    return TextVersion(title, body, [StoredBlock(key, block, lines) for key, (block, lines) in zip(keys, blocks, strict=True)])


def difference(old: TextVersion, new: TextVersion, language: str = "en") -> bytes:
    return difference_file(old, new, Paper(language), "Ada", AT)


def text_file(text: TextVersion, language: str = "en") -> bytes:
    return word_file(text.title, [stored.block for stored in text.blocks], Paper(language))


def check(old: TextVersion, new: TextVersion, language: str = "en") -> bytes:
    content = difference(old, new, language)
    assert read_file(content, "accept") == read_file(text_file(new, language))
    assert read_file(content, "reject") == read_file(text_file(old, language))
    return content


def numbered(body: str, keys: str) -> TextVersion:
    return version(body, keys.split())


def changes(content: bytes) -> list[tuple[str, str]]:
    marked = [(each.tag.removeprefix(W), "".join(each.itertext())) for each in part(content, "word/document.xml").iter()]
    return [(kind, words) for kind, words in marked if kind in {"ins", "del"} and words]


def test_whole_words_are_changed():
    old, new = version("1. They report **twice** a year.\n"), version("1. They report **three times** a year.\n", title="New title")
    content = check(old, new)
    assert changes(content) == [("del", "Title"), ("ins", "New title"), ("del", "twice"), ("ins", "three times")]
    insertion = part(content, "word/document.xml").find(f".//{W}ins")
    assert (insertion.get(f"{W}author"), insertion.get(f"{W}date")) == ("Ada", "2026-11-29T12:03:00Z")


def test_a_provision_that_comes_or_goes_takes_its_number_along():
    old = numbered("1. One.\n\n2. Two.\n\n3. Three.\n", "a b c")
    new = numbered("1. One.\n\n2. Between.\n\n3. Two.\n\n4. Three.\n", "a x b c")
    content = check(old, new)
    assert changes(content) == [("ins", "Between.")]
    assert labels(content, "accept") == ["1.", "2.", "3.", "4."]
    assert labels(content, "reject") == ["1.", "2.", "3."]
    assert part(content, "word/document.xml").find(f".//{W}pPrChange") is None


def test_a_number_that_the_count_does_not_explain_is_a_change_of_the_paragraph():
    content = check(numbered("1. One.\n\n3. Three.\n", "a b"), numbered("1. One.\n\n5 bis. Three.\n", "a b"))
    assert changes(content) == []
    assert len([*part(content, "word/document.xml").iter(f"{W}pPrChange")]) == 1
    assert (labels(content, "accept"), labels(content, "reject")) == (["1.", "5 bis."], ["1.", "3."])


def test_a_provision_that_moves_is_removed_there_and_added_here():
    check(numbered("1. One.\n\n(a) Part.\n\n2. Two.\n", "a b c"), numbered("1. Two.\n\n2. One.\n\n(a) Part.\n", "c a b"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "1. New.\n"),
        ("1. All goes.\n", ""),
        ("# Head\n\n1. One.\n", "1. One.\n\n## Head\n"),
        (MARKUP, MARKUP.replace("| **A**[^3] | 2013 |", "| **A**[^3] | 2014 |\n| B | 2015 |").replace("- two", "- three")),
        (MARKUP, MARKUP.replace("| Who | When |\n| :-- | --: |\n| **A**[^3] | 2013 |\n", "| Who |\n| --- |\n| A[^3] |\n")),
        (MARKUP, MARKUP.replace("> quoted\n>\n", "").replace("The first, see", "The *second*, look")),
        ("1. One.\n\n| A |\n| --- |\n| b |\n", "1. One.\n"),
        ("1. One.\n", "1. One.\n\n| A |\n| --- |\n| b |\n"),
        ("A[^1] and B[^2].\n\n[^1]: One.\n\n[^2]: Two.\n", "C[^1], A[^2] and B[^3].\n\n[^1]: New.\n\n[^2]: One.\n\n[^3]: Two.\n"),
        ("A[^1].\n\n[^1]: One.\n", "A[^x].\n\n[^x]: One more.\n"),
        ("1. Above.\n\n(a) Below.\n", "1. Above.\n\n1.1 Below.\n"),
    ],
)
def test_texts_of_every_shape(before, after):
    count = len(parse(before))
    check(version(before), version(after, [f"own{at}" for at in range(count)]))
    check(version(after), version(before))


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=SEQUENCES)
@given(data=st.data())
def test_accepted_it_is_the_new_text_and_rejected_the_old_one(name, data):
    old = version(TEXTS[name])
    pieces = list(zip([stored.key for stored in old.blocks], sources_of(old.body, old.blocks), strict=True))
    for number in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(pieces) - 1))
        match data.draw(st.sampled_from(["remove", "move", "insert", "change"])):
            case "remove" if len(pieces) > 1:
                del pieces[at]
            case "move":
                pieces.insert(data.draw(st.integers(0, len(pieces) - 1)), pieces.pop(at))
            case "insert":
                pieces.insert(at, (f"new{number}", f"[§ {data.draw(st.integers(1, 30))}] {data.draw(st.sampled_from(WORDS))}"))
            case _:
                key, source = pieces[at]
                place = data.draw(st.integers(0, source.count(" ")))
                cut = source.split(" ")
                pieces[at] = (key, " ".join([*cut[: place + 1], data.draw(st.sampled_from(WORDS)), *cut[place + 2 :]]))
    new = version("\n\n".join(source for _, source in pieces), [key for key, _ in pieces])
    check(old, new, language_of(name))


def test_a_mutated_build_that_forgets_what_was_removed_loses_the_old_text():
    wrong = mutated(writing_differences, "provisions += [(key, [_whole(item, REMOVED) for item in old[key]]) for key in old_keys[begin:end]]", "pass")
    assert wrong["compared"]({"a": (), "b": ("x",)}, {"a": ()}) == [("a", [])]
