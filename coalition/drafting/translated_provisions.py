"""Saving one provision of one language beside others: what was read there and has not changed says the same from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import put, transaction
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.comparing import note_compared
from coalition.drafting.provision_texts import TITLE, digest_of
from coalition.drafting.saving_provisions import save_provision
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.errors import WordingMissing
from coalition.memoranda.tables import Wording, WordingStatus
from coalition.memoranda.wording import check_editable
from coalition.memoranda.wording_agreement import others_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.drafting.agreement import DraftTexts
    from coalition.drafting.forms import ProvisionForm
    from coalition.memoranda.tables import Edition, Memorandum

_TITLE_FIRST = InvalidForm({"text": Message("Write the title first: the text in this language begins with it.")})


async def save_translated(memorandum: Memorandum, language: str, key: str, form: ProvisionForm, seen: Mapping[str, str] | None = None) -> bool:
    """Save a provision of a language, and note that it says the same as the authentic ones that were read beside it.

    `seen` are the digests of what those said, by language. Return whether they still say that; else the provision is saved, and has to
    be compared again. A language that has no text yet is begun with its title.

    Raises:
        WordingMissing: the text in this language has to be begun as a whole, because the memorandum is fixed.
        TextFrozen, WasAbandoned, ProvisionChanged, ProvisionRemoved, InvalidForm and the others that `save_provision` raises.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        edition = await edition_queries.edition_worked_on(row.id)
        check_editable(row, edition, language)
        if await edition_queries.wording(edition.id, language) is None:
            await _begin(row, edition, language, key)
            form = form.model_copy(update={"base": digest_of("")})
        await save_provision(row, language, key, form)
        return await _compare(await draft_texts(row), language, key, seen or {})


async def _begin(memorandum: Memorandum, edition: Edition, language: str, key: str) -> None:
    """Begin a text in another language; one of a fixed text would be shown before it is whole."""
    if edition.digest:
        raise WordingMissing
    if key != TITLE:
        raise _TITLE_FIRST
    is_authentic = language in memorandum.authentic_languages.split(",")
    status = WordingStatus.AUTHENTIC if is_authentic else WordingStatus.UNOFFICIAL
    columns: dict[str, Any] = {"edition": edition.id, "language": language, "status": status.value, "title": "", "body": ""}
    await put(Wording, version=0, updated_at=clock.now(), **columns)


async def _compare(draft: DraftTexts, language: str, key: str, seen: Mapping[str, str]) -> bool:
    wording = draft.wording(language)
    others = others_of(wording, draft.wordings) if wording else []
    same = [other for other in others if other.language in seen and seen[other.language] == draft.digest(other.language, key)]
    if wording and same:
        await note_compared(draft, wording, key, same)
    return len(same) == len(seen)
