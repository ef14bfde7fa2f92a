"""Sentences that cite a provision by its number: they are not changed when the number is another one, only named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.text.sources import StoredBlock

# The words that stand before the number of a provision in a sentence, in the languages of the interface and their neighbours.
_WORDS = (
    r"provisions?|articles?|paragraphs?|sections?|clauses?|points?|§§?|пункт\w*|стать\w*|раздел\w*|п\.|ст\.|абзац\w*|"
    r"المادة|المواد|الفقرة|الفقرات|البند|البنود|artikkel\w*|punkt\w*|paragraf\w*|avsnitt\w*|ledd\w*"
)
_CITATION = re.compile(rf"(?<!\w)(?:{_WORDS})\s*(?P<numbers>[\d٠-٩][\d٠-٩.,()\sa-zа-яأ-ي]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[\d٠-٩]+(?:\.[\d٠-٩]+)*")


def citing(blocks: Sequence[StoredBlock], numbers: Mapping[str, str]) -> list[str]:
    """Return the keys of the passages that cite one of some numbers that are others now; `numbers` are the former ones and those of today."""
    former = {match[0] for number in numbers if (match := _NUMBER.search(number))}
    return [stored.key for stored in blocks if former.intersection(_cited(stored.block.markdown))]


def _cited(markdown: str) -> Iterable[str]:
    return (number for match in _CITATION.finditer(markdown) for number in _NUMBER.findall(match["numbers"]))
