"""The number of withheld names: when it is given to the public, and what must not change once it is.

The number is given after the window has closed, and only where nobody can derive names by elimination. Readers can compare with lists:
the organisations shown at the forum now or once, and all listed organisations. For each list, the members that the text never named are the
candidates for a hidden name.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.histories import histories_of
from coalition.acts.queries import acts_on
from coalition.acts.status import hidden_as_counted, secrets_of
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.forums.queries import ever_shown
from coalition.languages import Message
from coalition.memoranda.edition_queries import superseded_digests
from coalition.memoranda.public_changes import acts_change, less_is_shown
from coalition.memoranda.queries import with_withheld_names
from coalition.memoranda.tables import Memorandum, Publicity, SigningState
from coalition.organisations.queries import number_listed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterable

MORE_CANDIDATES = 5
CANDIDATES_FOR_EACH = 3
_SINGLES_OUT = Message(
    "The number of withheld names was published. If this name were shown too, readers could work out who is hidden: "
    "choose an answer without the name."
)
_LIST_SINGLES_OUT = Message(
    "The number of withheld names of a memorandum was published. After this change readers could work out who is hidden, so it was not saved."
)
_OVER = {SigningState.CLOSED, SigningState.ENDED}


def hides(number: int, candidates: Iterable[int]) -> bool:
    """Whether a number of hidden names can be given, where `candidates` are the unnamed members of each list readers can compare with."""
    return all(unnamed >= number + MORE_CANDIDATES and unnamed >= CANDIDATES_FOR_EACH * number for unnamed in candidates)


async def candidates(memorandum: Memorandum, known: frozenset[int]) -> list[int]:
    """Return for each list that readers can compare with how many members the text never named; a list that shows nobody is left out.

    `known` are the ids of the organisations that the text names or named.
    """
    present = await ever_shown(memorandum.forum) if memorandum.forum else frozenset()
    listed, listed_and_known = await number_listed(), await number_listed(known)
    return [len(present - known)] * bool(present) + [listed - listed_and_known] * bool(listed)


def number_until(memorandum: Memorandum, as_at: date) -> date | None:
    """Return the last day of the periods whose hidden acts the given number includes; None if no number is given as at a day."""
    since: date | None = memorandum.withheld_since
    until: date | None = memorandum.withheld_until
    return until if memorandum.signing_state in _OVER and since and since <= as_at else None


async def fewest_candidates(memorandum: Memorandum) -> int:
    """Return the number of candidates in the shortest list that readers can compare with; 0 if there is no list.

    A text that is not public has named nobody yet: otherwise those invited would learn how many have signed.
    """
    known = await _known(memorandum) if memorandum.publicity == Publicity.PUBLIC else frozenset[int]()
    return min(await candidates(memorandum, known), default=0)


async def decide_number(memorandum: Memorandum, last_day: date) -> None:
    """Give the number of withheld names, or no longer, after the last day of a period and inside the caller's transaction.

    A late job of a period before the closing decides nothing: the job of the closing follows it.
    """
    if memorandum.signing_state not in _OVER or (memorandum.closes_on and last_day < memorandum.closes_on):
        return
    today = clock.today()
    acts = (await acts_on([memorandum.id]))[memorandum.id]
    secrets = secrets_of(acts, today, await _superseded(memorandum))
    given = hides(secrets.standing, await candidates(memorandum, secrets.known))
    since = (memorandum.withheld_since or last_day + timedelta(days=1)) if given else None
    known = max(memorandum.withheld_known or 0, secrets.counted) if given else memorandum.withheld_known
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
    acts = (await acts_on([memorandum.id]))[memorandum.id]
    superseded, today = await _superseded(memorandum), clock.today()
    included = {history.root.party for history in hidden_as_counted(acts, today, superseded, memorandum.withheld_until)}
    if organisation_id in included:
        return
    promised = {history.root.party for history in histories_of(acts) if history.ended is None and LEVELS[history.level].opens_as}
    known = secrets_of(acts, today, superseded).known | (promised - included) | {*before, organisation_id}
    if not hides(memorandum.withheld_known, await candidates(memorandum, known)):
        raise InvalidForm({"disclosure": _SINGLES_OUT})


@asynccontextmanager
async def names_stay_hidden(field: str) -> AsyncIterator[None]:
    """Undo a change of the lists that readers can compare with, if a number that was given would then single out hidden names.

    `field` is the field of the form that an error names. The change and this check are in one transaction.

    Raises:
        InvalidForm: too few organisations would remain that are listed or shown, and not named.

    """
    async with transaction():
        singled_out = await _singled_out()
        yield
        if await _singled_out() - singled_out:
            raise InvalidForm({field: _LIST_SINGLES_OUT})


async def _singled_out() -> set[int]:
    """Return the ids of the memoranda whose given number does not hide the names now."""
    rows = await with_withheld_names()
    return {row.id for row in rows if not hides(row.withheld_known, await candidates(row, await _known(row)))}


async def _known(memorandum: Memorandum) -> frozenset[int]:
    acts = (await acts_on([memorandum.id]))[memorandum.id]
    return secrets_of(acts, clock.today(), await _superseded(memorandum)).known


async def _superseded(memorandum: Memorandum) -> frozenset[str]:
    today = clock.today()
    return (await superseded_digests([memorandum.id], today, today))[memorandum.id]
