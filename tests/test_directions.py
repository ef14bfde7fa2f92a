"""Numbers keep their order in right-to-left text, on pages, in letters and in feeds; the order is that of the Unicode bidi algorithm."""

from __future__ import annotations

import icu
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition import directions
from coalition.directions import Ordered, direction_of_number, isolated, ordered, pieces
from coalition.languages import Message
from coalition.text.provisions import name_of
from tests.mutants import mutated

MARKS = "\u2066\u2067\u2068\u2069"


def drawn(text: str) -> str:
    """Return what a reader sees, from left to right, in a paragraph that runs from right to left."""
    bidi = icu.Bidi()
    bidi.setPara(icu.UnicodeString(f"\u200f{text}"))  # the mark makes the paragraph run leftwards
    order = bidi.getVisualMap()
    return "".join(f"\u200f{text}"[at] for at in order).translate(dict.fromkeys(map(ord, f"\u200f{MARKS}")))


TORN = [
    *("3(a)", "3.1(b)(iii)", "4(1)", "5bis(a)", "2013-02-17", "A/HRC/25/L.1", "N.12.2026", "+7 727 250-00-00", "1(а)", "(a)(i)"),
    *("-5", "+2.5", "12 500", "1 200 000.50"),
    *("YQMGT-8W6A2", "EH8RD-GXFBC", "office.tm2013-a1"),
]


@pytest.mark.parametrize("number", TORN)
def test_a_number_in_an_arabic_sentence_is_not_torn(number):
    sentence = f"وفقا للمادة {number} من العهد"
    assert number in drawn(ordered(sentence, "ar"))
    assert ordered(sentence, "ar").translate(dict.fromkeys(map(ord, MARKS))) == sentence
    assert ordered(sentence, "ru") == sentence


def test_some_numbers_are_torn_without_marks():
    assert [number for number in TORN if number not in drawn(f"وفقا للمادة {number} من العهد")] == [
        *("3(a)", "3.1(b)(iii)", "4(1)", "2013-02-17", "+7 727 250-00-00", "1(а)", "(a)(i)", "-5", "+2.5", "12 500", "1 200 000.50")
    ]


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [
        ("1.", "ar", "rtl"),
        ("1.", "en", "ltr"),
        ("٣.", "ar", "rtl"),
        ("3.1", "fa", "rtl"),
        ("(أ)", "en", "rtl"),
        ("المادة 2.", "en", "rtl"),
        ("(a)", "ar", "ltr"),
        ("Article 5.", "ar", "ltr"),
        ("3(1)", "ar", "ltr"),
        ("§ 4", "ar", "rtl"),
    ],
)
def test_a_number_runs_like_its_letters_else_like_its_text(number, language, expected):
    assert direction_of_number(number, language) == expected


def test_the_full_stop_of_an_arabic_number_is_on_its_left():
    assert drawn("1. نص").endswith(".1")


def test_labels_in_sentences_are_isolated_in_arabic_only():
    assert name_of("3(a)").text("ar").endswith("\u20663(a)\u2069")
    assert name_of("3.1").text("ar").endswith(" 3.1")
    assert name_of("3(a)").text("en") == "Provision 3(a)"
    assert Message("{a}", a=Ordered("N.1.2026")).text("ar") == "\u2066N.1.2026\u2069"


@pytest.mark.parametrize(
    ("row", "language", "shown"),
    [
        ("الطرف | KIBHR | IPHR | -5", "ar", "-5 | IPHR | KIBHR | فرطلا"),
        ("KIBHR | IPHR", "ar", "IPHR | KIBHR"),
        ("3(a) | 12 500 | 2013-02-17", "ar", "2013-02-17 | 12 500 | 3(a)"),
    ],
)
def test_the_cells_of_a_row_stand_in_the_order_of_the_language(row, language, shown):
    assert drawn(ordered(row, language)) == shown
    assert ordered(row, "en").translate(dict.fromkeys(map(ord, MARKS))) == row


def test_a_passage_inside_a_text_of_the_other_direction_is_isolated_line_by_line():
    assert isolated("1. نص 3(a)\nأ | ب", "ar", "en") == "\u20671. نص \u20663(a)\u2069\u2069\n\u2067أ | ب\u2069"
    assert isolated("One | 3(a)\n\nTwo", "en", "ar") == "\u2066One | 3(a)\u2069\n\n\u2066Two\u2069"
    assert isolated("3(a)", "ar", "fa") == "\u20663(a)\u2069"


def test_a_link_and_what_is_isolated_stay_as_they_are():
    for text in (ordered("KIBHR | 3(a) | أ", "ar"), isolated("أ | 3(a)", "ar", "en"), isolated("One | Two 3(a)", "en", "ar")):
        assert ordered(text, "ar") == ordered(text, "en") == text
    for text in ("https://example.org/ar/memoranda/a/3(a)?x=12 من", "office@a-b.example.org", ordered("المادة 3(a)", "ar")):
        assert ordered(text, "ar") == text


@given(st.text("3(a).1) مb-/+[]", max_size=30))
def test_isolating_loses_nothing_and_nests_nothing(text):
    assert "".join(piece for piece, _ in pieces(text, "ar")) == text
    assert list(pieces(text, "en")) == [(text, False)]
    marked = ordered(text, "ar")
    assert marked.count(MARKS[0]) == marked.count(MARKS[-1])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('f"{_ISOLATE}{piece}{_END}" if isolate else piece', "piece"),
        (r"(?:\s?{_BRACKETED})+", r"(?:\s?{_BRACKETED})?"),
        (r"(?:[/.-][A-Za-z\d]*)+", r"(?:[/.-][A-Za-z]*\d*)+"),
    ],
)
def test_a_mutated_isolation_is_noticed(right, wrong):
    changed = mutated(directions, right, wrong)["ordered"]
    assert not all(number in drawn(changed(f"وفقا للمادة {number} من العهد", "ar")) for number in TORN)
