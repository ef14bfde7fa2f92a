"""The numbers by which those who work on a memorandum see how it stands; withheld signatures are counted, as only they may see."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from piccolo.query.functions import Count

from coalition import clock
from coalition.acts import queries as acts_queries
from coalition.acts.disclosures import LEVELS
from coalition.acts.histories import current_by_party
from coalition.acts.parties import superseded_for
from coalition.acts.tables import Act, ActKind, Disclosure
from coalition.invitations.chase_list import chase_list
from coalition.invitations.tables import Invitation
from coalition.languages import Message
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.tables import Memorandum, SigningState
from coalition.organisations.queries import Named, named
from coalition.organisations.tables import Organisation
from coalition.partial_dates import PartialDate
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from coalition.acts.histories import ActRow, History
    from coalition.invitations.chase_list import Chased


MOST_POINTS = 25


RECENT = 8


class Answer(Word):
    """How an invitation stands, as the chase list shows it."""

    INVITED = "invited", Message("invited")
    VISITED = "visited", Message("link opened")
    BOUNCED = "bounced", Message("letter bounced")
    SIGNED = "signed", Message("signed")
    AD_REFERENDUM = "ad_referendum", Message("signed ad referendum")
    QUESTIONED = "questioned", Message("questioned")
    SUPPORTED = "supported", Message("supports")
    DECLINED = "declined", Message("declined")
    WITHDRAWN = "withdrawn", Message("withdrawn")
    ANNULLED = "annulled", Message("annulled")
    LAPSED = "lapsed", Message("lapsed")
    REVOKED = "revoked", Message("taken back")


class Dashboard(Struct, frozen=True):
    """How a memorandum stands. `signed` and `supported` are standing acts, `withheld` those among them whose names are hidden."""

    invited: int
    signed: int
    supported: int
    declined: int
    withdrawn: int
    withheld: int
    days_left: int | None
    over_time: Sequence[tuple[date, int]]
    by_country: Sequence[tuple[str, int]]
    waiting: Sequence[Chased]

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return len(self.waiting)


class _Standing(Struct, frozen=True):
    """From when to when an organisation's latest act stood; `since` None means a date that is not known."""

    binds: bool
    supports: bool
    country: str | None
    withheld: bool
    since: date | None
    until: date | None = None


async def dashboard(memorandum: Memorandum) -> Dashboard:
    """Return the numbers of a memorandum (for those who work on it)."""
    chased = await chase_list(memorandum)
    standings = await _standings(memorandum.id)
    now = [one for one in standings if one.until is None]
    signatures = [one for one in standings if one.binds]
    signed = [one for one in now if one.binds]
    return Dashboard(
        invited=sum(one.id is not None and one.state != Answer.REVOKED for one in chased),
        signed=len(signed),
        supported=sum(one.supports for one in now),
        declined=sum(one.state == Answer.DECLINED for one in chased),
        withdrawn=sum(one.state == Answer.WITHDRAWN for one in chased),
        withheld=sum(one.withheld for one in now),
        days_left=_days_left(memorandum),
        over_time=_curve(signatures, memorandum),
        by_country=_by_country(signed),
        waiting=sorted((one for one in chased if one.silent), key=_since),
    )


def _since(one: Chased) -> datetime:
    return one.invited_at or clock.now()


async def _standings(memorandum_id: int) -> list[_Standing]:
    acts = (await acts_queries.acts_on([memorandum_id]))[memorandum_id]
    histories = current_by_party(acts, but=await superseded_for(memorandum_id))
    countries = await Organisation.select(Organisation.id, Organisation.country).where(Organisation.id.is_in(list(histories) or [0]))
    country_of = {row["id"]: row["country"] for row in countries}
    return [_standing(one, country_of[party]) for party, one in histories.items()]


def _standing(history: History, country: str | None) -> _Standing:
    begun = history.confirmed if history.root.kind is ActKind.AD_REFERENDUM else history.root
    until = _day(history.ended) or clock.today() if history.ended else None
    return _Standing(history.binds, history.supports, country, not history.named(clock.today()), _day(begun), until)


def _day(act: ActRow | None) -> date | None:
    return act.acted.last if act and act.acted else None


SMALLEST_GROUP = 5


def _by_country(signed: Sequence[_Standing]) -> list[tuple[str, int]]:
    """Count signatories by country; countries with a hidden one among fewer than five are counted together, as `""`.

    The picture leaves the desk more easily than the list: it must not tell from which small country somebody signed without a name.
    """
    groups: dict[str, list[_Standing]] = defaultdict(list)
    for one in signed:
        groups[one.country or "none"].append(one)
    small = [code for code, members in groups.items() if len(members) < SMALLEST_GROUP and any(one.withheld for one in members)]
    merged = sum(len(groups[code]) for code in small)
    if small and merged < SMALLEST_GROUP:
        small = sorted(groups, key=lambda code: (code not in small, len(groups[code])))
        while len(small) > 1 and sum(len(groups[code]) for code in small[:-1]) >= SMALLEST_GROUP:
            small.pop()
    counts = [(code, len(members)) for code, members in groups.items() if code not in small]
    together = sum(len(groups[code]) for code in small)
    return [*sorted(counts, key=lambda item: (-item[1], item[0])), *([("", together)] if together else [])]


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


class RecentAct(Struct, frozen=True):
    """An answer of the last days, for those who work on the memorandum."""

    memorandum: int
    organisation: Named
    kind: ActKind
    disclosure: Disclosure
    acted: PartialDate | None

    @property
    def a_name_withheld(self) -> bool:
        """Whether the level that was chosen withholds the name of the organisation, or that of its representative."""
        return self.kind is not ActKind.DECLINE and not LEVELS[self.disclosure].names_representative


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
