"""How the languages of a draft stand: what has to be compared, what is missing, what waits for the reviser, and who works on them."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from coalition import database
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.languages.provision_names import name_in
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import PAGE
from coalition.desk.refusals import refusal
from coalition.drafting.agreement import state_of
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.errors import NotOnIt
from coalition.drafting.language_people import LanguagePeopleForm, choose_people
from coalition.drafting.language_queries import people_of
from coalition.drafting.tables import LanguageRole
from coalition.fields import InvalidForm
from coalition.languages import Message, is_language
from coalition.memoranda import queries
from coalition.memoranda.label_queries import labels_of_draft
from coalition.memoranda.tables import Memorandum
from coalition.memoranda.wording import is_editable
from coalition.memoranda.wording_agreement import digest_compared
from coalition.news import named_people  # noqa: F401 -- its step writes to those who are named
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.drafting.agreement import DraftTexts, LanguageState, ProvisionState
    from coalition.memoranda.label_queries import Labels

_TEMPLATE = "desk/languages/show.html"
_LONGEST = 160  # characters of a provision that is only recognised
_NOT_ON_IT = Message("Nobody with this address works on this memorandum. Add the person on the page of people first.")


class Line(Struct, frozen=True):
    """A provision that waits in a language: its name, what it says in the language it is compared with, and what is wrong with it."""

    state: ProvisionState
    name: Message
    beside: str
    words: str


@route("desk.languages.show")
async def show_languages(request: AnyRequest, memorandum: FromPath[str], text: FromQuery[str] = "", after: FromQuery[str] = "") -> Response[bytes]:
    """Show how each language stands, and what waits in one of them."""
    return await _page(request, await own_memorandum(request, memorandum), text, after)


@route("desk.language_people.update")
async def update_language_people(request: AnyRequest, memorandum: FromPath[str], target: FromPath[str]) -> Response[bytes]:
    """Choose who translates and who revises a language."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    if not is_language(target):
        raise NotFoundException
    try:
        await choose_people(row, target, LanguagePeopleForm.parse(given, ignore_unknown=True))
    except NotOnIt as broken:
        return await _page(request, row, target, values=given, **refusal(request, InvalidForm({broken.role: _NOT_ON_IT})))
    except InvalidForm as problems:
        return await _page(request, row, target, values=given, **refusal(request, problems))
    return done(request, "desk.languages.show", "saved", memorandum=row.slug, text=target)


async def _page(request: AnyRequest, row: Memorandum, text: str, after: str = "", *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        draft = await draft_texts(row)
        labels = await labels_of_draft(draft.edition.id, draft.wordings, language_of(request))
        people = await people_of(row.id)
        members = await queries.members(row.id)
    states = {language: state_of(draft, language) for language in dict.fromkeys([*draft.languages, *people])}
    code = text if is_language(text) else _first(states, people, person_of(request).id)
    states.setdefault(code, state_of(draft, code))
    wording, own_people = draft.wording(code), people.get(code, {})
    lines, more = _lines(draft, states[code], labels, after)
    shown_now: dict[str, Any] = {
        "part": "text",
        "states": states,
        "state": states[code],
        "people": people,
        "members": [member for member in members if member["disabled_at"] is None],
        "lines": lines,
        "more": more,
        "start": after,
        "editable": is_editable(row, draft.edition, code),
        "compared": digest_compared(wording, draft.wordings) if wording else "",
        "values": {role.value: person["email"] for role, person in own_people.items()},
        "roles": LanguageRole,
    }
    return workbench_page(request, view, _TEMPLATE, status=status, **(shown_now | context))


def _first(states: Mapping[str, LanguageState], people: Mapping[str, Mapping[LanguageRole, Mapping[str, Any]]], person: int) -> str:
    """Return the language that is shown first: one of the person's own, else one in which something waits."""
    own = [language for language, roles in people.items() if person in {each["id"] for each in roles.values()}]
    waiting = [language for language, state in states.items() if state.waiting]
    return next((language for language in (*(code for code in own if code in waiting), *own, *waiting, *states)), "en")


def _lines(draft: DraftTexts, state: LanguageState, labels: Labels, after: str) -> tuple[list[Line], str]:
    """Return a page of what waits in a language, after a provision, and the last provision of the page if there are more."""
    keys = [provision.key for provision in state.waiting]
    start = keys.index(after) + 1 if after in keys else 0
    part = state.waiting[start : start + PAGE]
    more = part[-1].key if part and len(keys) > start + PAGE else ""
    return [_line(draft, state.language, provision, labels) for provision in part], more


def _line(draft: DraftTexts, language: str, provision: ProvisionState, labels: Labels) -> Line:
    beside = next(iter(provision.stale), "") or next((code for code in draft.languages if provision.key in draft.texts.get(code, {})), language)
    where = beside if provision.key in draft.texts.get(beside, {}) else language
    text = draft.texts.get(where, {}).get(provision.key)
    words = " ".join(part for part in text.words if isinstance(part, str)) if text else ""
    return Line(provision, name_in(labels, provision.key), where, shorten(words, _LONGEST, placeholder="…"))
