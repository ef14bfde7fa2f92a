"""Actions that cannot be undone: a page says what happens and what stays, and asks for a tick beside the red button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import database
from coalition.acts.situations import situation_of
from coalition.desk.desk_pages import desk_page
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.form_marks import ONCE
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, check, is_possible

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from litestar import Response

    from coalition.memoranda.tables import Memorandum
    from coalition.web.routing import AnyRequest

_TICK = Message("Tick the box: this cannot be undone.")
_READ_AGAIN = Message("What stands here has changed since you ticked the box. Read it, and tick the box again.")
_OF_THE_PAGE = {"confirmed", "asked", "again", "seen", "form_token", ONCE}


class FinalStep(Struct, frozen=True):
    """What the page of an action says: its title, what happens, what cannot be undone, and its button.

    `actions` have to be possible; what has rules of its own names none.
    """

    title: Message
    lines: Sequence[Message]
    cannot: Message
    button: Message
    actions: Sequence[Action] = ()


class Subject(Struct, frozen=True):
    """A record that a step is about: the language and the text of its name, the section of the desk, and the page to go back to.

    `form` is the address of the form of that page, where the button of the step stood: it shows again what was typed in it.
    """

    language: str
    name: str
    section: str
    back: str
    form: str = ""


def is_sure(given: Mapping[str, Any]) -> bool:
    """Whether a form comes from the page of its action, with the tick."""
    return given.get("confirmed") == "yes"


def wants_form(given: Mapping[str, Any]) -> bool:
    """Whether the person went back from the page of an action, to change what they wrote."""
    return given.get("again") == "yes"


async def possible_step(row: Memorandum, steps: Sequence[FinalStep]) -> FinalStep:
    """Return the first of some steps that the rules allow now.

    Raises:
        MemorandumRule: none is.

    """
    async with database.reading():
        situation = await situation_of(await queries.view(row))
    possible = [step for step in steps if all(is_possible(action, situation) for action in step.actions)]
    if not possible:
        check(steps[0].actions[0], situation)
    return possible[0]


async def try_out(change: Callable[[], Awaitable[object]]) -> None:
    """Make a change and undo it: an error that would refuse it is raised before anybody is asked."""
    await database.as_if(change, _nothing)


async def _nothing() -> None:
    """Read nothing of the outcome."""


def refusal_of_tick(request: AnyRequest, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of a page that was sent without its tick, or for what has changed meanwhile; nothing where it was not asked before."""
    problem = InvalidForm({"confirmed": _READ_AGAIN if is_sure(given) else _TICK})
    return refusal(request, problem) if given.get("asked") == "yes" else {}


async def final_page(request: AnyRequest, row: Memorandum, step: FinalStep, given: Mapping[str, Any], **context: Any) -> Response[bytes]:
    """Ask about an action before it is taken; what was typed goes along, and can be changed once more.

    The context may have `part`, the tab; `preview`, what everybody will see; `about`, pairs of words that say what it is about; `warnings`;
    `back`, the page to go back to; `typed`, what goes along, if it is not what was typed.
    """
    async with database.reading():
        view = await queries.view(row)
    typed = typed_in(given.items())
    shown: dict[str, Any] = {"part": "overview", "step": step, "typed": typed, "address": request.url.path, "can_change": bool(typed)}
    return workbench_page(
        request,
        view,
        "desk/decisions/final.html",
        **(shown | {"about": (), "warnings": (), "party": None, "back": ""} | context),
        **refusal_of_tick(request, given),
    )


def record_page(request: AnyRequest, subject: Subject, step: FinalStep, given: Mapping[str, Any], **context: Any) -> Response[bytes]:
    """Ask about a step that concerns a record outside memoranda, under its name.

    The context may have `typed`, what goes along; `about`, as `final_page`; `possible`, which says whether the step can be taken.
    """
    shown: dict[str, Any] = {"step": step, "subject": subject, "section": subject.section, "address": request.url.path}
    shown |= {"typed": (), "about": (), "possible": True}
    return desk_page(request, "desk/decisions/final_record.html", **(shown | refusal_of_tick(request, given) | context))


def typed_in(fields: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    """Return the fields of a form that go along to the page that asks: what was typed, and nothing of that page."""
    return [(name, value) for name, value in fields if name not in _OF_THE_PAGE and isinstance(value, str)]
