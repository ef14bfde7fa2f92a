"""A text is divided into blocks: numbers stay as written, labels are the same in every language, no word is lost."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coalition.text import spelled_numbers
from coalition.text.blocks import BlockKind
from coalition.text.provisions import name_of, normalised, parse, problems

pieces = st.sampled_from(
    [
        *(
            "1. ",
            "2. ",
            "3.1 ",
            "(a) ",
            "(i) ",
            "Article 5. ",
            "Статья 5.\n",
            "المادة 5 ",
            "٣. ",
            "(أ) ",
            "(б) ",
            "1) ",
        ),
        *(
            "# ",
            "## ",
            "\n",
            "\n\n",
            "- ",
            "> ",
            "  ",
            "[^1]",
            "[^1]: ",
            "*",
            "**",
            "word",
            " слово ",
            "كلمة",
            "[x](y)",
        ),
        *("2013. ", "17. februar ", "`", "\\", "<b>", "&amp;", "\r\n", "\u2028", "\ufeff", "_"),
    ]
)
texts = st.one_of(st.text(max_size=200), st.lists(pieces, max_size=40).map("".join))


def labels(body: str) -> list[str]:
    return [block.label for block in parse(body)]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.replace("_", " ")))


def test_memorandum_has_preamble_headings_and_provisions() -> None:
    blocks = parse("Recalling *law*,\n\nhave agreed.\n\n## Aims\n\n1. We meet.\n\nOften.\n\n## End\n\nWe also say:\n\n2. Thanks.\n")
    assert [(block.kind, block.number, block.label, block.level, block.markdown) for block in blocks] == [
        (BlockKind.PREAMBLE, "", "preamble 1", 0, "Recalling *law*,"),
        (BlockKind.PREAMBLE, "", "preamble 2", 0, "have agreed."),
        (BlockKind.HEADING, "", "heading 1", 2, "Aims"),
        (BlockKind.PROVISION, "1.", "1", 0, "We meet.\n\nOften."),
        (BlockKind.HEADING, "", "heading 2", 2, "End"),
        (BlockKind.PARAGRAPH, "", "paragraph 1", 0, "We also say:"),
        (BlockKind.PROVISION, "2.", "2", 0, "Thanks."),
    ]


def test_text_without_numbers_has_no_preamble() -> None:
    assert labels("Dear all,\n\nwe ask you.\n") == ["paragraph 1", "paragraph 2"]


@pytest.mark.parametrize(
    ("line", "number", "label"),
    [
        ("1. a", "1.", "1"),
        ("1) a", "1)", "1"),
        ("(1) a", "(1)", "1"),
        ("3.1 A", "3.1", "3.1"),
        ("3.1. a", "3.1.", "3.1"),
        ("3.1.2 a", "3.1.2", "3.1.2"),
        ("5bis. a", "5bis.", "5bis"),
        ("5а. a", "5а.", "5a"),
        ("(a) a", "(a)", "(a)"),
        ("a) a", "a)", "(a)"),
        ("(iv) a", "(iv)", "(iv)"),
        ("(а) a", "(а)", "(a)"),
        ("(أ) a", "(أ)", "(a)"),
        ("أ- a", "أ-", "(a)"),
        ("(هـ) a", "(هـ)", "(e)"),
        ("١. a", "١.", "1"),
        ("١- a", "١-", "1"),
        ("٣.١ A", "٣.١", "3.1"),
        ("Article 5. a", "Article 5.", "5"),
        ("Article IV. a", "Article IV.", "4"),
        ("Article 5\na", "Article 5", "5"),
        ("Статья 5. a", "Статья 5.", "5"),
        ("Artikkel 5. a", "Artikkel 5.", "5"),
        ("§ 5. a", "§ 5.", "5"),
        ("المادة 5 a", "المادة 5", "5"),
        ("المادة (5): a", "المادة (5):", "5"),
        ("المادة الأولى: a", "المادة الأولى:", "1"),
        ("5-бап. a", "5-бап.", "5"),
        ("**1.** a", "1.", "1"),
        ("**Article 5** a", "Article 5", "5"),
        ("   2. a", "2.", "2"),
        ("1\\. a", "1.", "1"),
        ("1\\) a", "1)", "1"),
        ("\\(a\\) a", "(a)", "(a)"),
        ("3\\.1\\. a", "3.1.", "3.1"),
        ("а) a", "а)", "(a)"),
        ("أ) a", "أ)", "(a)"),
        ("1.A", "1.", "1"),
        ("4. (1) a", "4. (1)", "4(1)"),
        ("4. (a) a", "4. (a)", "4(a)"),
        ("Article 5. (1) a", "Article 5. (1)", "5(1)"),
        ("§ 4-1. a", "§ 4-1.", "4-1"),
        ("Article premier. a", "Article premier.", "1"),
        ("Article 1er. a", "Article 1er.", "1"),
        ("1° a", "1°", "1"),
        ("მუხლი 3¹. a", "მუხლი 3¹.", "3-1"),
        ("Հոդված 3։ a", "Հոդված 3։", "3"),
        ("المادة الحادية عشرة: a", "المادة الحادية عشرة:", "11"),
        ("المادة الثانية عشر: a", "المادة الثانية عشر:", "12"),
        ("المادة الخامسة والعشرون: a", "المادة الخامسة والعشرون:", "25"),
        ("أولاً: a", "أولاً:", "I"),
        ("ثانيا- a", "ثانيا-", "II"),
        ("§ 4\na", "§ 4", "4"),
        ("Artikkel 5\na", "Artikkel 5", "5"),
        ("Статья 5\na", "Статья 5", "5"),
        ("المادة 5\na", "المادة 5", "5"),
        ("[§ 01] a", "01", "01"),
        ("[§ 2013.] a", "2013.", "2013"),
        ("[§ I.] a", "I.", "I"),
        ("[§ 4. (1)] a", "4. (1)", "4(1)"),
        ("[§ Rule № 4] a", "Rule № 4", "rule-no-4"),
    ],
)
def test_number_is_kept_as_written_and_named_alike(line: str, number: str, label: str) -> None:
    (block,) = parse(line)
    assert (block.kind, block.number, block.label, block.markdown.lower()) == (BlockKind.PROVISION, number, label, "a")


@pytest.mark.parametrize(
    "line",
    [
        *(
            "2013. a",
            "17.02.2013 a",
            "17. februar 2013 a",
            "12 a",
            "1.a",
            "Article 5 of the Covenant",
            "(did) a",
        ),
        *(
            "المادة 5 من العهد",
            "- 1. a",
            "> 1. a",
            "Articles 5. a",
            "0. a",
            "30.04 a",
            "5-page a",
            "I. Ivanov",
            "أولا نشكر الجميع",
            "20° C outside",
            "Article premierement. a",
            "* 1. a",
        ),
    ],
)
def test_ordinary_text_is_not_a_number(line: str) -> None:
    assert [block.kind for block in parse(line)] == [BlockKind.PARAGRAPH]


def test_provisions_need_no_blank_line() -> None:
    assert [(block.number, block.markdown) for block in parse("1. a\n2. b\n2.1 c\n(a) d\n(b) e\n3. f")] == [
        *(("1.", "a"), ("2.", "b"), ("2.1", "c"), ("(a)", "d"), ("(b)", "e"), ("3.", "f"))
    ]


def test_wrapped_line_that_begins_with_a_number_stays_in_its_paragraph() -> None:
    assert [block.markdown for block in parse("1. signed under article\n7. of the statute\n2. b")] == [
        *("signed under article\n7. of the statute", "b")
    ]


def test_sub_provisions_are_named_after_what_they_stand_under() -> None:
    body = "3. a\n\n(a) b\n\n(i) c\n\n(ii) d\n\n(b) e\n\n3.1 f\n\n(a) g\n\n4. h\n\n(a) i"
    assert labels(body) == ["3", "3(a)", "3(a)(i)", "3(a)(ii)", "3(b)", "3.1", "3.1(a)", "4", "4(a)"]
    assert [block.level for block in parse(body)] == [0, 1, 2, 2, 1, 1, 2, 0, 1]


def test_the_third_level_has_no_number_twice() -> None:
    assert labels("1. a\n\n1.1 b\n\n1.1.1 c\n\n1.1.2 d\n\n1.2 e\n\n2. f\n\n2.2 G\n\n2.2.1 H") == [
        *("1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.2", "2.2.1")
    ]
    assert labels("Article 1.\n\n1. a\n\n1.1 b\n\n1.1.1 c\n\n1.2 d\n\n2. e\n\n2.1 f\n\nArticle 2.\n\n2.1 g\n\n2.1.1 h") == [
        *("1", "1.1", "1.1.1", "1.1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1", "2.1.1")
    ]


def test_arabic_ordinals_stand_above_numbers() -> None:
    assert labels("أولا: a\n\n1- b\n\n1.1 c\n\n(a) d\n\nثانيا: e\n\n1- f") == ["I", "I.1", "I.1.1", "I.1.1(a)", "II", "II.1"]
    assert labels("المادة 5:\n\nأولا: a\n\n1- b\n\nالمادة 6:\n\nأولا: c") == ["5", "5.I", "5.I.1", "6", "6.I"]


def test_every_spelled_number_has_its_value() -> None:
    values = [spelled_numbers.spelled_value(word) for word in spelled_numbers._VALUES]
    assert set(range(1, 100)) == set(values)
    pattern = re.compile(spelled_numbers.ARABIC_ORDINAL)
    arabic = set(spelled_numbers._VALUES) - set(spelled_numbers._ADVERBS) - set(spelled_numbers._FIRST)
    assert [word for word in arabic if not pattern.fullmatch(word)] == []


def test_letter_i_follows_h() -> None:
    body = "".join(f"({letter}) x\n" for letter in "abcdefghij")
    assert labels(body) == [f"({letter})" for letter in "abcdefghij"]


def test_letters_of_other_scripts_are_named_by_their_place() -> None:
    expected = [f"({letter})" for letter in "abcdefghijk"]
    assert labels("".join(f"({letter}) x\n" for letter in "абвгдежзийк")) == expected
    assert labels("".join(f"({letter}) x\n" for letter in "абвгдежзикл")) == expected
    assert labels("".join(f"({letter}) x\n" for letter in "أبجدهوزحطيك")) == expected
    assert labels("".join(f"({letter}) x\n" for letter in "أبتثجحخدذرز")) == expected


def test_numbers_that_begin_anew_under_article_headings_are_named_after_the_article() -> None:
    assert labels("## Article 1. A\n\n1. a\n2. b\n\n## Article 2. B\n\n1. c\n") == [
        "heading 1",
        "1.1",
        "1.2",
        "heading 2",
        "2.1",
    ]
    assert labels("## Article 1. A\n\n1. a\n\n## Article 2. B\n\n2. c\n") == ["heading 1", "1", "heading 2", "2"]


def test_numbers_under_an_article_are_its_paragraphs() -> None:
    assert labels("Article 1.\n\n1. a\n2. b\n\nArticle 2.\n\n1. c\n\n(a) d") == [
        "1",
        "1.1",
        "1.2",
        "2",
        "2.1",
        "2.1(a)",
    ]


def test_lists_and_quotations_belong_to_the_paragraph_before() -> None:
    assert [block.markdown for block in parse("Noting\n\n- a\n- b\n\n> c\n\nthat\n\n1. d\n\n- e\n  1. f\n")] == [
        *("Noting\n\n- a\n- b\n\n> c", "that", "d\n\n- e\n  1. f")
    ]


def test_note_goes_to_the_block_that_cites_it_first() -> None:
    assert [block.markdown for block in parse("A[^x]\n\n1. B[^x]\n\n2. C\n\n[^x]: see\n[^y]: lost\n")] == [
        *("A[^x]\n\n[^x]: see", "B[^x]", "C\n\n[^y]: lost")
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", ""),
        ("\r\n \n", ""),
        ("a  \r\nb\r\n\r\n\r\n", "a\nb\n"),
        ("\ufeff\n\ncafe\u0301", "café\n"),
    ],
)
def test_normalised(body: str, expected: str) -> None:
    assert normalised(body) == expected


@given(texts)
def test_normalised_is_settled(body: str) -> None:
    once = normalised(body)
    assert normalised(once) == once
    assert parse(once) == parse(body)


@given(texts)
@example("[^1]: a\n\n[^1]: b")
@example("**1. a** b")
def test_no_word_is_lost(body: str) -> None:
    rendered_words = " ".join(f"{block.number} {block.markdown}" for block in parse(body))
    assert words(rendered_words) == words(normalised(body))


@given(texts)
def test_labels_are_short_ascii(body: str) -> None:
    assert all(label.isascii() and len(label) <= 80 for label in labels(body))


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("a\n\n<b>x", "raw_html", 3),
        ("<div\nid=x>", "raw_html", 1),
        ("<!-- x -->", "raw_html", 1),
        ("![x](https://example.org/x.png)", "image", 1),
        ("[x](javascript:alert(1))", "link", 1),
        ("[x](/inside)", "link", 1),
        ("1. a\n\n2. b\n\n1. c", "repeated_number", 5),
        ("1. a\n\n١. b", "repeated_number", 3),
        ("a\u202eb", "direction_character", 1),
        ("a\n\x07", "control_character", 2),
        ("x" * 200_001, "too_long", 1),
        ("a[^1]", "missing_note", 1),
        ("a\n\n[^1]: b", "uncited_note", 3),
        ("a[^1]\n\n[^1]: b\n[^1]: c", "repeated_note", 4),
    ],
)
def test_problem_is_named_with_its_line(body: str, code: str, line: int) -> None:
    assert [(problem.code, problem.line) for problem in problems(body)] == [(code, line)]
    assert problems(body)[0].message.text("en")


def test_fit_text_has_no_problem() -> None:
    body = "If a < b and c > d, see <https://example.org/> and [x](mailto:x@example.org)[^1].\r\n\r\n[^1]: Yes.\r\n"
    assert problems(body) == []


@given(texts)
def test_problems_are_ordered_by_line(body: str) -> None:
    lines = [problem.line for problem in problems(body)]
    assert lines == sorted(lines)


def test_names_of_labels() -> None:
    assert [name_of(label).text("en") for label in ("3(a)", "preamble 2", "heading 1", "paragraph 4")] == [
        *("Provision 3(a)", "Paragraph 2 of the preamble", "Heading 1", "Unnumbered paragraph 4")
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[§1 Rule 1] a\n\n[§2 B1)] b\n\n[§2 B2)] c", [("Rule 1", "rule-1", 0), ("B1)", "rule-1.b1", 1), ("B2)", "rule-1.b2", 1)]),
        ("1. a\n\n[§1 (a)] b\n\n[§2 1.] c", [("1.", "1", 0), ("(a)", "(a)", 0), ("1.", "(a).1", 1)]),
        ("1. a\n\n[§1 1.] b\n\n(a) c\n\n[§1 2.] d", [("1.", "1", 0), ("1.", "list 2 1", 0), ("(a)", "list 2 1(a)", 1), ("2.", "list 2 2", 0)]),
        ("1. a\n\n(a) b\n\n[§2 (a)] c\n\n2. d", [("1.", "1", 0), ("(a)", "1(a)", 1), ("(a)", "list 2 1(a)", 1), ("2.", "2", 0)]),
        ("# Annex 2\n\n1. a\n\n[§1 1.] b", [("1.", "annex 2 1", 0), ("1.", "annex 2 list 2 1", 0)]),
        ("1. a\n\n1.1 B\n\n[§1 1.] c\n\n[§2 1.1] d", [("1.", "1", 0), ("1.1", "1.1", 1), ("1.", "list 2 1", 0), ("1.1", "list 2 1.1", 1)]),
        ("[§1 \\[1\\]] a", [("[1]", "1", 0)]),
        ("\\[§2 B1)\\] a", [("B1)", "b1", 1)]),
    ],
)
def test_a_number_may_say_its_level_and_be_there_again(body: str, expected: list[tuple[str, str, int]]) -> None:
    provisions = [block for block in parse(body) if block.kind is BlockKind.PROVISION]
    assert [(block.number, block.label, block.level) for block in provisions] == expected
    assert problems(body) == []


def test_a_number_that_does_not_say_its_level_is_there_once() -> None:
    assert [problem.code for problem in problems("1. a\n\n[§ 1.] b")] == ["repeated_number"]


@pytest.mark.parametrize("body", ["[§0 1.] a", "[§10 1.] a", "[§2] a", "[§2a 1.] a", "[§ 2", "[§2 x]y"])
def test_what_only_resembles_a_level_is_text(body: str) -> None:
    assert [block.kind for block in parse(body)] == [BlockKind.PARAGRAPH]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("list 2 1(a)", "Provision 1(a) of list 2"),
        ("annex 2 list 3 1", "Provision 1 of list 3 of annex 2"),
        ("annex list 2 1", "Provision 1 of list 2 of the annex"),
    ],
)
def test_the_name_of_a_provision_of_another_list(label: str, name: str) -> None:
    assert name_of(label).text("en") == name
