"""Reading editions, their wordings and provisions, and corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.database import among, at_once, made_of, one_row, prepared, whole
from coalition.memoranda.edition_chains import superseded
from coalition.memoranda.tables import (
    Correction,
    CorrectionState,
    Edition,
    Placement,
    Provision,
    RetiredProvision,
    Wording,
)
from coalition.partial_dates import cached_date
from coalition.text.blocks import Block, BlockKind
from coalition.text.sources import StoredBlock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from piccolo.query import Select

    from coalition.partial_dates import PartialDate


async def latest_edition(memorandum_id: int) -> Edition:
    """Return the edition in force: the last edition with a digest, else the draft of the first edition."""
    fixed = await fixed_editions(memorandum_id)
    return fixed[-1] if fixed else await edition_worked_on(memorandum_id)


async def latest_digest(memorandum_id: int) -> str | None:
    """Return the digest of the edition in force; None before the first edition is fixed."""
    rows = await _digests(memorandum_id)
    return str(rows[0]["digest"]) if rows else None


@prepared
def _digests(memorandum_id: int) -> Select[Edition]:
    fixed = (Edition.memorandum == memorandum_id) & Edition.digest.is_not_null()
    return Edition.select(Edition.digest).where(fixed).order_by(Edition.number, ascending=False).limit(1)


async def number_with_digest(memorandum_id: int, digest: str | None) -> int | None:
    """Return the number of the fixed edition with a digest (for the receipt of its signer); None if there is none."""
    return next((int(edition.number) for edition in await fixed_editions(memorandum_id) if edition.digest == digest), None)


async def adopted_on(memorandum_id: int, digest: str | None) -> PartialDate | None:
    """Return the day on which the edition with a digest was adopted, without one that of the first edition; None if it is not known."""
    rows = await (_adoption_of(memorandum_id, digest) if digest else _first_adoption(memorandum_id))
    return cached_date(rows[0]["adopted"]) if rows and rows[0]["adopted"] else None


@prepared
def _adoption_of(memorandum_id: int, digest: str) -> Select[Edition]:
    these = (Edition.memorandum == memorandum_id) & (Edition.digest == digest)
    return Edition.select(Edition.adopted).where(these).order_by(Edition.number).limit(1)


@prepared
def _first_adoption(memorandum_id: int) -> Select[Edition]:
    return Edition.select(Edition.adopted).where(Edition.memorandum == memorandum_id).order_by(Edition.number).limit(1)


async def edition_worked_on(memorandum_id: int) -> Edition:
    """Return the last edition, which may be the draft of the next one (for those who work on the memorandum)."""
    rows = await _last(memorandum_id)
    if not rows:  # pragma: no cover -- a memorandum begins with its first edition
        raise LookupError(memorandum_id)
    return made_of(Edition, rows[0])


@prepared
def _last(memorandum_id: int) -> Select[Edition]:
    return Edition.select(whole(Edition)).where(Edition.memorandum == memorandum_id).order_by(Edition.number, ascending=False).limit(1)


async def drafted_edition(memorandum_id: int) -> Edition | None:
    """Return the draft of the edition after the one in force, if there is one (for those who work on the memorandum)."""
    edition = await edition_worked_on(memorandum_id)
    return None if edition.digest or edition.number == 1 else edition


async def edition_by_id(edition_id: int) -> Edition | None:
    """Return an edition, fixed or a draft (for operations on one of its wordings)."""
    return await one_row(Edition, Edition.id == edition_id)


async def number_of_edition(edition_id: int) -> int:
    """Return the number of an edition."""
    row = await Edition.select(Edition.number).where(Edition.id == edition_id).first()
    return int(row["number"]) if row else 0


async def fixed_editions(memorandum_id: int) -> list[Edition]:
    """Return the editions that have a digest, oldest first; the public may read them once the memorandum is public."""
    return [made_of(Edition, row) for row in await _fixed(memorandum_id)]


@prepared
def _fixed(memorandum_id: int) -> Select[Edition]:
    return Edition.select(whole(Edition)).where((Edition.memorandum == memorandum_id) & Edition.digest.is_not_null()).order_by(Edition.number)


@prepared
def editions_among(memorandum_ids: Collection[int]) -> Select[Edition]:
    """Return the rows of all editions of some memoranda by their number, drafts too (for views, which show the fixed ones)."""
    return Edition.select(whole(Edition)).where(among(Edition.memorandum, memorandum_ids)).order_by(Edition.number)


@prepared
def titles_among(edition_ids: Collection[int]) -> Select[Wording]:
    """Return the titles of some editions by language, in the order in which they were written (for views of those that may be shown)."""
    return Wording.select(Wording.edition, Wording.language, Wording.title).where(among(Wording.edition, edition_ids)).order_by(Wording.id)


async def superseded_digests(memorandum_ids: Iterable[int], as_at: date, today: date) -> dict[int, frozenset[str]]:
    """Return by memorandum the digests of editions superseded by a day: their signatories are not signatories of the edition in force."""
    fixed: dict[int, list[Edition]] = {memorandum: [] for memorandum in memorandum_ids}
    for row in await _fixed_among(fixed):
        fixed[row["memorandum"]].append(made_of(Edition, row))
    return {memorandum: superseded(editions, as_at, today) for memorandum, editions in fixed.items()}


@prepared
def _fixed_among(memorandum_ids: Collection[int]) -> Select[Edition]:
    fixed = among(Edition.memorandum, memorandum_ids) & Edition.digest.is_not_null()
    return Edition.select(whole(Edition)).where(fixed).order_by(Edition.number)


async def corrections_of(memorandum_id: int) -> list[Correction]:
    """Return the corrections of a text in any state, oldest first; all of them are public with the text."""
    return [made_of(Correction, row) for row in await _corrections(memorandum_id)]


@prepared
def _corrections(memorandum_id: int) -> Select[Correction]:
    return Correction.select(whole(Correction)).where(Correction.memorandum == memorandum_id).order_by(Correction.number)


async def open_corrections(memorandum_id: int) -> list[Correction]:
    """Return the corrections that are not decided."""
    return [correction for correction in await corrections_of(memorandum_id) if correction.state == CorrectionState.PROPOSED]


async def correction(memorandum_id: int, number: int) -> Correction | None:
    """Return one correction."""
    return await one_row(Correction, (Correction.memorandum == memorandum_id) & (Correction.number == number))


async def correction_by_id(correction_id: int) -> Correction | None:
    """Return one correction of any memorandum (for the job that decides it)."""
    return await one_row(Correction, Correction.id == correction_id)


async def wordings(edition_id: int) -> list[Wording]:
    """Return an edition's wordings, authentic ones first."""
    rows = [made_of(Wording, row) for row in await _wordings(edition_id)]
    return sorted(rows, key=lambda wording: (wording.status != "authentic", wording.id))


