"""Saving a wording: the text of one language, its provisions aligned with the other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict, replace

from coalition import clock, trail
from coalition.database import one_of, prepared, put_all, transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.actions import Action, Situation, check, is_possible
from coalition.memoranda.confirming_wordings import note_confirmation
from coalition.memoranda.errors import ChangedMeanwhile, TextFrozen, UncertainLines
from coalition.memoranda.feed_titles import feed_follows_titles
from coalition.memoranda.public_changes import less_is_shown, record_changes
from coalition.memoranda.recording_revisions import changing, record_revision
from coalition.memoranda.searched_memoranda import let_memorandum_be_found
from coalition.memoranda.tables import Edition, Memorandum, Placement, Provision, RetiredProvision, RevisionKind, Wording, WordingStatus
from coalition.text.apart import apart_if_long
from coalition.text.blocks import RULES, other_labels
from coalition.text.passages import split
from coalition.text.provision_keys import Known, keys_for
from coalition.text.provisions import normalised, problems, uncertain_lines
from coalition.text.sources import StoredBlock, read
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piccolo.columns import Column
    from piccolo.query import Delete, Update

    from coalition.memoranda.forms import WordingForm
    from coalition.text.blocks import Block

# Problems that the desk shows to the editor; saving and publishing do not refuse them.
_ADVICE = frozenset({"missing_note", "uncited_note", "repeated_note", "table_without_head"})


async def save_wording(memorandum: Memorandum, language: str, form: WordingForm) -> Wording:
    """Save one language of the text; provisions get their ids when it is first saved, and keep them.

    A translation that is not authentic may still be added or changed after authentication, because nobody signs it; whoever saves it
    says that it agrees with the authentic texts. Those are confirmed apart: see `confirming_wordings`.

    Raises:
        InvalidForm: the text contains something that cannot be published (raw HTML, images, a number used twice).
        UncertainLines: lines begin with what may be a number or not.
        TextFrozen: the text is authenticated.
        ChangedMeanwhile: somebody saved the wording after `form.version`.

    """
    await apart_if_long(form.body, check_whole, form.body)
    async with transaction():
        row = await queries.locked(memorandum.id)
        edition = await edition_queries.edition_worked_on(row.id)
        check_editable(row, edition, language)
        before = await known_blocks(edition, language)
        async with feed_follows_titles(row):
            wording = await _save(row, edition, language, form)
        await place_provisions(edition, wording, before)
        if wording.status != WordingStatus.AUTHENTIC:
            await note_confirmation(wording, await edition_queries.wordings(edition.id))
        await let_memorandum_be_found(row.id)
        await trail.record(TrailAct.TEXT_SAVED, f"language:{language}", row.id)
        await less_is_shown(row)
    return wording


async def remove_wording(memorandum: Memorandum, language: str) -> None:
    """Remove one language of a text that is not fixed, with all its revisions, inside the caller's transaction.

    Raises:
        TextFrozen: the text is authenticated.

    """
    row = await queries.locked(memorandum.id)
    edition = await edition_queries.edition_worked_on(row.id)
    check_editable(row, edition, language)
    async with feed_follows_titles(row):
        await Wording.delete().where((Wording.edition == edition.id) & (Wording.language == language))
    await let_memorandum_be_found(row.id)
    await trail.record(TrailAct.LANGUAGE_REMOVED, f"language:{language}", row.id)


def check_publishable(body: str) -> None:
    """Refuse a text that contains something that cannot be published.

    Raises:
        InvalidForm: with the first problem, for the field `body`.

    """
    first = next((problem for problem in problems(body) if problem.code not in _ADVICE), None)
    if first:
        raise InvalidForm({"body": Message("Line {line}: {problem}", line=first.line, problem=first.message)})


def check_whole(body: str) -> None:
    """Refuse a text that cannot be published, or in which it is not certain what is a number.

    Raises:
        InvalidForm: with the first problem, for the field `body`.
        UncertainLines: lines begin with what may be a number or not.

    """
    check_publishable(body)
    if lines := uncertain_lines(body):
        raise UncertainLines(lines)


async def known_blocks(edition: Edition, language: str) -> list[Known]:
    """Return the provision ids of the blocks of a saved wording, some of them perhaps set by hand, with their labels.

    Blocks that older rules named have the labels of today, so that a provision keeps its id when the text is saved again.
    """
    wording = await edition_queries.wording(edition.id, language)
    if wording is None:
        return []
    blocks = await edition_queries.blocks_of(wording.id)
    older = any(stored.block.rules != RULES for stored in blocks)
    labels = {lines.partition("-")[0]: block.label for block, lines in read(wording.body)} if older else {}
    return [Known(stored.key, labels.get(stored.lines.partition("-")[0], stored.block.label), at) for at, stored in enumerate(blocks)]


def is_editable(memorandum: Memorandum, edition: Edition, language: str) -> bool:
    """Whether a language of the last edition can be changed: the edition is a draft, or the language a translation nobody signs."""
    return is_possible(_writing(memorandum, language), _situation(memorandum, edition))


def check_editable(memorandum: Memorandum, edition: Edition, language: str) -> None:
    """Refuse a language that `is_editable` says cannot be changed.

    Raises:
        TextFrozen: the text is authenticated.

    """
    check(_writing(memorandum, language), _situation(memorandum, edition))


def _writing(memorandum: Memorandum, language: str) -> Action:
    return Action.WRITE if language in memorandum.authentic_languages.split(",") else Action.TRANSLATE


def _situation(memorandum: Memorandum, edition: Edition) -> Situation:
    return Situation(memorandum, drafted=edition.digest is None)


def is_alignable(wording: Wording, edition: Edition) -> bool:
    """Whether the provisions of a wording's passages can still be set by hand: not in an authentic wording of a fixed text."""
    return edition.digest is None or wording.status != WordingStatus.AUTHENTIC


