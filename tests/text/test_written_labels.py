"""Labels of provisions as they stand in a text: in its own letters and digits, where these are not Latin."""

from __future__ import annotations

import pytest

from coalition.text.provisions import name_of, parse
from coalition.text.written_labels import AUTHENTIC, labels_in


@pytest.mark.parametrize(
    ("text", "label", "written"),
    [
        ("3. Третье:\n\n(а) раз\n\n(б) два", "3(b)", "3(б)"),
        ("3. Третье:\n\nа) раз\n\nб) два", "3(b)", "3(б)"),
        ("5. Пятое\n\n5а. Вставка", "5a", "5а"),
        ("Статья 2. О целях\n\n1. Первая\n\n(а) раз", "2.1(a)", "2.1(а)"),
        ("## Приложение\n\n1. Первое:\n\n(а) раз\n\n(б) два", "annex 1(b)", "annex 1(б)"),
        ("٣. ثالثا\n\n(أ) أول\n\n(ب) ثان", "3(b)", "٣(ب)"),
        ("3. ثالثا\n\n(أ) أول\n\n(ب) ثان", "3(b)", "3(ب)"),
        ("٣. ثالثا\n\n٣.١ أول", "3.1", "٣.١"),
        ("أولا: نص\n\n1. نص", "I.1", "أولا.1"),
        ("المادة الثانية عشرة. نص\n\n1. نص", "12.1", "12.1"),
        ("3. Third:\n\n(a) one\n\n(b) two", "3(b)", "3(b)"),
        ("Article IV. Aims\n\n1. First", "4.1", "4.1"),
        ("Первый абзац\n\n1. Первое", "preamble 1", "preamble 1"),
    ],
)
def test_a_label_is_written_as_in_the_text(text: str, label: str, written: str) -> None:
    assert labels_in(parse(text))[label] == written


def test_a_name_has_the_number_of_the_text_in_its_language() -> None:
    name = name_of("annex 3(b)", {"ru": "annex 3(б)", "ar": "annex ٣(ب)", AUTHENTIC: "annex 3(б)", "en": "annex 3(b)"})
    assert "3(б)" in name.text("ru")
    assert "٣(ب)" in name.text("ar")
    assert "3(b)" in name.text("en")
    assert "3(б)" in name.text("nb")  # there is no Norwegian text, so the authentic one is read
    assert "3(b)" in name_of("annex 3(b)", {}).text("ru")
