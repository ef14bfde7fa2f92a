"""A memorandum takes effect and becomes public by its rules: checked after every act, from the public numbers, and never undone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from coalition import clock
from coalition.acts import queries, standing_count_queries, standing_queries
from coalition.database import transaction
from coalition.forums import queries as forums
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Situation, is_fixed_or_past
from coalition.memoranda.opening import make_public
from coalition.memoranda.public_changes import record_changes
from coalition.memoranda.publication import when_published
from coalition.memoranda.tables import EffectRule, EffectState, Memorandum, Publicity, SigningState
from coalition.notices.issuing import notify
from coalition.notices.queries import kinds_issued
from coalition.notices.tables import NoticeKind
from coalition.organisations.views import OrganisationView
from coalition.organisations.visible_queries import Viewer, visible_organisations

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from coalition.acts.status import Counts, Status
    from coalition.memoranda.queries import MemorandumView
    from coalition.organisations.views import OrganisationView

# The detail of a notification of entry into effect that a coordinator declared.
DECLARED = "declared"


class Progress(Struct, frozen=True):
    """How far the rule is met: `met` of `needed`; `missing` are the countries (codes) or parties (slugs) that are still awaited."""

    met: int
    needed: int
    missing: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the rule is met."""
        return 0 < self.needed <= self.met


class Effect(Struct, frozen=True):
    """The rule by which a memorandum takes effect, and its state; `progress` is None unless signatures are awaited.

    `declared` says that a coordinator declared that it is in effect.
    `parties` are those that everybody may know of; if there are others, `unnamed` is true and no progress is shown.
    """

    rule: EffectRule
    number: int | None
    on: date | None
    parties: Sequence[OrganisationView]
    in_effect_on: date | None
    declared: bool
    terminated_on: date | None
    progress: Progress | None
    unnamed: bool = False


class _Reached(NamedTuple):
    """What the rules are measured by: the public numbers, the named parties by country, and those of them that the rule may await."""

    counts: Counts
    by_country: Mapping[str | None, int]
    parties: Collection[int]


async def effect_of(memorandum: Memorandum | MemorandumView, status: Status | None = None) -> Effect:
    """Return the rule of a memorandum, and how far a status meets it; without a status, how far it is met today."""
    rule = EffectRule(memorandum.effect_rule)
    parties = await parties_to_effect(memorandum)
    listed = [party for party in parties if party.listed]
    waiting = memorandum.effect_state == EffectState.NONE and len(listed) == len(parties)
    return Effect(
        rule=rule,
        number=memorandum.effect_number,
        on=memorandum.effect_on,
        parties=listed,
        in_effect_on=memorandum.in_effect_on,
        declared=memorandum.effect_declared,
        terminated_on=memorandum.terminated_on,
        progress=await _progress(memorandum, await _reached_on(memorandum, status)) if waiting else None,
        unnamed=len(listed) < len(parties),
    )


async def parties_to_effect(memorandum: Memorandum | MemorandumView) -> list[OrganisationView]:
    """Return the organisations whose signatures the memorandum needs to take effect, in the order of files (for rules and coordinators)."""
    if memorandum.effect_rule != EffectRule.NAMED_PARTIES:
        return []
    parties = await visible_organisations(Viewer.COORDINATOR).by_ids(await queries.effect_parties(memorandum.id))
    return sorted(parties.values(), key=lambda party: (party.name_key, party.slug))


async def _reached_on(memorandum: Memorandum | MemorandumView, status: Status | None) -> _Reached:
    """Return what a rule is measured by as at the day of a status: today from the counters, for a past day from its lines."""
    if status is None or status.as_at >= clock.today():
        return await _reached_today(memorandum)
    bound = [line.organisation for line in status.lines if line.binds]
    return _Reached(status.counts, Counter(organisation.country for organisation in bound), {organisation.id for organisation in bound})


async def _reached_today(memorandum: Memorandum | MemorandumView) -> _Reached:
    counts, by_country = await standing_count_queries.reached(memorandum)
    is_by_parties = memorandum.effect_rule == EffectRule.NAMED_PARTIES
    awaited = await queries.effect_parties(memorandum.id) if is_by_parties else []
    return _Reached(counts, by_country, {row["organisation"] for row in await standing_queries.named_parties(memorandum.id, awaited)})


async def _progress(memorandum: Memorandum | MemorandumView, reached: _Reached) -> Progress | None:
    """Compute how far a rule is met, only from the numbers and names of the public page, so that it reveals nothing more."""
    needed = memorandum.effect_number or 0
    match EffectRule(memorandum.effect_rule):
        case EffectRule.NTH_SIGNATURE:
            return Progress(reached.counts.parties, needed)
        case EffectRule.PER_COUNTRY:
            countries = await forums.countries_of(memorandum.forum) if memorandum.forum else []
            return _progress_of(countries, {country for country in countries if reached.by_country.get(country, 0) >= needed})
        case EffectRule.NAMED_PARTIES:
            parties = await parties_to_effect(memorandum)
            return _progress_of([party.slug for party in parties], {party.slug for party in parties if party.id in reached.parties})
        case _:
            return None


def _progress_of(needed: Sequence[str], signed: set[str]) -> Progress:
    missing = tuple(name for name in needed if name not in signed)
    return Progress(len(needed) - len(missing), len(needed), missing)


