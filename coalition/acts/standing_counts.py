"""Reading counters: the public numbers of memoranda today, and the numbers for those who work on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from piccolo.query.functions.aggregate import Sum

from coalition import clock
from coalition.acts.status import Counts
from coalition.acts.tables import ActKind, StandingCount, Tally
from coalition.acts.withheld_days import number_until
from coalition.database import among
from coalition.memoranda.edition_queries import superseded_digests
from coalition.memoranda.tables import Memorandum

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


class _Number(NamedTuple):
    """A sum of counters over all countries."""

    digest: str
    kind: str
    tally: str
    day: str
    n: int


async def public_counts(memorandum_ids: Iterable[int]) -> dict[int, Counts]:
    """Return the public numbers of memoranda today, by id."""
    today = clock.today()
    columns = (Memorandum.id, Memorandum.signing_state, Memorandum.withheld_since, Memorandum.withheld_until)
    memoranda = await Memorandum.select(*columns).where(among(Memorandum.id, memorandum_ids))
    until = {row["id"]: number_until(row["signing_state"], row["withheld_since"], row["withheld_until"], today) for row in memoranda}
    superseded = await superseded_digests(until, today, today)
    numbers = await _numbers(until, [Tally.NAMED, Tally.UNNAMED])
    return {
        memorandum: _counts([number for number in numbers[memorandum] if number.digest not in superseded[memorandum]], last_day, today)
        for memorandum, last_day in until.items()
    }


class OfCountry(Struct, frozen=True):
    """The organisations of a country whose signature stands, and how many of them are not named."""

    signatories: int = 0
    unnamed: int = 0


class OnRecord(Struct, frozen=True):
    """The numbers of a memorandum for those who work on it: what stands, named or not.

    `days` are by how many the signatures in force changed on each day; None stands for a day that is not known.
    """

    standing: Counter[str]
    unnamed: int
    countries: Mapping[str, OfCountry]
    days: Mapping[date | None, int]

    def of(self, kind: ActKind) -> int:
        """Return how many organisations stand by a kind of act; a confirmed signature ad referendum is a signature."""
        return self.standing[kind.value]


async def numbers_on_record(memorandum_id: int) -> OnRecord:
    """Return the numbers of the edition in force, hidden names included (for those who work on the memorandum)."""
    today = clock.today()
    superseded = (await superseded_digests([memorandum_id], today, today))[memorandum_id]
    tallies = [tally.value for tally in (Tally.ON_RECORD, Tally.ON_RECORD_UNNAMED, Tally.BOUND)]
    rows = await StandingCount.objects().where((StandingCount.memorandum == memorandum_id) & StandingCount.tally.is_in(tallies))
    rows = [row for row in rows if row.digest not in superseded]
    standing = [row for row in rows if row.tally != Tally.BOUND and row.kind != ActKind.WITHDRAWAL]
    days = Counter[date | None]()
    for row in rows:
        if row.tally == Tally.BOUND:
            days[date.fromisoformat(row.day) if row.day else None] += row.n
    return OnRecord(_sums(standing), _sums(standing, unnamed=True).total(), _countries(standing), days)


def _sums(rows: Iterable[StandingCount], *, unnamed: bool = False) -> Counter[str]:
    sums = Counter[str]()
    for row in rows:
        if not unnamed or row.tally == Tally.ON_RECORD_UNNAMED:
            sums[row.kind] += row.n
    return sums


def _countries(rows: Iterable[StandingCount]) -> dict[str, OfCountry]:
    countries: dict[str, OfCountry] = {}
    for row in rows:
        if row.kind in {ActKind.SIGNATURE, ActKind.ACCESSION}:
            numbers = countries.get(row.country, OfCountry())
            unnamed = row.n if row.tally == Tally.ON_RECORD_UNNAMED else 0
            countries[row.country] = OfCountry(numbers.signatories + row.n, numbers.unnamed + unnamed)
    return countries


async def _numbers(memorandum_ids: Collection[int], tallies: Iterable[Tally]) -> Mapping[int, list[_Number]]:
    columns = (StandingCount.memorandum, StandingCount.digest, StandingCount.kind, StandingCount.tally, StandingCount.day)
    these = among(StandingCount.memorandum, memorandum_ids) & StandingCount.tally.is_in([tally.value for tally in tallies])
    rows = await StandingCount.select(*columns, Sum(StandingCount.n, alias="total")).where(these).group_by(*columns)
    numbers: dict[int, list[_Number]] = defaultdict(list)
    for row in rows:
        numbers[row["memorandum"]].append(_Number(row["digest"], row["kind"], row["tally"], row["day"], int(row["total"])))
    return numbers


def _counts(numbers: Iterable[_Number], until: date | None, today: date) -> Counts:
    """Return the public numbers; hidden acts are included only where their number is given, up to its last day."""
    before = min(today, until + timedelta(days=1)).isoformat() if until else ""
    named, hidden = Counter[str](), Counter[str]()
    for number in numbers:
        if number.tally == Tally.NAMED:
            named[number.kind] += number.n
        elif number.day < before:
            hidden[number.kind] += number.n
    return Counts(
        signed=named[ActKind.SIGNATURE] + hidden[ActKind.SIGNATURE],
        acceded=named[ActKind.ACCESSION] + hidden[ActKind.ACCESSION],
        supported=named[ActKind.SUPPORT] + hidden[ActKind.SUPPORT],
        withdrawn=named[ActKind.WITHDRAWAL],
        names_withheld=hidden[ActKind.SIGNATURE] + hidden[ActKind.ACCESSION] if until else None,
        supporters_withheld=hidden[ActKind.SUPPORT] if until else None,
        ad_referendum=named[ActKind.AD_REFERENDUM],
    )
