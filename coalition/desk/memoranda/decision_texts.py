"""What the desk says about each decision that needs a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.memoranda.actions import Action

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class DecisionTexts(Struct, frozen=True):
    """One decision: its name in addresses, its title, what it does, its button, and the code of the notice when it is taken.

    `warnings` are shown apart. One that cannot be undone says so in `cannot`, and is taken on a second page only.
    """

    path: str
    action: Action
    title: Message
    lines: Sequence[Message]
    button: Message
    code: str
    warnings: Sequence[Message] = ()
    cannot: Message | None = None

    @property
    def asks_again(self) -> bool:
        """Whether it is taken on a second page only."""
        return self.cannot is not None


_CONCLUDE = Message(
    "Readers see the number of named signatories and the rule. Once you declare it, the difference tells them the smallest number "
    "of organisations that signed without being named."
)
_MOMENT = Message("If an organisation signed without being named a short time ago, the day tells that something happened: wait some days.")

_ALL = (
    DecisionTexts(
        "withdrawal-from-public",
        Action.WITHDRAW,
        Message("Withdraw it from the public"),
        (
            Message(
                "At once, every public page, file and feed of it says only that it was withdrawn from the public, and since when. "
                "Lists, search and letters do not show it any more."
            ),
            Message(
                "Nobody new is invited and nobody can sign while it is withdrawn. Whoever has a private link can still use it to hide "
                "a name or to withdraw."
            ),
            Message("What others have copied stays where they keep it. You can show the memorandum again; then another coordinator has to agree."),
        ),
        Message("Withdraw it now"),
        "withdrawn",
    ),
    DecisionTexts(
        "return-to-public",
        Action.RETURN,
        Message("Show it to the public again"),
        (
            Message(
                "Another coordinator has to agree; if nobody else can sign in as a coordinator, it is shown at once and nobody checks it. "
                "Everybody can then read what stands below, and all that happened meanwhile."
            ),
            Message("Ask the organisations whose names are shown first: what was withdrawn for their safety may still put them at risk."),
        ),
        Message("Show it again"),
        "returned",
        cannot=Message("What people read from then on cannot be made unread."),
    ),
    DecisionTexts(
        "abandonment",
        Action.ABANDON,
        Message("Abandon the draft"),
        (Message("Those who work on it can still read it; nothing else can be done with it, until somebody takes it up again."),),
        Message("Abandon it"),
        "abandoned",
    ),
    DecisionTexts(
        "taking-up",
        Action.TAKE_UP,
        Message("Take the draft up again"),
        (Message("It is a draft again and can be written, adopted and opened for signature."),),
        Message("Take it up again"),
        "taken_up",
    ),
    DecisionTexts(
        "publication-by-hand",
        Action.PUBLISH_BY_HAND,
        Message("Publish it by hand"),
        (
            Message(
                "By its rule it becomes public with a number of signatures. You may publish it although the public numbers do not show "
                "that the rule is met. A notification announces the publication."
            ),
        ),
        Message("Publish it"),
        "published",
        (_CONCLUDE, _MOMENT),
        Message("What was once public cannot be made unread."),
    ),
    DecisionTexts(
        "effect-declaration",
        Action.DECLARE_EFFECT,
        Message("Declare that it is in effect"),
        (
            Message(
                "By its rule it takes effect with a number of signatures. You may declare that it is in effect from today, although the "
                "public numbers do not show that the rule is met. If it is public, a notification announces it, and the page says that "
                "the depositary declared it."
            ),
        ),
        Message("Declare it"),
        "declared",
        (_CONCLUDE, _MOMENT),
        Message("A declaration is never taken back; what comes after it is termination."),
    ),
)
DECISIONS: Mapping[str, DecisionTexts] = {decision.path: decision for decision in _ALL}
