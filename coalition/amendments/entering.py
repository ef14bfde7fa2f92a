"""Entering an amendment for an organisation that gave it by letter or in a meeting: it is handed in at once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.amendments import queries
from coalition.amendments.proposals import check_proposal
from coalition.amendments.proposing import check_worked_on, proposed
from coalition.amendments.tables import Amendment, AmendmentState
from coalition.database import put, transaction
from coalition.drafting.current_texts import current_texts
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.organisations import queries as organisations
from coalition.rounds.queries import open_round
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.amendments.forms import EnteredAmendmentForm
    from coalition.memoranda.tables import Memorandum


async def enter_for(memorandum: Memorandum, form: EnteredAmendmentForm, page_language: str = "") -> int:
    """Enter an amendment for an organisation, made on the text as it is now; return its number. It belongs to the round that is open, if one is.

    Raises:
        InvalidForm, UncertainLines: the organisation is not in the register; the rest as `save_amendment`.
        TextFrozen, WasAbandoned: there is no draft.

    """
    async with transaction():
        edition = await edition_queries.edition_worked_on(memorandum.id)
        row = await check_worked_on(memorandum, edition.number)
        organisation = await _organisation(form.organisation)
        texts = await current_texts(row.id)
        text = texts.languages.get(form.language)
        if text is None:
            raise InvalidForm({"language": Message("There is no text in this language.")})
        proposal = check_proposal(text, form)
        number, open_now = await queries.last_number(row.id) + 1, await open_round(row.id)
        await put(
            Amendment,
            memorandum=row.id,
            edition=edition.number,
            round=open_now.id if open_now else None,
            organisation=organisation,
            number=number,
            state=AmendmentState.SUBMITTED.value,
            disclosure=form.disclosure.value,
            published=form.published.value,
            submitted_at=clock.now(),
            page_language=page_language,
            **proposed(form, proposal, text.version, secrets.token_hex(16)),
        )
        await trail.record(TrailAct.AMENDMENT_ENTERED, f"amendment:{number}", row.id)
    return number


async def _organisation(slug: str) -> int:
    """Return the id of an organisation; of one that was merged, the entry that remains."""
    ids = await organisations.ids_by_slug([slug])
    if slug not in ids:
        raise InvalidForm({"organisation": Message("{slug} is not in the register.", slug=slug)})
    return (await organisations.remaining_ids([ids[slug]])).get(ids[slug], ids[slug])
