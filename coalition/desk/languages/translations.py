"""A provision in two languages side by side: what changed since they were compared, the form, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from coalition import database
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.drafting.provision_pages import typed_page
from coalition.desk.drafting.refused_changes import REFUSED
from coalition.desk.languages.provision_names import name_in
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.drafting import unsaved_queries
from coalition.drafting.agreement import state_of
from coalition.drafting.agreement_queries import draft_texts, provision_texts_compared
from coalition.drafting.comparing import confirm_provision
from coalition.drafting.errors import ProvisionChanged, ProvisionMissing, ProvisionRemoved
from coalition.drafting.forms import ProvisionForm, UnsavedForm
from coalition.drafting.glossary_queries import renderings_in
from coalition.drafting.language_queries import people_of
from coalition.drafting.provision_texts import ABSENT, shown
from coalition.drafting.tables import LanguageRole
from coalition.drafting.term_matches import one_sided
from coalition.drafting.translated_provisions import save_translated
from coalition.drafting.unsaved_texts import store_typed
from coalition.fields import InvalidForm
from coalition.languages import Message, is_language
from coalition.memoranda import queries
from coalition.memoranda.errors import ChangedMeanwhile, MemorandumRule, WordingMissing
from coalition.memoranda.label_queries import labels_of_draft
from coalition.memoranda.tables import Memorandum
from coalition.memoranda.wording import is_editable
from coalition.memoranda.wording_agreement import others_of
from coalition.people.queries import names_of
from coalition.text.provisions import normalised
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.drafting.agreement import DraftTexts, LanguageState, ProvisionState
    from coalition.drafting.provision_texts import ProvisionText
    from coalition.drafting.tables import UnsavedText
    from coalition.errors import CoalitionError

_TEMPLATE = "desk/languages/translation.html"
_CHANGED_BELOW = Message(
    "Somebody saved this provision while you were writing. What you wrote is kept below and not saved; what is saved now stands under it. "
    "Bring the two together, then save."
)
_NOT_CONFIRMED = Message("Nothing was confirmed: a text was saved while you were reading. Compare the languages again.")
_SAVE_FIRST = Message("Nothing was confirmed: what you typed here is not saved yet. Save it, then compare the languages.")
_TOO_LATE: Mapping[type[CoalitionError], Message] = {
    **REFUSED,
    ProvisionChanged: _CHANGED_BELOW,
    ChangedMeanwhile: _NOT_CONFIRMED,
    WordingMissing: Message("The text in this language has to be begun as a whole, because the memorandum is fixed."),
}


class Scene(Struct):
    """The texts, the provision that is shown, the language it is written in and the one beside it."""

    row: Memorandum
    draft: DraftTexts
    state: LanguageState
    provision: ProvisionState
    language: str
    beside: str

    @property
    def own(self) -> ProvisionText | None:
        """The provision in its language."""
        return self.draft.texts.get(self.language, {}).get(self.provision.key)

    @property
    def source(self) -> ProvisionText | None:
        """The provision in the language beside it."""
        return self.draft.texts.get(self.beside, {}).get(self.provision.key)

    @property
    def seen(self) -> dict[str, str]:
        """The digest of what the language beside it says."""
        return {self.beside: self.draft.digest(self.beside, self.provision.key)} if self.beside else {}


@route("desk.translation.edit")
async def edit_translation(request: AnyRequest, memorandum: FromPath[str], target: FromPath[str], provision: FromQuery[str] = "") -> Response[bytes]:
    """Show a provision in two languages, the first that waits by default, as the person typed it where they did not save that."""
    row = await own_memorandum(request, memorandum)
    scene = await _scene(row, target, provision, request.query_params.get("from", ""))
    typed = await _unsaved(request, scene)
    return await _page(request, scene, values={"text": typed.text, "base": typed.base} if typed else {}, unsaved=typed)


@route("desk.translation.update")
async def update_translation(request: AnyRequest, memorandum: FromPath[str], target: FromPath[str]) -> Response[bytes]:
    """Save a provision, or confirm that it says the same; then go to the next one that waits."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    key, beside = str(given.get("provision", "")), str(given.get("from", ""))
    try:
        return await _carry_out(request, row, target, given)
    except ProvisionMissing:
        raise NotFoundException from None
    except ProvisionRemoved as removed:
        if not given.get("base"):
            raise NotFoundException from None
        return await typed_page(request, row, key, given | {"code": target}, removed)
    except InvalidForm as problems:
        return await _page(request, await _scene(row, target, key, beside), values=given, **refusal(request, problems))
    except MemorandumRule as broken:
        return await _too_late(request, await _scene(row, target, key, beside), given, broken)


