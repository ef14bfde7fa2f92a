"""Names that imitate others: what counts as alike, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.organisations.likeness import foreign_letters, has_letters, shapes

ALIKE = [
    ("Memorial", "Меmorial"),  # Cyrillic М and е
    ("ADC Memorial", "АDС Мemоrial"),
    ("Правозащита", "Пpавозащита"),  # Latin p
    ("Human Rights Centre", "human  rights centre"),
    ("Human Rights Centre", "Human Rights\u200b Centre"),
    ("Human Rights Centre", "Human\u00adRights Centre".replace("\u00adR", " R\u00ad")),
    ("ILGA", "lLGA"),
    ("KOT", "КОТ"),
    ("Мемориал", "«МЕМОРИАЛ»"),
    ("حقوق الإنسان", "حقوق الانسان"),
    ("حقوق", "ﺣﻘﻮﻕ"),
    ("Bir Duino", "Bir Duïno"),
]
APART = [
    ("Bir Duino", "Bir Duino Kyrgyzstan"),
    ("Мемориал", "Memorial"),
    ("Norwegian Helsinki Committee", "Netherlands Helsinki Committee"),
    ("حقوق الإنسان", "حقوق المرأة"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_these_look_alike(one, other):
    assert shapes(one) & shapes(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_these_do_not(one, other):
    assert not shapes(one) & shapes(other)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Меmorial", ["М", "е"]),
        ("Пpавозащита", ["p"]),
        ("Memorial", []),
        ("Клуб IT", []),
        ("YouTube-канал «Свобода»", []),
        ("IPHR (Брюссель) 2013", []),
        ("東京のことカメラ", []),
        ("Қазақстан Ұлттық", []),
        ("Ħobża u Ýaşlar", []),
        ("Fundación Ñandú", []),
        ("αlpha", ["α"]),
    ],
)
def test_letters_of_another_script_in_a_word(name, letters):
    assert foreign_letters(name) == letters


@pytest.mark.parametrize(("name", "has"), [("\u3164", False), ("\u2800 –", False), ("«»", False), ("A", True), ("7", True), ("م", True)])
def test_a_name_needs_a_letter(name, has):
    assert has_letters(name) is has


def test_any_name_looks_like_itself_with_another_case_and_hidden_characters():
    @given(st.text(st.characters(categories=["Ll", "Lu"]), min_size=1, max_size=20), st.sampled_from("\u200b\u2060\u00ad\ufe0f"))
    def holds(name, hidden):
        assert shapes(name) & shapes(hidden.join(name))
        assert all(len(shape) <= 400 for shape in shapes(name * 30))

    holds()
