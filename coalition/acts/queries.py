"""Reading acts; withheld acts are returned only to the memorandum's coordinators, to operations and to projections."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.acts.act_kinds import ENDING_KINDS, STANDING_KINDS
from coalition.acts.disclosure_levels import HIDDEN, LEVELS, level_on
from coalition.acts.errors import NothingStands
from coalition.acts.histories import ActRow, History, current, histories_by_party, histories_of
from coalition.acts.signer_queries import signers_of_all, signers_of_some
from coalition.acts.tables import Act, ActKind, Channel, Disclosure, EffectParty, RecordedCount
from coalition.database import among, at_once, in_parts, is_postgres, made_of, one_of, one_row, prepared, whole
from coalition.memoranda.tables import Memorandum, MemorandumMember, Publicity
from coalition.notices import page_subjects
from coalition.notices.page_subjects import depends_on
from coalition.organisations.tables import Organisation
from coalition.partial_dates import PartialDate, cached_date
from coalition.search.queries import matching
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from piccolo.custom_types import Combinable
    from piccolo.query import Select


class OwnRecord(Struct, frozen=True):
    """What an organisation did on a memorandum: the history that counts, and the rows of its first and last act.

    `root` is None when the organisation only declined. `last` is the last act of that history, or a decline after it. Changes of
    disclosure and corrections do not count, nor does the annulment of a later signature, which put this history into force again.
    `last_in_history` leaves a decline out; it is None when there is no history. The days of the rows are the corrected ones.
    """

    root: Act | None
    last: Act
    history: History | None
    last_in_history: Act | None = None

    @property
    def stands(self) -> bool:
        """Whether the organisation has a signature or support that did not end."""
        return self.history is not None and self.history.ended is None


async def own_record(memorandum_id: int, organisation_id: int) -> OwnRecord | None:
    """Return what an organisation did (for its own pages and for those who work on the memorandum); None if it did nothing yet."""
    own_acts = (Act.memorandum == memorandum_id) & (Act.organisation == organisation_id)
    rows = await Act.objects().where(own_acts).order_by(Act.recorded_at)
    if not rows:
        return None
    histories = histories_by_party(act_row(row.to_dict()) for row in rows)[organisation_id]
    if not histories:
        return OwnRecord(None, rows[-1], None)
    history = current(histories)
    by_id = {row.id: row for row in rows}
    for act in (history.root, *history.events):
        by_id[act.id].acted, by_id[act.id].received = str(act.acted) if act.acted else None, act.received
    act_ids = {history.root.id, *(event.id for event in history.events)}
    last = next(row for row in reversed(rows) if row.kind == ActKind.DECLINE or row.id in act_ids)
    return OwnRecord(by_id[history.root.id], last, history, next(row for row in reversed(rows) if row.id in act_ids))


async def declined_with(memorandum_id: int, organisation_id: int) -> UUID | None:
    """Return the id of the decline that is the last answer of an organisation (for its own pages); None if it is another act, or none."""
    own = await own_record(memorandum_id, organisation_id)
    return own.last.id if own and own.last.kind == ActKind.DECLINE else None


async def history_with(memorandum_id: int, organisation_id: int, act_id: UUID) -> History:
    """Return the history of an organisation that an act belongs to (for operations).

    Raises:
        NothingStands: it belongs to none.

    """
    own_acts = (Act.memorandum == memorandum_id) & (Act.organisation == organisation_id)
    rows = await Act.select(_PROJECTED).where(own_acts).order_by(Act.recorded_at)
    history = next((history for history in histories_of(map(act_row, rows)) if history.holds(act_id)), None)
    if history is None:
        raise NothingStands
    return history


class Standing(Struct, frozen=True):
    """A signature or support that stands: its row and its history."""

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
    own = await own_record(memorandum_id, organisation_id)
    if own is None or own.root is None or own.history is None or own.history.ended:
        raise NothingStands
    return Standing(own.root, own.history)


async def latest_acts(memorandum_ids: Iterable[int], *, limit: int) -> list[dict[str, Any]]:
    """Return the latest acts on some memoranda, newest first (for those who work on them)."""
    ids = ",".join(str(int(number)) for number in memorandum_ids) or "NULL"
    # Each memorandum gives its own latest acts, read from the end of an index: sorting would read all acts of all of them.
    newest = "SELECT {} FROM act WHERE act.memorandum = memorandum.id ORDER BY act.recorded_at DESC LIMIT {{}}"
    if is_postgres():
        latest = f"CROSS JOIN LATERAL ({newest.format('*')}) AS latest"
    else:
        latest = f"CROSS JOIN act AS latest ON latest.id IN ({newest.format('act.id')})"
    rows: list[dict[str, Any]] = await Act.raw(
        "SELECT latest.memorandum, latest.organisation, latest.kind, latest.disclosure, latest.acted"  # noqa: S608 -- numbers only
        f" FROM memorandum {latest} WHERE memorandum.id IN ({ids}) ORDER BY latest.recorded_at DESC LIMIT {{}}",
        *(limit, limit),
    )
    return rows


async def annulled_acts(memorandum_id: int, organisation_id: int) -> list[UUID]:
    """Return the ids of an organisation's acts that were annulled (for operations only)."""
    annulments = (Act.memorandum == memorandum_id) & (Act.organisation == organisation_id) & (Act.kind == ActKind.ANNULMENT.value)
    return await Act.select(Act.about).where(annulments).output(as_list=True)


