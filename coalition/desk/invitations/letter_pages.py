"""Looking at the letters before they are sent, and adding words of one's own to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from email.utils import parseaddr
from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from msgspec import Struct

from coalition import database
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.invitations.chosen_row_queries import Chosen, number_with_saved_answers
from coalition.invitations.letter_previews import LetterPreview, preview_choice, preview_invitations, preview_reminders
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.settings import SUPPORTED_LANGUAGES, load
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from coalition.forums.organisation_choice_queries import Choice
    from coalition.memoranda.tables import Memorandum

LOOK, FIND = "letters", "find"  # the values of `step` of the buttons that show the letters, and the organisations that were ticked


def typed_words(given: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the words of the coordinator's own that a page holds, as the forms read them."""
    typed = {code: str(given.get(f"words_{code}", "")).strip() for code in SUPPORTED_LANGUAGES}
    return [{"language": code, "text": text} for code, text in typed.items() if text]


def is_about_words(problem: Exception) -> bool:
    """Whether a form was refused because of these words only."""
    return isinstance(problem, InvalidForm) and bool(problem.problems) and all(field.startswith("words/") for field in problem.problems)


class LettersChoice(Struct, frozen=True):
    """What letters can show: the page that shows each, by a value of `view`, with its name; which is shown, and why there is nothing to send."""

    address: str
    views: Sequence[tuple[str, Message]]
    view: str
    nothing: Message | None = None


class Sending(Struct, frozen=True):
    """What the page would send: the letters with some words, the form that sends them and what it carries, and the page to go back to.

    Where somebody ticked organisations, a button with the step `again` leads back, so that the ticks and the words go along.
    `number_saved` counts the letters that bring no link, because answers are saved. `places` fills what else the address has. `choice` is
    what the letters can show.
    """

    previews: Callable[[Mapping[str, str]], Awaitable[list[LetterPreview]]]
    address: str
    carried: Sequence[tuple[str, str]]
    back: str = "desk.invitations.new"
    back_to: Mapping[str, str] = {}
    again: str = ""
    places: Mapping[str, str] = {}
    number_saved: Callable[[], Awaitable[int]] | None = None
    choice: LettersChoice | None = None


def to_invite(row: Memorandum, slugs: Sequence[str]) -> Sending:
    """Return the invitations of some organisations."""
    carried = (("send", "yes"), *(("organisations", slug) for slug in slugs))
    return Sending(partial(preview_invitations, row, slugs), "desk.invitations.create", carried, again=FIND)


def to_invite_choice(row: Memorandum, choice: Choice) -> Sending:
    """Return the invitations of all organisations of a choice."""
    back_to = {"way": choice.way, "value": ",".join(choice.values)}
    carried = (("send", "yes"), ("way", choice.way), *(("value", value) for value in choice.values))
    return Sending(partial(preview_choice, row, choice), "desk.invitation_choice.create", carried, "desk.invitation_choice.new", back_to)


def to_remind(row: Memorandum, slugs: Sequence[str] | None) -> Sending:
    """Return the reminders to some organisations, or to all that have not answered."""
    carried = [("organisations", slug) for slug in slugs or ()]
    saved = partial(number_with_saved_answers, row.id, Chosen(tuple(slugs or ())))
    return Sending(partial(preview_reminders, row, slugs), "desk.reminders.create", carried, back="desk.signatories.list", number_saved=saved)


async def letters_page(  # noqa: PLR0913 -- what would be sent, what was typed, and what is wrong with it
    request: AnyRequest,
    row: Memorandum,
    given: Mapping[str, Any],
    sending: Sending,
    words: Mapping[str, str] = {},
    *,
    problem: Exception | None = None,
) -> Response[bytes]:
    """Show the letters with words of the coordinator's own, and ask for others."""
    async with database.reading():
        view = await queries.view(row)
        letters = [] if sending.choice and sending.choice.nothing else await sending.previews(words)
        saved = await sending.number_saved() if sending.number_saved else 0
    shown: dict[str, Any] = {
        "part": "signatories",
        "letters": letters,
        "sending": sending,
        "saved": saved,
        "values": given,
        "languages": list(dict.fromkeys(letter.language for letter in letters if not letter.discreet)),
        "discreet": any(letter.discreet for letter in letters),
        "total": sum(letter.number for letter in letters),
        "sender": parseaddr(load().mail_from)[1],
    }
    if isinstance(problem, InvalidForm):
        languages = [text["language"] for text in typed_words(given)]
        fields = {f"words/{at}/text": f"words_{code}" for at, code in enumerate(languages)}
        shown |= refusal(request, InvalidForm({fields.get(name, name): message for name, message in problem.problems.items()}))
    return workbench_page(request, view, "desk/invitations/letters.html", **shown)
