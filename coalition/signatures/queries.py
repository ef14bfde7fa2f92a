"""Finding invitations and acts; what is withheld leaves here only as a number, except for the memorandum's coordinators."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.database import among, at_once, made_of, one_row, prepared, whole
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.queries import superseded_digests
from coalition.memoranda.tables import Memorandum, MemorandumMember, Publicity, SignatureRule, SigningState
from coalition.organisations.queries import domain_proofs, with_lives
from coalition.partial_dates import PartialDate, date_known
from coalition.signatures.errors import NothingStands, NotYetOpen, WindowClosed
from coalition.signatures.histories import ENDING_KINDS, STANDING_KINDS, ActRow, History, current, histories_by_party, histories_of
from coalition.signatures.mandates import bases_on, end_of
from coalition.signatures.status import Status, counts_as_at, signer_text, status_as_at
from coalition.signatures.tables import Act, ActKind, Channel, Disclosure, EffectParty, Invitation, Link, LinkPurpose, RecordedCount, Signer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from piccolo.query import Select

    from coalition.organisations.queries import Named


async def invitation_of(memorandum_id: int, organisation_id: int) -> Invitation | None:
    """Return an organisation's invitation."""
    return await one_row(Invitation, (Invitation.memorandum == memorandum_id) & (Invitation.organisation == organisation_id))


