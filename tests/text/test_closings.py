"""A closing formula below the last provision is a paragraph of its own; texts on record stay as they were divided."""

from __future__ import annotations

import pytest

from coalition.text import blocks, closings
from coalition.text.blocks import Block, BlockKind
from coalition.text.closings import is_closing
from coalition.text.provisions import normalised, parse
from coalition.text.sources import StoredBlock, read, replaced, sources_of
from tests.mutants import mutated

DONE = "Done at Kyiv on 17 February 2013 in two originals."
TEXT = f"1. One.\n\n2. Two.\n\nTwo goes on.\n\n{DONE}\n\nFor the parties:\n"
FORMULAS = [
    DONE,
    "*Done in two originals, at Kyiv, this seventeenth day of February 2013*",
    "IN WITNESS WHEREOF, the undersigned have signed.",
    "Adopted in Kyiv, 17 February 2013",
    "Совершено в Киеве 17 февраля 2013 года в двух экземплярах.",
    "Принято в г. Киеве 17 февраля 2013 года",
    "В удостоверение чего нижеподписавшиеся подписали меморандум.",
    "Вчинено в Києві 17 лютого 2013 року",
    "حُرِّر في كييف في 17 شباط/فبراير 2013 من نسختين أصليتين.",
    "حرر بكييف في ١٧ فبراير ٢٠١٣",
    "وإثباتًا لذلك، وقّع المفوضون هذه المذكرة.",
    "Utferdiget i Oslo 17. februar 2013 i to eksemplarer.",
    "Til bekreftelse på dette har partene undertegnet.",
    "Fait à Kiev, le 17 février 2013",
    "Hecho en Kiev el 17 de febrero de 2013",
]


def divided(body: str) -> list[tuple[str, str]]:
    return [(block.label, block.markdown) for block in parse(body)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_closing_formula_is_recognised(formula: str) -> None:
    assert divided(f"1. One.\n\n{formula}\n") == [("1", "One."), ("paragraph 1", formula)]


@pytest.mark.parametrize(
    "text",
    ["Done at once.", "Adopted in 2013, it holds.", "Signed in two copies of 5 pages.", "Принято в 2013 году.", "Совершено верно.", "حررت المنظمات."],
)
def test_other_paragraphs_stay_in_their_provision(text: str) -> None:
    assert divided(f"1. One.\n\n{text}\n") == [("1", f"One.\n\n{text}")]


def test_only_the_end_of_a_text_is_its_closing() -> None:
    """A number after it, or no empty line before it, keeps it in its provision; an annex may follow."""
    assert divided(TEXT) == [("1", "One."), ("2", "Two.\n\nTwo goes on."), ("paragraph 1", DONE), ("paragraph 2", "For the parties:")]
    assert divided(f"1. One.\n\n{DONE}\n\n2. Two.") == [("1", f"One.\n\n{DONE}"), ("2", "Two.")]
    assert divided(f"1. One.\n{DONE}\n") == [("1", f"One.\n{DONE}")]
    assert [label for label, _ in divided(f"1. One.\n\n{DONE}\n\n## Annex\n\n1. A.\n")] == ["1", "paragraph 1", "heading 1", "annex 1"]


def test_without_its_rules_a_formula_joins_the_last_provision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "is_closing", mutated(closings, "match(plain) is not None", "match(plain) is False")["is_closing"])
    assert len(divided(TEXT)) == 2


def test_a_provision_on_record_keeps_its_closing_when_it_is_corrected() -> None:
    body = normalised(f"1. One.\n\n2. Two.\n\n{DONE}\n")
    old = Block(BlockKind.PROVISION, "2.", "2", 0, f"Two.\n\n{DONE}", rules=3)
    stored = [StoredBlock("p1", read(body)[0][0], "0-2"), StoredBlock("p2", old, "2-5")]
    for source in (sources_of(body, stored)[1].replace("Two", "Second"), sources_of(body, stored)[1].replace("Kyiv", "Kiev")):
        corrected = replaced(body, stored, 1, source)
        assert corrected
        assert [(each.key, each.block.label) for each in corrected[1]] == [("p1", "1"), ("p2", "2")]
        again = replaced(*corrected, 1, sources_of(*corrected)[1].replace("originals", "copies"))
        assert again
        assert again[0].endswith("2013 in two copies.\n")


def test_every_word_of_a_closing_can_be_corrected() -> None:
    body = normalised(TEXT)
    stored = [StoredBlock(f"k{at}", block, lines) for at, (block, lines) in enumerate(read(body))]
    for words in ("Done at Kiev on 17 February 2013.", "Drawn up in Kyiv."):
        corrected = replaced(body, stored, 2, words)
        assert corrected
        assert corrected[1][2].block.markdown == words
        assert [each.block.label for each in corrected[1]] == ["1", "2", "paragraph 1", "paragraph 2"]
    assert replaced(body, stored, 1, f"2. Two.\n\n{DONE}") is None
    assert is_closing(DONE)
