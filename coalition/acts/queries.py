"""Reading acts; what is withheld leaves here only for the memorandum's coordinators and for projections."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.acts.act_kinds import ENDING_KINDS, STANDING_KINDS
from coalition.acts.errors import NothingStands
from coalition.acts.histories import ActRow, History, current, histories_by_party, histories_of
from coalition.acts.signer_queries import signer_text, signers_of, signers_on
from coalition.acts.tables import Act, ActKind, Channel, Disclosure, EffectParty, RecordedCount
from coalition.database import among, at_once, made_of, one_row, prepared, whole
from coalition.memoranda.tables import MemorandumMember, Publicity
from coalition.partial_dates import PartialDate, cached_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from piccolo.query import Select


class OwnRecord(Struct, frozen=True):
    """What an organisation did on a memorandum: the signature or support that counts with what followed, and the rows behind them.

    `root` is None when it only ever declined; `last` is what was done last in that history or instead of it, changes of
    disclosure aside: not the annulment of a later signature, which brought this one back.
    """

    root: Act | None
    last: Act
    history: History | None

    @property
    def stands(self) -> bool:
        """Whether a signature or support is there that did not end."""
        return self.history is not None and self.history.ended is None


async def own_record(memorandum_id: int, organisation_id: int) -> OwnRecord | None:
    """Return what an organisation did (for its own pages and for those who work on the memorandum); None when it did nothing yet."""
    mine = (Act.memorandum == memorandum_id) & (Act.organisation == organisation_id)
    rows = await Act.objects().where(mine).order_by(Act.recorded_at)
    if not rows:
        return None
    histories = histories_by_party(act_row(row.to_dict()) for row in rows)[organisation_id]
    if not histories:
        return OwnRecord(None, rows[-1], None)
    found = current(histories)
    done = {found.root.id, *(event.id for event in found.events)}
    last = next(row for row in reversed(rows) if row.kind == ActKind.DECLINE or row.id in done)
    return OwnRecord(next(row for row in rows if row.id == found.root.id), last, found)


class Deed(Struct, frozen=True):
    """One act with who stood behind it, for those who work on the memorandum."""

    kind: ActKind
    acted: PartialDate | None
    recorded_at: datetime
    reference: str
    channel: Channel
    disclosure: Disclosure
    person: str
    reason: str
    ground: str
    source: str


async def deeds_of(memorandum_id: int, organisation_id: int) -> list[Deed]:
    """Return everything an organisation did and what was done about it, oldest first (for those who work on the memorandum)."""
    mine = (Act.memorandum == memorandum_id) & (Act.organisation == organisation_id)
    rows = await Act.select(whole(Act)).where(mine).order_by(Act.recorded_at)
    signers = await signers_of([row["id"] for row in rows])
    return [_deed(row, signers.get(row["id"], {})) for row in rows]


def _deed(row: Mapping[str, Any], signer: Mapping[str, Any]) -> Deed:
    return Deed(
        kind=ActKind(row["kind"]),
        acted=PartialDate(row["acted"]) if row["acted"] else None,
        channel=Channel(row["channel"]),
        disclosure=Disclosure(row["disclosure"]),
        person=signer_text(signer.get("name", ""), signer.get("title", "")),
        reason=signer.get("reason", ""),
        **{name: row[name] for name in ("recorded_at", "reference", "ground", "source")},
    )


class Standing(Struct, frozen=True):
    """A signature or support that stands, and the row of it."""

    root: Act
    history: History

    @property
    def named(self) -> bool:
        """Whether everybody may know the organisation today."""
        return self.history.named(clock.today())


async def standing_of(memorandum_id: int, organisation_id: int) -> Standing:
    """Return the signature or support of an organisation that stands.

    Raises:
        NothingStands: there is none, or it was withdrawn, annulled or lapsed.

    """
    found = await own_record(memorandum_id, organisation_id)
    if found is None or found.root is None or found.history is None or found.history.ended:
        raise NothingStands
    return Standing(found.root, found.history)


async def acts_but_disclosures(memorandum_id: int) -> list[dict[str, Any]]:
    """Return what was done on a memorandum in the order it was recorded, changes of disclosure aside (for those who work on it)."""
    return await Act.select(whole(Act)).where((Act.memorandum == memorandum_id) & (Act.kind != ActKind.DISCLOSURE.value)).order_by(Act.recorded_at)


async def latest_acts(memorandum_ids: Iterable[int], *, limit: int) -> list[dict[str, Any]]:
    """Return what was done last on some memoranda, newest first (for those who work on them)."""
    columns = (Act.memorandum, Act.organisation, Act.kind, Act.disclosure, Act.acted)
    here = Act.memorandum.is_in(list(memorandum_ids) or [0])
    return await Act.select(*columns).where(here).order_by(Act.recorded_at, ascending=False).limit(limit)


async def annulled_acts(memorandum_id: int, organisation_id: int) -> list[UUID]:
    """Return the ids of an organisation's acts that were annulled (for operations only)."""
    annulments = (Act.memorandum == memorandum_id) & (Act.organisation == organisation_id) & (Act.kind == ActKind.ANNULMENT.value)
    return await Act.select(Act.about).where(annulments).output(as_list=True)


