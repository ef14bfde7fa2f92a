"""What an organisation may state: the menus of the form for a statement, alone or together with a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.statements.public_statement_queries import IN_A_MENU, reservations_of
from coalition.statements.queries import provision_menu
from coalition.statements.stating import kinds_open_to
from coalition.statements.tables import StatementKind
from coalition.statements.views import standing_reservations
from coalition.web.menus import language_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Memorandum
    from coalition.statements.stating import Maker
    from coalition.statements.views import Stated


class StatementOffer(Struct, frozen=True):
    """The kinds that can be stated, the provisions as (key, name), the reservations that can be objected to, and the languages."""

    kinds: Sequence[StatementKind]
    provisions: Sequence[tuple[str, str]]
    reservations: Sequence[Stated]
    languages: Sequence[tuple[str, str]]


async def offer_to(memorandum: Memorandum, makers: Sequence[Maker], language: str) -> StatementOffer:
    """Return what one organisation may state as any of these parties; an objection needs a reservation of another party."""
    kinds = {kind for maker in makers for kind in kinds_open_to(memorandum, maker)}
    if not kinds:
        return StatementOffer((), (), (), ())
    public = await reservations_of(memorandum)
    reservations = public if len(public) > IN_A_MENU else standing_reservations(public, makers[0].organisation)
    offered = [kind for kind in StatementKind if kind in kinds and (reservations or kind is not StatementKind.OBJECTION)]
    return StatementOffer(
        kinds=offered,
        provisions=await provision_menu(memorandum.id, makers[0].digest, language),
        reservations=reservations if StatementKind.OBJECTION in offered else [],
        languages=language_options(language),
    )
