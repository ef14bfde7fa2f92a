"""Reading counters: the public numbers of memoranda today, and the numbers for those who work on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from coalition import clock
from coalition.acts.counted import written
from coalition.acts.edition_parts import counts_in_force
from coalition.acts.standings import PARTIES
from coalition.acts.status import Counts
from coalition.acts.tables import ActKind, StandingCount, Tally
from coalition.acts.withheld_days import number_until
from coalition.database import among, one_of, prepared
from coalition.memoranda.edition_chains import superseded
from coalition.memoranda.edition_queries import fixed_editions, superseded_digests
from coalition.memoranda.tables import Memorandum
from coalition.notices import page_subjects
from coalition.notices.page_subjects import depends_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from piccolo.query import Select

    from coalition.memoranda.queries import MemorandumView


class Number(NamedTuple):
    """A counter of an edition in force."""

    kind: str
    tally: str
    country: str
    day: str
    n: int


async def public_counts(memorandum_ids: Iterable[int]) -> dict[int, Counts]:
    """Return the public numbers of memoranda today, by id."""
    ids = list(memorandum_ids)
    depends_on(*map(page_subjects.signatories, ids))
    today = clock.today()
    memoranda = {row["id"]: row for row in await _withheld_among(ids)}
    old = await superseded_digests(memoranda, today, today)
    numbers: dict[int, list[Number]] = defaultdict(list)
    await written()
    for row in await _public_numbers_among(memoranda):
        memorandum, digest, behind = row.pop("memorandum"), row.pop("digest"), row.pop("behind")
        if counts_in_force(digest, behind, old[memorandum]):
            numbers[memorandum].append(Number(**row))
    return {
        memorandum: _counts(numbers[memorandum], number_until(row["signing_state"], row["withheld_since"], row["withheld_until"], today), today)
        for memorandum, row in memoranda.items()
    }


_WITHHELD = (Memorandum.signing_state, Memorandum.withheld_since, Memorandum.withheld_until)
_PART = (StandingCount.digest, StandingCount.behind)
_NUMBER = (StandingCount.kind, StandingCount.tally, StandingCount.country, StandingCount.day, StandingCount.n)
_PUBLIC = [Tally.NAMED.value, Tally.UNNAMED.value]


@prepared
def _withheld_among(memorandum_ids: Collection[int]) -> Select[Memorandum]:
    return Memorandum.select(Memorandum.id, *_WITHHELD).where(among(Memorandum.id, memorandum_ids))


@prepared
def _public_numbers_among(memorandum_ids: Collection[int]) -> Select[StandingCount]:
    these = among(StandingCount.memorandum, memorandum_ids) & StandingCount.tally.is_in(_PUBLIC)
    return StandingCount.select(StandingCount.memorandum, *_PART, *_NUMBER).where(these)


class Reached(NamedTuple):
    """The public numbers of a memorandum, and how many named parties represent each country."""

    counts: Counts
    by_country: Mapping[str | None, int]


async def reached(memorandum: Memorandum | MemorandumView) -> Reached:
    """Return what a rule about numbers is measured by today, in prepared queries; `memorandum` is the current row or a view of it."""
    depends_on(page_subjects.signatories(memorandum.id))
    today = clock.today()
    digests = superseded(await fixed_editions(memorandum.id), today, today)
    await written()
    rows = await _public_numbers(memorandum.id)
    numbers = [Number(*row.values()) for row in rows if counts_in_force(row.pop("digest"), row.pop("behind"), digests)]
    [row] = await _withheld(memorandum.id)
    until = number_until(row["signing_state"], row["withheld_since"], row["withheld_until"], today)
    by_country = Counter[str | None]()
    for number in numbers:
        if number.tally == Tally.NAMED and number.kind in PARTIES:
            by_country[number.country] += number.n
    return Reached(_counts(numbers, until, today), by_country)


@prepared
def _public_numbers(memorandum_id: int) -> Select[StandingCount]:
    these = (StandingCount.memorandum == memorandum_id) & StandingCount.tally.is_in(_PUBLIC)
    return StandingCount.select(*_PART, *_NUMBER).where(these)


@prepared
def _withheld(memorandum_id: int) -> Select[Memorandum]:
    return Memorandum.select(*_WITHHELD).where(Memorandum.id == memorandum_id)


async def bound_number(memorandum_id: int, kinds: Sequence[str] = PARTIES) -> int:
    """Return how many organisations are bound by the edition in force, named or not (for those who work on the memorandum).

    `kinds` are the kinds of acts as which theirs may count.
    """
    today = clock.today()
    digests = superseded(await fixed_editions(memorandum_id), today, today)
    await written()
    rows = await _bound(memorandum_id)
    return sum(row["n"] for row in rows if row["kind"] in kinds and counts_in_force(row["digest"], row["behind"], digests))


@prepared
def _bound(memorandum_id: int) -> Select[StandingCount]:
    on_record = StandingCount.tally.is_in([Tally.ON_RECORD.value, Tally.ON_RECORD_UNNAMED.value])
    return StandingCount.select(*_PART, StandingCount.kind, StandingCount.n).where((StandingCount.memorandum == memorandum_id) & on_record)


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
    tallies = (Tally.ON_RECORD, Tally.ON_RECORD_UNNAMED, Tally.BOUND)
    await written()
    rows = await StandingCount.objects().where((StandingCount.memorandum == memorandum_id) & one_of(StandingCount.tally, tallies))
    rows = [row for row in rows if counts_in_force(row.digest, row.behind, superseded)]
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


def _counts(numbers: Iterable[Number], until: date | None, today: date) -> Counts:
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
