"""Entering what a Word file proposes as amendments of an organisation: all of it, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.amendments.entering import enter_for
from coalition.amendments.forms import EnteredAmendmentForm
from coalition.amendments.word_proposals import MOST_PROPOSALS, form_of
from coalition.database import transaction
from coalition.drafting.current_texts import current_texts
from coalition.drafting.provision_texts import digest_in
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.amendments.forms import WordAmendmentsForm
    from coalition.amendments.word_proposals import WordProposal
    from coalition.drafting.current_texts import TextInLanguage
    from coalition.memoranda.tables import Memorandum

_CHOOSE = Message("Choose at least one change.")
_CHANGED = Message("Somebody changed the draft meanwhile. Nothing was entered: look at what is left.")


def is_current(proposal: WordProposal, draft: TextInLanguage) -> bool:
    """Whether the provision that a proposal is about still says what it said when the file was read."""
    return not proposal.base or digest_in(draft.provisions, proposal.provision) == proposal.base


async def draft_in(memorandum: Memorandum, language: str) -> TextInLanguage:
    """Return the draft in a language.

    Raises:
        InvalidForm: there is none.

    """
    text = (await current_texts(memorandum.id)).languages.get(language)
    if text is None:
        raise InvalidForm({"language": Message("There is no text in this language.")})
    return text


async def enter_several(memorandum: Memorandum, form: WordAmendmentsForm, proposals: Sequence[WordProposal], page_language: str = "") -> list[int]:
    """Enter proposals as amendments of an organisation, in their order; return their numbers.

    Raises:
        InvalidForm: none is chosen, or a provision says something else than when the file was read; the rest as `enter_for`.
        TextFrozen, WasAbandoned: there is no draft.

    """
    if not proposals or len(proposals) > MOST_PROPOSALS:
        raise InvalidForm({"chosen": _CHOOSE})
    async with transaction():
        await memoranda.locked(memorandum.id)
        draft = await draft_in(memorandum, form.language)
        if not all(is_current(each, draft) for each in proposals):
            raise InvalidForm({"chosen": _CHANGED})
        given = form.model_dump(mode="json")
        forms = [EnteredAmendmentForm.parse(form_of(each, form.language).model_dump(mode="json") | given) for each in proposals]
        return [await enter_for(memorandum, each, page_language) for each in forms]