async def act_by_id(act_id: UUID) -> Act | None:
    """Return an act (for operations only)."""
    return await one_row(Act, Act.id == act_id)


_ANNOUNCED = at_once(Act.id, Act.kind, Act.acted, Act.received, Act.recorded_at, Act.channel)


async def acts_to_announce(memorandum: str, organisation: str | None = None) -> list[dict[str, Any]]:
    """Return the acts on a memorandum (slug) in the order they were recorded, of one organisation or of all, each with its slug (for operations)."""
    these = (Act.memorandum.slug == memorandum) & (Act.kind != ActKind.DECLINE.value)
    if organisation is not None:
        these &= Act.organisation.slug == organisation
    return await Act.select(_ANNOUNCED, Act.organisation.slug.as_alias("organisation")).where(these).order_by(Act.recorded_at)


async def anybody_signed(memorandum_id: int) -> bool:
    """Whether an organisation ever signed, supported or acceded, whatever became of it."""
    standing = Act.kind.is_in([kind.value for kind in STANDING_KINDS])
    return bool(await Act.exists().where((Act.memorandum == memorandum_id) & standing))


async def memoranda_with(organisation_id: int) -> list[int]:
    """Return the ids of the memoranda on which an organisation acted (for operations)."""
    rows = await Act.select(Act.memorandum).where(Act.organisation == organisation_id).order_by(Act.memorandum)
    return list(dict.fromkeys(row["memorandum"] for row in rows))


async def is_effect_party(organisation_id: int) -> bool:
    """Whether the rules of a memorandum name an organisation (for operations)."""
    return bool(await EffectParty.exists().where(EffectParty.organisation == organisation_id))


async def effect_parties(memorandum_id: int) -> list[int]:
    """Return the ids of the organisations without whose signatures a memorandum does not take effect; they are public with its rules."""
    rows = await EffectParty.select(EffectParty.organisation).where(EffectParty.memorandum == memorandum_id)
    return [row["organisation"] for row in rows]


def ids_of_acts(memorandum_id: int, organisation_id: int) -> Select[Act]:
    """Return the query of the ids of all acts of an organisation, for statements that change the rows that belong to them."""
    return Act.select(Act.id).where((Act.memorandum == memorandum_id) & (Act.organisation == organisation_id))


async def is_from_sources(memorandum_id: int) -> bool:
    """Whether every act on a memorandum, if it has any, was entered from a source."""
    return not await Act.exists().where((Act.memorandum == memorandum_id) & (Act.channel != Channel.HISTORICAL.value))


async def places_of(act_id: UUID, *, member: int) -> tuple[str, str] | None:
    """Return the (memorandum, organisation) slugs of an act on a memorandum that this coordinator works on."""
    works = MemorandumMember.select(MemorandumMember.memorandum).where(MemorandumMember.coordinator == member)
    columns = (Act.memorandum.slug.as_alias("memorandum"), Act.organisation.slug.as_alias("organisation"))
    row = await Act.select(*columns).where((Act.id == act_id) & Act.memorandum.is_in(works)).first()
    return (row["memorandum"], row["organisation"]) if row else None


async def acts_on(memorandum_ids: Iterable[int], parties: Collection[int] | None = None) -> Mapping[int, list[ActRow]]:
    """Return the acts on some memoranda by memorandum, in the order they were recorded; the projection decides which may be shown.

    With `parties` they are the acts of some organisations.

    On a public memorandum an act of an organisation that is not listed names nobody: so a name whose day of release has come is
    shown once the job of that day has listed its organisation, and not before.
    """
    ids = list(memorandum_ids)
    if parties is None:
        rows, signers = await _acts_of_all(ids), await signers_of_all(ids)
    else:
        rows, signers = await _acts_of_some(ids, parties), await signers_of_some(ids, parties)
    acts: dict[int, list[ActRow]] = {memorandum_id: [] for memorandum_id in ids}
    for row in _as_recorded(rows):
        acts[row["memorandum"]].append(_as_shown(row, signers.get(row["id"], "")))
    return acts


