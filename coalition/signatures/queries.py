"""Finding invitations and acts; what is withheld leaves here only as a number, except for the memorandum's coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.tables import Memorandum, Publicity, SigningState
from coalition.organisations.queries import Named, contacts_of, named
from coalition.partial_dates import PartialDate
from coalition.signatures.errors import NotYetOpen, WindowClosed
from coalition.signatures.status import STANDING_KINDS, ActRow, Status, signer_text, status_as_at
from coalition.signatures.tables import Act, ActKind, Disclosure, Invitation, Link, RecordedCount, Signer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID


async def invitation_of(memorandum_id: int, organisation_id: int) -> Invitation | None:
    """Return an organisation's invitation."""
    return await Invitation.objects().get((Invitation.memorandum == memorandum_id) & (Invitation.organisation == organisation_id))


async def without_answer(memorandum_id: int, *, reminded_before: date) -> list[Invitation]:
    """Return open invitations that were not reminded on or after that day."""
    waiting = (Invitation.memorandum == memorandum_id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    due = Invitation.reminded_on.is_null() | (Invitation.reminded_on < reminded_before)
    return await Invitation.objects().where(waiting & due).order_by(Invitation.invited_at)


async def standing_act(memorandum_id: int, organisation_id: int) -> Act | None:
    """Return the organisation's signature or support, unless it was withdrawn."""
    mine = (Act.memorandum == memorandum_id) & (Act.organisation == organisation_id) & (Act.kind != ActKind.DECLINE.value)
    latest = await Act.objects().where(mine).order_by(Act.recorded_at, ascending=False).first()
    return latest if latest and latest.kind in STANDING_KINDS else None


async def latest_act(memorandum_id: int, organisation_id: int) -> Act | None:
    """Return what an organisation did last, a decline included (for its own pages)."""
    mine = (Act.memorandum == memorandum_id) & (Act.organisation == organisation_id)
    return await Act.objects().where(mine).order_by(Act.recorded_at, ascending=False).first()


async def signature_behind(act: Act) -> Act | None:
    """Return the signature or support an act is or withdraws (for the organisation's own pages)."""
    mine = (Act.memorandum == act.memorandum) & (Act.organisation == act.organisation) & Act.kind.is_in(list(STANDING_KINDS))
    return await Act.objects().where(mine).order_by(Act.recorded_at, ascending=False).first()


async def link_exists(token_hash: str) -> bool:
    """Whether a link with this hash is kept."""
    return bool(await Link.exists().where(Link.token_hash == token_hash))


def check_window(memorandum: Memorandum, today: date) -> None:
    """Refuse a day on which the memorandum cannot be signed.

    Raises:
        NotYetOpen, WindowClosed: which it is.

    """
    if memorandum.signing_state == SigningState.NOT_OPEN or (memorandum.opens_on and today < memorandum.opens_on):
        raise NotYetOpen
    if memorandum.signing_state != SigningState.OPEN or (memorandum.closes_on and today > memorandum.closes_on):
        raise WindowClosed


async def signer_of(act_id: UUID) -> Signer | None:
    """Return the person behind an act, unless erased (for the signer's own pages and the coordinators)."""
    return await Signer.objects().get(Signer.act == act_id)


async def status_of(memorandum_id: int, as_at: date | None = None) -> Status:
    """Return what everybody may know of who signed, as at a day (today when None)."""
    today = clock.today()
    acts = await _acts(memorandum_id)
    return status_as_at(acts, min(as_at or today, today), today=today)


async def _acts(memorandum_id: int) -> list[ActRow]:
    rows = (
        await Act.select(Act.id, Act.kind, Act.disclosure, Act.acted, Act.organisation)
        .where((Act.memorandum == memorandum_id) & (Act.kind != ActKind.DECLINE.value))
        .order_by(Act.recorded_at)
    )
    found = await named(row["organisation"] for row in rows)
    signers = await _public_signers(memorandum_id)
    return [
        ActRow(
            id=row["id"],
            kind=ActKind(row["kind"]),
            disclosure=Disclosure(row["disclosure"]),
            acted=PartialDate(row["acted"]) if row["acted"] else None,
            organisation=found[row["organisation"]],
            representative=signers.get(row["id"], ""),
        )
        for row in rows
    ]


async def _public_signers(memorandum_id: int) -> Mapping[UUID, str]:
    public = Act.select(Act.id).where((Act.memorandum == memorandum_id) & (Act.disclosure == Disclosure.PUBLIC.value))
    rows = await Signer.select(Signer.act, Signer.name, Signer.title).where(Signer.act.is_in(public))
    return {row["act"]: signer_text(row["name"], row["title"]) for row in rows}


async def reported_counts(memorandum_id: int) -> list[RecordedCount]:
    """Return numbers of acts that sources report without names."""
    return await RecordedCount.objects().where(RecordedCount.memorandum == memorandum_id).order_by(RecordedCount.id)


async def signature_counts(memorandum_ids: Sequence[int]) -> dict[int, int]:
    """Return standing signatures by memorandum, for lists."""
    rows = (
        await Act.select(Act.memorandum, Act.organisation, Act.kind)
        .where(Act.memorandum.is_in(list(memorandum_ids) or [0]) & (Act.kind != ActKind.DECLINE.value))
        .order_by(Act.recorded_at)
    )
    latest = {(row["memorandum"], row["organisation"]): row["kind"] for row in rows}
    counts = dict.fromkeys(memorandum_ids, 0)
    for (memorandum, _), kind in latest.items():
        counts[memorandum] += kind == ActKind.SIGNATURE
    return counts


@dataclass(frozen=True)
class PublicAct:
    """A public act of an organisation on a public memorandum."""

    memorandum: str
    kind: ActKind
    acted: PartialDate | None


async def public_acts_of(organisation_id: int) -> list[PublicAct]:
    """Return what an organisation did publicly, newest first; a withheld act is not there."""
    mine = (Act.organisation == organisation_id) & (Act.disclosure == Disclosure.PUBLIC.value) & (Act.kind != ActKind.DECLINE.value)
    rows = (
        await Act.select(Act.memorandum.slug.as_alias("memorandum"), Act.kind, Act.acted)
        .where(mine & (Act.memorandum.publicity == Publicity.PUBLIC.value))
        .order_by(Act.recorded_at, ascending=False)
    )
    return [PublicAct(row["memorandum"], ActKind(row["kind"]), PartialDate(row["acted"]) if row["acted"] else None) for row in rows]


async def publicly_named(memoranda: Iterable[str], organisations: Iterable[str]) -> set[tuple[str, str]]:
    """Return the (memorandum, organisation) slugs of those whose last act may be known to everybody."""
    among = Act.memorandum.slug.is_in(sorted(set(memoranda)) or [""]) & Act.organisation.slug.is_in(sorted(set(organisations)) or [""])
    rows = (
        await Act.select(Act.memorandum.slug.as_alias("memorandum"), Act.organisation.slug.as_alias("organisation"), Act.disclosure)
        .where(among & (Act.memorandum.publicity == Publicity.PUBLIC.value) & (Act.kind != ActKind.DECLINE.value))
        .order_by(Act.recorded_at)
    )
    latest = {(row["memorandum"], row["organisation"]): row["disclosure"] for row in rows}
    return {pair for pair, disclosure in latest.items() if disclosure == Disclosure.PUBLIC}


@dataclass(frozen=True)
class Chased:
    """An invitation on the coordinators' list."""

    id: UUID
    organisation: Named
    state: str
    invited_at: datetime
    visited_at: datetime | None
    answered_at: datetime | None
    reminded_on: date | None
    reminders: int
    has_contact: bool
    mail: str
    act: ActKind | None
    disclosure: Disclosure | None
    representative: str
    reason: str

    @property
    def silent(self) -> bool:
        """Whether an answer is still awaited."""
        return self.state in {"invited", "visited", "bounced"}


async def chase_list(memorandum: Memorandum) -> list[Chased]:
    """Return every invitation with its state, in the order of names (for the memorandum's coordinators only)."""
    invitations = await Invitation.objects().where(Invitation.memorandum == memorandum.id)
    found = await named(invitation.organisation for invitation in invitations)
    acts = await _latest_acts(memorandum.id)
    mails = await _mail_states(invitations)
    contacts = await contacts_of(found)
    rows = [
        _chased(one, found[one.organisation], acts.get(one.organisation), mails.get(f"invitation:{one.id}", ""), known=one.organisation in contacts)
        for one in invitations
    ]
    return sorted(rows, key=lambda row: (row.organisation.name_key, row.organisation.slug))


async def _latest_acts(memorandum_id: int) -> dict[int, dict[str, Any]]:
    rows = await Act.select().where(Act.memorandum == memorandum_id).order_by(Act.recorded_at)
    latest = {row["organisation"]: row for row in rows}
    ids = [row["id"] for row in latest.values()]
    signers = {row["act"]: row for row in await Signer.select().where(Signer.act.is_in(ids))} if ids else {}
    return {key: row | {"signer": signers.get(row["id"], {})} for key, row in latest.items()}


async def _mail_states(invitations: Sequence[Invitation]) -> dict[str, str]:
    about = [f"invitation:{one.id}" for one in invitations] or [""]
    rows = await Letter.select(Letter.about, Letter.state).where(Letter.about.is_in(about)).order_by(Letter.id)
    return {row["about"]: row["state"] for row in rows}


def _chased(invitation: Invitation, organisation: Named, act: dict[str, Any] | None, mail: str, *, known: bool) -> Chased:
    return Chased(
        id=invitation.id,
        organisation=organisation,
        state=_state(invitation, act, mail),
        invited_at=invitation.invited_at,
        visited_at=invitation.visited_at,
        answered_at=invitation.answered_at,
        reminded_on=invitation.reminded_on,
        reminders=invitation.reminders,
        has_contact=known,
        mail=mail,
        act=ActKind(act["kind"]) if act else None,
        disclosure=Disclosure(act["disclosure"]) if act else None,
        representative=act["signer"].get("name", "") if act else "",
        reason=act["signer"].get("reason", "") if act else "",
    )


_STATES = {ActKind.SIGNATURE: "signed", ActKind.SUPPORT: "supported", ActKind.DECLINE: "declined", ActKind.WITHDRAWAL: "withdrawn"}


def _state(invitation: Invitation, act: dict[str, Any] | None, mail: str) -> str:
    if act:
        return _STATES[ActKind(act["kind"])]
    if invitation.revoked_at:
        return "revoked"
    if mail == LetterState.BOUNCED:
        return "bounced"
    return "visited" if invitation.visited_at else "invited"
