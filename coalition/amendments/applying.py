"""Writing an accepted amendment into the draft as it is now, with the operations on provisions that the desk has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments import queries
from coalition.amendments.accepted_texts import Proposed, text_with
from coalition.amendments.errors import WordsChanged
from coalition.amendments.proposals import has_own_number, last_numbered, without_number, words_of
from coalition.amendments.tables import AMENDMENT_TEXT, Amendment, Operation
from coalition.drafting.arranging_provisions import key_for_new, with_below, write_all
from coalition.drafting.draft_revision_queries import content_of
from coalition.drafting.errors import ProvisionChanged, ProvisionRemoved
from coalition.drafting.provision_texts import TITLE, texts_of, with_keys
from coalition.drafting.reading_alone import check_alone
from coalition.drafting.saving_provisions import check_title, write_source
from coalition.memoranda.recording_revisions import changing
from coalition.memoranda.tables import RevisionKind
from coalition.text.pieces import Piece, number_apart
from coalition.text.provisions import normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.drafting.provision_texts import ProvisionText
    from coalition.drafting.working_texts import WorkingText, WorkingTexts
    from coalition.text.blocks import Block
    from coalition.text.sources import StoredBlock


class Applied(Struct, frozen=True):
    """What an acceptance wrote: the name of the change, the version of the wording it made, what was written, and the key of a new provision.

    There is no change where the provision says so already.
    """

    change: str
    version: int | None
    text: str
    made: str = ""


async def apply(texts: WorkingTexts, amendment: Amendment, text: str | None, base: str) -> Applied:
    """Write an amendment into the draft; `text` is the editors' own in its place, `base` the digest of the provision that they read.

    Raises:
        WordsChanged: its words were changed meanwhile, and nobody says what they shall be.
        ProvisionChanged: the editors read another text than is saved now.
        ProvisionRemoved: the provision is not there any more.
        SeveralProvisions, OtherNumber, OthersChange, NumberTwice, NumbersUncertain, InvalidForm, UncertainLines: the text does not fit there.
        TextFrozen, WasAbandoned: the text cannot be changed.

    """
    operation = Operation(amendment.operation)
    with changing(RevisionKind.AMENDED, amendment.provision) as change:
        if operation is Operation.REPLACE or (operation is Operation.DELETE and text is not None):
            return await _replace(texts, amendment, text, base, change.id)
        if operation is Operation.DELETE:
            return await _delete(texts, amendment, base, change.id)
        return await _insert(texts, amendment, _proposed_text(amendment) if text is None else normalised(text).strip("\n"), change.id)


def _proposed_text(amendment: Amendment) -> str:
    return AMENDMENT_TEXT.decrypt(amendment.text, amendment.key)


async def _replace(texts: WorkingTexts, amendment: Amendment, text: str | None, base: str, change: str) -> Applied:
    working = texts.language(amendment.language)
    saved = working.text(amendment.provision)
    if text is not None and base != saved.digest:
        raise ProvisionChanged(saved)
    head, now = number_apart(saved.source, saved.number)
    if text is None:
        words = await merged_words(amendment, working.wording.id, now)
    else:
        words = without_number(normalised(text).strip("\n"), saved)
    if words is None:
        raise WordsChanged
    if words == now:
        return Applied("", None, words)
    await _write(texts, working, saved, head + words)
    return Applied(change, working.wording.version, words)


async def _write(texts: WorkingTexts, working: WorkingText, saved: ProvisionText, source: str) -> None:
    if saved.key == TITLE:
        title = " ".join(source.split())
        check_title(title)
        await texts.store(working.wording, title, working.wording.body, working.blocks)
    else:
        await write_source(texts, working, saved, source)


async def merged_words(amendment: Amendment, wording_id: int, now: str) -> str | None:
    """Return what the provision of an amendment would say after its acceptance, without its number; None if its words were changed."""
    newest = await queries.newest_version(amendment)
    accepted = [_proposed_in(each) for each in await queries.accepted_on(amendment) if (each.applied or 0) > newest]

    async def before(version: int) -> str:
        return await _said_before(wording_id, version, amendment.provision)

    return await text_with(_proposed_in(amendment), accepted, now, before)


def _proposed_in(amendment: Amendment) -> Proposed:
    return Proposed(amendment.base, _proposed_text(amendment), amendment.applied or 0)


async def _said_before(wording_id: int, version: int, key: str) -> str:
    """Return what a provision said before a version of the wording, without its number; "" if that is not known."""
    content = await content_of(wording_id, version - 1)
    blocks = with_keys(content.blocks, content.keys) if content else None
    text = texts_of(content.title, content.body, blocks).get(key) if content and blocks is not None else None
    return words_of(text) if text else ""


async def _delete(texts: WorkingTexts, amendment: Amendment, base: str, change: str) -> Applied:
    """Remove a provision from every language, with what stands below it, as the desk does; a changed one only if the editors read it."""
    working = texts.language(amendment.language)
    saved = working.text(amendment.provision)
    if words_of(saved) != amendment.base and base != saved.digest:
        raise WordsChanged
    for goes in with_below(texts.having(saved.key)[0].blocks, saved.key):
        for text in texts.languages.values():
            text.pieces.remove(goes)
    await write_all(texts, RevisionKind.AMENDED, saved.key, {})
    return Applied(change, working.wording.version, "")


async def _insert(texts: WorkingTexts, amendment: Amendment, source: str, change: str) -> Applied:
    """Add a provision; those that stand at the same place are in the order of their amendments, whichever was accepted first."""
    working = texts.language(amendment.language)
    if amendment.provision and working.block(amendment.provision) is None:
        raise ProvisionRemoved
    added = added_text(source, working.blocks, amendment.provision)
    key = await key_for_new(texts, added.like)
    place = _place(working, amendment, await queries.made_beside(amendment))
    working.pieces.pieces.insert(place, added.piece(key))
    await write_all(texts, RevisionKind.AMENDED, key, {key: added.beside} if added.beside else {})
    return Applied(change, working.wording.version, source, key)


class AddedText(Struct, frozen=True):
    """A provision that is added: the block that it is like, its own number, or the key of the provision whose numbers it goes on with."""

    source: str
    like: Block
    number: str
    beside: str

    def piece(self, key: str) -> Piece:
        """Return it as a piece of a text, under its key."""
        return Piece(key, [*self.source.splitlines(), ""], number=self.number)


def added_text(source: str, blocks: Sequence[StoredBlock], provision: str) -> AddedText:
    """Return a text that is added beside a provision, or at the end of a text ("").

    Raises:
        SeveralProvisions, InvalidForm, UncertainLines: it is not one provision.

    """
    anchor = _anchor(blocks, provision)
    if anchor and anchor.block.number and not has_own_number(source):
        check_alone(f"{anchor.block.number} {source}", anchor.block.number)
        return AddedText(source, anchor.block, "", anchor.key)
    block = check_alone(source)
    return AddedText(source, block, block.number, "")


def _anchor(blocks: Sequence[StoredBlock], provision: str) -> StoredBlock | None:
    """Return the provision beside which a new one stands; for one at the end, the one whose numbers it goes on with."""
    if provision:
        return next((stored for stored in blocks if stored.key == provision), None)
    last = last_numbered([stored.block for stored in blocks])
    return next((stored for stored in blocks if stored.block is last), None)


def _place(working: WorkingText, amendment: Amendment, made: Sequence[tuple[int, str]]) -> int:
    """Return the index of a new piece among those that other amendments added at the same place."""
    order = [piece.key for piece in working.pieces.pieces]
    before = [key for number, key in made if number < amendment.number and key in order]
    after = [order.index(key) for number, key in made if number > amendment.number and key in order]
    if amendment.operation == Operation.INSERT_BEFORE:
        return min([*after, order.index(amendment.provision)])
    if amendment.operation == Operation.NEW:
        return min([*after, len(order)])
    follows = before[-1] if before else amendment.provision
    last = with_below(working.blocks, follows)[-1]
    return min([*after, order.index(last) + 1])