async def _carry_out(request: AnyRequest, row: Memorandum, language: str, given: dict[str, Any]) -> Response[bytes]:
    key, beside = str(given.get("provision", "")), str(given.get("from", ""))
    if "-" in str(given.get("step", "")):
        return await _go_on(request, row, language, given)
    seen = {beside: str(given.get("source", ""))} if beside else {}
    if given.get("step") == "confirm":
        await _check_nothing_typed(row, language, key, str(given.get("text", "")))
        await confirm_provision(row, language, key, {language: str(given.get("base", "")), **seen})
        return await _next(request, row, language, key, "provision_confirmed")
    compared = await save_translated(row, language, key, ProvisionForm.parse(given, ignore_unknown=True), seen)
    if not compared or given.get("step") != "next":
        outcome = "saved" if compared else "saved_not_compared"
        return done(request, "desk.translation.edit", outcome, memorandum=row.slug, target=language, provision=key, **{"from": beside})
    return await _next(request, row, language, key, "saved")


async def _go_on(request: AnyRequest, row: Memorandum, language: str, given: Mapping[str, Any]) -> Response[bytes]:
    """Store what was typed for the person, and go to another provision ("to-…") or put another language beside it ("beside-…")."""
    await store_typed(row, person_of(request).id, UnsavedForm.parse(dict(given) | {"language": language}, ignore_unknown=True))
    kind, _, goal = str(given["step"]).partition("-")
    goes = {"provision": goal} if kind == "to" else {"provision": given["provision"], "from": goal}
    return redirect("desk.translation.edit", lang=language_of(request), memorandum=row.slug, target=language, **goes)


async def _check_nothing_typed(row: Memorandum, language: str, key: str, typed: str) -> None:
    """Refuse to confirm a text that is not saved."""
    draft = await draft_texts(row)
    saved = draft.texts.get(language, {}).get(key)
    if normalised(typed).strip("\n") != (saved.source if saved else ""):
        raise InvalidForm({"text": _SAVE_FIRST})


async def _next(request: AnyRequest, row: Memorandum, language: str, key: str, outcome: str) -> Response[bytes]:
    """Go to the next provision that waits, after the last one to the first; to the languages once none does."""
    async with database.reading():
        state = state_of(await draft_texts(row), language)
        revises = LanguageRole.REVISER in await _roles(request, row, language)
    waiting = _waiting(state, revises=revises)
    if not waiting:
        return done(request, "desk.languages.show", outcome, memorandum=row.slug, text=language)
    return done(request, "desk.translation.edit", outcome, memorandum=row.slug, target=language, provision=_after(state, waiting, key))


def _waiting(state: LanguageState, *, revises: bool) -> list[str]:
    """Return what waits for the person: what has to be compared, else what has to be revised if that is their part."""
    return [provision.key for provision in state.waiting or (state.unrevised if revises else [])]


def _after(state: LanguageState, waiting: Sequence[str], key: str) -> str:
    order = [provision.key for provision in state.provisions]
    later = set(order[order.index(key) + 1 :]) if key in order else set()
    return next((each for each in waiting if each in later), waiting[0])


async def _roles(request: AnyRequest, row: Memorandum, language: str) -> set[LanguageRole]:
    people = (await people_of(row.id)).get(language, {})
    return {role for role, person in people.items() if person["id"] == person_of(request).id}


