"""The third reader of amendments: everybody, once the text is adopted. What is published asks `readable_by_everybody`, each time it is read.

Whoever makes a proposal or supports it has to agree, and to be an organisation that everybody may know of and that is not at risk. Of two
amendments of one provision the later one quotes words of the earlier one if that was accepted before: then the authors of both have to agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from piccolo.columns.combination import WhereRaw

from coalition.amendments.tables import Amendment
from coalition.database import among

if TYPE_CHECKING:
    from collections.abc import Collection

    from piccolo.custom_types import Combinable
    from piccolo.query import Select


def _supporters(alias: str) -> str:
    return f"SELECT c.organisation FROM co_sponsor c WHERE c.amendment = {alias}.id AND c.withdrawn_at IS NULL"  # noqa: S608 -- fixed names


def _authors(alias: str) -> str:
    """Return the query of who made or supports an amendment: one list, by which PostgreSQL looks each of them up."""
    return f"SELECT {alias}.organisation UNION ALL {_supporters(alias)}"


def _agreed(alias: str) -> str:
    """Return the condition that everybody may read the words of an amendment, as far as its own authors go."""
    by_author = f"{alias}.published <> 'no'"
    by_supporters = f"NOT EXISTS ({_supporters(alias)} AND c.published = 'no')"
    return f"{by_author} AND {by_supporters} AND NOT EXISTS ({_protected(alias)})"


def _protected(alias: str) -> str:
    """Return the query of the authors of an amendment whom everybody must not know of; of a merged entry, the one that remains counts too.

    With OFFSET, PostgreSQL asks it of each amendment; without, it would read all organisations that nobody may know of.
    """
    unlisted = "NOT COALESCE(r.listed, o.listed)"
    at_risk = "(o.at_risk OR COALESCE(r.at_risk, o.at_risk))"
    protected = f"o.id IN ({_authors(alias)}) AND ({unlisted} OR {at_risk}) LIMIT 1 OFFSET 0"
    return f"SELECT o.id FROM organisation o LEFT JOIN organisation r ON r.id = o.merged_into WHERE {protected}"  # noqa: S608 -- fixed names


_ADOPTED = (
    "EXISTS (SELECT 1 FROM edition e WHERE e.memorandum = amendment.memorandum AND e.number = amendment.edition AND e.digest IS NOT NULL)"
    " AND amendment.number > 0 AND amendment.state IN ('accepted', 'accepted_modified', 'rejected')"
)
_QUOTED = (
    "SELECT 1 FROM amendment b WHERE b.memorandum = amendment.memorandum AND b.id <> amendment.id"
    " AND b.state IN ('accepted', 'accepted_modified', 'merged') AND (b.provision = amendment.provision OR b.made = amendment.provision)"
    " AND b.decided_at < amendment.submitted_at AND amendment.operation IN ('replace', 'delete')"
)
_QUOTES_NOBODY_ELSE = f"NOT EXISTS ({_QUOTED} AND NOT ({_agreed('b')}))"
_NAMED = f"amendment.published = 'named' AND NOT EXISTS ({_supporters('amendment')} AND c.published <> 'named')"
_HIDDEN = (
    "standing s JOIN organisation p ON p.id = s.organisation JOIN organisation q ON COALESCE(q.merged_into, q.id) = COALESCE(p.merged_into, p.id)"
)
_OF_AUTHORS = f"q.id IN ({_authors('amendment')})"
_UNHIDDEN = f"NOT EXISTS (SELECT 1 FROM {_HIDDEN} WHERE s.memorandum = amendment.memorandum AND s.shown <> 'named' AND {_OF_AUTHORS})"  # noqa: S608 -- fixed names


def adopted_in(memorandum_id: int) -> Combinable:
    """Return the condition on the amendments of a memorandum that were decided for a text that is adopted."""
    return (Amendment.memorandum == memorandum_id) & WhereRaw(_ADOPTED)


def readable_by_everybody(memorandum_id: int) -> Combinable:
    """Return the condition on the amendments that everybody may read: all their authors agree, and those of accepted words they quote."""
    return adopted_in(memorandum_id) & WhereRaw(_agreed("amendment")) & WhereRaw(_QUOTES_NOBODY_ELSE)


def signed_by_name() -> Combinable:
    """Return the condition that no author of an amendment has an act on its memorandum that does not name it (for what becomes public anew).

    It is no condition of what is public already: a hidden act changes nothing when it happens.
    """
    return WhereRaw(_UNHIDDEN)


def has_words() -> Combinable:
    """Return the condition that the words of an amendment were not erased."""
    return WhereRaw("(amendment.text <> '' OR amendment.operation = 'delete')")


def ids_readable_by_everybody(memorandum_id: int) -> Select[Amendment]:
    """Return the ids of the amendments that everybody may read, as a part of another query."""
    return Amendment.select(Amendment.id).where(readable_by_everybody(memorandum_id))


def ids_readable_by_name(memorandum_id: int) -> Select[Amendment]:
    """Return the ids of those that everybody may read with the names of all their authors, as a part of another query."""
    return Amendment.select(Amendment.id).where(readable_by_everybody(memorandum_id) & WhereRaw(_NAMED))


async def named_among(memorandum_id: int, amendment_ids: Collection[int]) -> set[int]:
    """Return those of some amendments that everybody may read with the names of all their authors."""
    these = readable_by_everybody(memorandum_id) & WhereRaw(_NAMED) & among(Amendment.id, amendment_ids)
    return {row["id"] for row in await Amendment.select(Amendment.id).where(these)}
