"""What became of the text since an organisation answered: corrections it may object to, a new edition it is asked to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts import queries as acts
from coalition.acts.parties import parties, superseded_for
from coalition.editions.corrected_text import name_of_place
from coalition.memoranda import edition_queries
from coalition.published.history import PublicCorrection, text_history
from coalition.text.differences import changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.acts.queries import OwnRecord
    from coalition.invitations.links import Opened
    from coalition.languages import Message
    from coalition.memoranda.tables import Memorandum, Wording
    from coalition.text.differences import Piece


class Since(Struct, frozen=True):
    """`corrections` are open to objection, by this organisation if `may_object`; `superseded` says that it answered an earlier edition.

    `changes` are the passages that differ from that edition, in the language that is shown.
    """

    corrections: Sequence[PublicCorrection] = ()
    may_object: bool = False
    superseded: bool = False
    changes: Sequence[tuple[Message, Sequence[Piece]]] = ()


async def since_answer(opened: Opened) -> Since:
    """Return what happened since an organisation signed or supported the text."""
    memorandum, party = opened.memorandum, opened.invitation.organisation
    found = await acts.own_record(memorandum.id, party)
    history = await text_history(memorandum)
    may_object = bool(history.open_corrections) and party in await parties(memorandum.id)
    return Since(history.open_corrections, may_object, superseded=await _superseded(memorandum, found))


async def since_edition(opened: Opened, wording: Wording) -> Since:
    """Return what changed in a wording since the edition that an organisation signed or supported, if it did."""
    memorandum = opened.memorandum
    corrections = (await text_history(memorandum)).open_corrections
    found = await acts.own_record(memorandum.id, opened.invitation.organisation)
    if found is None or found.root is None or not await _superseded(memorandum, found):
        return Since(corrections)
    before = await edition_queries.wordings_under(memorandum.id, str(found.root.digest))
    old = next((one for one in before if one.language == wording.language), None)
    return Since(corrections, superseded=True, changes=await _changes(old, wording) if old else ())


async def _superseded(memorandum: Memorandum, found: OwnRecord | None) -> bool:
    stands = found is not None and found.root is not None and found.stands
    return stands and found.root.digest in await superseded_for(memorandum.id)  # type: ignore[union-attr]  # it stands, so there is one


async def _changes(old: Wording, new: Wording) -> list[tuple[Message, Sequence[Piece]]]:
    found = changes(old, await edition_queries.keys_of(old.id), new, await edition_queries.keys_of(new.id))
    return [(name_of_place(one.key, {one.key: one.label}), one.pieces) for one in found]