async def _scene(row: Memorandum, language: str, key: str, beside: str) -> Scene:
    if not is_language(language):
        raise NotFoundException
    async with database.reading():
        draft = await draft_texts(row)
    state = state_of(draft, language)
    wanted = key or next((provision.key for provision in (*state.waiting, *state.unrevised, *state.provisions)), "")
    provision = next((each for each in state.provisions if each.key == wanted), None)
    if provision is None:
        raise NotFoundException
    others = _others(draft, language)
    stale_first = next(iter(provision.stale), others[0] if others else "")
    return Scene(row, draft, state, provision, language, beside if beside in others else stale_first)


def _others(draft: DraftTexts, language: str) -> list[str]:
    """Return the authentic languages with a text that a language can be compared with."""
    wording = draft.wording(language)
    authentic = draft.memorandum.authentic_languages.split(",")
    others = [other.language for other in others_of(wording, draft.wordings)] if wording else [code for code in authentic if code in draft.texts]
    return [code for code in others if code != language]


async def _unsaved(request: AnyRequest, scene: Scene) -> UnsavedText | None:
    """Return what the person typed in this form and did not save."""
    typed = await unsaved_queries.unsaved(scene.draft.edition.id, person_of(request).id, scene.language, scene.provision.key)
    return typed if typed and typed.text != (scene.own.source if scene.own else "") else None


async def _page(request: AnyRequest, scene: Scene, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(scene.row)
        labels = await labels_of_draft(scene.draft.edition.id, scene.draft.wordings, language_of(request))
        roles = await _roles(request, scene.row, scene.language)
        before, compared, who = await _compared(scene)
        terms = await renderings_in(scene.row.forum, scene.language, scene.beside) if scene.row.forum and scene.beside else []
    order = [provision.key for provision in scene.state.provisions]
    at, waiting = order.index(scene.provision.key), _waiting(scene.state, revises=LanguageRole.REVISER in roles)
    values = {
        "text": scene.own.source if scene.own else "",
        "base": scene.own.digest if scene.own else ABSENT,
        "source": scene.seen.get(scene.beside),
    }
    values |= context.pop("values", {})
    shown_now: dict[str, Any] = {
        "part": "text",
        "scene": scene,
        "provision_name": name_in(labels, scene.provision.key),
        "others": _others(scene.draft, scene.language),
        "source": shown(scene.source, before),
        "before": before,
        "compared": compared,
        "who": who,
        "waiting": waiting,
        "place": waiting.index(scene.provision.key) + 1 if scene.provision.key in waiting else 0,
        "neighbours": (order[at - 1] if at else "", order[at + 1] if at + 1 < len(order) else ""),
        "next_waiting": _after(scene.state, waiting, scene.provision.key) if waiting else "",
        "flags": one_sided(terms, scene.source.source if scene.source else "", str(values["text"])),
        "editable": is_editable(scene.row, scene.draft.edition, scene.language),
        "revises": LanguageRole.REVISER in roles,
        "values": values,
        "saved_text": None,
        "unsaved": None,
    }
    return workbench_page(request, view, _TEMPLATE, status=status, **(shown_now | context))


async def _compared(scene: Scene) -> tuple[ProvisionText | None, Any, str]:
    """Return what the language beside it said when they were compared, the comparison, and who compared; None for what is not known."""
    wording = scene.draft.wording(scene.language)
    if wording is None:
        return None, None, ""
    single = scene.draft.compared.get(wording.id, {}).get(scene.provision.key)
    if single:
        before = (await provision_texts_compared(wording.id, scene.provision.key)).get(scene.beside)
        names = await names_of([single.who] if single.who else [])
        return before, single, names.get(single.who or 0, "")
    whole = scene.draft.confirmations.get(wording.id)
    return scene.draft.text_before(wording, scene.beside, scene.provision.key), whole, whole.who if whole else ""


async def _too_late(request: AnyRequest, scene: Scene, given: dict[str, Any], broken: MemorandumRule) -> Response[bytes]:
    """Show both texts: what was typed, in the form, and what is saved now, on which the next attempt builds."""
    own = scene.own
    now = {"base": own.digest if own else ABSENT, "source": scene.seen.get(scene.beside)}
    saved = own if isinstance(broken, ProvisionChanged) else None
    problems = InvalidForm({"text": _TOO_LATE[type(broken)]})
    return await _page(request, scene, values=given | now, saved_text=saved, **refusal(request, problems) | {"status": 409})