@prepared
def _acts_of_some(memorandum_ids: Collection[int], parties: Collection[int]) -> Select[Act]:
    these = among(Act.memorandum, memorandum_ids) & among(Act.organisation, parties)
    return Act.select(*_PROJECTED_COLUMNS, *_NAMING).where(these & (Act.kind != ActKind.DECLINE.value))


async def _acts_of_all(memorandum_ids: Collection[int]) -> list[dict[str, Any]]:
    these = among(Act.memorandum, memorandum_ids) & (Act.kind != ActKind.DECLINE.value)
    return await Act.select(_PROJECTED, *_NAMING).where(these)


async def acts_of_parties(memorandum_id: int, organisation_ids: Collection[int]) -> dict[int, list[ActRow]]:
    """Return the acts of some organisations on a memorandum, declines too, by organisation and in the order they were recorded.

    They are as those of `acts_on`, without the names of signers, in one query (for those who work on the memorandum).
    """
    if len(organisation_ids) == 1:
        rows = await _acts_of_party(memorandum_id, *organisation_ids)
    else:
        these = (Act.memorandum == memorandum_id) & among(Act.organisation, organisation_ids)
        rows = _as_recorded(await Act.select(_PROJECTED, *_NAMING).where(these))
    acts: dict[int, list[ActRow]] = {organisation_id: [] for organisation_id in organisation_ids}
    for row in rows:
        acts[row["organisation"]].append(_as_shown(row))
    return acts


@prepared
def _acts_of_party(memorandum_id: int, organisation_id: int) -> Select[Act]:
    these = (Act.memorandum == memorandum_id) & (Act.organisation == organisation_id)
    return Act.select(*_PROJECTED_COLUMNS, *_NAMING).where(these).order_by(Act.recorded_at)


def _as_recorded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return acts in the order they were recorded: with ORDER BY, SQLite reads all acts of the memorandum to find those of a few parties."""
    return sorted(rows, key=itemgetter("recorded_at"))


def _as_shown(row: Mapping[str, Any], signer: str = "") -> ActRow:
    act = act_row(row, signer)
    return act if row["listed"] or row["publicity"] != Publicity.PUBLIC else _without_name(act)


def _without_name(act: ActRow) -> ActRow:
    names = LEVELS[level_on(clock.today(), act.disclosure, act.release_on)].names_organisation
    return act._replace(disclosure=HIDDEN.disclosure) if names else act


async def recorded_acts(memorandum_id: int, organisation_ids: Iterable[int]) -> list[Act]:
    """Return every act of some organisations on a memorandum in the order they were recorded (for those who work on it)."""
    these = (Act.memorandum == memorandum_id) & among(Act.organisation, organisation_ids)
    return [made_of(Act, row) for row in _as_recorded(await Act.select(whole(Act)).where(these))]


_PROJECTED_COLUMNS = (
    *(Act.id, Act.memorandum, Act.organisation, Act.kind, Act.disclosure, Act.acted),
    *(Act.description, Act.release_on, Act.ground, Act.channel, Act.digest, Act.source, Act.about, Act.counted_on, Act.received),
    *(Act.recorded_at, Act.remarked, Act.corrects, Act.corrected_acted, Act.corrected_received, Act.successor),
)
_PROJECTED = at_once(*_PROJECTED_COLUMNS)
_NAMING = (Act.organisation.listed.as_alias("listed"), Act.memorandum.publicity.as_alias("publicity"))

_KINDS = {kind.value: kind for kind in ActKind}
_LEVELS = {level.value: level for level in Disclosure}
_CHANNELS = {channel.value: channel for channel in Channel}


def act_row(row: Mapping[str, Any], signer: str = "") -> ActRow:
    """Return the act from which histories are built: the columns of a row, and the signer's name and position."""
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
        counted_on=row["counted_on"],
        received=row["received"],
        successor=row["successor"],
        recorded_on=row["recorded_at"].date(),
        remarked=bool(row["remarked"]),
        corrects=row["corrects"],
        corrected_acted=cached_date(row["corrected_acted"]) if row["corrected_acted"] else None,
        corrected_received=row["corrected_received"],
    )


async def reported_counts(memorandum_id: int) -> list[RecordedCount]:
    """Return the numbers of acts that sources report without names."""
    return [made_of(RecordedCount, row) for row in await _reported(memorandum_id)]