async def without_answer(memorandum_id: int, *, reminded_before: date) -> list[Invitation]:
    """Return open invitations that were not reminded on or after that day."""
    waiting = (Invitation.memorandum == memorandum_id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    due = Invitation.reminded_on.is_null() | (Invitation.reminded_on < reminded_before)
    return await Invitation.objects().where(waiting & due).order_by(Invitation.invited_at)


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
    histories = histories_by_party(_row(row.to_dict()) for row in rows)[organisation_id]
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
    found = await Signer.select(whole(Signer)).where(Signer.act.is_in([row["id"] for row in rows])) if rows else []
    signers = {row["act"]: row for row in found}
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


async def link_exists(token_hash: str) -> bool:
    """Whether a link with this hash is kept."""
    return bool(await Link.exists().where(Link.token_hash == token_hash))


async def colleague_asked(invitation_id: UUID) -> bool:
    """Whether a second person of the organisation was written to about the answer to an invitation."""
    return bool(await Link.exists().where((Link.invitation == invitation_id) & (Link.purpose == LinkPurpose.VOUCH.value)))


def check_window(memorandum: Memorandum, today: date) -> None:
    """Refuse a day on which the memorandum cannot be signed.

    Raises:
        NotYetOpen, WindowClosed: which it is.

    """
    if memorandum.signing_state == SigningState.NOT_OPEN or (memorandum.opens_on and today < memorandum.opens_on):
        raise NotYetOpen
    if memorandum.signing_state == SigningState.ACCESSION_ONLY:
        return
    if memorandum.signing_state != SigningState.OPEN or (memorandum.closes_on and today > memorandum.closes_on):
        raise WindowClosed


def offered_kinds(memorandum: Memorandum) -> tuple[ActKind, ...]:
    """Return what can be done about a memorandum in its present state: after the window, only accession."""
    if memorandum.signing_state == SigningState.ACCESSION_ONLY:
        return (ActKind.ACCESSION,)
    later = (ActKind.AD_REFERENDUM,) if memorandum.confirmation_days else ()
    return (ActKind.SIGNATURE, *later, ActKind.SUPPORT)


def check_kind(memorandum: Memorandum, kind: ActKind) -> None:
    """Refuse an act that cannot be done about a memorandum in its present state.

    Raises:
        InvalidForm: with the message for the field `kind`.

    """
    if kind not in offered_kinds(memorandum):
        raise InvalidForm({"kind": Message("Choose one of the answers offered.")})


async def anybody_signed(memorandum_id: int) -> bool:
    """Whether an organisation ever signed, supported or acceded, whatever became of it."""
    standing = Act.kind.is_in([kind.value for kind in STANDING_KINDS])
    return bool(await Act.exists().where((Act.memorandum == memorandum_id) & standing))


async def is_from_sources(memorandum_id: int) -> bool:
    """Whether nobody acted here: every act on a memorandum, if there is one, was entered from a source."""
    return not await Act.exists().where((Act.memorandum == memorandum_id) & (Act.channel != Channel.HISTORICAL.value))


async def effect_parties(memorandum_id: int) -> list[int]:
    """Return the ids of the organisations without whose signatures it does not take effect."""
    rows = await EffectParty.select(EffectParty.organisation).where(EffectParty.memorandum == memorandum_id)
    return [row["organisation"] for row in rows]


async def places_of(act_id: UUID, *, member: int) -> tuple[str, str] | None:
    """Return the (memorandum, organisation) slugs of an act on a memorandum that this coordinator works on."""
    works = MemorandumMember.select(MemorandumMember.memorandum).where(MemorandumMember.coordinator == member)
    columns = (Act.memorandum.slug.as_alias("memorandum"), Act.organisation.slug.as_alias("organisation"))
    row = await Act.select(*columns).where((Act.id == act_id) & Act.memorandum.is_in(works)).first()
    return (row["memorandum"], row["organisation"]) if row else None


async def signer_of(act_id: UUID) -> Signer | None:
    """Return the person behind an act, unless erased (for the signer's own pages and the coordinators)."""
    return await one_row(Signer, Signer.act == act_id)


async def status_of(memorandum: Memorandum, as_at: date | None = None) -> Status:
    """Return what everybody may know of who signed, as at a day (today when None)."""
    return (await statuses_of(memorandum, [as_at]))[0]


async def statuses_of(memorandum: Memorandum, days: Sequence[date | None]) -> list[Status]:
    """Return what everybody may know of who signed as at several days."""
    today = clock.today()
    acts = (await acts_on([memorandum.id]))[memorandum.id]
    organisations = await with_lives(act.party for act in acts)
    return [await _status(memorandum, acts, organisations, min(day or today, today)) for day in days]


async def _status(memorandum: Memorandum, acts: Sequence[ActRow], organisations: Mapping[int, Named], day: date) -> Status:
    today, closed = clock.today(), is_closed_pool(memorandum.signature_rule)
    earlier = (await superseded_digests([memorandum.id], day, today))[memorandum.id]
    bases = await bases_on(memorandum.id, day)
    known = [act._replace(mandate=bases[act.id]) if act.id in bases else act for act in acts]
    status = status_as_at(known, organisations, day, today=today, closed_pool=closed, superseded=earlier)
    proved = await domain_proofs((line.organisation for line in status.lines), before=end_of(day))
    return replace(status, lines=[replace(line, domain_proved=True) if line.organisation.id in proved else line for line in status.lines])


def is_closed_pool(rule: str) -> bool:
    """Whether only organisations of a list that everybody can read may sign, so that a number could tell which of them did."""
    return rule == SignatureRule.PARTICIPANTS


async def acts_on(memorandum_ids: Iterable[int]) -> Mapping[int, list[ActRow]]:
    """Return the acts on some memoranda in the order they were recorded, by memorandum; what may be shown, the projection decides."""
    ids = list(memorandum_ids)
    these = among(Act.memorandum, ids) & (Act.kind != ActKind.DECLINE.value)
    rows = await Act.select(_PROJECTED).where(these).order_by(Act.recorded_at)
    signers = await _signers(ids)
    found: dict[int, list[ActRow]] = {one: [] for one in ids}
    for row in rows:
        found[row["memorandum"]].append(_row(row, signers.get(row["id"], "")))
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


def _row(row: Mapping[str, Any], signer: str = "") -> ActRow:
    return ActRow(
        id=row["id"],
        kind=_KINDS[row["kind"]],
        disclosure=_LEVELS[row["disclosure"]],
        acted=date_known(row["acted"]) if row["acted"] else None,
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


async def _signers(memorandum_ids: Sequence[int]) -> Mapping[UUID, str]:
    standing = among(Act.memorandum, memorandum_ids) & Act.kind.is_in(list(STANDING_KINDS))
    rows = await Signer.select(Signer.act, Signer.name, Signer.title).where(Signer.act.is_in(Act.select(Act.id).where(standing)))
    return {row["act"]: signer_text(row["name"], row["title"]) for row in rows}


async def reported_counts(memorandum_id: int) -> list[RecordedCount]:
    """Return numbers of acts that sources report without names."""
    return [made_of(RecordedCount, row) for row in await _reported(memorandum_id)]


@prepared
def _reported(memorandum_id: int) -> Select[RecordedCount]:
    return RecordedCount.select(whole(RecordedCount)).where(RecordedCount.memorandum == memorandum_id).order_by(RecordedCount.id)


async def signature_counts(memorandum_ids: Sequence[int]) -> dict[int, int]:
    """Return standing signatures by memorandum as everybody may know them, for lists."""
    today = clock.today()
    acts = await acts_on(memorandum_ids)
    rules = await Memorandum.select(Memorandum.id, Memorandum.signature_rule).where(Memorandum.id.is_in(list(memorandum_ids) or [0]))
    closed = {row["id"]: is_closed_pool(row["signature_rule"]) for row in rules}
    earlier = await superseded_digests(memorandum_ids, today, today)
    return {one: counts_as_at(acts[one], today, today=today, closed_pool=closed[one], superseded=earlier[one]).signed for one in memorandum_ids}


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
        by_text[row["slug"]].append(_row(row))
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
        by_pair[row["slug"], row["party"]].append(_row(row))
    today = clock.today()
    return {pair for pair, acts in by_pair.items() if any(one.named(today) for one in histories_of(acts))}
