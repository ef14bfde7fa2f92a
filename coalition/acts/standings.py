"""Standing rows and counters as a function of acts: what each signature or support adds to the lists and numbers of its memorandum."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from coalition.acts.disclosure_levels import LEVELS, level_on
from coalition.acts.edition_parts import mark_of
from coalition.acts.histories import by_currency, by_precedence, histories_of, not_replaced
from coalition.acts.status_lines import listed_place, place_for_readers, receipt_of
from coalition.acts.tables import ActKind, Shown, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from coalition.acts.histories import ActRow, History
    from coalition.organisations.views import ListedPlace


PARTIES = (ActKind.SIGNATURE.value, ActKind.ACCESSION.value)  # as which the acts of parties count
MONTH = 7  # characters of a day that name its month


class Key(NamedTuple):
    """What a counter counts: the columns of `standing_count` without its number."""

    digest: str
    kind: str
    tally: str
    country: str = ""
    day: str = ""
    behind: str = ""


class StandingRow(Struct, frozen=True):
    """What a row of `Standing` says."""

    act: UUID
    memorandum: int
    organisation: int | None
    digest: str
    kind: str
    counted_as: str
    shown: str
    country: str
    place: str
    line: bool
    line_behind: str
    current_behind: str
    ever_named: bool
    promised: bool
    stands: bool
    received: date | None = None
    counted_from: date | None = None
    counted_until: date | None = None
    bound_from: date | None = None
    bound_until: date | None = None
    place_en: bytes = b""
    place_ru: bytes = b""
    place_ar: bytes = b""
    place_nb: bytes = b""


def standings(memorandum_id: int, acts: Sequence[ActRow], organisation: ListedPlace, today: date) -> list[StandingRow]:
    """Return the standing rows of one organisation from its acts on a memorandum, in the order they were recorded.

    Rows do not depend on the editions that are in force.
    """
    histories = histories_of(acts)
    named = not_replaced(shown) if (shown := [history for history in histories if history.named(today)]) else []
    lines = _behind(by_precedence(named))
    currents = _behind(by_currency(histories))
    named_by = (act for act in acts if act.kind is not ActKind.DECLINE)
    ever_named = any(LEVELS[level_on(today, act.disclosure, act.release_on)].names_organisation for act in named_by)
    return [
        StandingRow(
            act=history.root.id,
            memorandum=memorandum_id,
            organisation=organisation.id,
            digest=history.root.digest or "",
            kind=history.root.kind.value,
            counted_as=counted_as(history),
            shown=shown_as(history, today).value,
            country=organisation.country or "",
            place=_place(history, organisation),
            line=history.root.id in lines,
            line_behind=lines.get(history.root.id, ""),
            current_behind=currents[history.root.id],
            ever_named=ever_named,
            promised=bool(history.ended is None and LEVELS[history.level].opens_as),
            stands=history.ended is None,
            received=receipt_of(history),
            **_days(history),
            **(_places(history, organisation) if history.root.id in lines else {}),
        )
        for history in histories
    ]


def _behind(ordered: Sequence[History]) -> dict[UUID, str]:
    """Return by act the marks of the editions of the histories that come before its history."""
    marks = [mark_of(history.root.digest) for history in ordered]
    return {history.root.id: " ".join(sorted(set(marks[:at]))) for at, history in enumerate(ordered)}


def counted_as(history: History) -> str:
    """Return the kind of act as which a history counts; empty if it lapsed or was annulled."""
    if history.ended:
        return ActKind.WITHDRAWAL.value if history.ended.kind is ActKind.WITHDRAWAL else ""
    return ActKind.AD_REFERENDUM.value if history.waits else _counted_standing(history)


def _counted_standing(history: History) -> str:
    """Return the kind of act as which a history counts while it stands and does not wait."""
    return history.root.kind.value if history.supports or history.accedes else ActKind.SIGNATURE.value


def shown_as(history: History, today: date) -> Shown:
    """Return what everybody reads of a history today; a description may be that of an earlier level until the end of its period."""
    if history.named(today):
        return Shown.NAMED
    levels = (history.shown(today), *(change.before.disclosure for change in history.raises))
    return Shown.DESCRIBED if any(LEVELS[level].shows_description for level in levels) else Shown.UNNAMED


def _place(history: History, organisation: ListedPlace) -> str:
    return listed_place(organisation.name_key_at(history.root.acted), organisation.slug, supports=history.supports)


def _places(history: History, organisation: ListedPlace) -> dict[str, Any]:
    """Return the places of a public line for readers of each language."""
    keys = organisation.sort_keys_at(history.root.acted)
    return {f"place_{language}": place_for_readers(key, supports=history.supports) for language, key in keys.items()}


def _days(history: History) -> dict[str, Any]:
    """Return the days from and until which a history counts, in hidden numbers and for those who work on the memorandum."""
    begins = history.confirmed if history.root.kind is ActKind.AD_REFERENDUM else history.root
    if begins is None:
        return {}
    ended = history.ended
    return {
        "counted_from": max(filter(None, map(_counted_on, (history.root, begins))), default=None),
        "counted_until": _counted_on(ended) if ended else None,
        "bound_from": _day(begins) if history.binds else None,
        "bound_until": (_day(ended) or ended.recorded_on) if ended and history.binds else None,
    }


def _counted_on(act: ActRow) -> date | None:
    return act.counted_on or act.recorded_on


def _day(act: ActRow) -> date | None:
    return act.acted.last if act.acted else None


def counters(rows: Iterable[StandingRow]) -> Counter[Key]:
    """Return the counters of some standing rows; those that are zero are left out."""
    numbers: Counter[Key] = Counter()
    for row in rows:
        for key, number in _counted(row):
            numbers[key] += number
    return Counter({key: number for key, number in numbers.items() if number})


def _counted(row: StandingRow) -> Iterable[tuple[Key, int]]:
    if row.shown == Shown.NAMED:
        if row.line and _can_come_first(row.digest, row.line_behind):
            yield from _named(row)
    else:
        yield from _hidden(row)
    if not _can_come_first(row.digest, row.current_behind):
        return
    if row.counted_as:
        tally = Tally.ON_RECORD if row.shown == Shown.NAMED else Tally.ON_RECORD_UNNAMED
        yield Key(row.digest, row.counted_as, tally, row.country, behind=row.current_behind), 1
    yield from _bound(row)


def _named(row: StandingRow) -> Iterable[tuple[Key, int]]:
    """Count a public line by its country, and that of a party by the month of receipt."""
    yield Key(row.digest, row.counted_as, Tally.NAMED, row.country, behind=row.line_behind), 1
    if row.received and row.counted_as in PARTIES:
        yield Key(row.digest, row.counted_as, Tally.RECEIVED, day=row.received.isoformat()[:MONTH], behind=row.line_behind), 1


def _can_come_first(digest: str, behind: str) -> bool:
    """Whether no row of the same edition comes before it: otherwise it never counts."""
    return mark_of(digest) not in behind.split()


def _hidden(row: StandingRow) -> Iterable[tuple[Key, int]]:
    """Count a hidden act from the day on which it counts, and subtract it on its last day."""
    begins, ends = row.counted_from, row.counted_until
    if begins is None or (ends and ends <= begins):
        return
    kind = row.kind if row.kind in {ActKind.SUPPORT, ActKind.ACCESSION} else ActKind.SIGNATURE.value
    yield Key(row.digest, kind, Tally.UNNAMED, day=begins.isoformat()), 1
    if ends:
        yield Key(row.digest, kind, Tally.UNNAMED, day=ends.isoformat()), -1


def _bound(row: StandingRow) -> Iterable[tuple[Key, int]]:
    """Count the day on which an organisation became a party, and the day on which it ceased to be one."""
    if row.kind == ActKind.SUPPORT or (row.kind == ActKind.AD_REFERENDUM and not row.counted_from):
        return
    key = Key(row.digest, ActKind.SIGNATURE.value, Tally.BOUND, behind=row.current_behind)
    yield key._replace(day=row.bound_from.isoformat() if row.bound_from else ""), 1
    if row.bound_until:
        yield key._replace(day=row.bound_until.isoformat()), -1
