"""Bringing an earlier text back, and undoing the last change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.drafting import draft_revision_queries
from coalition.drafting.errors import NoSuchRevision, NothingBefore, SavedAfter
from coalition.drafting.provision_texts import with_keys
from coalition.drafting.working_texts import working_on
from coalition.memoranda.errors import ChangedMeanwhile
from coalition.memoranda.recording_revisions import changing
from coalition.memoranda.tables import RevisionKind
from coalition.steps import Steps
from coalition.text.blocks import other_labels
from coalition.text.passages import split
from coalition.text.provision_keys import Known, keys_for
from coalition.text.sources import StoredBlock

if TYPE_CHECKING:
    from coalition.drafting.forms import ReturnForm
    from coalition.drafting.working_texts import WorkingText
    from coalition.memoranda.recording_revisions import Recorded
    from coalition.memoranda.tables import Memorandum


class Undone(Struct, frozen=True):
    """A change of a text that was undone: the id of the memorandum, and the name of the change."""

    memorandum: int
    change: str


_steps: Steps[Undone] = Steps()
when_undone = _steps.add


async def return_revision(memorandum: Memorandum, language: str, number: int, form: ReturnForm) -> None:
    """Let a text say what one of its revisions says, with the provisions of that time; that is a new revision.

    Raises:
        NoSuchRevision: the text has no such revision.
        ChangedMeanwhile: somebody saved the text after `form.version`.
        TextFrozen, WasAbandoned, ProvisionRemoved: the text cannot be changed.

    """
    async with working_on(memorandum) as texts:
        text = texts.language(language)
        content = await draft_revision_queries.content_of(text.wording.id, number)
        if content is None:
            raise NoSuchRevision
        if text.wording.version != form.version:
            raise ChangedMeanwhile
        with changing(RevisionKind.BROUGHT_BACK):
            await texts.store(text.wording, content.title, content.body, blocks_of(content, text))


async def undo_change(memorandum: Memorandum, change: str) -> str:
    """Undo a change in all languages that it changed; return the name of that change, which can be undone too.

    Raises:
        NoSuchRevision: the draft has no such change.
        SavedAfter: somebody saved one of the texts after it.
        NothingBefore: it began a text.
        TextFrozen, WasAbandoned: one of the texts cannot be changed.

    """
    async with working_on(memorandum) as texts:
        wordings = {text.wording.id: text for text in texts.languages.values()}
        lines = await draft_revision_queries.revisions_of_change([*wordings], change)
        if not lines:
            raise NoSuchRevision
        for line in lines:
            texts.check(line.language)
            if wordings[line.wording].wording.version != line.number:
                raise SavedAfter
        with changing(RevisionKind.UNDONE, lines[0].provision) as undoing:
            for line in lines:
                content = await draft_revision_queries.content_of(line.wording, line.number - 1)
                if content is None:
                    raise NothingBefore
                text = wordings[line.wording]
                await texts.store(text.wording, content.title, content.body, blocks_of(content, text))
        await _steps.run(Undone(memorandum.id, change))
    return undoing.id


def blocks_of(content: Recorded, text: WorkingText) -> list[StoredBlock]:
    """Return the blocks of a revision with the keys of its time; where older rules divided it, those keys by which it can be recognised."""
    both = content.blocks
    if blocks := with_keys(both, content.keys):
        return blocks
    known = [Known(stored.key, stored.block.label, place) for place, stored in enumerate(text.blocks)]
    keys = keys_for([block for block, _ in both], known, other_labels(split(content.body)))
    return [StoredBlock(key, block, lines) for key, (block, lines) in zip(keys, both, strict=True)]
