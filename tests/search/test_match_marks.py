"""What a query finds is marked where people read it: in its own script, with its own accents, and only where the search would find it."""

from __future__ import annotations

import random

import pytest

from coalition.search import match_marks
from coalition.search.folding import folded, needles
from coalition.search.match_marks import Words, spans
from coalition.search_keys import latin_letters
from tests.mutants import mutated

MARKED = [
    ("Ёлка и Йод", "елка", "[Ёлка] и Йод"),
    ("Kibhr bureau", "KIBHR", "[Kibhr] bureau"),
    ("Åpen dør", "apen", "[Åpen] dør"),
    ("Åpne øyne – ærlig støtte", "oyne apne", "[Åpne] [øyne] – ærlig støtte"),
    ("«Мемориал» – правозащитный центр", "memorial tsentr", "«[Мемориал]» – правозащитный [центр]"),
    ("«Мемориал» – правозащитный центр", "защит", "«Мемориал» – право[защит]ный центр"),
    ("«Мемориал» – правозащитный центр", "пр", "«Мемориал» – [пр]авозащитный центр"),
    ("Мемориал", "mem", "[Мемориал]"),  # in Latin letters, so the whole word
    ("مُنَظَّمَةُ الإنصاف", "منظمة", "[مُنَظَّمَةُ] الإنصاف"),
    ("مُنَظَّمَةُ الإنصاف", "انصاف", "مُنَظَّمَةُ ال[إنصاف]"),
    ("جمعية الأمـــل", "alaml", "جمعية [الأمـــل]"),
    ("Әділет қоры", "adilet", "[Әділет] қоры"),
    ("Әділет қоры", "кор", "Әділет [қор]ы"),
    ("Anti-Torture Group", "anti-torture", "[Anti-Torture] Group"),
    ("Anti-Torture Group", "tort", "Anti-[Tort]ure Group"),
    ("Straße ﬁne", "strasse fi", "[Straße] [ﬁ]ne"),
    ("e\u0301te\u0301 x", "ete", "[e\u0301te\u0301] x"),  # marks are not taken apart from their letters
    ("北京 NGO", "beijing", "[北京] NGO"),
    ("Right rights", "right", "[Right] [right]s"),
    ("abcabcab", "abcab", "[abcabcab]"),  # matches that overlap are one mark
    ("Kyiv", "киев", "Kyiv"),
    ("Helsinki", "ki", "Helsinki"),  # two letters are looked for where a word begins
    ("<b>Mem</b> &amp;", "mem", "<b>[Mem]</b> &amp;"),
    ("Anything", "%", "Anything"),
    ("Anything", " ", "Anything"),
    ("", "x", ""),
]


def marked(text: str, query: str) -> str:
    return "".join(f"[{piece}]" if is_match else piece for piece, is_match in Words(query).pieces(text))


@pytest.mark.parametrize(("text", "query", "expected"), MARKED)
def test_a_match_is_marked_in_its_own_script(text: str, query: str, expected: str) -> None:
    assert marked(text, query) == expected


def is_found(text: str, query: str) -> bool:
    """Whether the index of the search finds a text."""
    stored = folded([text])
    return all(any(needle in stored for needle in group) for group in needles(query))


def check_agreement(in_words: type[Words]) -> None:
    """Check with random names and parts of them that everything the search finds is marked, and nothing else."""
    draw = random.Random(3)
    names = ["Право-Щит", "Ёлка", "حقوق", "الإنسان", "Åpen", "Rett", "Қор", "Human_2", "«Харьков»", "Straße", "मानव", "e\u0301te\u0301"]
    for _ in range(400):
        text, other = (" ".join(draw.choices(names, k=draw.randint(1, 3))) for _ in range(2))
        start = draw.randrange(len(other))
        other = draw.choice([text, other])
        query = draw.choice([other, latin_letters(other)])[start : start + draw.randint(1, 9)]
        words = in_words(query)
        if query.strip() and needles(query) != ((),):
            assert words.are_in([text]) is is_found(text, query), (text, query)
            assert all(0 <= start < end <= len(text) for start, end in spans(text, query))
            assert "".join(piece for piece, _ in words.pieces(text)) == text


def test_what_the_search_finds_is_marked_and_nothing_else() -> None:
    check_agreement(Words)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("folded = _folded_part(latin_letters(token[: span.end]))", "folded = before + _folded_part(latin_letters(token[slice(*span)]))"),
        ("origins += [None, None]", "origins += [None]"),
    ],
    ids=["letters are put into Latin ones alone", "a gap is counted as one letter"],
)
def test_a_build_that_marks_otherwise_than_it_searches_is_caught(right: str, wrong: str) -> None:
    with pytest.raises((AssertionError, IndexError)):
        check_agreement(mutated(match_marks, right, wrong)["Words"])


def test_of_a_sentence_only_names_are_marked() -> None:
    pieces = Words("signed").pieces("Signed Union signed it.", ["Signed Union"])
    assert pieces == [("Signed", True), (" Union signed it.", False)]


def test_another_name_explains_a_match() -> None:
    names = [("ru", "Бюро"), ("en", "Bureau"), ("en", "KIBHR")]
    assert Words("kibhr").other(["Бюро"], names) == ("en", "KIBHR")
    assert Words("бюро").other(["Бюро"], names) is None
    assert Words("buro").other(["Бюро"], names) is None, "a name in other letters explains itself"
    assert Words("kibhr бюро").other(["Бюро"], names) == ("en", "KIBHR"), "the word that is not shown is explained"
    assert Words("").other(["Бюро"], names) is None
