"""Putting an act on record, and telling the public what it may know of it; the caller owns the transaction."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.acts.disclosures import Level
from coalition.acts.effect import check_effect
from coalition.acts.tables import Act, ActKind, Channel
from coalition.database import put
from coalition.memoranda.tables import Publicity
from coalition.notices.issuing import notify, pages_change
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations

if TYPE_CHECKING:
    from coalition.acts.histories import History
    from coalition.memoranda.tables import Memorandum


_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def level_of(history: History) -> Level:
    """Return what an organisation allows now."""
    return Level(history.level, history.description, history.release_on)


async def add_act(memorandum: Memorandum, organisation_id: int, kind: ActKind, level: Level, **more: Any) -> Act:
    """Insert an act of today, made online unless `more` says otherwise."""
    columns = {"channel": Channel.ONLINE.value, "acted": clock.today().isoformat()} | more
    return await put(
        Act,
        memorandum=memorandum.id,
        organisation=organisation_id,
        kind=kind.value,
        disclosure=level.disclosure.value,
        description=level.description,
        release_on=level.release_on,
        reference=new_reference(),
        recorded_at=clock.now(),
        **columns,
    )


def new_reference() -> str:
    """Return a reference people can read out over the telephone: ten characters without look-alikes."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"


async def tell(memorandum: Memorandum, organisation_id: int, kind: NoticeKind, *, named: bool, detail: str = "") -> None:
    """Issue the notification of an act whose organisation everybody may know, and have public pages made anew.

    Of a hidden act there is no notification: its day alone would tell something. `memorandum` is the row as it is now.
    Whatever the act makes true of the memorandum itself, it takes effect or becomes public by rule, happens here too.
    """
    if named and memorandum.publicity == Publicity.PUBLIC:
        await notify(kind, memorandum.slug, await organisations.slug_of(organisation_id), detail)
    await pages_change()
    await check_effect(memorandum)