@prepared
def _reported(memorandum_id: int) -> Select[RecordedCount]:
    return RecordedCount.select(whole(RecordedCount)).where(RecordedCount.memorandum == memorandum_id).order_by(RecordedCount.id)


class PublicAct(Struct, frozen=True):
    """A public act of an organisation on a public memorandum, which has a slug and an id."""

    memorandum: str
    memorandum_id: int
    kind: ActKind
    acted: PartialDate | None
    party: int

    @property
    def place(self) -> str:
        """The sort key of lists that begin with the latest; acts of one day on one memorandum share it."""
        return f"{self.acted or ''}/{self.memorandum}"


_PUBLIC_KINDS = (*STANDING_KINDS, *ENDING_KINDS, ActKind.CONFIRMATION)


async def public_acts_of(organisation_id: int, merged: Collection[int] = (), text: str = "") -> list[PublicAct]:
    """Return the public acts of an organisation and of its `merged` entries, newest first; acts that are withheld today are left out.

    With `text` they are those on memoranda that it finds by a title or a symbol.
    """
    depends_on(*map(page_subjects.organisation, (organisation_id, *merged)))
    own_acts: Combinable = among(Act.organisation, [organisation_id, *merged]) & (Act.kind != ActKind.DECLINE.value)
    if text:
        own_acts &= matching(Kind.PUBLIC_MEMORANDUM, Act.memorandum, text)
    rows = (
        await Act.select(_PROJECTED, Act.memorandum.slug.as_alias("slug"))
        .where(own_acts & (Act.memorandum.publicity == Publicity.PUBLIC.value))
        .order_by(Act.recorded_at)
    )
    by_text: dict[tuple[str, int], list[ActRow]] = defaultdict(list)
    for row in rows:
        by_text[row["slug"], row["organisation"]].append(act_row(row))
    named = [history for acts in by_text.values() for history in histories_of(acts) if history.named(clock.today())]
    shown = {act.id: act.acted for history in named for act in (history.root, *history.events)}
    public = [row for row in reversed(rows) if row["id"] in shown and row["kind"] in _PUBLIC_KINDS]
    return [PublicAct(row["slug"], row["memorandum"], ActKind(row["kind"]), shown[row["id"]], row["organisation"]) for row in public]


async def with_public_acts(organisation_ids: Iterable[int]) -> set[int]:
    """Return those organisations that a public act names today; what their hidden acts are makes no difference."""
    rows = (
        await Act.select(_PROJECTED, Act.memorandum)
        .where(among(Act.organisation, organisation_ids) & (Act.memorandum.publicity == Publicity.PUBLIC.value) & (Act.kind != ActKind.DECLINE.value))
        .order_by(Act.recorded_at)
    )
    by_pair: dict[tuple[int, int], list[ActRow]] = defaultdict(list)
    for row in rows:
        act = act_row(row)
        by_pair[row["memorandum"], act.party].append(act)
    return {party for (_, party), acts in by_pair.items() if any(history.named(clock.today()) for history in histories_of(acts))}


_PARTIES_AT_ONCE = 1000


async def publicly_named(memoranda: Iterable[str], organisations: Iterable[str]) -> set[tuple[str, str]]:
    """Return those (memorandum, organisation) slugs for which everybody may know that the organisation acted, all of them listed."""
    public = one_of(Memorandum.slug, memoranda) & (Memorandum.publicity == Publicity.PUBLIC.value)
    texts = {row["id"]: row["slug"] for row in await Memorandum.select(Memorandum.id, Memorandum.slug).where(public)}
    named: set[tuple[str, str]] = set()
    for some in in_parts(organisations, _PARTIES_AT_ONCE):
        listed = Organisation.slug.is_in(some) & Organisation.listed.eq(True)  # noqa: FBT003 -- a value of the column
        parties = {row["id"]: row["slug"] for row in await Organisation.select(Organisation.id, Organisation.slug).where(listed)}
        named |= {(texts[text], parties[party]) for text, party in await named_in(texts, parties)}
    return named


async def named_in(memorandum_ids: Collection[int], parties: Collection[int]) -> set[tuple[int, int]]:
    """Return those (memorandum, organisation) ids for which everybody may know that the organisation acted.

    The memoranda are public and the organisations listed. They are named by their ids: with subqueries, PostgreSQL reads all acts.
    """
    by_pair: dict[tuple[int, int], list[ActRow]] = defaultdict(list)
    for row in _as_recorded(await _acts_of_some(memorandum_ids, parties)):
        by_pair[row["memorandum"], row["organisation"]].append(act_row(row))
    today = clock.today()
    return {pair for pair, acts in by_pair.items() if any(history.named(today) for history in histories_of(acts))}
