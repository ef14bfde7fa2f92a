"""The numbers of a memorandum for those who work on it; they include withheld signatures."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.acts import queries as acts_queries
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.histories import current_by_party
from coalition.acts.parties import superseded_for
from coalition.acts.tables import ActKind, Disclosure
from coalition.invitations import queries
from coalition.invitations.chase_list import Answer, chase_list
from coalition.mail.queries import states_by_subject, subjects_with_bounces
from coalition.mail.tables import LetterState
from coalition.memoranda.tables import SigningState
from coalition.organisations.queries import countries_of, views_by_id
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from coalition.acts.histories import ActRow, History
    from coalition.invitations.chase_list import Chased
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView


MOST_POINTS = 25
RECENT = 8


class Dashboard(Struct, frozen=True):
    """The numbers of a memorandum. `signed`, `acceded` and `supported` are standing acts; `withheld` are those of them whose names are hidden.

    `answers` counts every organisation that was invited or acted once, by how it stands; `uninvited` are those that acted without an
    invitation. `to_confirm` are the signatures that wait for confirmation, the most urgent first.
    """

    invited: int
    signed: int
    acceded: int
    supported: int
    declined: int
    withdrawn: int
    withheld: int
    days_left: int | None
    over_time: Sequence[tuple[date, int]]
    by_country: Sequence[tuple[str, int]]
    waiting: Sequence[Chased]
    answers: Sequence[tuple[Answer, int]]
    uninvited: int
    to_confirm: Sequence[Chased]

    @property
    def organisations(self) -> int:
        """The number of organisations that were invited or acted: the sum of the answers."""
        return sum(number for _, number in self.answers)

    @property
    def ad_referendum(self) -> int:
        """The number of signatures that wait for confirmation."""
        return len(self.to_confirm)

    @property
    def silent(self) -> int:
        """The number of organisations that have not answered."""
        return len(self.waiting)


class _Period(Struct, frozen=True):
    """The time in which an organisation's latest act was in force; `since` is None if the date is unknown."""

    binds: bool
    accedes: bool
    supports: bool
    country: str | None
    withheld: bool
    since: date | None
    until: date | None = None

    def contains(self, day: date) -> bool:
        """Whether the act was in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)


async def dashboard(memorandum: Memorandum) -> Dashboard:
    """Return the numbers of a memorandum (for those who work on it)."""
    rows = await chase_list(memorandum)
    periods = await _periods(memorandum.id)
    in_force = [period for period in periods if period.until is None]
    parties = [period for period in in_force if period.binds]
    acceded = sum(period.accedes for period in parties)
    return Dashboard(
        invited=sum(row.id is not None and row.state != Answer.REVOKED for row in rows),
        signed=len(parties) - acceded,
        acceded=acceded,
        supported=sum(period.supports for period in in_force),
        declined=sum(row.state == Answer.DECLINED for row in rows),
        withdrawn=sum(row.state == Answer.WITHDRAWN for row in rows),
        withheld=sum(period.withheld for period in in_force),
        days_left=_days_left(memorandum),
        over_time=_curve([period for period in periods if period.binds], memorandum),
        by_country=_by_country(parties),
        answers=_by_answer(rows),
        uninvited=sum(row.id is None for row in rows),
        to_confirm=sorted((row for row in rows if row.state is Answer.AD_REFERENDUM), key=lambda row: row.confirm_by or date.max),
        waiting=sorted((row for row in rows if row.silent), key=_invited_at),
    )


def _by_answer(rows: Sequence[Chased]) -> list[tuple[Answer, int]]:
    """Count the rows of each answer, in the order of the answers; answers that nobody gave are left out."""
    numbers = Counter(row.state for row in rows)
    return [(answer, numbers[answer]) for answer in Answer if numbers[answer]]


def _invited_at(row: Chased) -> datetime:
    return row.invited_at or clock.now()


async def _periods(memorandum_id: int) -> list[_Period]:
    acts = (await acts_queries.acts_on([memorandum_id]))[memorandum_id]
    histories = current_by_party(acts, but=await superseded_for(memorandum_id))
    countries = await countries_of(histories)
    return [_period(history, countries[party]) for party, history in histories.items()]


def _period(history: History, country: str | None) -> _Period:
    begun = history.confirmed if history.root.kind is ActKind.AD_REFERENDUM else history.root
    until = _day(history.ended) or clock.today() if history.ended else None
    return _Period(history.binds, history.accedes, history.supports, country, not history.named(clock.today()), _day(begun), until)


def _day(act: ActRow | None) -> date | None:
    return act.acted.last if act and act.acted else None


SMALLEST_GROUP = 5


def _by_country(signed: Sequence[_Period]) -> list[tuple[str, int]]:
    """Count signatories by country, largest first; countries that are counted together have the code `""`.

    The chart is shared outside the desk more easily than the list. It must not reveal the small country of an unnamed signatory.
    """
    groups: dict[str, list[_Period]] = defaultdict(list)
    for period in signed:
        groups[period.country or "none"].append(period)
    merged = _merged_countries(groups)
    counts = [(country, len(members)) for country, members in groups.items() if country not in merged]
    together = sum(len(groups[country]) for country in merged)
    return [*sorted(counts, key=lambda item: (-item[1], item[0])), *([("", together)] if together else [])]


def _merged_countries(groups: Mapping[str, Sequence[_Period]]) -> list[str]:
    """Return the countries that are counted together.

    A country with a withheld name among fewer than five signatories is merged; if fewer than five signatories are merged then,
    further small countries are added.
    """
    small = [country for country, members in groups.items() if len(members) < SMALLEST_GROUP and any(period.withheld for period in members)]
    if not small or sum(len(groups[country]) for country in small) >= SMALLEST_GROUP:
        return small
    merged = sorted(groups, key=lambda country: (country not in small, len(groups[country])))
    while len(merged) > 1 and sum(len(groups[country]) for country in merged[:-1]) >= SMALLEST_GROUP:
        merged.pop()
    return merged


def _days_left(memorandum: Memorandum) -> int | None:
    if memorandum.signing_state != SigningState.OPEN or memorandum.closes_on is None:
        return None
    left: int = (memorandum.closes_on - clock.today()).days
    return max(left, 0)


def _curve(signatures: Sequence[_Period], memorandum: Memorandum) -> list[tuple[date, int]]:
    """Return (day, signatures in force) at equal intervals, from the opening to today or the last day."""
    if not signatures:
        return []
    days = [period.since for period in signatures if period.since]
    first = min([*days, memorandum.opens_on] if memorandum.opens_on else days, default=clock.today())
    last = max(first, min(clock.today(), memorandum.closes_on or clock.today()), *days)
    length = (last - first).days
    steps = min(length, MOST_POINTS - 1) or 1
    points = sorted({first + timedelta(days=round(length * step / steps)) for step in range(steps + 1)})
    return [(day, sum(period.contains(day) for period in signatures)) for day in points]


class RecentAct(Struct, frozen=True):
    """A recent answer, for those who work on the memorandum."""

    memorandum: int
    organisation: OrganisationView
    kind: ActKind
    disclosure: Disclosure
    acted: PartialDate | None

    @property
    def a_name_withheld(self) -> bool:
        """Whether the chosen level withholds the name of the organisation or of its representative."""
        return self.kind is not ActKind.DECLINE and not LEVELS[self.disclosure].names_representative


async def recent_acts(memorandum_ids: Iterable[int]) -> list[RecentAct]:
    """Return the latest answers to some memoranda, newest first."""
    rows = await acts_queries.latest_acts(memorandum_ids, limit=RECENT)
    organisations = await views_by_id(row["organisation"] for row in rows)
    return [_recent(row, organisations[row["organisation"]]) for row in rows]


def _recent(row: Mapping[str, Any], organisation: OrganisationView) -> RecentAct:
    acted = PartialDate(row["acted"]) if row["acted"] else None
    return RecentAct(row["memorandum"], organisation, ActKind(row["kind"]), Disclosure(row["disclosure"]), acted)


async def silent_counts(memorandum_ids: Iterable[int]) -> Mapping[int, int]:
    """Return the number of invitations to each memorandum that wait for an answer."""
    return await queries.waiting_counts(memorandum_ids)


async def bounced_counts(memorandum_ids: Iterable[int]) -> Mapping[int, int]:
    """Return for each memorandum the number of waiting invitations whose last letter bounced."""
    states = await states_by_subject(await subjects_with_bounces("invitation:"))
    ids = [subject.removeprefix("invitation:") for subject, state in states.items() if state == LetterState.BOUNCED]
    return await queries.waiting_counts(memorandum_ids, only=ids) if ids else {}
