"""Recording that a provision says the same in two languages, and what follows for the whole wordings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from coalition import clock, trail
from coalition.database import put, put_rows, transaction
from coalition.drafting.agreement import Compared, state_of
from coalition.drafting.agreement_queries import compared_rows, draft_texts, provision_texts_compared
from coalition.drafting.errors import ProvisionMissing
from coalition.drafting.language_queries import roles_in
from coalition.drafting.provision_texts import digest_in, texts_of
from coalition.drafting.tables import ComparedProvision, LanguageRole
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.confirming_wordings import note_confirmation, when_confirmed, when_copied
from coalition.memoranda.errors import ChangedMeanwhile, TextFrozen, WordingMissing
from coalition.memoranda.tables import WordingConfirmation, WordingStatus
from coalition.memoranda.wording_agreement import others_of
from coalition.trail import TrailAct
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piccolo.columns import Column

    from coalition.drafting.agreement import DraftTexts
    from coalition.drafting.provision_texts import ProvisionText
    from coalition.memoranda.tables import Memorandum, Wording


async def confirm_provision(memorandum: Memorandum, language: str, key: str, seen: Mapping[str, str]) -> None:
    """Record that somebody compared a provision of a language with authentic ones; `seen` are the digests of what they read, by language.

    Agreement is symmetric: those authentic languages agree with this one too. Once no provision has to be compared any more, the whole
    wording is confirmed. The word of the reviser is a second step: it counts for what a translator has confirmed.

    Raises:
        WasAbandoned: the draft was abandoned.
        WordingMissing: there is no text in this language.
        ProvisionMissing: neither this language nor those it is compared with have the provision.
        TextFrozen: the text was adopted together with the others.
        ChangedMeanwhile: one of the texts was saved after it was shown.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.TRANSLATE, Situation(row))
        draft = await draft_texts(row)
        wording = draft.wording(language)
        if wording is None:
            raise WordingMissing
        if draft.is_fixed(wording):
            raise TextFrozen
        others = [other for other in others_of(wording, draft.wordings) if other.language in seen]
        if not others or not any(key in draft.texts[each.language] for each in (wording, *others)):
            raise ProvisionMissing
        check_seen(draft, key, {language: "", **seen})
        await note_compared(draft, wording, key, others)
        await trail.record(TrailAct.PROVISION_CONFIRMED, f"language:{language}", row.id)


def check_seen(draft: DraftTexts, key: str, seen: Mapping[str, str]) -> None:
    """Refuse to confirm what nobody was shown: each language has to say what it said then.

    Raises:
        ChangedMeanwhile: one of the texts was saved after it was shown.

    """
    if any(draft.digest(code, key) != digest for code, digest in seen.items()):
        raise ChangedMeanwhile


async def note_compared(draft: DraftTexts, wording: Wording, key: str, others: Sequence[Wording]) -> None:
    """Store that a provision says the same in a wording and in authentic others, inside the caller's transaction."""
    actor = current_actor()
    roles = await roles_in(draft.memorandum.id, wording.language, actor.coordinator) if actor else set()
    was_stale = set(_stale(draft, wording, key)) & {other.language for other in others}
    revises = LanguageRole.REVISER in roles and not (was_stale and LanguageRole.TRANSLATOR in roles)
    backwards = [other for other in others if wording.status == WordingStatus.AUTHENTIC and not draft.is_fixed(other)]
    asked = [each for each in (wording, *backwards) if state_of(draft, each.language).stale]
    await _store(draft, wording, key, others, revises=revises)
    for other in backwards:
        await _store(draft, other, key, [wording])
    for each in asked:
        if state_of(draft, each.language).stale:
            await _doubt_whole(draft, each)
        else:
            await note_confirmation(each, draft.wordings)


