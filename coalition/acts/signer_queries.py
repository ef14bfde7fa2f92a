"""The persons behind acts; their names can be erased while the act stays."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.tables import Act, ActKind, Signer
from coalition.database import among, in_parts, one_row, prepared, whole
from coalition.languages import comma

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from piccolo.custom_types import Combinable
    from piccolo.query import Select


async def signer_of(act_id: UUID) -> Signer | None:
    """Return the person behind an act as corrected, unless erased (for the signer's own pages and the coordinators)."""
    corrections = await Act.select(Act.id).where(Act.corrects == act_id).order_by(Act.recorded_at, ascending=False).output(as_list=True)
    for correction in corrections:
        corrected = await one_row(Signer, (Signer.act == correction) & (Signer.name != ""))
        if corrected:
            return corrected
    return await one_row(Signer, Signer.act == act_id)


async def signers_of(act_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return the persons behind some acts as rows, by act (for those who work on the memorandum)."""
    signers: dict[UUID, Mapping[str, Any]] = {}
    for some in in_parts(act_ids):
        signers |= {row["act"]: row for row in await Signer.select(whole(Signer)).where(Signer.act.is_in(some))}
    return signers


async def signers_of_parties(memorandum_id: int, organisation_ids: Iterable[int]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return the persons behind the acts of some organisations as corrected, as rows, by act (for those who work on the memorandum).

    The persons of acts about the record, such as a question, are left out.
    """
    theirs = (Act.memorandum == memorandum_id) & among(Act.organisation, organisation_ids)
    acts = sorted(await Act.select(Act.id, Act.kind, Act.corrects, Act.recorded_at).where(theirs), key=itemgetter("recorded_at"))
    rows = await Signer.select(whole(Signer)).where(Signer.act.is_in(Act.select(Act.id).where(theirs)))
    by_act = {row["act"]: row for row in rows}
    signers = {act["id"]: by_act[act["id"]] for act in acts if act["kind"] in _OWN and act["id"] in by_act}
    return signers | {act["corrects"]: by_act[act["id"]] for act in acts if act["corrects"] and by_act.get(act["id"], {}).get("name")}


_OWN = {*STANDING_KINDS, ActKind.DECLINE, ActKind.WITHDRAWAL}


async def signers_of_all(memorandum_ids: Collection[int]) -> Mapping[UUID, str]:
    """Return by act the name and position of the signer of each signature and support on some memoranda, and those that a correction puts right."""
    return _texts(await _signers(among(Act.memorandum, memorandum_ids)))


async def signers_of_some(memorandum_ids: Collection[int], parties: Collection[int]) -> Mapping[UUID, str]:
    """Return what `signers_of_all` returns, of the acts of some organisations."""
    return _texts(await _signers_of_some(memorandum_ids, parties))


@prepared
def _signers_of_some(memorandum_ids: Collection[int], parties: Collection[int]) -> Select[Signer]:
    return _signers(among(Act.memorandum, memorandum_ids) & among(Act.organisation, parties))


def _signers(these: Combinable) -> Select[Signer]:
    standing = these & Act.kind.is_in([*STANDING_KINDS, ActKind.CORRECTION])
    return Signer.select(Signer.act, Signer.name, Signer.title).where(Signer.act.is_in(Act.select(Act.id).where(standing)))


def _texts(rows: Iterable[Mapping[str, Any]]) -> Mapping[UUID, str]:
    return {row["act"]: signer_text(row["name"], row["title"]) for row in rows}


def signer_text(name: str, title: str) -> str:
    """Return the name and position of a signer, with the comma of the script the position is written in."""
    is_arabic = bidirectional(title[:1] or " ") == "AL"
    return comma("ar" if is_arabic else "en").join(filter(None, (name, title)))
