"""Words and numbers of a table stay whole on paper as long as they fit; a number stays on one line everywhere."""

from __future__ import annotations

import pytest

from coalition.directions import stays_whole
from coalition.text.markup import TableWords
from coalition.text.table_differences import table_difference
from coalition.text.table_widths import is_number, width_of


@pytest.mark.parametrize(
    "words", ["12 500", "1 200 000,50", "-5", "12.01", "2013-02-17", "3(a)", "5(2)(b)", "2013–2014", "45%", "A/HRC/25/L.1", "+7 727 250-00-00"]
)
def test_a_number_in_a_cell_stays_on_one_line(words: str) -> None:
    assert is_number(words)


@pytest.mark.parametrize("words", ["", "see 3(a)", "Kyiv", "2 parties", "12 500 000 000 000 000 000 000", "–"])
def test_other_cells_may_break(words: str) -> None:
    assert not is_number(words)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Party", "Share"], ["Centre", "12 500"]], ""),
        ([["Kazakhstan International Bureau for Human Rights " * 9, "Kazakhstan"]], ""),  # a long text has short words
        ([["Working group", *["January"] * 7]], "dense"),
        ([["International", *["Consultations"] * 9]], "crowded"),
        ([["Site", "w" * 120]], "crowded"),
        ([["Shares", *["1 200 000.50"] * 5]], "dense"),
        ([], ""),
    ],
)
def test_the_width_of_a_table_is_that_of_its_longest_words(rows: list[list[str]], expected: str) -> None:
    assert width_of(rows) == expected


def test_a_difference_is_as_wide_as_the_wider_of_both_tables() -> None:
    old, new = TableWords([["A"] * 10, ["Consultations"] * 10]), TableWords([["A"] * 10, ["b"] * 10])
    assert table_difference(old, new).width == table_difference(new, old).width == "crowded"
    assert table_difference(new, new).width == ""


def test_a_code_that_is_too_long_for_a_line_may_break() -> None:
    assert stays_whole("A/CONF.157/PC/62/Add.5")
    assert not stays_whole("www.example.org/memoranda/cooperation")