async def act_by_id(act_id: UUID) -> Act | None:
    """Return an act (for operations only)."""
    return await one_row(Act, Act.id == act_id)


async def anybody_signed(memorandum_id: int) -> bool:
    """Whether an organisation ever signed, supported or acceded, whatever became of it."""
    standing = Act.kind.is_in([kind.value for kind in STANDING_KINDS])
    return bool(await Act.exists().where((Act.memorandum == memorandum_id) & standing))


async def effect_parties(memorandum_id: int) -> list[int]:
    """Return the ids of the organisations without whose signatures a memorandum does not take effect; they are public with its rules."""
    rows = await EffectParty.select(EffectParty.organisation).where(EffectParty.memorandum == memorandum_id)
    return [row["organisation"] for row in rows]


def ids_of_acts(memorandum_id: int, organisation_id: int) -> Select[Act]:
    """Return the query of the ids of all acts of an organisation, for statements that change the rows that belong to them."""
    return Act.select(Act.id).where((Act.memorandum == memorandum_id) & (Act.organisation == organisation_id))


async def is_from_sources(memorandum_id: int) -> bool:
    """Whether nobody acted here: every act on a memorandum, if there is one, was entered from a source."""
    return not await Act.exists().where((Act.memorandum == memorandum_id) & (Act.channel != Channel.HISTORICAL.value))


async def places_of(act_id: UUID, *, member: int) -> tuple[str, str] | None:
    """Return the (memorandum, organisation) slugs of an act on a memorandum that this coordinator works on."""
    works = MemorandumMember.select(MemorandumMember.memorandum).where(MemorandumMember.coordinator == member)
    columns = (Act.memorandum.slug.as_alias("memorandum"), Act.organisation.slug.as_alias("organisation"))
    row = await Act.select(*columns).where((Act.id == act_id) & Act.memorandum.is_in(works)).first()
    return (row["memorandum"], row["organisation"]) if row else None


async def acts_on(memorandum_ids: Iterable[int]) -> Mapping[int, list[ActRow]]:
    """Return the acts on some memoranda in the order they were recorded, by memorandum; what may be shown, the projection decides."""
    ids = list(memorandum_ids)
    these = among(Act.memorandum, ids) & (Act.kind != ActKind.DECLINE.value)
    rows = await Act.select(_PROJECTED).where(these).order_by(Act.recorded_at)
    signers = await signers_on(ids)
    found: dict[int, list[ActRow]] = {one: [] for one in ids}
    for row in rows:
        found[row["memorandum"]].append(act_row(row, signers.get(row["id"], "")))
    return found


