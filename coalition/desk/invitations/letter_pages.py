"""Looking at the letters before they are sent, and adding words of one's own to them."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from litestar import Response

from coalition import database
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.invitations.letter_previews import preview_invitations, preview_reminders
from coalition.memoranda import queries
from coalition.settings import SUPPORTED_LANGUAGES, load
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.tables import Memorandum

LOOK = "letters"  # the value of `step` of the button that shows the letters


def typed_words(given: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the words of the coordinator's own that a page holds, as the forms read them."""
    typed = {code: str(given.get(f"words_{code}", "")).strip() for code in SUPPORTED_LANGUAGES}
    return [{"language": code, "text": text} for code, text in typed.items() if text]


def is_about_words(problem: Exception) -> bool:
    """Whether a form was refused because of these words only."""
    return isinstance(problem, InvalidForm) and bool(problem.problems) and all(field.startswith("words/") for field in problem.problems)


async def letters_page(  # noqa: PLR0913 -- what was chosen and typed, and what is wrong with it
    request: AnyRequest,
    row: Memorandum,
    given: Mapping[str, Any],
    chosen: Sequence[str] | None,
    words: Mapping[str, str] = {},
    *,
    reminds: bool = False,
    problem: Exception | None = None,
) -> Response[bytes]:
    """Show the letters to the chosen organisations (None: to all that have not answered) with words of the coordinator's own, and ask for others."""
    async with database.reading():
        view = await queries.view(row)
        letters = await (preview_reminders(row, chosen, words) if reminds else preview_invitations(row, chosen or (), words))
    shown: dict[str, Any] = {
        "part": "signatories",
        "letters": letters,
        "chosen": chosen or (),
        "reminds": reminds,
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
