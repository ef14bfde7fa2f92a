"""What the desk says of decisions about amendments, and of what forbids them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.amendments import errors
from coalition.amendments.tables import AmendmentState
from coalition.desk.drafting.refused_changes import REFUSED
from coalition.desk.final_steps import FinalStep
from coalition.desk.refusals import refusal
from coalition.drafting.errors import ProvisionChanged, ProvisionRemoved
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.rounds.tables import AnswerDisclosure
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coalition.errors import CoalitionError
    from coalition.web.routing import AnyRequest
    from coalition.words import Word

SENTENCES: Mapping[type[CoalitionError], Message] = {
    **REFUSED,
    errors.AmendmentNotOpen: Message("Nothing was done: somebody decided it meanwhile, or its organisation withdrew it. Look at it again."),
    errors.NotDecided: Message("Nothing is decided about it: somebody took the decision back meanwhile."),
    errors.WordsChanged: Message(
        "It cannot be accepted as it was proposed: the words it changes are others now. Accept it with changes, and write the text below."
    ),
    errors.OnlyTheOrganisation: Message("Only the organisation itself can let everybody read more of it. Nothing was changed."),
    errors.AmendmentsCollide: Message("Two of them collide. Accept them one by one, and look at each."),
    ProvisionChanged: Message(
        "Somebody saved this provision while you were deciding. What you wrote is kept and not saved. "
        "What is saved now stands above it: bring the two together."
    ),
    ProvisionRemoved: Message("The provision was removed meanwhile: it cannot be accepted any more."),
}
TONES: Mapping[AmendmentState, str] = for_each(
    AmendmentState,
    {
        AmendmentState.DRAFT: "",
        AmendmentState.SUBMITTED: "warn",
        AmendmentState.ACCEPTED: "good",
        AmendmentState.ACCEPTED_MODIFIED: "good",
        AmendmentState.REJECTED: "bad",
        AmendmentState.WITHDRAWN: "",
        AmendmentState.MERGED: "good",
        AmendmentState.MOOT: "",
    },
)
READERS: Mapping[AnswerDisclosure, Message] = for_each(
    AnswerDisclosure,
    {
        AnswerDisclosure.NAMED: Message("the other organisations, with the name of its author"),
        AnswerDisclosure.UNNAMED: Message("the other organisations, without the name of its author"),
        AnswerDisclosure.COORDINATORS: Message("only those who work on the draft"),
    },
)
ACCEPTING = FinalStep(
    Message("Accept several amendments"),
    [
        Message("All of them are written into the draft as they were proposed, each as a revision of its own; or none is, if one cannot be."),
        Message("The other languages of these provisions will be marked as out of date."),
    ],
    Message("A decision can be taken back only while nobody saves the text after it."),
    Message("Accept them"),
)


def options_of(words: Iterable[Word], language: str) -> list[tuple[str, str, str]]:
    """Return the options of a choice: (value, word, hint), without hints."""
    return [(word.value, word.word.text(language), "") for word in words]


def refused(request: AnyRequest, problem: CoalitionError) -> dict[str, Any]:
    """Return the context of a page on which something was refused."""
    return refusal(request, problem, SENTENCES)


def renamed(problem: CoalitionError, fields: Mapping[str, str]) -> CoalitionError:
    """Return a problem with the names that a page gives to fields, where two of its forms have a field of the same name."""
    if not isinstance(problem, InvalidForm):
        return problem
    return InvalidForm({fields.get(field, field): message for field, message in problem.problems.items()})
