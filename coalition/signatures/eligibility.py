"""Who may sign: anybody who is invited, or only organisations that took part in the forum, by the rule of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.forums import queries as forums
from coalition.memoranda.rules import signature_rule_on
from coalition.memoranda.tables import SignatureRule
from coalition.signatures.errors import OnlyParticipants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.memoranda.tables import Memorandum


async def check_may_sign(memorandum: Memorandum, organisation_ids: Iterable[int]) -> None:
    """Refuse organisations that the rule of today does not let sign.

    Raises:
        OnlyParticipants: one of them took no part in the forum, or only observed it.

    """
    if signature_rule_on(memorandum, clock.today()) is SignatureRule.PARTICIPANTS:
        took_part = await forums.participants(memorandum.forum) if memorandum.forum else frozenset()
        if not took_part.issuperset(organisation_ids):
            raise OnlyParticipants
