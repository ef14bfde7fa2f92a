"""Reading the host: everybody may know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.database import prepared
from coalition.host.descriptions import Described, Texts
from coalition.host.tables import HostText

if TYPE_CHECKING:
    from piccolo.query import Select


async def described() -> Described:
    """Return the host as it was filled in; nothing of it if it was not."""
    rows: list[dict[str, Any]] = await _rows()
    if not rows:
        return Described()
    texts = {row["language"]: Texts(*(row[name] for name in Texts.__struct_fields__)) for row in rows}
    return Described(texts, **{name: rows[0][name] for name in ("address", "website", "email", "phone")})


@prepared
def _rows() -> Select[HostText]:
    own = (HostText.language, HostText.name, HostText.short_name, HostText.sender, HostText.checking, HostText.about)
    host = HostText.host
    shared = (host.address.as_alias("address"), host.website.as_alias("website"), host.email.as_alias("email"), host.phone.as_alias("phone"))
    return HostText.select(*own, *shared).order_by(HostText.id)
