"""The texts of an edition with their provisions: as they are saved now, in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.drafting.agreement_queries import blocks_of_wordings
from coalition.drafting.provision_texts import texts_of
from coalition.memoranda import edition_queries
from coalition.text.sources import StoredBlock, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coalition.drafting.provision_texts import ProvisionText
    from coalition.memoranda.tables import Edition


class TextInLanguage(Struct):
    """One language: the version of its wording, and the id of that; a copy has none, and its blocks, with these `keys`, are read when asked for."""

    language: str
    version: int
    title: str
    body: str
    keys: Sequence[str] = ()
    wording: int = 0
    stored: Sequence[StoredBlock] | None = None
    provisions_read: Mapping[str, ProvisionText] | None = None

    @property
    def blocks(self) -> Sequence[StoredBlock]:
        """The blocks with their keys, in order."""
        if self.stored is None:
            self.stored = [StoredBlock(key, block, lines) for key, (block, lines) in zip(self.keys, read(self.body), strict=False)]
        return self.stored

    @property
    def provisions(self) -> Mapping[str, ProvisionText]:
        """The provisions by key, in order, the title first."""
        if self.provisions_read is None:
            self.provisions_read = texts_of(self.title, self.body, self.blocks)
        return self.provisions_read


class EditionTexts(Struct):
    """The texts of an edition, by language, authentic ones first; `edition` is its number."""

    edition: int
    languages: Mapping[str, TextInLanguage] = field(default_factory=dict)

    def provision(self, language: str, key: str) -> ProvisionText | None:
        """Return a provision in a language; None if that does not have it."""
        text = self.languages.get(language)
        return text.provisions.get(key) if text else None

    @property
    def order(self) -> Mapping[str, int]:
        """The place of each provision: as in the first language that has it, after what stands before it there."""
        following: dict[str | None, str | None] = {None: None}  # by provision the next one; None is before the first and after the last
        for text in self.languages.values():
            before: str | None = None
            for stored in text.blocks:
                if stored.key not in following:
                    following[stored.key], following[before] = following[before], stored.key
                before = stored.key
        return {key: place for place, key in enumerate(_chained(following))}


def _chained(following: Mapping[str | None, str | None]) -> Iterator[str]:
    key = following[None]
    while key is not None:
        yield key
        key = following[key]


async def current_texts(memorandum_id: int) -> EditionTexts:
    """Return the texts of the edition that is worked on."""
    return await texts_of_edition(await edition_queries.edition_worked_on(memorandum_id))


async def texts_of_edition(edition: Edition) -> EditionTexts:
    """Return the texts of an edition, fixed or a draft (who may read it is asked before)."""
    wordings = await edition_queries.wordings(edition.id)
    blocks = await blocks_of_wordings([wording.id for wording in wordings])
    texts = [
        TextInLanguage(wording.language, wording.version, wording.title, wording.body, wording=wording.id, stored=blocks[wording.id])
        for wording in wordings
    ]
    return EditionTexts(edition.number, {text.language: text for text in texts})
