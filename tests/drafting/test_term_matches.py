"""Which words of a glossary stand in a text."""

from __future__ import annotations

import pytest

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
