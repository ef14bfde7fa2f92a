"""A typed name confirms an act however the keyboard writes it, and another name does not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition import typed_names
from coalition.typed_names import folded_name, is_same_name
from tests.mutants import mutated

WAYS = [
    ("Ben  Sultanov", "ben sultanov"),
    ("Ben\u00a0Sultanov", "Ben Sultanov"),
    ("Ben\u2009\u3000Sultanov ", "Ben Sultanov"),
    ("BEN SULTANOV", "Ben Sultanov"),
    ("O’Brien", "O'Brien"),
    ("Oʼzbek Gʻafur", "O`zbek G´afur"),
    ("Жан′на", "Жан'на"),
    ("Anne\u2011Marie", "Anne-Marie"),
    ("Anne – Marie", "Anne\u2010Marie"),
    ("Anne\u00ad-Marie", "Anne\u2212Marie"),
    ("Zoe\u0308 Ås", "Zoë A\u030as"),
    ("Straße", "STRASSE"),
    ("İbrahim Işıl", "IBRAHIM IŞIL"),
    ("İbrahim Işıl", "ibrahim ışıl"),
    ("İbrahim Işıl", "İBRAHİM IŞIL"),
    ("i\u0307brahim", "Ibrahim"),
    ("Ёлкин Пётр", "елкин петр"),
    ("Е\u0308лкин", "Ёлкин"),
    ("\u200fعلي كريم", "علی کریم\u200e"),
    ("علـــي", "علي"),
    ("عَلِيّ", "علي"),
    ("أحمد", "احمد"),
    ("\ufecb\ufee0\ufef2", "علي"),
    ("ليلى", "ليلي"),
    ("Ｂｅｎ 𝐒ultanov", "Ben Sultanov"),
    ("Ben\u200b Sult\u2060anov\ufeff", "Ben Sultanov"),
    ("Σωκράτης", "ΣΩΚΡΆΤΗΣ"),
]
OTHERS = [
    ("Ben Sultanov", "Ben Sultanova"),
    ("Ben Sultanov", "BenSultanov"),
    ("Ben Sultanov", "Sultanov Ben"),
    ("Zoë", "Zoe"),
    ("Андрий", "Андрии"),
    ("Ås", "As"),
    ("O'Brien", "OBrien"),
    ("Anne-Marie", "Anne Marie"),
    ("علي", "علا"),
    ("Ben", "Вen"),  # a Cyrillic letter
    ("Ben", ""),
]


@pytest.mark.parametrize(("typed", "name"), WAYS)
def test_a_name_is_the_same_however_it_is_written(typed: str, name: str) -> None:
    assert is_same_name(typed, name)
    assert is_same_name(name, typed)


@pytest.mark.parametrize(("typed", "name"), OTHERS)
def test_another_name_is_refused(typed: str, name: str) -> None:
    assert not is_same_name(typed, name)


NAMES = st.text(max_size=12)
NOTHING = "\u200b\u200e\u200f\u2060\u2067\u2069\ufeff\u00ad\u0640\u034f"


@given(NAMES)
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded_name(folded_name(name)) == folded_name(name)


@given(NAMES, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.sampled_from(NOTHING), st.data())
def test_how_letters_are_encoded_makes_no_difference(name: str, form: str, nothing: str, data: st.DataObject) -> None:
    plain = name.translate(str.maketrans({"´": "'", "\u00a8": None, "\u00af": None, "\u00b8": None}))
    assert is_same_name(unicodedata.normalize(form, plain), plain) or form in {"NFKC", "NFKD"}  # accents that stand alone get a space there
    at = data.draw(st.integers(0, len(name)))
    assert is_same_name(f"  {name[:at]}{nothing}{name[at:]}\u00a0", name)


@given(st.text("abcdefghjklmnopqrstuvwxyzабвгджзклмнопрстуфхцчшщыэюя", min_size=1), st.text("abcdefghjklmnopqrstuvwxyzабвгджзклмнопрстуфхцчшщыэюя"))
def test_other_letters_are_another_name(name: str, other: str) -> None:
    assert is_same_name(name, other) == (name == other)
    assert is_same_name(name.upper(), name)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (".casefold()", ""),
        ('dict.fromkeys("ı", "i")', "{}"),
        ('dict.fromkeys("ё", "е")', "{}"),
        ('dict.fromkeys("کڪ", "ك")', "{}"),
        ('        "ـ": None,\n', ""),
        ("visible(name).translate", "name.translate"),
        ('== "Pd"', '== "Pc"'),
        ('"NFKC", visible', '"NFC", visible'),
        ('" ".join(composed.split())', "composed"),
        ('_MARKS.sub("", apart)', "apart"),
        ("visible(name).translate(_SAME)", "visible(name)"),
        ('return _AROUND_HYPHENS.sub("-", ', 'return re.sub("[^aeiou]", "", '),
    ],
)
def test_a_mutated_comparison_is_caught(right: str, wrong: str) -> None:
    same = mutated(typed_names, right, wrong)["is_same_name"]
    assert not all(same(*way) for way in WAYS) or any(same(*other) for other in OTHERS)
