"""How an organisation comes to sign a text: what the page says beside the button, or in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.languages import Message
from coalition.memoranda.actions import Action
from coalition.memoranda.rules_in_force import signature_rule_on
from coalition.memoranda.tables import SignatureRule
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.queries import MemorandumView

_BY_ASKING = Message(
    "Any organisation may ask. You say who you are and confirm it by a letter; the coordinators then accept or refuse and answer by letter. "
    "Whoever is accepted gets a private link. Nothing of the request is public."
)
_WITHOUT_ASKING: Mapping[SignatureRule, Message] = for_each(
    SignatureRule,
    {
        SignatureRule.PARTICIPANTS: Message(
            "Only organisations that took part in the forum can join, with a private link. "
            "If yours took part and has none, write to the contact for the text."
        ),
        SignatureRule.INVITED: Message(
            "Organisations join with a private link, by invitation of the coordinators. To be invited, write to the contact for the text."
        ),
        SignatureRule.OPEN: _BY_ASKING,
    },
)


def way_to_sign(view: MemorandumView, actions: Mapping[Action, bool]) -> Message | None:
    """Return how an organisation comes to sign or accede today; None if nobody can."""
    if actions[Action.ASK_TO_SIGN]:
        return _BY_ASKING
    return _WITHOUT_ASKING[signature_rule_on(view, clock.today())] if actions[Action.SIGN_ON_PAPER] else None
