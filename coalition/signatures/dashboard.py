"""The numbers by which those who work on a memorandum see how it stands; withheld signatures are counted, as only they may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from piccolo.query.functions import Count

from coalition import clock
from coalition.languages import Message
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.tables import Memorandum, SigningState
from coalition.organisations.queries import Named, named
from coalition.partial_dates import PartialDate
from coalition.signatures import queries
from coalition.signatures.status import STANDING_KINDS
from coalition.signatures.tables import Act, ActKind, Disclosure, Invitation
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from coalition.signatures.queries import Chased

MOST_POINTS = 25
RECENT = 8


class Answer(Word):
    """How an invitation stands, as the chase list shows it."""

    INVITED = "invited", Message("invited")
    VISITED = "visited", Message("link opened")
    BOUNCED = "bounced", Message("letter bounced")
    SIGNED = "signed", Message("signed")
    SUPPORTED = "supported", Message("supports")
    DECLINED = "declined", Message("declined")
    WITHDRAWN = "withdrawn", Message("withdrawn")
    REVOKED = "revoked", Message("taken back")


@dataclass(frozen=True)
class Dashboard:
    """How a memorandum stands. `signed` and `supported` are standing acts, `withheld` those among them whose names are hidden."""

    invited: int
    signed: int
    supported: int
    declined: int
    withdrawn: int
    withheld: int
    days_left: int | None
    over_time: Sequence[tuple[date, int]]
    by_country: Sequence[tuple[str | None, int]]
    waiting: Sequence[Chased]

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return len(self.waiting)


@dataclass(frozen=True)
class _Standing:
    """From when to when an organisation's latest act stood; `since` None means a date that is not known."""

    kind: ActKind
    country: str | None
    withheld: bool
    since: date | None
    until: date | None = None


async def dashboard(memorandum: Memorandum) -> Dashboard:
    """Return the numbers of a memorandum (for those who work on it)."""
    chased = await queries.chase_list(memorandum)
    standings = await _standings(memorandum.id)
    now = [one for one in standings if one.until is None]
    signatures = [one for one in standings if one.kind is ActKind.SIGNATURE]
    signed = [one for one in now if one.kind is ActKind.SIGNATURE]
    return Dashboard(
        invited=sum(one.state != Answer.REVOKED for one in chased),
        signed=len(signed),
        supported=len(now) - len(signed),
        declined=sum(one.state == Answer.DECLINED for one in chased),
        withdrawn=len(standings) - len(now),
        withheld=sum(one.withheld for one in now),
        days_left=_days_left(memorandum),
        over_time=_curve(signatures, memorandum),
        by_country=sorted(Counter(one.country for one in signed).items(), key=lambda item: (-item[1], item[0] or "~")),
        waiting=sorted((one for one in chased if one.silent), key=lambda one: one.invited_at),
    )


async def _standings(memorandum_id: int) -> list[_Standing]:
    rows = (
        await Act.select(Act.kind, Act.acted, Act.disclosure, Act.organisation, Act.organisation.country.as_alias("country"))
        .where((Act.memorandum == memorandum_id) & (Act.kind != ActKind.DECLINE.value))
        .order_by(Act.recorded_at)
    )
    found: dict[int, _Standing] = {}
    for row in rows:
        day = PartialDate(row["acted"]).last if row["acted"] else None
        before = found.get(row["organisation"])
        if row["kind"] in STANDING_KINDS:
            found[row["organisation"]] = _Standing(ActKind(row["kind"]), row["country"], row["disclosure"] != Disclosure.PUBLIC, day)
        elif before:
            found[row["organisation"]] = _Standing(before.kind, before.country, before.withheld, before.since, day or clock.today())
    return list(found.values())


def _days_left(memorandum: Memorandum) -> int | None:
    if memorandum.signing_state != SigningState.OPEN or memorandum.closes_on is None:
        return None
    left: int = (memorandum.closes_on - clock.today()).days
    return max(left, 0)


def _curve(signatures: Sequence[_Standing], memorandum: Memorandum) -> list[tuple[date, int]]:
    """Return (day, standing signatures) at equal distances, from the opening to today or the last day."""
    days = [one.since for one in signatures if one.since]
    if not signatures:
        return []
    first = min([*days, memorandum.opens_on] if memorandum.opens_on else days, default=clock.today())
    last = max(first, min(clock.today(), memorandum.closes_on or clock.today()), *days)
    length = (last - first).days
    steps = min(length, MOST_POINTS - 1) or 1
    moments = sorted({first + timedelta(days=round(length * step / steps)) for step in range(steps + 1)})
    return [(day, sum(_stood(one, day) for one in signatures)) for day in moments]


def _stood(one: _Standing, day: date) -> bool:
    return (one.since is None or one.since <= day) and (one.until is None or one.until > day)


@dataclass(frozen=True)
class RecentAct:
    """An answer of the last days, for those who work on the memorandum."""

    memorandum: int
    organisation: Named
    kind: ActKind
    disclosure: Disclosure
    acted: PartialDate | None


async def recent_acts(memorandum_ids: Iterable[int]) -> list[RecentAct]:
    """Return the latest answers to some memoranda, newest first."""
    rows = (
        await Act.select(Act.memorandum, Act.organisation, Act.kind, Act.disclosure, Act.acted)
        .where(Act.memorandum.is_in(list(memorandum_ids) or [0]))
        .order_by(Act.recorded_at, ascending=False)
        .limit(RECENT)
    )
    found = await named(row["organisation"] for row in rows)
    return [_recent(row, found) for row in rows]


def _recent(row: Mapping[str, Any], found: Mapping[int, Named]) -> RecentAct:
    acted = PartialDate(row["acted"]) if row["acted"] else None
    return RecentAct(row["memorandum"], found[row["organisation"]], ActKind(row["kind"]), Disclosure(row["disclosure"]), acted)


async def silent_counts(memorandum_ids: Iterable[int]) -> dict[int, int]:
    """Return how many invitations of each memorandum wait for an answer."""
    rows = (
        await Invitation.select(Invitation.memorandum, Count(alias="silent"))
        .where(Invitation.memorandum.is_in(list(memorandum_ids) or [0]) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null())
        .group_by(Invitation.memorandum)
    )
    return {row["memorandum"]: row["silent"] for row in rows}


async def bounced_counts(memorandum_ids: Iterable[int]) -> dict[int, int]:
    """Return in how many waiting invitations of each memorandum the last letter bounced."""
    bounced = await Letter.select(Letter.about).where((Letter.state == LetterState.BOUNCED.value) & Letter.about.like("invitation:%"))
    abouts = sorted({row["about"] for row in bounced})
    letters = await Letter.select(Letter.about, Letter.state).where(Letter.about.is_in(abouts or [""])).order_by(Letter.id)
    latest = {row["about"]: row["state"] for row in letters}
    ids = [about.removeprefix("invitation:") for about in abouts if latest[about] == LetterState.BOUNCED]
    if not ids:
        return {}
    rows = (
        await Invitation.select(Invitation.memorandum, Count(alias="bounced"))
        .where(
            Invitation.id.is_in(ids)
            & Invitation.memorandum.is_in(list(memorandum_ids) or [0])
            & Invitation.answered_at.is_null()
            & Invitation.revoked_at.is_null()
        )
        .group_by(Invitation.memorandum)
    )
    return {row["memorandum"]: row["bounced"] for row in rows}
