"""The number of withheld names: when it is given to the public, and what must not change once it is.

The number is given after the window has closed, and only where nobody can derive names by elimination. Readers can compare with lists:
the organisations shown at the forum now or once, all listed organisations, the members of each network shown with the text
(`networks/shown_member_queries.py`), and what packages above show with it (`compared_lists.py`). For each list, the members that the text
never named are the candidates for a hidden name.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.acts import standing_queries
from coalition.acts.compared_lists import Compared, compared_lists
from coalition.acts.withheld_days import WINDOW_OVER
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.forums.queries import shown_and_known, shown_and_not_named
from coalition.forums.tables import ShownPart
from coalition.languages import Message
from coalition.memoranda.edition_chains import superseded
from coalition.memoranda.edition_queries import fixed_editions
from coalition.memoranda.public_changes import acts_change, less_is_shown
from coalition.memoranda.queries import with_withheld_names
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.networks.shown_member_queries import members_and_known
from coalition.organisations.queries import lock_lists, number_listed, remaining_ids, remaining_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterable
    from datetime import date

    from piccolo.query import Select

    from coalition.acts.tables import Standing

MORE_CANDIDATES = 5
CANDIDATES_FOR_EACH = 3
MANY = 1000  # candidates; a form that shows their number counts no more
_SINGLES_OUT = Message(
    "The number of withheld names was published. If this name were shown too, readers could work out who is hidden: "
    "choose an answer without the name."
)
_LIST_SINGLES_OUT = Message(
    "The number of withheld names of a memorandum was published. After this change readers could work out who is hidden, so it was not saved."
)


def hides(number: int, candidates: Iterable[int]) -> bool:
    """Whether a number of hidden names can be given, where `candidates` are the unnamed members of each list readers can compare with."""
    return all(unnamed >= number + MORE_CANDIDATES and unnamed >= CANDIDATES_FOR_EACH * number for unnamed in candidates)


async def candidates(memorandum: Memorandum, known: Select[Standing], also: Collection[int] = ()) -> list[int]:
    """Return for each list that readers can compare with how many members the text never named; a list that shows nobody is left out.

    `known` selects the organisations that the text names or named, and `also` are others that count as known.
    """
    also = {*also, *(await remaining_ids(also)).values()}
    lists = [await shown_and_known(memorandum.forum, known, also)] if memorandum.forum else []
    lists.append((await number_listed(), await standing_queries.listed_and_known(known, also)))
    lists += await members_and_known(memorandum, known, also)
    lists += await compared_lists.ask(Compared(memorandum, known, also))
    return [members - named for members, named in lists if members]


async def fewest_candidates(memorandum: Memorandum) -> int:
    """Return the number of candidates in the shortest list that readers can compare with, counted up to `MANY`; 0 if there is no list.

    A text that is not public has named nobody yet: otherwise those invited would learn how many have signed.
    """
    text = memorandum.id if memorandum.publicity == Publicity.PUBLIC else None
    lists = [await standing_queries.listed_and_not_named(text, MANY)]
    if memorandum.forum:
        named = standing_queries.named_as(ShownPart.organisation, text)
        lists.append(await shown_and_not_named(memorandum.forum, named, remaining_of(standing_queries.known(text)), MANY))
    members = await members_and_known(memorandum, standing_queries.known(text), ())
    members += await compared_lists.ask(Compared(memorandum, standing_queries.known(text)))
    lists += [total - known for total, known in members]
    return min((number for number in lists if number is not None), default=0)


async def decide_number(memorandum: Memorandum, last_day: date) -> None:
    """Give the number of withheld names, or no longer, after the last day of a period and inside the caller's transaction.

    A late job of a period before the closing decides nothing: the job of the closing follows it.
    """
    if memorandum.signing_state not in WINDOW_OVER or (memorandum.closes_on and last_day < memorandum.closes_on):
        return
    await lock_lists()
    standing, counted = await _hidden_numbers(memorandum)
    given = hides(standing, await candidates(memorandum, standing_queries.known(memorandum.id)))
    since = (memorandum.withheld_since or last_day + timedelta(days=1)) if given else None
    known = max(memorandum.withheld_known or 0, counted) if given else memorandum.withheld_known
    until = max(memorandum.withheld_until or last_day, last_day)
    if (since, known, until) != (memorandum.withheld_since, memorandum.withheld_known, memorandum.withheld_until):
        values: dict[str, Any] = {"withheld_since": since, "withheld_known": known, "withheld_until": until}
        await Memorandum.update(**values).where(Memorandum.id == memorandum.id)
        if since or memorandum.withheld_since:  # without a number the pages stay: their rendering would tell of hidden acts
            await (acts_change(memorandum) if since else less_is_shown(memorandum))


async def check_naming(memorandum: Memorandum, organisation_id: int, before: Collection[int] = ()) -> None:
    """Refuse to name one more organisation, now or later, if the number that was given would then single out hidden ones.

    An organisation that the number includes may be named: with its name the number falls. Other names that are promised count as known,
    and so do the organisations `before`, which are named first.

    Raises:
        InvalidForm: too few organisations would remain that are listed and not named.

    """
    if not memorandum.withheld_known:
        return
    await lock_lists()
    included = standing_queries.included(memorandum.id, await _superseded(memorandum), _last_counted(memorandum.withheld_until))
    if await standing_queries.has_row(included, organisation_id):
        return
    known = standing_queries.known(memorandum.id, but=included)
    if not hides(memorandum.withheld_known, await candidates(memorandum, known, {*before, organisation_id})):
        raise InvalidForm({"disclosure": _SINGLES_OUT})


@asynccontextmanager
async def names_stay_hidden(field: str) -> AsyncIterator[None]:
    """Undo a change of the lists that readers can compare with, if a number that was given would then single out hidden names.

    `field` is the field of the form that an error names. The change and this check are in one transaction.

    Raises:
        InvalidForm: too few organisations would remain that are listed or shown, and not named.

    """
    async with transaction():
        await lock_lists()
        singled_out = await _singled_out()
        yield
        if await _singled_out() - singled_out:
            raise InvalidForm({field: _LIST_SINGLES_OUT})


async def _singled_out() -> set[int]:
    """Return the ids of the memoranda whose given number does not hide the names now."""
    rows = await with_withheld_names()
    return {row.id for row in rows if not hides(row.withheld_known, await candidates(row, standing_queries.known(row.id)))}


async def _hidden_numbers(memorandum: Memorandum) -> tuple[int, int]:
    """Return how many hidden acts stand, and how many of them a public number includes now; at least as many as these count as standing."""
    counted = await standing_queries.number(standing_queries.included(memorandum.id, await _superseded(memorandum), _last_counted(None)))
    return max(await standing_queries.number(standing_queries.unnamed_standing(memorandum.id)), counted), counted


def _last_counted(until: date | None) -> date:
    """Return the last day of the periods that a number includes: the day of its decision, at most yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    return min(until, yesterday) if until else yesterday


async def _superseded(memorandum: Memorandum) -> frozenset[str]:
    today = clock.today()
    return superseded(await fixed_editions(memorandum.id), today, today)
