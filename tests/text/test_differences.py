"""The difference between two texts, in whole words, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.text.differences import TextVersion, changes
from coalition.text.sources import StoredBlock, read
from coalition.text.word_differences import Piece, pieces_of


def version(body: str, keys: list[str]) -> TextVersion:
    return TextVersion("Pact", body, [StoredBlock(key, block, lines) for key, (block, lines) in zip(keys, read(body), strict=True)])


def marked(old: str, new: str) -> str:
    signs = {"": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in pieces_of(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("twice a year", "three times a year", "[-twice-][+three times+] a year"),
        ("дважды в год", "трижды в год", "[-дважды-][+трижды+] в год"),
        ("إذ تذكّر بالالتزامات", "إذ تذكر بالالتزامات", "إذ [-تذكّر-][+تذكر+] بالالتزامات"),
        ("they don't agree", "they do agree", "they [-don't-][+do+] agree"),
        ("", "new", "[+new+]"),
        ("وفقا للمادة 3(a) أو -5", "وفقا للمادة 3(b) أو -50", "وفقا للمادة [-3(a)-][+3(b)+] أو [--5-][+-50+]"),
    ],
)
def test_whole_words_change(old, new, shown):
    assert marked(old, new) == shown


@given(st.text(alphabet="ab –.\n\U0001f600", max_size=40), st.text(alphabet="ab –.\n\U0001f600", max_size=40))
def test_both_texts_can_be_read_from_the_pieces(old, new):
    pieces = pieces_of(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new


def test_more_tokens_than_the_first_plane_holds_stay_apart():
    many = " ".join(f"w{number}" for number in range(60_000))
    assert pieces_of(many, many) == [Piece("", many)]


def test_provisions_are_paired_by_their_ids():
    old = version("1. One.\n\n2. Two.\n\n3. *Three*.\n", ["a", "b", "c"])
    new = version("1. One.\n\n2. Three.\n\n3. Four.\n", ["a", "c", "d"])
    assert [(change.key, change.label, [(piece.kind, piece.text) for piece in change.parts[0].pieces]) for change in changes(old, new)] == [
        ("b", "2", [("del", "2. Two.")]),
        ("c", "2", [("del", "3"), ("ins", "2"), ("", ". Three.")]),
        ("d", "3", [("ins", "3. Four.")]),
    ]


def test_a_change_of_the_markup_alone_is_shown_as_it_is_written():
    old, new = version("1. *One*.\n", ["a"]), version("1. One.\n", ["a"])
    assert "".join(piece.text for piece in changes(old, new)[0].parts[0].pieces if piece.kind == "del") == "*One*"