async def _doubt_whole(draft: DraftTexts, wording: Wording) -> None:
    """Let the whole wording agree with a changed text no more, even if that is changed back: a single provision follows the change."""
    confirmation = draft.confirmations.get(wording.id)
    if confirmation is None:
        return
    compared = {code: digest for code, digest in confirmation.compared.items() if draft.whole.get(code) == digest}
    values: dict[Column | str, Any] = {WordingConfirmation.compared: json.dumps(compared)}
    await WordingConfirmation.update(values).where(WordingConfirmation.wording == wording.id)


def _stale(draft: DraftTexts, wording: Wording, key: str) -> Sequence[str]:
    return next((provision.stale for provision in state_of(draft, wording.language).provisions if provision.key == key), ())


async def _store(draft: DraftTexts, wording: Wording, key: str, others: Sequence[Wording], *, revises: bool = False) -> None:
    """Store what a provision is compared with now; a revision stays if nothing of it changed."""
    earlier, actor = draft.compared.get(wording.id, {}).get(key), current_actor()
    digests = draft.last_compared(wording, key) | {other.language: draft.digest(other.language, key) for other in others}
    own, person = draft.digest(wording.language, key), actor.coordinator if actor else None
    stays = earlier is not None and (earlier.own, earlier.others) == (own, digests)
    reviser, revised_at = (earlier.reviser, earlier.revised_at) if earlier and stays else (None, None)
    if revises:
        reviser, revised_at = person, clock.now()
    compared = Compared(digests, own, person, clock.now(), reviser, revised_at)
    texts = await _texts(draft, wording, key, digests)
    await ComparedProvision.delete().where((ComparedProvision.wording == wording.id) & (ComparedProvision.key == key))
    await put(ComparedProvision, wording=wording.id, key=key, texts=msgspec.json.encode(texts).decode(), **_columns(compared))
    draft.compared.setdefault(wording.id, {})[key] = compared


def _columns(compared: Compared) -> dict[str, Any]:
    return {
        "compared": json.dumps(dict(compared.others)),
        "own": compared.own,
        "coordinator": compared.who,
        "compared_at": compared.at,
        "reviser": compared.reviser,
        "revised_at": compared.revised_at,
    }


async def _texts(draft: DraftTexts, wording: Wording, key: str, digests: Mapping[str, str]) -> dict[str, ProvisionText]:
    """Return what each language said whose digest is compared: what it says now, or said then."""
    texts: dict[str, ProvisionText] = {}
    single = await provision_texts_compared(wording.id, key)
    for code, digest in digests.items():
        known = (draft.texts[code].get(key), single.get(code), draft.text_before(wording, code, key))
        text = next((each for each in known if each and each.digest == digest), None)
        if text:
            texts[code] = text
    return texts


@when_confirmed
async def _forget_single(wording: Wording) -> None:
    """Forget what single provisions were compared with once the whole wording is confirmed; what is revised and holds is kept."""
    rows = await compared_rows(wording.id)
    if not rows:
        return
    wordings = await edition_queries.wordings(wording.edition)
    own = texts_of(wording.title, wording.body, await edition_queries.blocks_of(wording.id))
    others = {other.language: texts_of(other.title, other.body, await edition_queries.blocks_of(other.id)) for other in others_of(wording, wordings)}

    def holds(row: Mapping[str, Any]) -> bool:
        now = {code: digest_in(texts, row["key"]) for code, texts in others.items()}
        return bool(row["revised_at"]) and (row["own"], json.loads(row["compared"])) == (digest_in(own, row["key"]), now)

    await ComparedProvision.delete().where(ComparedProvision.wording == wording.id)
    await put_rows(ComparedProvision, [row for row in rows if holds(row)])


@when_copied
async def _copy_single(copies: Sequence[tuple[Wording, Wording]]) -> None:
    """Copy what single provisions of translations were compared with to the wordings of the next edition; authentic ones agree as a whole."""
    for old, new in copies:
        if new.status != WordingStatus.AUTHENTIC:
            await put_rows(ComparedProvision, [row | {"wording": new.id} for row in await compared_rows(old.id)])
