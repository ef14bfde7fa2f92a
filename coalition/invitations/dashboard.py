"""The numbers of a memorandum for those who work on it; they include withheld signatures."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.acts import queries as acts_queries
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.standing_count_queries import numbers_on_record
from coalition.acts.tables import ActKind, Disclosure
from coalition.invitations import chase_queries
from coalition.invitations.chase_list import chased
from coalition.invitations.last_answers import SILENT, Answer
from coalition.memoranda.tables import SigningState
from coalition.organisations.queries import views_by_id
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.acts.standing_count_queries import OfCountry
    from coalition.invitations.chase_list import Chased
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView


MOST_POINTS = 25
MOST_WAITING = 12
RECENT = 8


class Dashboard(Struct, frozen=True):
    """The numbers of a memorandum. `signed`, `acceded` and `supported` are standing acts; `withheld` are those of them whose names are hidden.

    `answers` counts every organisation that was invited or acted once, by how it stands; `uninvited` are those that acted without an
    invitation. `waiting` are the first of the `silent`, those that were invited longest ago; `to_confirm` are the first of the
    signatures `ad_referendum`, the most urgent ones.
    """

    invited: int
    signed: int
    acceded: int
    supported: int
    declined: int
    withdrawn: int
    withheld: int
    days_left: int | None
    silent: int
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
        return dict(self.answers).get(Answer.AD_REFERENDUM, 0)


async def dashboard(memorandum: Memorandum) -> Dashboard:
    """Return the numbers of a memorandum (for those who work on it), from counters and never from every act."""
    counts = await chase_queries.counts_on(memorandum.id)
    standing = await numbers_on_record(memorandum.id)
    waiting = await chase_queries.longest_awaited(memorandum.id, SILENT, MOST_WAITING)
    to_confirm = await chase_queries.longest_awaited(memorandum.id, [Answer.AD_REFERENDUM], MOST_WAITING)
    return Dashboard(
        invited=counts.invited,
        signed=standing.of(ActKind.SIGNATURE),
        acceded=standing.of(ActKind.ACCESSION),
        supported=standing.of(ActKind.SUPPORT),
        declined=counts.by_state[Answer.DECLINED],
        withdrawn=counts.by_state[Answer.WITHDRAWN],
        withheld=standing.unnamed,
        days_left=_days_left(memorandum),
        over_time=_curve(standing.days, memorandum),
        by_country=_by_country(standing.countries),
        answers=[(answer, counts.by_state[answer]) for answer in Answer if counts.by_state[answer]],
        uninvited=counts.uninvited,
        silent=counts.silent,
        waiting=await chased(memorandum, waiting),
        to_confirm=sorted(await chased(memorandum, to_confirm), key=lambda row: row.confirm_by or date.max),
    )


SMALLEST_GROUP = 5


def _by_country(countries: Mapping[str, OfCountry]) -> list[tuple[str, int]]:
    """Count signatories by country, largest first; countries that are counted together have the code `""`.

    The chart is shared outside the desk more easily than the list. It must not reveal the small country of an unnamed signatory.
    """
    merged = _merged_countries(countries)
    counts = [(country or "none", numbers.signatories) for country, numbers in countries.items() if country not in merged]
    together = sum(countries[country].signatories for country in merged)
    return [*sorted(counts, key=lambda item: (-item[1], item[0])), *([("", together)] if together else [])]


def _merged_countries(countries: Mapping[str, OfCountry]) -> list[str]:
    """Return the countries that are counted together.

    A country with a withheld name among fewer than five signatories is merged; if fewer than five signatories are merged then,
    further small countries are added.
    """
    small = [country for country, numbers in countries.items() if numbers.signatories < SMALLEST_GROUP and numbers.unnamed]
    if not small or _signatories(countries, small) >= SMALLEST_GROUP:
        return small
    merged = sorted(countries, key=lambda country: (country not in small, countries[country].signatories))
    while len(merged) > 1 and _signatories(countries, merged[:-1]) >= SMALLEST_GROUP:
        merged.pop()
    return merged


def _signatories(countries: Mapping[str, OfCountry], some: Iterable[str]) -> int:
    return sum(countries[country].signatories for country in some)


def _days_left(memorandum: Memorandum) -> int | None:
    if memorandum.signing_state != SigningState.OPEN or memorandum.closes_on is None:
        return None
    left: int = (memorandum.closes_on - clock.today()).days
    return max(left, 0)


def _curve(changes: Mapping[date | None, int], memorandum: Memorandum) -> list[tuple[date, int]]:
    """Return (day, signatures in force) at equal intervals, from the opening to today or the last day.

    `changes` are by how many the number changed on each day; those of an unknown day were in force all the time.
    """
    if not changes:
        return []
    days = [day for day in changes if day]
    first = min([*days, memorandum.opens_on] if memorandum.opens_on else days, default=clock.today())
    last = max(first, min(clock.today(), memorandum.closes_on or clock.today()), *days)
    length = (last - first).days
    steps = min(length, MOST_POINTS - 1) or 1
    points = sorted({first + timedelta(days=round(length * step / steps)) for step in range(steps + 1)})
    in_order = sorted((day or date.min, number) for day, number in changes.items())
    sums = list(accumulate(number for _, number in in_order))
    return [(point, sums[at - 1] if at else 0) for point in points for at in [bisect_right(in_order, point, key=itemgetter(0))]]


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
    return await chase_queries.numbers_in(memorandum_ids, SILENT)


async def bounced_counts(memorandum_ids: Iterable[int]) -> Mapping[int, int]:
    """Return for each memorandum the number of waiting invitations whose last letter bounced."""
    return await chase_queries.numbers_in(memorandum_ids, [Answer.BOUNCED])