async def _save(memorandum: Memorandum, edition: Edition, language: str, form: WordingForm) -> Wording:
    wording = await edition_queries.wording(edition.id, language)
    if form.version is not None and form.version != (wording.version if wording else 0):
        raise ChangedMeanwhile
    if wording is None:
        wording = Wording(edition=edition.id, language=language, version=0, status=WordingStatus.UNOFFICIAL.value)
    if language in memorandum.authentic_languages.split(","):
        wording.status = WordingStatus.AUTHENTIC.value
    elif form.status:
        wording.status = form.status.value
    wording.title, wording.body = form.title, normalised(form.body)
    wording.version, wording.updated_at = wording.version + 1, clock.now()
    await wording.save()
    return wording


async def place_provisions(edition: Edition, wording: Wording, before: Sequence[Known] = ()) -> None:
    """Give every block of a wording its provision id, and add missing provisions to the edition.

    The ids that the wording itself had (`before`) take precedence over ids of other languages under the same label.
    """
    blocks_and_lines = read(wording.body)
    blocks = [block for block, _ in blocks_and_lines]
    provisions = await edition_queries.provisions(edition.id)
    own = {known.key for known in before} | {known.label for known in before}
    others = [Known(provision.key, provision.label, provision.position) for provision in provisions if not {provision.key, provision.label} & own]
    retired = await edition_queries.retired_keys(edition.memorandum)
    keys = keys_for(blocks, [*before, *others], other_labels(split(wording.body)), retired)
    await place_with_keys(edition, wording, [StoredBlock(key, block, lines) for key, (block, lines) in zip(keys, blocks_and_lines, strict=True)])


async def place_with_keys(edition: Edition, wording: Wording, blocks: Sequence[StoredBlock]) -> None:
    """Store the blocks of a wording under the keys they have, its revision and the provisions of the edition, inside the caller's transaction."""
    await place(wording, blocks)
    provisions = await edition_queries.provisions(edition.id)
    await _update_provisions(edition, [stored.block for stored in blocks], [stored.key for stored in blocks], provisions)


async def realign(wording: Wording, keys: Sequence[str]) -> None:
    """Set by hand the provision of each block.

    Raises:
        InvalidForm: the ids are not one for each block, an id is used twice, or the edition does not have it.
        TextFrozen, WasAbandoned: the text cannot be changed.

    """
    edition = await edition_queries.edition_by_id(wording.edition)
    if edition is None or not is_alignable(wording, edition):
        raise TextFrozen
    known = {provision.key for provision in await edition_queries.provisions(edition.id)}
    blocks = await edition_queries.blocks_of(wording.id)
    if len(keys) != len(blocks) or len(set(keys)) != len(keys) or not set(keys) <= known:
        raise InvalidForm({"keys": Message("Give every passage a different provision.")})
    async with transaction():
        row = await queries.locked(edition.memorandum)
        check(Action.TRANSLATE, Situation(row))
        wording.version = wording.version + 1
        await Wording.update({Wording.version: wording.version}).where(Wording.id == wording.id)
        with changing(RevisionKind.ALIGNED):
            await place(wording, [replace(stored, key=key) for stored, key in zip(blocks, keys, strict=True)])
        await trail.record(TrailAct.ALIGNMENT_CHANGED, f"language:{wording.language}", edition.memorandum)
        await record_changes(row)


async def place(wording: Wording, blocks: Sequence[StoredBlock]) -> None:
    """Store the blocks of a wording with their provisions, and its revision, inside the caller's transaction."""
    await record_revision(wording, blocks)
    await _delete_blocks(wording.id)
    if blocks:
        await put_all(_placement(wording, at, stored) for at, stored in enumerate(blocks))


@prepared
def _delete_blocks(wording_id: int) -> Delete:
    return Placement.delete().where(Placement.wording == wording_id)


def _placement(wording: Wording, at: int, stored: StoredBlock) -> Placement:
    block = stored.block
    columns: dict[str, Any] = asdict(block) | {"kind": block.kind.value}
    return Placement(wording=wording.id, position=at, key=stored.key, lines=stored.lines, **columns)


@prepared
def _update_place(position: int, label: str, edition_id: int, key: str) -> Update[Provision]:
    values: dict[Column | str, Any] = {Provision.position: position, Provision.label: label}
    return Provision.update(values).where((Provision.edition == edition_id) & (Provision.key == key))


async def _update_provisions(edition: Edition, blocks: Sequence[Block], keys: Sequence[str], provisions: Sequence[Provision]) -> None:
    """Add new provisions, order all of them as in this wording, and delete those that no wording uses: their keys are not given again."""
    known = {provision.key: provision for provision in provisions}
    new = [Provision(edition=edition.id, key=key, label=block.label, position=0) for block, key in zip(blocks, keys, strict=True) if key not in known]
    if new:
        await put_all(new)
    known |= {provision.key: provision for provision in new}
    if edition.digest is None:  # a translation changes no label of an authenticated text
        for position, (block, key) in enumerate(zip(blocks, keys, strict=True)):
            if (known[key].position, known[key].label) == (position, block.label):
                continue
            await _update_place(position, block.label, edition.id, key)
    ids = [wording.id for wording in await edition_queries.wordings(edition.id)]
    used = await edition_queries.keys_used(ids)
    if unused := set(known) - used:
        await Provision.delete().where((Provision.edition == edition.id) & one_of(Provision.key, unused))
        retired = unused - await edition_queries.retired_keys(edition.memorandum)
        await put_all(RetiredProvision(memorandum=edition.memorandum, key=key) for key in sorted(retired))
