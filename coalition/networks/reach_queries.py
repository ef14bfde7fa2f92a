"""How many members of networks a letter reaches, and in which languages (for coordinators)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from piccolo.query.functions import Count

from coalition.database import among
from coalition.networks.tables import Membership, NetworkRole
from coalition.organisations.tables import Contact

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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
    belongs = among(Membership.network, network_ids) & Membership.until.is_null() & (Membership.role != NetworkRole.OBSERVER.value)
    counts = await Membership.select(Membership.network, Count(alias="n")).where(belongs).group_by(Membership.network)
    members = {row["network"]: int(row["n"]) for row in counts}
    languages: dict[int, dict[str, int]] = defaultdict(dict)
    for row in await _by_language(network_ids):
        languages[row["network"]][row["language"]] = int(row["n"])
    return {number: NetworkReach(members.get(number, 0), languages[number]) for number in network_ids}


async def _by_language(network_ids: Collection[int]) -> list[dict[str, Any]]:
    """Count the first contacts of members by network and language. Piccolo joins along foreign keys only."""
    numbers = ",".join(str(int(number)) for number in network_ids) or "NULL"
    rows: list[dict[str, Any]] = await Contact.raw(
        "SELECT m.network AS network, contact.language AS language, count(*) AS n FROM membership m"  # noqa: S608 -- numbers only
        f" JOIN contact ON contact.organisation = m.member AND {_FIRST_CONTACT}"
        f" WHERE m.network IN ({numbers}) AND m.until IS NULL AND m.role <> {{}} GROUP BY m.network, contact.language ORDER BY contact.language",
        NetworkRole.OBSERVER.value,
    )
    return rows
