"""The authentic texts of an edition beside each other: which provision stands where, and where the languages do not match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.text.differences import TextVersion, changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.confirmation_queries import ComparedText
    from coalition.memoranda.tables import Provision, Wording
    from coalition.text.differences import Change
    from coalition.text.sources import StoredBlock


class Concordance(Struct, frozen=True):
    """The keys of the provisions in order, and by key the label in each language that has it."""

    languages: Sequence[str]
    labels: Mapping[str, Mapping[str, str]]

    def missing(self, key: str) -> list[str]:
        """Return the languages that do not have a provision."""
        return [language for language in self.languages if language not in self.labels[key]]

    def numbers_differ(self, key: str) -> bool:
        """Whether a provision has not the same number in all languages that have it."""
        return len(set(self.labels[key].values())) > 1

    @property
    def with_missing(self) -> list[str]:
        """The provisions that a language lacks."""
        return [key for key in self.labels if self.missing(key)]

    @property
    def with_other_numbers(self) -> list[str]:
        """The provisions whose numbers do not match."""
        return [key for key in self.labels if self.numbers_differ(key)]


def concordance(provisions: Sequence[Provision], blocks: Mapping[str, Sequence[StoredBlock]]) -> Concordance:
    """Return which provision stands in which language; `blocks` are those of each language, and provisions that none has are left out."""
    labels: dict[str, dict[str, str]] = {provision.key: {} for provision in provisions}
    for language, stored_blocks in blocks.items():
        for stored in stored_blocks:
            labels.setdefault(stored.key, {})[language] = stored.block.label
    return Concordance(list(blocks), {key: found for key, found in labels.items() if found})


def changes_since(
    wordings: Sequence[Wording],
    blocks: Mapping[str, Sequence[StoredBlock]],
    outdated: Mapping[str, Sequence[str]],
    compared: Mapping[int, Mapping[str, ComparedText]],
) -> dict[str, list[Change]]:
    """Return by language the provisions that changed since the first confirmation of another language that does not hold any more.

    `outdated` are the changed languages by each language to confirm, `compared` the texts of each confirmation, oldest first.
    """
    codes = {wording.id: wording.language for wording in wordings}
    before: dict[str, ComparedText] = {}
    for wording_id, texts in compared.items():
        for language in outdated.get(codes.get(wording_id, ""), ()):
            if language in texts:
                before.setdefault(language, texts[language])
    now = {wording.language: TextVersion(wording.title, wording.body, blocks.get(wording.language, ())) for wording in wordings}
    return {language: changes(text.version, now[language]) for language, text in before.items()}
