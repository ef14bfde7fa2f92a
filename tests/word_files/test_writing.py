"""A text as a Word file: what is printed is what is cited, in every script; nothing of the machine is in it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from coalition.text.html import plain
from coalition.text.provisions import parse
from coalition.word_files import writing_numbers
from coalition.word_files.writing_files import Paper, word_file
from tests import factories
from tests.mutants import mutated
from tests.word_files.word_reader import R, W, labels, part, read, words

LAYOUTS = {path.stem: path.read_text() for path in sorted((Path(__file__).parents[1] / "text" / "layouts").glob("*.md"))}
TEXTS = LAYOUTS | {f"factory_{language}": body for language, (_, body) in factories.TEXTS.items()}


def language_of(name: str) -> str:
    ending = name.rpartition("_")[2]
    return ending if len(ending) == 2 else "en"


def written(body: str, language: str = "en", **paper: object) -> bytes:
    return word_file("Title", parse(body), Paper(language, **paper))


def numbers(body: str) -> list[str]:
    return [block.number for block in parse(body) if block.number]


@pytest.mark.parametrize("name", TEXTS)
def test_every_number_is_printed_as_it_is_written_and_no_word_is_lost(name):
    body = TEXTS[name]
    content = written(body, language_of(name))
    assert labels(content) == numbers(body)
    said = "".join("".join((item[1], words(item))) if isinstance(item, tuple) else words(item) for item in read(content))
    assert letters(f"Title{plain(parse(body))}".replace("|", "")) - letters(said.replace("|", "")) <= {"[", "]", "(", ")"}


def letters(text: str) -> set[str]:
    return {character for character in text if not character.isspace()}


@pytest.mark.parametrize(
    "numbering",
    [
        ["1.", "2.", "3."],
        ["1.", "1.1", "1.2", "2.", "2.1", "2.1.1", "2.1.2", "10.", "10.1"],
        ["1.", "(a)", "(b)", "2.", "(a)", "(i)", "(ii)", "(b)"],
        ["1.", "(h)", "(i)", "(j)"],
        ["1.", "(c)", "2.", "(v)", "(w)", "3.", "(v)", "(vi)"],
        ["1)", "а)", "б)", "в)", "2)", "а)"],
        ["المادة 1", "أ)", "ب)", "ج)", "المادة 2", "أ)", "ب)"],
        ["١.", "٢.", "هـ)"],
        ["Article 1.", "1.", "2.", "Article 2.", "1."],
        ["5.", "7.", "9.", "10."],
        ["5.", "5 bis.", "5a.", "6."],
        ["§ 01", "§ 02", "§ 10"],
        ["Recommendation 1.", "Recommendation 2.", "B1)", "B2)", "OP2 bis."],
        ["II.", "IV.", "III."],
        ["4. (1)", "(2)", "5. (1)"],
        ["3-1", "100 %2", "Æ)", "2013.", "00012345"],
        ["(y)", "(z)", "(aa)", "(bb)"],
        ["ш)", "щ)", "э)", "ю)"],
    ],
)
def test_what_is_printed_is_what_is_cited(numbering):
    body = "\n\n".join(f"[§ {number}] Text." for number in numbering)
    content = written(body)
    printed = [item[1] or words(item).removesuffix(" Text.") for item in read(content)[1:]]
    assert printed == numbers(body) == numbering


def test_arabic_letters_and_single_letters_are_counted_as_word_counts_them():
    levels = part(written("1. One.\n\nأ) First.\n\nب) Second.\n\n2. Two.\n\nc) Alone.\n"), "word/numbering.xml").findall(f"{W}abstractNum/{W}lvl")[9:]
    formats = [(level.find(f"{W}numFmt").get(f"{W}val"), level.find(f"{W}start").get(f"{W}val")) for level in levels]
    assert formats == [("decimal", "1"), ("arabicAbjad", "1"), ("lowerLetter", "3")]


def test_the_indent_of_a_list_says_its_level():
    levels = part(written("§ 3 a. One.\n\n2.1 Two.\n\n(a) Three.\n"), "word/numbering.xml").findall(f"{W}abstractNum/{W}lvl")[9:]
    assert [level.find(f"{W}pPr/{W}ind").get(f"{W}left") for level in levels] == ["567", "1134", "1701"]


def test_numbers_of_one_style_are_one_list_that_word_goes_on_counting():
    content = written("1. One.\n\n(a) First.\n\n(b) Second.\n\n2. Two.\n\n(a) First again.\n\n3. Three.\n")
    definitions = part(content, "word/numbering.xml").findall(f"{W}abstractNum")
    assert [len(each.findall(f"{W}lvl")) for each in definitions] == [9, 2]


def test_a_mutated_build_that_goes_on_with_any_list_prints_other_numbers():
    wrong = mutated(writing_numbers, "if each.fits(level, expected)), None)", "if True), None)")
    lists = wrong["Lists"]()
    ids = {lists.place(0, (number, number))[0] for number in ("1.", "2.", "5.")}
    right = writing_numbers.Lists()
    assert len(ids) < len({right.place(0, (number, number))[0] for number in ("1.", "2.", "5.")})


MARKUP = """Recalling[^1] the **law** of [Kyiv](https://example.org/a?b=c&d=e)[^*], and again[^1],

1. *First*,
with a line\\
that breaks

second paragraph

- one
- two

  below two
  - deeper

> quoted
>
> - in a quotation

| Who | When |
| :-- | --: |
| **A**[^3] | 2013 |

2.

- only a list

[^1]: The first, see [there](mailto:ada@example.org).

[^*]: Of its own mark.

[^3]: In a table.

[^lost]: Nothing cites it.
"""


def test_notes_tables_lists_quotations_links_and_emphasis_stay():
    items = read(written(MARKUP))
    assert [(item[0], item[1], words(item)) if isinstance(item, tuple) else words(item) for item in items] == [
        ("Title", "", "Title"),
        ("BodyText", "", "Recalling the law of Kyiv, and again1,"),
        ("Provision", "1.", "First, with a linethat breaks"),
        ("ProvisionText", "", "second paragraph"),
        ("ListBullet", "•", "one"),
        ("ListBullet", "•", "two"),
        ("ListContinue", "", "below two"),
        ("ListBullet", "•", "deeper"),
        ("Quote", "", "quoted"),
        ("Quote", "•", "in a quotation"),
        "Who|When|A|2013",
        ("Provision", "2.", ""),
        ("ListBullet", "•", "only a list"),
        ("FootnoteText", "", "[lost] Nothing cites it."),
    ]


def test_notes_are_counted_by_the_file_or_have_their_own_mark():
    items = read(written(MARKUP))
    notes = [(run[1], words(run[2][0])) for item in items if isinstance(item, tuple) for run in item[2] if run[0] == "note"]
    in_table = [run[1] for item in items if isinstance(item, list) for row in item for cell in row for run in cell[0][2] if run[0] == "note"]
    assert notes == [("1", " The first, see there."), ("*", "* Of its own mark.")]
    assert in_table == ["3"]
    root = part(written(MARKUP), "word/document.xml")
    assert [field.text for field in root.iter(f"{W}instrText")] == [" NOTEREF _Note1 \\h "]
    relations = [each for name in ("document", "footnotes") for each in part(written(MARKUP), f"word/_rels/{name}.xml.rels")]
    links = [each.get("Target") for each in relations if each.get("TargetMode")]
    assert links == ["https://example.org/a?b=c&d=e", "mailto:ada@example.org"]


def test_bold_and_italic_are_said_for_both_kinds_of_scripts():
    runs = read(written("إن **المنظمات** *الموقعة*\n", "ar"))[1][2]
    assert [run[0] for run in runs if run[0]] == [["b", "bCs"], ["i", "iCs"]]


def test_arabic_runs_from_right_to_left_and_numbers_in_it_do_not():
    root = part(written("1. وفقا للمادة 3(a) من COVID-19 اتفق.\n", "ar"), "word/document.xml")
    runs = [(run.find(f"{W}t").text, run.find(f"{W}rPr/{W}rtl") is not None) for run in root.iter(f"{W}r") if run.find(f"{W}t") is not None]
    assert runs[1:] == [("وفقا للمادة ", True), ("3(a)", False), (" من ", True), ("COVID-19", False), (" اتفق.", True)]
    assert all(paragraph.find(f"{W}pPr/{W}bidi") is not None for paragraph in root.iter(f"{W}p"))
    numbering = part(written("1. نص.\n", "ar"), "word/numbering.xml")
    assert numbering.findall(f"{W}abstractNum")[1].find(f"{W}lvl/{W}rPr/{W}rtl") is not None
    style = part(written("نص.\n", "ar"), "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert style.get(f"{W}bidi") == "ar-SA"


def test_equal_texts_give_equal_bytes_that_say_nothing_of_author_or_machine():
    content = written(TEXTS["factory_ru"], "ru", mark="Проект")
    assert content == written(TEXTS["factory_ru"], "ru", mark="Проект")
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert (properties.title, properties.language, properties.author, properties.last_modified_by) == ("Title", "ru", "", "")
    assert properties.created is None


def test_the_mark_stands_above_every_page_and_lines_are_numbered_only_if_asked():
    plainly, numbered = written("Text.\n", mark="Draft of today"), written("Text.\n", has_line_numbers=True)
    assert "".join(part(plainly, "word/header1.xml").itertext()) == "Draft of today"
    assert [part(each, "word/document.xml").find(f".//{W}lnNumType") is not None for each in (plainly, numbered)] == [False, True]
    assert part(plainly, "word/document.xml").find(f".//{W}headerReference").get(f"{R}id") == "rIdheader1"


def test_characters_that_xml_cannot_hold_are_replaced():
    assert words(read(word_file("A\x0bB", parse("C\ufffeD"), Paper("en")))[0]) == "A\ufffdB"
