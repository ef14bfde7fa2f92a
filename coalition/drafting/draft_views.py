"""A draft as the pages of its outline show it: every provision in order, with what stands in its margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.drafting import draft_revision_queries, unsaved_queries
from coalition.drafting.provision_texts import ProvisionText, texts_of
from coalition.memoranda import edition_queries
from coalition.memoranda.wording import is_editable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.drafting.draft_revision_queries import RevisionLine
    from coalition.memoranda.tables import Edition, Memorandum, Wording
    from coalition.text.sources import StoredBlock

_LAST = 6


class Margin(Struct, frozen=True):
    """What stands beside a provision: whether others changed it since the reader last saved, languages without it, and unsaved words of theirs."""

    changed: bool
    missing: Sequence[str]
    unsaved: bool


class LastChange(Struct, frozen=True):
    """One of the last changes: its revisions, one for each language, and whether it can be undone."""

    lines: Sequence[RevisionLine]
    can_be_undone: bool

    @property
    def line(self) -> RevisionLine:
        """The revision that stands for all of them."""
        return self.lines[0]


class DraftView(Struct, frozen=True):
    """One language of a draft for one reader; `others_saved_all` says that somebody else saved the whole text since they last saved."""

    edition: Edition
    wordings: Sequence[Wording]
    wording: Wording
    blocks: Sequence[StoredBlock]
    margins: Mapping[str, Margin]
    last_own: int
    others_saved_all: bool
    editable: bool


async def draft_view(memorandum: Memorandum, code: str, person: int) -> DraftView | None:
    """Return one language of the edition that is worked on, the first authentic one with a text if `code` is empty; None if it has no text."""
    edition = await edition_queries.edition_worked_on(memorandum.id)
    wordings = await edition_queries.wordings(edition.id)
    wording = next((each for each in wordings if each.language == code or not code), None)
    if wording is None:
        return None
    blocks = await edition_queries.blocks_of(wording.id)
    others = await edition_queries.keys_in([each.id for each in wordings if each.id != wording.id])
    keys = {each.language: others[each.id] for each in wordings if each.id in others}
    unsaved = await unsaved_queries.places_unsaved(edition.id, person)
    last_own = await draft_revision_queries.last_own_number(wording.id, person)
    changed, all_of_it = await draft_revision_queries.changed_after(wording.id, last_own) if last_own else (set(), False)
    margins = {
        stored.key: Margin(
            stored.key in changed,
            [language for language, own in keys.items() if stored.key not in own],
            (wording.language, stored.key) in unsaved,
        )
        for stored in blocks
    }
    editable = is_editable(memorandum, edition, wording.language)
    return DraftView(edition, wordings, wording, blocks, margins, last_own, all_of_it, editable)


async def last_changes(wordings: Sequence[Wording]) -> list[LastChange]:
    """Return the last changes of a draft, newest first; one can be undone while nobody saved one of its texts after it."""
    versions = {wording.id: wording.version for wording in wordings}
    changes: dict[str, list[RevisionLine]] = {}
    for line in await draft_revision_queries.last_revisions([*versions], _LAST * len(wordings)):
        changes.setdefault(line.change, []).append(line)
    return [
        LastChange(lines, all(versions[line.wording] == line.number and line.number > 1 for line in lines)) for lines in [*changes.values()][:_LAST]
    ]


async def working_wording(memorandum: Memorandum, code: str) -> Wording | None:
    """Return the text in one language of the edition that is worked on."""
    edition = await edition_queries.edition_worked_on(memorandum.id)
    return await edition_queries.wording(edition.id, code)


async def saved_provision(memorandum: Memorandum, code: str, key: str) -> ProvisionText | None:
    """Return a provision in one language of the edition that is worked on."""
    wording = await working_wording(memorandum, code)
    return texts_of(wording.title, wording.body, await edition_queries.blocks_of(wording.id)).get(key) if wording else None
