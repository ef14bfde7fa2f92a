"""The search for everybody: pages of results of every kind."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.notices.page_subjects import ARTICLES, FORUMS, MEMORANDA, NOTIFICATIONS, REGISTER, depends_on
from coalition.results.network_results import network_results
from coalition.results.notification_results import notification_results
from coalition.results.result import Result, ResultKind, Thing
from coalition.results.result_kinds import KINDS
from coalition.search.candidate_queries import texts_of
from coalition.search.everywhere import TEXTS, search_everywhere
from coalition.search.query_terms import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.search.everywhere import Match, Matches

_PASSAGES = 3  # that are shown of a text
_OF_EVERYBODY = (MEMORANDA, REGISTER, FORUMS, ARTICLES, NOTIFICATIONS)


_SHOWN = re.compile(r"[1-9]\d{0,4}", re.ASCII)
_NOTIFICATION = re.compile(r"N\.([1-9]\d{0,8})\.(\d{4})", re.ASCII)


class Place(Struct, frozen=True):
    """Where a page of results begins: after so many of what the index finds, and then after a notification (year, number)."""

    shown: int = 0
    before: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The place as addresses have it."""
        return f"N.{self.before[1]}.{self.before[0]}" if self.before else str(self.shown)


def place_in(text: str) -> Place | None:
    """Return the place in an address; None for a text that is none."""
    if match := _NOTIFICATION.fullmatch(text):
        return Place(before=(int(match[2]), int(match[1])))
    return Place(int(text or 0)) if not text or _SHOWN.fullmatch(text) else None


class Asked(Struct, frozen=True):
    """What is looked for: a query; one kind, or all; what can be read in a language, or everything; from a place on."""

    query: str
    kind: ResultKind | None = None
    readable_in: str = ""
    place: Place = Place()

    @property
    def kinds(self) -> list[ResultKind]:
        """The kinds that are looked for; networks are organisations unless they are asked for alone."""
        return [self.kind] if self.kind else [kind for kind in ResultKind if kind is not ResultKind.NETWORK]


class Group(Struct, frozen=True):
    """A page of the results of one kind, and where the next one begins; None if there is none."""

    kind: ResultKind
    results: Sequence[Result]
    more: Place | None


async def grouped(asked: Asked, language: str, limit: int) -> list[Group]:
    """Return the results by kind, for a page in a language: the kind with the best result first, notifications last, none without results."""
    matches, things = await _found(asked)
    chosen: list[Thing] = []
    more: dict[ResultKind, Place | None] = {}
    for kind in dict.fromkeys(thing.kind for thing in things):
        of_kind = [thing for thing in things if thing.kind is kind][asked.place.shown :]
        chosen += of_kind[:limit]
        more[kind] = Place(asked.place.shown + limit) if len(of_kind) > limit else None
    results = await _read(chosen, language)
    groups = [Group(kind, [result for result in results if result.kind is kind], place) for kind, place in more.items()]
    if asked.kind is ResultKind.NETWORK:
        groups.append(await _networks(asked, matches, language, limit))
    if ResultKind.NOTIFICATION in asked.kinds:
        groups.append(await _notifications(asked, matches, language, limit))
    return [group for group in groups if group.results]


async def in_one_list(asked: Asked, language: str, limit: int) -> tuple[list[Result], Place | None]:
    """Return a page of the results of all kinds, the best first, notifications last; and where the next page begins."""
    matches, things = await _found(asked)
    if asked.kind is ResultKind.NETWORK:
        networks = await _networks(asked, matches, language, limit)
        return list(networks.results), networks.more
    left = [] if asked.place.before else things[asked.place.shown :]
    results = await _read(left[:limit], language)
    following = Place(asked.place.shown + limit)
    if len(left) > limit or ResultKind.NOTIFICATION not in asked.kinds:
        return results, following if len(left) > limit else None
    group = await _notifications(asked, matches, language, max(limit - len(left), 1))
    if len(left) == limit:
        return results, following if group.results else None
    return [*results, *group.results], group.more


async def _found(asked: Asked) -> tuple[Matches, list[Thing]]:
    """Return what the index finds, by the row in which it stands, the best first."""
    depends_on(*_OF_EVERYBODY)
    kinds = {section: kind for kind in asked.kinds for section in KINDS[kind].sections}
    sections = kinds or {section: kind for kind, row in KINDS.items() for section in row.sections}  # they correct what notifications are found by
    matches = await search_everywhere(asked.query, list(sections), language=asked.readable_in)
    by_row: dict[tuple[ResultKind, int], list[Match]] = defaultdict(list)
    for match in matches.matches if kinds else ():
        by_row[kinds[match.section], match.subject].append(match)
    return matches, [Thing(kind, subject, of_row, {}, matches.terms) for (kind, subject), of_row in by_row.items()]


async def _read(things: Sequence[Thing], language: str) -> list[Result]:
    """Return the results of some rows, in their order; what is not public any more when it is read is left out."""
    shown = [_passages(thing, language) for thing in things]
    texts = await texts_of(match.id for matches in shown for match in matches)
    whole = [
        thing._replace(matches=matches, texts={match.id: texts[match.id] for match in matches}) for thing, matches in zip(things, shown, strict=True)
    ]
    results: dict[tuple[ResultKind, int], Result] = {}
    for kind in dict.fromkeys(thing.kind for thing in whole):
        read = await KINDS[kind].read([thing for thing in whole if thing.kind is kind], language)
        results |= {(kind, subject): result for subject, result in read.items()}
    return [results[thing.kind, thing.subject] for thing in things if (thing.kind, thing.subject) in results]


def _passages(thing: Thing, language: str) -> list[Match]:
    """Return the entries of a row that are shown as passages: of a provision that is found in several languages, that of the reader."""
    worst = max(thing.matches[0].rank[0], Level.PART)
    by_place: dict[str, Match] = {}
    for match in thing.matches:
        if match.section in TEXTS and match.rank[0] <= worst:
            best = by_place.setdefault(match.place, match)
            if match.language == language and match.rank[0] == best.rank[0]:
                by_place[match.place] = match
    return list(by_place.values())[:_PASSAGES]


async def _networks(asked: Asked, matches: Matches, language: str, limit: int) -> Group:
    following = asked.place.shown + limit
    results = await network_results(asked.query, matches, language, asked.readable_in, following + 1)
    return Group(ResultKind.NETWORK, results[asked.place.shown : following], Place(following) if len(results) > following else None)


async def _notifications(asked: Asked, matches: Matches, language: str, limit: int) -> Group:
    results = await notification_results(asked.query, matches, language, asked.place.before, limit + 1)
    more = Place(before=results[limit - 1].number) if len(results) > limit else None
    return Group(ResultKind.NOTIFICATION, results[:limit], more)
