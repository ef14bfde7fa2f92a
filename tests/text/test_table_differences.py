"""Two tables as one: added and removed rows and columns, and the words that changed in a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.rendering import component
from coalition.text import table_differences
from coalition.text.differences import DifferencePart, difference_parts, unchanged_parts
from coalition.text.html import passage_parts, plain
from coalition.text.markup import TableWords
from coalition.text.provisions import parse
from coalition.text.recorded_words import recorded_parts
from coalition.text.table_differences import table_difference
from tests.mutants import mutated

SHARES = "1. Shares:\n\n| Party | Share |\n|---|---|\n| KIBHR | 10 |\n| NHC | 20 |\n| IPHR | 30 |\n\nThey are paid yearly."


def passage(body: str) -> list[str | TableWords]:
    (block,) = parse(body)
    return passage_parts(block)


def grid(old: str, new: str) -> list[str]:
    return [shown for part in difference_parts(passage(old), passage(new)) for shown in drawn(part)]


def drawn(part: DifferencePart) -> list[str]:
    """Return lines as pieces with their marks, and a table as rows of cells with theirs."""
    if part.table is None:
        return ["".join(f"{{{piece.kind}:{piece.text}}}" if piece.kind else piece.text for piece in part.pieces)]
    rows = (part.table.head, *part.table.rows)
    return [" | ".join(f"{cell.mark.value}:{''.join(piece.text for piece in cell.pieces)}" for cell in row.cells) for row in rows]


def test_a_changed_cell_is_marked_and_the_others_are_not():
    assert grid(SHARES, SHARES.replace("| 20 |", "| 25 |")) == [
        *("1. Shares:", "same:Party | same:Share", "same:KIBHR | same:10", "same:NHC | changed:2025"),
        *("same:IPHR | same:30", "They are paid yearly."),
    ]


def test_rows_and_columns_that_were_added_or_removed_stand_in_their_place():
    new = SHARES.replace("| NHC | 20 |\n", "").replace("| Party |", "| Party | Since |").replace("|---|---|", "|---|---|---|")
    new = new.replace("| KIBHR |", "| KIBHR | 2013 |").replace("| IPHR |", "| IPHR | 2014 |")
    assert grid(SHARES, new)[1:5] == [
        *("same:Party | ins:Since | same:Share", "same:KIBHR | ins:2013 | same:10", "del:NHC | same: | del:20", "same:IPHR | ins:2014 | same:30")
    ]
    assert grid(new, SHARES)[3] == "ins:NHC | same: | ins:20"


def test_a_table_that_was_added_or_removed_is_a_table():
    without = "1. Shares:\n\nThey are paid yearly."
    assert grid(SHARES, without)[1:3] == ["del:Party | del:Share", "del:KIBHR | del:10"]
    assert grid(without, SHARES)[1:3] == ["ins:Party | ins:Share", "ins:KIBHR | ins:10"]
    assert grid(SHARES, SHARES + "\n\n| Day |\n|---|\n| 1 May |")[-2:] == ["ins:Day", "ins:1 May"]


def test_marks_of_a_cell_are_shown_where_only_they_differ():
    bold = passage_parts(parse(SHARES.replace("KIBHR", "**KIBHR**"))[0], as_written=True)
    assert [row.cells[0].mark.value for row in difference_parts(passage(SHARES), bold)[1].table.rows] == ["changed", "same", "same"]


def test_words_on_record_are_shown_as_a_table_only_if_the_source_says_the_same():
    words = plain(parse(SHARES))
    assert recorded_parts(words, SHARES) == passage(SHARES)
    assert recorded_parts("1. Shares: | Party | Share |", SHARES) == ["1. Shares: | Party | Share |"]
    assert recorded_parts("a | b", "") == ["a | b"]


def test_a_page_marks_changed_cells_for_eyes_and_ears():
    html = component("corrections/difference", "ar", difference_parts(passage(SHARES), passage(SHARES.replace("| 20 |", "| 3(a) |"))), "en")
    assert '<div class="scroll" role="region" tabindex="0" aria-label="Party, Share"><table>' in html
    assert '<th scope="col">Party</th>' in html
    mark = '<span class="visually-hidden" lang="ar" dir="rtl">معدَّل: </span>'
    assert f'<td class="changed number">{mark}<del>20</del><ins>3(a)</ins></td>' in html
    assert html.count("visually-hidden") == 1


cells = st.sampled_from(["", "a", "a b", "b", "3(a)"])
tables = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=5).map(TableWords))


@given(tables, tables)
def test_both_tables_can_be_read_from_the_difference(old, new):
    difference = table_difference(old, new)
    for table, other in ((old, "ins"), (new, "del")):
        rows = [row for row in (difference.head, *difference.rows) if row.mark.value != other]
        shown = [["".join(piece.text for piece in cell.pieces if piece.kind != other) for cell in row.cells] for row in rows]
        columns = [at for at in range(len(difference.head.cells)) if difference.head.cells[at].mark.value != other]
        assert [[row[at] for at in columns] for row in shown] == [list(row) for row in table.rows]
    assert not any(part.is_change for part in unchanged_parts([old]))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("TableMark.CHANGED if old != new else", "TableMark.CHANGED if False else"), ("lambda item: tuple(item[1][:1])", "lambda item: 0")],
)
def test_a_build_that_misses_a_change_or_pairs_other_rows_is_caught(right, wrong):
    old, new = (
        next(part for part in passage(body) if isinstance(part, TableWords))
        for body in (SHARES, SHARES.replace("| KIBHR | 10 |\n| NHC | 20 |", "| NHC | 25 |"))
    )
    marks = [[cell.mark.value for cell in row.cells] for row in table_difference(old, new).rows]
    changed = mutated(table_differences, right, wrong)["table_difference"](old, new)
    assert [[cell.mark.value for cell in row.cells] for row in changed.rows] != marks
