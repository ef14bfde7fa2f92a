"""Saving one provision of one language: the others stay as they are stored; one that the language lacks is added at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from coalition import clock, trail
from coalition.database import put, transaction
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.comparing import note_compared
from coalition.drafting.errors import ProvisionMissing, TextChangedBelow
from coalition.drafting.provision_texts import ABSENT, TITLE
from coalition.fields import Body, Form, InvalidForm
from coalition.languages import Message
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.errors import WordingMissing
from coalition.memoranda.feed_titles import feed_follows_titles
from coalition.memoranda.public_changes import less_is_shown
from coalition.memoranda.recording_revisions import changing, record_revision
from coalition.memoranda.searched_memoranda import let_memorandum_be_found
from coalition.memoranda.tables import Provision, RevisionKind, Wording, WordingStatus
from coalition.memoranda.wording import check_editable, check_publishable, place, place_provisions
from coalition.memoranda.wording_agreement import others_of
from coalition.text.provision_keys import Known
from coalition.text.provisions import normalised
from coalition.text.sources import StoredBlock, read, replaced, sources_of
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.drafting.agreement import DraftTexts
    from coalition.memoranda.tables import Edition, Memorandum

_LONGEST_TITLE = 300
_ONE_PASSAGE = InvalidForm({"text": Message("It must stay one passage, and leave the others as they are.")})
_TITLE_FIRST = InvalidForm({"text": Message("Write the title first: the text in this language begins with it.")})


class ProvisionForm(Form):
    """The Markdown of a provision, and the digest of what it said when the person began; empty for one that was not there."""

    missing = {"text": Message("Write the provision.")}

    text: Body
    base: Annotated[str, Field(max_length=64)] = ABSENT


async def save_translated(memorandum: Memorandum, language: str, key: str, form: ProvisionForm, seen: Mapping[str, str] | None = None) -> bool:
    """Save a provision of a language, and note that it says the same as the authentic ones that were read beside it.

    `seen` are the digests of what those said, by language. Return whether they still say that; else the provision is saved, and has to
    be compared again.

    Raises:
        TextFrozen, WasAbandoned: the text cannot be changed.
        WordingMissing: the text in this language has to be begun as a whole, because the memorandum is fixed.
        ProvisionMissing: no language has this provision.
        TextChangedBelow: somebody saved it after the person began.
        InvalidForm: it is not one passage, cannot be published, or the title is not one line.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        draft = await draft_texts(row)
        check_editable(row, draft.edition, language)
        if not any(key in texts for texts in draft.texts.values()) and key != TITLE:
            raise ProvisionMissing
        _check_base(draft, language, key, form.base)
        async with feed_follows_titles(row):
            await _save(draft, language, key, normalised(form.text).strip("\n"))
        await let_memorandum_be_found(row.id)
        await trail.record(TrailAct.TEXT_SAVED, f"language:{language}", row.id)
        await less_is_shown(row)
        return await _compare(await draft_texts(row), language, key, seen or {})


async def _compare(draft: DraftTexts, language: str, key: str, seen: Mapping[str, str]) -> bool:
    wording = draft.wording(language)
    others = others_of(wording, draft.wordings) if wording else []
    same = [other for other in others if other.language in seen and seen[other.language] == draft.digest(other.language, key)]
    if wording and same:
        await note_compared(draft, wording, key, same)
    return len(same) == len(seen)


def _check_base(draft: DraftTexts, language: str, key: str, base: str) -> None:
    if draft.digest(language, key) != base:
        text = draft.texts.get(language, {}).get(key)
        raise TextChangedBelow(text.source if text else "")


async def _save(draft: DraftTexts, language: str, key: str, text: str) -> None:
    wording = draft.wording(language)
    _check(text)
    if key == TITLE:
        await _save_title(wording or await _begun(draft, language), text)
    elif wording is None:
        raise _TITLE_FIRST
    elif key in draft.texts[language]:
        await _replace(draft.edition, wording, key, text)
    else:
        await _add(draft, wording, key, text)


async def _begun(draft: DraftTexts, language: str) -> Wording:
    """Begin a text in another language; one of a fixed text would be shown before it is whole."""
    if draft.edition.digest:
        raise WordingMissing
    is_authentic = language in draft.memorandum.authentic_languages.split(",")
    status = WordingStatus.AUTHENTIC if is_authentic else WordingStatus.UNOFFICIAL
    columns: dict[str, Any] = {"edition": draft.edition.id, "language": language, "status": status.value, "title": "", "body": ""}
    return await put(Wording, version=0, updated_at=clock.now(), **columns)


async def _save_title(wording: Wording, text: str) -> None:
    if "\n" in text or len(text) > _LONGEST_TITLE:
        raise InvalidForm({"text": Message("A title is one line of at most {limit} characters.", limit=_LONGEST_TITLE)})
    wording.title = text
    await _store(wording)
    with changing(RevisionKind.PROVISION_SAVED, TITLE):
        await record_revision(wording, await edition_queries.blocks_of(wording.id))


async def _store(wording: Wording) -> None:
    wording.version, wording.updated_at = wording.version + 1, clock.now()
    await wording.save()


def _check(text: str) -> None:
    """Refuse what cannot be published, for the field of the provision."""
    try:
        check_publishable(text)
    except InvalidForm as refused:
        raise InvalidForm({"text": refused.problems["body"]}) from None


async def _replace(edition: Edition, wording: Wording, key: str, text: str) -> None:
    blocks = await edition_queries.blocks_of(wording.id)
    at = [stored.key for stored in blocks].index(key)
    after = replaced(wording.body, blocks, at, text)
    if after is None:
        raise _ONE_PASSAGE
    wording.body, new_blocks = after
    await _store(wording)
    with changing(RevisionKind.PROVISION_SAVED, key):
        await place(wording, new_blocks)
    label = new_blocks[at].block.label
    if edition.digest is None and label != blocks[at].block.label:
        await Provision.update({Provision.label: label}).where((Provision.edition == edition.id) & (Provision.key == key))


async def _add(draft: DraftTexts, wording: Wording, key: str, text: str) -> None:
    """Add a provision after the last one before it, in the order of the draft, that the language has; the others stay word for word."""
    blocks = await edition_queries.blocks_of(wording.id)
    before = draft.keys[: draft.keys.index(key)]
    at = max((index + 1 for index, stored in enumerate(blocks) if stored.key in before), default=0)
    body = _with_passage(wording.body, blocks, at, text)
    keys = [stored.key for stored in blocks]
    keys.insert(at, key)
    read_again = read(body)
    expected = sources_of(wording.body, blocks)
    again = sources_of(body, [StoredBlock(each, *passage) for each, passage in zip(keys, read_again, strict=False)])
    if len(read_again) != len(keys) or again[:at] + again[at + 1 :] != expected:
        raise _ONE_PASSAGE
    _check(body)
    wording.body = body
    await _store(wording)
    known = [Known(each, block.label, index) for index, (each, (block, _)) in enumerate(zip(keys, read_again, strict=True))]
    with changing(RevisionKind.PROVISION_ADDED, key):
        await place_provisions(draft.edition, wording, known)


def _with_passage(body: str, blocks: Sequence[StoredBlock], at: int, text: str) -> str:
    """Return a text with a passage before the block at an index, or at its end."""
    lines = normalised(body).splitlines()
    line = blocks[at].spans[0][0] if at < len(blocks) else max((stored.spans[0][1] for stored in blocks), default=0)
    return normalised("\n".join([*lines[:line], "", *text.splitlines(), "", *lines[line:]]))
