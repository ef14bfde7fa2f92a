"""One rule for characters that nobody sees: cleaned, kept or refused, and always said where."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition import characters
from coalition.characters import Cleaned, Unseen, clean, refused, visible, with_line_feeds
from tests.mutants import mutated

UNSEEN = "\u000b\u000c\u00a0\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u202f\u2060\u2066\u2069\u2800\u3000\ufe0f\ufeff"
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*UNSEEN, "a", "м", "می", "خ", "क", "\u094d", "e", "\u0301", "\n", "\r\n", " ", "\x07", "葛", "\U000e0100"])).map(
        "".join
    ),
)


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("\ufeff1. \u200fHelp\u200e.", "1. Help."),
        ("a\u000bb\u2028c", "a\nb\nc"),
        ("a\u000cb\u2029c", "a\n\nb\n\nc"),
        ("a\r\nb\rc\u0085d", "a\nb\nc\nd"),
        ("г.\u00a0Киев, №\u202f5", "г. Киев, № 5"),
        ("co\u00adop\u200beration", "cooperation"),
        ("\u202dabc\u202c \u2068x\u2069", "abc x"),
        ("e\u034f\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ه\u200d", "ه\u200d"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("Ad\u200ca", "Ada"),
        ("А\u200dда", "Ада"),
        ("الأمل\u200c ", "الأمل "),
        ("می\u200c\u200cخ", "می\u200cخ"),
    ],
)
def test_a_pasted_text_keeps_what_is_read(pasted, stored):
    assert clean(pasted)[0] == stored


def test_what_was_cleaned_is_counted_with_its_lines():
    assert clean("\ufeff1. a\u00a0b\u00a0c\n\n2. \u200fd\u000be\u000c3.\u00a0f\u00ad") == (
        "1. a b c\n\n2. d\ne\n\n3. f",
        (
            Cleaned(Unseen.BREAK, 2, (3, 4)),
            Cleaned(Unseen.SPACE, 3, (1, 6)),
            Cleaned(Unseen.SOFT_HYPHEN, 1, (6,)),
            Cleaned(Unseen.DIRECTION_MARK, 1, (3,)),
            Cleaned(Unseen.ZERO_WIDTH, 1, (1,)),
        ),
    )
    assert clean("plain\r\ntext") == ("plain\ntext", ())


def test_what_is_refused_names_its_line_and_place():
    places = [(place.code, place.line, place.column) for place in refused("a\x07\n\nbc\U000e0041\ufffe")]
    assert places == [("U+0007", 1, 2), ("U+E0041", 3, 3), ("U+FFFE", 3, 4)]


def letters(text):
    return unicodedata.normalize("NFC", "".join(visible(text).replace("\u2800", "").split()))


def is_forbidden(letter):
    code = ord(letter)
    is_no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return (
        (unicodedata.category(letter) == "Cc" and letter not in "\n\t")
        or is_no_character
        or 0xE0000 <= code <= 0xE007F
        or "\ufff9" <= letter <= "\ufffb"
    )


@given(texts)
def test_cleaning_is_idempotent_and_leaves_nothing_unseen(text):
    once, _ = clean(text)
    assert clean(once) == (once, ())
    assert unicodedata.is_normalized("NFC", once)
    assert with_line_feeds(once) == once


def test_a_joiner_before_a_letter_that_vanishes_is_cleaned_with_it():
    assert clean("\u0620\u200c\u034f")[0] == clean("\u0620\u200c\u3164")[0] == "\u0620"


@given(texts)
def test_only_unseen_characters_are_cleaned(text):
    assert letters(clean(text)[0]) == letters(unicodedata.normalize("NFC", text))


@given(texts)
def test_every_refused_character_names_its_line_and_place(text):
    cleaned, _ = clean(text)
    lines = cleaned.split("\n")
    places = list(refused(cleaned))
    assert [lines[place.line - 1][place.column - 1] for place in places] == [place.character for place in places]
    assert [place.character for place in places] == [letter for letter in cleaned if is_forbidden(letter)]


@pytest.mark.parametrize(
    ("right", "wrong", "pasted", "stored"),
    [
        ("return _joins(after)", "return True", "می\u200c.", "می."),
        (r"\u061c\u200e", r"\u061c", "a\u200eb", "ab"),
        ("if put != match[0]:", "if put:", "a\u200fb", ("ab", 1)),
    ],
)
def test_a_mutated_rule_is_noticed(right, wrong, pasted, stored):
    text, counted = mutated(characters, right, wrong)["clean"](pasted)
    assert stored not in (text, (text, len(counted)))
