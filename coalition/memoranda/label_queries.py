"""Reading the labels of provisions: the one that every language shares, and those that the texts of an edition write otherwise."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.database import among, at_once, prepared
from coalition.memoranda.tables import Placement, Provision, WordingStatus
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.text.blocks import BlockKind
from coalition.text.provisions import name_of
from coalition.text.written_labels import AUTHENTIC, labels_as_written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from piccolo.query import Select

    from coalition.languages import Message
    from coalition.memoranda.tables import Wording
    from coalition.text.sources import StoredBlock

Written = dict[str, dict[str, str]]


class Labels(Struct, frozen=True):
    """The labels of provisions by key, the same in every language; `written` are those that texts write otherwise, by key and language."""

    shared: Mapping[str, str]
    written: Mapping[str, Mapping[str, str]]

    def name(self, key: str) -> Message:
        """Return the name of a provision, in each language as the text in that language writes its number."""
        return name_of(self.shared.get(key, key), self.written.get(key))

    def in_text(self, key: str, language: str) -> str:
        """Return the label of a provision as the text in one language writes it, whoever reads it."""
        return self.written.get(key, {}).get(language) or self.shared.get(key, key)


async def labels_of(edition_ids: Collection[int], languages: Collection[str] = SUPPORTED_LANGUAGES) -> Labels:
    """Return the labels of the provisions of some editions; a provision that was renumbered has its latest label.

    Of the texts, those in `languages` are read, and the first authentic one.
    """
    rows = await Provision.select(Provision.key, Provision.label).where(among(Provision.edition, edition_ids)).order_by(Provision.edition)
    return Labels({row["key"]: row["label"] for row in rows}, await written_in(edition_ids, languages))


async def labels_of_draft(
    edition_id: int, wordings: Sequence[Wording], language: str, known: Mapping[int, Sequence[StoredBlock]] | None = None
) -> Labels:
    """Return the labels of an edition whose wordings were read, as a page in one language shows them.

    Only the text in that language and the first authentic one are read, if their blocks are not `known` by the id of the wording.
    """
    shared = {row["key"]: row["label"] for row in await _shared(edition_id)}
    texts = sorted(wordings, key=lambda wording: wording.id)
    first = next((wording for wording in texts if wording.status == WordingStatus.AUTHENTIC), None)
    asked = [wording for wording in texts if wording is first or wording.language == language]
    rows = {wording.id: _numbered(known[wording.id]) for wording in asked if known and wording.id in known}
    rows |= await _numbers([wording.id for wording in asked if wording.id not in rows])
    return Labels(shared, _written([(wording.language, wording is first, rows[wording.id]) for wording in asked]))


@prepared
def _shared(edition_id: int) -> Select[Provision]:
    return Provision.select(Provision.key, Provision.label).where(Provision.edition == edition_id)


async def _numbers(wording_ids: Sequence[int]) -> dict[int, list[Mapping[str, Any]]]:
    rows: dict[int, list[Mapping[str, Any]]] = {wording_id: [] for wording_id in wording_ids}
    if rows:
        columns = (Placement.wording, Placement.key, Placement.number, Placement.label)
        these = among(Placement.wording, wording_ids) & (Placement.kind == BlockKind.PROVISION.value)
        for row in await Placement.select(at_once(*columns)).where(these).order_by(Placement.position):
            rows[row["wording"]].append(row)
    return rows


def _numbered(blocks: Iterable[StoredBlock]) -> list[Mapping[str, Any]]:
    numbered = ((stored.key, stored.block) for stored in blocks if stored.block.kind is BlockKind.PROVISION)
    return [{"key": key, "number": block.number, "label": block.label} for key, block in numbered]


async def written_in(edition_ids: Collection[int], languages: Collection[str] = SUPPORTED_LANGUAGES) -> Written:
    """Return by key and language how texts of some editions write labels, where that is not the label which every language shares.

    The first authentic text stands under `AUTHENTIC` too: it is what readers of other languages have.
    """
    wording: Any = Placement.wording
    of_wording = (wording.edition.as_alias("edition"), wording.language.as_alias("language"), wording.status.as_alias("status"))
    columns = (Placement.key, Placement.number, Placement.label, Placement.wording, *of_wording)
    these = among(wording.edition, edition_ids) & (Placement.kind == BlockKind.PROVISION.value)
    rows = await Placement.select(*columns).where(these).order_by(wording.edition).order_by(Placement.wording).order_by(Placement.position)
    written: Written = defaultdict(dict)
    for _, of_edition in groupby(rows, itemgetter("edition")):
        written |= _of_edition(of_edition, languages)
    return written


def _of_edition(rows: Iterable[Mapping[str, Any]], languages: Collection[str]) -> Written:
    """Return the same for the rows of one edition, which stand together by wording, in the order of the text."""
    first = ""
    texts: list[tuple[str, bool, list[Mapping[str, Any]]]] = []
    for _, group in groupby(rows, itemgetter("wording")):
        of_text = list(group)
        language, is_authentic = of_text[0]["language"], of_text[0]["status"] == WordingStatus.AUTHENTIC
        first = first or (language if is_authentic else "")
        if language in languages or language == first:
            texts.append((language, language == first, of_text))
    return _written(texts)


def _written(texts: Iterable[tuple[str, bool, Sequence[Mapping[str, Any]]]]) -> Written:
    """Return the same for texts: the language, whether it is the first authentic one, and its rows."""
    shared, by_language = dict[str, str](), dict[str, dict[str, str]]()
    for language, is_first, of_text in texts:
        as_written = labels_as_written((row["number"], row["label"]) for row in of_text)
        by_language[language] = {row["key"]: as_written[row["label"]] for row in of_text}
        shared |= {row["key"]: row["label"] for row in of_text}
        if is_first:
            by_language[AUTHENTIC] = by_language[language]
    return {key: _differing(key, label, by_language) for key, label in shared.items()}


def _differing(key: str, label: str, by_language: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return a label by language; nothing if every text writes it as every language shares it."""
    own = {language: labels[key] for language, labels in by_language.items() if key in labels}
    return own if set(own.values()) - {label} else {}