async def check_effect(memorandum: Memorandum, *, on: date | None = None) -> None:
    """Publish a memorandum and let it take effect if its rules are met now; called wherever something changes that its rules depend on.

    `memorandum` is the current row, locked by the caller; if no rule waits, it may be shared. It takes effect on the day of receipt of the
    act that met the rule; hidden acts that a number includes were received on the day `on`, by default on the last day that the number
    includes. It does not take effect before it was opened. Both happen at most once and are never undone.
    """
    hidden, waiting = _hidden_by_rule(memorandum), _waits(memorandum)
    if not (hidden or waiting) or not is_fixed_or_past(Situation(memorandum)):
        return
    reached = await _reached_today(memorandum)
    if hidden and reached.counts.parties >= memorandum.publish_at_least:
        await _publish(memorandum)
    if waiting and await _is_met(memorandum, reached):
        day = await _day_met(memorandum, reached.counts.names_withheld or 0, on or memorandum.withheld_until or clock.today())
        await _take_effect(memorandum, max(day, memorandum.opens_on or day))


def rules_wait(memorandum: Memorandum) -> bool:
    """Whether one more signature may publish a memorandum or let it take effect: each is measured by those before it."""
    return _hidden_by_rule(memorandum) or _waits(memorandum)


def _hidden_by_rule(memorandum: Memorandum) -> bool:
    return bool(memorandum.publish_at_least) and memorandum.publicity in memoranda.UNPUBLISHED


def _waits(memorandum: Memorandum) -> bool:
    return memorandum.effect_state == EffectState.NONE and memorandum.effect_rule != EffectRule.NONE


async def _publish(memorandum: Memorandum) -> None:
    if await memoranda.is_unpublished(memorandum.id):
        await make_public(memorandum)


async def _is_met(memorandum: Memorandum, reached: _Reached) -> bool:
    if memorandum.effect_rule == EffectRule.ON_DATE:
        return memorandum.signing_state != SigningState.NOT_OPEN and clock.today() >= _day_by_rule(memorandum)
    progress = await _progress(memorandum, reached)
    return progress is not None and progress.complete


async def _day_met(memorandum: Memorandum, withheld: int, hidden_on: date) -> date:
    """Return the day of receipt of the act that met a rule: for a signature ad referendum, that of its confirmation."""
    needed = memorandum.effect_number
    match EffectRule(memorandum.effect_rule):
        case EffectRule.NTH_SIGNATURE:
            return _nth(await standing_queries.first_received(memorandum.id, needed), [hidden_on] * withheld, needed)
        case EffectRule.PER_COUNTRY:
            countries = await forums.countries_of(memorandum.forum)
            return max([_nth(await standing_queries.first_received(memorandum.id, needed, country), [], needed) for country in countries])
        case EffectRule.NAMED_PARTIES:
            parties = await standing_queries.named_parties(memorandum.id, await queries.effect_parties(memorandum.id))
            return max(_nth([row["received"]], [], 1) for row in parties)
        case _:
            return _day_by_rule(memorandum)


def _nth(received: Sequence[date | None], hidden: Sequence[date], number: int) -> date:
    """Return the day of receipt with a number in their order; a day that is not known, or still to come, is today."""
    today = clock.today()
    days = [min(day or today, today) for day in received]
    return sorted([*days, *hidden, *[today] * number])[number - 1]


def _day_by_rule(memorandum: Memorandum) -> date:
    """Return the day of a rule `on_date`: the day it names, or the opening day if that is later."""
    day: date = max(memorandum.effect_on, memorandum.opens_on)
    return day


async def _take_effect(memorandum: Memorandum, day: date) -> None:
    values: dict[Any, Any] = {
        Memorandum.effect_state: EffectState.IN_EFFECT.value,
        Memorandum.in_effect_on: day,
    }
    waiting = (Memorandum.id == memorandum.id) & (Memorandum.effect_state == EffectState.NONE.value)
    updated = await Memorandum.update(values).where(waiting).returning(Memorandum.publicity)
    if updated and updated[0]["publicity"] == Publicity.PUBLIC:
        await notify(NoticeKind.TOOK_EFFECT, memorandum.slug)
    await record_changes(memorandum)


@when_published
async def _announce_effect(memorandum_id: int) -> None:
    """Announce that a memorandum took effect while it was withdrawn from the public, once it is shown again."""
    row = await memoranda.locked(memorandum_id)
    issued = await kinds_issued(row.slug) if row.in_effect_on else set()
    if issued and NoticeKind.TOOK_EFFECT.value not in issued:
        await notify(NoticeKind.TOOK_EFFECT, row.slug, detail=DECLARED if row.effect_declared else "")


@handles("check_rules")
async def check_rules(payload: Mapping[str, Any]) -> None:
    """Check the rules of the memoranda that depend on a changed organisation or forum: on their countries."""
    if "organisation" in payload:
        ids = await queries.memoranda_with(payload["organisation"])
    else:
        ids = await memoranda.ids_of_forum(payload["forum"])
    for number in ids:
        async with transaction():
            await check_effect(await memoranda.locked(number))


@handles("take_effect")
async def take_effect_when_due(payload: Mapping[str, Any]) -> None:
    """Let a memorandum take effect on the day its rule names, or after its opening if its rule was met before."""
    async with transaction():
        await check_effect(await memoranda.locked(payload["memorandum"]))
