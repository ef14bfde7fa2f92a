"""Adopting and authenticating a text: from then on it is fixed under a digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.database import transaction
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.after_fixing import fixed
from coalition.memoranda.errors import ChangedMeanwhile, WordingMissing
from coalition.memoranda.obstacles import check_obstacles
from coalition.memoranda.public_changes import record_changes
from coalition.memoranda.searched_memoranda import let_memorandum_be_found
from coalition.memoranda.tables import Edition, Memorandum, TextState, Wording, WordingStatus
from coalition.memoranda.text_obstacles import refusal_of
from coalition.memoranda.wording import known_blocks, place_provisions
from coalition.text.blocks import RULES
from coalition.text.digests import edition_digest
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.forms import AdoptionForm


async def adopt(memorandum: Memorandum, form: AdoptionForm) -> Edition:
    """Record the adoption and authenticate every authentic wording together under one digest.

    Raises:
        TextFrozen: the text was authenticated before.
        WordingMissing: an authentic language has no text.
        ChangedMeanwhile: the text is not the one of which the form names the digest.
        ForumMissing: a rule refers to the forum or its countries, and there are none.
        CoalitionError: another obstacle forbids it.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        edition = await edition_queries.latest_edition(row.id)
        check(Action.ADOPT, Situation(row, missing=await _missing(row, edition)))
        await check_seen(row, edition, form)
        await check_obstacles(row, edition)
        edition = await authenticate(row, edition, form)
        await trail.record(TrailAct.TEXT_ADOPTED, f"edition:{edition.number}", row.id)
        await Memorandum.update({Memorandum.text_state: TextState.AUTHENTICATED.value, Memorandum.updated_at: clock.now()}).where(
            Memorandum.id == row.id
        )
        await record_changes(row)
    return edition


async def _missing(memorandum: Memorandum, edition: Edition) -> tuple[str, ...]:
    written = {wording.language for wording in await edition_queries.wordings(edition.id)}
    return tuple(code for code in memorandum.authentic_languages.split(",") if code not in written)


async def check_seen(memorandum: Memorandum, edition: Edition, form: AdoptionForm) -> None:
    """Refuse to adopt a text that is not the one of which the form names the digest.

    Raises:
        ChangedMeanwhile: an authentic text was saved after it was shown.

    """
    if form.digest and form.digest != await digest_of(memorandum, edition):
        raise ChangedMeanwhile


async def authenticate(memorandum: Memorandum, edition: Edition, form: AdoptionForm) -> Edition:
    """Fix an edition under its digest, inside the caller's transaction; what older rules read is read once more.

    Raises:
        WordingMissing: an authentic language has no text.
        InvalidForm: a number is used twice in a text, or it is not certain what is a number.

    """
    for wording in await edition_queries.wordings(edition.id):
        if wording.status == WordingStatus.AUTHENTIC:
            await _check_wording(edition, wording)
    edition.digest = await digest_of(memorandum, edition)
    edition.adoption_rule, edition.adopted = form.rule.value, form.on
    edition.authenticated_at = clock.now()
    await edition.save()
    await fixed(edition)
    await let_memorandum_be_found(memorandum.id)
    return edition


async def _check_wording(edition: Edition, wording: Wording) -> None:
    """Refuse a text whose numbers are not unique and certain; one that older rules read gets its blocks under the present rules."""
    if refused := await refusal_of(wording):
        raise refused
    before = await known_blocks(edition, wording.language)
    if any(stored.block.rules < RULES for stored in await edition_queries.blocks_of(wording.id)):
        await place_provisions(edition, wording, before)


async def digest_of(memorandum: Memorandum, edition: Edition) -> str:
    """Return the digest of the authentic wordings of an edition as they are now.

    Raises:
        WordingMissing: an authentic language has no text.

    """
    authentic = memorandum.authentic_languages.split(",")
    wordings = await edition_queries.wordings(edition.id)
    texts = {wording.language: (wording.title, wording.body) for wording in wordings if wording.language in authentic}
    if set(texts) != set(authentic):
        raise WordingMissing
    return edition_digest(texts)
