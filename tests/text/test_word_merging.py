"""Merging by words: it rebuilds every text, asks no order, and refuses what touches the same words, in every script."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.text import word_merging
from coalition.text.pieces import number_apart
from coalition.text.word_merging import any_collide, edits_between, merged
from tests.mutants import mutated

WORDS = st.sampled_from(["a", "b", "стороны", "الأطراف", "մեկ", "5(a)", "1.", ",", "**x**", "й"])
TEXTS = st.lists(WORDS, max_size=7).map(" ".join)


@given(TEXTS, TEXTS)
def test_one_change_is_that_text(base: str, text: str) -> None:
    assert merged(base, text) == merged(base, base, text) == merged(base, text, text) == text


@given(TEXTS, st.lists(TEXTS, min_size=2, max_size=3))
def test_no_order_is_asked(base: str, texts: list[str]) -> None:
    results = {merged(base, *some) for some in permutations(texts)}
    assert len(results) == 1
    edits = [edits_between(base, text) for text in texts]
    together = not any(any_collide(one, other) for at, one in enumerate(edits) for other in edits[at + 1 :])
    assert (results != {None}) == together


@pytest.mark.parametrize(
    ("base", "one", "other", "both"),
    [
        ("The parties meet.", "The parties meet twice.", "All parties meet.", "All parties meet twice."),
        ("Стороны встречаются раз в год.", "Стороны встречаются два раза в год.", "Все встречаются раз в год.", "Все встречаются два раза в год."),
        ("تجتمع الأطراف كل سنة.", "تلتقي الأطراف كل سنة.", "تجتمع الأطراف كل شهر.", "تلتقي الأطراف كل شهر."),
        ("კუნძული დიდია.", "კუნძული პატარაა.", "ეს კუნძული დიდია.", "ეს კუნძული პატარაა."),
        ("The parties meet.", "The parties sing.", "The parties dance.", None),
        ("The parties meet.", "The parties meet twice.", "The parties meet often.", None),
        ("The parties publish.", "Nobody publishes it.", "The parties publish all.", None),
        ("They meet in town.", "They meet in winter.", "They meet in town once.", None),
        ("very very good", "very good", "very, very good", None),
        ("They meet.", "They meet.", "They meet.", "They meet."),
    ],
)
def test_changes_of_different_words_are_merged(base: str, one: str, other: str, both: str | None) -> None:
    assert merged(base, one, other) == merged(base, other, one) == both


@given(TEXTS, st.sampled_from(["3.", "(a)", "3.1", "Article 5.", "المادة 3", "§ 4"]), st.sampled_from(["{} ", "**{}** ", "[§ {}] ", "*{}* "]))
def test_number_and_words_make_the_source_again(words: str, number: str, written: str) -> None:
    head, rest = number_apart(written.format(number) + words, number)
    assert (head + rest, rest) == (written.format(number) + words, words)


def test_a_build_that_ignores_collisions_writes_what_nobody_proposed() -> None:
    wrong = mutated(word_merging, "            return None\n    return _applied", "            continue\n    return _applied")["merged"]
    assert wrong("The parties meet.", "The parties sing.", "The parties dance.") not in {None, "The parties sing.", "The parties dance."}
