"""Which of the shown members of a network are among the named signatories of public memoranda (everybody may read it)."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from piccolo.query.functions import Count

from coalition import clock
from coalition.acts.edition_parts import counts_in_force
from coalition.acts.standing_queries import named_lines
from coalition.acts.standings import PARTIES
from coalition.acts.tables import Shown, Standing
from coalition.database import among
from coalition.memoranda.edition_queries import superseded_digests
from coalition.memoranda.tables import Publicity
from coalition.networks.queries import shown_members_of
from coalition.networks.tables import Membership
from coalition.notices import page_subjects
from coalition.notices.page_subjects import MEMORANDA, depends_on
from coalition.organisations.tables import Organisation
from coalition.organisations.visible_queries import is_listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from piccolo.custom_types import Combinable

_EDITIONS = (Standing.memorandum, Standing.digest, Standing.line_behind)


async def signed_by_members(network_id: int) -> dict[int, int]:
    """Return how many of the shown present members of a network are named signatories, by public memorandum; none where nobody is.

    A page of it is about each member: any of them may be named next, on any text.
    """
    shown = Membership.select(Membership.member).where(shown_members_of(network_id, present=True))
    depends_on(MEMORANDA, *map(page_subjects.organisation, await shown.output(as_list=True)))
    these = _named() & Standing.organisation.is_in(shown) & is_listed(Standing.organisation)
    number = Count(distinct=[Standing.organisation], alias="n")
    rows = await Standing.select(*_EDITIONS, number).where(these).group_by(*_EDITIONS)
    numbers = Counter[int]()
    for row in await _in_force(rows):
        numbers[row["memorandum"]] += row["n"]
    return dict(numbers)


async def named_among(memorandum_ids: Iterable[int], organisation_ids: Iterable[int]) -> Mapping[int, set[int]]:
    """Return those of some organisations that are named signatories, by public memorandum."""
    these = _named() & among(Standing.memorandum, memorandum_ids) & among(Standing.organisation, organisation_ids)
    signatories: dict[int, set[int]] = defaultdict(set)
    for row in await _in_force(await Standing.select(*_EDITIONS, Standing.organisation).where(these)):
        signatories[row["memorandum"]].add(row["organisation"])
    return signatories


async def members_named(network_id: int, memorandum_id: int, *, named: bool) -> Combinable:
    """Return the condition that an organisation is a shown member of a network, and a named signatory of a public memorandum, or not."""
    signatories = Standing.select(Standing.organisation).where(await named_lines(memorandum_id) & Standing.organisation.is_not_null())
    members = Organisation.id.is_in(Membership.select(Membership.member).where(shown_members_of(network_id, present=True)))
    return members & (Organisation.id.is_in(signatories) if named else Organisation.id.not_in(signatories))


def _named() -> Combinable:
    public = Standing.memorandum.publicity == Publicity.PUBLIC.value
    return public & (Standing.shown == Shown.NAMED.value) & Standing.line.eq(True) & Standing.counted_as.is_in(list(PARTIES))  # noqa: FBT003


async def _in_force(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return those rows that are lines of the edition in force."""
    today = clock.today()
    old = await superseded_digests({row["memorandum"] for row in rows}, today, today)
    return [row for row in rows if counts_in_force(row["digest"], row["line_behind"], old[row["memorandum"]])]
