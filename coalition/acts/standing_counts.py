"""Reading counters: the public numbers of memoranda today, and the numbers for those who work on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

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
    from datetime import date


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
