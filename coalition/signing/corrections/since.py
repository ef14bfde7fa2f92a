"""Changes of the text after an organisation answered: corrections that it may object to, a new edition to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts import queries as acts
from coalition.acts.parties import superseded_for
from coalition.acts.standing_queries import is_party
from coalition.memoranda import edition_queries
from coalition.published.changes import NamedChange, changes_between
from coalition.published.history import PublicCorrection, text_history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.acts.queries import OwnRecord
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum, Wording


class Since(Struct, frozen=True):
    """What happened to the text: the corrections open to objection, and whether the organisation answered an earlier edition (`superseded`).

    `changes` are the passages that differ from that edition, in the language of the page.
    """

    corrections: Sequence[PublicCorrection] = ()
    may_object: bool = False
    superseded: bool = False
    changes: Sequence[NamedChange] = ()


async def since_answer(opened: Opened) -> Since:
    """Return what happened after an organisation signed or supported the text."""
    memorandum, party = opened.memorandum, opened.invitation.organisation
    record = await acts.own_record(memorandum.id, party)
    history = await text_history(memorandum)
    may_object = bool(history.open_corrections) and await is_party(memorandum.id, party)
    return Since(history.open_corrections, may_object, superseded=await _superseded(memorandum, record))


async def since_edition(opened: Opened, wording: Wording) -> Since:
    """Return what changed in a wording since the edition that an organisation signed or supported."""
    memorandum = opened.memorandum
    corrections = (await text_history(memorandum)).open_corrections
    record = await acts.own_record(memorandum.id, opened.invitation.organisation)
    if record is None or record.root is None or not await _superseded(memorandum, record):
        return Since(corrections)
    before = await edition_queries.wordings_under(memorandum.id, str(record.root.digest))
    old = next((earlier for earlier in before if earlier.language == wording.language), None)
    return Since(corrections, superseded=True, changes=await changes_between(old, wording) if old else ())


async def _superseded(memorandum: Memorandum, record: OwnRecord | None) -> bool:
    stands = record is not None and record.root is not None and record.stands
    return stands and record.root.digest in await superseded_for(memorandum.id)  # type: ignore[union-attr]  # an act that stands has a root