@prepared
def _wordings(edition_id: int) -> Select[Wording]:
    return Wording.select(whole(Wording)).where(Wording.edition == edition_id).order_by(Wording.id)


async def titles_of(edition_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Return the titles of fixed editions by edition and language, authentic ones first; the public may read them once the memorandum is public."""
    columns = at_once(Wording.edition, Wording.language, Wording.title, Wording.status, Wording.id)
    rows = await Wording.select(columns).where(among(Wording.edition, edition_ids))
    titles: dict[int, dict[str, str]] = {edition: {} for edition in edition_ids}
    for row in sorted(rows, key=lambda row: (row["status"] != "authentic", row["id"])):
        titles[row["edition"]][row["language"]] = row["title"]
    return titles


async def wordings_under(memorandum_id: int, digest: str) -> list[Wording]:
    """Return the wordings of the edition with this digest, authentic ones first."""
    same = (Edition.memorandum == memorandum_id) & (Edition.digest == digest)
    edition = await Edition.objects().where(same).order_by(Edition.number, ascending=False).first()
    return await wordings(edition.id) if edition else []


async def wording(edition_id: int, language: str) -> Wording | None:
    """Return one wording."""
    return await one_row(Wording, (Wording.edition == edition_id) & (Wording.language == language))


async def blocks_of(wording_id: int) -> list[StoredBlock]:
    """Return the blocks of a wording, in order, as they were read when it was saved."""
    return [_stored(row) for row in await _blocks(wording_id)]


async def keys_in(wording_ids: Collection[int]) -> dict[int, set[str]]:
    """Return the keys of the provisions of some wordings."""
    keys: dict[int, set[str]] = {wording_id: set() for wording_id in wording_ids}
    for row in await Placement.select(Placement.wording, Placement.key).where(among(Placement.wording, wording_ids)):
        keys[row["wording"]].add(row["key"])
    return keys


@prepared
def _blocks(wording_id: int) -> Select[Placement]:
    return Placement.select(whole(Placement)).where(Placement.wording == wording_id).order_by(Placement.position)


_KINDS = {kind.value: kind for kind in BlockKind}  # a text has hundreds of blocks, and the call of an enum is slow


def _stored(row: Mapping[str, Any]) -> StoredBlock:
    return StoredBlock(row["key"], block_in(row), row["lines"])


def block_in(row: Mapping[str, Any]) -> Block:
    """Return the block in the columns of a placement."""
    return Block(_KINDS[row["kind"]], row["number"], row["label"], row["level"], row["markdown"], row["rules"])


async def keys_used(wording_ids: Sequence[int]) -> set[str]:
    """Return the provision ids that the blocks of some wordings use."""
    return {row["key"] for row in await _keys(wording_ids)}


@prepared
def _keys(wording_ids: Collection[int]) -> Select[Placement]:
    return Placement.select(Placement.key).where(among(Placement.wording, wording_ids))


async def provisions(edition_id: int) -> list[Provision]:
    """Return an edition's provisions in order."""
    return [made_of(Provision, row) for row in await _provisions(edition_id)]


@prepared
def _provisions(edition_id: int) -> Select[Provision]:
    return Provision.select(whole(Provision)).where(Provision.edition == edition_id).order_by(Provision.position).order_by(Provision.id)


async def retired_keys(memorandum_id: int) -> set[str]:
    """Return the keys of provisions that a memorandum had and no wording has any more: no other provision gets them."""
    return {row["key"] for row in await _retired(memorandum_id)}


@prepared
def _retired(memorandum_id: int) -> Select[RetiredProvision]:
    return RetiredProvision.select(RetiredProvision.key).where(RetiredProvision.memorandum == memorandum_id)
