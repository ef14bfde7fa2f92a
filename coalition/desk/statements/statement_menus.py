"""The menus of the forms in which a coordinator records a statement of a party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.statements.public_statement_queries import reservations_of
from coalition.statements.queries import provision_menu
from coalition.statements.tables import StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum
    from coalition.statements.views import Stated


class StatementMenus(Struct, frozen=True):
    """The kinds of statements, the provisions of the text in force as (key, name), and the public reservations that stand or stood."""

    kinds: Sequence[StatementKind]
    provisions: Sequence[tuple[str, str]]
    reservations: Sequence[Stated]


async def statement_menus(memorandum: Memorandum, view: MemorandumView, language: str) -> StatementMenus:
    """Return what the parties may state; an objection needs a public reservation, which may have ended since."""
    reservations = await reservations_of(memorandum)
    excluded = {kind for kind, offered in ((StatementKind.RESERVATION, view.reservations), (StatementKind.OBJECTION, reservations)) if not offered}
    provisions = await provision_menu(view.id, view.digest, language)
    return StatementMenus([kind for kind in StatementKind if kind not in excluded], provisions, reservations)
