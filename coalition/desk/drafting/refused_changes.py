"""What the desk says where a change of a draft is refused; nothing that was typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.desk.refusals import FORBIDDEN, SENTENCES, refusal
from coalition.drafting import errors
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.errors import ChangedMeanwhile, MemorandumRule, TextFrozen, WasAbandoned
from coalition.web.forms import stopped
from coalition.web.pages import language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError
    from coalition.web.routing import AnyRequest

REFUSED: Mapping[type[CoalitionError], Message] = {
    errors.ProvisionChanged: Message(
        "Somebody saved this provision while you were writing. What you wrote is kept and not saved. "
        "Compare both texts: save yours, leave the saved one, or bring the two together."
    ),
    errors.ProvisionRemoved: Message("This provision was removed meanwhile. What you wrote is kept below: add it again, or discard it."),
    errors.SeveralProvisions: Message("This would be several provisions. Divide the provision, or add another one for the rest."),
    errors.OtherNumber: Message("A provision keeps its number and its kind here. Write the number as it was; numbers change in the whole text."),
    errors.OthersChange: Message("Other provisions would be read in another way with this text. Make the change in the whole text."),
    errors.NumberTwice: Message("Two provisions would have the same number. Write another number."),
    errors.NumbersUncertain: Message("It is not certain how the numbers go on here. They would stay as they are."),
    errors.CannotMove: Message("It cannot go there."),
    errors.CannotJoin: Message("It can be joined only with a provision of its kind and level that follows directly, and if nothing stands below it."),
    errors.SavedAfter: Message(
        "Somebody saved one of these texts after the change. It cannot be undone any more; bring an earlier text back instead."
    ),
    errors.NothingBefore: Message("The text begins with this change: there is nothing before it."),
    ChangedMeanwhile: Message("Nothing was done: somebody saved the text while you were reading. Look at it again."),
    TextFrozen: SENTENCES[TextFrozen],
    WasAbandoned: SENTENCES[WasAbandoned],
}


def refused(request: AnyRequest, problem: CoalitionError, field: str = "text") -> dict[str, Any]:
    """Return the context of a page on which a change was refused; the sentence leads to a field."""
    if isinstance(problem, InvalidForm) or not isinstance(problem, MemorandumRule):
        return refusal(request, problem)
    errors_by_field, summary = stopped(field, REFUSED[type(problem)], language_of(request))
    return {"status": FORBIDDEN, "errors": errors_by_field, "summary": summary, "has_errors": True}