async def recorded_acts(memorandum_id: int) -> list[Act]:
    """Return every act on a memorandum in the order they were recorded (for those who work on it)."""
    return await Act.objects().where(Act.memorandum == memorandum_id).order_by(Act.recorded_at)


_PROJECTED = at_once(
    *(Act.id, Act.memorandum, Act.organisation, Act.kind, Act.disclosure, Act.acted),
    *(Act.description, Act.release_on, Act.ground, Act.channel, Act.digest, Act.source, Act.about),
)


_KINDS = {kind.value: kind for kind in ActKind}


_LEVELS = {level.value: level for level in Disclosure}


_CHANNELS = {channel.value: channel for channel in Channel}


def act_row(row: Mapping[str, Any], signer: str = "") -> ActRow:
    """Return an act as histories are made from: the columns of a row, and the signer's name and position."""
    return ActRow(
        id=row["id"],
        kind=_KINDS[row["kind"]],
        disclosure=_LEVELS[row["disclosure"]],
        acted=cached_date(row["acted"]) if row["acted"] else None,
        party=row["organisation"],
        representative=signer,
        description=row["description"],
        release_on=row["release_on"],
        ground=row["ground"],
        channel=_CHANNELS[row["channel"]],
        digest=row["digest"],
        source=row["source"],
        about=row["about"],
    )


async def reported_counts(memorandum_id: int) -> list[RecordedCount]:
    """Return numbers of acts that sources report without names."""
    return [made_of(RecordedCount, row) for row in await _reported(memorandum_id)]


@prepared
def _reported(memorandum_id: int) -> Select[RecordedCount]:
    return RecordedCount.select(whole(RecordedCount)).where(RecordedCount.memorandum == memorandum_id).order_by(RecordedCount.id)


class PublicAct(Struct, frozen=True):
    """A public act of an organisation on a public memorandum."""

    memorandum: str
    kind: ActKind
    acted: PartialDate | None


_TOLD_OF = (*STANDING_KINDS, *ENDING_KINDS, ActKind.CONFIRMATION)


async def public_acts_of(organisation_id: int) -> list[PublicAct]:
    """Return what an organisation did publicly, newest first; what is withheld today is not there."""
    mine = (Act.organisation == organisation_id) & (Act.kind != ActKind.DECLINE.value)
    rows = (
        await Act.select(_PROJECTED, Act.memorandum.slug.as_alias("slug"))
        .where(mine & (Act.memorandum.publicity == Publicity.PUBLIC.value))
        .order_by(Act.recorded_at)
    )
    by_text: dict[str, list[ActRow]] = defaultdict(list)
    for row in rows:
        by_text[row["slug"]].append(act_row(row))
    shown = {act.id for acts in by_text.values() for one in histories_of(acts) if one.named(clock.today()) for act in (one.root, *one.events)}
    acts = [PublicAct(row["slug"], ActKind(row["kind"]), PartialDate(row["acted"]) if row["acted"] else None) for row in rows if row["id"] in shown]
    return [one for one in reversed(acts) if one.kind in _TOLD_OF]


async def publicly_named(memoranda: Iterable[str], organisations: Iterable[str]) -> set[tuple[str, str]]:
    """Return the (memorandum, organisation) slugs of those of whom everybody may know that they acted."""
    among = Act.memorandum.slug.is_in(sorted(set(memoranda)) or [""]) & Act.organisation.slug.is_in(sorted(set(organisations)) or [""])
    rows = (
        await Act.select(_PROJECTED, Act.memorandum.slug.as_alias("slug"), Act.organisation.slug.as_alias("party"))
        .where(among & (Act.memorandum.publicity == Publicity.PUBLIC.value) & (Act.kind != ActKind.DECLINE.value))
        .order_by(Act.recorded_at)
    )
    by_pair: dict[tuple[str, str], list[ActRow]] = defaultdict(list)
    for row in rows:
        by_pair[row["slug"], row["party"]].append(act_row(row))
    today = clock.today()
    return {pair for pair, acts in by_pair.items() if any(one.named(today) for one in histories_of(acts))}
