"""Texts as people lay them out: every number is recognised and gets its label, in every script.

Beside each text in `layouts/` stands a file with the number of each provision as it is written, and its label; a question mark
behind it says that the editor is asked whether it is a number.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.characters import clean
from coalition.text import blocks, numbering, passages
from coalition.text.blocks import BlockKind
from coalition.text.provisions import answered, normalised, parse, problems, uncertain_lines
from tests.mutants import mutated

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.md"))
INSERTED = ["Words are added.", "- a point", "> a quotation", "17 people came."]


def cleaned(path: Path) -> str:
    """Return a text as the desk takes it."""
    text, _ = clean(path.read_text())
    return text


def provisions(body: str) -> list[str]:
    return [f"{block.number}\t{block.label}" for block in parse(body) if block.kind is BlockKind.PROVISION]


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_every_number_has_its_label(path: Path) -> None:
    expected = [line.removesuffix("\t?") for line in path.with_suffix(".labels").read_text().splitlines()]
    asked = [line.partition("\t")[0] for line in path.with_suffix(".labels").read_text().splitlines() if line.endswith("?")]
    assert [line.text.partition(" ")[0] for line in uncertain_lines(cleaned(path))] == asked
    body = answered(cleaned(path), None, is_number=True)
    assert provisions(body) == expected
    assert (problems(body), uncertain_lines(body)) == ([], [])
    assert len({block.label for block in parse(body)}) == len(parse(body))


@settings(max_examples=40)
@given(st.sampled_from(LAYOUTS), st.data())
def test_labels_stay_when_other_words_change(path: Path, data: st.DataObject) -> None:
    """Words that are added at the end of a passage, or a passage without a number, change no label of a provision."""
    body = normalised(answered(cleaned(path), None, is_number=True))
    lines = body.splitlines()
    numbers = {block.number for block in parse(body)}
    at = data.draw(st.sampled_from([index for index, line in enumerate(lines) if line and not line.startswith("#") and line not in numbers]))
    lines[at] += data.draw(st.sampled_from([" Further.", " и ещё", " وأيضا", " (a) 2. 3.1"]))
    assert provisions("\n".join(lines)) == provisions(body)
    place = data.draw(st.sampled_from([index for index, line in enumerate(lines) if not line]))
    text = data.draw(st.sampled_from(INSERTED))
    assert provisions("\n".join([*lines[:place], "", text, "", *lines[place:]])) == provisions(body)


def test_a_heading_resets_only_the_numbering_below_its_own_level() -> None:
    body = "# Article 1\n\n## Definitions\n\n1. a\n\n# Article 2\n\n## Scope\n\n1. b\n"
    assert [block.label for block in parse(body)] == ["heading 1", "heading 2", "1.1", "heading 3", "heading 4", "2.1"]
    assert provisions(body.replace("##", "#")) == provisions(body)
    assert provisions("Article 1\n\n## Definitions\n\n1. a\n\nArticle 2\n\n## Scope\n\n1. b") == [
        *("Article 1\t1", "1.\t1.1", "Article 2\t2", "1.\t2.1"),
    ]
    names = mutated(numbering, "self._path = self._path[:1] if self._in_article() else []\n            return", "self._path = []\n            return")
    broken = names["Numbering"](scoped=True)
    broken.heading(1, "Article 1")
    broken.heading(2, "Definitions")
    assert broken.place(passages.number_at("1. a")[0])[0] == "1"


@pytest.mark.parametrize(
    ("line", "as_number", "label"),
    [
        ("2013. It began.", "[§ 2013.] It began.", "2013"),
        ("17.02.2013 it began.", "[§ 17.02.2013] it began.", "17.02.2013"),
        ("17. mai 2013", "[§ 17.] mai 2013", "17"),
        ("А. Иванов", "[§ А.] Иванов", "(a)"),
        ("1.5 million people", "[§ 1.5] million people", "1.5"),
        ("1.5 миллиона", "[§ 1.5] миллиона", "1.5"),
        ("II. Aims", "[§ II.] Aims", "II"),
        ("**II. Aims**", "[§ II.] **Aims**", "II"),
        ("Article 5 Costs", "[§ Article 5] Costs", "5"),
        ("Статья 5 Устава", "[§ Статья 5] Устава", "5"),
        ("§ 5 Formål", "[§ § 5] Formål", "5"),
        ("7.text", "[§ 7.] text", "7"),
        ("(aa) x", "[§ (aa)] x", "(aa)"),
        ("ა.ა) x", "[§ ა.ა)] x", "a.a"),
        ("3-1 The Parties", "[§ 3-1] The Parties", "3-1"),
        ("٣-١ تدخل المذكرة حيز النفاذ", "[§ ٣-١] تدخل المذكرة حيز النفاذ", "3-1"),
        ("2-1-modda. Qo'shimcha", "[§ 2-1-modda.] Qo'shimcha", "2-1-modda"),
        ("ґ) радять", "[§ ґ)] радять", "g"),
        ("п. 1. Первый", "[§ п. 1.] Первый", "p.-1"),
        ("Чл. 3. Страните", "[§ Чл. 3.] Страните", "chl.-3"),
        ("II", "[§ II] ", "II"),
        ("A.1 The list", "[§ A.1] The list", "a.1"),
        ("OP2 bis. Requests", "[§ OP2 bis.] Requests", "op2-bis"),
        ("B1) Access", "[§ B1)] Access", "b1"),
        ("Recommendation 1. States", "[§ Recommendation 1.] States", "recommendation-1"),
        ("Принцип 2: участие", "[§ Принцип 2:] участие", "printsip-2"),
        ("المبدأ ٢: المشاركة", "[§ المبدأ ٢:] المشاركة", "lmbd-2"),
    ],
)
def test_what_is_uncertain_is_asked_and_the_answer_stands_in_the_text(line: str, as_number: str, label: str) -> None:
    (asked,) = uncertain_lines(f"We agree:\n\n{line}\n")
    assert (asked.line, asked.text, asked.as_number, asked.as_text) == (3, line, as_number, f"[§] {line}")
    assert not provisions(line)
    number, text = (answered(line, 1, is_number=answer) for answer in (True, False))
    assert (uncertain_lines(number), uncertain_lines(text)) == ([], [])
    assert [part.partition("\t")[2] for part in provisions(number)] == [label]
    assert [block.markdown for block in parse(text)] == [line]


@pytest.mark.parametrize(
    "body",
    [
        *("Article 5 of the Covenant", "المادة 5 من العهد", "(or) else", "(s)he may", "- 2013. a", "> 2013. a", "5-page a", "In\n2013. it began"),
        *("5-10 people came", "Recommendation 1 of the Committee", "Tirsdag 17. mai 2013", "NATO", "(see A.1)", "On 17. they met"),
        *("Annex I lists the members.", "# Annex I", "Part of the text", "В гл. 3 сказано", "п. 1 настоящего меморандума"),
        *("1. a\n\n[§ 2] b\n\n3. c", "1. a\n\n1.1 b\n\n1.2 c", "[§] 2013. a"),
    ],
)
def test_what_is_certain_is_not_asked(body: str) -> None:
    assert uncertain_lines(body) == []


@pytest.mark.parametrize("line", ["ANNEX I", "Приложение № 1", "ملحق رقم 1", "Vedlegg 1: Deltakere", "Annexe 1 – Liste"])
def test_a_line_that_reads_like_the_heading_of_an_annex_is_asked(line: str) -> None:
    body = f"Article 9\n\nIt ends.\n\n{line}\n\n1. The list.\n"
    (asked,) = uncertain_lines(body)
    assert (asked.text, asked.as_number, asked.as_text) == (line, f"# {line}", f"[§] {line}")
    assert [label.partition("\t")[2] for label in provisions(answered(body, 5, is_number=False))] == ["9", "9.1"]
    assert [label.partition("\t")[2] for label in provisions(answered(body, 5, is_number=True))] == ["9", "annex 1 1"]
    assert uncertain_lines(answered(body, 5, is_number=True)) == []


def test_a_line_that_may_be_a_lost_number_is_asked() -> None:
    assert [line.line for line in uncertain_lines("1. a;\n2. b;\n4. d")] == [3]
    assert [line.line for line in uncertain_lines("1. A\n2. B\n4. D")] == [3]
    assert [line.line for line in uncertain_lines("2013. a\n\n2014. b\n\nc")] == [1, 3]
    assert uncertain_lines(answered("2013. a\n\n2014. b\n\nc", None, is_number=False)) == []
    assert [line.line for line in uncertain_lines("OP1. Calls upon States;\nOP2. Asks them;\nof Annex\nA.1 It ends.")] == [1, 2]


def test_letters_go_on_after_the_last() -> None:
    latin = [f"({chr(code)}) x" for code in range(ord("a"), ord("z") + 1)]
    assert provisions("\n".join([*latin, "(aa) x", "(bb) x"]))[-2:] == ["(aa)\t(aa)", "(bb)\t(bb)"]
    assert provisions("\n".join([*latin, "(aa) x", "(ab) x"]))[-2:] == ["(aa)\t(aa)", "(ab)\t(ab)"]
    russian = [f"{letter}) x" for letter in "абвгдежзиклмнопрстуфхцчшщэюя"]
    assert provisions("\n".join([*russian, "аа) x", "бб) x"]))[-2:] == ["аа)\t(ac)", "бб)\t(ad)"]


def test_a_number_that_is_used_twice_is_refused_with_both_lines() -> None:
    (problem,) = problems("1. a\n\nArticle 5. b\n\nСтатья 5. c")
    assert (problem.line, problem.message.text("en")) == (5, "The number Статья 5. is used twice, on lines 3 and 5.")


def test_numbers_begin_anew_in_sections_with_a_number_only() -> None:
    assert provisions("# I. A\n\n1. a\n\n# II. B\n\n1. b") == ["1.\tI.1", "1.\tII.1"]
    assert provisions("# I. A\n\n1. a\n\n# II. B\n\n2. b") == ["1.\t1", "2.\t2"]
    assert provisions("# Часть 2\n\n1. a\n\n# الفصل الثالث\n\n١. b") == ["1.\tII.1", "١.\tIII.1"]
    assert [problem.code for problem in problems("# A\n\n1. a\n\n# B\n\n1. b")] == ["repeated_number"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *(("Annex 1", "Annex 2"), ("Schedule 1", "Schedule No. 2"), ("الملحق رقم 1", "الملحق الثاني"), ("დანართი 1", "დანართი 2")),
        *(("Հավելված 1", "Հավելված 2"), ("1-қосымша", "2-қосымша"), ("1-тиркеме", "2-тиркеме"), ("1-ilova", "2-ilova"), ("Anexo I", "Anexo II")),
    ],
)
def test_annexes_of_many_languages_number_anew(first: str, second: str) -> None:
    body = f"1. a\n\n# {first}\n\n1. b\n\n# {second}\n\n1. c"
    assert [line.partition("\t")[2] for line in provisions(body)] == ["1", "annex 1 1", "annex 2 1"]
    assert problems("1. a\n\n# Schedule of meetings\n\n1. b")[0].code == "repeated_number"


@pytest.mark.parametrize(("first", "second"), [("Titre I", "Titre II"), ("თავი I", "თავი II"), ("1-тарау", "2-тарау"), ("أولاً: أ", "ثانياً: ب")])
def test_parts_of_many_languages_number_anew(first: str, second: str) -> None:
    assert [line.partition("\t")[2] for line in provisions(f"# {first}\n\n1. b\n\n# {second}\n\n1. c")] == ["I.1", "II.1"]


def test_a_build_that_guesses_or_forgets_is_caught() -> None:
    guessing = mutated(passages, "return number.when is not When.NEVER, number.when is When.NEVER", "return True, False")
    assert isinstance(guessing["split"]("1.5 million")[0].mark, passages.Number) is False
    assert [passage.mark is None for passage in guessing["split"]("А. Иванов")] == [False]
    forgetting = mutated(blocks, "if labels.restarts else blocks", "if False else blocks")
    labels = [block.label for block, _ in forgetting["located"](passages.split("# I. A\n\n1. a\n\n# II. B\n\n1. b"))]
    assert labels.count("1") == 2
