"""The rules of a memorandum: who may sign, until when, when it takes effect, when it becomes public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.acts.changing_rules import change_rules
from coalition.acts.effect import parties_to_effect
from coalition.acts.situations import situation_of
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.workbench import refused_step, rules_of, workbench_page
from coalition.desk.refusals import SENTENCES, refusal
from coalition.desk.rows import resolved
from coalition.desk.saved_meanwhile import both_versions, check_unchanged, with_mark
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.actions import Action, broken_rule
from coalition.memoranda.errors import MemorandumRule, TextFrozen
from coalition.memoranda.label_queries import labels_of
from coalition.memoranda.rule_forms import RulesChange
from coalition.memoranda.tables import EffectRule
from coalition.saved_states import SavedMeanwhile
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.tables import Memorandum


_REASONS = {**SENTENCES, TextFrozen: Message("The text is adopted and fixed; its rules cannot be changed any more.")}
_PERIODS = ("confirmation_days", "objection_days")
_PLAIN = ("signature_rule", "rule_until", "later_rule", "publish_at_least", *_PERIODS)


@route("desk.rules.edit")
async def edit_rules(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the rules."""
    row = await own_memorandum(request, memorandum)
    return await _page(request, row, await _saved(row))


async def _saved(row: Memorandum) -> dict[str, Any]:
    """Return the rules on record, as the form shows them."""
    async with database.reading():
        parties = await parties_to_effect(row)
        labels = await labels_of([(await edition_queries.edition_worked_on(row.id)).id], [])
    values: dict[str, Any] = {name: getattr(row, name) or "" for name in _PLAIN} | {name: getattr(row, name) for name in _PERIODS}
    values |= {"effect-rule": row.effect_rule, "effect-number": row.effect_number or "", "effect-on": row.effect_on or ""}
    values["effect-provision"] = labels.shared.get(row.effect_provision, row.effect_provision)
    return with_mark(values | {"effect-parties": "\n".join(party.slug for party in parties)})


@route("desk.rules.update")
async def update_rules(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Change the rules while the text is not adopted."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    saved = await _saved(row)
    try:
        change = RulesChange.parse(await _as_body(given))
        check_unchanged(given, saved)
        await change_rules(row, change)
    except SavedMeanwhile:
        return await _page(request, row, **both_versions(request, given, saved))
    except InvalidForm as problems:
        return await _page(request, row, given, **refusal(request, problems))
    except MemorandumRule as broken:
        return await refused_step(request, row, {}, broken)
    return done(request, "desk.memorandum.show", "saved", memorandum=row.slug)


async def _page(request: AnyRequest, row: Memorandum, values: Mapping[str, Any], *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        broken = broken_rule(Action.CHANGE_RULES, await situation_of(view))
        rules = await rules_of(row, view, await forums.view_of(view.forum)) if broken else []
    empty = dict.fromkeys((*_PLAIN, "effect-rule", "effect-number", "effect-on", "effect-parties", "effect-provision"), "")
    shown: dict[str, Any] = {"part": "overview", "reason": _REASONS[broken] if broken else None, "rules": rules, "values": empty | dict(values)}
    return workbench_page(request, view, "desk/rules/edit.html", status=status, **shown, **context)


async def _as_body(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the page in the shape of the API's body; omitted fields do not change."""
    effect: dict[str, Any] = {name: given.get(f"effect-{name}", "") for name in ("rule", "number", "on", "provision")}
    if effect["rule"] == EffectRule.NAMED_PARTIES:
        effect["parties"] = await _parties(str(given.get("effect-parties", "")))
    return {name: given[name] for name in _PLAIN if given.get(name) is not None} | ({"effect": effect} if effect["rule"] else {})


async def _parties(typed: str) -> list[str]:
    """Return the address names of organisations typed one per line, by address name or by any name."""
    try:
        parties = await resolved([{"organisation": line} for line in typed.splitlines() if line.strip()])
    except InvalidForm as problems:
        raise InvalidForm({"effect/parties": next(iter(problems.problems.values()))}) from None
    return [row["organisation"] for row in parties]
