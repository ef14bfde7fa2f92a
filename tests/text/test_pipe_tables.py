"""Tables of a text stay tables: one block, header cells that say what they head, bounds, and every problem with its line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.rendering import component
from coalition.text import pipe_tables
from coalition.text.blocks import Block
from coalition.text.digests import edition_digest
from coalition.text.html import plain, render
from coalition.text.provision_keys import keys_for
from coalition.text.provisions import normalised, parse, problems
from coalition.text.sources import StoredBlock, read, replaced, sources_of
from tests.mutants import mutated

TABLE = "| Body | Since | Note |\n| :-- | :-: | --: |\n| A \\| B | 2012 | see *3(a)* |\n| C | | 2 |"
BODY = f"We, the undersigned,\n\n1. Who takes part:\n\n{TABLE}\n\n2. More.\n"


def html_of(body: str, language: str = "en") -> str:
    blocks = parse(body)
    return component("memoranda/text", "en", render(blocks, keys_for(blocks, []), language))


def codes(body: str) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in problems(body)]


def test_a_table_is_a_part_of_its_provision_and_stays_as_it_is_written():
    assert [(block.label, block.markdown) for block in parse(BODY)] == [
        ("preamble 1", "We, the undersigned,"),
        ("1", f"Who takes part:\n\n{TABLE}"),
        ("2", "More."),
    ]
    assert normalised(BODY) == BODY
    stored = [StoredBlock(f"k{at}", block, lines) for at, (block, lines) in enumerate(read(BODY))]
    assert sources_of(BODY, stored)[1] == f"1. Who takes part:\n\n{TABLE}"
    assert problems(BODY) == []
    changed = replaced(BODY, stored, 1, sources_of(BODY, stored)[1].replace("2012", "2013"))
    assert changed is not None
    assert edition_digest({"en": ("T", changed[0])}) != edition_digest({"en": ("T", BODY)})
    assert [block.label for block in parse(f"Recalling\n\n{TABLE}\n\nhave agreed\n\n1. a")] == ["preamble 1", "preamble 2", "preamble 3", "1"]


def test_a_page_shows_a_table_that_everybody_can_read():
    html = html_of(BODY)
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Body, Since, Note">' in html
    assert re.findall(r"<t[hd][^>]*>[^\n]*</t[hd]>", html) == [
        '<th class="left" scope="col">Body</th>',
        '<th class="center" scope="col">Since</th>',
        '<th class="right" scope="col">Note</th>',
        '<td class="left">A | B</td>',
        '<td class="center number">2012</td>',
        '<td class="right">see <em>3(a)</em></td>',
        '<td class="left">C</td>',
        '<td class="center"></td>',
        '<td class="right number">2</td>',
    ]
    assert '<bdi dir="ltr" class="number">3(a)</bdi>' in html_of(BODY, "ar")
    assert plain(parse(BODY)[1:2]) == "1. Who takes part:\nBody | Since | Note\nA | B | 2012 | see 3(a)\nC |  | 2"


def test_the_first_cells_are_heads_of_rows_where_the_corner_is_empty():
    assert re.findall(r"<t[hd][^>]*>[^<]*</t[hd]>", html_of("|   | 2012 |\n|---|---|\n| Kyiv | 3 |")) == [
        *("<td></td>", '<th class="number" scope="col">2012</th>', '<th scope="row">Kyiv</th>', '<td class="number">3</td>')
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", [("table_cells", 3)]),
        ("x\n\na | b\n---|---\n1. x | y", [("table_row", 5)]),
        ("1. a | b\n---|---\nx | y", [("table_row", 1)]),
        ("|a|b|c|\n|--|--|\n|1|2|3|", [("table_head", 2)]),
        ("text\n\n| a | b |\n| c | d |\n| e | f |\n\n| g | h |", [("table_without_head", 3)]),
        ("|a|b|\n|-|-|\n" + "|1|2|\n" * 201, [("table_too_long", 203)]),
        ("|" + "a|" * 13 + "\n|" + "-|" * 13, [("table_too_wide", 1)]),
        ("| a \\| b | c |\n|---|---|\n| d | e |\n", []),
        ("a | b\n---|---\nx | y", []),
    ],
)
def test_problems_of_tables_have_their_line(body, expected):
    assert codes(body) == expected
    assert all(problem.message.text("ru") for problem in problems(body))


@pytest.mark.parametrize("body", ["| a | b |\n|---|---|\n| 1 | 2 | word |", "|a|\n|-|\n" + "|word|\n" * 300, "|a|b|\n|-|\n|word|"])
def test_no_word_is_lost_in_a_table_with_a_problem(body):
    assert re.findall(r"\w+", re.sub(r"<[^>]*>", " ", html_of(body))) == re.findall(r"\w+", body)


cell = st.text("ab|\\ 1.(-:*", max_size=6)


@given(st.lists(st.lists(cell, min_size=1, max_size=4).map(lambda row: f"| {' | '.join(row)} |"), min_size=1, max_size=6), st.integers(1, 4))
def test_every_word_of_any_table_is_shown_in_order(rows, columns):
    body = "\n".join([rows[0], f"|{'---|' * columns}", *rows[1:]])
    shown = re.sub(r"aria-label=\"[^\"]*\"", "", html_of(body))
    assert "".join(re.findall(r"[ab1]", re.sub(r"<[^>]*>", "", shown))) == "".join(re.findall(r"[ab1]", body))


def test_a_mutated_split_of_cells_is_noticed():
    cells = mutated(pipe_tables, r'_PIPE = re.compile(r"(?<!\\)\|")', r'_PIPE = re.compile(r"\|")')["cells"]
    assert cells("| a \\| b | c |") != ["a | b", "c"] == pipe_tables.cells("| a \\| b | c |")


def test_a_block_that_older_rules_read_shows_its_pipes_as_they_were():
    [block] = parse(TABLE)
    old = Block(block.kind, block.number, block.label, block.level, block.markdown, rules=1)
    assert "<table" in component("memoranda/text", "en", render([block], ["a"], "en"))
    shown = component("memoranda/text", "en", render([old], ["a"], "en"))
    assert "<table" not in shown
    assert "| Body | Since | Note |" in shown
    assert "| --- |" not in plain([block])
    assert ":-:" in plain([old])
