"""How many members of networks a letter reaches, and in which languages (for coordinators).

An organisation or a network that was entered twice counts once, as the entry that remains.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.networks.tables import Membership, NetworkRole
from coalition.organisations.tables import Contact

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_OBSERVER = NetworkRole.OBSERVER.value
_FIRST_CONTACT = "contact.id = (SELECT min(k.id) FROM contact k WHERE k.organisation = contact.organisation AND k.registered)"


class NetworkReach(Struct, frozen=True):
    """The present members of a network that do not only observe it, and how many of them are written to in each language."""

    members: int = 0
    languages: Mapping[str, int] = {}

    @property
    def without_contact(self) -> int:
        """How many members cannot be written to."""
        return self.members - sum(self.languages.values())


async def reach_of(network_ids: Collection[int]) -> dict[int, NetworkReach]:
    """Return the reach of some networks, in two queries."""
    counts = await Membership.raw(f"SELECT network, count(*) AS n FROM ({_members(network_ids)}) m GROUP BY network", _OBSERVER)  # noqa: S608
    members = {row["network"]: int(row["n"]) for row in counts}
    languages: dict[int, dict[str, int]] = defaultdict(dict)
    for row in await _by_language(network_ids):
        languages[row["network"]][row["language"]] = int(row["n"])
    return {number: NetworkReach(members.get(number, 0), languages[number]) for number in network_ids}


async def _by_language(network_ids: Collection[int]) -> list[dict[str, Any]]:
    """Count the first contacts of members by network and language. Piccolo joins along foreign keys only."""
    rows: list[dict[str, Any]] = await Contact.raw(
        f"SELECT m.network AS network, contact.language AS language, count(*) AS n FROM ({_members(network_ids)}) m"  # noqa: S608 -- numbers only
        f" JOIN contact ON contact.organisation = m.member AND {_FIRST_CONTACT}"
        " GROUP BY m.network, contact.language ORDER BY contact.language",
        _OBSERVER,
    )
    return rows


def _members(network_ids: Collection[int]) -> str:
    """Return the statement of (network, member), once for each entry that remains of a member; its parameter is the role that is left out."""
    numbers = ",".join(str(int(number)) for number in network_ids) or "NULL"
    return (
        "SELECT DISTINCT COALESCE(n.merged_into, n.id) AS network, COALESCE(o.merged_into, o.id) AS member FROM membership s"  # noqa: S608
        " JOIN organisation n ON n.id = s.network JOIN organisation o ON o.id = s.member"
        f" WHERE (n.id IN ({numbers}) OR n.merged_into IN ({numbers})) AND s.until IS NULL AND s.role <> {{}}"
    )
