"""Which words of a glossary stand in a text."""

from __future__ import annotations

import random

import pytest

from benchmarks.everywhere import word
from coalition.drafting.term_matches import TermPair, TextWords, one_sided


@pytest.mark.parametrize(
    ("rendering", "text", "stands"),
    [
        ("torture", "Nobody shall be tortured.", True),
        ("torture", "Historical records", False),
        ("fair trial", "The right to a fair trial.", True),
        ("fair trial", "A trial that is fair.", False),
        ("law", "The rule of law.", True),
        ("law", "A lawyer speaks.", False),
        ("пытки", "Запрещение пыток.", True),
        ("справедливое судебное разбирательство", "Право на справедливое судебное разбирательство", True),
        ("справедливое судебное разбирательство", "справедливого судебного разбирательства", True),
        ("правозащитник", "Защита правозащитников", True),
        ("الاتفاقية", "وبالاتفاقية", True),
        ("اتفاقية", "بموجب الاتفاقيات", True),
        ("محكمة", "للمحكمة", True),
        ("محكمة", "الحكومة", False),
        ("defender; activist", "Activists meet.", True),
        ("håndheving", "Håndhevingen av loven", True),
        (" ; ", "Anything", False),
    ],
)
def test_whole_words_are_compared_by_their_beginnings(rendering: str, text: str, *, stands: bool) -> None:
    assert TextWords(text).has(rendering) is stands


def test_a_term_is_flagged_where_one_side_has_it() -> None:
    torture, court = TermPair("пытки", "torture"), TermPair("суд", "court")
    assert one_sided([torture, court], "No torture.", "Без насилия.")[0].own_has_it is False
    assert [flag.own_has_it for flag in one_sided([torture, court], "No violence.", "Без пыток.")] == [True]
    assert one_sided([torture, court], "No torture.", "Без пыток.") == []


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_many_terms_are_found_as_each_by_itself(language: str) -> None:
    chance = random.Random(language)
    renderings = [" ".join(word(chance, language) for _ in range(chance.choice([1, 1, 2]))) for _ in range(60)]
    for _ in range(20):
        text = " ".join([*(word(chance, language) for _ in range(20)), chance.choice(renderings)])
        flagged = {flag.term.own for flag in one_sided([TermPair(rendering, "") for rendering in renderings], "", text)}
        assert flagged == {rendering for rendering in renderings if TextWords(text).has(rendering)}
